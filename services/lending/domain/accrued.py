"""Interest that has run and is not due yet (intérêts courus non échus, ICNE)."""

from bisect import bisect_right
from collections.abc import Mapping
from datetime import date

from services.lending.domain.calendar import year_fraction
from services.lending.domain.interest import period_rate
from services.lending.domain.precision import to_cents
from services.lending.domain.prefinancing import prefinancing_interest
from services.lending.domain.schedule import (
    Fixings,
    Schedule,
    deferred_interest_on,
    loan_rates,
    outstanding_on,
)


def accrued_interest_on(plan: Schedule, day: date, fixings: Fixings | Mapping[str, Fixings] = ()) -> int:
    """ICNE at the end of a day, in cents: 0 on a due date, and once the loan is repaid.

    K·((1 + t)^b − 1), or K·t·b where interest is proportional: K what is owed at the end of that day, deferred interest
    included, t the rate of the period it lies in, b the part of a year from the start of that period to the day.
    Before starts_on, what prefinancing has borne until then.

    fixings  as given to `schedule`; needed for days before starts_on only

    [C] Days are counted as the loan counts them, 30/360 as in a stub; interest paid with an early repayment inside the
    period is due no more.

    Source: plan comptable général, charges à payer; the formula is that of the contract's interest.
    """
    terms = plan.terms
    if day < terms.starts_on:
        running = terms.prefinancing is not None
        return prefinancing_interest(terms, loan_rates(terms, fixings), until=day) if running else 0
    past = bisect_right(plan.rows, day, key=lambda row: row.due_on)
    if past == len(plan.rows):
        return 0
    years = year_fraction(_period_start(plan, past), day, terms.day_count)
    owed = outstanding_on(plan, day) + deferred_interest_on(plan, day)
    return to_cents(owed * period_rate(plan.rows[past].rate, years, terms.interest_mode))


def _period_start(plan: Schedule, past: int) -> date:
    """The last due date among the rows that are past: an early repayment ends no period."""
    dues = (row.due_on for row in reversed(plan.rows[:past]) if row.event == "instalment")
    return next(dues, plan.terms.starts_on)
