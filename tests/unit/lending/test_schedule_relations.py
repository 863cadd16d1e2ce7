"""How schedules hang together: of a loan and its double, as fixings arrive, at the ends of what is allowed."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given
from hypothesis import strategies as st

from services.lending.domain.early_repayment import EarlyRepaymentTooLarge
from services.lending.domain.effect import effect_of
from services.lending.domain.fixings import Fixing
from services.lending.domain.schedule import outstanding_on, schedule
from services.lending.domain.terms import Terms
from tests.unit.lending.loans import early, fixed_loan
from tests.unit.lending.strategies import (
    both_indexes,
    fixings,
    months_apart,
    rates,
    signed_rates,
    terms,
    with_early_repayments,
)

any_loan = terms(switches=True).flatmap(lambda loan: st.one_of(st.just(loan), with_early_repayments(loan)))


def computed(loan: Terms, values: list[Fixing], frozen=()):
    try:
        return schedule(loan, both_indexes(values), frozen=frozen)
    except EarlyRepaymentTooLarge:
        assume(False)


@given(any_loan, fixings())
def test_schedules_made_as_fixings_arrive_end_where_the_one_made_at_the_end_is(loan, values):
    """Each fixing finds what fell due before it billed already; so does the other index, seventeen days later."""
    assume(all(each.effective_on < loan.starts_on for each in values[:1]))
    known, rows = sorted(values)[:1], ()
    for fixing in sorted(values)[1:]:
        frozen = tuple(row for row in rows if row.due_on < fixing.effective_on)
        known = [*known, fixing]
        if fixing.effective_on > loan.starts_on:
            rows = computed(loan, known, frozen).rows
    assert rows == () or rows == computed(loan, values).rows


@given(any_loan, fixings(), st.dates(date(1995, 1, 1), date(2060, 12, 31)))
def test_a_value_as_before_gives_nobody_anything_to_be_told(loan, values, day):
    assume(all(fixing.effective_on != day for fixing in values))
    same = max(fixing for fixing in values if fixing.effective_on < day).value
    before, after = computed(loan, values), computed(loan, [*values, Fixing(day, same)])
    assert not effect_of(before, after, day, day).is_change


@given(terms(plain=True), fixings(), st.integers(2, 50))
def test_many_times_the_principal_is_as_many_times_each_amount_but_for_roundings(loan, values, times):
    """One cent of rounding each period, carried on with its interest at 12 % at most for 48 years at most."""
    loan = replace(loan, months_between_instalments=12, principal_cents=min(loan.principal_cents, 10**12))
    small, large = (
        computed(replace(loan, principal_cents=loan.principal_cents * factor), values)
        for factor in (1, times)
    )
    slack = times * loan.instalments * Fraction(113, 100) ** loan.instalments
    for one, many in zip(small.rows, large.rows, strict=True):
        assert abs(many.outstanding_cents + many.deferred_interest_cents - times * _owed(one)) <= slack


def _owed(row) -> int:
    return row.outstanding_cents + row.deferred_interest_cents


@given(rates, signed_rates, months_apart, st.integers(2, 80), st.integers(10**6, 10**13))
def test_each_instalment_is_the_first_one_grown_and_rounded_once(rate, growth, months, count, principal):
    loan = fixed_loan(
        rate,
        progressivity=growth,
        months_between_instalments=months,
        instalments=count,
        principal_cents=principal,
    )
    first, *others, _ = schedule(loan).rows
    factor = (1 + float(growth)) ** (months / 12)
    for rank, row in enumerate(others, start=1):
        grown = first.instalment_cents * factor**rank
        assert abs(row.instalment_cents - grown) <= 1 + factor**rank + grown * 1e-12


@given(rates, st.integers(1, 80), st.integers(1, 10**13))
def test_where_growth_equals_the_rate_all_instalments_are_worth_the_same_today(rate, count, principal):
    loan = fixed_loan(rate, progressivity=rate, instalments=count, principal_cents=principal)
    first = schedule(loan).rows[0]
    exact = Fraction(principal) * (1 + Fraction(rate)) / count
    assert abs(first.instalment_cents - exact) <= Fraction(1, 2)


@given(terms(plain=True), fixings())
def test_a_single_instalment_gives_all_back_with_the_interest_of_one_period(loan, values):
    loan = replace(loan, instalments=1, deferral=None)
    (row,) = computed(loan, values).rows
    assert row.instalment_cents == loan.principal_cents + row.interest_due_cents


@given(st.sampled_from([1, 3, 6, 12]), rates, signed_rates, st.integers(10**4, 10**13))
def test_eighty_years_end_owing_nothing_eighty_years_later(months, rate, growth, principal):
    loan = fixed_loan(
        rate,
        progressivity=growth,
        months_between_instalments=months,
        instalments=80 * 12 // months,
        principal_cents=principal,
        starts_on=date(2024, 2, 29),
    )
    last = schedule(loan).rows[-1]
    assert (last.due_on, last.outstanding_cents, last.deferred_interest_cents) == (date(2104, 2, 29), 0, 0)


@given(st.dates(date(1995, 1, 1), date(2035, 12, 31)), months_apart, st.integers(1, 60))
def test_every_due_date_is_the_original_day_or_the_last_one_of_a_shorter_month(starts_on, months, count):
    loan = fixed_loan(starts_on=starts_on, months_between_instalments=months, instalments=count)
    for rank, row in enumerate(schedule(loan).rows, start=1):
        month = starts_on.year * 12 + starts_on.month - 1 + rank * months
        assert (row.due_on.year, row.due_on.month) == (month // 12, month % 12 + 1)
        is_last = (row.due_on + timedelta(1)).day == 1
        assert row.due_on.day == starts_on.day or (is_last and row.due_on.day < starts_on.day)


@given(any_loan, fixings(), st.integers(0, 400))
def test_giving_back_all_that_is_outstanding_ends_the_loan(loan, values, days):
    plan = computed(loan, values)
    day = loan.starts_on + timedelta(1 + days)
    assume(day < plan.rows[-1].due_on)
    owed = outstanding_on(plan, day)
    assume(owed and all(repayment.on < day for repayment in loan.early_repayments))
    (last,) = early(day.isoformat(), f"{owed // 100}.{owed % 100:02}")
    ended = computed(replace(loan, early_repayments=(*loan.early_repayments, last)), values).rows
    assert (ended[-1].event, ended[-1].due_on, ended[-1].outstanding_cents) == ("early_repayment", day, 0)
    assert ended[-1].deferred_interest_cents == 0
    assert ended[:-1] == plan.rows[: len(ended) - 1]


@given(any_loan, fixings(), st.decimals(Decimal("0.001"), Decimal("0.1"), places=4))
def test_a_higher_margin_never_lowers_the_rate_of_any_period(loan, values, extra):
    assume(loan.rate.kind == "index")
    dearer = replace(loan, rate=replace(loan.rate, margin=loan.rate.margin + extra), early_repayments=())
    cheaper = replace(loan, early_repayments=())
    rows = zip(computed(cheaper, values).rows, computed(dearer, values).rows, strict=True)
    assert all(low.rate <= high.rate for low, high in rows if low.rate is not None)
