from datetime import date
from decimal import Decimal

import pytest

from services.lending.domain.early_repayment import EarlyRepaymentTooLarge
from services.lending.domain.terms import Deferral
from tests.unit.lending.loans import early, fixed_loan, index_loan, rows


def repayment(terms):
    return next(row for row in rows(terms) if row.event == "early_repayment")


def following(terms):
    plan = rows(terms)
    return plan[plan.index(repayment(terms)) + 1]


def test_on_a_due_date_it_comes_after_the_instalment_and_has_the_number_of_the_next():
    plan = rows(fixed_loan(early_repayments=early("2024-05-01", "100000")))
    assert [(row.number, row.event, row.due_on.year) for row in plan[1:4]] == [
        (2, "instalment", 2024),
        (3, "early_repayment", 2024),
        (3, "instalment", 2025),
    ]


def test_on_the_day_the_amortisation_starts_it_comes_first_and_nothing_has_accrued():
    plan = rows(fixed_loan("0.03", early_repayments=early("2022-05-01", "100000", kind="six_months")))
    assert (plan[0].number, plan[0].event, plan[0].interest_due_cents) == (1, "early_repayment", 0)
    assert plan[0].instalment_cents == 10_000_000 + 150_000
    assert plan[1:] == rows(fixed_loan("0.03", principal_cents=90_000_000))


def test_of_a_single_instalment_all_can_be_repaid_the_day_the_amortisation_starts():
    plan = rows(fixed_loan("0.03", instalments=1, early_repayments=early("2022-05-01", "1000000")))
    assert [(row.event, row.instalment_cents) for row in plan] == [("early_repayment", 100_000_000)]


def test_inside_a_period_the_interest_accrued_on_it_is_paid_with_it():
    # 100,000 at 3.6 % proportional from 1 May to 1 August: 900.00
    loan = fixed_loan("0.036", interest_mode="proportional", early_repayments=early("2022-08-01", "100000"))
    row = repayment(loan)
    assert (row.number, row.interest_due_cents, row.interest_paid_cents) == (1, 90_000, 90_000)
    assert row.instalment_cents == 10_000_000 + 90_000
    assert following(loan).interest_due_cents == 3_240_000  # the whole period on the 900,000 left


def test_later_instalments_are_recomputed_on_what_is_left_over_those_left():
    repaid = following(
        fixed_loan("0.03", profile="capital_priority", early_repayments=early("2024-05-01", "80000"))
    )
    assert repaid.principal_repaid_cents == (80_000_000 - 8_000_000) // 8
    left = rows(fixed_loan("0.03", early_repayments=early("2022-08-01", "100000")))
    smaller = rows(fixed_loan("0.03", principal_cents=90_000_000))
    assert left[1:] == smaller


def test_its_share_of_the_deferred_interest_is_repaid_with_it():
    # 50,000.00 deferred after one year at 5 %; a tenth of the principal takes a tenth of it
    loan = fixed_loan(
        "0.05",
        deferral=Deferral(instalments=2, interest="deferred"),
        early_repayments=early("2023-05-01", "100000"),
    )
    row = repayment(loan)
    assert (row.interest_due_cents, row.interest_paid_cents) == (0, 500_000)
    assert row.deferred_interest_cents == 4_500_000
    assert row.instalment_cents == 10_500_000


def test_inside_a_period_the_share_of_deferred_interest_bears_accrued_interest_too():
    loan = fixed_loan(
        "0.05",
        interest_mode="proportional",
        deferral=Deferral(instalments=2, interest="deferred"),
        early_repayments=early("2023-11-01", "100000"),
    )
    row = repayment(loan)
    assert row.interest_due_cents == 262_500  # six months at 5 % on 105,000.00
    assert row.interest_paid_cents == 262_500 + 500_000


@pytest.mark.parametrize(
    ("indemnity", "cents"),
    [
        ({"kind": "none"}, 0),
        ({"kind": "six_months"}, 150_000),
        ({"kind": "percent", "share": Decimal("0.03")}, 300_000),
        ({"kind": "amount", "amount_cents": 12_345}, 12_345),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_the_indemnity_comes_on_top_and_is_neither_interest_nor_principal(indemnity, cents):
    row = repayment(fixed_loan("0.03", early_repayments=early("2024-05-01", "100000", **indemnity)))
    assert row.instalment_cents == 10_000_000 + cents
    assert (row.interest_paid_cents, row.principal_repaid_cents) == (0, 10_000_000)


def test_on_a_due_date_it_has_the_rate_of_the_period_that_begins():
    loan = index_loan(early_repayments=early("2023-05-01", "100000", kind="six_months"))
    row = repayment(loan)
    assert row.rate == Decimal("0.036")
    assert row.instalment_cents == 10_000_000 + 180_000


def test_the_schedule_ends_with_an_early_repayment_of_all_that_is_outstanding():
    loan = fixed_loan("0.03", profile="in_fine", early_repayments=early("2024-05-01", "1000000"))
    plan = rows(loan)
    assert [row.event for row in plan] == ["instalment", "instalment", "early_repayment"]
    assert plan[-1].outstanding_cents == 0


def test_more_than_is_outstanding_is_refused_with_what_is_allowed():
    with pytest.raises(EarlyRepaymentTooLarge) as refusal:
        rows(fixed_loan(profile="capital_priority", early_repayments=early("2024-05-01", "800000.01")))
    assert refusal.value.facts["field"] == "early_repayments.0.amount"
    assert refusal.value.facts["allowed"].french == "au plus 800000.00"


@pytest.mark.parametrize("later", ["2024-05-01", "2024-05-02", "2030-05-01"])
def test_once_all_is_repaid_another_early_repayment_is_refused(later):
    everything = early("2024-05-01", "1000000")
    with pytest.raises(EarlyRepaymentTooLarge) as refusal:
        rows(fixed_loan("0.03", profile="in_fine", early_repayments=everything + early(later, "0.01")))
    assert refusal.value.facts["field"] == "early_repayments.1.amount"
    assert refusal.value.facts["allowed"].english == "at most 0.00"


def test_the_order_in_which_early_repayments_are_listed_does_not_matter():
    one, two = early("2024-05-01", "1000"), early("2023-09-01", "2000")
    assert rows(fixed_loan(early_repayments=one + two)) == rows(fixed_loan(early_repayments=two + one))


def test_in_a_deferral_it_lowers_the_interest_at_once():
    loan = fixed_loan(
        "0.03",
        deferral=Deferral(instalments=3, interest="paid"),
        early_repayments=early("2023-05-01", "500000"),
    )
    assert following(loan).instalment_cents == 1_500_000
    assert rows(loan)[0].due_on == date(2023, 5, 1)
