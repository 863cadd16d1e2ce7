"""The rate of a period and the growth of instalments as floats, from the exact ones."""

from decimal import Decimal
from fractions import Fraction

from services.lending.domain.interest import period_growth, period_rate
from services.lending.domain.precision import ONE
from services.lending.domain.rates import RatePair
from services.lending.domain.terms import InterestMode, Terms

_PARTS_MAX = 10**9
"""Of a cent: finer grains are drowned by the error of binary64 on any but the smallest amounts."""


def period_floats(pair: RatePair, terms: Terms) -> tuple[float, float, int, float]:
    """The entries of `PeriodRates` for one loan whose periods are regular 30/360 ones."""
    months, mode = terms.months_between_instalments, terms.interest_mode
    years = Fraction(months, 12)
    every = 12 // months if terms.progressivity_applies == "every_year" else 1
    rate, growth = period_rate(pair.rate, years, mode), period_growth(pair.progressivity, months * every)
    # Quotients of integers are the nearest floats.
    return rate / ONE, growth / ONE, every, grain(pair.rate, years, mode)


def grain(rate: Decimal, years: Fraction, mode: InterestMode) -> float:
    """A quarter of the part of a cent that interest comes in; 0 where the rate over the period is a root."""
    if mode == "equivalent" and years != 1:
        return 0.0
    parts = (Fraction(rate) * years).denominator
    return 0.25 / parts if parts <= _PARTS_MAX else 0.0
