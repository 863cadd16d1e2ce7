"""What an early repayment costs by a discount curve."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from services.lending.domain.discounting import present_value, zero_coupon_rate
from services.lending.domain.fixings import Fixing
from services.lending.domain.terms import CurvePoint, Deferral
from tests.unit.lending.loans import FIXINGS, early, fixed_loan, index_loan, rows

ON = date(2024, 5, 1)


def curve(**points: str) -> tuple[CurvePoint, ...]:
    """Points by their months: curve(m12="0.02")."""
    return tuple(CurvePoint(months=int(name[1:]), rate=Decimal(rate)) for name, rate in points.items())


def indemnity(loan_of, rates, on="2024-05-01", amount="100000", fixings=FIXINGS) -> int:
    """Beside principal and interest, in cents."""
    terms = loan_of(early_repayments=early(on, amount, kind="actuarial", curve=rates))
    row = next(row for row in rows(terms, fixings) if row.event == "early_repayment")
    return row.instalment_cents - row.principal_repaid_cents - row.interest_paid_cents


def in_fine(**facts):
    return fixed_loan("0.03", profile="in_fine", **facts)


def test_where_markets_pay_what_the_loan_pays_nothing_is_lost():
    assert indemnity(in_fine, curve(m12="0.0305")) == 0  # leap days make act/365 a hair longer than years


def test_where_markets_pay_more_the_borrower_gets_nothing_back():
    assert indemnity(in_fine, curve(m12="0.08")) == 0


def test_it_is_the_worth_of_the_flows_repaid_less_the_principal():
    # 100,000 lent at 3 % for eight years to come, while money earns nothing: eight times 3,000
    assert indemnity(in_fine, curve(m12="0")) == 2_400_000


def test_flows_are_discounted_at_the_rate_of_their_own_day():
    days = [date(year, 5, 1) for year in range(2025, 2033)]
    years = [Decimal((day - ON).days) / 365 for day in days]
    flows = [Decimal(300_000)] * 7 + [Decimal(10_300_000)]
    worth = sum(flow / Decimal("1.01") ** year for flow, year in zip(flows, years, strict=True))
    assert indemnity(in_fine, curve(m12="0.01")) == round(worth) - 10_000_000


def test_inside_a_period_the_accrued_interest_is_taken_from_the_worth():
    def loan(**facts):
        return in_fine(interest_mode="proportional", **facts)

    # half a year of 3 % is settled with the principal, and eight and a half years were to come
    assert indemnity(loan, curve(m12="0"), on="2023-11-01") == 9 * 300_000 - 150_000


def test_the_deferred_interest_repaid_with_the_principal_is_not_paid_twice():
    def loan(**facts):
        return in_fine(deferral=Deferral(instalments=2, interest="deferred"), **facts)

    # a tenth of 60,900.00 deferred is repaid too; both bear 3 % for eight years
    assert indemnity(loan, curve(m12="0")) == pytest.approx(8 * 0.03 * (10_000_000 + 609_000), abs=2)


def test_no_later_value_of_the_index_changes_it():
    later = [*FIXINGS, Fixing(date(2027, 1, 1), Decimal("0.09"))]
    known = [fixing for fixing in FIXINGS if fixing.effective_on <= ON]
    of_index = {
        loan: indemnity(index_loan, curve(m12="0.01"), fixings=loan) for loan in (tuple(later), tuple(known))
    }
    assert len(set(of_index.values())) == 1
    assert min(of_index.values()) > 0


def test_no_other_early_repayment_changes_it():
    cost = {"kind": "actuarial", "curve": curve(m12="0.01")}
    alone = rows(in_fine(early_repayments=early("2024-05-01", "100000", **cost)))
    both = early("2024-05-01", "100000", **cost) + early("2026-05-01", "500000")
    first = next(row for row in rows(in_fine(early_repayments=both)) if row.event == "early_repayment")
    assert first in alone


@pytest.mark.parametrize(
    ("months", "rate"),
    [
        ("6", "0.02"),
        ("12", "0.02"),
        ("18", "0.025"),
        ("24", "0.03"),
        ("42", "0.02"),
        ("60", "0.01"),
        ("600", "0.01"),
    ],
)
def test_between_points_the_rate_is_interpolated_and_outside_it_is_that_of_the_end(months, rate):
    points = curve(m12="0.02", m24="0.03", m60="0.01")
    assert zero_coupon_rate(points, Fraction(int(months), 12)) == Decimal(rate)


def test_money_due_today_is_worth_itself():
    assert present_value([(ON, 12_345)], curve(m12="0.05"), ON) == 12_345
