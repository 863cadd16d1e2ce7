from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.lending.domain.commission import commission_cents
from services.lending.domain.effective_rate import Fee, NoEffectiveRate, effective_rate
from services.lending.domain.fixings import Fixing
from services.lending.domain.schedule import schedule
from services.lending.domain.terms import Deferral, Prefinancing
from tests.unit.lending.loans import disbursement, early, fixed_loan, index_loan
from tests.unit.lending.strategies import fixings, terms

START = date(2022, 5, 1)


def teg(terms, *fees: Fee) -> Decimal:
    return effective_rate(schedule(terms), fees).teg


@pytest.mark.parametrize("profile", ["instalment_priority", "capital_priority", "in_fine"])
def test_without_fees_a_yearly_loan_costs_its_rate(profile):
    assert teg(fixed_loan("0.0236", profile=profile)) == Decimal("0.0236")


@pytest.mark.parametrize("months", [1, 3, 6])
def test_without_fees_proportional_interest_costs_its_rate(months):
    loan = fixed_loan("0.0236", months_between_instalments=months, interest_mode="proportional")
    assert teg(loan) == Decimal("0.0236")


def test_equivalent_interest_costs_less_than_its_rate_since_the_teg_is_proportional():
    # (1.0236^(1/4) − 1)·4
    found = effective_rate(schedule(fixed_loan("0.0236", months_between_instalments=3)))
    assert (found.teg, found.period_rate, found.months) == (Decimal("0.023394"), Decimal("0.005848"), 3)


def test_every_cent_counts_in_a_loan_of_one_euro():
    assert teg(fixed_loan("0.03", principal_cents=100, instalments=1)) == Decimal("0.03")


def test_a_fee_on_the_first_day_lowers_what_is_lent():
    # 1,000,000 − 20,000 lent for one year, 1,030,000 paid back: 1030/980 − 1
    loan = fixed_loan("0.03", instalments=1)
    assert teg(loan, Fee(START, 2_000_000)) == Decimal("0.051020")


def test_a_fee_counts_by_its_day():
    loan = fixed_loan("0.03", instalments=2)
    early_fee, late_fee = (teg(loan, Fee(day, 1_000_000)) for day in (START, date(2024, 5, 1)))
    assert early_fee > late_fee > Decimal("0.03")


def test_the_commission_of_a_loan_shows_in_its_rate():
    loan = fixed_loan("0.0236", instalments=40)
    cost = commission_cents(loan.principal_cents, local_public_sector=False)
    assert teg(loan, Fee(START, cost)) == Decimal("0.023635")


def test_prefinancing_counts_from_each_disbursement():
    paid_out = (disbursement("2021-05-01", "600000"), disbursement("2021-11-01", "400000"))
    for settlement in ("paid", "capitalised"):
        loan = fixed_loan("0.03", prefinancing=Prefinancing(disbursements=paid_out, settlement=settlement))
        assert teg(loan) == pytest.approx(Decimal("0.03"), abs=Decimal("0.0001"))


def test_capitalised_prefinancing_of_equivalent_interest_costs_the_rate_itself():
    paid_out = (disbursement("2021-05-01", "600000"), disbursement("2021-11-01", "400000"))
    loan = fixed_loan("0.03", prefinancing=Prefinancing(disbursements=paid_out, settlement="capitalised"))
    assert teg(loan) == Decimal("0.03")


def test_a_stub_counts_for_its_part_of_a_period():
    loan = fixed_loan("0.036", starts_on=date(2022, 5, 10), first_due_on=date(2022, 8, 1), instalments=5)
    assert teg(loan) == Decimal("0.036")


def test_a_deferral_and_an_early_repayment_at_no_cost_leave_it_as_it_is():
    loan = fixed_loan(
        "0.03",
        deferral=Deferral(instalments=2, interest="capitalised"),
        early_repayments=early("2026-05-01", "100000"),
    )
    assert teg(loan) == Decimal("0.03")


def test_a_free_loan_costs_nothing_and_a_free_loan_with_fees_something():
    assert teg(fixed_loan("0")) == 0
    assert teg(fixed_loan("0"), Fee(START, 1_000_000)) > 0


def test_it_is_the_index_known_that_counts():
    known = Fixing(date(2022, 2, 1), Decimal("0.01"))
    assert teg(index_loan(fixings=(known,))) == Decimal("0.016")


def test_fees_beyond_what_is_lent_are_refused():
    with pytest.raises(NoEffectiveRate):
        teg(fixed_loan(), Fee(START, 100_000_000))


@given(terms(), fixings(), st.integers(0, 10_000))
def test_it_grows_with_the_fees(loan, values, fee):
    plan = schedule(loan, values)
    assume(plan.principal_cents > 10**6)
    day = loan.prefinancing.disbursements[0].on if loan.prefinancing else loan.starts_on
    assert effective_rate(plan, [Fee(day, fee)]).teg >= effective_rate(plan).teg


@given(terms(plain=True), fixings(), st.integers(10**8, 10**12))
def test_at_the_rate_told_what_is_lent_and_what_is_paid_balance(loan, values, principal):
    """A millionth above it the borrower gains, a millionth below the lender does."""
    plan = schedule(replace(loan, principal_cents=principal), values)
    found = effective_rate(plan)
    above, below = (
        _worth(plan, (found.teg + step) * found.months / 12) for step in (Decimal("1e-6"), Decimal("-1e-6"))
    )
    assert above > 0 > below


def _worth(plan, period_rate: Decimal) -> Decimal:
    paid = sum(row.instalment_cents / (1 + period_rate) ** row.number for row in plan.rows)
    return plan.principal_cents - paid
