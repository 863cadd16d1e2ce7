"""Other terms for a loan: a new version of its schedule, shown by one commit; the versions before it stay readable."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.schedule import Schedule, next_instalment, outstanding_on
from services.lending.domain.terms import Terms
from services.lending.life.facts import lock_contract
from services.lending.portfolio.actions import find_loan
from services.lending.portfolio.billing import RevisionAtWork
from services.lending.portfolio.book import change_page
from services.lending.portfolio.computing import amended_schedule
from services.lending.portfolio.fixings import histories_of
from services.lending.portfolio.packing import pack
from services.lending.portfolio.store import is_computing, lock_portfolio, read_schedule, replace_schedule
from services.lending.portfolio.tables import ENTERED, Loan, LoanTerms, NextInstalment, indexes_of
from services.lending.portfolio.upcoming import next_call, next_instalment_row, store_next_instalments
from services.lending.schemas import terms_to_json
from shared import clock
from shared.events.lending import LoanAmended, TermsToCome
from shared.outbox import emit


@dataclass(frozen=True, slots=True, kw_only=True)
class Amendment:
    """What was agreed for a loan.

    cause          see LoanAmended
    effective_on   the day from which it counts
    kept_until     rows due by then stay as they are; None where all are computed anew
    settled_until  see Loan
    payable_cents  what the borrower pays on that day, for an early repayment
    """

    cause: str
    terms: Terms
    effective_on: date
    kept_until: date | None
    settled_until: date | None
    payable_cents: int = 0


def hold_loan(session: Session, loan_number: str) -> Loan:
    """A loan that nobody else revises, calls, pays or amends for the rest of this transaction.

    Raises Missing, and RevisionAtWork while a revision is planned or runs, or a preview runs: its terms must not change
    under them.
    """
    lock_portfolio(session)
    if is_computing(session):
        raise RevisionAtWork(retry_after_seconds=10)
    loan = find_loan(session, loan_number)
    lock_contract(session, loan.contract_number)
    return loan


def plan_of(session: Session, before: Schedule, amendment: Amendment) -> Schedule:
    """The schedule that an amendment gives; raises the refusals of the engine."""
    terms = amendment.terms
    until = amendment.kept_until, amendment.settled_until
    return amended_schedule(terms, histories_of(session, terms), before, *until)


def amend(session: Session, loan: Loan, amendment: Amendment) -> int:
    """Let a loan have other terms and the schedule that follows; returns its version. The loan is held."""
    before = read_schedule(session, loan)
    after = plan_of(session, before, amendment)
    version_id = replace_schedule(session, loan, pack(after)).id
    _keep_terms(session, loan, amendment, version_id)
    change_page(session, loan.chunk, loan.slot, amendment.terms)
    loan.terms = terms_to_json(amendment.terms)
    for column, index in indexes_of(amendment.terms).items():
        setattr(loan, column, index)
    loan.principal_cents = after.principal_cents
    loan.settled_until = amendment.settled_until
    loan.next_call_on = next_call(after.rows, loan.billed_until)
    _replace_next_instalment(session, loan, after, version_id)
    emit(session, _announcement(loan, amendment, before, after, version_id), subject=loan.loan_number)
    return version_id


def _keep_terms(session: Session, loan: Loan, amendment: Amendment, version_id: int) -> None:
    """Beside the terms that end, if they are those that the loan entered with."""
    if session.get(LoanTerms, (loan.loan_number, ENTERED)) is None:
        session.add(
            LoanTerms(
                loan_number=loan.loan_number,
                version_id=ENTERED,
                effective_on=loan.entered_on,
                terms=loan.terms,
            )
        )
    session.add(
        LoanTerms(
            loan_number=loan.loan_number,
            version_id=version_id,
            effective_on=amendment.effective_on,
            kept_until=amendment.kept_until,
            settled_until=amendment.settled_until,
            terms=terms_to_json(amendment.terms),
        )
    )


def _replace_next_instalment(session: Session, loan: Loan, plan: Schedule, version_id: int) -> None:
    session.execute(sa.delete(NextInstalment).where(NextInstalment.loan_number == loan.loan_number))
    following = next_instalment(plan, clock.today())
    place = loan.loan_number, loan.borrower_id, loan.chunk, version_id
    store_next_instalments(session, [next_instalment_row(*place, following)])


def _announcement(
    loan: Loan, amendment: Amendment, before: Schedule, after: Schedule, version_id: int
) -> LoanAmended:
    today = clock.today()
    old, new = next_instalment(before, today), next_instalment(after, today)
    return LoanAmended(
        loan_number=loan.loan_number,
        contract_number=loan.contract_number,
        structure_id=loan.borrower_id,
        cause=amendment.cause,
        effective_on=amendment.effective_on,
        version=version_id,
        payable_cents=amendment.payable_cents,
        outstanding_cents=outstanding_on(after, amendment.effective_on),
        next_due_on=new.due_on if new else None,
        next_instalment_before_cents=old.instalment_cents if old else 0,
        next_instalment_after_cents=new.instalment_cents if new else 0,
        last_due_on=after.rows[-1].due_on if new else None,
        terms_before=_to_come(before, amendment.effective_on),
        terms_after=_to_come(after, amendment.effective_on),
    )


def _to_come(plan: Schedule, day: date) -> TermsToCome | None:
    """What a schedule says from a day on; None where nothing falls due after it."""
    coming = [row for row in plan.rows if row.event == "instalment" and row.due_on > day]
    if not coming:
        return None
    return TermsToCome(
        instalments=len(coming),
        months_between_instalments=plan.terms.months_between_instalments,
        profile=plan.terms.profile,
        rate=coming[0].rate,
        progressivity=coming[0].progressivity,
        last_due_on=coming[-1].due_on,
    )
