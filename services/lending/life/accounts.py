"""The account of a loan: what it had to pay and what it paid, as was known at an instant."""

from collections.abc import Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.fixings import IndexHistory
from services.lending.domain.late_interest import LATE_INDEX
from services.lending.domain.receivables import Account, Payment, Receivable, account_on
from services.lending.life.facts import PAYMENT_RECEIVED, facts_of
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
    """What was called of a loan. [C] What was not called is not owed yet, even past its due date."""
    called = session.scalars(
        sa.select(BilledInstalment).where(
            BilledInstalment.loan_number == loan_number, BilledInstalment.billed_at <= known_at
        )
    )
    return [
        Receivable(row.number, _event(row.number), row.due_on, row.interest_cents, row.principal_cents)
        for row in called
    ]


def _event(number: int) -> str:
    return "instalment" if number else "prefinancing_interest"


def payments_of(session: Session, loan_number: str, known_at: datetime) -> Sequence[Payment]:
    """What a loan got of the payments that came in."""
    received = facts_of(session, loan_number, PAYMENT_RECEIVED, known_at)
    return [Payment(fact.value_on, cents_from_text(fact.body["amount"])) for fact in received]
