"""Revisions and previews at work: planned when a fixing is known, done chunk by chunk, shown all at once.

Whoever ends the last chunk of a run ends the run; whoever ends a run starts the next. A row is locked in this order:
the chunk of the run, the run, the portfolio.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.fixings import Fixing, IndexHistory
from services.lending.portfolio.book import Book, read_book
from services.lending.portfolio.fixings import (
    fixings_in_force,
    last_fixing_sequence,
    remember_fixing,
    value_before,
)
from services.lending.portfolio.store import add_piece, lock_portfolio, new_version, read_chunk
from services.lending.portfolio.tables import Loan, SchedulePiece, ScheduleVersion, VisibleChunk
from services.lending.portfolio.upcoming import (
    forget_next_instalments_before,
    next_instalment_row,
    nothing_left_row,
    store_next_instalments,
)
from services.lending.revisions.announcement import announce
from services.lending.revisions.chunk import ChunkResult, ChunkWork
from services.lending.revisions.rules import Rules, histories_beside
from services.lending.revisions.sums import parts, sums_of_loans
from services.lending.revisions.tables import (
    SUMS,
    Revision,
    RevisionChunk,
    RevisionFailure,
    RevisionPart,
)
from shared import clock
from shared.db import insert_many
from shared.errors import Missing
from shared.events.lending import ChunkDue
from shared.events.rates import FixingPublished
from shared.ids import new_id
from shared.outbox import emit


def hear_fixing(session: Session, event: FixingPublished) -> None:
    """Keep a published fixing, and queue the recomputation that it asks for: none where no loan follows its index."""
    lock_portfolio(session)
    before = value_before(session, event.index, event.effective_on)
    if not remember_fixing(session, event) or not is_followed(session, event.index):
        return
    plan_run(
        session,
        "revision",
        index=event.index,
        effective_on=event.effective_on,
        value_before=before,
        value_after=event.value,
        fixing_id=event.fixing_id,
        derogation=event.derogation,
        legal_reference=event.legal_reference,
        published_on=event.published_on,
    )


def is_followed(session: Session, index: str) -> bool:
    """Whether any loan follows an index, or will once it has switched."""
    followers = sa.or_(Loan.index == index, Loan.switch_index == index)
    return session.scalar(sa.select(Loan.loan_number).where(followers).limit(1)) is not None


def plan_run(session: Session, purpose: str, **facts: Any) -> Revision:
    """Queue a revision or a preview, and start it if nothing is before it. The portfolio is locked."""
    run = Revision(
        id=new_id(),
        purpose=purpose,
        state="waiting",
        fixings_through=last_fixing_sequence(session),
        requested_at=clock.now(),
        **facts,
    )
    session.add(run)
    session.flush()
    _start_waiting(session)
    return run


def _start_waiting(session: Session) -> None:
    """Start what no revision is before: the oldest revision, so that each is compared with the one before it, or else
    the previews, so that each is what the revision would be that follows it.
    """
    if session.scalar(_runs("running", "revision").limit(1)):
        return
    oldest = session.scalar(_runs("waiting", "revision").order_by(Revision.fixings_through).limit(1))
    if oldest is not None:
        oldest.version_id = new_version(session, oldest.fixings_through, oldest.id).id
        _start(session, oldest)
        return
    for preview in session.scalars(_runs("waiting", "preview")).all():
        preview.fixings_through = last_fixing_sequence(session)
        _start(session, preview)


def _runs(state: str, purpose: str) -> sa.Select:
    return sa.select(Revision).where(Revision.state == state, Revision.purpose == purpose)


def _start(session: Session, run: Revision) -> None:
    """Say which chunks a run has to do, and which version of each it starts from."""
    chunks = session.execute(_chunks_for(run)).mappings().all()
    run.state = "running"
    run.started_at = clock.now()
    run.as_of = clock.today()
    run.chunks_total = len(chunks)
    session.flush()
    if not chunks:
        _complete(session, run)
        return
    due = [{"revision_id": run.id, **chunk} for chunk in chunks]
    session.execute(sa.insert(RevisionChunk), due)
    for chunk in chunks:
        emit(session, ChunkDue(revision_id=run.id, chunk=chunk["chunk"]), subject=run.id)


def _chunks_for(run: Revision) -> sa.Select:
    before = VisibleChunk.version_id.label("before_version_id")
    chunks = sa.select(VisibleChunk.chunk, before, VisibleChunk.loans).order_by(VisibleChunk.chunk)
    if run.purpose == "preview":
        return chunks
    # Loans that came in after a fixing know it already.
    return chunks.join(ScheduleVersion, ScheduleVersion.id == VisibleChunk.version_id).where(
        ScheduleVersion.fixings_through < run.fixings_through
    )


def do_chunk(session: Session, revision_id: UUID, chunk: int) -> None:
    """Recompute one chunk for a run, store it, and end the run if it was the last one; nothing if it was done.

    Raises Missing for a chunk that no run ever planned.
    """
    due = session.get(RevisionChunk, (revision_id, chunk), with_for_update=True)
    if due is None:
        raise Missing()
    if due.done_at is not None:
        return
    run = session.get_one(Revision, revision_id)
    rules = _rules_of(session, run)
    book = read_book(session, chunk, due.loans)
    before = read_chunk(session, chunk, due.before_version_id).part(0, due.loans)
    work = ChunkWork(book, before, rules, _called(session, run, chunk), run.as_of)
    loans = _loans(session, chunk, work.by_hand)
    result = work.finish(loans, histories_beside(session, rules, loans.values(), run.fixings_through))
    if run.purpose == "revision":
        _store_schedules(session, run, chunk, book, result)
    _store_sums(session, run, due, book, result)
    _count_chunk(session, run)


@lru_cache(maxsize=4)
def _rules(revision_id: UUID, index: str, fixings: tuple[Fixing, ...], effective_on: date) -> Rules:
    """Those of one run: its chunks share most of them."""
    return Rules(index, IndexHistory(fixings), effective_on)


def _rules_of(session: Session, run: Revision) -> Rules:
    """Under the fixings of the run's index; a preview adds the value that it asks about."""
    known = fixings_in_force(session, run.index, run.fixings_through)
    if run.purpose == "preview":
        others = [fixing for fixing in known if fixing.effective_on != run.effective_on]
        known = (*others, Fixing(run.effective_on, run.value_after))
    return _rules(run.id, run.index, known, run.effective_on)


def _called(session: Session, run: Revision, chunk: int) -> dict[int, date]:
    """The loans of a chunk with instalments called on the effective day or later, and up to which."""
    beyond = (Loan.chunk == chunk, Loan.billed_until >= run.effective_on)
    return dict(session.execute(sa.select(Loan.slot, Loan.billed_until).where(*beyond)).all())


def _loans(session: Session, chunk: int, slots: Sequence[int]) -> dict[int, Loan]:
    if not slots:
        return {}
    these = sa.select(Loan).where(Loan.chunk == chunk, Loan.slot.in_(slots))
    return {loan.slot: loan for loan in session.scalars(these)}


def _store_schedules(session: Session, run: Revision, chunk: int, book: Book, result: ChunkResult) -> None:
    """Store the new version of a chunk, beside the one that readers see; none where nothing changed."""
    if result.piece is None:
        return
    add_piece(session, run.version_id, chunk, result.piece)
    place = chunk, run.version_id
    store_next_instalments(
        session,
        (
            next_instalment_row(*_whose(book, slot), *place, row)
            or nothing_left_row(*_whose(book, slot), *place, run.as_of)
            for slot, row in result.following.items()
        ),
    )
    if result.next_calls:
        session.execute(sa.update(Loan), result.next_calls)


def _whose(book: Book, slot: int) -> tuple[str, UUID]:
    return book.loan_numbers[slot], book.borrowers[book.borrower[slot]]


def _store_sums(session: Session, run: Revision, due: RevisionChunk, book: Book, result: ChunkResult) -> None:
    due.done_at = clock.now()
    due.by_exact_rules = result.by_exact_rules
    sums = sums_of_loans(result.effects, list(result.failures))
    for name, total in zip(SUMS, sums.sum(axis=0).tolist(), strict=True):
        setattr(due, name, total)
    place = {"revision_id": run.id, "chunk": due.chunk}
    tells = run.purpose == "revision"
    found = [place | part for part in parts(book, result.effects, sums, tells)]
    insert_many(session, RevisionPart, found)
    failures = [
        {"revision_id": run.id, "loan_number": book.loan_numbers[slot], "reason": reason}
        for slot, reason in result.failures.items()
    ]
    if failures:
        session.execute(sa.insert(RevisionFailure), failures)


def _count_chunk(session: Session, run: Revision) -> None:
    """Count a chunk as done; whoever does the last one ends the run. The row lock makes the count exact.

    An UPDATE, because it lets other workers refer to the run meanwhile: with SELECT FOR UPDATE two of them, each
    having inserted sums of this run, would wait for one another.
    """
    done, total = session.execute(
        sa.update(Revision)
        .where(Revision.id == run.id)
        .values(chunks_done=Revision.chunks_done + 1)
        .returning(Revision.chunks_done, Revision.chunks_total)
        .execution_options(synchronize_session=False)
    ).one()
    if done == total:
        session.refresh(run)
        _complete(session, run)


def _complete(session: Session, run: Revision) -> None:
    for name, total in _totals(session, run.id).items():
        setattr(run, name, total)
    run.state = "completed"
    run.completed_at = clock.now()
    session.flush()
    if run.purpose == "revision":
        lock_portfolio(session)
        _show(session, run)
        announce(session, run)
        _start_waiting(session)


def _totals(session: Session, revision_id: UUID) -> dict[str, int]:
    columns = [sa.func.sum(getattr(RevisionChunk, name)).label(name) for name in SUMS]
    row = session.execute(sa.select(*columns).where(RevisionChunk.revision_id == revision_id)).one()
    return {name: int(total or 0) for name, total in row._mapping.items()}


def _show(session: Session, run: Revision) -> None:
    """Make the new schedules what readers see, all in this one commit."""
    session.get_one(ScheduleVersion, run.version_id).shown_at = clock.now()
    forget_next_instalments_before(session, run.version_id)
    changed = sa.select(SchedulePiece.chunk).where(SchedulePiece.version_id == run.version_id)
    session.execute(
        sa.update(VisibleChunk)
        .where(VisibleChunk.chunk.in_(changed))
        .values(version_id=run.version_id)
        .execution_options(synchronize_session=False)
    )
