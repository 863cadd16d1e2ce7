"""Where schedules are kept: which version readers see, which they saw, and the lock around changing it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule
from services.lending.domain.terms import Terms
from services.lending.portfolio.fixings import last_fixing_sequence
from services.lending.portfolio.packing import PackedLoan, rows_of
from services.lending.portfolio.pieces import Piece
from services.lending.portfolio.reading import find_piece, read_loan, read_payloads
from services.lending.portfolio.tables import (
    ENTERED,
    Loan,
    LoanTerms,
    Portfolio,
    SchedulePiece,
    ScheduleVersion,
    VisibleChunk,
)
from services.lending.revisions.tables import Revision
from services.lending.schemas import stored_terms
from shared import clock

_ONLY_ROW = 1
_AT_WORK = Revision.state == "running"


def lock_portfolio(session: Session) -> Portfolio:
    """Hold the portfolio for the rest of this transaction, and see it as whoever held it before left it."""
    return session.get_one(Portfolio, _ONLY_ROW, with_for_update=True, populate_existing=True)


def read_portfolio(session: Session) -> Portfolio:
    """The portfolio as it is, without holding it."""
    return session.get_one(Portfolio, _ONLY_ROW)


def is_computing(session: Session) -> bool:
    """Whether a revision is planned or at work, or a preview at work: terms must not change under them."""
    at_work = sa.or_(sa.and_(Revision.purpose == "revision", Revision.state != "completed"), _AT_WORK)
    return session.scalar(sa.select(Revision.id).where(at_work).limit(1)) is not None


def is_revising(session: Session) -> bool:
    """Whether a revision is planned or at work: what it is about to show must not change under it."""
    at_work = sa.select(Revision.id).where(Revision.purpose == "revision", Revision.state != "completed")
    return session.scalar(at_work.limit(1)) is not None


def new_version(session: Session, fixings_through: int, revision_id: UUID | None = None) -> ScheduleVersion:
    """Open a version of schedules, numbered after all others; it knows the fixings up to a sequence.

    That of a revision is shown when the revision is completed, any other with the transaction that makes it.
    """
    now = clock.now()
    version = ScheduleVersion(
        revision_id=revision_id,
        fixings_through=fixings_through,
        created_at=now,
        shown_at=None if revision_id else now,
    )
    session.add(version)
    session.flush()
    return version


@dataclass(frozen=True, slots=True)
class Place:
    """Where one schedule lies, and the version it belongs to."""

    chunk: int
    slot: int
    version_id: int


def append_schedules(
    session: Session, portfolio: Portfolio, packed: Sequence[PackedLoan], chunk_loans: int
) -> list[Place]:
    """Store the first schedules of new loans, computed with every known fixing; returns the place of each.

    portfolio    locked
    chunk_loans  a chunk with as many loans is full
    """
    places: list[Place] = []
    through = last_fixing_sequence(session)
    while packed:
        chunk = _open_chunk(session, portfolio, through, chunk_loans)
        room = chunk_loans - chunk.loans
        first = chunk.loans
        add_piece(session, chunk.version_id, chunk.chunk, Piece.of(packed[:room]), first)
        chunk.loans += len(packed[:room])
        places += [Place(chunk.chunk, slot, chunk.version_id) for slot in range(first, chunk.loans)]
        packed = packed[room:]
    portfolio.loans += len(places)
    return places


def _open_chunk(session: Session, portfolio: Portfolio, through: int, chunk_loans: int) -> VisibleChunk:
    """The last chunk while it has room, unless a fixing came since its version: a revision may be at work on it."""
    last = session.get(VisibleChunk, portfolio.chunks - 1, populate_existing=True)
    if last is not None and last.loans < chunk_loans:
        version = session.get_one(ScheduleVersion, last.version_id)
        if version.fixings_through == through:
            return last
    opened = VisibleChunk(chunk=portfolio.chunks, version_id=new_version(session, through).id, loans=0)
    session.add(opened)
    portfolio.chunks += 1
    return opened


def add_piece(session: Session, version_id: int, chunk: int, piece: Piece, first_slot: int = 0) -> None:
    """Store the schedules of some slots of a chunk in a version."""
    session.execute(sa.insert(SchedulePiece), [_piece_row(version_id, chunk, piece, first_slot)])


def add_pieces(session: Session, version_id: int, pieces: Iterable[tuple[int, Piece]]) -> None:
    """Store whole chunks in a version, each as one piece."""
    rows = [_piece_row(version_id, chunk, piece) for chunk, piece in pieces]
    if rows:
        session.execute(sa.insert(SchedulePiece), rows)


def _piece_row(version_id: int, chunk: int, piece: Piece, first_slot: int = 0) -> dict[str, Any]:
    return {
        "version_id": version_id,
        "chunk": chunk,
        "first_slot": first_slot,
        "loans": piece.loans,
        "payload": piece.to_bytes(),
    }


def terms_of(loan: Loan) -> Terms:
    """The terms of a loan line, as its contract says them now."""
    return stored_terms(loan.terms)


def terms_in(session: Session, loan: Loan, version_id: int) -> Terms:
    """The terms that made a version of a loan's schedule."""
    earlier = (LoanTerms.loan_number == loan.loan_number, LoanTerms.version_id <= version_id)
    latest = sa.select(LoanTerms.terms).where(*earlier).order_by(LoanTerms.version_id.desc()).limit(1)
    return stored_terms(session.scalar(latest) or loan.terms)


def plan_on(
    session: Session, loan: Loan, plan: Schedule, day: date, version_id: int | None = None
) -> Schedule:
    """A schedule of a loan with the terms that ruled on a day: before a rearrangement counts, those before it.

    version_id  of the schedule; the visible one when absent
    """
    if loan.settled_until is None or loan.settled_until <= day:
        return plan
    ruled = (
        LoanTerms.loan_number == loan.loan_number,
        sa.or_(LoanTerms.settled_until.is_(None), LoanTerms.settled_until <= day),
        *(() if version_id is None else (LoanTerms.version_id <= version_id,)),
    )
    latest = sa.select(LoanTerms.terms).where(*ruled).order_by(LoanTerms.version_id.desc()).limit(1)
    return replace(plan, terms=stored_terms(session.scalars(latest).one()))


def entered_terms(session: Session, loan: Loan) -> Terms:
    """The terms that a loan entered with."""
    return terms_in(session, loan, ENTERED)


def replace_schedule(session: Session, loan: Loan, packed: PackedLoan) -> ScheduleVersion:
    """Show another schedule of one loan, the others of its chunk being as they were; the portfolio is locked."""
    version = new_version(session, last_fixing_sequence(session))
    visible = session.get_one(VisibleChunk, loan.chunk, populate_existing=True)
    piece = read_chunk(session, loan.chunk, visible.version_id)
    add_piece(session, version.id, loan.chunk, piece.with_loans({loan.slot: packed}))
    visible.version_id = version.id
    return version


def visible_version(session: Session, loan: Loan) -> int:
    """The version that readers see of a loan's schedule."""
    return session.get_one(VisibleChunk, loan.chunk).version_id


def read_schedule(session: Session, loan: Loan, version_id: int | None = None) -> Schedule:
    """One loan's schedule, as visible or as it was in an older version."""
    packed = read_loan(session, find_piece(session, loan.loan_number, version_id))
    terms = terms_of(loan) if version_id is None else terms_in(session, loan, version_id)
    return Schedule(terms, packed.calendar.principal, rows_of(packed))


def read_rows(session: Session, loan: Loan, version_id: int | None = None) -> tuple[Row, ...]:
    """The rows of one loan, as visible or as they were in an older version; reads little but that loan's bytes."""
    return rows_of(read_loan(session, find_piece(session, loan.loan_number, version_id)))


def _holding(loan: Loan) -> tuple[sa.ColumnElement[bool], ...]:
    """Pieces that hold a loan's schedule."""
    return (
        SchedulePiece.chunk == loan.chunk,
        SchedulePiece.first_slot <= loan.slot,
        SchedulePiece.first_slot + SchedulePiece.loans > loan.slot,
    )


def read_chunk(session: Session, chunk: int, version_id: int) -> Piece:
    """The schedules of a chunk in one version, by slot."""
    return Piece.joined(list(map(Piece.from_bytes, read_payloads(session, chunk, version_id))))


def version_known_at(session: Session, loan: Loan, known_at: datetime) -> int:
    """The version of a loan's schedule that readers saw at an instant; the loan was there."""
    shown = [version for version in versions_of(session, loan) if version.shown_at <= known_at]
    return shown[-1].id


def versions_of(session: Session, loan: Loan) -> Sequence[ScheduleVersion]:
    """Every version of a loan's schedule that readers could ever see, oldest first."""
    visible = sa.select(VisibleChunk.version_id).where(VisibleChunk.chunk == loan.chunk).scalar_subquery()
    return session.scalars(
        sa.select(ScheduleVersion)
        .join(SchedulePiece, SchedulePiece.version_id == ScheduleVersion.id)
        .where(*_holding(loan), ScheduleVersion.id <= visible)
        .order_by(ScheduleVersion.id)
    ).all()
