"""Schedules of the portfolio's loans, computed within the bounds of what is kept."""

from collections.abc import Sequence
from datetime import date
from operator import itemgetter

from services.lending.domain.fixings import IndexHistory
from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule, schedule
from services.lending.domain.terms import Terms
from shared.errors import Refusal

AMOUNT_CENTS_MAX = 10**15
"""Ten thousand billion euros: deferred interest can outgrow any principal, and sums of a portfolio are kept as well."""

_AMOUNTS = itemgetter(slice(Row._fields.index("instalment_cents"), None))


class AmountTooLarge(Refusal):
    french = (
        "Les conditions de ce prêt mènent à des montants démesurés : {value} centimes, au plus {allowed}."
    )
    english = "The terms of this loan lead to amounts beyond measure: {value} cents, at most {allowed}."


def first_schedule(terms: Terms, history: IndexHistory | tuple[()]) -> Schedule:
    """The schedule of a loan that enters, at the fixings of its index; raises the refusals of the engine."""
    return _within_bounds(schedule(terms, history))


def revised_schedule(
    terms: Terms, history: IndexHistory, before: Sequence[Row], billed_until: date
) -> Schedule:
    """A loan's schedule at other fixings: of the rows before, those up to billed_until stay."""
    frozen = tuple(row for row in before if row.due_on <= billed_until)
    return _within_bounds(schedule(terms, history, frozen=frozen))


def _within_bounds(plan: Schedule) -> Schedule:
    largest = max(map(max, map(_AMOUNTS, plan.rows)))
    if largest > AMOUNT_CENTS_MAX:
        raise AmountTooLarge(field="terms", value=largest, allowed=AMOUNT_CENTS_MAX)
    return plan
