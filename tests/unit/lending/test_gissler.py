from datetime import date
from decimal import Decimal

import pytest

from services.lending.domain.fixings import INDEXES
from services.lending.domain.gissler import gissler_class
from services.lending.domain.terms import Switch
from tests.unit.lending.loans import fixed_loan, index_loan

DAY = date(2024, 1, 1)
TO_LIVRET_A = Switch(on=date(2030, 5, 1), index="livret_a", margin=Decimal("0.006"))


def inflation(**rate):
    return index_loan({"index": "inflation"} | rate)


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        (fixed_loan(), "1A"),
        (index_loan(), "1A"),
        (index_loan({"index": "lep"}), "1A"),
        (index_loan({"index": "ldds"}), "1A"),
        (inflation(), "2A"),
        (index_loan({"rate_cap": Decimal("0.05"), "index_floor": Decimal("0.005")}), "1A"),
        (inflation(fixed_until=date(2032, 5, 1), fixed_value=Decimal("0.02")), "2A"),
        (index_loan({"fixed_until": date(2032, 5, 1), "fixed_value": Decimal("0.02")}), "1A"),
        (index_loan({"index": "inflation"}, revision="none"), "1A"),
    ],
    ids=[
        "fixed",
        "Livret A",
        "LEP",
        "LDDS",
        "inflation",
        "capped",
        "fixed, then inflation",
        "primo-fixe",
        "frozen",
    ],
)
def test_the_class_says_the_risk_of_the_index_and_of_the_structure(terms, expected):
    assert str(gissler_class(terms, DAY)) == expected


@pytest.mark.parametrize(("day", "expected"), [("2030-04-30", "2A"), ("2030-05-01", "1A")])
def test_a_loan_that_has_left_inflation_bears_its_risk_no_more(day, expected):
    assert str(gissler_class(inflation(switch=TO_LIVRET_A), date.fromisoformat(day))) == expected


def test_an_index_to_come_counts_already():
    switched = index_loan({"switch": Switch(on=date(2030, 5, 1), index="inflation", margin=Decimal(0))})
    assert str(gissler_class(switched, DAY)) == "2A"


@pytest.mark.parametrize("index", INDEXES)
def test_every_index_has_a_class(index):
    assert gissler_class(index_loan({"index": index}), DAY).structure == "A"
