from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from services.lending.domain.contract import contract_schedule
from services.lending.domain.schedule import outstanding_on, schedule
from tests.unit.lending.loans import FIXINGS, early, fixed_loan, index_loan
from tests.unit.lending.strategies import both_indexes, fixings, terms


def test_an_alliage_owes_each_day_what_its_two_lines_owe():
    fixed, moving = (
        schedule(fixed_loan("0.0275", principal_cents=60_000_000)),
        schedule(index_loan(), FIXINGS),
    )
    together = contract_schedule([fixed, moving])
    assert [row.due_on for row in together] == [row.due_on for row in fixed.rows]
    first = together[0]
    assert first.instalment_cents == fixed.rows[0].instalment_cents + moving.rows[0].instalment_cents
    assert first.outstanding_cents == fixed.rows[0].outstanding_cents + moving.rows[0].outstanding_cents
    assert together[-1].outstanding_cents == 0


def test_a_line_that_owes_nothing_that_day_still_counts_in_what_is_outstanding():
    yearly = schedule(fixed_loan())
    quarterly = schedule(fixed_loan(months_between_instalments=3, instalments=8))
    row = next(row for row in contract_schedule([yearly, quarterly]) if row.due_on == date(2022, 8, 1))
    assert row.instalment_cents == quarterly.rows[0].instalment_cents
    assert row.outstanding_cents == 100_000_000 + quarterly.rows[0].outstanding_cents


def test_an_early_repayment_on_a_due_date_is_in_the_row_of_that_day():
    plan = schedule(fixed_loan(early_repayments=early("2024-05-01", "100000")))
    row = contract_schedule([plan])[1]
    assert row.principal_repaid_cents == plan.rows[1].principal_repaid_cents + 10_000_000
    assert row.outstanding_cents == plan.rows[2].outstanding_cents


def test_a_contract_without_lines_owes_nothing():
    assert contract_schedule([]) == []


@given(st.lists(terms(switches=True), min_size=1, max_size=4), fixings())
def test_a_contract_is_the_sum_of_its_lines(loans, values):
    plans = [schedule(loan, both_indexes(values)) for loan in loans]
    together = contract_schedule(plans)
    for place in range(5, 9):
        assert sum(row[place - 4] for row in together) == sum(
            row[place] for plan in plans for row in plan.rows
        )
    assert [row.due_on for row in together] == sorted({row.due_on for plan in plans for row in plan.rows})
    for row in together:
        assert row.outstanding_cents == sum(outstanding_on(plan, row.due_on) for plan in plans)
