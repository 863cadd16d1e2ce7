"""Interest of a period, and the growth of instalments from one to the next, as scaled integers (see `precision`)."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from services.lending.domain.precision import DIGITS, ONE, power, scaled
from services.lending.domain.terms import InterestMode

_REMEMBERED = 1 << 14
"""Pairs of rate and part of a year kept at hand: a portfolio of one index has some hundreds."""


def period_rate(annual_rate: Decimal, years: Fraction, mode: InterestMode) -> int:
    """Interest of 1 over a part of a year, scaled, not rounded otherwise.

    equivalent    (1 + t)^b − 1
    proportional  t·b
    t annual rate, b part of the year. Interest runs on outstanding principal plus deferred interest.

    Source: loan contracts of the savings funds, article "Calcul et paiement des intérêts".
    """
    return _remembered_rate(annual_rate, *years.as_integer_ratio(), mode)


@lru_cache(maxsize=_REMEMBERED)
def _remembered_rate(annual_rate: Decimal, numerator: int, denominator: int, mode: InterestMode) -> int:
    years = Fraction(numerator, denominator)
    if mode == "proportional":
        return scaled(Fraction(annual_rate) * years)
    return scaled(power(DIGITS.add(1, annual_rate), years)) - ONE


@lru_cache(maxsize=_REMEMBERED)
def period_growth(annual_growth: Decimal, months: int) -> int:
    """Factor from one instalment to the next, scaled: (1 + P)^(m/12) [C]."""
    return scaled(power(DIGITS.add(1, annual_growth), Fraction(months, 12)))
