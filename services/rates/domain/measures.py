"""From what statisticians publish each month to the one figure that a formula reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from services.rates.domain.calendar import last_known_month, months_before
from services.rates.domain.indexes import SERIES
from shared.errors import Bilingual

LAST_MONTH = "last_month"
SIX_MONTH_MEAN = "six_month_mean"
GIVEN = "given"
HALF_YEAR = 6


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """A published figure, in one vintage.

    month         first day of the month, the last one of the span
    months        span of the figure: 1 for a monthly figure, 6 for a published six-month mean
    value         fraction of 1
    published_on  the vintage: later publications may revise the figure
    approximate   the source gives it rounded or implied
    """

    series: str
    month: date
    months: int = 1
    value: Decimal
    published_on: date | None = None
    source: str = ""
    approximate: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Measure:
    """The figure a formula reads, exact, and the observations it comes from: none when it was given."""

    series: str
    method: str
    value: Fraction
    observations: tuple[Observation, ...] = ()

    @property
    def approximate(self) -> bool:
        return any(observation.approximate for observation in self.observations)


def given(series: str, value: Decimal) -> Measure:
    """A figure that the caller states, fraction of 1."""
    return Measure(series=series, method=GIVEN, value=Fraction(value))


def measure(
    series: str, method: str, effective_on: date, observations: Iterable[Observation]
) -> Measure | None:
    """What the formula of a rate that takes effect on `effective_on` reads; None where a month is missing.

    The mean of six monthly figures is exact, and preferred to a published mean, which is rounded.
    observations  one vintage of each figure
    """
    last = last_known_month(effective_on)
    found = {(seen.month, seen.months): seen for seen in observations if seen.series == series}
    if method == LAST_MONTH:
        used = _all_of(found, [(last, 1)])
    else:
        used = _all_of(found, [(month, 1) for month in half_year(last)]) or _all_of(
            found, [(last, HALF_YEAR)]
        )
    if not used:
        return None
    total = sum((Fraction(seen.value) for seen in used), Fraction(0))
    return Measure(series=series, method=method, value=total / len(used), observations=used)


def half_year(last: date) -> list[date]:
    """The six months that end with `last`, oldest first."""
    return [months_before(last, count) for count in reversed(range(HALF_YEAR))]


def wanted(series: str, method: str, effective_on: date) -> Bilingual:
    """What to record so that the measure can be taken, in words."""
    name, last = SERIES[series], last_known_month(effective_on)
    if method == LAST_MONTH:
        return Bilingual(f"{name.french} de {last:%m/%Y}", f"{name.english} of {last:%Y-%m}")
    first = half_year(last)[0]
    return Bilingual(
        f"{name.french} de {first:%m/%Y} à {last:%m/%Y}", f"{name.english} from {first:%Y-%m} to {last:%Y-%m}"
    )


def _all_of(
    found: Mapping[tuple[date, int], Observation], keys: list[tuple[date, int]]
) -> tuple[Observation, ...]:
    return tuple(found[key] for key in keys) if all(key in found for key in keys) else ()
