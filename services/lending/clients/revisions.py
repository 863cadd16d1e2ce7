"""What each revision changed for one structure: for what it owes, or for what it guarantees."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.lending.portfolio.access import BORROWER, GUARANTOR, let_read_structure
from services.lending.revisions.tables import SUMS, Revision, RevisionPart
from shared.auth import Caller
from shared.db import Cents, reading

REVISIONS_MAX = 40
"""The newest: an index changes twice a year, four times at most."""


def revisions_of_borrower(structure_id: UUID, reader: Caller) -> Sequence[dict[str, Any]]:
    """What the revisions changed for what a structure owes, the newest first."""
    let_read_structure(reader, BORROWER, structure_id)
    return _sums_of("borrower", structure_id)


def revisions_of_guarantor(structure_id: UUID, reader: Caller) -> Sequence[dict[str, Any]]:
    """The same for what it guarantees, at its shares."""
    let_read_structure(reader, GUARANTOR, structure_id)
    return _sums_of("guarantor", structure_id)


def _sums_of(kind: str, structure_id: UUID) -> Sequence[dict[str, Any]]:
    sums = [sa.cast(sa.func.sum(getattr(RevisionPart, name)), Cents).label(name) for name in SUMS]
    query = (
        sa.select(Revision, *sums)
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
