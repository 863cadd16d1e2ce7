"""Shares of a guaranteed amount that sum to it, to the cent."""

from collections.abc import Sequence
from decimal import ROUND_FLOOR, Decimal


def split_by_shares(amount_cents: int, shares: Sequence[Decimal]) -> list[int]:
    """An amount in cents at each share, by the largest remainder.

    shares  fractions of 1 that sum to 1

    Each share is rounded down to the cent; the cents left over go one each to the largest remainders, to the first
    of equal ones, so that the same shares of the same amount are always the same cents. [C]
    """
    exact = [amount_cents * share for share in shares]
    floors = [int(part.to_integral_value(ROUND_FLOOR)) for part in exact]
    left_over = amount_cents - sum(floors)
    by_remainder = sorted(range(len(exact)), key=lambda n: (floors[n] - exact[n], n))
    for n in by_remainder[:left_over]:
        floors[n] += 1
    return floors
