"""Rates in the words of each language: 0.01405 is « 1,405 % » and "1.405%"."""

from decimal import Decimal

from shared.errors import Bilingual

DECIMALS_SHOWN_MIN = 2
NO_BREAK_SPACE = "\u00a0"


def percent(rate: Decimal) -> Bilingual:
    """A fraction of 1 as a percentage, with two decimals or as many as it has."""
    text = _hundredfold(rate)
    return Bilingual(f"{text.replace('.', ',')}{NO_BREAK_SPACE}%", f"{text}%")


def points(rate: Decimal) -> Bilingual:
    """A difference of rates, in points of percentage."""
    text = _hundredfold(rate)
    return Bilingual(text.replace(".", ","), text)


def _hundredfold(rate: Decimal) -> str:
    shown = rate.scaleb(2).normalize()
    decimals = max(DECIMALS_SHOWN_MIN, -shown.as_tuple().exponent)
    return f"{shown:.{decimals}f}"
