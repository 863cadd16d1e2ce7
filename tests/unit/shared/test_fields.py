from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pytest
from marshmallow import Schema, ValidationError

from shared.fields import Day, Instant, Money, Rate
from shared.validation import refusal_of


class Sheet(Schema):
    price = Money(minimum=1, maximum=100_00)
    share = Rate(minimum=Decimal(0), maximum=Decimal(1))
    day = Day(allow_none=True)
    at = Instant()


SHEET = Sheet()
TEXT = {"price": "12.30", "share": "0.55", "day": "2026-02-01"}
VALUES = {"price": 1230, "share": Decimal("0.55"), "day": date(2026, 2, 1)}


def refused(**body):
    with pytest.raises(ValidationError) as error:
        SHEET.load(body)
    [field_error] = refusal_of(error.value, body, SHEET).field_errors()
    return field_error


def test_strings_outside_are_cents_decimals_and_dates_inside():
    assert SHEET.load(TEXT) == VALUES
    assert SHEET.dump(VALUES) == TEXT


def test_null_passes_where_it_is_allowed():
    assert SHEET.load({"day": None}) == {"day": None}
    assert SHEET.dump({"day": None}) == {"day": None}


@pytest.mark.parametrize("price", [12.3, 12, True, "12.345", "12,30", "1e1", "", " 12", [], {}])
def test_money_is_a_strict_string(price):
    assert refused(price=price).field == "price"


@pytest.mark.parametrize("share", [0.5, 1, "0.5 ", "50%", "0.0000000000001", ""])
def test_a_rate_is_a_strict_string(share):
    assert refused(share=share).field == "share"


@pytest.mark.parametrize("day", ["20260201", "2026-W05-7", "2026-2-1", "2026-02-30", 20260201, "1799-12-31"])
def test_a_day_is_written_one_way_and_is_of_our_times(day):
    assert refused(day=day).field == "day"


@pytest.mark.parametrize(
    "at",
    [
        "2026-02-01T08:00:00", "2026-02-01", "2026-02-01 08:00:00Z", "20260201T080000Z", "2026-02-30T08:00:00Z",
        "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", 1_769_932_800,
    ],
)  # fmt: skip
def test_an_instant_says_its_zone_and_is_of_our_times(at):
    assert refused(at=at).field == "at"


@pytest.mark.parametrize(
    "at", ["2026-02-01T08:00:00+01:00", "2026-02-01T07:00Z", "2026-02-01T07:00:00.000000Z"]
)
def test_an_instant_is_the_same_in_each_zone(at):
    paris = timezone(timedelta(hours=1))
    assert (
        SHEET.load({"at": at})["at"]
        == datetime(2026, 2, 1, 7, tzinfo=UTC)
        == datetime(2026, 2, 1, 8, tzinfo=paris)
    )


def test_bounds_are_included_and_said():
    assert SHEET.load({"price": "0.01", "share": "1"}) == {"price": 1, "share": Decimal(1)}
    error = refused(price="100.01")
    assert error.value == "100.01"
    assert "au plus 100.00" in error.allowed
    assert "at most 100.00" in error.english


def test_fields_are_published_as_strings_with_their_pattern():
    assert Money.openapi["type"] == Rate.openapi["type"] == "string"
    assert Money.openapi["pattern"].startswith("^-?")
