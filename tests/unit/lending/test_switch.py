"""A loan on inflation whose borrower leaves it for the Livret A."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.lending.domain.fixings import Fixing, FixingMissing
from services.lending.domain.schedule import schedule
from services.lending.domain.terms import Switch, followed_indexes
from tests.unit.lending.loans import FIXINGS, fixed_loan, index_loan

INFLATION = [Fixing(date(2022, 2, 1), Decimal("0.028")), Fixing(date(2025, 2, 1), Decimal("0.013"))]
BOTH = {"inflation": INFLATION, "livret_a": FIXINGS}
SWITCH = Switch(on=date(2024, 5, 1), index="livret_a", margin=Decimal("0.006"))


def switched(switch=SWITCH, **facts):
    rate = {"index": "inflation", "margin": Decimal("0.011"), "switch": switch}
    return index_loan(rate, **facts)


def rates(loan, fixings=BOTH) -> dict[int, Decimal]:
    return {row.due_on.year: row.rate for row in schedule(loan, fixings).rows}


def test_from_the_switch_on_the_rate_is_the_other_index_and_its_margin():
    by_year = rates(switched())
    assert (by_year[2024], by_year[2025], by_year[2026]) == (
        Decimal("0.039"),  # 2.8 % + 1.1 %
        Decimal("0.036"),  # 3 % + 0.6 %
        Decimal("0.030"),  # 2.4 % + 0.6 %: inflation of February 2025 no longer counts
    )


def test_a_switch_inside_a_period_counts_from_the_next_due_date():
    by_year = rates(switched(replace(SWITCH, on=date(2024, 5, 2))))
    assert (by_year[2025], by_year[2026]) == (Decimal("0.039"), Decimal("0.030"))


def test_what_fell_due_before_the_switch_is_as_if_there_were_none():
    loan = switched()
    without = schedule(replace(loan, rate=replace(loan.rate, switch=None)), BOTH).rows
    assert schedule(loan, BOTH).rows[:2] == without[:2]
    assert schedule(loan, BOTH).rows[2] != without[2]


def test_what_falls_due_after_a_switch_to_the_same_rate_is_as_if_there_were_none():
    same = switched(replace(SWITCH, margin=Decimal("0.009")))  # 3 % + 0.9 % = 2.8 % + 1.1 %
    values = {"inflation": INFLATION[:1], "livret_a": [fixing for fixing in FIXINGS if fixing.value >= 0.03]}
    without = schedule(replace(same, rate=replace(same.rate, switch=None)), values)
    assert schedule(same, values).rows == without.rows


def test_the_floors_and_the_cap_of_the_contract_stay_after_the_switch():
    loan = switched()
    capped = replace(loan, rate=replace(loan.rate, rate_cap=Decimal("0.0325")))
    assert set(rates(capped).values()) == {Decimal("0.0325"), Decimal("0.03"), Decimal("0.023")}


def test_double_revisability_goes_on_from_the_rate_and_growth_of_the_contract():
    row = schedule(switched(revision="DR", progressivity=Decimal("0.01")), BOTH).rows[2]
    assert row.progressivity == round(Decimal("1.036") * Decimal("1.01") / Decimal("1.039") - 1, 12)


def test_a_first_fixed_period_that_outlasts_the_switch_stays_fixed():
    loan = switched()
    primo = replace(loan, rate=replace(loan.rate, fixed_until=date(2026, 5, 1), fixed_value=Decimal("0.02")))
    assert [row.rate for row in schedule(primo, BOTH).rows][:5] == [Decimal("0.02")] * 4 + [Decimal("0.023")]


def test_each_index_needs_a_value_in_force_when_it_is_followed():
    with pytest.raises(FixingMissing) as refusal:
        schedule(switched(), {"inflation": INFLATION})
    assert refusal.value.facts["index"] == "livret_a"
    assert refusal.value.facts["needed_on"] == date(2024, 5, 1)


def test_the_terms_may_bring_the_values_of_both_indexes():
    brought = switched(replace(SWITCH, fixings=FIXINGS), fixings=tuple(INFLATION))
    assert [row[:-1] for row in schedule(brought).rows] == [
        row[:-1] for row in schedule(switched(), BOTH).rows
    ]


def test_a_loan_follows_the_indexes_it_names_in_their_order():
    assert followed_indexes(switched()) == ("inflation", "livret_a")
    assert followed_indexes(index_loan()) == ("livret_a",)
    assert followed_indexes(fixed_loan()) == ()


def test_a_fixing_of_the_index_that_was_left_changes_nothing_any_more():
    later = {"inflation": [*INFLATION, Fixing(date(2024, 6, 1), Decimal("0.09"))], "livret_a": FIXINGS}
    assert schedule(switched(), later) == schedule(switched(), BOTH)


def test_values_by_name_serve_a_loan_of_one_index_too():
    loan = index_loan(revision="DR")
    assert schedule(loan, BOTH) == schedule(loan, FIXINGS)
    assert schedule(fixed_loan(), BOTH) == schedule(fixed_loan())
