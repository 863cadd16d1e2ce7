"""What a structure owes, guarantees and has to pay: on any day, in any period, for whom it concerns."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest

from shared.auth import record_grant
from shared.db import transaction
from shared.events.habilitations import RightGranted
from tests.integration.lending.desk import (
    BORROWER,
    DEPARTMENT,
    FIXED,
    OTHER_BORROWER,
    TODAY,
    TOWN,
    guaranteed,
    line,
    structure_id,
)

THIRDS = guaranteed(
    (TOWN, "0.333333333333"), (DEPARTMENT, "0.333333333333"), (OTHER_BORROWER, "0.333333333334")
)
OWED = ("outstanding", "deferred_interest", "accrued_interest")
MONTHLY = {"months_between_instalments": 1, "instalments": 120}
LINES = [
    line(1, **THIRDS),
    line(2, product="PLAI", terms={"principal": "123456.79", **FIXED}, **THIRDS),
    line(3, borrower_id=str(OTHER_BORROWER)),
    line(4, terms=MONTHLY, **guaranteed((TOWN, "1"))),
    line(5, product="PLAI", terms={"deferral": {"instalments": 4, "interest": "deferred"}}),
]
OURS = ["5000001", "5000002", "5000004", "5000005"]
DISBURSED = {
    "starts_on": "2027-05-01",
    "principal": None,
    "prefinancing": {
        "disbursements": [{"on": "2025-09-15", "amount": "400000"}, {"on": "2026-03-01", "amount": "600000"}],
        "settlement": "capitalised",
    },
}


@pytest.mark.parametrize(
    "day", ["2021-01-01", "2022-05-01", "2025-12-31", str(TODAY), "2031-07-14", "2060-01-01"]
)
def test_a_structure_owes_what_its_loans_owe_on_any_day_past_or_to_come(desk, day):
    desk.enter(*LINES)
    found = desk.get(f"/structures/{BORROWER}/outstandings", on=day)
    sheets = {number: desk.get(f"/loans/{number}", on=day) for number in OURS}
    assert found["total"] == {"loans": 4, **_sums(sheets.values())}
    for product in found["products"]:
        own = [sheet for sheet in sheets.values() if sheet["product"] == product["product"]]
        assert product == {"product": product["product"], "loans": len(own), **_sums(own)}
    assert [product["product"] for product in found["products"]] == ["PLAI", "PLUS"]


def test_interest_runs_from_a_due_date_on_and_is_none_on_it(desk):
    desk.enter(*LINES[:2])
    assert desk.get("/loans/5000002", on="2026-05-01")["accrued_interest"] == "0.00"
    half_a_year = desk.get("/loans/5000002", on="2026-11-01")
    exact = Decimal(half_a_year["outstanding"]) * (Decimal("1.0275") ** Decimal("0.5") - 1)
    assert half_a_year["accrued_interest"] == f"{exact:.2f}"


def test_what_is_disbursed_is_owed_before_the_amortisation_starts_and_bears_interest(desk):
    terms = {name: value for name, value in line(1, terms=DISBURSED)["terms"].items() if value is not None}
    desk.enter(line(1) | {"terms": terms})
    found = desk.get(f"/structures/{BORROWER}/outstandings", on="2026-01-29")["total"]
    assert found["outstanding"] == "400000.00"
    assert Decimal("3000") < Decimal(found["accrued_interest"]) < Decimal("4000")
    assert found == {"loans": 1, **_sums([desk.get("/loans/5000001", on="2026-01-29")])}


@pytest.mark.parametrize("day", ["2025-12-31", "2030-02-14"])
def test_the_shares_of_guarantors_sum_to_what_is_owed_to_the_cent(desk, day):
    desk.enter(*LINES[:2])
    guaranteed_sums = [
        desk.get(f"/structures/{who}/guaranteed-outstandings", on=day)["total"]
        for who in (TOWN, DEPARTMENT, OTHER_BORROWER)
    ]
    owed = desk.get(f"/structures/{BORROWER}/outstandings", on=day)["total"]
    assert _sums(guaranteed_sums) == {name: owed[name] for name in OWED}
    assert [sums["loans"] for sums in guaranteed_sums] == [2, 2, 2]


def test_a_guarantor_sees_its_share_of_each_loan_by_product(desk):
    desk.enter(*LINES)
    found = desk.get(f"/structures/{TOWN}/guaranteed-outstandings")
    whole = desk.get("/loans/5000004")["outstanding"]
    third = Decimal(desk.get("/loans/5000001")["outstanding"]) / 3
    plus = next(each for each in found["products"] if each["product"] == "PLUS")
    assert plus["loans"] == 2
    assert abs(Decimal(plus["outstanding"]) - Decimal(whole) - third) < Decimal("0.02")


def test_instalments_of_twelve_months_are_those_of_the_schedules_by_month_and_one_by_one(desk):
    desk.enter(*LINES)
    found = desk.get(f"/structures/{BORROWER}/instalments", limit=1000)
    assert (found["due_from"], found["due_until"]) == (str(TODAY), "2027-01-28")
    expected = [
        {
            "loan_number": number,
            "number": row["number"],
            "due_on": row["due_on"],
            "instalment": row["instalment"],
        }
        | {"interest": row["interest_paid"], "principal": row["principal_repaid"]}
        for number in OURS
        for row in desk.rows(number)
        if str(TODAY) <= row["due_on"] <= "2027-01-28"
    ]
    expected.sort(key=lambda due: (due["due_on"], due["loan_number"], due["number"]))
    assert found["items"] == expected
    assert found["total"]["instalments"] == len(expected) == 12 + 3
    assert [month["month"] for month in found["months"]] == sorted({due["due_on"][:7] for due in expected})
    for month in found["months"]:
        own = [due for due in expected if due["due_on"].startswith(month["month"])]
        assert month["amount"] == f"{sum(Decimal(due['instalment']) for due in own):.2f}"


def test_the_list_is_read_in_parts_and_the_sums_stay_those_of_all(desk):
    desk.enter(*LINES)
    whole = desk.get(f"/structures/{BORROWER}/instalments", limit=1000)
    parts = [
        desk.get(f"/structures/{BORROWER}/instalments", limit=4, offset=start) for start in (0, 4, 8, 12)
    ]
    assert [due for part in parts for due in part["items"]] == whole["items"]
    assert all(part["total"] == whole["total"] for part in parts)


def test_a_period_that_ends_before_it_begins_is_refused(desk):
    path = f"/structures/{BORROWER}/instalments"
    assert desk.status(path, due_from="2026-02-01", due_until="2026-01-31") == 422


def test_a_structure_without_loans_owes_nothing_and_has_nothing_to_pay(desk):
    nobody = structure_id("Nobody")
    assert desk.get(f"/structures/{nobody}/outstandings")["total"]["outstanding"] == "0.00"
    assert desk.get(f"/structures/{nobody}/instalments")["months"] == []


PATHS = {
    f"/structures/{BORROWER}/outstandings": "loans.read",
    f"/structures/{BORROWER}/instalments": "loans.read",
    f"/structures/{TOWN}/guaranteed-outstandings": "guarantees.read",
    "/loans/5000001": "loans.read",
    "/loans/5000001/schedule": "guarantees.read",
}


@pytest.mark.parametrize("path", PATHS)
def test_a_client_reads_what_its_structure_owes_or_guarantees_and_nothing_else(desk, path):
    desk.enter(*LINES)
    right = PATHS[path]
    structure = BORROWER if right == "loans.read" else TOWN
    assert desk.status(path, _client(desk, right, structure)) == 200
    assert desk.status(path, _client(desk, right, structure_id("Another"))) == 404
    assert desk.status(path, _client(desk, "documents.read", structure)) == 404
    assert desk.status(path, desk.officer) == 404


@pytest.mark.parametrize(("day", "terms", "expected"), [(TODAY, {}, "1A"), (date(2030, 1, 1), FIXED, "1A")])
def test_a_loan_says_its_class_of_risk(desk, day, terms, expected):
    desk.enter(line(1, terms=terms))
    assert desk.get("/loans/5000001", on=str(day))["gissler_class"] == expected


def _sums(entries) -> dict[str, str]:
    entries = list(entries)
    return {name: f"{sum(Decimal(entry[name]) for entry in entries):.2f}" for name in OWED}


def _client(desk, right, structure) -> dict[str, str]:
    """A person with one right over one structure."""
    person = uuid4()
    with desk.service.active(), transaction() as session:
        record_grant(RightGranted(subject_id=person, right=right, structure_id=structure, version=1), session)
    return desk.headers(subject_id=person)
