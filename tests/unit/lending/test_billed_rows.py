from datetime import date
from decimal import Decimal

import pytest

from services.lending.domain.schedule import (
    EarlyRepaymentBeforeBilling,
    deferred_interest_on,
    next_instalment,
    outstanding_on,
    schedule,
)
from services.lending.domain.terms import Deferral
from tests.unit.lending.loans import FIXINGS, early, fixed_loan, index_loan

CORRECTED = [fixing for fixing in FIXINGS if fixing.effective_on < date(2023, 1, 1)]
"""The index as if the rise to 3 % had never been published."""


def test_after_a_correction_of_the_past_the_rest_starts_from_what_was_billed():
    billed = schedule(index_loan(), FIXINGS).rows[:3]
    plan = schedule(index_loan(), CORRECTED, frozen=billed)
    assert plan.rows[:3] == billed
    rest = index_loan(
        principal_cents=billed[-1].outstanding_cents, starts_on=billed[-1].due_on, instalments=7
    )
    alone = schedule(rest, CORRECTED).rows
    assert [row[2:] for row in plan.rows[3:]] == [row[2:] for row in alone]
    assert [row.number for row in plan.rows] == list(range(1, 11))


def test_deferred_interest_that_was_billed_is_carried_on():
    loan = index_loan(deferral=Deferral(instalments=3, interest="deferred"))
    billed = schedule(loan, FIXINGS).rows[:2]
    third = schedule(loan, CORRECTED, frozen=billed).rows[2]
    owed = billed[-1].outstanding_cents + billed[-1].deferred_interest_cents
    assert third.interest_due_cents == round(owed * Decimal("0.026"))


def test_billed_rows_go_on_after_an_early_repayment_among_them():
    loan = index_loan(early_repayments=early("2024-05-01", "100000"))
    billed = schedule(loan, FIXINGS).rows[:3]
    plan = schedule(loan, CORRECTED, frozen=billed)
    assert [(row.number, row.event) for row in plan.rows[1:4]] == [
        (2, "instalment"),
        (3, "early_repayment"),
        (3, "instalment"),
    ]
    assert plan.rows[-1].outstanding_cents == 0


def test_an_early_repayment_before_the_last_billed_row_is_refused():
    billed = schedule(fixed_loan()).rows[:3]
    late = fixed_loan(early_repayments=early("2024-08-01", "1000"))
    with pytest.raises(EarlyRepaymentBeforeBilling) as refusal:
        schedule(late, frozen=billed)
    assert refusal.value.facts["billed_until"] == date(2025, 5, 1)


def test_an_early_repayment_on_the_last_billed_day_comes_after_what_was_billed():
    billed = schedule(index_loan(), FIXINGS).rows[:3]
    repaying = index_loan(early_repayments=early("2025-05-01", "100000"))
    plan = schedule(repaying, CORRECTED, frozen=billed)
    assert (plan.rows[:3], plan.rows[3].event, plan.rows[3].number) == (billed, "early_repayment", 4)


def test_a_loan_repaid_early_and_billed_stays_repaid():
    loan = index_loan(profile="in_fine", early_repayments=early("2024-05-01", "1000000"))
    billed = schedule(loan, FIXINGS).rows
    assert schedule(loan, CORRECTED, frozen=billed).rows == billed


def test_the_next_instalment_is_the_first_after_the_day_and_never_an_early_repayment():
    plan = schedule(fixed_loan(early_repayments=early("2023-06-01", "1000")))
    assert next_instalment(plan, date(2023, 4, 30)).due_on == date(2023, 5, 1)
    assert next_instalment(plan, date(2023, 5, 1)).due_on == date(2024, 5, 1)
    assert next_instalment(plan, date(2032, 5, 1)) is None


@pytest.mark.parametrize(
    ("day", "cents"),
    [("2022-04-30", 0), ("2022-05-01", 100_000_000), ("2023-04-30", 100_000_000), ("2032-05-01", 0)],
)
def test_what_is_outstanding_counts_the_instalments_due_that_day(day, cents):
    assert outstanding_on(schedule(fixed_loan()), date.fromisoformat(day)) == cents


def test_deferred_interest_on_a_day_is_what_the_last_row_left():
    plan = schedule(fixed_loan("0.03", deferral=Deferral(instalments=2, interest="deferred")))
    assert deferred_interest_on(plan, date(2023, 4, 30)) == 0
    assert deferred_interest_on(plan, date(2023, 5, 1)) == 3_000_000
