"""A stock file into the register, piece by piece, one transaction each: a stopped load goes on where it was.

While the database stores one piece, another thread reads the next. What makes searching quick is brought up to date
when the file is at its end.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing
from contextvars import copy_context
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.structures.domain.stock import ESTABLISHMENTS, BadRow, Columns, Piece, with_names
from services.structures.register import csv_file, indexing, parquet_file
from services.structures.register.several import is_one_of
from services.structures.register.stock_file import StockFile
from services.structures.register.storing import store
from services.structures.tables import Establishment, LegalUnit, Load
from shared import clock
from shared.db import insert_once, reading, transaction

_IN_ORDER_MAX = 2 * StockFile.ROWS_A_PIECE
"""Units between the first and the last of a piece: more of them, and the file is not in the order of its numbers."""

_FACTS_OF_A_UNIT, _BETWEEN = 3, "\x1f"
"""No name holds that sign: what a stock file says is printable when it gets into the register."""

Progress = Callable[[int, int], None]
Report = Callable[[BadRow], None]


def load(
    path: Path,
    progress: Progress = lambda _rows, _bytes: None,
    report: Report = lambda _bad: None,
) -> int:
    """Take a stock file (CSV, ZIP of one, or Parquet) into the register; returns how many of its rows were read now.

    progress  is told of rows and of bytes read so far
    report    is told of each row that the register does not take
    Raises NoStockFile, StockFileUnreadable, ParquetNotInstalled.
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


def _opened(path: Path) -> AbstractContextManager[StockFile]:
    return (parquet_file if path.suffix.lower() == ".parquet" else csv_file).opened(path)


def _take(file: StockFile, done: int, progress: Progress, report: Report) -> int:
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


def _pieces(file: StockFile, done: int) -> Iterator[Piece]:
    """What the rows say from where the load was, as the register keeps it."""
    for piece in file.pieces(done):
        yield replace(piece, columns=_named(piece.columns)) if file.stock is ESTABLISHMENTS else piece


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
    sirens = columns["siren"]
    if not sirens:
        return with_names(columns, {}, {})
    with reading() as session:
        units = _units(session, LegalUnit.siren.between(min(sirens), max(sirens)))
        if len(units) == _IN_ORDER_MAX * _FACTS_OF_A_UNIT:
            units = _units(session, is_one_of(session, LegalUnit.siren, set(sirens)))
    known, names, acronyms = (units[at::_FACTS_OF_A_UNIT] for at in range(_FACTS_OF_A_UNIT))
    return with_names(columns, dict(zip(known, names, strict=True)), dict(zip(known, acronyms, strict=True)))


def _units(session: Session, wanted: sa.ColumnElement[bool]) -> list[str]:
    """SIREN, name and acronym of each unit, one after the other.

    They come as one text: as rows they cost as much as all the rest of a piece, most of it for collecting garbage.
    """
    few = sa.select(LegalUnit.siren, LegalUnit.name, LegalUnit.acronym).where(wanted).limit(_IN_ORDER_MAX)
    told = few.subquery().c
    each = told.siren + _BETWEEN + told.name + _BETWEEN + told.acronym
    found = session.scalar(sa.select(sa.func.aggregate_strings(each, _BETWEEN)))
    return found.split(_BETWEEN) if found else []


def _begin(file: StockFile) -> int:
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
