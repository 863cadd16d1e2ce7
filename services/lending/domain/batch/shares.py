"""Shares of many amounts at once, that sum to them to the cent: `domain/shares.py` in columns."""

import numpy as np
from numpy.typing import NDArray

Cents = NDArray[np.int64]

SHARE_UNITS = 10**6
CENTS_MAX = 2**63 // SHARE_UNITS // 2


def split(amounts: Cents, shares: NDArray[np.int64]) -> Cents:
    """Each amount at each share, by the largest remainder, the first of equal ones first.

    amounts  (loans, kinds), at most CENTS_MAX; not negative
    shares   (loans, guarantors), units of 10^-6 that sum to 1; 0 where there are fewer guarantors
    Returns (loans, kinds, guarantors).
    """
    exact = amounts[:, :, None] * shares[:, None, :]
    cents, remainders = np.divmod(exact, SHARE_UNITS)
    left_over = amounts - cents.sum(axis=2)
    by_remainder = np.argsort(-remainders, axis=2, kind="stable")
    rank = np.argsort(by_remainder, axis=2, kind="stable")
    return cents + (rank < left_over[:, :, None])
