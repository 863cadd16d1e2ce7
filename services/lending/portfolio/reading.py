"""Schedules by the shortest way: of one loan, one look-up, its bytes, and its rows as text; of a chunk, its bytes.

Reading is what portals do all day: no object is made of what only passes through.
"""

from collections.abc import Sequence
from contextlib import closing
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.portfolio.layout import Reading, places_of
from services.lending.portfolio.packing import PackedLoan
from services.lending.portfolio.tables import Loan, SchedulePiece, VisibleChunk

Places = Sequence[tuple[int, int]]
"""First byte and number of bytes of each."""

_loans, _pieces, _visible = Loan.__table__.c, SchedulePiece.__table__.c, VisibleChunk.__table__.c
_HOLDS = sa.and_(
    _pieces.chunk == _loans.chunk,
    _pieces.first_slot <= _loans.slot,
    _pieces.first_slot + _pieces.loans > _loans.slot,
)
_PIECE_OF = (
    sa.select(
        _pieces.version_id,
        _pieces.chunk,
        _pieces.first_slot,
        _pieces.loans,
        (_loans.slot - _pieces.first_slot).label("rank"),
        _visible.version_id.label("visible_id"),
        _loans.borrower_id,
    )
    .select_from(Loan.__table__)
    .join(VisibleChunk.__table__, _visible.chunk == _loans.chunk)
    .join(SchedulePiece.__table__, _HOLDS)
    .where(
        _loans.loan_number == sa.bindparam("loan_number"),
        _pieces.version_id
        == sa.func.coalesce(sa.bindparam("version", type_=sa.BigInteger), _visible.version_id),
    )
)
_PIECE_AND_HEAD_OF = _PIECE_OF.add_columns(
    *(
        sa.func.substr(_pieces.payload, first + 1, length)
        for first, length in places_of(_loans.slot - _pieces.first_slot, _pieces.loans)
    )
)
"""One look-up fewer, where a part of a large value costs no more than its bytes."""
_THIS = (
    _pieces.version_id == sa.bindparam("version_id"),
    _pieces.chunk == sa.bindparam("chunk"),
    _pieces.first_slot == sa.bindparam("first_slot"),
)
_PAYLOADS = (
    sa.select(_pieces.payload)
    .where(_pieces.version_id == sa.bindparam("version_id"), _pieces.chunk == sa.bindparam("chunk"))
    .order_by(_pieces.first_slot)
)
_ROWID = sa.select(sa.literal_column("rowid")).select_from(SchedulePiece.__table__).where(*_THIS)


def _parts(count: int) -> sa.Select:
    parts = (
        sa.func.substr(_pieces.payload, sa.bindparam(f"first_{n}"), sa.bindparam(f"length_{n}"))
        for n in range(count)
    )
    return sa.select(*parts).where(*_THIS)


_REST = _parts(6)
"""Made once: making a statement takes longer than running it."""


class Found(NamedTuple):
    """The piece that holds a loan's schedule in a version.

    rank        of the loan in it
    visible_id  the version that readers see
    head        what stands at `places_of`, where it was read on the way
    """

    version_id: int
    chunk: int
    first_slot: int
    loans: int
    rank: int
    visible_id: int
    borrower_id: UUID
    head: tuple[bytes, ...] = ()


def find_piece(session: Session, loan_number: str, version: int | None = None) -> Found | None:
    """Where a loan's schedule lies in the version that readers see, or in another; None without one."""
    connection, wanted = session.connection(), {"loan_number": loan_number, "version": version}
    if connection.dialect.name == "sqlite":
        rows = connection.execute(_PIECE_OF, wanted).all()
    else:
        rows = _as_bytes(connection, _PIECE_AND_HEAD_OF, wanted)
    last = Found._fields.index("head")
    return next((Found(*row[:last], row[last:]) for row in rows), None)


def read_loan(session: Session, piece: Found) -> PackedLoan:
    """The loan that was looked for in a piece; reads little but its bytes."""
    connection = session.connection()
    this = {"version_id": piece.version_id, "chunk": piece.chunk, "first_slot": piece.first_slot}
    if connection.dialect.name == "sqlite":
        return _read_from_file(connection, this, piece)
    reading = Reading.begin(piece.rank, piece.head)
    return reading.loan(_cut(connection, this, reading.places()))


def _cut(connection: sa.Connection, this: dict[str, int], places: Places) -> Sequence[bytes]:
    """PostgreSQL reads of a large value only the blocks that a part lies in."""
    bounds = {f"first_{n}": first + 1 for n, (first, _) in enumerate(places)}
    lengths = {f"length_{n}": length for n, (_, length) in enumerate(places)}
    (parts,) = _as_bytes(connection, _REST, this | bounds | lengths)
    return parts


def read_payloads(session: Session, chunk: int, version_id: int) -> Sequence[bytes]:
    """The pieces of a chunk in one version, by slot."""
    connection, this = session.connection(), {"version_id": version_id, "chunk": chunk}
    if connection.dialect.name == "sqlite":
        return connection.execute(_PAYLOADS, this).scalars().all()
    return [payload for (payload,) in _as_bytes(connection, _PAYLOADS, this)]


def _as_bytes(connection: sa.Connection, statement: sa.Select, values: dict[str, Any]) -> Sequence[tuple]:
    """Rows from PostgreSQL as it holds them: bytes told as text, which is usual, take five times as long."""
    text, constants = _written(statement, connection.dialect)
    with connection.connection.driver_connection.cursor(binary=True) as cursor:
        return cursor.execute(text, constants | values).fetchall()


@cache
def _written(statement: sa.Select, dialect: sa.Dialect) -> tuple[str, dict[str, Any]]:
    """A statement as the driver takes it, and the constants in it."""
    compiled = statement.compile(dialect=dialect)
    return compiled.string, dict(compiled.params)


def _read_from_file(connection: sa.Connection, this: dict[str, int], piece: Found) -> PackedLoan:
    """SQLite reads the whole of a value for each part of it, unless it is opened as a file."""
    rowid = connection.execute(_ROWID, this).scalar_one()
    opened = connection.connection.driver_connection.blobopen(
        SchedulePiece.__tablename__, "payload", rowid, readonly=True
    )
    with closing(opened) as payload:
        places = places_of(piece.rank, piece.loans)
        reading = Reading.begin(piece.rank, [payload[first : first + length] for first, length in places])
        return reading.loan([payload[first : first + length] for first, length in reading.places()])
