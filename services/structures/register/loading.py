"""A stock file into the register, piece by piece, one transaction each: a stopped load goes on where it was.

The first load of a table copies straight into it; later ones replace rows by their number. The search index is
made when the file is at its end.
"""

import csv
import io
import itertools
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.structures.domain.stock import (
    ESTABLISHMENT_COLUMNS,
    UNIT_COLUMNS,
    Reader,
    Row,
    establishment_reader,
    kind_of,
    named,
    unit_reader,
)
from services.structures.register import indexing
from services.structures.tables import Establishment, LegalUnit, Load
from shared import clock
from shared.db import insert_once, reading, transaction
from shared.errors import Refusal

PIECE = 50_000
Progress = Callable[[int, int], None]


class NoStockFile(Refusal):
    french = "{file} n'est pas un fichier stock SIRENE en CSV (StockUniteLegale ou StockEtablissement)."
    english = "{file} is no SIRENE stock file in CSV (StockUniteLegale or StockEtablissement)."


def load(file: Path, progress: Progress = lambda _rows, _bytes: None) -> int:
    """Take a stock file (CSV, or ZIP of one) into the register; returns how many of its rows were read now.

    progress  is told of rows and of bytes read so far
    """
    with _opened(file) as (text, position):
        lines = csv.reader(text)
        header = next(lines, [])
        kind = kind_of(header)
        if kind is None:
            raise NoStockFile(file=str(file))
        done = _begin(file, kind)
        rows = map(_reader(kind, header), itertools.islice(lines, done, None))
        taken = _take(file, kind, rows, done, progress, position)
    if kind == "establishments":
        indexing.make_ready()
    _finish(file)
    return taken


def _take(
    file: Path, kind: str, rows: Iterator[Row], done: int, progress: Progress, position: Callable[[], int]
) -> int:
    taken, words_known = 0, set()
    while piece := list(itertools.islice(rows, PIECE)):
        taken += len(piece)
        with transaction() as session:
            _store(session, kind, piece, _is_first(session, file), words_known)
            session.execute(sa.update(Load).filter_by(file=_key(file)).values(rows=done + taken))
        progress(done + taken, position())
    return taken


def _store(session: Session, kind: str, piece: list[Row], straight: bool, words_known: set[str]) -> None:
    if kind == "units":
        _write(session, LegalUnit, UNIT_COLUMNS, piece, straight)
        return
    piece = _named(session, piece)
    _write(session, Establishment, ESTABLISHMENT_COLUMNS, piece, straight)
    indexing.learn_words(session, (row[-1] for row in piece), words_known)


def _named(session: Session, piece: list[Row]) -> list[Row]:
    """Establishments with the names of their units, as far as those are known."""
    units = sa.select(LegalUnit.siren, LegalUnit.name, LegalUnit.acronym)
    between = units.where(LegalUnit.siren.between(min(row[1] for row in piece), max(row[1] for row in piece)))
    wanted = {row[1] for row in piece}
    names = {row.siren: row for row in session.execute(between) if row.siren in wanted}
    nobody = ("", "", "")
    return [named(row, *names.get(row[1], nobody)[1:]) for row in piece]


def _write(session: Session, table: type, columns: Sequence[str], piece: list[Row], straight: bool) -> None:
    if session.get_bind().dialect.name == "postgresql":
        _copy(session, table, columns, piece, straight)
        return
    names = ", ".join(columns)
    marks = ", ".join("?" * len(columns))
    rows = [tuple(map(_for_sqlite, row)) for row in piece]
    cursor = session.connection().connection.driver_connection.cursor()
    cursor.executemany(f"INSERT OR REPLACE INTO {table.__tablename__} ({names}) VALUES ({marks})", rows)  # noqa: S608


def _copy(session: Session, table: type, columns: Sequence[str], piece: list[Row], straight: bool) -> None:
    name, key = table.__tablename__, columns[0]
    names = ", ".join(columns)
    target = name if straight else "piece"
    cursor = session.connection().connection.driver_connection.cursor()
    if not straight:
        cursor.execute(f"CREATE TEMP TABLE piece (LIKE {name}) ON COMMIT DROP")
    with cursor.copy(f"COPY {target} ({names}) FROM STDIN") as copy:
        copy.write("".join(map(_copied, piece)))
    if not straight:
        changes = ", ".join(f"{column} = excluded.{column}" for column in columns[1:])
        cursor.execute(
            f"INSERT INTO {name} ({names}) SELECT DISTINCT ON ({key}) {names} FROM piece "  # noqa: S608
            f"ON CONFLICT ({key}) DO UPDATE SET {changes}"
        )


def _copied(row: Row) -> str:
    r"""A row in the text format of COPY: \N for nothing, backslashes, tabs and line ends escaped."""
    line = "\t".join([r"\N" if value is None else str(value) for value in row])
    if "\\" in line or "\n" in line or "\r" in line or line.count("\t") >= len(row):
        line = "\t".join([r"\N" if value is None else _escaped(str(value)) for value in row])
    return f"{line}\n"


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


def _for_sqlite(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _reader(kind: str, header: Sequence[str]) -> Reader:
    return unit_reader(header) if kind == "units" else establishment_reader(header)


def _key(file: Path) -> str:
    """The same file is known again by its name and its size."""
    return f"{file.name}/{file.stat().st_size}"


def _begin(file: Path, kind: str) -> int:
    """Rows of this very file that are in already; 0 when it is new, or was taken to its end."""
    table = LegalUnit if kind == "units" else Establishment
    with transaction() as session:
        first = session.scalar(sa.select(sa.literal(1)).select_from(table).limit(1)) is None
        values = {"rows": 0, "first": first, "begun_at": clock.now(), "finished_at": None}
        if insert_once(session, Load, {"file": _key(file), **values}):
            return 0
        known = session.get_one(Load, _key(file), with_for_update=True)
        if known.finished_at is not None:
            for name, value in values.items():
                setattr(known, name, value)
        return known.rows


def _is_first(session: Session, file: Path) -> bool:
    return session.get_one(Load, _key(file)).first


def _finish(file: Path) -> None:
    with transaction() as session:
        session.execute(sa.update(Load).filter_by(file=_key(file)).values(finished_at=clock.now()))


def rows_known() -> int:
    """How many establishments the register holds."""
    with reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(Establishment))


@contextmanager
def _opened(file: Path) -> Iterator[tuple[TextIO, Callable[[], int]]]:
    """The text of a file or of the one file in a ZIP, and a question of how many bytes of it were read."""
    if file.suffix.lower() != ".zip":
        with file.open("rb") as raw:
            yield io.TextIOWrapper(raw, "utf-8-sig", newline=""), raw.tell
        return
    with zipfile.ZipFile(file) as archive, file.open("rb") as raw:
        (inner,) = archive.namelist()
        with archive.open(inner) as packed:
            yield io.TextIOWrapper(packed, "utf-8-sig", newline=""), raw.tell
