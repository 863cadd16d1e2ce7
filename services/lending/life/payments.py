"""Payments come in, from the queue `bank.payments` or by an agent: each is taken once and whole."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.receivables import shares_of_payment
from services.lending.life.accounts import account_of, receivables_of
from services.lending.life.facts import PAYMENT_RECEIVED, Said, lock_contract, record
from services.lending.life.tables import LoanFact, Payment
from services.lending.portfolio.tables import Contract, Loan
from shared import clock
from shared.db import insert_once, transaction
from shared.errors import Bilingual, Conflict, Refusal
from shared.money import cents_from_text, text_from_cents

DAYS_AHEAD_MAX = 5
"""A payment counts from a day that its bank knows: a day weeks ahead is a slip of the pen."""


class UnknownLoan(Refusal):
    french = "La ligne de prêt {value} n'est pas connue."
    english = "Loan line {value} is not known."


class UnknownContract(Refusal):
    french = "Le contrat {value} n'est pas connu."
    english = "Contract {value} is not known."


class LineOfAnotherContract(Refusal):
    french = "La ligne de prêt {value} n'est pas du contrat {contract_number}."
    english = "Loan line {value} is not of contract {contract_number}."


class PaymentReferenceTaken(Conflict):
    french = "Le paiement {value} est déjà connu avec un autre objet, une autre date ou un autre montant."
    english = "Payment {value} is already known with another purpose, day or amount."


class PaidTooEarly(Refusal):
    french = "Un paiement ne peut pas porter la date de valeur {value} ; permis : {allowed}."
    english = "A payment cannot count from {value}; allowed: {allowed}."


@dataclass(frozen=True)
class PaymentMessage:
    """A payment as it is sent to us, read and checked: for a loan line, or for all lines of a contract."""

    reference: str
    value_on: date
    amount_cents: int
    loan_number: str | None = None
    contract_number: str | None = None
    payer: str = ""


@dataclass(frozen=True)
class PaymentPart:
    """What one loan got of a payment."""

    loan_number: str
    amount_cents: int


@dataclass(frozen=True)
class PaymentReport:
    """What became of a payment: accepted, or already_known; and what each loan got of it."""

    reference: str
    outcome: str
    parts: Sequence[PaymentPart]


def take_payment(message: PaymentMessage, source: str) -> PaymentReport:
    """Take a payment into the accounts of its loans, once.

    Raises UnknownLoan, UnknownContract, LineOfAnotherContract, PaidTooEarly; PaymentReferenceTaken for another payment
    of the same name.
    """
    refuse_too_early(message.value_on)
    with transaction() as session:
        loans = loans_paid(session, message)
        lock_contract(session, loans[0].contract_number)
        if not _keep(session, message, source):
            return PaymentReport(message.reference, "already_known", parts_known(session, message, loans))
        parts = _split(session, message, loans)
        said, whole = Said(source, message.reference), text_from_cents(message.amount_cents)
        for part in parts:
            body = {"amount": text_from_cents(part.amount_cents), "of_payment": whole}
            record(session, part.loan_number, PAYMENT_RECEIVED, message.value_on, body, said)
        return PaymentReport(message.reference, "accepted", parts)


def refuse_too_early(value_on: date) -> None:
    """Raise PaidTooEarly for a day that no bank knows yet."""
    last = clock.today() + timedelta(DAYS_AHEAD_MAX)
    if value_on > last:
        allowed = Bilingual(f"jusqu'au {last:%d/%m/%Y}", f"up to {last}")
        raise PaidTooEarly(field="value_on", value=value_on, allowed=allowed)


def loans_paid(session: Session, message: PaymentMessage | Payment) -> Sequence[Loan]:
    """The line that a payment names, or the lines of its contract in order of number."""
    if message.loan_number is not None:
        return [_loan_paid(session, message)]
    if session.get(Contract, message.contract_number) is None:
        raise UnknownContract(field="contract_number", value=message.contract_number)
    lines = sa.select(Loan).where(Loan.contract_number == message.contract_number)
    return session.scalars(lines.order_by(Loan.loan_number)).all()


def _loan_paid(session: Session, message: PaymentMessage | Payment) -> Loan:
    loan = session.get(Loan, message.loan_number)
    if loan is None:
        raise UnknownLoan(field="loan_number", value=message.loan_number)
    if message.contract_number not in {None, loan.contract_number}:
        facts = {"value": message.loan_number, "contract_number": message.contract_number}
        raise LineOfAnotherContract(field="loan_number", **facts)
    return loan


def _keep(session: Session, message: PaymentMessage, source: str) -> bool:
    """Keep the payment as it came; False where the very same one is known."""
    told = asdict(message)
    if insert_once(session, Payment, told | {"source": source, "received_at": clock.now()}):
        return True
    known = session.get_one(Payment, message.reference)
    if any(getattr(known, name) != value for name, value in told.items()):
        raise PaymentReferenceTaken(field="reference", value=message.reference)
    return False


def _split(session: Session, message: PaymentMessage, loans: Sequence[Loan]) -> list[PaymentPart]:
    """What each loan gets; those that get nothing are left out."""
    if len(loans) == 1:
        return [PaymentPart(loans[0].loan_number, message.amount_cents)]
    now, lines = clock.now(), []
    for loan in loans:
        called = receivables_of(session, loan.loan_number, now)
        account = account_of(session, loan.loan_number, message.value_on, now)
        lines.append((account, [each for each in called if each.due_on > message.value_on]))
    shares = zip(loans, shares_of_payment(message.amount_cents, lines), strict=True)
    return [PaymentPart(loan.loan_number, cents) for loan, cents in shares if cents]


def parts_known(
    session: Session, message: PaymentMessage | Payment, loans: Sequence[Loan]
) -> list[PaymentPart]:
    """What each loan got of a payment that is known."""
    facts = session.scalars(
        sa.select(LoanFact)
        .where(
            LoanFact.loan_number.in_([loan.loan_number for loan in loans]),
            LoanFact.kind == PAYMENT_RECEIVED,
            LoanFact.reference == message.reference,
        )
        .order_by(LoanFact.loan_number)
    )
    return [PaymentPart(fact.loan_number, cents_from_text(fact.body["amount"])) for fact in facts]
