"""Payments that their banks take back: a fact that names the payment is added, and nothing is taken away."""

from dataclasses import asdict, dataclass
from datetime import date

from sqlalchemy.orm import Session

from services.lending.life.facts import PAYMENT_RETURNED, Said, lock_contract, record
from services.lending.life.payments import PaymentReport, loans_paid, parts_known, refuse_too_early
from services.lending.life.tables import Payment, PaymentReturn
from shared import clock
from shared.db import insert_once, transaction
from shared.errors import Bilingual, Conflict, Refusal
from shared.money import text_from_cents


class UnknownPayment(Refusal):
    french = "Le paiement {value} n'est pas connu."
    english = "Payment {value} is not known."


class ReturnedBeforePaid(Refusal):
    french = "Ce paiement ne peut pas être repris le {value} ; permis : {allowed}."
    english = "This payment cannot be taken back on {value}; allowed: {allowed}."


class ReturnContradicted(Conflict):
    french = "Le retour {value} est déjà connu autrement, ou le paiement qu'il nomme est déjà repris."
    english = "Return {value} is already known otherwise, or the payment that it names is taken back already."


class ReturnedInPart(Refusal):
    french = "Un paiement est repris en entier : {allowed}, pas {value}."
    english = "A payment is taken back whole: {allowed}, not {value}."


@dataclass(frozen=True)
class ReturnMessage:
    """A return as it is sent to us, read and checked: see PaymentReturn.

    amount_cents  that of the payment: a return that names another one by mistake is refused
    """

    reference: str
    payment: str
    value_on: date
    amount_cents: int
    why: str = ""


def take_return(message: ReturnMessage, source: str) -> PaymentReport:
    """Note that a payment was taken back, once: what it settled is due again from that day on.

    Raises UnknownPayment, ReturnedBeforePaid, ReturnedInPart, PaidTooEarly; ReturnContradicted for another return of
    the same name or of the same payment.
    """
    refuse_too_early(message.value_on)
    with transaction() as session:
        payment = _payment(session, message)
        loans = loans_paid(session, payment)
        lock_contract(session, loans[0].contract_number)
        parts = parts_known(session, payment, loans)
        if not _keep(session, message, source):
            return PaymentReport(message.reference, "already_known", parts)
        for part in parts:
            body = {
                "payment": message.payment,
                "amount": text_from_cents(part.amount_cents),
                "why": message.why,
            }
            said = Said(source, message.reference)
            record(session, part.loan_number, PAYMENT_RETURNED, message.value_on, body, said)
        return PaymentReport(message.reference, "accepted", parts)


def _payment(session: Session, message: ReturnMessage) -> Payment:
    payment = session.get(Payment, message.payment)
    if payment is None:
        raise UnknownPayment(field="returns", value=message.payment)
    if message.value_on < payment.value_on:
        first = payment.value_on
        allowed = Bilingual(f"à partir du {first:%d/%m/%Y}", f"from {first} on")
        raise ReturnedBeforePaid(field="value_on", value=message.value_on, allowed=allowed)
    if message.amount_cents != payment.amount_cents:
        said, whole = text_from_cents(message.amount_cents), text_from_cents(payment.amount_cents)
        raise ReturnedInPart(field="amount", value=said, allowed=whole)
    return payment


def _keep(session: Session, message: ReturnMessage, source: str) -> bool:
    """Keep the return as it came; False where the very same one is known."""
    told = asdict(message)
    del told["amount_cents"]  # checked, and known by the payment
    if insert_once(session, PaymentReturn, told | {"source": source, "received_at": clock.now()}):
        return True
    known = session.get(PaymentReturn, message.reference)
    if known is None or any(getattr(known, name) != value for name, value in told.items()):
        raise ReturnContradicted(field="reference", value=message.reference)
    return False
