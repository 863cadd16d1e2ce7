"""The official computation of an index, with every step explained.

Arithmetic is exact (fractions) until the rounding that the regime prescribes: a six-month mean is often a
sixth, and a tie must be seen as one.
"""

import itertools
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from services.rates.domain import explanation, measures
from services.rates.domain.explanation import Step, shown
from services.rates.domain.indexes import INFLATION, LIVRET_A, index_of
from services.rates.domain.measures import Measure, Observation
from services.rates.domain.refusals import InputsMissing, NoFormula, PreviousFixingMissing
from services.rates.domain.regimes import Cap, Regime, Rule, RuleBook, Term
from shared.errors import Bilingual


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What the formula gave for an earlier day, as a fraction of 1."""

    effective_on: date
    value: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """The Livret A before the day that is computed.

    value    official rate in force the day before, None when unknown
    results  what the formula gave earlier, oldest first, where it is known
    """

    value: Decimal | None = None
    results: tuple[Result, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Computation:
    """What the formula gives, and how. Rates are fractions of 1.

    raw      before rounding, to twelve decimals
    rounded  after rounding, before the limit between two fixings
    value    the official result
    cap      the limit in force, if any
    """

    index: str
    effective_on: date
    regime: str
    legal_reference: str
    inputs: tuple[Measure, ...]
    raw: Decimal
    rounded: Decimal
    value: Decimal
    cap: Cap | None
    steps: tuple[Step, ...]


def measures_of(
    book: RuleBook, index: str, effective_on: date, observations: Iterable[Observation]
) -> dict[str, Measure]:
    """The measures that a computation reads, as far as they can be taken; raises UnknownIndex or NoFormula.

    observations  one vintage of each figure
    """
    methods, seen = _methods(book, index, effective_on), tuple(observations)
    taken = (measures.measure(series, method, effective_on, seen) for series, method in methods.items())
    return {measure.series: measure for measure in taken if measure}


def compute(
    book: RuleBook, index: str, effective_on: date, inputs: Mapping[str, Measure], past: Past
) -> Computation:
    """The official value of an index on a day, by the regime in force then.

    inputs  the measures the regime reads; others are left aside
    past    the Livret A before that day, for the limit between two fixings
    Raises UnknownIndex, NoFormula, InputsMissing (naming all that is missing), PreviousFixingMissing.
    """
    methods = _methods(book, index, effective_on)
    regime, rule = book.regime_on(effective_on), book.rule_on(index, effective_on)
    _check_inputs(index, effective_on, regime, methods, inputs)
    used = tuple(inputs[series] for series in methods)
    if rule is None:
        return _livret_a(regime, effective_on, used, past)
    if rule.is_inflation:
        return _inflation(rule, regime, effective_on, used)
    return _follower(rule, _livret_a(regime, effective_on, used, past))


def round_to_step(value: Fraction, step: Decimal) -> Decimal:
    """The nearest multiple of `step`; a tie goes up, also below zero: −0.05 to the tenth is 0, not −0.1."""
    return math.floor(value / Fraction(step) + Fraction(1, 2)) * step


def _methods(book: RuleBook, index: str, effective_on: date) -> Mapping[str, str]:
    """Which series a computation reads, and how; raises UnknownIndex or NoFormula."""
    index_of(index)
    rule = book.rule_on(index, effective_on)
    if rule and rule.is_inflation:
        return {INFLATION: measures.LAST_MONTH}
    regime = book.regime_on(effective_on)
    if not regime.terms:
        raise NoFormula(index=index, effective_on=effective_on)
    return regime.methods


def _check_inputs(
    index: str, effective_on: date, regime: Regime, methods: Mapping[str, str], inputs: Mapping[str, Measure]
) -> None:
    missing = [
        measures.wanted(series, method, effective_on)
        for series, method in methods.items()
        if series not in inputs
    ]
    if missing:
        raise InputsMissing(
            index=index, effective_on=effective_on, regime=regime.code, missing=_listed(missing)
        )


def _livret_a(regime: Regime, effective_on: date, inputs: tuple[Measure, ...], past: Past) -> Computation:
    figures = {taken.series: taken.value for taken in inputs}
    steps = [explanation.input_step(taken) for taken in inputs]
    candidates = [_term_value(term, figures) for term in regime.terms]
    steps += [
        explanation.term_step(term, value) for term, value in zip(regime.terms, candidates, strict=True)
    ]
    if regime.floor is not None:
        candidates.append(Fraction(regime.floor))
        steps.append(explanation.floor_step(regime))
    raw = max(candidates)
    rounded = round_to_step(raw, regime.rounding_step)
    value, cap, cap_steps = _limited(regime, effective_on, rounded, past)
    steps += [
        explanation.raw_step(raw),
        explanation.rounded_step(rounded, regime.rounding_step, regime.legal_reference),
        *cap_steps,
    ]
    return Computation(
        index=LIVRET_A,
        effective_on=effective_on,
        regime=regime.code,
        legal_reference=regime.legal_reference,
        inputs=inputs,
        raw=shown(raw),
        rounded=rounded,
        value=value,
        cap=cap,
        steps=(*steps, explanation.value_step(LIVRET_A, value, regime.legal_reference)),
    )


def _follower(rule: Rule, livret_a: Computation) -> Computation:
    follows = rule.multiplier * Fraction(livret_a.value) + rule.mark_up
    steps = [explanation.follows_step(rule, livret_a.value, follows)]
    raw = follows
    if rule.or_inflation:
        inflation = next(taken.value for taken in livret_a.inputs if taken.series == INFLATION)
        raw = max(follows, inflation)
        steps.append(explanation.higher_step(raw, rule))
    rounded = shown(raw)
    if rule.rounding_step is not None:
        rounded = round_to_step(raw, rule.rounding_step)
        steps.append(explanation.rounded_step(rounded, rule.rounding_step, rule.legal_reference))
    return Computation(
        index=rule.index,
        effective_on=livret_a.effective_on,
        regime=livret_a.regime,
        legal_reference=rule.legal_reference,
        inputs=livret_a.inputs,
        raw=shown(raw),
        rounded=rounded,
        value=rounded,
        cap=None,
        steps=(*livret_a.steps, *steps, explanation.value_step(rule.index, rounded, rule.legal_reference)),
    )


def _inflation(rule: Rule, regime: Regime, effective_on: date, inputs: tuple[Measure, ...]) -> Computation:
    value = shown(inputs[0].value)
    return Computation(
        index=rule.index,
        effective_on=effective_on,
        regime=regime.code,
        legal_reference=rule.legal_reference,
        inputs=inputs,
        raw=value,
        rounded=value,
        value=value,
        cap=None,
        steps=(
            explanation.input_step(inputs[0]),
            explanation.value_step(rule.index, value, rule.legal_reference),
        ),
    )


def _term_value(term: Term, figures: Mapping[str, Fraction]) -> Fraction:
    weighted = sum((weight * figures[series] for series, weight in term.weights.items()), Fraction(0))
    gap = term.no_mark_up_over
    if gap and abs(figures[gap.between[0]] - figures[gap.between[1]]) > gap.limit:
        return weighted
    return weighted + term.mark_up


def _limited(
    regime: Regime, effective_on: date, rounded: Decimal, past: Past
) -> tuple[Decimal, Cap | None, list[Step]]:
    cap = next((cap for cap in regime.caps if cap.valid_from <= effective_on), None)
    if cap is None:
        return rounded, None, []
    if _has_lapsed(cap, regime, effective_on, past):
        return rounded, None, [explanation.lapsed_step(cap)]
    if past.value is None:
        raise PreviousFixingMissing(effective_on=effective_on, legal_reference=cap.legal_reference)
    value = min(max(rounded, past.value - cap.limit), past.value + cap.limit)
    return value, cap, [explanation.cap_step(cap, past.value, value)]


def _has_lapsed(cap: Cap, regime: Regime, effective_on: date, past: Past) -> bool:
    """A transitional limit ends for good once two successive earlier results are close enough."""
    if cap.lapse_gap is None:
        return False
    since = max(cap.valid_from, regime.valid_from)
    values = [result.value for result in past.results if since <= result.effective_on < effective_on]
    return any(abs(later - earlier) < cap.lapse_gap for earlier, later in itertools.pairwise(values))


def _listed(texts: list[Bilingual]) -> Bilingual:
    return Bilingual(" ; ".join(text.french for text in texts), "; ".join(text.english for text in texts))
