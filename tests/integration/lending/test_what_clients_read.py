"""What a structure reads of all its loans at once, and of the revisions that changed them."""

from decimal import Decimal
from uuid import uuid4

from tests.integration.lending.desk import (
    BORROWER,
    DEPARTMENT,
    FIXED,
    OTHER_BORROWER,
    TOWN,
    guaranteed,
    line,
)

LOANS = f"/structures/{BORROWER}/loans"
SHARED = guaranteed((TOWN, "0.55"), (DEPARTMENT, "0.45"))


def test_the_list_says_of_each_loan_what_its_sheet_says(desk):
    desk.enter(line(1), line(2, terms=FIXED), line(3, borrower_id=str(OTHER_BORROWER)))
    answer = desk.get(LOANS)
    assert [loan["loan_number"] for loan in answer["items"]] == ["5000001", "5000002"]
    for loan in answer["items"]:
        sheet = desk.get(f"/loans/{loan['loan_number']}")
        assert answer["as_of"] == sheet["as_of"]
        for name in ("contract_number", "product", "object", "index", "principal", "outstanding"):
            assert loan[name] == sheet[name]
        for name in ("deferred_interest", "accrued_interest", "contract_signed_on"):
            assert loan[name] == sheet[name]
        assert loan["next_due_on"] == sheet["next_instalment"]["due_on"]
        assert loan["next_instalment"] == sheet["next_instalment"]["instalment"]


def test_a_loan_in_the_list_has_the_rate_that_runs_and_the_day_it_ends(desk):
    desk.enter(line(1), line(2, terms=FIXED))
    for loan in desk.get(LOANS)["items"]:
        rows = desk.rows(loan["loan_number"])
        assert loan["last_due_on"] == rows[-1]["due_on"]
        running = next(row for row in rows if row["due_on"] > "2026-01-29")
        assert loan["rate"] == running["rate"]


def test_a_repaid_loan_stays_in_the_list_with_nothing_left(desk):
    desk.enter(line(1, terms={"starts_on": "2010-05-01", "instalments": 5} | FIXED))
    (loan,) = desk.get(LOANS)["items"]
    assert (loan["outstanding"], loan["next_due_on"], loan["rate"]) == ("0.00", None, None)


def test_guarantors_see_amounts_at_their_shares_which_sum_to_the_loan(desk):
    desk.enter(line(1, **SHARED))
    (whole,) = desk.get(LOANS)["items"]
    parts = [desk.get(f"/structures/{who}/guaranteed-loans")["items"][0] for who in (TOWN, DEPARTMENT)]
    assert [part["share"] for part in parts] == ["0.55", "0.45"]
    assert [part["borrower_name"] for part in parts] == ["Valmonde Habitat"] * 2
    for name in ("principal", "outstanding", "accrued_interest", "next_instalment"):
        assert sum(Decimal(part[name]) for part in parts) == Decimal(whole[name])


def test_the_guaranteed_list_sums_to_the_guaranteed_outstandings(desk):
    desk.enter(line(1, **SHARED), line(2, **guaranteed((TOWN, "1"))), line(3))
    loans = desk.get(f"/structures/{TOWN}/guaranteed-loans")["items"]
    total = desk.get(f"/structures/{TOWN}/guaranteed-outstandings")["total"]
    assert len(loans) == total["loans"]
    assert sum(Decimal(loan["outstanding"]) for loan in loans) == Decimal(total["outstanding"])


def test_a_structure_reads_what_each_revision_changed_for_it_the_newest_first(desk):
    desk.enter(line(1, **SHARED), line(2, borrower_id=str(OTHER_BORROWER)))
    desk.revise()
    desk.revise("2026-08-01", "0.02")
    newest, first = desk.get(f"/structures/{BORROWER}/revisions")
    assert [newest["value_after"], first["value_after"]] == ["0.02", "0.015"]
    assert (first["value_before"], first["loans_read"], first["loans_revised"]) == ("0.017", 1, 1)
    shares = [desk.get(f"/structures/{who}/guaranteed-revisions")[1] for who in (TOWN, DEPARTMENT)]
    for name in ("due_within_a_year_before", "due_within_a_year_after"):
        assert sum(Decimal(share[name]) for share in shares) == Decimal(first[name])


def test_borrower_and_guarantor_see_what_a_revision_changed_for_a_loan(desk):
    desk.enter(line(1, **SHARED))
    revision = desk.revise()
    path = f"/loans/5000001/revisions/{revision['revision_id']}"
    for reader in (desk.client_of(BORROWER, "loans.read"), desk.client_of(TOWN, "guarantees.read")):
        effect = desk.get(path, reader)
        assert effect["revision"]["value_after"] == "0.015"
        assert effect["before"][0]["instalment"] != effect["after"][0]["instalment"]
        assert [each["revision_id"] for each in desk.get("/loans/5000001/versions", reader)] == [
            None,
            revision["revision_id"],
        ]


def test_versions_and_effects_of_a_loan_are_hidden_from_whom_it_does_not_concern(desk):
    desk.enter(line(1, **SHARED))
    revision = desk.revise()
    stranger = desk.client_of(OTHER_BORROWER, "loans.read")
    for path in ("versions", f"revisions/{revision['revision_id']}"):
        assert desk.status(f"/loans/5000001/{path}", stranger) == 404
    assert desk.status(f"/loans/5000001/revisions/{uuid4()}", desk.client_of(BORROWER, "loans.read")) == 404


def test_the_rights_of_a_borrower_do_not_open_what_it_guarantees_nor_the_other_way(desk):
    borrower, guarantor = desk.client_of(BORROWER, "loans.read"), desk.client_of(BORROWER, "guarantees.read")
    for path in ("loans", "revisions"):
        assert desk.status(f"/structures/{BORROWER}/{path}", borrower) == 200
        assert desk.status(f"/structures/{BORROWER}/{path}", guarantor) == 404
        assert desk.status(f"/structures/{BORROWER}/guaranteed-{path}", guarantor) == 200
        assert desk.status(f"/structures/{BORROWER}/guaranteed-{path}", borrower) == 404


def test_anyone_may_simulate_a_loan_and_read_the_values_of_the_indexes(desk):
    nobody = {"Accept": "application/json"}
    assert desk.post("/simulations", line()["terms"], nobody).status_code == 200
    assert desk.status("/fixings", nobody, index="livret_a") == 200
