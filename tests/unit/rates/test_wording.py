"""Rates as people read them."""

from decimal import Decimal

import pytest

from services.rates.domain.wording import percent, points


@pytest.mark.parametrize(
    ("rate", "french", "english"),
    [
        ("0.01405", "1,405\u00a0%", "1.405%"),
        ("0.014", "1,40\u00a0%", "1.40%"),
        ("0.1", "10,00\u00a0%", "10.00%"),
        ("0", "0,00\u00a0%", "0.00%"),
        ("-0.0005", "-0,05\u00a0%", "-0.05%"),
    ],
)
def test_a_rate_has_two_decimals_of_a_percent_or_as_many_as_it_needs(rate, french, english):
    assert (percent(Decimal(rate)).french, percent(Decimal(rate)).english) == (french, english)


def test_a_difference_is_said_in_points():
    assert points(Decimal("0.0025")).french == "0,25"
