from datetime import date
from fractions import Fraction

import pytest

from services.lending.domain.calendar import due_dates, months_later, year_fraction
from tests.unit.lending.loans import fixed_loan, rows


def days(text: str) -> list[date]:
    return [date.fromisoformat(day) for day in text.split()]


def test_due_dates_keep_the_original_day_through_short_months():
    expected = days("2024-02-29 2024-03-31 2024-04-30 2024-05-31")
    assert due_dates(date(2024, 1, 31), None, months=1, count=4) == expected


def test_a_loan_of_a_leap_day_falls_due_on_it_whenever_there_is_one():
    expected = days("2025-02-28 2026-02-28 2027-02-28 2028-02-29")
    assert due_dates(date(2024, 2, 29), None, months=12, count=4) == expected


def test_a_stub_moves_the_original_day_to_that_of_the_first_due_date():
    expected = days("2022-06-30 2022-09-30 2022-12-30 2023-03-30")
    assert due_dates(date(2022, 5, 15), date(2022, 6, 30), months=3, count=4) == expected


def test_a_first_due_date_that_the_calendar_gives_anyway_changes_nothing():
    loan = fixed_loan(starts_on=date(2024, 1, 31), months_between_instalments=1)
    said = fixed_loan(
        starts_on=date(2024, 1, 31), months_between_instalments=1, first_due_on=date(2024, 2, 29)
    )
    assert rows(said) == rows(loan)


@pytest.mark.parametrize(
    ("day_count", "start", "end", "part"),
    [
        ("30/360", "2022-05-10", "2022-08-01", "81/360"),
        ("30/360", "2024-01-31", "2024-02-29", "30/360"),
        ("30/360", "2023-02-28", "2023-03-01", "1/360"),
        ("30/360", "2024-02-28", "2024-03-01", "3/360"),
        ("30/360", "2024-03-30", "2024-03-31", "0"),
        ("act/365", "2024-01-01", "2025-01-01", "366/365"),
        ("act/360", "2023-01-01", "2024-01-01", "365/360"),
        ("act/act", "2023-01-01", "2025-01-01", "2"),
        ("act/act", "2023-12-01", "2024-02-01", "4477/66795"),
    ],
)
def test_the_part_of_a_year_follows_the_day_count(day_count, start, end, part):
    computed = year_fraction(date.fromisoformat(start), date.fromisoformat(end), day_count)
    expected = Fraction(31, 365) + Fraction(31, 366) if part == "4477/66795" else Fraction(part)
    assert computed == expected


def test_months_later_may_count_backwards():
    assert months_later(date(2024, 3, 31), -13) == date(2023, 2, 28)


def test_a_stub_bears_interest_for_its_days_and_the_payments_still_repay_all():
    # 1,000,000 at 3.6 % proportional, from 10 May to 1 August: 81 days of 360
    loan = fixed_loan(
        "0.036",
        starts_on=date(2022, 5, 10),
        first_due_on=date(2022, 8, 1),
        months_between_instalments=3,
        instalments=8,
        interest_mode="proportional",
    )
    first, *others = rows(loan)
    assert first.interest_due_cents == 810_000
    assert {row.instalment_cents for row in others[:-1]} == {first.instalment_cents}
    assert abs(others[-1].instalment_cents - first.instalment_cents) < 10


def test_act_365_charges_a_leap_year_one_day_more():
    loan = fixed_loan("0.0365", day_count="act/365", interest_mode="proportional", profile="in_fine")
    interest = {row.due_on.year: row.interest_due_cents for row in rows(loan)}
    assert (interest[2023], interest[2024]) == (3_650_000, 3_660_000)


def test_an_eighty_year_quarterly_loan_ends_owing_nothing():
    plan = rows(fixed_loan("0.023", months_between_instalments=3, instalments=320))
    assert len(plan) == 320
    assert plan[-1].due_on == date(2102, 5, 1)
    assert plan[-1].outstanding_cents == 0
