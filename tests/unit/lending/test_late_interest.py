from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.lending.domain.fixings import Fixing, FixingMissing
from services.lending.domain.late_interest import late_interest
from tests.unit.lending.loans import FIXINGS
from tests.unit.lending.strategies import fixings

THREE_PERCENT = [Fixing(date(2023, 2, 1), Decimal("0.03"))]


def test_nothing_is_owed_for_a_payment_in_time():
    assert late_interest(1_000_000, date(2024, 5, 1), date(2024, 5, 1), THREE_PERCENT).segments == ()
    assert late_interest(1_000_000, date(2024, 5, 1), date(2024, 4, 1), ()).cents == 0


def test_it_is_simple_interest_at_six_points_above_the_livret_a_for_the_days_passed():
    # 10,000.00 at 9 % for 73 days of 365
    found = late_interest(1_000_000, date(2023, 5, 1), date(2023, 7, 13), THREE_PERCENT)
    (segment,) = found.segments
    assert (segment.days, segment.rate, segment.interest_cents) == (73, Decimal("0.09"), 18_000)
    assert found.cents == 18_000


def test_the_rate_moves_with_the_livret_a_from_the_very_day():
    found = late_interest(1_000_000, date(2025, 7, 22), date(2025, 8, 11), FIXINGS)
    before, after = found.segments
    assert (before.end, before.days, before.rate) == (date(2025, 8, 1), 10, Decimal("0.084"))
    assert (after.start, after.days, after.rate) == (date(2025, 8, 1), 10, Decimal("0.077"))
    assert [segment.interest_cents for segment in found.segments] == [2301, 2110]


def test_after_each_full_year_the_interest_due_bears_interest_too():
    found = late_interest(1_000_000, date(2023, 5, 1), date(2025, 4, 30), THREE_PERCENT)
    first, second = found.segments
    assert (first.bears_cents, first.end, first.days) == (1_000_000, date(2024, 5, 1), 366)
    assert first.interest_cents == 90_247  # 366 days of 365 at 9 %
    assert (second.bears_cents, second.days) == (1_090_247, 364)


def test_what_has_run_for_less_than_a_year_bears_nothing():
    found = late_interest(1_000_000, date(2025, 2, 1), date(2025, 12, 31), FIXINGS)
    assert {segment.bears_cents for segment in found.segments} == {1_000_000}


def test_a_year_ends_on_the_last_of_february_for_what_was_due_on_a_leap_day():
    found = late_interest(1_000_000, date(2024, 2, 29), date(2028, 3, 1), THREE_PERCENT)
    ends = [segment.end for segment in found.segments]
    assert ends == [
        date(2025, 2, 28),
        date(2026, 2, 28),
        date(2027, 2, 28),
        date(2028, 2, 29),
        date(2028, 3, 1),
    ]


def test_a_day_without_a_known_livret_a_is_refused():
    with pytest.raises(FixingMissing):
        late_interest(100, date(2015, 7, 1), date(2016, 7, 1), FIXINGS)


def test_the_rate_is_never_negative():
    sunk = [Fixing(date(2020, 1, 1), Decimal("-0.07"))]
    assert late_interest(1_000_000, date(2023, 5, 1), date(2023, 7, 13), sunk).cents == 0


@given(
    st.integers(1, 10**12),
    st.dates(date(1995, 1, 1), date(2035, 12, 31)),
    st.integers(0, 4000),
    fixings(),
)
def test_day_by_day_it_comes_to_the_same_but_for_roundings(amount, due_on, days, values):
    """Each day's interest at that day's Livret A, on what is owed at the last anniversary."""
    exact, bears, run = Fraction(0), Fraction(amount), Fraction(0)
    for day in (due_on + timedelta(n) for n in range(days)):
        if day != due_on and _is_anniversary(day, due_on):
            bears, run = bears + run, Fraction(0)
        index = max(fixing for fixing in values if fixing.effective_on <= day).value
        run += bears * Fraction(index + Decimal("0.06")) / 365
        exact += bears * Fraction(index + Decimal("0.06")) / 365
    found = late_interest(amount, due_on, due_on + timedelta(days), values)
    assert abs(found.cents - exact) <= len(found.segments) * 12  # half a cent each, compounded at up to 18 %


def _is_anniversary(day: date, due_on: date) -> bool:
    moved = due_on.day == 29 and due_on.month == 2 and (day + timedelta(1)).day == 1
    return day.month == due_on.month and (day.day == due_on.day or moved)


@given(
    st.integers(1, 10**12), st.dates(date(1995, 1, 1), date(2035, 12, 31)), st.integers(1, 4000), fixings()
)
def test_the_stretches_follow_one_another_from_the_due_date_to_the_end(amount, due_on, days, values):
    segments = late_interest(amount, due_on, due_on + timedelta(days), values).segments
    assert [segment.start for segment in segments] == [due_on, *(segment.end for segment in segments[:-1])]
    assert sum(segment.days for segment in segments) == days
