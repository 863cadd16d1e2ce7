"""Who is told of a revision: each borrower with revised loans, each guarantor of some, and whoever follows the bank."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.portfolio.tables import Structure
from services.lending.revisions.tables import SUMS, Revision, RevisionPart, RevisionShare
from shared.events import written
from shared.events.lending import (
    LINES_MAX,
    AnnouncementsDue,
    GuaranteedBorrower,
    GuaranteeRevised,
    RevisionCompleted,
    RevisionFacts,
    StructureRevised,
)
from shared.outbox import emit, emit_all

LOANS_TOLD_AT_ONCE, STRUCTURES_TOLD_AT_ONCE = 10_000, 500
"""What a share is at most, unless one structure alone has more loans: some tens of milliseconds."""

_STREAMED = 200
"""Parts read at a time: all of them, with a line for each loan, would not fit in memory."""


def plan_announcements(session: Session, run: Revision) -> int:
    """Share out whom to tell of a revision among the workers; how many shares that makes."""
    shares = [
        {"revision_id": run.id, "share": number, "kind": kind, "structures": structures}
        for number, (kind, structures) in enumerate(
            (kind, structures)
            for kind in ("borrower", "guarantor")
            for structures in shared_out(_concerned(session, run, kind))
        )
    ]
    if shares:
        session.execute(sa.insert(RevisionShare), shares)
    emit_all(
        session, ((AnnouncementsDue(revision_id=run.id, share=share["share"]), run.id) for share in shares)
    )
    return len(shares)


def shared_out(
    concerned: Iterable[tuple[str, int]],
    loans_max: int = LOANS_TOLD_AT_ONCE,
    structures_max: int = STRUCTURES_TOLD_AT_ONCE,
) -> Iterator[list[str]]:
    """Structures in their order, each with how many loans it is told of, cut into shares."""
    together: list[str] = []
    loans = 0
    for structure, count in concerned:
        if together and (loans + count > loans_max or len(together) == structures_max):
            yield together
            together, loans = [], 0
        together.append(structure)
        loans += count
    if together:
        yield together


def _concerned(session: Session, run: Revision, kind: str) -> Iterator[tuple[str, int]]:
    """The structures of one kind with revised loans, and how many they are."""
    revised = sa.func.sum(RevisionPart.loans_revised)
    found = session.execute(
        sa.select(RevisionPart.key, revised)
        .where(RevisionPart.revision_id == run.id, RevisionPart.kind == kind)
        .group_by(RevisionPart.key)
        .having(revised > 0)
        .order_by(RevisionPart.key)
    )
    return ((key, int(loans)) for key, loans in found)


def announce(session: Session, run: Revision, share: RevisionShare) -> None:
    """Tell a share of the structures concerned what a revision changed for them."""
    revised = _borrowers_revised if share.kind == "borrower" else _guarantees_revised
    emit_all(session, ((event, event.structure_id) for event in revised(session, run, share.structures)))


def announce_the_end(session: Session, run: Revision) -> None:
    """Tell what a revision changed as a whole."""
    emit(session, _completed(run), subject=run.id)


def _facts(run: Revision) -> RevisionFacts:
    return RevisionFacts(
        index=run.index,
        effective_on=run.effective_on,
        value_before=run.value_before,
        value_after=run.value_after,
        derogation=run.derogation,
        legal_reference=run.legal_reference,
        published_on=run.published_on,
    )


def _borrowers_revised(session: Session, run: Revision, keys: Sequence[str]) -> Iterator[StructureRevised]:
    facts = _facts(run)
    for key, parts in _parts(session, run, "borrower", keys):
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


def _guarantees_revised(session: Session, run: Revision, keys: Sequence[str]) -> Iterator[GuaranteeRevised]:
    facts = _facts(run)
    names = dict(session.execute(sa.select(Structure.structure_id, Structure.name)).all())
    for key, parts in _parts(session, run, "guarantor", keys):
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


def _parts(
    session: Session, run: Revision, kind: str, keys: Sequence[str]
) -> Iterator[tuple[str, list[sa.Row]]]:
    """The parts of one kind, by structure, of some structures."""
    sums = [getattr(RevisionPart, name) for name in SUMS]
    parts = session.execute(
        sa.select(RevisionPart.key, RevisionPart.other, RevisionPart.loans, *sums)
        .where(RevisionPart.revision_id == run.id, RevisionPart.kind == kind, RevisionPart.key.in_(keys))
        .order_by(RevisionPart.key, RevisionPart.other, RevisionPart.chunk)
        .execution_options(yield_per=_STREAMED)
    )
    for key, group in groupby(parts, key=attrgetter("key")):
        yield key, list(group)


def _sum(parts: Sequence[sa.Row], name: str) -> int:
    return sum(getattr(part, name) for part in parts)


def _completed(run: Revision) -> RevisionCompleted:
    return RevisionCompleted(
        revision_id=run.id,
        fixing_id=run.fixing_id,
        facts=_facts(run),
        loans_read=run.loans_read,
        loans_revised=run.loans_revised,
        loans_unchanged=run.loans_read - run.loans_revised,
        next_instalments_before_cents=run.next_before_cents,
        next_instalments_after_cents=run.next_after_cents,
        first_revised_instalments_before_cents=run.first_revised_before_cents,
        first_revised_instalments_after_cents=run.first_revised_after_cents,
        outstanding_cents=run.outstanding_cents,
    )
