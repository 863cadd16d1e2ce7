"""Whether a proposed value may become official."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.rates.domain.calendar import check_revision_date
from services.rates.domain.computation import Computation, Past
from services.rates.domain.indexes import INFLATION, LIVRET_A, index_of
from services.rates.domain.refusals import (
    DerogationImpossible,
    DerogationWithoutDeviation,
    FixingBelowFloor,
    FixingBeyondCap,
    FixingDiffersFromComputation,
    FixingNotRounded,
    IndexNotProposable,
)
from services.rates.domain.regimes import Cap, RuleBook
from services.rates.domain.wording import percent, points
from shared.errors import Bilingual


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """A value proposed for an index from a day on, as a fraction of 1."""

    index: str
    effective_on: date
    value: Decimal
    derogation: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Recorded:
    """What a computation gave, where its inputs are no longer at hand."""

    value: Decimal
    regime: str
    legal_reference: str
    cap: Cap | None = None


def check_place(book: RuleBook, index: str, effective_on: date) -> str:
    """Say whether a revision of that index on that day is "normal" or "exceptional".

    Raises UnknownIndex, IndexNotProposable for an index that follows the Livret A by itself,
    FixingOutOfCalendar or RevisionSuspended.
    """
    if not index_of(index).proposable:
        rule = book.rule_on(index, effective_on)
        raise IndexNotProposable(
            index=index, legal_reference=rule.legal_reference, field="index", value=index
        )
    return check_revision_date(book, index, effective_on)


def check_proposal(
    book: RuleBook, proposal: Proposal, computation: Computation | Recorded | None, past: Past
) -> None:
    """Raise the refusal that names the rule broken, if any.

    A derogation lets the minister deviate from the computed rate. Rounding, minimum and limit between two
    fixings hold all the same, as does the calendar [convention: they did for every derogation since 2008].
    computation  None where there is no formula, or where nobody knows what it gave
    past         the Livret A before that day
    """
    _check_step(book, proposal)
    if proposal.index == LIVRET_A:
        _check_floor(book, proposal)
        _check_cap(proposal, computation, past)
    if computation is not None:
        _check_derogation(proposal, computation)


def _check_step(book: RuleBook, proposal: Proposal) -> None:
    regime = book.regime_on(proposal.effective_on)
    rule = book.rule_on(proposal.index, proposal.effective_on) if regime.terms else None
    if rule and rule.is_inflation:
        return
    step = (rule and rule.rounding_step) or regime.rounding_step
    if step is not None and proposal.value % step:
        raise FixingNotRounded(
            shown_value=percent(proposal.value),
            step=points(step),
            regime=regime.code,
            legal_reference=(rule or regime).legal_reference,
            field="value",
            value=proposal.value,
            allowed=Bilingual(
                f"un multiple de {points(step).french} point", f"a multiple of {points(step).english} point"
            ),
        )


def _check_floor(book: RuleBook, proposal: Proposal) -> None:
    regime = book.regime_on(proposal.effective_on)
    if regime.floor is not None and proposal.value < regime.floor:
        raise FixingBelowFloor(
            shown_value=percent(proposal.value),
            floor=percent(regime.floor),
            regime=regime.code,
            legal_reference=regime.legal_reference,
            field="value",
            value=proposal.value,
            allowed=Bilingual(
                f"au moins {percent(regime.floor).french}", f"at least {percent(regime.floor).english}"
            ),
        )


def _check_cap(proposal: Proposal, computation: Computation | Recorded | None, past: Past) -> None:
    cap = computation and computation.cap
    if cap and abs(proposal.value - past.value) > cap.limit:
        lowest, highest = percent(past.value - cap.limit), percent(past.value + cap.limit)
        raise FixingBeyondCap(
            shown_value=percent(proposal.value),
            limit=points(cap.limit),
            previous=percent(past.value),
            regime=computation.regime,
            legal_reference=cap.legal_reference,
            field="value",
            value=proposal.value,
            allowed=Bilingual(
                f"de {lowest.french} à {highest.french}", f"from {lowest.english} to {highest.english}"
            ),
        )


def _check_derogation(proposal: Proposal, computation: Computation | Recorded) -> None:
    computed = percent(computation.value)
    if proposal.derogation and proposal.index == INFLATION:
        raise DerogationImpossible(index=proposal.index, field="derogation", value=True, allowed=False)
    if proposal.derogation and proposal.value == computation.value:
        raise DerogationWithoutDeviation(computed=computed, field="derogation", value=True, allowed=False)
    if not proposal.derogation and proposal.value != computation.value:
        raise FixingDiffersFromComputation(
            shown_value=percent(proposal.value),
            computed=computed,
            regime=computation.regime,
            legal_reference=computation.legal_reference,
            field="value",
            value=proposal.value,
            allowed=computed,
        )
