"""Where schedules and fixings are kept: what is visible, what was, and the lock around changing it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.fixings import Fixing
from services.lending.domain.schedule import Schedule, next_instalment
from services.lending.domain.terms import Terms
from services.lending.portfolio.packing import (
    HEADER_BYTES,
    pack_chunk,
    pack_rows,
    segment_range,
    slot_range,
    unpack_chunk,
    unpack_rows,
)
from services.lending.portfolio.tables import (
    IndexFixing,
    Loan,
    NextInstalment,
    Portfolio,
    ScheduleChunk,
    ScheduleVersion,
    VisibleChunk,
)
from services.lending.schemas import TermsSchema
from shared import clock

_ONLY_ROW = 1
_TERMS = TermsSchema()  # made once: making one costs more than reading the terms of a loan


def lock_portfolio(session: Session) -> Portfolio:
    """Hold the portfolio for the rest of this transaction: imports, billing and the ends of revisions queue here."""
    return session.get_one(Portfolio, _ONLY_ROW, with_for_update=True)


def fixings_in_force(session: Session, index: str, through: int | None = None) -> tuple[Fixing, ...]:
    """The fixings of an index that no correction has replaced, in order of effective date.

    through  only those that had arrived up to this sequence; all when absent
    """
    query = sa.select(IndexFixing).where(IndexFixing.index == index)
    if through is not None:
        query = query.where(IndexFixing.sequence <= through)
    rows = session.scalars(query).all()
    superseded = {row.supersedes for row in rows}
    standing = [row for row in rows if row.fixing_id not in superseded]
    by_date = {row.effective_on: row for row in sorted(standing, key=lambda row: (row.version, row.sequence))}
    return tuple(Fixing(day, by_date[day].value) for day in sorted(by_date))


def last_fixing_sequence(session: Session) -> int:
    """How far the projection of fixings has come."""
    return session.scalar(sa.select(sa.func.max(IndexFixing.sequence))) or 0


def new_version(session: Session, fixings_through: int, revision_id: UUID | None = None) -> ScheduleVersion:
    """Open a version of schedules, numbered after all others; it knows the fixings up to a sequence."""
    version = ScheduleVersion(
        revision_id=revision_id, fixings_through=fixings_through, created_at=clock.now()
    )
    session.add(version)
    session.flush()
    return version


@dataclass(frozen=True)
class Place:
    """Where one schedule lies."""

    chunk: int
    slot: int


def append_schedules(
    session: Session, schedules: Sequence[Schedule], chunk_loans: int, fill: bool
) -> list[tuple[Place, int]]:
    """Store the first schedules of new loans; returns the place of each and the version it belongs to.

    fill  put them into the last chunk while it has room: not while a revision is at work on that chunk
    """
    portfolio = lock_portfolio(session)
    segments = [pack_rows(schedule.rows) for schedule in schedules]
    places: list[tuple[Place, int]] = []
    while segments:
        visible = _open_chunk(session, portfolio, chunk_loans, fill)
        room = chunk_loans - visible.loans
        places += _extend(session, visible, segments[:room])
        segments = segments[room:]
    return places


def _open_chunk(session: Session, portfolio: Portfolio, chunk_loans: int, fill: bool) -> VisibleChunk:
    last = session.get(VisibleChunk, portfolio.chunks - 1) if fill else None
    if last is not None and last.loans < chunk_loans:
        return last
    version = new_version(session, last_fixing_sequence(session))
    chunk = VisibleChunk(chunk=portfolio.chunks, version_id=version.id, loans=0)
    session.add_all([chunk, ScheduleChunk(version_id=version.id, chunk=chunk.chunk, payload=pack_chunk([]))])
    portfolio.chunks += 1
    session.flush()
    return chunk


def _extend(session: Session, visible: VisibleChunk, segments: list[bytes]) -> list[tuple[Place, int]]:
    # In place: the schedules already there keep their bytes, so nothing that was announced changes.
    stored = session.get_one(ScheduleChunk, (visible.version_id, visible.chunk))
    stored.payload = pack_chunk(unpack_chunk(stored.payload) + segments)
    first = visible.loans
    visible.loans += len(segments)
    return [(Place(visible.chunk, first + n), visible.version_id) for n in range(len(segments))]


def terms_of(loan: Loan) -> Terms:
    """The terms of a loan line, as its contract says them."""
    return _TERMS.load(loan.terms)


def visible_version(session: Session, loan: Loan) -> int:
    """The version that readers see of a loan's schedule."""
    return session.get_one(VisibleChunk, loan.chunk).version_id


def read_schedule(session: Session, loan: Loan, version_id: int | None = None) -> Schedule:
    """One loan's schedule, as visible or as it was in an older version; reads only that loan's bytes."""
    version_id = visible_version(session, loan) if version_id is None else version_id
    this = (ScheduleChunk.version_id == version_id, ScheduleChunk.chunk == loan.chunk)

    def piece(start: int, length: int) -> bytes:
        return session.execute(
            sa.select(sa.func.substr(ScheduleChunk.payload, start + 1, length)).where(*this)
        ).scalar_one()

    loans = int.from_bytes(piece(HEADER_BYTES - 4, 4), "little")
    offsets = piece(*slot_range(loan.slot))
    return Schedule(terms_of(loan), loan.principal_cents, unpack_rows(piece(*segment_range(loans, offsets))))


def read_chunk(session: Session, chunk: int, version_id: int) -> list[bytes]:
    """The packed schedules of a chunk in one version, by slot."""
    return unpack_chunk(session.get_one(ScheduleChunk, (version_id, chunk)).payload)


def versions_of(session: Session, loan: Loan) -> Sequence[ScheduleVersion]:
    """Every version of a loan's schedule that readers could ever see, oldest first."""
    visible = sa.select(VisibleChunk.version_id).where(VisibleChunk.chunk == loan.chunk).scalar_subquery()
    return session.scalars(
        sa.select(ScheduleVersion)
        .join(ScheduleChunk, ScheduleChunk.version_id == ScheduleVersion.id)
        .where(ScheduleChunk.chunk == loan.chunk, ScheduleVersion.id <= visible)
        .order_by(ScheduleVersion.id)
    ).all()


def next_instalment_row(loan: Loan, schedule: Schedule, version_id: int, after: date) -> dict | None:
    """The row of `next_instalments` for a loan; None once everything is repaid."""
    row = next_instalment(schedule, after)
    if row is None:
        return None
    return {
        "loan_number": loan.loan_number,
        "version_id": version_id,
        "chunk": loan.chunk,
        "borrower_id": loan.borrower_id,
        "number": row.number,
        "due_on": row.due_on,
        "instalment_cents": row.instalment_cents,
        "interest_cents": row.interest_paid_cents,
        "principal_cents": row.principal_repaid_cents,
        "outstanding_after_cents": row.outstanding_cents,
    }


def store_next_instalments(session: Session, rows: Iterable[dict | None]) -> None:
    """Write rows of `next_instalments`, leaving out loans that have none."""
    present = [row for row in rows if row is not None]
    if present:
        session.execute(sa.insert(NextInstalment), present)


def visible_next_instalments() -> sa.Select:
    """Next instalments as readers see them: those of the visible version of each chunk."""
    return sa.select(NextInstalment).join(
        VisibleChunk,
        sa.and_(
            VisibleChunk.chunk == NextInstalment.chunk, VisibleChunk.version_id == NextInstalment.version_id
        ),
    )
