from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.lending.domain.operation_balance import (
    TAX_EXEMPT_YEARS,
    TAX_EXEMPT_YEARS_GREEN,
    Charge,
    Operation,
    balance,
    equilibrium_rent,
    loan_repayments,
)
from services.lending.domain.schedule import schedule
from tests.unit.lending.loans import fixed_loan

SMALL = Operation(years=3, rent_cents=100_000, repayments_cents=(60_000, 60_000, 60_000))


def test_the_account_of_a_year_is_rents_that_come_in_less_charges_and_repayments():
    operation = replace(
        SMALL,
        rent_growth=Decimal("0.01"),
        vacancy=Decimal("0.03"),
        unpaid=Decimal("0.02"),
        charges=(Charge(cents=20_000, growth=Decimal("0.02")),),
    )
    # 950.00 − 200.00 − 600.00; 959.50 − 204.00 − 600.00; 969.10 − 208.08 − 600.00
    assert balance(operation).results_cents == (15_000, 15_550, 16_102)
    assert balance(operation).totals_cents == (15_000, 30_550, 46_652)
    assert balance(operation).holds


@pytest.mark.parametrize(("exempt", "years"), [(TAX_EXEMPT_YEARS, 25), (TAX_EXEMPT_YEARS_GREEN, 30)])
def test_property_tax_falls_in_after_the_exemption(exempt, years):
    tax = Charge(cents=50_000, from_year=exempt + 1)
    found = balance(Operation(years=years + 2, rent_cents=10_000, charges=(tax,)))
    assert found.results_cents[years - 1 :] == (10_000, -40_000, -40_000)
    assert found.first_negative_year == years + 1
    assert found.first_negative_total is None
    assert not found.holds


def test_a_total_may_be_negative_in_a_year_that_is_not():
    found = balance(replace(SMALL, repayments_cents=(150_000, 60_000, 0)))
    assert found.results_cents == (-50_000, 40_000, 100_000)
    assert (found.first_negative_year, found.first_negative_total) == (1, 1)
    assert found.totals_cents == (-50_000, -10_000, 90_000)


def test_repayments_end_when_the_loans_do():
    assert balance(replace(SMALL, repayments_cents=(60_000,))).results_cents == (40_000, 100_000, 100_000)


def test_loans_are_repaid_in_civil_years():
    loans = [schedule(fixed_loan(instalments=2)), schedule(fixed_loan(instalments=1))]
    two, one = (sum(row.instalment_cents for row in plan.rows[:1]) for plan in loans)
    assert loan_repayments(loans, 2022, 4) == (0, two + one, loans[0].rows[1].instalment_cents, 0)
    assert loan_repayments(loans, 2024, 1) == (loans[0].rows[1].instalment_cents,)


def test_no_rent_balances_an_operation_that_none_comes_in_from():
    assert equilibrium_rent(replace(SMALL, vacancy=Decimal(1))) is None


def test_without_costs_any_rent_balances():
    assert equilibrium_rent(Operation(years=3, rent_cents=5)) == 0


operations = st.builds(
    Operation,
    years=st.integers(1, 60),
    rent_cents=st.integers(0, 10**9),
    rent_growth=st.integers(-200, 300).map(lambda n: Decimal(n).scaleb(-4)),
    vacancy=st.integers(0, 3000).map(lambda n: Decimal(n).scaleb(-4)),
    unpaid=st.integers(0, 1000).map(lambda n: Decimal(n).scaleb(-4)),
    charges=st.lists(
        st.builds(
            Charge,
            cents=st.integers(0, 10**8),
            growth=st.integers(-200, 300).map(lambda n: Decimal(n).scaleb(-4)),
            from_year=st.integers(1, 30),
        ),
        max_size=4,
    ).map(tuple),
    repayments_cents=st.lists(st.integers(0, 10**9), max_size=60).map(tuple),
)


@given(operations)
def test_the_equilibrium_rent_is_the_lowest_that_passes_both_tests(operation):
    rent = equilibrium_rent(operation)
    assert balance(replace(operation, rent_cents=rent)).holds
    assert rent == 0 or not balance(replace(operation, rent_cents=rent - 1)).holds


@pytest.mark.parametrize("years", [1, 40])
def test_an_operation_without_anything_balances(years):
    assert balance(Operation(years=years, rent_cents=0)).holds
