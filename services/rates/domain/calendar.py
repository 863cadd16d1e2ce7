"""On which days a rate may change, and which month is the last one known then."""

from datetime import date

from services.rates.domain.refusals import FixingOutOfCalendar, RevisionSuspended
from services.rates.domain.regimes import Calendar, RuleBook
from shared.errors import Bilingual

_MONTHS = (
    ("janvier", "January"), ("février", "February"), ("mars", "March"), ("avril", "April"), ("mai", "May"),
    ("juin", "June"), ("juillet", "July"), ("août", "August"), ("septembre", "September"),
    ("octobre", "October"), ("novembre", "November"), ("décembre", "December"),
)  # fmt: skip

_YEARS_LOOKED_AHEAD = 5


def check_revision_date(book: RuleBook, index: str, effective_on: date) -> str:
    """Say whether a revision on that day is "normal" or "exceptional".

    Raises FixingOutOfCalendar, or RevisionSuspended where a text fixed the rate for a longer period.
    """
    suspension = book.suspension_on(index, effective_on)
    if suspension:
        raise RevisionSuspended(
            fixed_on=suspension.fixed_on,
            until=suspension.until,
            legal_reference=suspension.legal_reference,
            field="effective_on",
            value=effective_on,
        )
    regime = book.regime_on(effective_on)
    kind = _kind_of_day(regime.calendar, effective_on)
    if kind is None:
        raise FixingOutOfCalendar(
            effective_on=effective_on,
            legal_reference=_calendar_reference(regime.calendar, effective_on, regime.legal_reference),
            field="effective_on",
            value=effective_on,
            allowed=_allowed_days(regime.calendar, effective_on),
        )
    return kind


def coming_revisions(book: RuleBook, index: str, after: date) -> list[tuple[date, str]]:
    """The next days on which a rate may change, each "normal" or "exceptional", up to and with the second normal one.

    Empty where every day is one, or where none is known within a few years.
    """
    calendar = book.regime_on(after).calendar
    coming = [
        (day, kind)
        for year in range(after.year, after.year + _YEARS_LOOKED_AHEAD)
        for month, first in sorted({*calendar.normal, *calendar.exceptional})
        if (day := date(year, month, first)) > after
        and not book.suspension_on(index, day)
        and (kind := _kind_of_day(book.regime_on(day).calendar, day))
    ]
    normal = [day for day, kind in coming if kind == "normal"]
    return [(day, kind) for day, kind in coming if len(normal) < 2 or day <= normal[1]]


def _kind_of_day(calendar: Calendar, day: date) -> str | None:
    if calendar.any_day or (day.month, day.day) in calendar.normal:
        return "normal"
    if (day.month, day.day) in calendar.exceptional and day >= calendar.exceptional_from:
        return "exceptional"
    return None


def _calendar_reference(calendar: Calendar, day: date, regime_reference: str) -> str:
    has_exceptional = calendar.exceptional and day >= calendar.exceptional_from
    return calendar.exceptional_legal_reference if has_exceptional else regime_reference


def _allowed_days(calendar: Calendar, day: date) -> Bilingual:
    french = " et ".join(_day_names(calendar.normal, 0))
    english = " and ".join(_day_names(calendar.normal, 1))
    if calendar.exceptional and day >= calendar.exceptional_from:
        french += ", exceptionnellement " + " et ".join(_day_names(calendar.exceptional, 0))
        english += ", exceptionally " + " and ".join(_day_names(calendar.exceptional, 1))
    return Bilingual(french, english)


def _day_names(days: tuple[tuple[int, int], ...], language: int) -> list[str]:
    return [
        f"{day}er {_MONTHS[month - 1][0]}" if language == 0 else f"{day} {_MONTHS[month - 1][1]}"
        for month, day in days
    ]


def last_known_month(effective_on: date) -> date:
    """First day of the last month whose figures are known when a rate is computed.

    The Banque de France computes in the middle of the month before the revision, when the month before that
    is the last one published: December for 1 February, March for 1 May, June for 1 August, September for
    1 November.
    Source: règlement CRB n° 86-13, art. 3, II; arrêté of 27 January 2021, art. 1, II.
    """
    return months_before(effective_on, 2)


def months_before(day: date, count: int) -> date:
    """First day of the month that is `count` months before that of `day`."""
    ordinal = day.year * 12 + day.month - 1 - count
    return date(ordinal // 12, ordinal % 12 + 1, 1)
