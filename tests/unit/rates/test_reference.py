"""The files of this service: regimes without gaps, a history without doubt about what it says."""

import itertools
from datetime import date, timedelta
from decimal import Decimal

import pytest

from services.rates.domain.calendar import check_revision_date
from services.rates.reference import history, rulebook


def fixings(index: str) -> list:
    return [fixing for fixing in history() if fixing.index == index]


def in_force(index: str, day: date) -> Decimal:
    return [fixing for fixing in fixings(index) if fixing.effective_on <= day][-1].value


def test_every_day_has_exactly_one_regime():
    regimes = rulebook().regimes
    assert (regimes[0].valid_from, regimes[-1].valid_to) == (date.min, date.max)
    for earlier, later in itertools.pairwise(regimes):
        assert later.valid_from == earlier.valid_to + timedelta(days=1)


@pytest.mark.parametrize("index", ["lep", "ldds", "cel", "inflation"])
def test_the_rules_of_an_index_follow_one_another_without_gap(index):
    rules = [rule for rule in rulebook().rules if rule.index == index]
    for earlier, later in itertools.pairwise(rules):
        assert later.valid_from == earlier.valid_to + timedelta(days=1)
    assert rules[-1].valid_to == date.max


def test_each_regime_rule_limit_and_suspension_names_its_text():
    book = rulebook()
    dated = [
        *book.regimes,
        *book.rules,
        *book.suspensions,
        *(cap for regime in book.regimes for cap in regime.caps),
    ]
    assert all(item.legal_reference for item in dated)


@pytest.mark.parametrize("index", ["livret_a", "lep", "ldds"])
def test_a_history_is_in_order_with_one_value_a_day_and_a_source(index):
    days = [fixing.effective_on for fixing in fixings(index)]
    assert days == sorted(set(days))
    assert all(fixing.source for fixing in fixings(index))


def test_the_livret_a_is_known_since_1818_to_the_year_and_since_1981_to_the_day():
    first = fixings("livret_a")[0]
    assert (first.effective_on, first.value, first.date_precision) == (
        date(1818, 5, 22),
        Decimal("0.05"),
        "year",
    )
    assert {fixing.date_precision for fixing in fixings("livret_a") if fixing.effective_on.year > 1980} == {
        "day"
    }


@pytest.mark.parametrize(
    ("index", "day", "value"),
    [
        ("livret_a", date(1981, 10, 15), "0.065"),
        ("livret_a", date(1981, 10, 16), "0.085"),
        ("livret_a", date(2009, 4, 30), "0.025"),
        ("livret_a", date(2026, 1, 31), "0.017"),
        ("livret_a", date(2026, 2, 1), "0.015"),
        ("lep", date(2024, 8, 1), "0.04"),
        ("ldds", date(2026, 2, 1), "0.015"),
    ],
)
def test_the_value_in_force_changes_on_the_effective_day(index, day, value):
    assert in_force(index, day) == Decimal(value)


def test_the_ldds_equals_the_livret_a_on_every_day_since_the_text_that_says_so():
    assert fixings("ldds")[0].effective_on == date(2003, 8, 1)
    livret_a = [fixing for fixing in fixings("livret_a") if fixing.effective_on >= date(2003, 8, 1)]
    assert [(f.effective_on, f.value) for f in fixings("ldds")] == [
        (f.effective_on, f.value) for f in livret_a
    ]


@pytest.mark.parametrize("index", ["livret_a", "lep"])
def test_every_revision_since_the_first_formula_fell_on_an_allowed_day(index):
    for fixing in fixings(index):
        if fixing.effective_on >= date(2004, 7, 1):
            check_revision_date(rulebook(), index, fixing.effective_on)


def test_a_historic_value_that_differs_from_its_computation_is_a_derogation():
    for fixing in history():
        if fixing.computed_value is not None:
            assert fixing.derogation == (fixing.value != fixing.computed_value), fixing


def test_every_historic_value_of_a_regime_is_a_multiple_of_its_rounding_step():
    for fixing in history():
        step = rulebook().regime_on(fixing.effective_on).rounding_step
        assert step is None or fixing.value % step == 0, fixing
