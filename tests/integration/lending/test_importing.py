"""Loan lines come in line by line: the good ones enter with their schedules, each bad one is reported."""

import json

import pytest
import sqlalchemy as sa

from services.lending.portfolio.tables import Contract, Guarantee, Loan, SchedulePiece
from shared.bus import Refused
from shared.ids import new_id
from tests.integration.lending.desk import (
    DEPARTMENT,
    FIXED,
    OTHER_BORROWER,
    TODAY,
    TOWN,
    guaranteed,
    line,
)

IMPORTED = "lending.loans_imported.v1"

on_sqlite = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
"""What is refused before any database is asked."""


def refusal_of(report, number: int = 1) -> dict:
    """Why a line was refused."""
    return next(line["problem"] for line in report["refused"] if line["line"] == number)


def test_a_good_line_enters_with_its_schedule_its_guarantors_and_its_next_instalment(desk):
    desk.enter(line(1, **guaranteed((TOWN, "0.55"), (DEPARTMENT, "0.45"))))
    sheet = desk.get("/loans/5000001")
    assert (sheet["principal"], sheet["index"], sheet["billed_until"]) == (
        "1000000.00",
        "livret_a",
        str(TODAY),
    )
    assert {entry["structure_id"]: entry["share"] for entry in sheet["guarantors"]} == {
        str(TOWN): "0.55",
        str(DEPARTMENT): "0.45",
    }
    assert len(desk.rows()) == 10
    assert sheet["next_instalment"]["due_on"] == "2026-05-01"
    assert desk.get("/instalments")["items"] == [sheet["next_instalment"]]


def test_good_lines_enter_and_each_bad_one_is_reported_with_its_number_and_reason(desk):
    report = desk.send(
        line(1), line(2, product="PLUS_ULTRA"), "no line at all", line(3), line(4, terms={"instalments": 0})
    )
    assert report["accepted"] == 2
    assert [(refused["line"], refused["key"]) for refused in report["refused"]] == [
        (2, "5000002"),
        (3, None),
        (5, "5000004"),
    ]
    assert refusal_of(report, 5)["errors"][0]["field"] == "terms.instalments"
    assert desk.get("/portfolio")["loans"] == 2


def test_an_import_is_told_once_with_what_entered(desk):
    report = desk.send(line(1), line(2, product="PLUS_ULTRA"), line(3, terms={"principal": "500000.50"}))
    (told,) = desk.told(IMPORTED)
    assert told == {"import_id": report["import_id"], "loans": 2, "principal_cents": 150_000_050}


def test_an_import_without_a_good_line_is_not_told(desk):
    assert desk.send(line(1, product="PLUS_ULTRA"))["accepted"] == 0
    assert desk.told(IMPORTED) == []


def test_the_same_line_again_is_already_known_and_changes_nothing(desk):
    desk.enter(line(1, **guaranteed((TOWN, "1"))))
    again = line(
        1, **guaranteed((TOWN, "1.00")), terms={"principal": "1000000.00", "progressivity_floor": "0"}
    )
    report = desk.send(again, again)
    assert (report["accepted"], report["already_known"], report["refused"]) == (0, 2, [])
    assert len(desk.told(IMPORTED)) == 1


def test_the_same_line_twice_in_one_import_enters_once(desk):
    report = desk.send(line(1), line(1))
    assert (report["accepted"], report["already_known"]) == (1, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"terms": {"principal": "1000001"}},
        {"product": "PLAI"},
        {"object": "Autre chose"},
        {"borrower_id": str(OTHER_BORROWER), "contract_number": "20002"},
        guaranteed((TOWN, "1")),
    ],
    ids=["terms", "product", "object", "borrower", "guarantors"],
)
def test_another_line_under_a_known_number_is_refused_and_the_first_one_stays(desk, change):
    desk.enter(line(1))
    before = desk.get("/loans/5000001")
    refusal = refusal_of(desk.send(line(1, **change)))
    assert (refusal["status"], refusal["type"]) == (409, "/problems/loan-number-taken")
    assert desk.get("/loans/5000001") == before


@pytest.mark.parametrize(
    "change", [{"borrower_id": str(OTHER_BORROWER)}, {"contract_signed_on": "2022-03-11"}]
)
@pytest.mark.parametrize("known", ["before", "in the same import", "the very loan"])
def test_a_line_that_contradicts_its_contract_is_refused(desk, change, known):
    first, second = line(1), line(2, contract_number="20001", **change)
    if known == "the very loan":
        second = first | {"contract_signed_on": "2022-03-11"}
    if known == "in the same import":
        report = desk.send(first, second)
    else:
        desk.enter(first)
        report = desk.send(second)
    assert [line["problem"]["type"] for line in report["refused"]] == ["/problems/contract-contradicted"]


def test_a_contract_may_have_several_lines(desk):
    desk.enter(line(1), line(2, contract_number="20001"))
    assert desk.get("/portfolio")["contracts"] == 1
    assert len(desk.get("/loans", contract_number="20001")["items"]) == 2


@on_sqlite
@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"product": "PLUS_ULTRA"}, "product"),
        ({"borrower_id": str(new_id())}, "borrower_id"),
        (guaranteed((TOWN, "0.5"), (new_id(), "0.5")), "guarantors.1.structure_id"),
        (guaranteed((TOWN, "0.55"), (DEPARTMENT, "0.44")), "guarantors"),
        (guaranteed((TOWN, "0.5"), (TOWN, "0.5")), "guarantors"),
        (guaranteed((TOWN, "0"), (DEPARTMENT, "1")), "guarantors.0.share"),
        (guaranteed((TOWN, 1)), "guarantors.0.share"),
        ({"loan_number": "50 1"}, "loan_number"),
        ({"loan_number": "50/1"}, "loan_number"),
        ({"loan_number": "501\n"}, "loan_number"),
        ({"contract_number": "x"}, "contract_number"),
        ({"contract_signed_on": "20220310"}, "contract_signed_on"),
        ({"object": " "}, "object"),
        ({"object": "Deux\nlignes"}, "object"),
        ({"terms": {"principal": 1000000}}, "terms.principal"),
        ({"terms": {"fixings": []}}, "terms.fixings"),
        ({"terms": {"profile": "capital_priority"}}, "terms.progressivity"),
        ({"unknown": 1}, "unknown"),
    ],
)
def test_a_wrong_line_is_refused_by_the_name_of_its_field(desk, facts, field):
    errors = refusal_of(desk.send(line(1, **facts)))["errors"]
    assert field in {error["field"] for error in errors}
    assert desk.get("/portfolio")["loans"] == 0


def test_a_loan_whose_index_had_no_value_yet_is_refused(desk):
    report = desk.send(line(1, terms={"starts_on": "2019-05-01"}))
    assert refusal_of(report)["type"] == "/problems/fixing-missing"


def test_a_loan_that_would_owe_more_than_can_be_kept_is_refused(desk):
    endless = {
        "principal": "1000000000000",
        "rate": {"kind": "fixed", "value": "0.5"},
        "revision": "none",
        "progressivity": "0",
        "instalments": 80,
        "deferral": {"instalments": 79, "interest": "deferred"},
    }
    assert refusal_of(desk.send(line(1, terms=endless)))["type"] == "/problems/amount-too-large"


def test_a_fixed_rate_needs_no_fixing(desk):
    desk.enter(line(1, terms=FIXED | {"starts_on": "2019-05-01"}))
    assert {row["rate"] for row in desk.rows()} == {"0.0275"}


def test_json_lines_are_read_like_an_array_and_an_unreadable_one_is_reported(desk):
    body = "\n".join([json.dumps(line(1)), "{not json", "", json.dumps(line(2))])
    answer = desk.client.post(
        "/imports", data=body, headers=desk.loan_system | {"Content-Type": "application/x-ndjson"}
    )
    assert answer.json["accepted"] == 2
    assert [refused["line"] for refused in answer.json["refused"]] == [2]


def test_more_lines_than_one_import_takes_are_refused_whole(desk):
    answer = desk.post("/imports", [line(1)] * 1_001, desk.loan_system)
    assert (answer.status_code, answer.json["type"]) == (413, "/problems/too-many-lines")
    assert desk.get("/portfolio")["loans"] == 0


def test_only_whoever_may_import_does(desk):
    assert desk.post("/imports", [line(1)], desk.officer).status_code == 403
    assert desk.post("/imports", [line(1)], {"Authorization": ""}).status_code == 401
    assert desk.post("/imports", [line(1)], desk.agent).status_code == 200


def test_an_import_repeated_with_its_key_gets_the_same_answer_and_is_told_once(desk):
    key = {"Idempotency-Key": "file-7/1"}
    first = desk.post("/imports", [line(1)], desk.loan_system, **key)
    again = desk.post("/imports", [line(1)], desk.loan_system, **key)
    assert first.json == again.json
    assert first.json["accepted"] == 1
    assert len(desk.told(IMPORTED)) == 1


def test_a_line_on_the_queue_enters_and_its_sender_is_answered(desk):
    assert desk.command(line(1)) == {"loan_number": "5000001", "outcome": "accepted"}
    assert desk.command(line(1)) == {"loan_number": "5000001", "outcome": "already_known"}
    assert len(desk.rows()) == 10


def test_a_second_delivery_of_a_line_gets_the_first_answer(desk):
    answers = [desk.command(line(1), message_id="m-1") for _ in range(2)]
    assert answers == [{"loan_number": "5000001", "outcome": "accepted"}] * 2


@pytest.mark.parametrize(
    "facts", [{"product": "PLUS_ULTRA"}, {"terms": {"instalments": -1}}, {"borrower_id": str(new_id())}]
)
def test_a_wrong_line_on_the_queue_is_refused_with_its_reason_and_nothing_changes(desk, facts):
    with pytest.raises(Refused) as refused:
        desk.command(line(1, **facts))
    assert refused.value.answer["status"] == 422
    for table in (Loan, Contract, Guarantee, SchedulePiece):
        assert desk.scalars(sa.select(table)) == []


def test_chunks_fill_up_from_import_to_import_before_another_is_opened(desk):
    desk.enter(line(1))
    desk.enter(line(2), line(3), line(4))
    desk.command(line(5))
    loans = desk.scalars(sa.select(Loan).order_by(Loan.loan_number))
    assert [(loan.chunk, loan.slot) for loan in loans] == [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)]
    assert [desk.rows(f"500000{n}") for n in range(1, 6)] == [desk.rows()] * 5
    assert desk.verify() == []


def test_what_an_import_stored_is_never_rewritten(desk):
    desk.enter(line(1), line(2))
    before = desk.scalars(sa.select(SchedulePiece.payload))
    desk.enter(line(3))
    assert before[0] in desk.scalars(sa.select(SchedulePiece.payload))
