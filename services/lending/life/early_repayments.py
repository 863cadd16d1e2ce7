"""Early repayments: what one costs, who asked for it, and what it changes once it is agreed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule, next_instalment, outstanding_on
from services.lending.domain.terms import EarlyRepayment, Indemnity
from services.lending.life.amending import Amendment, amend, hold_loan, plan_of
from services.lending.life.facts import (
    REPAYMENT_AGREED,
    REPAYMENT_ASKED,
    REPAYMENT_WITHDRAWN,
    Said,
    lock_contract,
    record,
)
from services.lending.life.tables import LoanFact
from services.lending.portfolio.access import let_read_borrowed
from services.lending.portfolio.actions import find_loan
from services.lending.portfolio.store import read_schedule
from services.lending.portfolio.tables import Loan
from services.lending.schemas import IndemnitySchema
from shared import clock
from shared.auth import Caller
from shared.db import reading, transaction
from shared.errors import Bilingual, Conflict, Missing, Refusal
from shared.ids import new_id
from shared.money import cents_from_text, text_from_cents

AGENT = "lending.agent"
_INDEMNITY = IndemnitySchema()


class RepaymentOutOfTime(Refusal):
    french = "Un remboursement anticipé ne peut pas avoir lieu le {value} ; permis : {allowed}."
    english = "An early repayment cannot take place on {value}; allowed: {allowed}."


class RepaymentBeyondOutstanding(Refusal):
    french = (
        "Le capital restant dû n'est que de {outstanding} ce jour-là, moins que {value} ; permis : {allowed}."
    )
    english = "Only {outstanding} is outstanding on that day, less than {value}; allowed: {allowed}."


class IndemnityToBeAgreed(Refusal):
    french = "L'indemnité de ce prêt dépend des taux de marché du jour : la banque la chiffre ; permis : {allowed}."
    english = "The indemnity of this loan depends on market rates: the bank works it out; allowed: {allowed}."


class IndemnityIsTheBanks(Refusal):
    french = (
        "L'indemnité est celle du contrat : seule la banque peut en retenir une autre, telle que {value}."
    )
    english = "The indemnity is that of the contract: only the bank may take another one, such as {value}."


class QuoteOutdated(Conflict):
    french = "Le chiffrage de {value} ne vaut plus : il serait de {total} ; faites une nouvelle demande."
    english = "The quote of {value} holds no longer: it would be {total}; ask anew."


class RepaymentDecided(Conflict):
    french = "Cette demande de remboursement anticipé est déjà {value}."
    english = "This request for an early repayment is {value} already."


_DECIDED = {
    REPAYMENT_AGREED: Bilingual("acceptée", "agreed"),
    REPAYMENT_WITHDRAWN: Bilingual("retirée", "withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Quote:
    """What an early repayment costs, and what the loan is after it; amounts in cents.

    deferred_interest_cents  the share of the deferred interest that is repaid with the principal
    accrued_interest_cents   interest run on both since the last due date
    total_cents              all that is paid on the day
    outstanding_cents        principal left after it
    following                what falls due next after it, None where nothing does
    """

    loan_number: str
    on: date
    number: int
    principal_cents: int
    deferred_interest_cents: int
    accrued_interest_cents: int
    indemnity_cents: int
    total_cents: int
    outstanding_cents: int
    following: Row | None
    last_due_on: date | None


@dataclass(frozen=True, slots=True)
class Request:
    """An early repayment that was asked for, as its facts tell it; state: asked, agreed or withdrawn."""

    request_id: UUID
    state: str
    asked: LoanFact


def quote(
    loan_number: str, reader: Caller, on: date, amount_cents: int | None, indemnity: Indemnity | None
) -> Quote:
    """What an early repayment would cost; nothing is written.

    amount_cents  principal given back; all that is outstanding that day when absent
    indemnity     only the bank says another than the usual one: see _usual_indemnity
    """
    with reading() as session:
        loan = find_loan(session, loan_number)
        let_read_borrowed(reader, loan_number, loan.borrower_id)
        if indemnity is not None and not reader.holds(AGENT):
            raise IndemnityIsTheBanks(field="indemnity", value=indemnity.kind)
        return _worked_out(session, loan, on, amount_cents, indemnity)[0]


def ask(
    loan_number: str, agent: Caller, on: date, amount_cents: int | None, indemnity: Indemnity | None
) -> Request:
    """Note that a borrower asks for an early repayment, with what it was told that it costs."""
    with transaction() as session:
        loan = hold_loan(session, loan_number)
        told, amendment = _worked_out(session, loan, on, amount_cents, indemnity)
        said = Said(str(agent.subject_id), str(new_id()))
        body = _body(told, amendment.terms.early_repayments[-1].indemnity)
        asked = record(session, loan_number, REPAYMENT_ASKED, on, body, said)
        return Request(UUID(said.reference), "asked", asked)


def agree(loan_number: str, request_id: UUID, agent: Caller) -> Request:
    """Agree to an early repayment at the cost that was told: the schedule after it is what readers see from now on.

    Raises QuoteOutdated where it would cost something else now.
    """
    with transaction() as session:
        loan = hold_loan(session, loan_number)
        asked = _undecided(session, loan_number, request_id).asked
        amount, indemnity = cents_from_text(asked.body["principal"]), _INDEMNITY.load(asked.body["terms"])
        told, amendment = _worked_out(session, loan, asked.value_on, amount, indemnity)
        if _body(told, indemnity) != asked.body:
            total = text_from_cents(told.total_cents)
            raise QuoteOutdated(field="total", value=asked.body["total"], total=total)
        version = amend(session, loan, amendment)
        said = Said(str(agent.subject_id), str(request_id))
        record(
            session, loan_number, REPAYMENT_AGREED, asked.value_on, asked.body | {"version": version}, said
        )
        return Request(request_id, "agreed", asked)


def withdraw(loan_number: str, request_id: UUID, agent: Caller) -> Request:
    """Note that an early repayment that was asked for will not take place."""
    with transaction() as session:
        lock_contract(session, find_loan(session, loan_number).contract_number)
        asked = _undecided(session, loan_number, request_id).asked
        said = Said(str(agent.subject_id), str(request_id))
        record(session, loan_number, REPAYMENT_WITHDRAWN, clock.today(), {}, said)
        return Request(request_id, "withdrawn", asked)


def list_requests(loan_number: str, reader: Caller) -> Sequence[Request]:
    """The early repayments that were asked for, the first one first."""
    with reading() as session:
        let_read_borrowed(reader, loan_number, find_loan(session, loan_number).borrower_id)
        return _requests(session, loan_number)


def _requests(session: Session, loan_number: str) -> list[Request]:
    kinds = (REPAYMENT_ASKED, *_DECIDED)
    of_loan = (LoanFact.loan_number == loan_number, LoanFact.kind.in_(kinds))
    facts = session.scalars(sa.select(LoanFact).where(*of_loan).order_by(LoanFact.sequence)).all()
    decided = {fact.reference: fact.kind for fact in facts if fact.kind in _DECIDED}
    states = {REPAYMENT_AGREED: "agreed", REPAYMENT_WITHDRAWN: "withdrawn", None: "asked"}
    asked = [fact for fact in facts if fact.kind == REPAYMENT_ASKED]
    return [Request(UUID(each.reference), states[decided.get(each.reference)], each) for each in asked]


def _undecided(session: Session, loan_number: str, request_id: UUID) -> Request:
    found = [each for each in _requests(session, loan_number) if each.request_id == request_id]
    if not found:
        raise Missing(field="request_id", value=str(request_id))
    if found[0].state != "asked":
        raise RepaymentDecided(field="request_id", value=_DECIDED[f"early_repayment_{found[0].state}"])
    return found[0]


def _worked_out(
    session: Session, loan: Loan, on: date, amount_cents: int | None, indemnity: Indemnity | None
) -> tuple[Quote, Amendment]:
    """What an early repayment costs, and the terms that it makes."""
    before = read_schedule(session, loan)
    _refuse_out_of_time(loan, before, on)
    outstanding = outstanding_on(before, on)
    amount = outstanding if amount_cents is None else amount_cents
    if not 0 < amount <= outstanding:
        said = text_from_cents(outstanding)
        allowed = Bilingual(f"au plus {said}", f"at most {said}")
        facts = {"value": text_from_cents(amount), "outstanding": said, "allowed": allowed}
        raise RepaymentBeyondOutstanding(field="amount", **facts)
    repayment = EarlyRepayment(on=on, amount_cents=amount, indemnity=indemnity or _usual_indemnity(before))
    terms = replace(before.terms, early_repayments=(*before.terms.early_repayments, repayment))
    amendment = Amendment(
        cause="early_repayment",
        terms=terms,
        effective_on=on,
        kept_until=on,
        settled_until=loan.settled_until,
    )
    told = _quote(loan, on, before, plan_of(session, before, amendment))
    return told, replace(amendment, payable_cents=told.total_cents)


def _refuse_out_of_time(loan: Loan, plan: Schedule, on: date) -> None:
    """Not in the past, not before what was called, not before the amortisation, not on the last due date or later."""
    first = max(clock.today(), loan.billed_until, plan.terms.starts_on + timedelta(1))
    last = plan.rows[-1].due_on - timedelta(1)
    if not first <= on <= last:
        allowed = Bilingual(f"du {first:%d/%m/%Y} au {last:%d/%m/%Y}", f"{first} to {last}")
        raise RepaymentOutOfTime(field="on", value=on, allowed=allowed)


def _usual_indemnity(plan: Schedule) -> Indemnity:
    """What the contract says. [C] Six months of interest where the rate follows an index; at a fixed rate the actuarial
    one, for which the bank gives the curve of the day.
    """
    if plan.terms.revision == "none":
        said = Bilingual("un chiffrage par la banque", "a quote by the bank")
        raise IndemnityToBeAgreed(field="indemnity", value=None, allowed=said)
    return Indemnity(kind="six_months")


def _quote(loan: Loan, on: date, before: Schedule, after: Schedule) -> Quote:
    made = [row for row in after.rows if row.event == "early_repayment" and row.due_on == on][-1]
    share = made.interest_paid_cents - made.interest_due_cents
    following = next_instalment(after, on)
    return Quote(
        loan_number=loan.loan_number,
        on=on,
        number=made.number,
        principal_cents=made.principal_repaid_cents,
        deferred_interest_cents=share,
        accrued_interest_cents=made.interest_due_cents,
        indemnity_cents=made.instalment_cents - made.interest_paid_cents - made.principal_repaid_cents,
        total_cents=made.instalment_cents,
        outstanding_cents=made.outstanding_cents,
        following=following,
        last_due_on=after.rows[-1].due_on if following else None,
    )


def _body(told: Quote, indemnity: Indemnity) -> dict[str, Any]:
    """The quote as its facts keep it, in the public format."""
    amounts = ("principal", "deferred_interest", "accrued_interest", "indemnity", "total", "outstanding")
    return {
        "number": told.number,
        **{name: text_from_cents(getattr(told, f"{name}_cents")) for name in amounts},
        "terms": _INDEMNITY.dump(indemnity),
    }
