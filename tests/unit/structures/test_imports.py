"""Structures come in line by line: the good ones enter, each bad one is reported, nothing happens twice."""

import json

import pytest
from marshmallow import ValidationError

from services.structures import actions, handlers
from services.structures.schemas import StructureRowSchema
from shared.db import transaction
from shared.validation import refusal_of
from tests.unit.structures.conftest import ROWS

FIRST, SECOND = ROWS[0], ROWS[1]
RECORDED = "structures.structure_recorded.v1"


def test_the_demonstration_bank_enters_whole(structures, send):
    report = send(*ROWS)
    assert report == {"recorded": len(ROWS), "changed": 0, "unchanged": 0, "refused": []}
    assert len(structures.told(RECORDED)) == len(ROWS)


def test_a_structure_is_told_with_its_whole_state(structures, send):
    send(FIRST)
    (told,) = structures.told(RECORDED)
    expected = {name: FIRST[name] for name in FIRST if name != "naf"}
    assert told == expected | {"client_number": "000" + FIRST["client_number"], "version": 1}


def test_the_same_row_again_changes_nothing_and_tells_nothing(structures, send):
    send(FIRST)
    assert send(FIRST)["unchanged"] == 1
    assert len(structures.told()) == 1


def test_a_difference_makes_a_version(structures, send):
    send(FIRST)
    assert send(FIRST | {"name": "Valmonde Habitat OPH"})["changed"] == 1
    assert [fact["version"] for fact in structures.told(RECORDED)] == [1, 2]


def test_what_an_agent_changed_stays_when_the_same_old_row_comes_again(structures, send, agent):
    send(FIRST)
    contact = {"contact_email": "nouveau@example.org", "paper_wanted": True}
    path = f"/structures/{FIRST['structure_id']}"
    structures.client.put(f"{path}/contact", json=contact, headers=agent)
    assert send(FIRST)["unchanged"] == 1
    kept = structures.client.get(path, headers=agent).json
    assert kept["contact_email"] == "nouveau@example.org"


def test_a_bad_line_is_reported_with_its_number_and_the_others_enter(send):
    report = send(FIRST, SECOND | {"siren": "123456789", "sector": "banks"}, ROWS[2])
    assert report["recorded"] == 2
    (refused,) = report["refused"]
    assert (refused["line"], refused["key"]) == (2, SECOND["structure_id"])
    errors = {error["field"]: error for error in refused["problem"]["errors"]}
    assert errors["siren"]["value"] == "123456789"
    assert "social_housing" in errors["sector"]["allowed"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"siret": "35600000000049"}, "siret"),
        ({"siret": SECOND["siret"]}, "siret"),
        ({"legal_category": "72"}, "legal_category"),
        ({"naf": "6820A"}, "naf"),
        ({"client_number": "12345"}, "client_number"),
        ({"client_number": "123456789"}, "client_number"),
        ({"contact_email": "pas une adresse"}, "contact_email"),
        ({"name": "Deux\nlignes"}, "name"),
        ({"name": " "}, "name"),
        ({"address": FIRST["address"] | {"postcode": "9600"}}, "address.postcode"),
        ({"address": FIRST["address"] | {"postcode": "96000\n"}}, "address.postcode"),
        ({"address": FIRST["address"] | {"street": ""}}, "address.street"),
        ({"capital": "1000"}, "capital"),
        ({"structure_id": "1"}, "structure_id"),
    ],
)
def test_a_wrong_field_is_named(change, field):
    assert _refused_fields(FIRST | change) == {field}


@pytest.mark.parametrize(
    "absent", ["structure_id", "name", "siren", "siret", "sector", "address", "paper_wanted"]
)
def test_a_missing_field_is_named(absent):
    assert absent in _refused_fields({name: FIRST[name] for name in FIRST if name != absent})


def test_establishments_of_la_poste_carry_another_key(send):
    post = FIRST | {"siren": "356000000", "siret": "35600000049837"}
    assert send(post)["recorded"] == 1


@pytest.mark.parametrize("number", ["siret", "client_number"])
def test_a_number_belongs_to_one_structure(send, number):
    send(FIRST)
    other = SECOND | {number: FIRST[number]}
    if number == "siret":
        other["siren"] = FIRST["siren"]
    (refused,) = send(other)["refused"]
    assert refused["problem"]["status"] == 409
    assert refused["problem"]["errors"][0]["field"] == number


def test_two_lines_of_one_import_cannot_share_a_number(send):
    report = send(FIRST, SECOND | {"client_number": FIRST["client_number"]})
    assert (report["recorded"], [line["line"] for line in report["refused"]]) == (1, [2])


def test_structures_without_a_client_number_are_many(send):
    assert send(*(row | {"client_number": None} for row in ROWS[:3]))["recorded"] == 3


def test_lines_of_json_are_read_one_by_one(structures, register):
    lines = [json.dumps(FIRST), "", "{pas du JSON", '["un tableau"]', json.dumps(SECOND)]
    answer = structures.client.post(
        "/imports", data="\n".join(lines), content_type="application/x-ndjson", headers=register
    )
    assert answer.json["recorded"] == 2
    assert [line["line"] for line in answer.json["refused"]] == [3, 4]


@pytest.mark.parametrize("body", [{}, "texte", 12, None])
def test_a_body_that_is_no_list_is_refused_whole(filled, body):
    register = filled.headers("bank.structures")
    assert filled.client.post("/imports", json=body, headers=register).status_code == 400


def test_more_lines_than_one_transaction_takes_are_refused_whole(filled):
    register = filled.headers("bank.structures")
    answer = filled.client.post("/imports", json=[{}] * 1_001, headers=register)
    assert answer.status_code == 413
    assert answer.json["errors"][0]["allowed"] == 1_000


@pytest.mark.parametrize("right", ["bank.loans", "lending.agent", "operator"])
def test_only_the_register_and_agents_of_structures_import(filled, right):
    other = filled.headers(right)
    assert filled.client.post("/imports", json=[FIRST], headers=other).status_code == 403


def test_the_queue_records_a_structure_and_answers(structures):
    row = StructureRowSchema().load(FIRST)
    with structures.service.active(), transaction() as session:
        first, again = (handlers.record_structure(row, session) for _ in range(2))
    assert first == {"structure_id": FIRST["structure_id"], "outcome": "recorded"}
    assert again["outcome"] == "unchanged"


def test_the_queue_refuses_a_number_that_is_taken(structures, send):
    send(FIRST)
    row = StructureRowSchema().load(SECOND | {"client_number": FIRST["client_number"]})
    with structures.service.active(), pytest.raises(actions.NumberTaken), transaction() as session:
        handlers.record_structure(row, session)


def _refused_fields(row):
    schema = StructureRowSchema()
    with pytest.raises(ValidationError) as refused:
        schema.load(row)
    return {error.field for error in refusal_of(refused.value, row, schema).field_errors()}
