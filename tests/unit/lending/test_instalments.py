from decimal import Context, Decimal, localcontext

import pytest

from services.lending.domain.terms import Deferral
from tests.unit.lending.loans import fixed_loan, index_loan, instalments, rows


def amounts(terms) -> list[int]:
    return [row.instalment_cents for row in rows(terms)]


def test_a_tie_of_half_a_cent_rounds_up():
    # 100.01 over two instalments without interest: 50.005 each
    assert amounts(fixed_loan("0", principal_cents=10_001, instalments=2)) == [5001, 5000]


def test_a_tie_of_interest_rounds_up_though_a_twelfth_has_no_last_decimal():
    # 1.50 at 4 % over one month: 0.005 exactly
    loan = fixed_loan(
        "0.04", principal_cents=150, instalments=2, months_between_instalments=1, interest_mode="proportional"
    )
    assert rows(loan)[0].interest_due_cents == 1


def test_equivalent_interest_of_a_perfect_power_is_exact():
    # (1 + 2.01 %)^(1/2) = 1.01: half a cent on 0.50, a tie
    loan = fixed_loan("0.0201", principal_cents=50, instalments=2, months_between_instalments=6)
    assert rows(loan)[0].interest_due_cents == 1


def test_where_growth_equals_the_rate_the_first_instalment_is_the_debt_with_interest_over_the_count():
    loan = fixed_loan("0.01", instalments=20, progressivity=Decimal("0.01"))
    assert amounts(loan)[:3] == [5_050_000, 5_100_500, 5_151_505]


def test_instalments_grow_by_the_root_of_the_yearly_growth():
    loan = fixed_loan(months_between_instalments=6, progressivity=Decimal("0.0816"))
    first, second, third, *_ = amounts(loan)
    assert abs(second - first * Decimal("1.04")) < 2
    assert abs(third - first * Decimal("1.0816")) < 2


def test_yearly_growth_comes_on_the_anniversaries_of_the_first_instalment():
    loan = fixed_loan(
        months_between_instalments=3, progressivity=Decimal("0.02"), progressivity_applies="every_year"
    )
    paid = amounts(loan)
    assert len(set(paid[:4])) == 1
    assert abs(paid[4] - paid[3] * Decimal("1.02")) < 2
    assert len(set(paid[4:8])) == 1


def test_anniversaries_are_counted_from_the_first_instalment_even_if_it_is_deferred():
    loan = fixed_loan(
        months_between_instalments=6,
        progressivity=Decimal("0.02"),
        progressivity_applies="every_year",
        deferral=Deferral(instalments=1, interest="paid"),
    )
    paid = amounts(loan)
    assert paid[2] > paid[1] == pytest.approx(paid[2] / 1.02, abs=2)
    assert paid[2] == paid[3]


def test_constant_capital_repays_the_same_principal_each_time():
    loan = index_loan(profile="capital_priority", instalments=8)
    assert [row.principal_repaid_cents for row in instalments(loan)] == [12_500_000] * 8


def test_a_revision_leaves_the_principal_parts_as_they_are():
    growing = {"profile": "capital_priority", "capital_progressivity": Decimal("0.01")}
    moving = [row.principal_repaid_cents for row in instalments(index_loan(**growing))]
    fixed = [row.principal_repaid_cents for row in instalments(fixed_loan("0.09", **growing))]
    assert moving == fixed
    assert abs(moving[1] - moving[0] * Decimal("1.01")) < 2


def test_in_fine_pays_interest_only_and_the_principal_at_the_end():
    *before, last = rows(fixed_loan("0.03", profile="in_fine"))
    assert {row.instalment_cents for row in before} == {3_000_000}
    assert (last.instalment_cents, last.principal_repaid_cents) == (103_000_000, 100_000_000)


def test_interest_beyond_the_instalment_is_deferred_and_repaid_before_principal():
    loan = fixed_loan("0.05", instalments=30, progressivity=Decimal("0.06"))
    plan = rows(loan)
    first = plan[0]
    assert first.interest_paid_cents == first.instalment_cents
    assert first.deferred_interest_cents == first.interest_due_cents - first.instalment_cents
    assert plan[1].interest_due_cents > first.interest_due_cents  # the stock bears interest
    repaying = next(row for row in plan if row.interest_paid_cents > row.interest_due_cents)
    assert repaying.principal_repaid_cents == 0 or repaying.deferred_interest_cents == 0


def test_no_instalment_is_more_than_settles_the_loan():
    # 0.03 over five: 0.006 each, rounded up to a cent, so that three are enough
    assert amounts(fixed_loan("0", principal_cents=3, instalments=5)) == [1, 1, 1, 0, 0]


@pytest.mark.parametrize(
    ("interest", "instalment", "deferred", "outstanding"),
    [
        ("paid", 3_000_000, 0, 100_000_000),
        ("deferred", 0, 3_000_000, 100_000_000),
        ("capitalised", 0, 0, 103_000_000),
    ],
)
def test_the_interest_of_a_deferral_is_paid_or_deferred_or_capitalised(
    interest, instalment, deferred, outstanding
):
    first = rows(fixed_loan("0.03", deferral=Deferral(instalments=2, interest=interest)))[0]
    assert first.interest_due_cents == 3_000_000
    assert first.principal_repaid_cents == 0
    assert (first.instalment_cents, first.deferred_interest_cents, first.outstanding_cents) == (
        instalment,
        deferred,
        outstanding,
    )


def test_after_a_deferral_the_instalments_left_repay_what_is_then_owed():
    deferred = rows(fixed_loan("0.03", deferral=Deferral(instalments=2, interest="capitalised")))
    grown = fixed_loan("0.03", principal_cents=106_090_000, instalments=8)
    assert [row.instalment_cents for row in deferred[2:]] == amounts(grown)


def test_deferred_interest_of_a_capital_priority_loan_is_repaid_first_within_the_principal_parts():
    loan = fixed_loan(
        "0.10",
        instalments=4,
        profile="capital_priority",
        deferral=Deferral(instalments=1, interest="deferred"),
    )
    second = rows(loan)[1]  # 1,100,000.00 owed, a third of it beside the interest
    assert second.instalment_cents == 36_666_667 + 11_000_000
    assert second.interest_paid_cents == 11_000_000 + 10_000_000
    assert second.principal_repaid_cents == 26_666_667


def test_the_callers_decimal_context_does_not_matter():
    loan = index_loan(revision="DR", progressivity=Decimal("0.0123"), months_between_instalments=3)
    expected = rows(loan)
    with localcontext(Context(prec=4)):
        assert rows(loan) == expected
