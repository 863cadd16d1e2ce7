"""Regimes as data: which formula, rounding, minimum, limit and calendar hold on a day, and by which text."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from services.rates.domain.indexes import LIVRET_A
from services.rates.domain.refusals import NoFormula, UnknownRegime
from shared.errors import Bilingual


@dataclass(frozen=True, kw_only=True, slots=True)
class Gap:
    """Two series that may not be further apart than `limit`, for a mark-up to apply."""

    between: tuple[str, str]
    limit: Fraction


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """A weighted sum of series, plus a mark-up. A formula has several, and keeps the highest."""

    name: str
    weights: Mapping[str, Fraction]
    mark_up: Fraction
    no_mark_up_over: Gap | None
    says: Bilingual


@dataclass(frozen=True, kw_only=True, slots=True)
class Cap:
    """The limit of the change between two fixings, as a fraction of 1.

    lapse_gap  the limit ends when two successive results of the formula differ by less; None: it never does
    """

    limit: Decimal
    valid_from: date
    lapse_gap: Decimal | None
    legal_reference: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Calendar:
    """Days on which a rate may change, as (month, day)."""

    any_day: bool = False
    normal: tuple[tuple[int, int], ...] = ()
    exceptional: tuple[tuple[int, int], ...] = ()
    exceptional_from: date = date.min
    exceptional_legal_reference: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Regime:
    """How the Livret A was computed for the rates that took effect from valid_from to valid_to.

    rounding_step, floor  fractions of 1; None where the regime has none
    methods               how each series is read: last_month or six_month_mean
    terms                 none before the first formula
    """

    code: str
    valid_from: date
    valid_to: date
    legal_reference: str
    confidence: str
    says: Bilingual
    rounding_step: Decimal | None
    floor: Decimal | None
    methods: Mapping[str, str]
    calendar: Calendar
    terms: tuple[Term, ...]
    caps: tuple[Cap, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """How another index follows: multiplier × Livret A + mark_up, inflation if higher, or inflation alone."""

    index: str
    valid_from: date
    valid_to: date
    multiplier: Fraction
    mark_up: Fraction
    or_inflation: bool
    is_inflation: bool
    rounding_step: Decimal | None
    legal_reference: str
    confidence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Suspension:
    """A text fixed these indexes on a day, and there was no revision until the last day of the period."""

    indexes: tuple[str, ...]
    fixed_on: date
    until: date
    legal_reference: str


@dataclass(frozen=True, slots=True)
class RuleBook:
    """All the regimes, rules and suspensions."""

    regimes: tuple[Regime, ...]
    rules: tuple[Rule, ...]
    suspensions: tuple[Suspension, ...]

    def regime_on(self, day: date) -> Regime:
        """The regime of the rates that take effect on `day`."""
        return next(regime for regime in self.regimes if _covers(regime, day))

    def as_if(self, code: str) -> "RuleBook":
        """This book with one regime for all days, to compare what it gives; raises UnknownRegime."""
        for regime in self.regimes:
            if regime.code == code:
                return replace(self, regimes=(replace(regime, valid_from=date.min, valid_to=date.max),))
        raise UnknownRegime(field="regime", value=code, allowed=[regime.code for regime in self.regimes])

    def rule_on(self, index: str, day: date) -> Rule | None:
        """How `index` follows on `day`; None for the Livret A, which follows nothing."""
        if index == LIVRET_A:
            return None
        for rule in self.rules:
            if rule.index == index and _covers(rule, day):
                return rule
        raise NoFormula(index=index, effective_on=day)

    def has_rule(self, index: str, day: date) -> bool:
        """Whether some text ties `index` to the Livret A on `day`."""
        return any(rule.index == index and _covers(rule, day) for rule in self.rules)

    def suspension_on(self, index: str, day: date) -> Suspension | None:
        """The suspension that forbids a revision of `index` on `day`, if any."""
        for suspension in self.suspensions:
            if index in suspension.indexes and suspension.fixed_on < day <= suspension.until:
                return suspension
        return None


def _covers(dated: Regime | Rule, day: date) -> bool:
    return dated.valid_from <= day <= dated.valid_to


def read_rulebook(document: Mapping[str, Any]) -> RuleBook:
    """A rule book from the parsed file of regimes."""
    return RuleBook(
        regimes=tuple(_regime(row) for row in document["regime"]),
        rules=tuple(_rule(row) for row in document["rule"]),
        suspensions=tuple(
            Suspension(**{**row, "indexes": tuple(row["indexes"])}) for row in document["suspension"]
        ),
    )


def _regime(row: Mapping[str, Any]) -> Regime:
    valid_from = row.get("valid_from", date.min)
    return Regime(
        code=row["code"],
        valid_from=valid_from,
        valid_to=row.get("valid_to", date.max),
        legal_reference=row["legal_reference"],
        confidence=row["confidence"],
        says=Bilingual(row["french"], row["english"]),
        rounding_step=_optional_points(row.get("rounding_step")),
        floor=_optional_points(row.get("floor")),
        methods=row.get("inputs", {}),
        calendar=_calendar(row["calendar"]),
        terms=tuple(_term(term) for term in row.get("term", ())),
        caps=tuple(_cap(cap, valid_from) for cap in row.get("cap", ())),
    )


def _calendar(row: Mapping[str, Any]) -> Calendar:
    days = {
        name: tuple(_month_and_day(text) for text in row.get(name, ())) for name in ("normal", "exceptional")
    }
    return Calendar(**{**row, **days})


def _term(row: Mapping[str, Any]) -> Term:
    unless = row.get("add_unless")
    return Term(
        name=row["name"],
        weights={series: Fraction(weight) for series, weight in row["weights"].items()},
        mark_up=Fraction(_points(row.get("add_points", "0"))),
        no_mark_up_over=unless
        and Gap(between=tuple(unless["gap_between"]), limit=Fraction(_points(unless["over_points"]))),
        says=Bilingual(row["french"], row["english"]),
    )


def _cap(row: Mapping[str, Any], regime_from: date) -> Cap:
    return Cap(
        limit=_points(row["points"]),
        valid_from=row.get("valid_from", regime_from),
        lapse_gap=_optional_points(row.get("lapses_when_results_differ_by_less_than")),
        legal_reference=row["legal_reference"],
    )


def _rule(row: Mapping[str, Any]) -> Rule:
    return Rule(
        index=row["index"],
        valid_from=row["valid_from"],
        valid_to=row.get("valid_to", date.max),
        multiplier=Fraction(row.get("multiplier", "1")),
        mark_up=Fraction(_points(row.get("add_points", "0"))),
        or_inflation=row.get("or_inflation", False),
        is_inflation=row.get("is_inflation", False),
        rounding_step=_optional_points(row.get("rounding_step")),
        legal_reference=row["legal_reference"],
        confidence=row["confidence"],
    )


def _month_and_day(text: str) -> tuple[int, int]:
    month, day = text.split("-")
    return int(month), int(day)


def _points(text: str) -> Decimal:
    return Decimal(text).scaleb(-2).normalize()


def _optional_points(text: str | None) -> Decimal | None:
    return None if text is None else _points(text)
