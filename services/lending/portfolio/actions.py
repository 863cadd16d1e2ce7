"""What people and systems do with the portfolio: read it, and call what falls due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.schedule import Schedule, deferred_interest_on, outstanding_on, schedule
from services.lending.domain.terms import Terms, followed_index
from services.lending.portfolio.store import (
    fixings_in_force,
    lock_portfolio,
    next_instalment_row,
    read_schedule,
    versions_of,
    visible_next_instalments,
)
from services.lending.portfolio.tables import (
    BilledInstalment,
    Contract,
    Guarantee,
    IndexFixing,
    Loan,
    NextInstalment,
    ScheduleVersion,
    VisibleChunk,
)
from services.lending.revisions.tables import Revision
from shared import clock
from shared.db import reading, transaction
from shared.errors import Conflict, Missing
from shared.pagination import page

ROLL_LOANS_MAX = 500
"""Loans whose next instalment one round of the daily roll moves on."""


class RevisionAtWork(Conflict):
    french = "Une révision du portefeuille est en cours ; réessayez quand elle sera terminée."
    english = "A revision of the portfolio is at work; try again when it is completed."


@dataclass(frozen=True)
class LoanSheet:
    """A loan line and where it stands."""

    loan: Loan
    contract_signed_on: date
    guarantors: Sequence[Guarantee]
    as_of: date
    outstanding_cents: int
    deferred_interest_cents: int
    next_instalment: NextInstalment | None

    def __getattr__(self, name: str) -> object:
        return getattr(self.loan, name)


def loan_sheet(loan_number: str, as_of: date | None = None) -> LoanSheet:
    """A loan line with its guarantors, its outstandings on a day and its next instalment."""
    as_of = as_of or clock.today()
    with reading() as session:
        loan = find_loan(session, loan_number)
        plan = read_schedule(session, loan)
        return LoanSheet(
            loan=loan,
            contract_signed_on=session.get_one(Contract, loan.contract_number).signed_on,
            guarantors=session.scalars(
                sa.select(Guarantee)
                .where(Guarantee.loan_number == loan_number)
                .order_by(Guarantee.guarantor_id)
            ).all(),
            as_of=as_of,
            outstanding_cents=outstanding_on(plan, as_of),
            deferred_interest_cents=deferred_interest_on(plan, as_of),
            next_instalment=session.scalar(
                visible_next_instalments().where(NextInstalment.loan_number == loan_number)
            ),
        )


def find_loan(session: Session, loan_number: str) -> Loan:
    """A loan line by its number; raises Missing."""
    loan = session.get(Loan, loan_number)
    if loan is None:
        raise Missing(field="loan_number", value=loan_number)
    return loan


def loan_schedule(loan_number: str, version: int | None = None) -> Schedule:
    """A loan's schedule as readers see it now, or as they saw it in an older version."""
    with reading() as session:
        loan = find_loan(session, loan_number)
        if version is not None and version not in {known.id for known in versions_of(session, loan)}:
            raise Missing(field="version", value=version)
        return read_schedule(session, loan, version)


def loan_versions(loan_number: str) -> Sequence[ScheduleVersion]:
    """Every version of a loan's schedule, oldest first."""
    with reading() as session:
        return versions_of(session, find_loan(session, loan_number))


def list_loans(
    borrower_id: UUID | None = None,
    guarantor_id: UUID | None = None,
    product: str | None = None,
    contract_number: str | None = None,
    **page_arguments: Any,
) -> dict[str, Any]:
    """A page of loan lines, in order of number."""
    query = sa.select(Loan)
    if borrower_id:
        query = query.where(Loan.borrower_id == borrower_id)
    if guarantor_id:
        query = query.join(Guarantee).where(Guarantee.guarantor_id == guarantor_id)
    if product:
        query = query.where(Loan.product == product)
    if contract_number:
        query = query.where(Loan.contract_number == contract_number)
    with reading() as session:
        return page(session, query, by=(Loan.loan_number,), **page_arguments)


def list_next_instalments(
    borrower_id: UUID | None = None,
    due_from: date | None = None,
    due_until: date | None = None,
    **page_arguments: Any,
) -> dict[str, Any]:
    """A page of the next instalment of each loan, the soonest first."""
    query = _due(due_until)
    if borrower_id:
        query = query.where(NextInstalment.borrower_id == borrower_id)
    if due_from:
        query = query.where(NextInstalment.due_on >= due_from)
    with reading() as session:
        return page(session, query, by=(NextInstalment.due_on, NextInstalment.loan_number), **page_arguments)


def list_fixings(index: str | None = None, **page_arguments: Any) -> dict[str, Any]:
    """A page of the fixings that lending knows, in the order in which they arrived."""
    query = sa.select(IndexFixing)
    if index:
        query = query.where(IndexFixing.index == index)
    with reading() as session:
        return page(session, query, by=(IndexFixing.sequence,), **page_arguments)


def _due(until: date | None) -> sa.Select:
    query = visible_next_instalments()
    return query.where(NextInstalment.due_on <= until) if until else query


@dataclass(frozen=True)
class PortfolioSummary:
    """The whole portfolio on a day."""

    as_of: date
    loans: int
    contracts: int
    principal_cents: int
    next_instalments_cents: int


def portfolio_summary() -> PortfolioSummary:
    """How many loans there are, and the sum of what falls due next."""
    with reading() as session:
        loans, principal = session.execute(
            sa.select(sa.func.count(), sa.func.sum(Loan.principal_cents))
        ).one()
        upcoming = visible_next_instalments().subquery()
        return PortfolioSummary(
            as_of=clock.today(),
            loans=loans,
            contracts=session.scalar(sa.select(sa.func.count()).select_from(Contract)),
            principal_cents=int(principal or 0),
            next_instalments_cents=int(
                session.scalar(sa.select(sa.func.sum(upcoming.c.instalment_cents))) or 0
            ),
        )


@dataclass(frozen=True)
class BillingReport:
    """What one billing run called."""

    due_until: date
    instalments: int
    amount_cents: int


def bill_instalments(due_until: date) -> BillingReport:
    """Call every instalment due up to a day: their rows are frozen, whatever later fixings say.

    Raises RevisionAtWork while a revision runs: what it is about to show must not be frozen in its old state.
    """
    with transaction() as session:
        refuse_while_revising(session)
        called = [row for loan in _loans_due(session, due_until) for row in _call(session, loan, due_until)]
        session.add_all(called)
        return BillingReport(due_until, len(called), sum(row.instalment_cents for row in called))


def refuse_while_revising(session: Session) -> None:
    """Hold the portfolio, and refuse if a revision is at work on it."""
    lock_portfolio(session)
    at_work = sa.select(Revision.id).where(Revision.purpose == "revision", Revision.state != "completed")
    if session.scalar(at_work.limit(1)):
        raise RevisionAtWork(retry_after_seconds=10)


def _loans_due(session: Session, due_until: date) -> Sequence[Loan]:
    due = _due(due_until).with_only_columns(NextInstalment.loan_number)
    return session.scalars(
        sa.select(Loan)
        .where(Loan.loan_number.in_(due), Loan.billed_until < due_until)
        .order_by(Loan.loan_number)
    ).all()


def _call(session: Session, loan: Loan, due_until: date) -> list[BilledInstalment]:
    rows = read_schedule(session, loan).rows
    billed = [
        row for row in rows if row.event == "instalment" and loan.billed_until < row.due_on <= due_until
    ]
    loan.billed_until = due_until
    return [
        BilledInstalment(
            loan_number=loan.loan_number,
            number=row.number,
            due_on=row.due_on,
            instalment_cents=row.instalment_cents,
            interest_cents=row.interest_paid_cents,
            principal_cents=row.principal_repaid_cents,
            billed_at=clock.now(),
        )
        for row in billed
    ]


def roll_next_instalments() -> bool:
    """Move on the next instalments whose day has come; returns True when there may be more."""
    with transaction() as session:
        past = session.scalars(
            visible_next_instalments()
            .where(NextInstalment.due_on <= clock.today())
            .order_by(NextInstalment.due_on)
            .limit(ROLL_LOANS_MAX)
            .with_for_update(of=NextInstalment, skip_locked=True)
        ).all()
        for row in past:
            _move_on(session, row)
        return len(past) == ROLL_LOANS_MAX


def _move_on(session: Session, row: NextInstalment) -> None:
    loan = session.get_one(Loan, row.loan_number)
    values = next_instalment_row(
        loan, read_schedule(session, loan, row.version_id), row.version_id, clock.today()
    )
    if values is None:
        session.delete(row)
        return
    for name, value in values.items():
        setattr(row, name, value)


def forget_superseded_next_instalments() -> None:
    """Drop the next instalments of versions that readers no longer see."""
    with transaction() as session:
        seen = (
            sa.select(VisibleChunk.version_id)
            .where(VisibleChunk.chunk == NextInstalment.chunk)
            .scalar_subquery()
        )
        session.execute(
            sa.delete(NextInstalment)
            .where(NextInstalment.version_id < seen)
            .execution_options(synchronize_session=False)
        )


def simulate(terms: Terms) -> Schedule:
    """The schedule of any terms, at their own fixings or at the published ones; nothing is stored."""
    with reading() as session:
        index = followed_index(terms)
        needed = index is not None and terms.fixings is None
        return schedule(terms, fixings_in_force(session, index) if needed else ())
