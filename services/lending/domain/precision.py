"""Exact enough to round right: numbers as integers scaled by 2^192, rounded once, to the cent.

Rates, growths and discount factors are never rounded by the trade's rules; here they are held to 57 decimals, so an
amount of up to 10^14 cents is known to within 10^-40 cent. [C] Amounts are rounded half-up to the cent: what lies
within 2^-84 cent below a half is that half (a quotient may be held a hair too low), so exact ties go up.
"""

from decimal import Context, Decimal
from fractions import Fraction

BITS = 192
ONE = 1 << BITS
HALF_UP = (1 << (BITS - 1)) + (1 << (BITS - 84))
"""Added to a scaled amount before its fraction is cut off."""
DIGITS = Context(prec=60)
"""Decimal arithmetic between: sums and products of rates are exact at this length, and the scale holds 57."""
_SHORTER = Context(prec=58)


def scaled(number: Decimal | Fraction | int) -> int:
    """The number in units of 2^-192, rounded to the nearest."""
    numerator, denominator = number.as_integer_ratio()
    return ((numerator << (BITS + 1)) // denominator + 1) >> 1


def to_cents(scaled_cents: int) -> int:
    """An amount of at least zero, scaled, rounded half-up to whole cents."""
    return (scaled_cents + HALF_UP) >> BITS


def power(base: Decimal, exponent: Fraction) -> Decimal:
    """base^exponent to 58 digits: exact wherever the exact result is that short (1.0816^(1/2) = 1.04)."""
    whole = exponent.denominator == 1
    raised = DIGITS.power(base, exponent.numerator if whole else _quotient(exponent))
    return _SHORTER.plus(raised)


def _quotient(fraction: Fraction) -> Decimal:
    return DIGITS.divide(Decimal(fraction.numerator), Decimal(fraction.denominator))
