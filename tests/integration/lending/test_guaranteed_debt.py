"""What a guarantor reads and exports of the loans it guarantees: at its shares, which sum to the whole, to the cent."""

import csv
import io
from decimal import Decimal
from uuid import uuid4

import pytest

from services.lending.exports.actions import write_next_export
from tests.integration.lending.desk import (
    BORROWER,
    DEPARTMENT,
    FIXED,
    NEW_VALUE_ON,
    OTHER_BORROWER,
    TOWN,
    guaranteed,
    lending,
    line,
)

THIRDS = guaranteed(
    (TOWN, "0.333333333333"), (DEPARTMENT, "0.333333333333"), (OTHER_BORROWER, "0.333333333334")
)
MOST = guaranteed((TOWN, "0.55"), (DEPARTMENT, "0.4"), (OTHER_BORROWER, "0.05"))
MONTHLY = {"months_between_instalments": 1, "instalments": 120}
REPAID_EARLY = {
    "early_repayments": [
        {"on": "2026-06-15", "amount": "10000.01", "indemnity": {"kind": "percent", "value": "0.03"}}
    ]
}
LINES = [
    line(1, **THIRDS),
    line(2, terms=MONTHLY, **MOST),
    line(3, terms={"principal": "123456.79", **FIXED, **REPAID_EARLY}, **MOST),
]
GUARANTORS = (TOWN, DEPARTMENT, OTHER_BORROWER)
QUESTION = {"index": "livret_a", "effective_on": str(NEW_VALUE_ON), "value": "0.02"}
PERIOD = {"due_from": "2026-02-01", "due_until": "2031-12-31"}
FIGURES = [
    f"{name}_{when}"
    for name in ("next_instalments", "due_within_a_year", "interest_to_maturity")
    for when in ("before", "after")
]
DUE = ("instalment", "interest", "principal")


@pytest.fixture
def desk(database_url, tmp_path):
    with lending(database_url, tmp_path, data_dir=tmp_path) as at_work:
        at_work.enter(*LINES)
        yield at_work


def path(guarantor, what: str) -> str:
    return f"/structures/{guarantor}/guaranteed-{what}"


def total(amounts) -> Decimal:
    return sum(map(Decimal, amounts), Decimal(0))


def test_the_instalments_of_guarantors_sum_to_those_of_the_borrower_one_by_one(desk):
    whole = desk.get(f"/structures/{BORROWER}/instalments", limit=1000, **PERIOD)
    parts = [desk.get(path(who, "instalments"), limit=1000, **PERIOD) for who in GUARANTORS]
    for row, due in enumerate(whole["items"]):
        shared = [part["items"][row] for part in parts]
        assert {(each["loan_number"], each["due_on"], each["number"]) for each in shared} == {
            (due["loan_number"], due["due_on"], due["number"])
        }
        for name in DUE:
            assert total(each[name] for each in shared) == Decimal(due[name]), (due, name)
    for name in ("amount", "interest", "principal"):
        assert total(part["total"][name] for part in parts) == Decimal(whole["total"][name])
        for month, *shared in zip(whole["months"], *(part["months"] for part in parts), strict=True):
            assert total(each[name] for each in shared) == Decimal(month[name])


def test_interest_and_principal_of_a_guarantor_add_up_to_its_instalment_but_for_an_indemnity(desk):
    whole = desk.get(f"/structures/{BORROWER}/instalments", limit=1000, **PERIOD)["items"]
    rest = [Decimal(due["instalment"]) - total((due["interest"], due["principal"])) for due in whole]
    assert sum(each > 0 for each in rest) == 1
    items = desk.get(path(TOWN, "instalments"), limit=1000, **PERIOD)["items"]
    for due, neither in zip(items, rest, strict=True):
        left = Decimal(due["instalment"]) - total((due["interest"], due["principal"]))
        assert abs(left - neither * Decimal("0.55")) <= Decimal("0.01")
        assert neither > 0 or left == 0


def test_the_instalments_of_a_guarantor_say_and_add_up_by_borrower(desk):
    desk.enter(line(4, borrower_id=str(OTHER_BORROWER), **guaranteed((TOWN, "1"))))
    found = desk.get(path(TOWN, "instalments"), limit=1000, **PERIOD)
    assert {each["borrower_name"] for each in found["borrowers"]} == {"Valmonde Habitat", "Foyer du Levant"}
    for borrower in found["borrowers"]:
        own = [due for due in found["items"] if due["borrower_name"] == borrower["borrower_name"]]
        assert borrower["instalments"] == len(own)
        assert Decimal(borrower["amount"]) == total(due["instalment"] for due in own)
    amounts = [Decimal(each["amount"]) for each in found["borrowers"]]
    assert amounts == sorted(amounts, reverse=True)
    assert sum(amounts) == Decimal(found["total"]["amount"])


def test_a_next_instalment_is_the_same_in_the_list_of_loans_and_among_what_falls_due(desk):
    listed = {loan["loan_number"]: loan["next_instalment"] for loan in desk.get(path(TOWN, "loans"))["items"]}
    first: dict[str, str] = {}
    for due in desk.get(path(TOWN, "instalments"), limit=1000)["items"]:
        first.setdefault(due["loan_number"], due["instalment"])
    assert first == listed


def test_outstandings_of_a_guarantor_on_any_day_add_up_by_borrower(desk):
    desk.enter(line(4, borrower_id=str(OTHER_BORROWER), **guaranteed((TOWN, "1"))))
    for day in ("2025-12-31", "2030-02-14"):
        found = desk.get(path(TOWN, "outstandings"), on=day)
        assert {each["borrower_name"]: each["loans"] for each in found["borrowers"]} == {
            "Valmonde Habitat": 3,
            "Foyer du Levant": 1,
        }
        for name in ("outstanding", "deferred_interest", "accrued_interest"):
            assert total(each[name] for each in found["borrowers"]) == Decimal(found["total"][name])


def test_what_if_over_guaranteed_loans_is_what_the_preview_of_the_bank_says_of_the_guarantor(desk):
    told = {who: desk.get(path(who, "what-if"), **QUESTION) for who in GUARANTORS}
    preview = desk.preview("0.02")
    desk.work()
    parts = desk.get(f"/runs/{preview['revision_id']}/parts", by="guarantor")["items"]
    for part in parts:
        ours = told.pop(next(who for who in GUARANTORS if str(who) == part["key"]))
        assert (ours["loans"], ours["loans_changed"]) == (part["loans_read"], part["loans_revised"]) == (3, 2)
        assert ours["total"] == {name: part[name] for name in FIGURES}
    assert told == {}


def test_what_if_of_guarantors_sums_to_that_of_the_borrower_loan_by_loan_and_by_borrower(desk):
    whole = desk.get(f"/structures/{BORROWER}/what-if", **QUESTION)
    parts = [desk.get(path(who, "what-if"), **QUESTION) for who in GUARANTORS]
    for row, loan in enumerate(whole["items"]):
        assert {part["items"][row]["loan_number"] for part in parts} == {loan["loan_number"]}
        for name in FIGURES:
            assert total(part["items"][row][name] for part in parts) == Decimal(loan[name])
    for part in parts:
        (borrower,) = part["borrowers"]
        assert (borrower["borrower_name"], borrower["loans_changed"]) == ("Valmonde Habitat", 2)
        assert {name: borrower[name] for name in FIGURES} == part["total"]


def test_a_revision_is_told_to_a_guarantor_borrower_by_borrower(desk):
    desk.enter(line(4, borrower_id=str(OTHER_BORROWER), **guaranteed((TOWN, "1"))))
    revision = desk.revise()
    (told,) = desk.get(path(TOWN, "revisions"))
    one = desk.get(f"{path(TOWN, 'revisions')}/{revision['revision_id']}")
    assert {name: one[name] for name in told} == told
    assert [each["borrower_name"] for each in one["borrowers"]] == ["Foyer du Levant", "Valmonde Habitat"]
    for name in FIGURES:
        assert total(each[name] for each in one["borrowers"]) == Decimal(told[name])
    assert desk.status(f"{path(TOWN, 'revisions')}/{uuid4()}") == 404


def test_the_files_of_guarantors_sum_to_the_schedules_row_by_row(desk):
    tables = [_file(desk, who) for who in GUARANTORS]
    rows = [row for number in ("5000001", "5000002", "5000003") for row in desk.rows(number)]
    columns = {
        "instalment": "Instalment",
        "interest_due": "Interest due",
        "interest_paid": "Interest paid",
        "principal_repaid": "Principal repaid",
        "deferred_interest": "Deferred interest",
        "outstanding": "Outstanding",
    }
    for whole, *shared in zip(rows, *tables, strict=True):
        for name, column in columns.items():
            assert total(each[column] for each in shared) == Decimal(whole[name])
    first = tables[0][0]
    assert (first["Borrower"], first["Guaranteed share"]) == ("Valmonde Habitat", "33.3333333333%")


@pytest.mark.parametrize("form", ["xlsx", "pdf"])
def test_guaranteed_loans_are_written_in_each_format(desk, form):
    assert _written(desk, TOWN, form).startswith(b"PK")


def test_a_guarantor_reads_and_exports_what_it_guarantees_and_nothing_else(desk):
    revision = desk.revise()["revision_id"]
    town, borrower = desk.client_of(TOWN, "guarantees.read"), desk.client_of(TOWN, "loans.read")
    elsewhere = desk.client_of(BORROWER, "guarantees.read")
    for what, query in (("instalments", {}), ("what-if", QUESTION), (f"revisions/{revision}", {})):
        assert desk.status(path(TOWN, what), town, **query) == 200
        assert desk.status(path(TOWN, what), borrower, **query) == 404
        assert desk.status(path(TOWN, what), elsewhere, **query) == 404
    order = {"structure_id": str(TOWN), "side": "guarantor", "format": "csv"}
    assert desk.post("/exports", order, borrower).status_code == 404
    assert desk.post("/exports", order | {"side": "borrower"}, town).status_code == 404
    export = desk.post("/exports", order, town).json
    assert desk.status(f"/exports/{export['export_id']}", town) == 200
    for stranger in (borrower, elsewhere):
        assert desk.status(f"/exports/{export['export_id']}", stranger) == 404
        assert desk.status(f"/exports/{export['export_id']}/file", stranger) == 404


def _written(desk, guarantor, form: str) -> bytes:
    order = {"structure_id": str(guarantor), "side": "guarantor", "format": form}
    export = desk.post("/exports", order, **{"Accept-Language": "en"}).json
    with desk.service.active():
        while write_next_export():
            pass
    at = f"/exports/{export['export_id']}"
    assert (desk.get(at)["state"], desk.get(at)["loans_done"]) == ("completed", 3)
    return desk.client.get(f"{at}/file", headers=desk.agent).data


def _file(desk, guarantor) -> list[dict[str, str]]:
    text = _written(desk, guarantor, "csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))
