from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.lending.domain.accrued import accrued_interest_on
from services.lending.domain.early_repayment import EarlyRepaymentTooLarge
from services.lending.domain.schedule import schedule
from services.lending.domain.terms import Deferral, Prefinancing
from tests.unit.lending.loans import FIXINGS, disbursement, early, fixed_loan, index_loan
from tests.unit.lending.strategies import both_indexes, fixings, terms, with_early_repayments


def accrued(loan, day: str, values=FIXINGS) -> int:
    return accrued_interest_on(schedule(loan, values), date.fromisoformat(day), values)


def proportional(rate="0.036", **facts):
    return fixed_loan(rate, interest_mode="proportional", profile="in_fine", **facts)


@pytest.mark.parametrize(
    ("day", "cents"),
    [
        ("2022-04-30", 0),
        ("2022-05-01", 0),
        ("2022-05-02", 10_000),
        ("2022-12-31", 2_390_000),
        ("2023-04-30", 3_590_000),
        ("2023-05-01", 0),
        ("2032-05-01", 0),
        ("2040-01-01", 0),
    ],
    ids=["before", "start", "a day", "end of year", "eve", "due", "last", "after"],
)
def test_interest_runs_from_one_due_date_to_the_next(day, cents):
    # 1,000,000 at 3.6 %: 100.00 a day of 360; the last day of a month counts as the 30th
    assert accrued(proportional(), day) == cents


def test_equivalent_interest_accrues_as_the_power_of_its_part_of_the_year():
    half = accrued(fixed_loan("0.0404", profile="in_fine"), "2022-11-01")
    assert half == round((Decimal("1.0404") ** Decimal("0.5") - 1) * 100_000_000)


def test_it_runs_at_the_rate_of_the_period_though_the_index_has_moved():
    loan = index_loan(interest_mode="proportional", profile="in_fine")
    assert accrued(loan, "2022-11-01") == 800_000  # half a year at 1.6 %, 2 % + 0.6 % since August or not


def test_deferred_interest_bears_interest_too():
    loan = proportional(deferral=Deferral(instalments=2, interest="deferred"))
    assert accrued(loan, "2023-11-01") == 1_864_800  # half of 3.6 % on 1,036,000.00


def test_what_an_early_repayment_has_paid_is_due_no_more():
    loan = proportional(early_repayments=early("2022-08-01", "500000"))
    assert accrued(loan, "2022-07-31") == 890_000
    assert accrued(loan, "2022-08-01") == 450_000


def test_before_an_early_repayment_of_everything_interest_runs_as_ever():
    loan = proportional(early_repayments=early("2022-08-01", "1000000"))
    assert (accrued(loan, "2022-07-31"), accrued(loan, "2022-08-01")) == (890_000, 0)


def test_during_prefinancing_it_is_the_interest_of_what_was_paid_out():
    paid_out = (disbursement("2021-05-01", "600000"), disbursement("2022-02-01", "400000"))
    loan = proportional(prefinancing=Prefinancing(disbursements=paid_out, settlement="paid"))
    assert accrued(loan, "2021-04-30") == 0
    assert accrued(loan, "2021-11-01") == 1_080_000  # 600,000 at 3.6 % for half a year
    assert accrued(loan, "2022-03-01") == 600 * 3000 + 400 * 300
    assert accrued(loan, "2022-05-01") == 0


def test_during_prefinancing_a_change_of_the_index_counts_from_its_day():
    paid_out = (disbursement("2021-05-01", "1000000"),)
    loan = index_loan(
        interest_mode="proportional", prefinancing=Prefinancing(disbursements=paid_out, settlement="paid")
    )
    assert accrued(loan, "2022-02-01") == 825_000
    assert accrued(loan, "2022-03-01") == 825_000 + 133_333  # a month at 1.6 %


any_loan = terms(switches=True).flatmap(lambda loan: st.one_of(st.just(loan), with_early_repayments(loan)))


@given(any_loan, fixings(), st.integers(-1000, 6000))
def test_it_never_exceeds_the_interest_that_falls_due(loan, values, days):
    histories = both_indexes(values)
    try:
        plan = schedule(loan, histories)
    except EarlyRepaymentTooLarge:
        assume(False)
    day = loan.starts_on + timedelta(days)
    found = accrued_interest_on(plan, day, histories)
    ahead = [row for row in plan.rows if row.due_on > day]
    coming = next((n for n, row in enumerate(ahead) if row.event == "instalment"), len(ahead) - 1)
    due = sum(row.interest_due_cents for row in ahead[: coming + 1])
    if day >= loan.starts_on:
        assert 0 <= found <= due + len(ahead)


@given(terms(switches=True), fixings())
def test_on_due_dates_nothing_has_run(loan, values):
    histories = both_indexes(values)
    plan = schedule(loan, histories)
    assert {accrued_interest_on(plan, row.due_on, histories) for row in plan.rows} == {0}
