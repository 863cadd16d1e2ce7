"""One loan's schedule by the shortest way: one look-up, that loan's bytes, and its rows as text.

Reading is what portals do all day: no object is made of what only passes through.
"""

from collections.abc import Callable, Sequence
from contextlib import closing

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
_THIS = (
    _pieces.version_id == sa.bindparam("version_id"),
    _pieces.chunk == sa.bindparam("chunk"),
    _pieces.first_slot == sa.bindparam("first_slot"),
)
_ROWID = sa.select(sa.literal_column("rowid")).select_from(SchedulePiece.__table__).where(*_THIS)


def _parts(count: int) -> sa.Select:
    parts = (
        sa.func.substr(_pieces.payload, sa.bindparam(f"first_{n}"), sa.bindparam(f"length_{n}"))
        for n in range(count)
    )
    return sa.select(*parts).where(*_THIS)


_PARTS = {count: _parts(count) for count in (4, 6)}
"""Made once: making a statement takes longer than running it."""


def find_piece(session: Session, loan_number: str, version: int | None = None) -> sa.Row | None:
    """The piece that holds a loan's schedule in the version that readers see, or in another; None without one.

    rank  of the loan in it; visible_id: the version that readers see
    """
    wanted = {"loan_number": loan_number, "version": version}
    return session.connection().execute(_PIECE_OF, wanted).one_or_none()


def read_loan(session: Session, piece: sa.Row) -> PackedLoan:
    """The loan that was looked for in a piece; reads little but its bytes."""
    connection = session.connection()
    this = {"version_id": piece.version_id, "chunk": piece.chunk, "first_slot": piece.first_slot}
    if connection.dialect.name == "sqlite":
        return _read_from_file(connection, this, piece)
    return _read(lambda places: _cut(connection, this, places), piece)


def _read(cut: Callable[[Places], Sequence[bytes]], piece: sa.Row) -> PackedLoan:
    reading = Reading.begin(piece.rank, cut(places_of(piece.rank, piece.loans)))
    return reading.loan(cut(reading.places()))


def _cut(connection: sa.Connection, this: dict[str, int], places: Places) -> Sequence[bytes]:
    """PostgreSQL reads of a large value only the blocks that a part lies in."""
    bounds = {f"first_{n}": first + 1 for n, (first, _) in enumerate(places)}
    lengths = {f"length_{n}": length for n, (_, length) in enumerate(places)}
    return connection.execute(_PARTS[len(places)], this | bounds | lengths).one()


def _read_from_file(connection: sa.Connection, this: dict[str, int], piece: sa.Row) -> PackedLoan:
    """SQLite reads the whole of a value for each part of it, unless it is opened as a file."""
    rowid = connection.execute(_ROWID, this).scalar_one()
    opened = connection.connection.driver_connection.blobopen(
        SchedulePiece.__tablename__, "payload", rowid, readonly=True
    )
    with closing(opened) as payload:
        return _read(lambda places: [payload[first : first + length] for first, length in places], piece)
