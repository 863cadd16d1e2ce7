"""The account of a loan: what it had to pay and what it paid, as was known at an instant."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.fixings import IndexHistory
from services.lending.domain.late_interest import LATE_INDEX
from services.lending.domain.receivables import Account, Payment, Receivable, account_on
from services.lending.life.facts import PAYMENT_RECEIVED, PAYMENT_RETURNED, REPAYMENT_AGREED, facts_of
from services.lending.life.tables import LoanFact
from services.lending.portfolio.fixings import fixings_in_force
from services.lending.portfolio.tables import BilledInstalment
from shared.money import cents_from_text


def account_of(session: Session, loan_number: str, day: date, known_at: datetime) -> Account:
    """The account of a loan at the end of a day, from the facts that were known at an instant."""
    return account_on(
        day,
        receivables_of(session, loan_number, known_at),
        payments_of(session, loan_number, known_at),
        IndexHistory(fixings_in_force(session, LATE_INDEX, known_at=known_at)),
    )


def receivables_of(session: Session, loan_number: str, known_at: datetime) -> Sequence[Receivable]:
    """What was called of a loan, and the early repayments that were agreed.

    [C] What was not called is not owed yet, even past its due date.
    """
    called = session.scalars(
        sa.select(BilledInstalment).where(
            BilledInstalment.loan_number == loan_number, BilledInstalment.billed_at <= known_at
        )
    )
    agreed = facts_of(session, loan_number, REPAYMENT_AGREED, known_at)
    return [*map(_instalment, called), *map(_early_repayment, agreed)]


def _instalment(row: BilledInstalment) -> Receivable:
    event = "instalment" if row.number else "prefinancing_interest"
    return Receivable(row.number, event, row.due_on, row.interest_cents, row.principal_cents)


def _early_repayment(fact: LoanFact) -> Receivable:
    """Its indemnity is due with its interest."""
    principal, total = (cents_from_text(fact.body[name]) for name in ("principal", "total"))
    return Receivable(fact.body["number"], "early_repayment", fact.value_on, total - principal, principal)


def payments_of(session: Session, loan_number: str, known_at: datetime) -> Sequence[Payment]:
    """What a loan got of the payments that came in, and since when their banks have taken some back."""
    taken_back = facts_of(session, loan_number, PAYMENT_RETURNED, known_at)
    returned = {fact.body["payment"]: fact.value_on for fact in taken_back}
    return [
        Payment(fact.value_on, cents_from_text(fact.body["amount"]), returned.get(fact.reference))
        for fact in facts_of(session, loan_number, PAYMENT_RECEIVED, known_at)
    ]
