from datetime import date
from decimal import Decimal

import pytest

from services.lending.domain.rows import published_row
from services.lending.domain.schedule import outstanding_on, schedule
from services.lending.domain.terms import Prefinancing
from shared.errors import Invalid
from tests.unit.lending.loans import FIXINGS, disbursement, fixed_loan, index_loan, rows


def financed(settlement="capitalised", day_count=None, *paid_out):
    paid_out = paid_out or (disbursement("2021-05-01", "600000"), disbursement("2021-11-01", "400000"))
    return Prefinancing(disbursements=paid_out, settlement=settlement, day_count=day_count)


def capital(terms) -> int:
    return schedule(terms, FIXINGS).principal_cents


def test_capitalised_interest_joins_the_disbursements():
    # proportional, 3 %: a year on 600,000 and half a year on 400,000
    loan = fixed_loan("0.03", interest_mode="proportional", prefinancing=financed())
    assert capital(loan) == 100_000_000 + 1_800_000 + 600_000
    assert rows(loan)[0].number == 1


def test_paid_interest_is_row_zero_on_the_effect_date_without_rate():
    loan = fixed_loan("0.03", interest_mode="proportional", prefinancing=financed("paid"))
    assert published_row(rows(loan)[0]) == {
        "number": 0,
        "event": "prefinancing_interest",
        "due_on": "2022-05-01",
        "rate": "",
        "progressivity": "",
        "instalment": "24000.00",
        "interest_due": "24000.00",
        "interest_paid": "24000.00",
        "principal_repaid": "0.00",
        "deferred_interest": "0.00",
        "outstanding": "1000000.00",
    }


def test_during_prefinancing_a_change_counts_from_its_very_day():
    # 0.5 % + 0.6 % for nine months of 30 days, then 1 % + 0.6 % for three
    loan = index_loan(
        interest_mode="proportional",
        prefinancing=financed("paid", None, disbursement("2021-05-01", "1000000")),
    )
    assert rows(loan)[0].instalment_cents == 825_000 + 400_000


def test_equivalent_interest_multiplies_the_growth_of_the_segments_and_rounds_once():
    loan = index_loan(prefinancing=financed("paid", None, disbursement("2021-05-01", "1000000")))
    grown = Decimal("1.011") ** Decimal("0.75") * Decimal("1.016") ** Decimal("0.25")
    assert rows(loan)[0].instalment_cents == round((grown - 1) * 100_000_000)


def test_a_rate_that_is_fixed_first_may_end_being_so_during_prefinancing():
    # 2 % for half a year, 0.5 % + 0.6 % for three months, then 1 % + 0.6 % for three
    loan = index_loan(
        {"fixed_until": date(2021, 11, 1), "fixed_value": Decimal("0.02")},
        interest_mode="proportional",
        prefinancing=financed("paid", None, disbursement("2021-05-01", "1000000")),
    )
    assert rows(loan)[0].instalment_cents == 1_000_000 + 275_000 + 400_000
    assert rows(loan)[1].rate == Decimal("0.016")


def test_a_rate_cannot_be_fixed_until_a_day_before_any_prefinancing():
    never = {"fixed_until": date(2019, 5, 1), "fixed_value": Decimal("0.02")}
    with pytest.raises(Invalid) as refusal:
        index_loan(never, prefinancing=financed("paid"))
    error = refusal.value.field_errors()[0]
    assert (error.field, error.allowed.english) == ("rate.fixed_until", "after 2019-05-01")


def test_prefinancing_may_count_its_days_otherwise_than_the_loan():
    loan = fixed_loan(
        "0.0365",
        interest_mode="proportional",
        prefinancing=financed("paid", "act/365", disbursement("2022-04-21", "1000000")),
    )
    assert rows(loan)[0].instalment_cents == 100_000


def test_a_first_fixed_period_covers_prefinancing_too():
    primo = index_loan(
        {"fixed_until": date(2027, 5, 1), "fixed_value": Decimal("0.02")},
        interest_mode="proportional",
        prefinancing=financed("paid", None, disbursement("2021-05-01", "1000000")),
    )
    assert rows(primo)[0].instalment_cents == 2_000_000


def test_the_progressivity_is_readjusted_to_the_rate_at_the_end_of_prefinancing():
    loan = index_loan(
        {"contract_rate": Decimal("0.011")},
        revision="DR",
        progressivity=Decimal("0.005"),
        prefinancing=financed(),
    )
    first = rows(loan)[0]
    assert first.rate == Decimal("0.016")
    assert first.progressivity == round(Decimal("1.016") * Decimal("1.005") / Decimal("1.011") - 1, 12)


def test_money_paid_out_on_the_effect_date_bears_no_prefinancing_interest():
    loan = fixed_loan(prefinancing=financed("capitalised", None, disbursement("2022-05-01", "1000000")))
    assert capital(loan) == 100_000_000


@pytest.mark.parametrize(
    ("day", "cents"),
    [("2021-04-30", 0), ("2021-05-01", 60_000_000), ("2022-04-30", 100_000_000), ("2022-05-01", 102_400_000)],
)
def test_what_is_outstanding_before_the_effect_date_is_what_was_paid_out(day, cents):
    loan = fixed_loan("0.03", interest_mode="proportional", prefinancing=financed())
    assert outstanding_on(schedule(loan), date.fromisoformat(day)) == cents
