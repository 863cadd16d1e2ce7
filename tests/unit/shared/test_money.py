from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.money import cents_from_text, published_rate, rate_from_text, rate_text, text_from_cents


@pytest.mark.parametrize(
    ("text", "cents"),
    [
        ("0", 0),
        ("12", 1200),
        ("12.3", 1230),
        ("12.30", 1230),
        ("-0.05", -5),
        ("999999999999999.99", 10**17 - 1),
    ],
)
def test_an_amount_is_read_to_the_cent(text, cents):
    assert cents_from_text(text) == cents


@pytest.mark.parametrize(
    "text", ["", ".5", "5.", "1.234", "1e3", "+1", "01", "1,5", " 1", "1\n", "NaN", "²", "1" * 16]
)
def test_an_amount_in_any_other_form_is_refused(text):
    with pytest.raises(ValueError, match="not an amount"):
        cents_from_text(text)


@given(st.integers(-(10**16), 10**16))
def test_an_amount_written_reads_back_the_same(cents):
    assert cents_from_text(text_from_cents(cents)) == cents


@pytest.mark.parametrize("text", ["", "1.", "0.0000000000001", "1e-3", "1000", "٠", "--1", "Infinity"])
def test_a_rate_in_any_other_form_is_refused(text):
    with pytest.raises(ValueError, match="not a rate"):
        rate_from_text(text)


@pytest.mark.parametrize(
    ("rate", "text"),
    [
        ("0.0170", "0.017"),
        ("0", "0"),
        ("-0.005", "-0.005"),
        ("100", "100"),
        ("1E+1", "10"),
        ("0.0145866141732283464", "0.014586614173"),
        ("0.0000000000005", "0.000000000001"),
        ("-0.0000000000001", "0"),
    ],
)
def test_a_rate_is_published_with_twelve_decimals_at_most_and_no_trailing_zero(rate, text):
    assert rate_text(Decimal(rate)) == text


def test_a_published_rate_is_rounded_half_up_at_the_twelfth_decimal():
    assert published_rate(Decimal("0.0000000000015")) == Decimal("0.000000000002")
