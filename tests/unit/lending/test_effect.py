from datetime import date
from decimal import Decimal

from services.lending.domain.effect import Effect, effect_of
from services.lending.domain.fixings import Fixing
from services.lending.domain.schedule import schedule
from tests.unit.lending.loans import FIXINGS, early, index_loan

EFFECTIVE_ON = date(2026, 2, 1)
AS_OF = date(2026, 1, 29)


def effect(loan, value: str = "0.015") -> Effect:
    """Of a new value on 1 February 2026."""
    revised = (*FIXINGS, Fixing(EFFECTIVE_ON, Decimal(value)))
    return effect_of(schedule(loan, FIXINGS), schedule(loan, revised), EFFECTIVE_ON, AS_OF)


def test_the_first_revised_instalment_is_the_one_whose_period_begins_after_the_new_value():
    change = effect(index_loan())
    assert change.is_change
    assert change.first_before.due_on == change.first_after.due_on == date(2027, 5, 1)
    assert (change.first_before.rate, change.first_after.rate) == (Decimal("0.023"), Decimal("0.021"))


def test_what_falls_due_next_is_still_collected_at_the_old_rate():
    change = effect(index_loan())
    assert change.next_before_cents == change.next_after_cents > 0


def test_the_same_value_again_is_no_change():
    change = effect(index_loan(), "0.017")
    assert not change.is_change
    assert (change.first_before, change.first_after) == (None, None)
    assert change.outstanding_cents > 0


def test_the_outstandings_are_those_of_the_day_the_value_takes_effect():
    plan = schedule(index_loan(), FIXINGS)
    assert effect(index_loan()).outstanding_cents == plan.rows[2].outstanding_cents


def test_once_everything_is_repaid_nothing_falls_due_next():
    change = effect(index_loan(instalments=3))
    assert (change.next_before_cents, change.next_after_cents, change.outstanding_cents) == (0, 0, 0)


def test_an_early_repayment_that_changes_first_is_not_taken_for_an_instalment():
    """Its interest changes with the rate, but it is no instalment: the one that follows it is shown."""
    loan = index_loan(early_repayments=early("2026-09-01", "100000"))
    revised = (
        *FIXINGS,
        Fixing(date(2026, 2, 1), Decimal("0.015")),
        Fixing(date(2026, 5, 1), Decimal("0.01")),
    )
    before, after = schedule(loan, FIXINGS), schedule(loan, revised)
    differing = next(row for row, old in zip(after.rows, before.rows, strict=True) if row != old)
    assert differing.event == "early_repayment"
    change = effect_of(before, after, EFFECTIVE_ON, AS_OF)
    assert (change.first_after.event, change.first_after.due_on) == ("instalment", date(2027, 5, 1))


def test_schedules_of_different_length_are_compared_as_far_as_both_go():
    """All is given back in 2028; at a higher rate less is repaid before, and something is left over."""
    owed = schedule(index_loan(), FIXINGS).rows[5].outstanding_cents
    loan = index_loan(early_repayments=early("2028-05-01", f"{owed / 100:.2f}"))
    change = effect(loan, "0.03")
    assert change.first_after.due_on == date(2027, 5, 1)
