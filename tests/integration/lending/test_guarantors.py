"""Guarantors see what they guarantee at their shares, which sum to the whole, to the cent."""

from dataclasses import replace
from decimal import Decimal

from tests.integration.lending.desk import (
    BORROWER,
    DEPARTMENT,
    FIXED,
    OTHER_BORROWER,
    TOWN,
    guaranteed,
    line,
    structure,
)

REVISED = "lending.guarantee_revised.v1"
STRUCTURE_REVISED = "lending.structure_revised.v1"
AMOUNTS = (
    "first_revised_instalments_before_cents",
    "first_revised_instalments_after_cents",
    "outstanding_cents",
)
THIRDS = guaranteed(
    (TOWN, "0.333333333333"), (DEPARTMENT, "0.333333333333"), (OTHER_BORROWER, "0.333333333334")
)


def test_the_shares_of_a_borrowers_guarantors_sum_to_its_amounts_to_the_cent(desk):
    desk.enter(*[line(n, terms={"principal": f"{100_000 + 7 * n}.{n:02}"}, **THIRDS) for n in range(1, 8)])
    desk.revise()
    (borrower,) = desk.told(STRUCTURE_REVISED)
    guarantors = desk.told(REVISED)
    assert len(guarantors) == 3
    for name in AMOUNTS:
        assert sum(event[name] for event in guarantors) == borrower[name], name


def test_a_guarantor_is_told_of_each_borrower_at_its_shares(desk):
    desk.enter(
        line(1, **guaranteed((TOWN, "0.55"), (DEPARTMENT, "0.45"))),
        line(2, **guaranteed((TOWN, "1"))),
        line(3, borrower_id=str(OTHER_BORROWER), **guaranteed((TOWN, "0.5"), (DEPARTMENT, "0.5"))),
        line(4),
    )
    desk.revise()
    told = {event["structure_id"]: event for event in desk.told(REVISED)}
    assert set(told) == {str(TOWN), str(DEPARTMENT)}
    town = told[str(TOWN)]
    assert town["loans_revised"] == 3
    assert [entry["name"] for entry in town["borrowers"]] == ["Foyer du Levant", "Valmonde Habitat"]
    ours = next(entry for entry in town["borrowers"] if entry["structure_id"] == str(BORROWER))
    assert ours["loans_revised"] == 2
    for name in AMOUNTS:
        assert town[name] == sum(entry[name] for entry in town["borrowers"])
    outstanding = Decimal(desk.get("/loans/5000001", on="2026-02-01")["outstanding"]) * 100
    assert ours["outstanding_cents"] == round(outstanding * Decimal("0.55")) + outstanding


def test_a_borrower_of_whom_nothing_was_revised_is_not_named_but_its_outstandings_count(desk):
    desk.enter(
        line(1, **guaranteed((TOWN, "1"))),
        line(2, borrower_id=str(OTHER_BORROWER), terms=FIXED, **guaranteed((TOWN, "1"))),
    )
    desk.revise()
    (told,) = desk.told(REVISED)
    assert [entry["name"] for entry in told["borrowers"]] == ["Valmonde Habitat"]
    assert told["outstanding_cents"] > told["borrowers"][0]["outstanding_cents"]


def test_a_guarantor_of_loans_that_all_stay_is_told_nothing(desk):
    desk.enter(line(1), line(2, terms=FIXED, **guaranteed((TOWN, "1"))))
    desk.revise()
    assert desk.told(REVISED) == []


def test_the_parts_of_guarantors_sum_to_the_loans_they_guarantee(desk):
    desk.enter(line(1, **THIRDS), line(2, **THIRDS), line(3))
    revision = desk.revise()
    parts = desk.get(f"/runs/{revision['revision_id']}/parts", by="guarantor")["items"]
    assert sum(Decimal(part["outstanding"]) for part in parts) == 2 * Decimal(revision["outstanding"]) / 3
    assert [part["loans_revised"] for part in parts] == [2, 2, 2]


def test_the_parts_of_structures_name_them_and_those_of_products_do_not(desk):
    desk.enter(line(1, **THIRDS))
    path = f"/runs/{desk.revise()['revision_id']}/parts"
    (borrower,) = desk.get(path, by="borrower")["items"]
    assert (borrower["key"], borrower["name"]) == (str(BORROWER), "Valmonde Habitat")
    assert len({part["name"] for part in desk.get(path, by="guarantor")["items"]} - {None}) == 3
    assert [part["name"] for part in desk.get(path, by="product")["items"]] == [None]


def test_a_guarantor_is_told_by_the_newest_name_of_each_borrower(desk):
    desk.enter(line(1, **guaranteed((TOWN, "1"))))
    known = structure("Valmonde Habitat")
    desk.hear(replace(known, version=3, name="Valmonde Habitat OPH"))
    desk.hear(replace(known, version=2, name="Un nom entre-temps"))
    desk.revise()
    (told,) = desk.told(REVISED)
    assert [entry["name"] for entry in told["borrowers"]] == ["Valmonde Habitat OPH"]
