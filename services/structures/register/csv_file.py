"""A stock file in CSV, plain or the one in a ZIP."""

import csv
import io
import itertools
import zipfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from services.structures.domain.stock import Piece, kind_of, take
from services.structures.domain.stock_lines import has_open_quote
from services.structures.register.stock_file import NoStockFile, StockFile, StockFileUnreadable

LINES_OF_A_FIELD_MAX = 100
HEADER_CHARACTERS_MAX = 20_000


@dataclass(frozen=True)
class CsvFile(StockFile):
    header: Sequence[str]
    lines: TextIO

    def pieces(self, done: int) -> Iterator[Piece]:
        deque(itertools.islice(self.lines, done), maxlen=0)
        while lines := self._next_lines(done):
            yield take(self.stock, self.header, lines, before=done)
            done += len(lines)

    def _next_lines(self, done: int) -> list[str]:
        """Some lines, the last of them whole: a field between quotation marks may hold line ends."""
        try:
            lines = list(itertools.islice(self.lines, self.ROWS_A_PIECE))
            if has_open_quote("".join(lines)):
                lines += self._up_to_the_quote()
        except UnicodeDecodeError as error:
            raise StockFileUnreadable(file=self.path.name, rows=done, why=str(error)) from error
        if has_open_quote("".join(lines)):
            raise StockFileUnreadable(file=self.path.name, rows=done, why='"')
        return lines

    def _up_to_the_quote(self) -> Iterator[str]:
        for line in itertools.islice(self.lines, LINES_OF_A_FIELD_MAX):
            yield line
            if has_open_quote(line):
                return


@contextmanager
def opened(path: Path) -> Iterator[CsvFile]:
    """A file behind its header; raises NoStockFile."""
    with path.open("rb") as raw:
        if path.suffix.lower() != ".zip":
            yield _behind_its_header(path, io.TextIOWrapper(raw, "utf-8-sig", newline=""), raw.tell)
            return
        with zipfile.ZipFile(raw) as archive:
            (inner,) = archive.namelist()
            with archive.open(inner) as packed:
                yield _behind_its_header(path, io.TextIOWrapper(packed, "utf-8-sig", newline=""), raw.tell)


def _behind_its_header(path: Path, text: TextIO, position: Callable[[], int]) -> CsvFile:
    try:
        header = next(csv.reader([text.readline(HEADER_CHARACTERS_MAX)]), [])
    except (csv.Error, UnicodeDecodeError):
        header = []
    stock = kind_of(header)
    if stock is None:
        raise NoStockFile(file=str(path))
    return CsvFile(path, stock, position, header, text)
