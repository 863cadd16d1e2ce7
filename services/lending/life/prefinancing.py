"""The phase before the amortisation: money is paid out, and the day on which the amortisation starts is set."""

from dataclasses import replace
from datetime import date

from sqlalchemy.orm import Session

from services.lending.domain.prefinancing import disbursements_after
from services.lending.domain.terms import Disbursement, Terms
from services.lending.life.amending import Amendment, amend, hold_loan
from services.lending.life.facts import DISBURSED, EFFECT_DATE_SET, Said, facts_of, record, refuse_known
from services.lending.life.tables import LoanFact
from services.lending.portfolio.store import entered_terms, terms_of
from services.lending.portfolio.tables import Loan
from shared import clock
from shared.auth import Caller
from shared.db import transaction
from shared.errors import Bilingual, Conflict, Refusal
from shared.money import cents_from_text, text_from_cents


class AmortisationStarted(Conflict):
    french = "L'amortissement de ce prêt a commencé le {value}, ou sa première échéance est appelée."
    english = "The amortisation of this loan started on {value}, or its first instalment is called."


class NoPrefinancing(Conflict):
    french = "La ligne de prêt {value} n'a pas de phase de préfinancement."
    english = "Loan line {value} has no prefinancing."


class NotPaidOutYet(Refusal):
    french = "Un versement se note une fois fait : pas pour le {value} ; permis : {allowed}."
    english = "A disbursement is noted once made: not for {value}; allowed: {allowed}."


class EffectDatePast(Refusal):
    french = "La date d'effet ne peut pas être le {value} ; permis : {allowed}."
    english = "The effect date cannot be {value}; allowed: {allowed}."


def disburse(loan_number: str, agent: Caller, on: date, amount_cents: int, reference: str) -> LoanFact:
    """Note money paid out to the borrower: interest runs from its day, and the schedule follows.

    Raises FactKnown, NotPaidOutYet, AmortisationStarted, NoPrefinancing, DisbursedBeyondAgreed, and Invalid for a day
    out of the phase.
    """
    if on > clock.today():
        allowed = Bilingual(f"jusqu'au {clock.today():%d/%m/%Y}", f"up to {clock.today()}")
        raise NotPaidOutYet(field="on", value=on, allowed=allowed)
    with transaction() as session:
        loan, terms = _before_start(session, loan_number)
        if terms.prefinancing is None:
            raise NoPrefinancing(field="loan_number", value=loan_number)
        refuse_known(session, loan_number, DISBURSED, reference)
        made = [*_made(session, loan), Disbursement(on=on, amount_cents=amount_cents)]
        disbursements = disbursements_after(_to_come_at_entry(session, loan), made)
        amended = _with_disbursements(terms, (*_paid_at_entry(session, loan), *disbursements))
        version = _amend(session, loan, "disbursement", amended, on)
        body = {"amount": text_from_cents(amount_cents), "version": version}
        return record(session, loan_number, DISBURSED, on, body, Said(str(agent.subject_id), reference))


def set_effect_date(
    loan_number: str, agent: Caller, starts_on: date, undrawn_lapses: bool, reference: str
) -> LoanFact:
    """Set the day on which the amortisation starts; no earlier than today, and nothing being called yet.

    undrawn_lapses  whether what was agreed and not paid out by then will not be

    Raises FactKnown, AmortisationStarted, EffectDatePast, and Invalid where the terms contradict the day.
    """
    if starts_on < clock.today():
        allowed = Bilingual(f"à partir du {clock.today():%d/%m/%Y}", f"from {clock.today()} on")
        raise EffectDatePast(field="starts_on", value=starts_on, allowed=allowed)
    with transaction() as session:
        loan, terms = _before_start(session, loan_number)
        refuse_known(session, loan_number, EFFECT_DATE_SET, reference)
        if undrawn_lapses and terms.prefinancing:
            drawn = (*_paid_at_entry(session, loan), *_made(session, loan))
            terms = _with_disbursements(terms, drawn or terms.prefinancing.disbursements)
        version = _amend(session, loan, "effect_date", replace(terms, starts_on=starts_on), starts_on)
        body = {"undrawn_lapses": undrawn_lapses, "version": version}
        said = Said(str(agent.subject_id), reference)
        return record(session, loan_number, EFFECT_DATE_SET, starts_on, body, said)


def _before_start(session: Session, loan_number: str) -> tuple[Loan, Terms]:
    loan = hold_loan(session, loan_number)
    terms = terms_of(loan)
    if terms.starts_on <= max(clock.today(), loan.billed_until):
        raise AmortisationStarted(field="loan_number", value=terms.starts_on)
    return loan, terms


def _made(session: Session, loan: Loan) -> list[Disbursement]:
    """What was paid out since the loan entered."""
    facts = facts_of(session, loan.loan_number, DISBURSED, clock.now())
    return [
        Disbursement(on=fact.value_on, amount_cents=cents_from_text(fact.body["amount"])) for fact in facts
    ]


def _paid_at_entry(session: Session, loan: Loan) -> list[Disbursement]:
    """What the loan entered with, up to that day."""
    agreed = entered_terms(session, loan).prefinancing.disbursements
    return [each for each in agreed if each.on <= loan.entered_on]


def _to_come_at_entry(session: Session, loan: Loan) -> list[Disbursement]:
    agreed = entered_terms(session, loan).prefinancing.disbursements
    return [each for each in agreed if each.on > loan.entered_on]


def _with_disbursements(terms: Terms, disbursements: tuple[Disbursement, ...]) -> Terms:
    return replace(terms, prefinancing=replace(terms.prefinancing, disbursements=disbursements))


def _amend(session: Session, loan: Loan, cause: str, terms: Terms, effective_on: date) -> int:
    """Everything is computed anew: nothing has fallen due yet."""
    amendment = Amendment(
        cause=cause, terms=terms, effective_on=effective_on, kept_until=None, settled_until=None
    )
    return amend(session, loan, amendment)
