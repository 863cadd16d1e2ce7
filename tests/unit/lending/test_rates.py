from datetime import date
from decimal import Decimal

import pytest

from services.lending.domain.fixings import Fixing, FixingContradicted, FixingMissing, IndexHistory
from services.lending.domain.rates import LoanRates, RatePair, revised_progressivity
from tests.unit.lending.loans import FIXINGS, fixed_loan, index_loan, instalments, rows

DAY = date(2022, 5, 1)


def on(terms, day, fixings=FIXINGS):
    return LoanRates(terms, IndexHistory(fixings)).on(day)


def a_year_of(terms, value="0.02", **_):
    return on(terms, DAY, [Fixing(date(2000, 1, 1), Decimal(value))]).rate


def test_the_rate_is_the_index_plus_the_margin():
    assert a_year_of(index_loan()) == Decimal("0.026")


def test_the_rate_never_falls_below_zero_unless_the_terms_set_a_higher_floor():
    assert a_year_of(index_loan({"margin": Decimal("-0.03")})) == 0
    assert a_year_of(index_loan({"margin": Decimal("-0.03"), "rate_floor": Decimal("0.004")})) == Decimal(
        "0.004"
    )


def test_the_cap_limits_the_rate_and_not_the_index():
    assert a_year_of(index_loan({"rate_cap": Decimal("0.025")})) == Decimal("0.025")


def test_the_floor_on_the_index_counts_before_the_margin():
    floored = {"index_floor": Decimal("0.025"), "margin": Decimal("-0.01")}
    assert a_year_of(index_loan(floored)) == Decimal("0.015")


@pytest.mark.parametrize(
    ("day", "rate"),
    [(date(2022, 1, 31), "0.011"), (date(2022, 2, 1), "0.016"), (date(2022, 2, 2), "0.016")],
    ids=["eve", "very day", "day after"],
)
def test_a_value_counts_from_the_very_day_it_takes_effect(day, rate):
    assert on(index_loan(starts_on=date(2021, 2, 1)), day).rate == Decimal(rate)


def test_the_instalment_after_an_index_change_is_still_collected_at_the_old_rate():
    collected = {row.due_on.year: row.rate for row in instalments(index_loan())}
    assert collected[2023] == Decimal("0.016")  # 2 % since August 2022, 3 % since February 2023
    assert collected[2024] == Decimal("0.036")


def test_a_change_on_a_due_date_counts_for_the_period_that_begins_there():
    loan = index_loan(starts_on=date(2022, 2, 1))
    by_year = {row.due_on.year: row.rate for row in instalments(loan)}
    assert (by_year[2023], by_year[2024]) == (Decimal("0.016"), Decimal("0.036"))


def test_a_missing_fixing_is_an_error_and_no_later_value_stands_in_for_it():
    with pytest.raises(FixingMissing) as refusal:
        rows(index_loan(starts_on=date(2015, 7, 31)))
    assert refusal.value.facts["needed_on"] == date(2015, 7, 31)
    assert "livret_a" in refusal.value.sentences.french


def test_a_fixed_rate_and_a_first_fixed_period_need_no_fixing_before_they_end():
    assert rows(fixed_loan(), fixings=())
    primo = index_loan({"fixed_until": date(2027, 5, 1), "fixed_value": Decimal("0.0275")})
    late = [Fixing(date(2027, 5, 1), Decimal("0.01"))]
    assert [row.rate for row in instalments(primo, late)] == [Decimal("0.0275")] * 5 + [Decimal("0.016")] * 5


def test_a_first_fixed_period_that_ends_inside_a_period_lasts_to_its_due_date():
    primo = index_loan({"fixed_until": date(2023, 6, 1), "fixed_value": Decimal("0.0275")})
    assert [row.rate for row in instalments(primo)][:3] == [
        Decimal("0.0275"),
        Decimal("0.0275"),
        Decimal("0.036"),
    ]


def test_two_values_on_one_day_are_refused_and_one_value_said_twice_is_not():
    twice = [Fixing(DAY, Decimal("0.02")), Fixing(DAY, Decimal("0.020"))]
    assert IndexHistory(twice).values == [Decimal("0.02")]
    with pytest.raises(FixingContradicted):
        IndexHistory([*twice, Fixing(DAY, Decimal("0.03"))])


def test_without_revision_a_rate_tied_to_an_index_is_that_of_the_effect_date_for_life():
    loan = index_loan(revision="none")
    assert {row.rate for row in instalments(loan)} == {Decimal("0.016")}


def test_without_revision_a_contract_rate_is_the_rate_for_life():
    loan = index_loan({"contract_rate": Decimal("0.019")}, revision="none")
    assert {row.rate for row in instalments(loan, ())} == {Decimal("0.019")}


def test_the_revised_progressivity_keeps_the_contracts_ratio_of_growth_to_rate():
    contract = RatePair(Decimal("0.016"), Decimal("-0.005"))
    revised = revised_progressivity(contract, Decimal("0.036"), floor=None)
    assert round(revised, 12) == Decimal("0.014586614173")
    assert revised_progressivity(contract, Decimal("0.016"), floor=None) == Decimal("-0.005")


def test_the_limited_progressivity_stops_at_its_floor_from_the_first_instalment_on():
    loan = index_loan(revision="DL", progressivity=Decimal("-0.005"), progressivity_floor=Decimal("-0.002"))
    assert instalments(loan)[0].progressivity == Decimal("-0.002")


def test_between_contract_and_effect_date_rate_and_progressivity_are_those_of_the_effect_date():
    loan = index_loan({"contract_rate": Decimal("0.011")}, revision="DR", progressivity=Decimal("-0.005"))
    first = instalments(loan)[0]
    assert first.rate == Decimal("0.016")
    assert first.progressivity == round(Decimal("1.016") * Decimal("0.995") / Decimal("1.011") - 1, 12)


def test_in_simple_revisability_only_the_rate_moves():
    loan = index_loan(progressivity=Decimal("0.005"))
    assert {row.progressivity for row in instalments(loan)} == {Decimal("0.005")}


def test_the_terms_own_fixings_come_before_those_given():
    own = (Fixing(date(2000, 1, 1), Decimal("0.05")),)
    assert {row.rate for row in instalments(index_loan(fixings=own))} == {Decimal("0.056")}
