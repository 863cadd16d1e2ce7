"""Schedules of the portfolio's loans, computed within the bounds of what is kept."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from operator import itemgetter

from services.lending.domain.calendar import due_dates_of
from services.lending.domain.fixings import IndexHistory
from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule, schedule
from services.lending.domain.terms import Terms
from shared.errors import Refusal

Histories = Mapping[str, IndexHistory] | IndexHistory | tuple[()]
"""The fixings of the indexes that a loan follows, as `schedule` takes them."""

AMOUNT_CENTS_MAX = 10**15
"""Ten thousand billion euros: deferred interest can outgrow any principal, and sums of a portfolio are kept as well."""

_AMOUNTS = itemgetter(slice(Row._fields.index("instalment_cents"), None))


class AmountTooLarge(Refusal):
    french = (
        "Les conditions de ce prêt mènent à des montants démesurés : {value} centimes, au plus {allowed}."
    )
    english = "The terms of this loan lead to amounts beyond measure: {value} cents, at most {allowed}."


def first_schedule(terms: Terms, histories: Histories) -> Schedule:
    """The schedule of a loan that enters, at the fixings of its indexes; raises the refusals of the engine."""
    return _within_bounds(schedule(terms, histories))


def amended_schedule(
    terms: Terms, histories: Histories, before: Schedule, kept_until: date | None, settled_until: date | None
) -> Schedule:
    """A loan's schedule once other terms are agreed.

    terms          the new ones
    before         its schedule until now
    kept_until     what is due by then stays as it is; None where all is computed anew
    settled_until  see Loan
    """
    kept = _until(before, kept_until).rows
    return _within_bounds(schedule(terms, histories, kept, _settled(before, settled_until)))


def revised_schedule(
    terms: Terms,
    histories: Histories,
    before: Schedule,
    billed_until: date,
    since: date,
    settled_until: date | None = None,
) -> Schedule:
    """A loan's schedule once an index has another value from a day on.

    before         its schedule until now
    billed_until   what is due by then was called, and stays
    since          the day: what falls due in periods that began before it stays too
    settled_until  see Loan

    A loan whose rates all stay what they were stays as it is, even where a correction once left its rows apart from
    what computing from the start gives.
    """
    started = _period_starts(terms)
    kept = [row for row in before.rows if row.due_on <= billed_until or started[row.number] < since]
    after = _within_bounds(schedule(terms, histories, kept, _settled(before, settled_until)))
    if terms.starts_on < since and _rates(after) == _rates(before):
        return before
    return after


def _settled(before: Schedule, settled_until: date | None) -> Schedule | None:
    return None if settled_until is None else _until(before, settled_until)


def _until(plan: Schedule, day: date | None) -> Schedule:
    """The rows due up to a day; none without one."""
    return replace(plan, rows=tuple(row for row in plan.rows if day is not None and row.due_on <= day))


def _period_starts(terms: Terms) -> list[date]:
    """By number of instalment; the interest of a prefinancing, number 0, is settled on the day the first one starts."""
    return [terms.starts_on, terms.starts_on, *due_dates_of(terms)]


def _rates(plan: Schedule) -> list[tuple]:
    return [(row.rate, row.progressivity) for row in plan.rows]


def _within_bounds(plan: Schedule) -> Schedule:
    largest = max(map(max, map(_AMOUNTS, plan.rows)))
    if largest > AMOUNT_CENTS_MAX:
        raise AmountTooLarge(field="terms", value=largest, allowed=AMOUNT_CENTS_MAX)
    return plan
