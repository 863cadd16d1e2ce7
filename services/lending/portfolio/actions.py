"""What people and systems read of the portfolio."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from services.lending.domain.gissler import gissler_class
from services.lending.domain.schedule import Schedule, next_instalment, schedule
from services.lending.domain.terms import Terms
from services.lending.portfolio.access import let_read_loan
from services.lending.portfolio.fixings import histories_of
from services.lending.portfolio.packing import PackedLoan
from services.lending.portfolio.reading import find_piece, read_loan
from services.lending.portfolio.standing import standing_of
from services.lending.portfolio.store import plan_on, read_schedule, versions_of, visible_version
from services.lending.portfolio.tables import (
    Contract,
    Guarantee,
    IndexFixing,
    Loan,
    NextInstalment,
    ScheduleVersion,
    Structure,
)
from services.lending.portfolio.upcoming import next_instalment_row, visible_next_instalments
from shared import clock
from shared.auth import Caller
from shared.db import reading
from shared.errors import Missing
from shared.pagination import page


@dataclass(frozen=True)
class LoanSheet:
    """A loan line and where it stands."""

    loan: Loan
    borrower: Structure
    contract_signed_on: date
    guarantors: Sequence[Guarantee]
    as_of: date
    outstanding_cents: int
    deferred_interest_cents: int
    accrued_interest_cents: int
    gissler_class: str
    next_instalment: dict[str, Any] | None

    def __getattr__(self, name: str) -> object:
        return getattr(self.loan, name)


def loan_sheet(loan_number: str, reader: Caller, as_of: date | None = None) -> LoanSheet:
    """A loan line with its guarantors, what it owes on a day, its class of risk and its next instalment."""
    as_of = as_of or clock.today()
    with reading() as session:
        loan = find_loan(session, loan_number)
        let_read_loan(session, reader, loan_number, loan.borrower_id)
        version_id = visible_version(session, loan)
        plan = read_schedule(session, loan, version_id)
        owed = standing_of(session, plan_on(session, loan, plan, as_of), as_of)
        return LoanSheet(
            loan=loan,
            borrower=session.get_one(Structure, loan.borrower_id),
            contract_signed_on=session.get_one(Contract, loan.contract_number).signed_on,
            guarantors=session.scalars(
                sa.select(Guarantee)
                .where(Guarantee.loan_number == loan_number)
                .options(joinedload(Guarantee.guarantor))
                .order_by(Guarantee.guarantor_id)
            ).all(),
            as_of=as_of,
            outstanding_cents=owed.outstanding,
            deferred_interest_cents=owed.deferred,
            accrued_interest_cents=owed.accrued,
            gissler_class=str(gissler_class(plan.terms, as_of)),
            next_instalment=next_instalment_row(
                loan.loan_number, loan.borrower_id, loan.chunk, version_id, next_instalment(plan, as_of)
            ),
        )


def find_loan(session: Session, loan_number: str) -> Loan:
    """A loan line by its number; raises Missing."""
    loan = session.get(Loan, loan_number)
    if loan is None:
        raise Missing(field="loan_number", value=loan_number)
    return loan


def loan_rows(loan_number: str, reader: Caller, version: int | None = None) -> PackedLoan:
    """A loan's schedule as readers see it now, or as they saw it in an older version, in columns; raises Missing."""
    with reading() as session:
        piece = find_piece(session, loan_number, version)
        if piece is None or piece.version_id > piece.visible_id:
            find_loan(session, loan_number)
            raise Missing(field="version", value=version)
        let_read_loan(session, reader, loan_number, piece.borrower_id)
        return read_loan(session, piece)


def loan_versions(loan_number: str, reader: Caller) -> Sequence[ScheduleVersion]:
    """Every version of a loan's schedule, oldest first."""
    with reading() as session:
        loan = find_loan(session, loan_number)
        let_read_loan(session, reader, loan_number, loan.borrower_id)
        return versions_of(session, loan)


def list_loans(
    loan_number: str | None = None,
    borrower_id: UUID | None = None,
    guarantor_id: UUID | None = None,
    product: str | None = None,
    contract_number: str | None = None,
    **page_arguments: Any,
) -> dict[str, Any]:
    """A page of loan lines, in order of number."""
    query = sa.select(Loan).options(joinedload(Loan.borrower))
    if loan_number:
        query = query.where(Loan.loan_number == loan_number)
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
    query = visible_next_instalments()
    if borrower_id:
        query = query.where(NextInstalment.borrower_id == borrower_id)
    if due_from:
        query = query.where(NextInstalment.due_on >= due_from)
    if due_until:
        query = query.where(NextInstalment.due_on <= due_until)
    with reading() as session:
        return page(session, query, by=(NextInstalment.due_on, NextInstalment.loan_number), **page_arguments)


def list_fixings(index: str | None = None, **page_arguments: Any) -> dict[str, Any]:
    """A page of the fixings that lending knows, in the order in which they arrived."""
    query = sa.select(IndexFixing)
    if index:
        query = query.where(IndexFixing.index == index)
    with reading() as session:
        return page(session, query, by=(IndexFixing.sequence,), **page_arguments)


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


def simulate(terms: Terms) -> Schedule:
    """The schedule of any terms, at their own fixings or at the published ones; nothing is stored."""
    with reading() as session:
        return schedule(terms, {} if terms.fixings is not None else histories_of(session, terms))
