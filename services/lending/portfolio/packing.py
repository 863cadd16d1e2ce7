"""One loan's schedule in columns: what a row says and what the rows before it imply is kept once.

Of a regular instalment only the interest due, the deferred interest and the outstanding are kept; number and day follow
from the calendar, the other amounts from what is owed before and after it. A row that does not follow so (an early
repayment, the interest of a prefinancing) is kept whole beside them, so that whatever goes in comes out.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import repeat
from typing import NamedTuple, TypeVar

from services.lending.domain.calendar import due_dates, is_stub
from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule
from shared.money import RATE_DECIMALS_MAX, rate_text

NO_DAY = 0
NO_RATE = -(2**63)
_EVENTS = ("instalment", "early_repayment", "prefinancing_interest")
_UNIT = Decimal(1).scaleb(-RATE_DECIMALS_MAX)
_Value = TypeVar("_Value")
_ROW_TEXT = (
    '{"number":%d,"event":"%s","due_on":"%s",%s,"instalment":"%.2f","interest_due":"%.2f",'
    '"interest_paid":"%.2f","principal_repaid":"%.2f","deferred_interest":"%.2f","outstanding":"%.2f"}'
)


class Calendar(NamedTuple):
    """What dates a loan's instalments: ordinals of its start and of the end of a stub (NO_DAY without one), months
    between two; and what it owed, in cents, before its first row.
    """

    starts_on: int
    first_due_on: int
    months: int
    principal: int


class Stretch(NamedTuple):
    """From this row on, up to the next stretch, this rate and progressivity apply, in units of 10^-12."""

    row: int
    rate: int
    progressivity: int


class Irregular(NamedTuple):
    """A row that its calendar and chain do not give: its place in the schedule, then all of it but the chain's columns.

    event  rank in _EVENTS; due_on an ordinal; amounts in cents
    """

    row: int
    number: int
    event: int
    due_on: int
    instalment: int
    paid: int
    principal: int

    def told(self) -> tuple[tuple[int, str, date], tuple[int, int, int]]:
        """Its place and its amounts, as the chain gives those of others."""
        place = self.number, _EVENTS[self.event], date.fromordinal(self.due_on)
        return place, (self.instalment, self.paid, self.principal)


@dataclass(frozen=True, slots=True)
class PackedLoan:
    """A schedule; amounts in cents, an entry a row."""

    calendar: Calendar
    stretches: list[Stretch]
    interest: Sequence[int]
    deferred: Sequence[int]
    outstanding: Sequence[int]
    irregular: list[Irregular]


def pack(plan: Schedule) -> PackedLoan:
    """A schedule in columns; `rows_of` gives its rows back."""
    terms, rows = plan.terms, plan.rows
    first_due_on = NO_DAY
    if is_stub(terms.starts_on, terms.first_due_on, terms.months_between_instalments):
        first_due_on = terms.first_due_on.toordinal()
    packed = PackedLoan(
        calendar=Calendar(
            terms.starts_on.toordinal(),
            first_due_on,
            terms.months_between_instalments,
            plan.principal_cents,
        ),
        stretches=_stretches(rows),
        interest=[row.interest_due_cents for row in rows],
        deferred=[row.deferred_interest_cents for row in rows],
        outstanding=[row.outstanding_cents for row in rows],
        irregular=[],
    )
    packed.irregular.extend(_irregular(packed, rows))
    return packed


def _stretches(rows: Sequence[Row]) -> list[Stretch]:
    stretches, last = [], None
    for number, row in enumerate(rows):
        pair = row.rate, row.progressivity
        if pair != last:
            stretches.append(Stretch(number, units(row.rate), units(row.progressivity)))
            last = pair
    return stretches


def _irregular(packed: PackedLoan, rows: Sequence[Row]) -> list[Irregular]:
    """The rows that are not what the chain gives."""
    found, instalments = [], 0
    dues = _dues(packed.calendar, len(rows))
    for n, (row, chained) in enumerate(zip(rows, _chained(packed), strict=True)):
        amounts = row.instalment_cents, row.interest_paid_cents, row.principal_repaid_cents
        if (*row[:3], *amounts) == (instalments + 1, "instalment", dues[instalments], *chained):
            instalments += 1
        else:
            place = n, row.number, _EVENTS.index(row.event), row.due_on.toordinal()
            found.append(Irregular(*place, *amounts))
    return found


def rows_of(packed: PackedLoan) -> tuple[Row, ...]:
    """The rows of a loan."""
    regular = len(packed.interest) - len(packed.irregular)
    places = ((n, "instalment", day) for n, day in enumerate(_dues(packed.calendar, regular), 1))
    apart = {each.row: each for each in packed.irregular}
    kept = zip(packed.interest, packed.deferred, packed.outstanding, strict=True)
    columns = zip(kept, _rates(packed), _chained(packed), strict=True)
    return tuple(
        _row(*(apart[n].told() if n in apart else (next(places), chained)), rates, *amounts)
        for n, (amounts, rates, chained) in enumerate(columns)
    )


def rows_json(packed: PackedLoan) -> str:
    """The rows of a loan as a JSON array: the text of what `rows_of` and `published_row` give, without their objects.

    Up to 10^15 cents, beyond which no schedule is kept, the float of a hundredth of them is less than a thousandth away
    from it: two decimals tell it exactly.
    """
    regular = len(packed.interest) - len(packed.irregular)
    places = ((n, "instalment", day) for n, day in enumerate(_dues(packed.calendar, regular), 1))
    apart = {each.row: each.told() for each in packed.irregular}
    kept = zip(packed.interest, packed.deferred, packed.outstanding, strict=True)
    columns = zip(kept, _by_row(packed, _rates_json), _chained(packed), strict=True)
    texts = []
    for n, ((interest, deferred, outstanding), rates, chained) in enumerate(columns):
        place, (instalment, paid, principal) = apart[n] if n in apart else (next(places), chained)
        texts.append(
            _ROW_TEXT
            % (
                *place,
                rates,
                instalment / 100,
                interest / 100,
                paid / 100,
                principal / 100,
                deferred / 100,
                outstanding / 100,
            )
        )
    return f"[{','.join(texts)}]"


def _rates_json(rate: int, progressivity: int) -> str:
    return f'"rate":"{text_of_units(rate)}","progressivity":"{text_of_units(progressivity)}"'


def _row(
    place: tuple[int, str, date],
    chained: tuple[int, int, int],
    rates: tuple[Decimal | None, Decimal | None],
    interest: int,
    deferred: int,
    outstanding: int,
) -> Row:
    instalment, paid, principal = chained
    return Row(*place, *rates, instalment, interest, paid, principal, deferred, outstanding)


def _chained(packed: PackedLoan) -> Iterable[tuple[int, int, int]]:
    """Instalment, interest paid and principal repaid of each row, as they follow from what is owed before and after it.

    Where the outstanding grows, its interest joined the principal and nothing was collected.
    """
    deferred_before, before = 0, packed.calendar.principal
    for interest, deferred, outstanding in zip(
        packed.interest, packed.deferred, packed.outstanding, strict=True
    ):
        if outstanding > before:
            yield 0, 0, 0
        else:
            paid, principal = deferred_before + interest - deferred, before - outstanding
            yield paid + principal, paid, principal
        deferred_before, before = deferred, outstanding


def _rates(packed: PackedLoan) -> Iterator[tuple[Decimal | None, Decimal | None]]:
    """Rate and progressivity of each row."""
    return _by_row(packed, lambda *pair: tuple(map(decimal, pair)))


def _by_row(packed: PackedLoan, value: Callable[[int, int], _Value]) -> Iterator[_Value]:
    """For each row what its stretch's rate and progressivity give, worked out once a stretch."""
    edges = [*(stretch.row for stretch in packed.stretches[1:]), len(packed.interest)]
    for (first, rate, progressivity), end in zip(packed.stretches, edges, strict=True):
        yield from repeat(value(rate, progressivity), end - first)


def _dues(calendar: Calendar, count: int) -> list[date]:
    starts_on, first_due_on, months, _ = calendar
    first = date.fromordinal(first_due_on) if first_due_on else None
    return due_dates(date.fromordinal(starts_on), first, months, count)


def units(rate: Decimal | None) -> int:
    """A rate of at most twelve decimals in units of 10^-12; NO_RATE where there is none."""
    return NO_RATE if rate is None else int(rate.scaleb(RATE_DECIMALS_MAX))


def decimal(units: int) -> Decimal | None:
    """What `units` was given."""
    return None if units == NO_RATE else Decimal(text_of_units(units))


@lru_cache(maxsize=1 << 12)
def text_of_units(units: int) -> str:
    """A rate as it is published; a portfolio has some hundreds."""
    return "" if units == NO_RATE else rate_text(units * _UNIT)
