"""Money and rates as text: integer cents and Decimal fractions inside, strings outside, never a float."""

import re
from decimal import ROUND_HALF_UP, Context, Decimal

RATE_DECIMALS_MAX = 12
AMOUNT_DIGITS_MAX = 15
_AMOUNT = re.compile(rf"-?(?:0|[1-9][0-9]{{0,{AMOUNT_DIGITS_MAX - 1}}})(?:\.[0-9]{{1,2}})?")
_RATE = re.compile(rf"-?(?:0|[1-9][0-9]{{0,2}})(?:\.[0-9]{{1,{RATE_DECIMALS_MAX}}})?")
AMOUNT_PATTERN = f"^{_AMOUNT.pattern}$"
RATE_PATTERN = f"^{_RATE.pattern}$"
"""The same for JSON schemas."""

_LAST_DECIMAL = Decimal(1).scaleb(-RATE_DECIMALS_MAX)
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)


def cents_from_text(text: str) -> int:
    """ "12.30" is 1230 cents. At most two decimals; no sign but a minus, no exponent, no space.

    Raises ValueError for anything else.
    """
    if not _AMOUNT.fullmatch(text):
        raise ValueError(f"not an amount: {text[:40]!r}")
    units, _, decimals = text.partition(".")
    return int(units + decimals.ljust(2, "0"))


def text_from_cents(cents: int) -> str:
    """1230 cents are "12.30"."""
    units, decimals = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{units}.{decimals:02}"


def rate_from_text(text: str) -> Decimal:
    """ "0.0170" is 1.70 %. A fraction of 1 with at most twelve decimals; raises ValueError for anything else."""
    if not _RATE.fullmatch(text):
        raise ValueError(f"not a rate: {text[:40]!r}")
    return Decimal(text)


def published_rate(rate: Decimal) -> Decimal:
    """The rate with the twelve decimals that are published, rounded half-up."""
    return rate.quantize(_LAST_DECIMAL, context=_WIDE)


def rate_text(rate: Decimal) -> str:
    """A rate as it is published: at most twelve decimals, trailing zeros dropped, "0" for zero."""
    text = f"{published_rate(rate):f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
