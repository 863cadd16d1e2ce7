"""Rearrangements: from a due date on, other terms for what is left of a loan."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from services.lending.domain.calendar import original_day
from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule, loan_rates, next_instalment
from services.lending.domain.terms import Deferral, IndexRate, Resumption, Terms
from services.lending.life.amending import Amendment, amend, hold_loan, plan_of
from services.lending.life.facts import REARRANGED, Said, record, refuse_known
from services.lending.life.tables import LoanFact
from services.lending.portfolio.actions import find_loan
from services.lending.portfolio.fixings import histories_of
from services.lending.portfolio.store import read_schedule
from services.lending.portfolio.tables import Loan
from shared import clock
from shared.auth import Caller
from shared.db import reading, transaction
from shared.errors import Bilingual, Refusal

_NO_RATE = Decimal(0)
_CONTRACT_PAIR = {"rate", "progressivity", "revision"}


class NoDueDate(Refusal):
    french = "Un réaménagement ne peut pas prendre effet le {value} ; permis : {allowed}."
    english = "A rearrangement cannot take effect on {value}; allowed: {allowed}."


@dataclass(frozen=True, slots=True)
class AgreedAnew:
    """What of the terms a rearrangement changes, by name; and the same as it was sent."""

    terms: dict[str, Any] = field(default_factory=dict)
    said: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Preview:
    """What falls due after the day of a rearrangement, as it is and as it would be."""

    before: Sequence[Row]
    after: Sequence[Row]


def rearrange(
    loan_number: str,
    agent: Caller,
    effective_on: date,
    instalments: int,
    reference: str,
    agreed: AgreedAnew,
) -> LoanFact:
    """Let other terms take the place of a loan's own once the instalment of a due date is collected.

    instalments  how many are left after it
    agreed       what else is agreed anew; a deferral counts from that day

    [C] Due dates stay where they are, or follow from that day on at the periodicity that is agreed; instalments go on
    being counted. Where rate, progressivity or revision are
    agreed anew, the contract's pair is that of the rearrangement: the rate in force that day, unless it says one.

    Raises FactKnown, NoDueDate, and Invalid for terms that contradict themselves.
    """
    with transaction() as session:
        loan = hold_loan(session, loan_number)
        refuse_known(session, loan_number, REARRANGED, reference)
        before = read_schedule(session, loan)
        version = amend(session, loan, _amendment(session, loan, before, effective_on, instalments, agreed))
        body = {"instalments": instalments, "agreed": agreed.said, "version": version}
        said = Said(str(agent.subject_id), reference)
        return record(session, loan_number, REARRANGED, effective_on, body, said)


def preview(loan_number: str, effective_on: date, instalments: int, agreed: AgreedAnew) -> Preview:
    """What `rearrange` would make of a loan; nothing is written. Raises what it raises."""
    with reading() as session:
        loan = find_loan(session, loan_number)
        before = read_schedule(session, loan)
        amendment = _amendment(session, loan, before, effective_on, instalments, agreed)
        after = plan_of(session, before, amendment)
        return Preview(*(_rows_after(plan, effective_on) for plan in (before, after)))


def _rows_after(plan: Schedule, day: date) -> Sequence[Row]:
    return [row for row in plan.rows if row.due_on > day]


def _amendment(
    session: Session, loan: Loan, before: Schedule, effective_on: date, instalments: int, agreed: AgreedAnew
) -> Amendment:
    last = _row_on(before, loan, effective_on)
    return Amendment(
        cause="rearrangement",
        terms=_rearranged(session, before.terms, last, instalments, agreed.terms),
        effective_on=effective_on,
        kept_until=effective_on,
        settled_until=effective_on,
    )


def _row_on(plan: Schedule, loan: Loan, day: date) -> Row:
    """The instalment of a due date after which other terms may begin: not before what was called, nor after the period
    that runs, and some is left.
    """
    dues = [
        row
        for row in _with_known_rates(plan)
        if row.event == "instalment" and row.due_on >= loan.billed_until
    ]
    for row in dues:
        if row.due_on == day and row.outstanding_cents:
            return row
    first, last = (f"{row.due_on:%d/%m/%Y}" for row in (dues[0], dues[-1])) if dues else ("–", "–")
    allowed = Bilingual(
        f"une échéance du {first} au {last}, sauf la dernière du prêt",
        f"a due date from {first} to {last}, not the last one of the loan",
    )
    raise NoDueDate(field="effective_on", value=day, allowed=allowed)


def _with_known_rates(plan: Schedule) -> Sequence[Row]:
    """Rows up to the end of the period that runs: what follows may still be revised under the former terms."""
    today = clock.today()
    if today < plan.terms.starts_on:
        return ()
    ends = next_instalment(plan, today)
    return [row for row in plan.rows if ends is None or row.due_on <= ends.due_on]


def _rearranged(session: Session, terms: Terms, last: Row, instalments: int, agreed: dict[str, Any]) -> Terms:
    new = agreed | {"instalments": last.number + instalments}
    if (
        new.get("months_between_instalments", terms.months_between_instalments)
        != terms.months_between_instalments
    ):
        new["resumes"] = Resumption(after=last.number, on=last.due_on, day_of_month=original_day(terms))
    if deferral := agreed.get("deferral"):
        new["deferral"] = Deferral(instalments=last.number + deferral.instalments, interest=deferral.interest)
    rearranged = replace(terms, **new)
    if not _CONTRACT_PAIR & agreed.keys() or not isinstance(rearranged.rate, IndexRate):
        return rearranged
    if "rate" in agreed and rearranged.rate.contract_rate is not None:
        return rearranged
    rate = _rate_in_force(session, rearranged, last.due_on)
    return replace(rearranged, rate=replace(rearranged.rate, contract_rate=rate))


def _rate_in_force(session: Session, terms: Terms, day: date) -> Decimal:
    """The rate that the new terms give on a day, whatever the old contract's was."""
    unbound = replace(terms, rate=replace(terms.rate, contract_rate=_NO_RATE))
    if terms.revision == "none":
        unbound = replace(unbound, revision="SR")
    return loan_rates(unbound, histories_of(session, terms)).rate_on(day)
