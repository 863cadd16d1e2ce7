"""The first of a series of growing payments that repay what is owed. Scaled integers throughout."""

from collections.abc import Sequence

from services.lending.domain.precision import BITS, ONE


def first_payment(owed_cents: int, worth: int) -> int:
    """The first payment, in scaled cents: what is owed / what a series beginning with 1 is worth today.

    With a constant period rate i, growth p and n payments this is A = D(i − p) / (1 − ((1 + p)/(1 + i))^n),
    D(1 + i)/n where i = p.
    """
    return ((owed_cents << (2 * BITS + 1)) // worth + 1) >> 1


def even_worth(count: int, rate: int, growth: int) -> int:
    """Worth, one period before the first, of `count` payments 1, g, g²… at one period rate.

    Σ g^(k−1) / (1 + i)^k, summed by doubling: no case apart for i = p, no cancellation near it.
    """
    discount = ONE + rate
    ratio = (growth << BITS) // discount
    return (_geometric_sum(ratio, count) << BITS) // discount


def worth(discounts: Sequence[int], growths: Sequence[int]) -> int:
    """The same where period rates or growths differ from one period to the next.

    discounts  1 / (1 + i) of the period that ends with each payment
    growths    of each payment over the one before; that of the first says nothing
    """
    sum_after, growth_after = 0, ONE
    for discount, growth in zip(reversed(discounts), reversed(growths), strict=True):
        sum_after = (ONE + (growth_after * sum_after >> BITS)) * discount >> BITS
        growth_after = growth
    return sum_after


def _geometric_sum(ratio: int, count: int) -> int:
    """1 + q + q² + … (count terms), from the binary digits of count: S(2k) = S(k)(1 + q^k), S(k + 1) = 1 + q·S(k)."""
    total, reached = ONE, ratio
    for digit in bin(count)[3:]:
        total = total * (ONE + reached) >> BITS
        reached = reached * reached >> BITS
        if digit == "1":
            total = ONE + (ratio * total >> BITS)
            reached = reached * ratio >> BITS
    return total
