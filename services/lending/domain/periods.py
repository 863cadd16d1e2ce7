"""The periods of a loan: their ends, and the part of a year each one is."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from services.lending.domain.calendar import due_dates_of, is_stub, year_fraction
from services.lending.domain.terms import Terms


@dataclass(frozen=True, slots=True)
class Periods:
    """Period k runs from starts[k − 1], excluded, to dues[k − 1].

    lengths    the different parts of a year that occur; regular 30/360 loans have one
    length_of  rank in `lengths` of each period
    even_from  number of the first period from which all have one length, None where they vary to the end
    """

    starts: list[date]
    dues: list[date]
    lengths: list[Fraction]
    length_of: list[int]
    even_from: int | None


def periods_of(terms: Terms) -> Periods:
    """Regular 30/360 periods are exactly months/12; a stub, and any period of the other day counts, has its days.

    Of instalments before a change of periodicity nothing is told: their periods are settled.
    """
    months, count = terms.months_between_instalments, terms.instalments
    dues = due_dates_of(terms)
    starts = [terms.starts_on, *dues[:-1]]
    if terms.day_count != "30/360":
        return Periods(starts, dues, *_counted_in_days(terms, starts, dues), even_from=None)
    regular = Fraction(months, 12)
    if terms.resumes is None and is_stub(terms.starts_on, terms.first_due_on, months):
        stub = year_fraction(terms.starts_on, dues[0], "30/360")
        return Periods(starts, dues, [stub, regular], [0] + [1] * (count - 1), even_from=2)
    return Periods(starts, dues, [regular], [0] * count, even_from=1)


def _counted_in_days(terms: Terms, starts: list[date], dues: list[date]) -> tuple[list[Fraction], list[int]]:
    ranks: dict[tuple[int, int], int] = {}
    ratios = [
        year_fraction(start, due, terms.day_count).as_integer_ratio()
        for start, due in zip(starts, dues, strict=True)
    ]
    length_of = [ranks.setdefault(ratio, len(ranks)) for ratio in ratios]
    return [Fraction(*ratio) for ratio in ranks], length_of
