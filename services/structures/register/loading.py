"""A stock file into the register, piece by piece, one transaction each: a stopped load goes on where it was.

While the database stores one piece, another thread reads the next. What makes searching quick is brought up to date
when the file is at its end.
"""

import csv
import io
import itertools
import zipfile
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from contextvars import copy_context
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TextIO

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase

from services.structures.domain.stock import (
    ESTABLISHMENTS,
    BadRow,
    Columns,
    Piece,
    Stock,
    kind_of,
    take,
    with_names,
)
from services.structures.domain.stock_lines import has_open_quote
from services.structures.register import indexing
from services.structures.register.several import is_one_of
from services.structures.register.storing import store
from services.structures.tables import Establishment, LegalUnit, Load
from shared import clock
from shared.db import insert_once, reading, transaction
from shared.errors import Refusal

PIECE = 25_000
LINES_OF_A_FIELD_MAX = 100
HEADER_CHARACTERS_MAX = 20_000
Progress = Callable[[int, int], None]
Report = Callable[[BadRow], None]


class NoStockFile(Refusal):
    french = "{file} n'est pas un fichier stock SIRENE en CSV (StockUniteLegale ou StockEtablissement)."
    english = "{file} is no SIRENE stock file in CSV (StockUniteLegale or StockEtablissement)."


class StockFileUnreadable(Refusal):
    french = (
        "{file} ne se lit plus après {rows} lignes : {why}. Les lignes précédentes sont dans le répertoire."
    )
    english = (
        "{file} cannot be read any further after {rows} rows: {why}. The rows before are in the register."
    )


@dataclass(frozen=True)
class _File:
    """A stock file that is being read, from where it was left."""

    path: Path
    stock: Stock
    header: Sequence[str]
    lines: TextIO
    position: Callable[[], int]

    @property
    def table(self) -> type[DeclarativeBase]:
        """What the file fills."""
        return Establishment if self.stock is ESTABLISHMENTS else LegalUnit

    @property
    def key(self) -> str:
        """The same file is known again by its name and its size."""
        return f"{self.path.name}/{self.path.stat().st_size}"


def load(
    path: Path,
    progress: Progress = lambda _rows, _bytes: None,
    report: Report = lambda _bad: None,
) -> int:
    """Take a stock file (CSV, or ZIP of one) into the register; returns how many of its rows were read now.

    progress  is told of rows and of bytes read so far
    report    is told of each row that the register does not take
    Raises NoStockFile, StockFileUnreadable.
    """
    with _opened(path) as file:
        done = _begin(file)
        read = _take(file, done, progress, report)
    if file.stock is ESTABLISHMENTS:
        indexing.make_ready()
    with transaction() as session:
        session.execute(sa.update(Load).filter_by(file=file.key).values(finished_at=clock.now()))
    return read


def rows_known() -> int:
    """How many establishments the register holds."""
    with reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Establishment))


def _take(file: _File, done: int, progress: Progress, report: Report) -> int:
    rows = done
    with closing(_ahead(_pieces(file, done))) as pieces:
        for piece in pieces:
            rows += piece.read
            with transaction() as session:
                store(session, file.table, piece.columns)
                session.execute(sa.update(Load).filter_by(file=file.key).values(rows=rows))
            for bad in piece.bad:
                report(bad)
            progress(rows, file.position())
    return rows - done


def _pieces(file: _File, done: int) -> Iterator[Piece]:
    """What the lines say from where the load was, as the register keeps it."""
    _skip(file, done)
    while lines := _next_lines(file, done):
        piece = take(file.stock, file.header, lines, before=done)
        yield replace(piece, columns=_named(piece.columns)) if file.stock is ESTABLISHMENTS else piece
        done += piece.read


def _skip(file: _File, done: int) -> None:
    deque(itertools.islice(file.lines, done), maxlen=0)


def _next_lines(file: _File, done: int) -> list[str]:
    """Some lines, the last of them whole: a field between quotation marks may hold line ends."""
    try:
        lines = list(itertools.islice(file.lines, PIECE))
        if has_open_quote("".join(lines)):
            lines += _up_to_the_quote(file.lines)
    except UnicodeDecodeError as error:
        raise StockFileUnreadable(file=file.path.name, rows=done, why=str(error)) from error
    if has_open_quote("".join(lines)):
        raise StockFileUnreadable(file=file.path.name, rows=done, why='"')
    return lines


def _up_to_the_quote(lines: TextIO) -> Iterator[str]:
    for line in itertools.islice(lines, LINES_OF_A_FIELD_MAX):
        yield line
        if has_open_quote(line):
            return


def _ahead(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The same pieces; the next one is made by another thread while the caller is busy with one."""
    context = copy_context()
    with ThreadPoolExecutor(1, "stock-file") as reader:
        coming = reader.submit(context.run, next, pieces, None)
        while (piece := coming.result()) is not None:
            coming = reader.submit(context.run, next, pieces, None)
            yield piece


def _named(columns: Columns) -> Columns:
    """Establishments with the names of their units, as far as those are known."""
    units = sa.select(LegalUnit.siren, LegalUnit.name, LegalUnit.acronym)
    with reading() as session:
        found = session.execute(units.where(is_one_of(session, LegalUnit.siren, set(columns["siren"]))))
        return with_names(columns, {siren: (name, acronym) for siren, name, acronym in found})


def _begin(file: _File) -> int:
    """Rows of this very file that are in already; 0 when it is new, or was taken to its end."""
    with transaction() as session:
        values = {"rows": 0, "begun_at": clock.now(), "finished_at": None}
        if insert_once(session, Load, {"file": file.key, **values}):
            return 0
        known = session.get_one(Load, file.key, with_for_update=True)
        if known.finished_at is not None:
            for name, value in values.items():
                setattr(known, name, value)
        return known.rows


@contextmanager
def _opened(path: Path) -> Iterator[_File]:
    """A stock file, plain or the one in a ZIP, read behind its header; raises NoStockFile."""
    with path.open("rb") as raw:
        if path.suffix.lower() != ".zip":
            yield _file(path, io.TextIOWrapper(raw, "utf-8-sig", newline=""), raw.tell)
            return
        with zipfile.ZipFile(raw) as archive:
            (inner,) = archive.namelist()
            with archive.open(inner) as packed:
                yield _file(path, io.TextIOWrapper(packed, "utf-8-sig", newline=""), raw.tell)


def _file(path: Path, text: TextIO, position: Callable[[], int]) -> _File:
    try:
        header = next(csv.reader([text.readline(HEADER_CHARACTERS_MAX)]), [])
    except (csv.Error, UnicodeDecodeError):
        header = []
    stock = kind_of(header)
    if stock is None:
        raise NoStockFile(file=str(path))
    return _File(path, stock, header, text, position)
