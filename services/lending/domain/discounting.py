"""What money due later is worth today, on a curve of zero-coupon rates."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from services.lending.domain.calendar import year_fraction
from services.lending.domain.precision import DIGITS, ONE, power, scaled
from services.lending.domain.terms import CurvePoint


def present_value(flows: Iterable[tuple[date, int]], curve: Sequence[CurvePoint], today: date) -> Fraction:
    """The worth today of flows to come, in cents, not rounded: Σ F / (1 + z(t))^t.

    flows  (day, cents); t years from today to the day, act/365 [C]
    z      zero-coupon rate of the curve at t, compounded yearly [C]

    Source: the usual definition of a market value on a zero-coupon curve.
    """
    return sum((Fraction(cents * _discount(curve, today, day), ONE) for day, cents in flows), Fraction(0))


def _discount(curve: Sequence[CurvePoint], today: date, day: date) -> int:
    years = year_fraction(today, day, "act/365")
    return scaled(power(DIGITS.add(1, zero_coupon_rate(curve, years)), -years))


def zero_coupon_rate(curve: Sequence[CurvePoint], years: Fraction) -> Decimal:
    """The annual rate of the curve at a number of years.

    [C] Between two points the rate is interpolated linearly in time, a point of m months being at m/12 years;
    before the first point and after the last it is theirs.
    """
    months = years * 12
    if months <= curve[0].months:
        return curve[0].rate
    for before, after in pairwise(curve):
        if months <= after.months:
            return _between(before, after, months)
    return curve[-1].rate


def _between(before: CurvePoint, after: CurvePoint, months: Fraction) -> Decimal:
    way = (months - before.months) / (after.months - before.months)
    rate = Fraction(before.rate) + way * (Fraction(after.rate) - Fraction(before.rate))
    return DIGITS.divide(Decimal(rate.numerator), Decimal(rate.denominator))
