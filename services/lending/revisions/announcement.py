"""Who is told of a revision: each borrower with revised loans, each guarantor of some, and whoever follows the bank."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.portfolio.tables import Structure
from services.lending.revisions.tables import SUMS, Revision, RevisionPart
from shared.events import written
from shared.events.lending import (
    LINES_MAX,
    GuaranteedBorrower,
    GuaranteeRevised,
    RevisionCompleted,
    RevisionFacts,
    StructureRevised,
)
from shared.outbox import emit

_STREAMED = 200
"""Parts read at a time: all of them, with a line for each loan, would not fit in memory."""


def announce(session: Session, run: Revision) -> None:
    """Tell what a completed revision changed, per structure, then as a whole."""
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


def _borrowers_revised(session: Session, run: Revision, facts: RevisionFacts) -> Iterator[StructureRevised]:
    for key, parts in _parts(session, run, "borrower"):
        lines = [line for part in parts if part.loans for line in part.loans.split("\n")]
        lines.sort()  # by loan number, which comes first
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
            loans=tuple(map(written, lines[:LINES_MAX])),
        )


def _guarantees_revised(session: Session, run: Revision, facts: RevisionFacts) -> Iterator[GuaranteeRevised]:
    names = dict(session.execute(sa.select(Structure.structure_id, Structure.name)).all())
    for key, parts in _parts(session, run, "guarantor"):
        borrowers = [
            _guaranteed_borrower(UUID(other), names, list(group))
            for other, group in groupby(parts, key=attrgetter("other"))
        ]
        told = sorted((b for b in borrowers if b.loans_revised), key=lambda b: (b.name, b.structure_id))
        yield GuaranteeRevised(
            revision_id=run.id,
            structure_id=UUID(key),
            facts=facts,
            loans_revised=_sum(parts, "loans_revised"),
            first_revised_instalments_before_cents=_sum(parts, "first_revised_before_cents"),
            first_revised_instalments_after_cents=_sum(parts, "first_revised_after_cents"),
            outstanding_cents=_sum(parts, "outstanding_cents"),
            borrowers=tuple(told),
        )


def _guaranteed_borrower(
    structure_id: UUID, names: dict[UUID, str], parts: Sequence[sa.Row]
) -> GuaranteedBorrower:
    return GuaranteedBorrower(
        structure_id=structure_id,
        name=names[structure_id],
        loans_revised=_sum(parts, "loans_revised"),
        first_revised_instalments_before_cents=_sum(parts, "first_revised_before_cents"),
        first_revised_instalments_after_cents=_sum(parts, "first_revised_after_cents"),
        outstanding_cents=_sum(parts, "outstanding_cents"),
    )


def _parts(session: Session, run: Revision, kind: str) -> Iterator[tuple[str, list[sa.Row]]]:
    """The parts of one kind, by structure, of the structures that have at least one revised loan."""
    sums = [getattr(RevisionPart, name) for name in SUMS]
    parts = session.execute(
        sa.select(RevisionPart.key, RevisionPart.other, RevisionPart.loans, *sums)
        .where(RevisionPart.revision_id == run.id, RevisionPart.kind == kind)
        .order_by(RevisionPart.key, RevisionPart.other, RevisionPart.chunk)
        .execution_options(yield_per=_STREAMED)
    )
    for key, group in groupby(parts, key=attrgetter("key")):
        of_structure = list(group)
        if any(part.loans_revised for part in of_structure):
            yield key, of_structure


def _sum(parts: Sequence[sa.Row], name: str) -> int:
    return sum(getattr(part, name) for part in parts)


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
