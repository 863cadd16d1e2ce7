"""What was called and what was paid: in which order money settles it, and what lateness costs."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.lending.domain.fixings import Fixing, FixingMissing
from services.lending.domain.late_interest import late_interest
from services.lending.domain.receivables import Payment, Receivable, account_on, shares_of_payment

LIVRET_A = [Fixing(date(2020, 2, 1), Decimal("0.03")), Fixing(date(2025, 2, 1), Decimal("0.024"))]
MAY, NOVEMBER = date(2024, 5, 1), date(2024, 11, 1)
LATER = date(2025, 12, 15)


def called(due_on=MAY, interest=20_000, principal=80_000, number=1) -> Receivable:
    return Receivable(number, "instalment", due_on, interest, principal)


TWO = [called(), called(NOVEMBER, number=2)]


def test_what_is_paid_on_its_day_is_settled_and_costs_nothing_more():
    account = account_on(LATER, [called()], [Payment(MAY, 100_000)], LIVRET_A)
    assert (account.settled, account.late_interest_cents, account.credit_cents) == (1, 0, 0)


def test_what_is_due_today_is_not_late_yet():
    account = account_on(MAY, [called()], [], LIVRET_A)
    assert (account.claims[0].unpaid_cents, account.late_interest_cents) == (100_000, 0)


def test_a_part_pays_interest_before_principal():
    (claim,) = account_on(MAY, [called()], [Payment(MAY, 30_000)], LIVRET_A).claims
    assert (claim.interest_paid_cents, claim.principal_paid_cents) == (20_000, 10_000)


def test_the_oldest_is_settled_first():
    account = account_on(NOVEMBER, TWO, [Payment(NOVEMBER, 150_000)], LIVRET_A)
    assert [claim.unpaid_cents for claim in account.claims] == [0, 50_000]


def test_what_comes_before_its_time_is_kept_and_settles_what_falls_due_next_on_its_day():
    payments = [Payment(date(2024, 4, 20), 250_000)]
    assert account_on(date(2024, 4, 30), TWO, payments, LIVRET_A).credit_cents == 250_000
    assert account_on(MAY, TWO, payments, LIVRET_A).credit_cents == 150_000
    account = account_on(LATER, TWO, payments, LIVRET_A)
    assert (account.settled, account.credit_cents, account.late_interest_cents) == (2, 50_000, 0)


def test_each_part_bears_late_interest_up_to_the_day_it_is_paid():
    account = account_on(LATER, [called()], [Payment(NOVEMBER, 40_000)], LIVRET_A)
    paid_late = late_interest(40_000, MAY, NOVEMBER, LIVRET_A).cents
    assert account.late_interest_cents == paid_late + late_interest(60_000, MAY, LATER, LIVRET_A).cents


def test_late_interest_is_paid_once_nothing_else_is_due():
    cost = late_interest(100_000, MAY, NOVEMBER, LIVRET_A).cents
    account = account_on(LATER, [called()], [Payment(NOVEMBER, 100_000 + cost - 1)], LIVRET_A)
    assert (account.late_interest_cents, account.credit_cents) == (1, 0)
    account = account_on(LATER, [called()], [Payment(NOVEMBER, 100_000 + cost + 1)], LIVRET_A)
    assert (account.late_interest_cents, account.credit_cents) == (0, 1)


def test_money_goes_to_an_instalment_before_the_late_interest_of_an_older_one():
    account = account_on(NOVEMBER, TWO, [Payment(NOVEMBER, 200_000)], LIVRET_A)
    assert account.settled == 2
    assert account.late_interest_cents == late_interest(100_000, MAY, NOVEMBER, LIVRET_A).cents


def test_an_early_repayment_is_settled_after_the_instalment_of_its_day():
    early = Receivable(2, "early_repayment", MAY, 500, 50_000)
    account = account_on(MAY, [early, called()], [Payment(MAY, 100_000)], LIVRET_A)
    assert [claim.unpaid_cents for claim in account.claims] == [0, 50_500]


def test_lateness_without_a_value_of_the_livret_a_is_an_error_and_never_free():
    with pytest.raises(FixingMissing):
        account_on(LATER, [called(date(2019, 5, 1))], [], LIVRET_A)


days = st.dates(date(2023, 1, 1), date(2026, 1, 1))
receivables = st.lists(
    st.builds(called, days, st.integers(0, 10**7), st.integers(1, 10**7), st.integers(1, 100)),
    max_size=6,
    unique_by=lambda each: each.number,
)
payments = st.lists(st.builds(Payment, days, st.integers(1, 10**7)), max_size=6)


@given(receivables, payments, days)
def test_no_cent_is_lost_or_counted_twice(due, paid, day):
    account = account_on(day, due, paid, LIVRET_A)
    came = sum(payment.amount_cents for payment in paid if payment.value_on <= day)
    settled = sum(claim.paid_cents for claim in account.claims)
    assert came == settled + account.late_interest_paid_cents + account.credit_cents
    assert [claim.unpaid_cents == 0 for claim in account.claims[: account.settled]] == [
        True
    ] * account.settled
    assert account.late_interest_cents >= 0
    assert not account.credit_cents or account.settled == len(account.claims)


@given(receivables, payments, st.lists(st.integers(0, 400), max_size=6), days)
def test_from_the_day_of_its_return_a_payment_is_as_if_it_had_never_come_and_before_as_if_it_stayed(
    due, paid, delays, day
):
    returned = [
        replace(payment, returned_on=payment.value_on + timedelta(delay))
        for payment, delay in zip(paid, delays, strict=False)
    ]
    stayed = [
        payment
        for rank, payment in enumerate(paid)
        if rank >= len(returned) or day < returned[rank].returned_on
    ]
    known = [*returned, *paid[len(returned) :]]
    assert account_on(day, due, known, LIVRET_A) == account_on(day, due, stayed, LIVRET_A)


def test_a_payment_returned_on_the_very_day_it_came_never_counts():
    account = account_on(MAY, [called()], [Payment(MAY, 100_000, returned_on=MAY)], LIVRET_A)
    assert (account.settled, account.claims[0].paid_cents) == (0, 0)


@given(receivables, payments, days, st.randoms())
def test_the_order_in_which_facts_are_read_does_not_matter(due, paid, day, shuffler):
    mixed_due, mixed_paid = shuffler.sample(due, len(due)), shuffler.sample(paid, len(paid))
    first, second = (account_on(day, *facts, LIVRET_A) for facts in ((due, paid), (mixed_due, mixed_paid)))
    assert first.credit_cents == second.credit_cents
    assert first.late_interest_cents == second.late_interest_cents


def test_a_payment_for_a_contract_goes_to_the_oldest_due_of_its_lines_then_to_lateness_then_to_what_comes():
    lines = [
        (account_on(NOVEMBER, [called(NOVEMBER)], [], LIVRET_A), [called(LATER, number=2)]),
        (account_on(NOVEMBER, [called(MAY)], [], LIVRET_A), []),
    ]
    cost = lines[1][0].late_interest_cents
    assert shares_of_payment(60_000, lines) == [0, 60_000]
    assert shares_of_payment(130_000, lines) == [30_000, 100_000]
    assert shares_of_payment(200_000 + cost, lines) == [100_000, 100_000 + cost]
    assert shares_of_payment(320_000 + cost, lines) == [220_000, 100_000 + cost]


def test_what_a_credit_already_covers_is_not_asked_again():
    paid_ahead = account_on(MAY, [], [Payment(MAY, 70_000)], LIVRET_A), [called(NOVEMBER)]
    other = account_on(MAY, [], [], LIVRET_A), [called(LATER)]
    assert shares_of_payment(50_000, [paid_ahead, other]) == [30_000, 20_000]
