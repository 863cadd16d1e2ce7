"""Interest on what is paid late (intérêts de retard, pénalités de retard)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from services.lending.domain.calendar import months_later, year_fraction
from services.lending.domain.fixings import Fixing, FixingMissing, IndexHistory
from services.lending.domain.precision import DIGITS, scaled, to_cents

LATE_INDEX = "livret_a"
LATE_MARGIN = Decimal("0.06")
"""Six points above the Livret A."""
_NO_RATE = Decimal(0)


@dataclass(frozen=True, slots=True)
class LateSegment:
    """A stretch of days over which neither the rate nor what bears it moves.

    start, end   the first day is not counted and the last one is
    rate         annual fraction of 1
    bears_cents  the amount late, with the interest capitalised before
    """

    start: date
    end: date
    days: int
    rate: Decimal
    bears_cents: int
    interest_cents: int


@dataclass(frozen=True, slots=True)
class LateInterest:
    """What an amount paid late costs, stretch by stretch; the stretches sum to the cent."""

    segments: tuple[LateSegment, ...]

    @property
    def cents(self) -> int:
        """Interest in all."""
        return sum(segment.interest_cents for segment in self.segments)


def late_interest(
    amount_cents: int, due_on: date, until: date, fixings: IndexHistory | Iterable[Fixing]
) -> LateInterest:
    """Interest on an amount due one day and paid another, none if that is not later.

    K·(T + 6 points)·days/365, simple, with T the Livret A day by day: a value counts from the very day it takes effect.
    K is the amount, and after each full year due the interest run until then as well (anatocism).
    fixings  of the Livret A
    [C] Years are counted from the due date, without drift; each stretch is rounded half-up to the cent, so that a
    statement adds up; the rate is never below 0 %.

    Raises FixingMissing where the Livret A has no value in force on a day that needs one.

    Source: standard wording of the savings funds' contracts, article "Intérêts de retard"; yearly capitalisation: code
    civil, art. 1343-2.
    """
    history = fixings if isinstance(fixings, IndexHistory) else IndexHistory(fixings)
    segments: list[LateSegment] = []
    bears = amount_cents
    for start, end in pairwise(_years(due_on, until)):
        year = _segments(bears, start, end, history)
        bears += sum(segment.interest_cents for segment in year)
        segments += year
    return LateInterest(tuple(segments))


def _years(due_on: date, until: date) -> list[date]:
    """The due date, its anniversaries before the end, and the end; nothing where that is not later."""
    if until <= due_on:
        return []
    years = until.year - due_on.year + 1
    anniversaries = (months_later(due_on, 12 * year) for year in range(1, years))
    return [due_on, *(day for day in anniversaries if day < until), until]


def _segments(bears_cents: int, start: date, end: date, history: IndexHistory) -> list[LateSegment]:
    days = [start, *history.changes_between(start, end), end]
    return [_segment(bears_cents, *stretch, history) for stretch in pairwise(days)]


def _segment(bears_cents: int, start: date, end: date, history: IndexHistory) -> LateSegment:
    rate = _late_rate(history, start)
    interest = bears_cents * Fraction(rate) * year_fraction(start, end, "act/365")
    return LateSegment(start, end, (end - start).days, rate, bears_cents, to_cents(scaled(interest)))


def _late_rate(history: IndexHistory, day: date) -> Decimal:
    rank = history.rank_on(day)
    if rank == 0:
        raise FixingMissing(LATE_INDEX, day)
    return max(DIGITS.add(history.values[rank - 1], LATE_MARGIN), _NO_RATE)
