"""Revisions and previews at work: planned when a fixing is known, done chunk by chunk, shown all at once, told.

Whoever ends the last chunk of a run shows it, and shares out whom to tell; whoever tells the last of them ends the run,
and starts the next. A row is locked in this order:
the chunk or the share of the run, the run, the portfolio.
"""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from services.lending.domain.fixings import Fixing, IndexHistory
from services.lending.domain.rows import Row
from services.lending.portfolio.fixings import (
    fixings_in_force,
    last_fixing_sequence,
    remember_fixing,
    value_before,
)
from services.lending.portfolio.store import add_pieces, lock_portfolio, new_version
from services.lending.portfolio.tables import Loan, SchedulePiece, ScheduleVersion, VisibleChunk
from services.lending.portfolio.upcoming import (
    forget_next_instalments_before,
    next_instalment_row,
    nothing_left_row,
    store_next_instalments,
)
from services.lending.revisions.announcement import announce, announce_the_end, plan_announcements
from services.lending.revisions.chunk import ChunkResult, ChunkWork
from services.lending.revisions.rules import Rules, histories_beside
from services.lending.revisions.span import Span
from services.lending.revisions.sums import parts, sums_of_loans
from services.lending.revisions.tables import (
    SUMS,
    Revision,
    RevisionChunk,
    RevisionFailure,
    RevisionPart,
    RevisionShare,
)
from shared import clock
from shared.db import insert_many
from shared.errors import Missing
from shared.events.lending import ChunksDue
from shared.events.rates import FixingPublished
from shared.ids import new_id
from shared.outbox import emit_all
from shared.service import current_service

Counter = InstrumentedAttribute[int]


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
        _show_and_share_out(session, run)
        return
    due = [{"revision_id": run.id, **chunk} for chunk in chunks]
    session.execute(sa.insert(RevisionChunk), due)
    numbers, at_once = [chunk["chunk"] for chunk in chunks], current_service().settings.chunks_at_once
    spans = (tuple(numbers[first : first + at_once]) for first in range(0, len(numbers), at_once))
    emit_all(session, ((ChunksDue(revision_id=run.id, chunks=together), run.id) for together in spans))


def _chunks_for(run: Revision) -> sa.Select:
    before = VisibleChunk.version_id.label("before_version_id")
    chunks = sa.select(VisibleChunk.chunk, before, VisibleChunk.loans).order_by(VisibleChunk.chunk)
    if run.purpose == "preview":
        return chunks
    # Loans that came in after a fixing know it already.
    return chunks.join(ScheduleVersion, ScheduleVersion.id == VisibleChunk.version_id).where(
        ScheduleVersion.fixings_through < run.fixings_through
    )


def do_chunks(session: Session, revision_id: UUID, chunks: Sequence[int]) -> None:
    """Recompute some chunks for a run, store them, and end the run if they were the last; not those that were done.

    Raises Missing for chunks that no run ever planned.
    """
    due = _due(session, revision_id, chunks)
    if not due:
        return
    run = session.get_one(Revision, revision_id)
    rules = _rules_of(session, run)
    span = Span.read(session, due)
    called = span.called_beyond(session, run.effective_on)
    work = ChunkWork(span.book, span.before, rules, called, run.as_of)
    loans = span.loans(session, work.by_hand)
    result = work.finish(loans, histories_beside(session, rules, loans.values(), run.fixings_through))
    if run.purpose == "revision":
        _store_schedules(session, run, span, result)
    _store_sums(session, run, span, result)
    if _are_all_done(session, run, Revision.chunks_done, len(due), Revision.chunks_total):
        _show_and_share_out(session, run)


def _due(session: Session, revision_id: UUID, chunks: Sequence[int]) -> list[RevisionChunk]:
    """Those of some chunks that a run has still to do, in order, locked."""
    planned = session.scalars(
        sa.select(RevisionChunk)
        .where(RevisionChunk.revision_id == revision_id, RevisionChunk.chunk.in_(chunks))
        .order_by(RevisionChunk.chunk)
        .with_for_update()
    ).all()
    if len(planned) < len(set(chunks)):
        raise Missing()
    return [each for each in planned if each.done_at is None]


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


def _store_schedules(session: Session, run: Revision, span: Span, result: ChunkResult) -> None:
    """Store the new version of the chunks that changed, beside the one that readers see."""
    changed = (
        (each.chunk, result.piece.part(slots.start, slots.stop))
        for each, slots in span.chunks()
        if result.effects.is_change[slots].any()
    )
    add_pieces(session, run.version_id, changed)
    store_next_instalments(session, (_following(run, span, *one) for one in result.following.items()))
    if result.next_calls:
        session.execute(sa.update(Loan), result.next_calls)


def _following(run: Revision, span: Span, slot: int, row: Row | None) -> dict[str, Any]:
    """What falls due next of a loan, in the new version."""
    book = span.book
    whose = book.loan_numbers[slot], book.borrowers[book.borrower[slot]]
    place = span.chunk_of(slot), run.version_id
    return next_instalment_row(*whose, *place, row) or nothing_left_row(*whose, *place, run.as_of)


def _store_sums(session: Session, run: Revision, span: Span, result: ChunkResult) -> None:
    book, sums = span.book, sums_of_loans(result.effects, list(result.failures))
    for each, slots in span.chunks():
        each.done_at = clock.now()
        each.by_exact_rules = int(result.by_exact_rules[slots].sum())
        for name, total in zip(SUMS, sums[slots].sum(axis=0).tolist(), strict=True):
            setattr(each, name, total)
    place = {"revision_id": run.id, "chunk": span.due[0].chunk}
    tells = run.purpose == "revision"
    found = [place | part for part in parts(book, result.effects, sums, tells)]
    insert_many(session, RevisionPart, found)
    failures = [
        {"revision_id": run.id, "loan_number": book.loan_numbers[slot], "reason": reason}
        for slot, reason in result.failures.items()
    ]
    if failures:
        session.execute(sa.insert(RevisionFailure), failures)


def _are_all_done(session: Session, run: Revision, done: Counter, now: int, total: Counter) -> bool:
    """Count parts of a run as done; whether they were the last. The lock of the run makes the count exact.

    An UPDATE, because it lets other workers refer to the run meanwhile: with SELECT FOR UPDATE two of them, each
    having inserted sums of this run, would wait for one another.
    """
    counted = session.execute(
        sa.update(Revision)
        .where(Revision.id == run.id)
        .values({done: done + now})
        .returning(done, total)
        .execution_options(synchronize_session=False)
    ).one()
    if counted[0] < counted[1]:
        return False
    session.refresh(run)
    return True


def _show_and_share_out(session: Session, run: Revision) -> None:
    for name, total in _totals(session, run.id).items():
        setattr(run, name, total)
    session.flush()
    if run.purpose == "revision":
        lock_portfolio(session)
        _show(session, run)
        run.shares_total = plan_announcements(session, run)
    if not run.shares_total:
        _end(session, run)


def do_announcements(session: Session, revision_id: UUID, number: int) -> None:
    """Tell a share of the structures what a revision changed for them, and end the run if it was the last; not those
    that were told.

    Raises Missing for a share that no revision ever planned.
    """
    share = session.get(RevisionShare, (revision_id, number), with_for_update=True)
    if share is None:
        raise Missing()
    if share.done_at:
        return
    run = session.get_one(Revision, revision_id)
    announce(session, run, share)
    share.done_at = clock.now()
    if _are_all_done(session, run, Revision.shares_done, 1, Revision.shares_total):
        lock_portfolio(session)
        _end(session, run)


def _end(session: Session, run: Revision) -> None:
    run.state = "completed"
    run.completed_at = clock.now()
    session.flush()
    if run.purpose == "revision":
        announce_the_end(session, run)
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
