"""Revisions and previews: planned when a fixing is known, done chunk by chunk, shown all at once."""

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby, takewhile
from operator import attrgetter
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.fixings import Fixing, IndexHistory
from services.lending.domain.rows import Row
from services.lending.portfolio.actions import find_loan
from services.lending.portfolio.packing import pack_chunk
from services.lending.portfolio.store import (
    fixings_in_force,
    last_fixing_sequence,
    lock_portfolio,
    new_version,
    next_instalment_row,
    read_chunk,
    read_schedule,
    store_next_instalments,
    versions_of,
)
from services.lending.portfolio.tables import Loan, ScheduleChunk, Structure, VisibleChunk
from services.lending.revisions.chunk import ChunkResult, load_loans, revise_chunk
from services.lending.revisions.tables import (
    Revision,
    RevisionChunk,
    RevisionFailure,
    RevisionPart,
    Totals,
)
from shared import clock
from shared.db import reading, transaction
from shared.errors import Missing, Refusal
from shared.events import from_json
from shared.events.lending import (
    LINES_MAX,
    ChunkDue,
    GuaranteedBorrower,
    GuaranteeRevised,
    RevisedLoan,
    RevisionCompleted,
    RevisionFacts,
    StructureRevised,
)
from shared.events.rates import FixingPublished
from shared.ids import new_id
from shared.outbox import emit
from shared.pagination import page

_SUMS = tuple(name for name in Totals.__annotations__)


class IndexNotFollowed(Refusal):
    french = "Aucun prêt ne suit l'index {value}."
    english = "No loan follows the index {value}."


def plan_revision(session: Session, event: FixingPublished, value_before: Decimal | None) -> None:
    """Queue the recomputation that a published fixing asks for; nothing to do while there is no loan."""
    portfolio = lock_portfolio(session)
    if not portfolio.chunks:
        return
    revision = _new_run(
        session, "revision", event.index, event.effective_on, value_before, event.value, requested_by=None
    )
    revision.fixing_id = event.fixing_id
    revision.derogation = event.derogation
    revision.legal_reference = event.legal_reference
    revision.published_on = event.published_on
    session.flush()
    _start_next_revision(session)


def preview(index: str, effective_on: date, value: Decimal, requested_by: UUID) -> Revision:
    """Compute what a fixing would change over the whole portfolio; nothing is written but the preview."""
    with transaction() as session:
        if not session.scalar(sa.select(Loan.loan_number).where(Loan.index == index).limit(1)):
            raise IndexNotFollowed(field="index", value=index)
        before = value_before(session, index, effective_on)
        run = _new_run(session, "preview", index, effective_on, before, value, requested_by)
        session.flush()
        _start(session, run)
        return run


def value_before(session: Session, index: str, effective_on: date) -> Decimal | None:
    """The value in force the day before a fixing takes effect."""
    earlier = [fixing for fixing in fixings_in_force(session, index) if fixing.effective_on < effective_on]
    return earlier[-1].value if earlier else None


def _new_run(
    session: Session,
    purpose: str,
    index: str,
    effective_on: date,
    value_before: Decimal | None,
    value_after: Decimal,
    requested_by: UUID | None,
) -> Revision:
    run = Revision(
        id=new_id(),
        purpose=purpose,
        state="waiting",
        index=index,
        effective_on=effective_on,
        value_before=value_before,
        value_after=value_after,
        fixings_through=last_fixing_sequence(session),
        requested_by=requested_by,
        requested_at=clock.now(),
    )
    session.add(run)
    return run


def _start_next_revision(session: Session) -> None:
    """Start the oldest waiting revision, unless one runs: each is compared with the one before it."""
    revisions = sa.select(Revision).where(Revision.purpose == "revision")
    if session.scalar(revisions.where(Revision.state == "running").limit(1)):
        return
    waiting = session.scalar(revisions.where(Revision.state == "waiting").order_by(Revision.id).limit(1))
    if waiting is not None:
        waiting.version_id = new_version(session, waiting.fixings_through, waiting.id).id
        _start(session, waiting)


def _start(session: Session, run: Revision) -> None:
    chunks = session.scalars(sa.select(VisibleChunk.chunk).order_by(VisibleChunk.chunk)).all()
    run.state = "running"
    run.started_at = clock.now()
    run.chunks_total = len(chunks)
    for chunk in chunks:
        emit(session, ChunkDue(revision_id=run.id, chunk=chunk), subject=run.id)


def do_chunk(session: Session, revision_id: UUID, chunk: int) -> None:
    """Recompute one chunk for a run, store it, and end the run if it was the last one; Missing where either is not."""
    run, visible = session.get(Revision, revision_id), session.get(VisibleChunk, chunk)
    if run is None or visible is None:
        raise Missing()
    if run.state != "running" or session.get(RevisionChunk, (revision_id, chunk)) is not None:
        return
    loans, shares = load_loans(session, chunk)
    segments = read_chunk(session, chunk, visible.version_id)
    result = revise_chunk(loans, shares, segments, _histories(session, run), run, clock.today())
    if run.purpose == "revision":
        _store_schedules(session, run, chunk, loans, result)
    _store_sums(session, run, chunk, result)
    _count_chunk(session, run)


def _histories(session: Session, run: Revision) -> dict[str, IndexHistory]:
    """The fixings of the run's index; a preview adds the value that it asks about."""
    known = fixings_in_force(session, run.index, run.fixings_through)
    if run.purpose == "preview":
        others = tuple(fixing for fixing in known if fixing.effective_on != run.effective_on)
        known = (*others, Fixing(run.effective_on, run.value_after))
    return {run.index: IndexHistory(known)}


def _store_schedules(
    session: Session, run: Revision, chunk: int, loans: Sequence[Loan], result: ChunkResult
) -> None:
    session.add(ScheduleChunk(version_id=run.version_id, chunk=chunk, payload=pack_chunk(result.segments)))
    store_next_instalments(
        session,
        (
            next_instalment_row(loan, result.schedules[loan.loan_number], run.version_id, clock.today())
            for loan in loans
        ),
    )


def _store_sums(session: Session, run: Revision, chunk: int, result: ChunkResult) -> None:
    session.add(RevisionChunk(revision_id=run.id, chunk=chunk, done_at=clock.now(), **vars(result.sums)))
    session.add_all(
        RevisionPart(
            revision_id=run.id,
            kind=kind,
            key=key,
            other=other,
            chunk=chunk,
            loans=result.revised.get(UUID(key)) if kind == "borrower" else None,
            **vars(sums),
        )
        for (kind, key, other), sums in result.parts.items()
    )
    session.add_all(
        RevisionFailure(revision_id=run.id, loan_number=loan_number, reason=reason)
        for loan_number, reason in result.failures.items()
    )
    session.flush()


def _count_chunk(session: Session, run: Revision) -> None:
    """Count a chunk as done; whoever does the last one ends the run. The row lock makes the count exact."""
    session.refresh(run, with_for_update=True)
    run.chunks_done += 1
    if run.chunks_done == run.chunks_total:
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
        _announce(session, run)
        _start_next_revision(session)


def _totals(session: Session, revision_id: UUID) -> dict[str, int]:
    columns = [sa.func.sum(getattr(RevisionChunk, name)).label(name) for name in _SUMS]
    row = session.execute(sa.select(*columns).where(RevisionChunk.revision_id == revision_id)).one()
    return {name: int(total or 0) for name, total in row._mapping.items()}


def _show(session: Session, run: Revision) -> None:
    """Make the new schedules what readers see, all in this one commit."""
    done = sa.select(RevisionChunk.chunk).where(RevisionChunk.revision_id == run.id)
    session.execute(
        sa.update(VisibleChunk).where(VisibleChunk.chunk.in_(done)).values(version_id=run.version_id)
    )


def _announce(session: Session, run: Revision) -> None:
    facts = RevisionFacts(
        index=run.index,
        effective_on=run.effective_on,
        value_before=run.value_before,
        value_after=run.value_after,
        derogation=run.derogation,
        legal_reference=run.legal_reference,
        published_on=run.published_on,
    )
    for borrower in _borrowers_revised(session, run, facts):
        emit(session, borrower, subject=borrower.structure_id)
    for guarantor in _guarantees_revised(session, run, facts):
        emit(session, guarantor, subject=guarantor.structure_id)
    emit(session, _completed(run, facts), subject=run.id)


def _parts(session: Session, run: Revision, kind: str) -> Iterator[tuple[str, list[RevisionPart]]]:
    """The parts of one kind, by structure, of the structures that have at least one revised loan."""
    parts = session.scalars(
        sa.select(RevisionPart)
        .where(RevisionPart.revision_id == run.id, RevisionPart.kind == kind)
        .order_by(RevisionPart.key, RevisionPart.other, RevisionPart.chunk)
    )
    for key, group in groupby(parts, key=attrgetter("key")):
        of_structure = list(group)
        if any(part.loans_revised for part in of_structure):
            yield key, of_structure


def _sum(parts: Sequence[RevisionPart], name: str) -> int:
    return sum(getattr(part, name) for part in parts)


def _borrowers_revised(session: Session, run: Revision, facts: RevisionFacts) -> Iterator[StructureRevised]:
    for key, parts in _parts(session, run, "borrower"):
        lines = sorted(
            (line for part in parts for line in part.loans or ()), key=lambda line: line["loan_number"]
        )
        revised = _sum(parts, "loans_revised")
        yield StructureRevised(
            revision_id=run.id,
            structure_id=UUID(key),
            facts=facts,
            loans_revised=revised,
            loans_unchanged=_sum(parts, "loans_read") - revised,
            next_instalments_cents=_sum(parts, "next_after_cents"),
            first_revised_instalments_before_cents=_sum(parts, "first_revised_before_cents"),
            first_revised_instalments_after_cents=_sum(parts, "first_revised_after_cents"),
            outstanding_cents=_sum(parts, "outstanding_cents"),
            loans=tuple(from_json(RevisedLoan, line) for line in lines[:LINES_MAX]),
        )


def _guarantees_revised(session: Session, run: Revision, facts: RevisionFacts) -> Iterator[GuaranteeRevised]:
    names = dict(session.execute(sa.select(Structure.structure_id, Structure.name)).all())
    for key, parts in _parts(session, run, "guarantor"):
        borrowers = [
            _guaranteed_borrower(UUID(other), names, list(group))
            for other, group in groupby(parts, key=attrgetter("other"))
        ]
        yield GuaranteeRevised(
            revision_id=run.id,
            structure_id=UUID(key),
            facts=facts,
            loans_revised=_sum(parts, "loans_revised"),
            first_revised_instalments_before_cents=_sum(parts, "first_revised_before_cents"),
            first_revised_instalments_after_cents=_sum(parts, "first_revised_after_cents"),
            outstanding_cents=_sum(parts, "outstanding_cents"),
            borrowers=tuple(
                sorted((b for b in borrowers if b.loans_revised), key=lambda b: (b.name, b.structure_id))
            ),
        )


def _guaranteed_borrower(
    structure_id: UUID, names: dict[UUID, str], parts: list[RevisionPart]
) -> GuaranteedBorrower:
    return GuaranteedBorrower(
        structure_id=structure_id,
        name=names[structure_id],
        loans_revised=_sum(parts, "loans_revised"),
        first_revised_instalments_before_cents=_sum(parts, "first_revised_before_cents"),
        first_revised_instalments_after_cents=_sum(parts, "first_revised_after_cents"),
        outstanding_cents=_sum(parts, "outstanding_cents"),
    )


def _completed(run: Revision, facts: RevisionFacts) -> RevisionCompleted:
    return RevisionCompleted(
        revision_id=run.id,
        fixing_id=run.fixing_id,
        facts=facts,
        loans_read=run.loans_read,
        loans_revised=run.loans_revised,
        loans_unchanged=run.loans_read - run.loans_revised,
        next_instalments_before_cents=run.next_before_cents,
        next_instalments_after_cents=run.next_after_cents,
        first_revised_instalments_before_cents=run.first_revised_before_cents,
        first_revised_instalments_after_cents=run.first_revised_after_cents,
        outstanding_cents=run.outstanding_cents,
    )


def find_run(revision_id: UUID, *purposes: str) -> Revision:
    """A run by its id, of one of these purposes; raises Missing."""
    with reading() as session:
        run = session.get(Revision, revision_id)
        if run is None or run.purpose not in purposes:
            raise Missing(field="revision_id", value=str(revision_id))
        return run


def list_revisions(**page_arguments: Any) -> dict[str, Any]:
    """A page of revisions, the newest first."""
    with reading() as session:
        query = sa.select(Revision).where(Revision.purpose == "revision")
        return page(session, query, by=(Revision.id.desc(),), **page_arguments)


def list_parts(revision_id: UUID, by: str, **page_arguments: Any) -> dict[str, Any]:
    """A page of the sums of a run by product, borrower or guarantor, in order of key."""
    find_run(revision_id, "revision", "preview")
    columns = [sa.func.sum(getattr(RevisionPart, name)).label(name) for name in _SUMS]
    sums = (
        sa.select(RevisionPart.key, *columns)
        .where(RevisionPart.revision_id == revision_id, RevisionPart.kind == by)
        .group_by(RevisionPart.key)
        .subquery()
    )
    with reading() as session:
        return page(session, sa.select(sums), by=(sums.c.key,), **page_arguments)


def list_failures(revision_id: UUID, **page_arguments: Any) -> dict[str, Any]:
    """A page of the loans that a run had to leave as they were."""
    find_run(revision_id, "revision", "preview")
    with reading() as session:
        query = sa.select(RevisionFailure).where(RevisionFailure.revision_id == revision_id)
        return page(session, query, by=(RevisionFailure.loan_number,), **page_arguments)


def loan_effect(loan_number: str, revision_id: UUID) -> tuple[Sequence[Row], Sequence[Row]]:
    """The rows of a loan before and after a revision, from the first one that differs; both empty if none does.

    Raises Missing for a revision that is not completed or did not meet this loan.
    """
    run = find_run(revision_id, "revision")
    with reading() as session:
        loan = find_loan(session, loan_number)
        versions = [version.id for version in versions_of(session, loan)]
        if run.version_id not in versions[1:]:
            raise Missing(field="revision_id", value=str(revision_id))
        earlier = versions[versions.index(run.version_id) - 1]
        before = read_schedule(session, loan, earlier).rows
        after = read_schedule(session, loan, run.version_id).rows
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=True)))
    return before[same:], after[same:]
