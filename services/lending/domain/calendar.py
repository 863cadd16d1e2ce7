"""Due dates, and the part of a year between two days."""

from calendar import isleap, monthrange
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from services.lending.domain.terms import Terms

DayCount = Literal["30/360", "act/365", "act/360", "act/act"]


def due_dates(starts_on: date, first_due_on: date | None, months: int, count: int) -> list[date]:
    """The dates on which instalments fall, `months` apart.

    [C] They are anchored on the original day and never drift: 31 Jan, 29 Feb, 31 Mar. The original day is that
    of starts_on, or of first_due_on where the first period is a stub.
    """
    if is_stub(starts_on, first_due_on, months):
        return _days_apart(first_due_on, range(0, months * count, months))
    return _days_apart(starts_on, range(months, months * (count + 1), months))


def due_dates_of(terms: "Terms") -> list[date]:
    """The due dates of all instalments of some terms.

    [C] Where a rearrangement changed the periodicity, those that follow are counted from its day, on the original day
    of the month. Those before, which nobody asks these terms for, all stand on that day.
    """
    months, count, resumes = terms.months_between_instalments, terms.instalments, terms.resumes
    if resumes is None:
        return due_dates(terms.starts_on, terms.first_due_on, months, count)
    later = range(months, months * (count - resumes.after + 1), months)
    return [resumes.on] * resumes.after + _on_day_of_month(resumes.day_of_month, resumes.on, later)


def original_day(terms: "Terms") -> int:
    """The day of the month on which the due dates of some terms are anchored."""
    if terms.resumes:
        return terms.resumes.day_of_month
    stub = is_stub(terms.starts_on, terms.first_due_on, terms.months_between_instalments)
    return terms.first_due_on.day if stub else terms.starts_on.day


def is_stub(starts_on: date, first_due_on: date | None, months: int) -> bool:
    """Whether the first period is longer or shorter than the others.

    [C] A first_due_on that says what the calendar says anyway changes nothing.
    """
    return first_due_on is not None and first_due_on != months_later(starts_on, months)


def months_later(day: date, months: int) -> date:
    """The same day of the month, months later; the last day where the month is too short."""
    return _days_apart(day, [months])[0]


def _days_apart(anchor: date, months: Iterable[int]) -> list[date]:
    """The anchor's day of the month, or the last one of a shorter month, so many months after the anchor."""
    return _on_day_of_month(anchor.day, anchor, months)


def _on_day_of_month(day: int, since: date, months: Iterable[int]) -> list[date]:
    origin = since.year * 12 + since.month - 1
    counted = [origin + later for later in months]
    if day <= 28:
        return [date(month // 12, month % 12 + 1, day) for month in counted]
    return [
        date(month // 12, month % 12 + 1, min(day, monthrange(month // 12, month % 12 + 1)[1]))
        for month in counted
    ]


def year_fraction(start: date, end: date, day_count: DayCount) -> Fraction:
    """The part of a year from start to end, exact.

    30/360   [C] 30E/360 ISDA: every month has 30 days, the last day of any month, February included, counts as 30;
             regular periods do not come here, they are months/12
    act/365  days / 365;  act/360  days / 360
    act/act  [C] ISDA: days of leap years / 366 + days of other years / 365; a day belongs to the year it begins in

    Source: 2006 ISDA Definitions, section 4.16 (b), (d), (e), (h).
    """
    match day_count:
        case "30/360":
            return _part(360, _days_of_30(end) - _days_of_30(start))
        case "act/365":
            return _part(365, (end - start).days)
        case "act/360":
            return _part(360, (end - start).days)
        case "act/act":
            return _years_before(end) - _years_before(start)


@lru_cache(maxsize=1 << 14)
def _part(basis: int, days: int) -> Fraction:
    return Fraction(days, basis)


def _days_of_30(day: date) -> int:
    """Days since the year 0 in a calendar where each month has 30, its real last day being the 30th."""
    is_last = day.day == monthrange(day.year, day.month)[1]
    return 360 * day.year + 30 * day.month + (30 if is_last else day.day)


def _years_before(day: date) -> Fraction:
    """Years from the start of year 0 to the day, each day being 1/365 or 1/366 of its own year."""
    days = day.toordinal() - date(day.year, 1, 1).toordinal()
    return day.year + Fraction(days, 366 if isleap(day.year) else 365)
