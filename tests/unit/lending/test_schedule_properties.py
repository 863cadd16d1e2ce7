"""What holds for every schedule, whatever the terms and the fixings."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from services.lending.domain.early_repayment import EarlyRepaymentTooLarge
from services.lending.domain.fixings import Fixing
from services.lending.domain.schedule import Schedule, schedule
from services.lending.domain.terms import FixedRate
from tests.unit.lending.strategies import both_indexes, fixings, rates, terms, with_early_repayments

TOLD_TO = Decimal("0.5e-12")
"""A row tells its progressivity to twelve decimals; what it was computed from has more."""
any_loan = terms(switches=True).flatmap(lambda loan: st.one_of(st.just(loan), with_early_repayments(loan)))


def computed(loan, values, frozen=()) -> Schedule:
    try:
        return schedule(loan, both_indexes(values), frozen=frozen)
    except EarlyRepaymentTooLarge:
        assume(False)


def capitalised(loan, row) -> int:
    """Interest of a row that joined the principal."""
    deferral = loan.deferral
    in_deferral = deferral and row.number <= deferral.instalments and row.event == "instalment"
    return row.interest_due_cents if in_deferral and deferral.interest == "capitalised" else 0


@given(any_loan, fixings())
def test_principal_repaid_sums_to_the_capital(loan, values):
    plan = computed(loan, values)
    joined = sum(capitalised(loan, row) for row in plan.rows)
    assert sum(row.principal_repaid_cents for row in plan.rows) == plan.principal_cents + joined


@given(any_loan, fixings())
def test_each_row_goes_on_from_the_one_before_and_the_last_owes_nothing(loan, values):
    plan = computed(loan, values)
    outstanding, deferred = plan.principal_cents, 0
    for row in plan.rows:
        outstanding += capitalised(loan, row) - row.principal_repaid_cents
        deferred += row.interest_due_cents - capitalised(loan, row) - row.interest_paid_cents
        assert (row.outstanding_cents, row.deferred_interest_cents) == (outstanding, deferred)
    assert (outstanding, deferred) == (0, 0)


@given(any_loan, fixings())
def test_an_instalment_is_interest_plus_principal_and_nothing_is_ever_negative(loan, values):
    for row in computed(loan, values).rows:
        beside = row.instalment_cents - row.interest_paid_cents - row.principal_repaid_cents
        assert beside == 0 or (row.event == "early_repayment" and beside > 0)
        assert min(row[5:]) >= 0


@given(any_loan, fixings())
def test_no_principal_is_repaid_while_interest_is_deferred(loan, values):
    for row in computed(loan, values).rows:
        if row.event == "instalment" and row.deferred_interest_cents:
            assert row.principal_repaid_cents == 0


@given(any_loan, fixings(), st.randoms(use_true_random=False))
def test_neither_the_order_nor_the_repetition_of_fixings_matters(loan, values, chance):
    shuffled = values + [fixing for fixing in values if chance.random() < 0.5]
    chance.shuffle(shuffled)
    assert computed(loan, shuffled) == computed(loan, values)


@given(any_loan, fixings(), st.dates(date(1995, 1, 1), date(2060, 12, 31)), rates)
def test_a_fixing_changes_nothing_due_before_it_nor_the_instalment_that_follows(loan, values, day, value):
    values = [fixing for fixing in values if fixing.effective_on < day]
    assume(day > loan.starts_on)
    before, after = computed(loan, values), computed(loan, [*values, Fixing(day, value)])
    starts = [loan.starts_on, *(row.due_on for row in before.rows if row.event == "instalment")]
    untouched = sum(start < day for start in starts)
    for old, new in zip(before.rows, after.rows, strict=True):
        if old.number <= untouched:
            assert old == new


@given(any_loan, fixings(), st.dates(date(1995, 1, 1), date(2060, 12, 31)))
def test_a_fixing_at_the_value_in_force_changes_nothing(loan, values, day):
    assume(all(fixing.effective_on != day for fixing in values))
    in_force = max(fixing for fixing in values if fixing.effective_on < day)
    again = Fixing(day, in_force.value)
    assert computed(loan, [*values, again]) == computed(loan, values)


@given(terms(revisions=("DR",), plain=True), fixings())
def test_in_double_revisability_the_ratio_of_growth_to_rate_never_moves(loan, values):
    ratios = {(1 + row.progressivity) / (1 + row.rate) for row in schedule(loan, values).rows}
    assert max(ratios) - min(ratios) < Decimal("1e-11")


@given(terms(revisions=("DR",), plain=True), fixings())
def test_in_double_revisability_a_revised_instalment_is_the_one_before_grown_at_the_new_rate(loan, values):
    loan = replace(
        loan,
        months_between_instalments=12,
        day_count="30/360",
        progressivity_applies="every_instalment",
        deferral=None,
    )
    rows = schedule(loan, values).rows
    for rank, (one, next_one) in enumerate(pairwise(rows[:-1]), start=1):
        grown = one.instalment_cents * (1 + next_one.progressivity)
        assert abs(next_one.instalment_cents - grown) <= rank + 1 + one.instalment_cents * TOLD_TO


@given(terms(revisions=("DL",), plain=True), fixings())
def test_in_limited_double_revisability_growth_never_falls_below_its_floor(loan, values):
    assert all(row.progressivity >= loan.progressivity_floor for row in schedule(loan, values).rows)


@given(terms(plain=True), rates, rates)
def test_a_higher_rate_never_costs_less_interest(loan, one, other):
    loan = replace(
        loan, rate=FixedRate(value=one), revision="none", progressivity_floor=Decimal(0), deferral=None
    )
    dearer = replace(loan, rate=FixedRate(value=max(one, other)))
    slack = loan.instalments
    assert _interest(dearer) + slack >= _interest(replace(loan, rate=FixedRate(value=min(one, other))))


@given(terms(plain=True))
def test_without_interest_everything_paid_is_principal(loan):
    loan = replace(loan, rate=FixedRate(value=Decimal(0)), revision="none", progressivity_floor=Decimal(0))
    plan = schedule(loan)
    assert _interest(loan) == 0
    assert sum(row.instalment_cents for row in plan.rows) == plan.principal_cents


@given(any_loan, fixings(), st.integers(0, 60))
def test_rows_billed_as_computed_change_nothing(loan, values, billed):
    plan = computed(loan, values)
    assert computed(loan, values, frozen=plan.rows[:billed]) == plan


@given(any_loan, fixings(), st.integers(1, 60), rates)
def test_billed_rows_come_out_as_they_were_and_the_rest_still_repays_all(loan, values, billed, value):
    plan = computed(loan, values)
    frozen = plan.rows[:billed]
    corrected = [Fixing(min(values).effective_on, value), *sorted(values)[1:]]
    rest = computed(loan, corrected, frozen).rows
    assert rest[: len(frozen)] == frozen
    assert (rest[-1].outstanding_cents, rest[-1].deferred_interest_cents) == (0, 0)
    assert [row[:3] for row in rest] == [row[:3] for row in plan.rows]


@given(any_loan, fixings())
def test_instalments_fall_due_in_order_and_keep_the_day_of_the_month(loan, values):
    dues = [row.due_on for row in computed(loan, values).rows if row.event == "instalment"]
    assume(dues)
    assert dues == sorted(set(dues))
    day = max(due.day for due in dues)
    assert all(due.day == day or (due + timedelta(1)).day == 1 for due in dues)


def _interest(loan) -> int:
    return sum(row.interest_due_cents for row in schedule(loan).rows)
