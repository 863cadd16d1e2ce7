from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.lending.domain.shares import split_by_shares

HALVES = [Decimal("0.5"), Decimal("0.5")]
THIRDS = [Decimal("0.333333333333"), Decimal("0.333333333333"), Decimal("0.333333333334")]


@pytest.mark.parametrize(
    ("cents", "shares", "expected"),
    [
        (10_000, [Decimal("0.55"), Decimal("0.45")], [5_500, 4_500]),
        (12_345, [Decimal(1)], [12_345]),
        (0, HALVES, [0, 0]),
        (1, HALVES, [1, 0]),
        (101, HALVES, [51, 50]),
        (100, THIRDS, [33, 33, 34]),
        (1, THIRDS, [0, 0, 1]),
        (99, [Decimal("0.005"), Decimal("0.995")], [0, 99]),
    ],
    ids=[
        "even",
        "alone",
        "nothing",
        "a cent",
        "equal remainders",
        "thirds",
        "a cent in three",
        "a small share",
    ],
)
def test_an_amount_is_split_by_the_largest_remainder(cents, shares, expected):
    assert split_by_shares(cents, shares) == expected


@st.composite
def shares_of_one(draw) -> list[Decimal]:
    weights = draw(st.lists(st.integers(1, 10**6), min_size=1, max_size=20))
    shares = [(Decimal(weight) / sum(weights)).quantize(Decimal("1e-12")) for weight in weights]
    shares[-1] = Decimal(1) - sum(shares[:-1])
    return shares


@given(st.integers(0, 10**15), shares_of_one())
def test_the_shares_sum_to_the_amount_and_none_is_a_cent_away(cents, shares):
    parts = split_by_shares(cents, shares)
    assert sum(parts) == cents
    assert all(abs(part - cents * share) < 1 for part, share in zip(parts, shares, strict=True))
