"""What people ask of revisions: a preview, how far one has come, what it changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import takewhile
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.rows import Row
from services.lending.portfolio.access import let_read_loan
from services.lending.portfolio.actions import find_loan
from services.lending.portfolio.fixings import value_before
from services.lending.portfolio.store import lock_portfolio, read_rows, versions_of
from services.lending.portfolio.tables import Structure
from services.lending.revisions.running import is_followed, plan_run
from services.lending.revisions.tables import SUMS, Revision, RevisionChunk, RevisionFailure, RevisionPart
from shared.auth import Caller
from shared.db import Cents, reading, transaction
from shared.errors import Missing, Refusal
from shared.pagination import page


class IndexNotFollowed(Refusal):
    french = "Aucun prêt ne suit l'index {value}."
    english = "No loan follows the index {value}."


def preview(index: str, effective_on: date, value: Decimal, requested_by: UUID) -> Revision:
    """Compute what a fixing would change over the whole portfolio; nothing is written but the preview.

    It waits for the revisions that are at work, so that it is what the revision would be that follows them.
    """
    with transaction() as session:
        lock_portfolio(session)
        if not is_followed(session, index):
            raise IndexNotFollowed(field="index", value=index)
        return plan_run(
            session,
            "preview",
            index=index,
            effective_on=effective_on,
            value_before=value_before(session, index, effective_on),
            value_after=value,
            requested_by=requested_by,
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
    columns = [sa.cast(sa.func.sum(getattr(RevisionPart, name)), Cents).label(name) for name in SUMS]
    sums = (
        sa.select(RevisionPart.key, *columns)
        .where(RevisionPart.revision_id == revision_id, RevisionPart.kind == by)
        .group_by(RevisionPart.key)
        .subquery()
    )
    with reading() as session:
        told = page(session, sa.select(sums), by=(sums.c.key,), **page_arguments)
        names = {} if by == "product" else _names(session, [part.key for part in told["items"]])
    return told | {"items": [{**part._mapping, "name": names.get(part.key)} for part in told["items"]]}


def _names(session: Session, keys: Sequence[str]) -> dict[str, str]:
    """Names of structures by their id as a text, those that are known."""
    wanted = sa.select(Structure.structure_id, Structure.name).where(
        Structure.structure_id.in_([UUID(key) for key in keys])
    )
    return {str(structure_id): name for structure_id, name in session.execute(wanted)}


def list_failures(revision_id: UUID, **page_arguments: Any) -> dict[str, Any]:
    """A page of the loans that a run had to leave as they were."""
    find_run(revision_id, "revision", "preview")
    with reading() as session:
        query = sa.select(RevisionFailure).where(RevisionFailure.revision_id == revision_id)
        return page(session, query, by=(RevisionFailure.loan_number,), **page_arguments)


@dataclass(frozen=True)
class LoanEffect:
    """What a revision changed for one loan: rows from the first one that differs."""

    loan_number: str
    revision: Revision
    before: Sequence[Row]
    after: Sequence[Row]


def loan_effect(loan_number: str, revision_id: UUID, reader: Caller) -> LoanEffect:
    """The rows of a loan before and after a revision, from the first one that differs; both empty if none does.

    Raises Missing for a revision that is not completed or did not meet this loan.
    """
    with reading() as session:
        loan = find_loan(session, loan_number)
        let_read_loan(session, reader, loan_number, loan.borrower_id)
        run = find_run(revision_id, "revision")
        met = session.get(RevisionChunk, (revision_id, loan.chunk))
        versions = [version.id for version in versions_of(session, loan)]
        if run.state != "completed" or met is None or met.before_version_id not in versions:
            raise Missing(field="revision_id", value=str(revision_id))
        if run.version_id not in versions:
            return LoanEffect(loan_number, run, (), ())
        before = read_rows(session, loan, met.before_version_id)
        after = read_rows(session, loan, run.version_id)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(before, after, strict=False)))
    return LoanEffect(loan_number, run, before[same:], after[same:])
