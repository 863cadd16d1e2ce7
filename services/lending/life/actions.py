"""What people and systems read of the life of a loan."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from services.lending.domain.receivables import Account, Claim
from services.lending.life.accounts import account_of
from services.lending.life.tables import LoanFact
from services.lending.portfolio.access import let_read_loan
from services.lending.portfolio.actions import find_loan
from services.lending.portfolio.standing import Standing, standing_of
from services.lending.portfolio.store import plan_on, read_schedule, version_known_at
from shared import clock
from shared.auth import Caller
from shared.db import reading
from shared.errors import Bilingual, Refusal
from shared.pagination import page


class NotKnownYet(Refusal):
    french = "La ligne de prêt n'était pas encore connue le {value} ; permis : {allowed}."
    english = "The loan line was not known yet on {value}; allowed: {allowed}."


@dataclass(frozen=True)
class Position:
    """Where a loan stands at the end of a day, as was known at an instant.

    version  of its schedule, as it was seen then
    """

    loan_number: str
    as_of: date
    known_at: datetime
    version: int
    standing: Standing
    account: Account

    @property
    def due_cents(self) -> int:
        """All that was due by the end of the day."""
        return sum(claim.receivable.amount_cents for claim in self.account.claims)

    @property
    def paid_cents(self) -> int:
        """What was paid of it."""
        return sum(claim.paid_cents for claim in self.account.claims)

    @property
    def late_cents(self) -> int:
        """What was due before the day and is not paid."""
        return sum(claim.unpaid_cents for claim in self.unpaid if claim.receivable.due_on < self.as_of)

    @property
    def unpaid(self) -> Sequence[Claim]:
        """What is due and not paid, the oldest first."""
        return self.account.claims[self.account.settled :]


def position(
    loan_number: str, reader: Caller, on: date | None = None, known_at: datetime | None = None
) -> Position:
    """What a loan owes, has paid and is late with on a day, as was known at an instant; today and now when absent."""
    day, known_at = on or clock.today(), known_at or clock.now()
    with reading() as session:
        loan = find_loan(session, loan_number)
        let_read_loan(session, reader, loan_number, loan.borrower_id)
        if known_at < loan.imported_at:
            since = loan.imported_at.isoformat()
            allowed = Bilingual(f"à partir de {since}", f"from {since} on")
            raise NotKnownYet(field="known_at", value=known_at, allowed=allowed)
        version = version_known_at(session, loan, known_at)
        plan = plan_on(session, loan, read_schedule(session, loan, version), day, version)
        standing = standing_of(session, plan, day)
        account = account_of(session, loan_number, day, known_at)
    return Position(loan_number, day, known_at, version, standing, account)


def list_facts(loan_number: str, reader: Caller, **page_arguments: Any) -> dict[str, Any]:
    """A page of what happened to a loan, in order."""
    with reading() as session:
        let_read_loan(session, reader, loan_number, find_loan(session, loan_number).borrower_id)
        facts = sa.select(LoanFact).where(LoanFact.loan_number == loan_number)
        return page(session, facts, by=(LoanFact.sequence,), **page_arguments)
