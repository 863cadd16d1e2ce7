"""The facts of a loan: recorded once, in their order, and read as they were known at an instant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.life.tables import LoanFact
from services.lending.portfolio.tables import Contract
from shared import clock
from shared.errors import Conflict

PAYMENT_RECEIVED = "payment_received"
PAYMENT_RETURNED = "payment_returned"
DISBURSED = "disbursed"
EFFECT_DATE_SET = "effect_date_set"
REARRANGED = "rearranged"
REPAYMENT_ASKED = "early_repayment_asked"
REPAYMENT_AGREED = "early_repayment_agreed"
REPAYMENT_WITHDRAWN = "early_repayment_withdrawn"


class FactKnown(Conflict):
    french = "La référence {value} est déjà connue pour ce prêt."
    english = "The reference {value} is known already for this loan."


@dataclass(frozen=True, slots=True)
class Said:
    """Who said something, and what they call it."""

    source: str
    reference: str


def lock_contract(session: Session, contract_number: str) -> None:
    """Let nobody else add facts to the loans of a contract for the rest of this transaction."""
    session.get_one(Contract, contract_number, with_for_update=True)


def refuse_known(session: Session, loan_number: str, kind: str, reference: str) -> None:
    """Refuse what was said under the same reference before; the contract is locked."""
    same = (LoanFact.loan_number == loan_number, LoanFact.kind == kind, LoanFact.reference == reference)
    if session.scalar(sa.select(LoanFact.sequence).where(*same)) is not None:
        raise FactKnown(field="reference", value=reference)


def record(
    session: Session, loan_number: str, kind: str, value_on: date, body: dict[str, Any], said: Said
) -> LoanFact:
    """Add a fact to a loan; its contract is locked."""
    last = sa.select(sa.func.max(LoanFact.sequence)).where(LoanFact.loan_number == loan_number)
    fact = LoanFact(
        loan_number=loan_number,
        sequence=(session.scalar(last) or 0) + 1,
        kind=kind,
        value_on=value_on,
        recorded_at=clock.now(),
        source=said.source,
        reference=said.reference,
        body=body,
    )
    session.add(fact)
    session.flush()
    return fact


def facts_of(session: Session, loan_number: str, kind: str, known_at: datetime) -> Sequence[LoanFact]:
    """The facts of one kind that were known at an instant, in their order."""
    of_kind = (LoanFact.loan_number == loan_number, LoanFact.kind == kind, LoanFact.recorded_at <= known_at)
    return session.scalars(sa.select(LoanFact).where(*of_kind).order_by(LoanFact.sequence)).all()
