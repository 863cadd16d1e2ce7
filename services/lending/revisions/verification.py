"""Every version of every schedule, computed again from what it knew, and compared with what is stored."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.fixings import IndexHistory
from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule
from services.lending.domain.terms import Terms, followed_indexes
from services.lending.portfolio.computing import amended_schedule, first_schedule, revised_schedule
from services.lending.portfolio.fixings import fixings_in_force
from services.lending.portfolio.store import read_chunk, terms_of
from services.lending.portfolio.tables import (
    BilledInstalment,
    Loan,
    LoanTerms,
    SchedulePiece,
    ScheduleVersion,
    VisibleChunk,
)
from services.lending.revisions.tables import Revision, RevisionFailure
from services.lending.schemas import stored_terms
from shared.db import reading

Rows = tuple[Row, ...]


def verify_portfolio(chunks: Sequence[int] | None = None) -> list[str]:
    """The numbers of the loans whose schedules are not what their terms, fixings and billing give, in order.

    chunks  only those; all when absent

    Each version is computed from the one before as its revision or amendment did, the first one from nothing but terms
    and fixings.
    """
    with reading() as session:
        if chunks is None:
            chunks = session.scalars(sa.select(VisibleChunk.chunk).order_by(VisibleChunk.chunk)).all()
        verifier = _Verifier(session)
        return sorted(number for chunk in chunks for number in verifier.differing(chunk))


class _Verifier:
    """What verifying needs to know of all chunks, read once."""

    def __init__(self, session: Session):
        self._session = session
        self._histories: dict[tuple[str, int], IndexHistory] = {}
        of_revision = sa.select(Revision.version_id, Revision.index, Revision.effective_on)
        self._revisions = {version: facts for version, *facts in session.execute(of_revision)}
        self._agreed: dict[str, dict[int, LoanTerms]] = defaultdict(dict)
        for agreed in session.scalars(sa.select(LoanTerms)):
            self._agreed[agreed.loan_number][agreed.version_id] = agreed
        self._failures = set(
            session.execute(
                sa.select(Revision.version_id, RevisionFailure.loan_number).join(
                    RevisionFailure, RevisionFailure.revision_id == Revision.id
                )
            ).all()
        )

    def differing(self, chunk: int) -> Iterator[str]:
        """The loans of a chunk with a version that cannot be reproduced, or a billed row that the last one lacks."""
        versions = self._versions_of(chunk)
        stored = [read_chunk(self._session, chunk, version.id) for version in versions]
        billed = self._billed_in(chunk)
        for loan in self._session.scalars(sa.select(Loan).where(Loan.chunk == chunk)):
            kept = [
                (version, piece.rows_of(loan.slot))
                for version, piece in zip(versions, stored, strict=True)
                if loan.slot < piece.loans
            ]
            called = billed[loan.loan_number]
            if not (self._is_reproduced(loan, kept, called) and _holds(kept[-1][1], called)):
                yield loan.loan_number

    def _versions_of(self, chunk: int) -> Sequence[ScheduleVersion]:
        visible = sa.select(VisibleChunk.version_id).where(VisibleChunk.chunk == chunk).scalar_subquery()
        of_chunk = sa.select(SchedulePiece.version_id).where(SchedulePiece.chunk == chunk)
        return self._session.scalars(
            sa.select(ScheduleVersion)
            .where(ScheduleVersion.id.in_(of_chunk), ScheduleVersion.id <= visible)
            .order_by(ScheduleVersion.id)
        ).all()

    def _billed_in(self, chunk: int) -> dict[str, list[BilledInstalment]]:
        billed: dict[str, list[BilledInstalment]] = defaultdict(list)
        for row in self._session.scalars(sa.select(BilledInstalment).join(Loan).where(Loan.chunk == chunk)):
            billed[row.loan_number].append(row)
        return billed

    def _is_reproduced(
        self, loan: Loan, kept: list[tuple[ScheduleVersion, Rows]], called: list[BilledInstalment]
    ) -> bool:
        plan, agreed = None, self._agreed.get(loan.loan_number, {})
        for version, stored in kept:
            latest = max((each for each in agreed if each <= version.id), default=None)
            work = _Work(loan, version, agreed.get(latest), _billed_until(loan, version, called))
            plan = self._computed(work, plan)
            if plan.rows != stored:
                return False
        return bool(kept)

    def _computed(self, work: "_Work", before: Schedule | None) -> Schedule:
        loan, version, terms = work.loan, work.version, work.terms
        if before is None:
            return first_schedule(terms, self._histories_in(terms, version))
        if work.amends:
            until = work.agreed.kept_until, work.agreed.settled_until
            return amended_schedule(terms, self._histories_in(terms, version), before, *until)
        if version.revision_id is None:  # an amendment of another loan of the chunk
            return before
        index, effective_on = self._revisions[version.id]
        if (version.id, loan.loan_number) in self._failures or index not in followed_indexes(terms):
            return before
        histories = self._histories_in(terms, version)
        settled_until = work.agreed and work.agreed.settled_until
        return revised_schedule(terms, histories, before, work.billed_until, effective_on, settled_until)

    def _histories_in(self, terms: Terms, version: ScheduleVersion) -> dict[str, IndexHistory]:
        """The fixings that a version knew, of each index that a loan follows."""
        return {index: self._history(index, version.fixings_through) for index in followed_indexes(terms)}

    def _history(self, index: str, through: int) -> IndexHistory:
        key = (index, through)
        if key not in self._histories:
            self._histories[key] = IndexHistory(fixings_in_force(self._session, *key))
        return self._histories[key]


@dataclass(frozen=True, slots=True)
class _Work:
    """A version of a loan's schedule to be computed again.

    agreed  the terms in force by then, where the loan was ever amended
    """

    loan: Loan
    version: ScheduleVersion
    agreed: LoanTerms | None
    billed_until: date

    @property
    def terms(self) -> Terms:
        """Those that made the version."""
        return stored_terms(self.agreed.terms) if self.agreed else terms_of(self.loan)

    @property
    def amends(self) -> bool:
        """Whether the version is that of an amendment of this loan."""
        return self.agreed is not None and self.agreed.version_id == self.version.id


def _billed_until(loan: Loan, version: ScheduleVersion, called: list[BilledInstalment]) -> date:
    """What was called of a loan when a version was made."""
    return max([loan.entered_on, *(row.due_on for row in called if row.version_id < version.id)])


def _holds(rows: Rows, called: list[BilledInstalment]) -> bool:
    """Whether what was called is still in the schedule, to the cent."""
    scheduled = {
        (row.number, row.due_on, row.instalment_cents, row.interest_paid_cents, row.principal_repaid_cents)
        for row in rows
        if row.event != "early_repayment"
    }
    return all(
        (row.number, row.due_on, row.instalment_cents, row.interest_cents, row.principal_cents) in scheduled
        for row in called
    )
