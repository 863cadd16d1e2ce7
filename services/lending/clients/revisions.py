"""What each revision changed for one structure: for what it owes, or for what it guarantees."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.lending.portfolio.access import BORROWER, GUARANTOR, let_read_structure
from services.lending.portfolio.tables import Structure
from services.lending.revisions.tables import SUMS, Revision, RevisionPart
from shared.auth import Caller
from shared.db import Cents, reading
from shared.errors import Missing

REVISIONS_MAX = 40
"""The newest: an index changes twice a year, four times at most."""
_SUMS = [sa.cast(sa.func.sum(getattr(RevisionPart, name)), Cents).label(name) for name in SUMS]


def revisions_of_borrower(structure_id: UUID, reader: Caller) -> Sequence[dict[str, Any]]:
    """What the revisions changed for what a structure owes, the newest first."""
    let_read_structure(reader, BORROWER, structure_id)
    return _sums_of("borrower", structure_id)


def revisions_of_guarantor(structure_id: UUID, reader: Caller) -> Sequence[dict[str, Any]]:
    """The same for what it guarantees, at its shares."""
    let_read_structure(reader, GUARANTOR, structure_id)
    return _sums_of("guarantor", structure_id)


def revision_of_guarantor(structure_id: UUID, revision_id: UUID, reader: Caller) -> dict[str, Any]:
    """One revision of what a structure guarantees, at its shares: in all, and towards each borrower.

    Raises Missing where it changed nothing that the structure guarantees.
    """
    let_read_structure(reader, GUARANTOR, structure_id)
    told = [each for each in _sums_of("guarantor", structure_id) if each["id"] == revision_id]
    if not told:
        raise Missing(field="revision_id", value=str(revision_id))
    return told[0] | {"borrowers": _by_borrower(structure_id, revision_id)}


def _by_borrower(guarantor_id: UUID, revision_id: UUID) -> Sequence[dict[str, Any]]:
    """The sums towards each borrower, by name."""
    query = (
        sa.select(RevisionPart.other, *_SUMS)
        .where(RevisionPart.revision_id == revision_id)
        .where(RevisionPart.kind == "guarantor", RevisionPart.key == str(guarantor_id))
        .group_by(RevisionPart.other)
    )
    with reading() as session:
        rows = session.execute(query).all()
        borrowers = [UUID(row.other) for row in rows]
        known = sa.select(Structure.structure_id, Structure.name).where(Structure.structure_id.in_(borrowers))
        names = dict(session.execute(known).tuples().all())
    told = [
        {"borrower_id": borrower_id, "borrower_name": names.get(borrower_id, "")}
        | {name: getattr(row, name) for name in SUMS}
        for borrower_id, row in zip(borrowers, rows, strict=True)
    ]
    return sorted(told, key=lambda sums: sums["borrower_name"])


def _sums_of(kind: str, structure_id: UUID) -> Sequence[dict[str, Any]]:
    query = (
        sa.select(Revision, *_SUMS)
        .join(RevisionPart, RevisionPart.revision_id == Revision.id)
        .where(Revision.purpose == "revision", Revision.state == "completed")
        .where(RevisionPart.kind == kind, RevisionPart.key == str(structure_id))
        .group_by(Revision.id)
        .order_by(Revision.id.desc())
        .limit(REVISIONS_MAX)
    )
    with reading() as session:
        return [_named(row) for row in session.execute(query)]


def _named(row: sa.Row) -> dict[str, Any]:
    run = row.Revision
    about = ("index", "effective_on", "value_before", "value_after", "legal_reference", "completed_at")
    return {
        "id": run.id,
        **{name: getattr(run, name) for name in about},
        **{name: getattr(row, name) for name in SUMS},
    }
