"""A rearrangement may change how often instalments come: what follows is a loan that starts then with what is left."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.lending.domain.calendar import due_dates_of, original_day
from services.lending.domain.schedule import Schedule, schedule
from services.lending.domain.terms import Resumption, Terms
from services.lending.portfolio.computing import revised_schedule
from services.lending.portfolio.packing import pack, rows_of
from shared.errors import Invalid
from tests.unit.lending.loans import FIXINGS, fixed_loan, index_loan

AFTER = 4


def rearranged(loan: Terms, months: int, left: int, **other) -> tuple[Schedule, Schedule]:
    """A loan until its fourth instalment, and as it goes on from there with so many instalments left."""
    settled = replace(schedule(loan, FIXINGS), rows=schedule(loan, FIXINGS).rows[:AFTER])
    resumes = Resumption(after=AFTER, on=settled.rows[-1].due_on, day_of_month=original_day(loan))
    terms = replace(
        loan, months_between_instalments=months, instalments=AFTER + left, resumes=resumes, **other
    )
    return settled, schedule(terms, FIXINGS, settled.rows, settled)


def alone(plan: Schedule, settled: Schedule) -> tuple:
    """The same terms for a loan that starts on that day with what is left, its instalments counted on."""
    terms, last = plan.terms, settled.rows[-1]
    loan = replace(
        terms,
        resumes=None,
        first_due_on=None,
        principal_cents=last.outstanding_cents,
        starts_on=last.due_on,
        instalments=terms.instalments - AFTER,
    )
    return tuple(row._replace(number=row.number + AFTER) for row in schedule(loan, FIXINGS).rows)


@pytest.mark.parametrize("months", [1, 3, 6])
@pytest.mark.parametrize("day_count", ["30/360", "act/365", "act/act"])
@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"interest_mode": "proportional"},
        {"progressivity": Decimal("0.02")},
        {"progressivity": Decimal("0.02"), "progressivity_applies": "every_year"},
        {"profile": "capital_priority", "capital_progressivity": Decimal("0.01")},
        {"profile": "in_fine"},
    ],
    ids=str,
)
def test_what_follows_is_a_loan_that_starts_that_day_with_what_is_left(months, day_count, facts):
    settled, plan = rearranged(index_loan(day_count=day_count, **facts), months, 60 // months)
    assert plan.rows[:AFTER] == settled.rows
    assert plan.rows[AFTER:] == alone(plan, settled)


def test_a_stub_before_it_leaves_no_trace_after_it():
    stub = fixed_loan(first_due_on=date(2022, 8, 31))
    settled, plan = rearranged(stub, 3, 20)
    assert original_day(stub) == 31
    assert [row.due_on for row in plan.rows[AFTER:][:3]] == [
        date(2025, 11, 30),
        date(2026, 2, 28),
        date(2026, 5, 31),
    ]
    assert plan.rows[AFTER:][-1].outstanding_cents == 0
    assert plan.rows[AFTER].interest_due_cents == alone(plan, settled)[0].interest_due_cents


def test_the_original_day_of_the_month_is_kept_through_one_change_and_the_next():
    loan = fixed_loan(starts_on=date(2022, 5, 31), months_between_instalments=1, instalments=60)
    _, plan = rearranged(loan, 3, 8)
    assert plan.rows[AFTER - 1].due_on == date(2022, 9, 30)
    assert [row.due_on for row in plan.rows[AFTER:]][:3] == [
        date(2022, 12, 31),
        date(2023, 3, 31),
        date(2023, 6, 30),
    ]
    assert original_day(plan.terms) == 31


def test_instalments_before_it_all_stand_on_its_day_and_are_counted():
    _, plan = rearranged(fixed_loan(), 12, 2)
    on = plan.terms.resumes.on
    assert due_dates_of(plan.terms) == [on] * AFTER + [
        on.replace(year=on.year + 1),
        on.replace(year=on.year + 2),
    ]
    assert [row.number for row in plan.rows] == [1, 2, 3, 4, 5, 6]


@pytest.mark.parametrize(("months", "left", "is_allowed"), [(12, 76, True), (12, 77, False), (3, 305, False)])
def test_eighty_years_are_counted_from_the_start(months, left, is_allowed):
    """Four years are past."""
    if is_allowed:
        rearranged(fixed_loan(), months, left)
        return
    with pytest.raises(Invalid) as refusal:
        rearranged(fixed_loan(), months, left)
    (error,) = refusal.value.errors
    most = AFTER + 76 * 12 // months
    assert (error.field, error.value) == ("instalments", AFTER + left)
    assert f"{AFTER + 1} to {most} " in error.allowed.english


def test_at_least_one_instalment_follows():
    with pytest.raises(Invalid) as refusal:
        rearranged(fixed_loan(), 3, 0)
    assert [error.field for error in refusal.value.errors] == ["instalments"]


def test_months_of_a_start_late_in_a_year_are_counted_right():
    loan = fixed_loan(starts_on=date(2021, 11, 1), months_between_instalments=1, instalments=60)
    rearranged(loan, 1, 956)
    with pytest.raises(Invalid):
        rearranged(loan, 1, 957)


def test_a_value_that_comes_later_revises_what_follows_and_nothing_before():
    settled, plan = rearranged(index_loan(), 3, 20)
    since = date(2027, 2, 1)
    known = [*FIXINGS, replace(FIXINGS[-1], effective_on=since, value=Decimal("0.03"))]
    on = plan.terms.resumes.on
    after = revised_schedule(plan.terms, known, plan, date.min, since, settled_until=on)
    moved = [row.due_on for row, old in zip(after.rows, plan.rows, strict=True) if row != old]
    assert after.rows[:AFTER] == settled.rows
    assert moved[0] == date(2027, 5, 1)


def test_its_rows_are_stored_and_come_back_as_they_were():
    _, plan = rearranged(index_loan(), 3, 20)
    assert rows_of(pack(plan)) == plan.rows
