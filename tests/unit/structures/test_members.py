"""Joining a structure, what people say of themselves there, leaving it."""

from uuid import UUID, uuid4

import pytest

from shared.auth import record_grant
from shared.db import transaction
from shared.events.habilitations import RightGranted
from shared.events.identity import AccountClosed, PersonRecorded
from tests.unit.structures.conftest import ROWS
from tests.unit.structures.test_register import EUS, UNIT, invented, load, write

SIRET, OTHER_SIRET = ROWS[0]["siret"], ROWS[1]["siret"]


@pytest.fixture
def anne(structures, send):
    """Somebody who registered; the bank's register of third parties is known."""
    send(*ROWS[:3])
    person_id = uuid4()
    hear(structures, PersonRecorded(
        person_id=person_id, version=1, identifier="anne123", title="Madame", first_name="Anne",
        last_name="Vidal", email="anne@example.org",
    ))  # fmt: skip
    return person_id


def hear(structures, *events):
    with structures.service.active():
        for event in events:
            line = next(line for line in structures.service.handlers if line.contract is type(event))
            with transaction() as session:
                line.handle(event, session)


def call(structures, person_id, method, path, body=None):
    headers = structures.headers(subject_id=person_id)
    return structures.client.open(path, method=method, json=body, headers=headers)


def join(structures, person_id, siret=SIRET, **said):
    return call(structures, person_id, "POST", "/memberships", {"siret": siret, **said})


def mine(structures, person_id):
    return call(structures, person_id, "GET", "/memberships").json["items"]


def name_administrator(structures, person_id, structure_id):
    event = RightGranted(
        subject_id=person_id, right="administrator", structure_id=UUID(structure_id), version=1
    )
    with structures.service.active(), transaction() as session:
        record_grant(event, session)


def test_who_joins_belongs_with_the_address_of_the_account_and_it_is_told(structures, anne):
    joined = join(structures, anne)
    assert joined.status_code == 201
    assert (joined.json["email"], joined.json["function"], joined.json["is_default"]) == (
        "anne@example.org", None, True,
    )  # fmt: skip
    (told,) = structures.told("structures.member_recorded.v1")
    assert (told["attached"], told["version"], told["person_id"]) == (True, 1, str(anne))
    assert mine(structures, anne)[0]["structure"]["client_number"] == ROWS[0]["client_number"].zfill(9)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"phone": "appelez-moi"}, "6 à 15 chiffres"),
        ({"phone": "0" + " " * 9}, "6 à 15 chiffres"),
        ({"phone": "0 1 2 3 4 5 6 7 8 9 0"}, "20 signes au plus"),
        ({"email": "anne@été.example"}, "sans accents"),
    ],
)
def test_what_cannot_be_called_or_written_to_is_refused_in_words(structures, anne, change, expected):
    structure_id = join(structures, anne).json["structure_id"]
    refused = call(structures, anne, "PATCH", f"/memberships/{structure_id}", change)
    assert refused.status_code == 422
    (error,) = refused.json["errors"]
    assert expected in error["detail"]


def test_a_phone_may_be_written_with_hyphens_as_in_the_profile(structures, anne):
    structure_id = join(structures, anne).json["structure_id"]
    change = {"phone": "01-99-00-12-34"}
    assert call(structures, anne, "PATCH", f"/memberships/{structure_id}", change).status_code == 200


def renamed(person_id, version, last_name):
    return PersonRecorded(
        person_id=person_id, version=version, identifier="anne123", title="Madame", first_name="Anne",
        last_name=last_name, email="anne@example.org",
    )  # fmt: skip


def test_a_person_who_changes_their_name_bears_the_new_one_in_each_structure_and_it_is_told(structures, anne):
    join(structures, anne)
    join(structures, anne, OTHER_SIRET)
    hear(structures, renamed(anne, 3, "Vidal-Roca"))
    assert {member["name"] for member in mine(structures, anne)} == {"Anne Vidal-Roca"}
    told = structures.told("structures.member_recorded.v1")[2:]
    assert [(each["name"], each["version"]) for each in told] == [("Anne Vidal-Roca", 2)] * 2


def test_an_old_name_that_arrives_late_or_the_same_one_again_changes_nothing(structures, anne):
    join(structures, anne)
    hear(structures, renamed(anne, 3, "Vidal-Roca"))
    hear(structures, renamed(anne, 2, "Vidal"), renamed(anne, 4, "Vidal-Roca"))
    assert [member["name"] for member in mine(structures, anne)] == ["Anne Vidal-Roca"]
    assert len(structures.told("structures.member_recorded.v1")) == 2


@pytest.mark.parametrize("digits", [6, 9])
def test_a_client_is_found_by_its_number_as_it_is_typed_or_printed(structures, send, anne, digits):
    send(ROWS[0])
    number = ROWS[0]["client_number"].zfill(9)[-digits:]
    found = call(structures, anne, "GET", f"/establishments?q={number}").json["items"]
    assert [each["siret"] for each in found] == [ROWS[0]["siret"]]


def test_joining_twice_is_refused(structures, anne):
    join(structures, anne)
    assert join(structures, anne).status_code == 409


def test_phone_address_and_function_are_each_changed_on_their_own(structures, anne):
    structure_id = join(structures, anne).json["structure_id"]
    for change in ({"phone": "01 99 00 12 34"}, {"email": "a.vidal@eus.example"}, {"function": "finance"}):
        assert call(structures, anne, "PATCH", f"/memberships/{structure_id}", change).status_code == 200
    (member,) = mine(structures, anne)
    assert (member["phone"], member["email"], member["function"]) == (
        "01 99 00 12 34", "a.vidal@eus.example", "finance",
    )  # fmt: skip
    assert [each["version"] for each in structures.told("structures.member_recorded.v1")] == [1, 2, 3, 4]


def test_one_of_several_structures_is_shown_by_default(structures, anne):
    join(structures, anne)
    second = join(structures, anne, OTHER_SIRET).json["structure_id"]
    assert [each["is_default"] for each in mine(structures, anne)] == [True, False]
    call(structures, anne, "PUT", f"/memberships/{second}/default")
    assert [each["structure_id"] for each in mine(structures, anne) if each["is_default"]] == [second]


def test_who_leaves_belongs_no_more_and_may_come_back(structures, anne):
    structure_id = join(structures, anne).json["structure_id"]
    assert call(structures, anne, "DELETE", f"/memberships/{structure_id}").status_code == 204
    assert mine(structures, anne) == []
    assert structures.told("structures.member_recorded.v1")[-1]["attached"] is False
    assert call(structures, anne, "DELETE", f"/memberships/{structure_id}").status_code == 404
    assert join(structures, anne).status_code == 201


def test_the_last_administrator_leaves_once_another_one_is_named(structures, anne, agent):
    structure_id = join(structures, anne).json["structure_id"]
    name_administrator(structures, anne, structure_id)
    assert call(structures, anne, "DELETE", f"/memberships/{structure_id}").status_code == 409
    bruno = uuid4()
    join(structures, bruno, email="bruno@example.org")
    name_administrator(structures, bruno, structure_id)
    assert call(structures, anne, "DELETE", f"/memberships/{structure_id}").status_code == 204
    assert call(structures, bruno, "DELETE", f"/memberships/{structure_id}").status_code == 409
    path = f"/structures/{structure_id}/members/{bruno}/removal"
    assert structures.client.post(path, json={"reason": "Décès"}, headers=agent).status_code == 204
    told = structures.told("structures.member_recorded.v1")
    assert [(each["decider"], each["reason"]) for each in told if not each["attached"]] == [
        ("person", None), ("bank", "Décès"),
    ]  # fmt: skip


def remove(structures, person_id, structure_id, by):
    path = f"/structures/{structure_id}/members/{person_id}/removal"
    return call(structures, by, "POST", path, {"reason": "A quitté la commune"}).status_code


@pytest.fixture
def town_hall(structures, anne):
    """Anne administers a structure to which Bruno and Chloé belong: its number, and theirs."""
    structure_id, bruno, chloe = join(structures, anne).json["structure_id"], uuid4(), uuid4()
    name_administrator(structures, anne, structure_id)
    for person in (bruno, chloe):
        join(structures, person, email="mairie@example.org")
    return structure_id, bruno, chloe


def test_an_administrator_detaches_somebody_of_their_structure_and_it_is_told(
    structures, anne, town_hall, agent
):
    structure_id, bruno, _ = town_hall
    assert remove(structures, bruno, structure_id, by=anne) == 204
    assert mine(structures, bruno) == []
    told = structures.told("structures.member_recorded.v1")[-1]
    assert (told["person_id"], told["attached"]) == (str(bruno), False)
    assert (told["decider"], told["reason"]) == ("administrator", "A quitté la commune")
    acts = structures.client.get("/acts", headers=agent).json["items"]
    assert (acts[0]["act"], acts[0]["done_by"], acts[0]["facts"]) == (
        "left", str(anne), {"reason": "A quitté la commune"},
    )  # fmt: skip


def test_nobody_detaches_themselves_this_way(structures, anne, town_hall):
    structure_id, bruno, _ = town_hall
    assert remove(structures, anne, structure_id, by=anne) == 409
    name_administrator(structures, bruno, structure_id)
    assert remove(structures, anne, structure_id, by=anne) == 409


def test_who_does_not_administer_the_structure_detaches_nobody(structures, anne, town_hall):
    structure_id, bruno, chloe = town_hall
    elsewhere = uuid4()
    other = join(structures, elsewhere, OTHER_SIRET, email="autre@example.org").json["structure_id"]
    name_administrator(structures, elsewhere, other)
    assert {remove(structures, bruno, structure_id, by=by) for by in (chloe, elsewhere, uuid4())} == {404}
    assert len(mine(structures, bruno)) == 1


def test_of_two_administrators_who_detach_each_other_one_stays(structures, anne, town_hall):
    structure_id, bruno, _ = town_hall
    name_administrator(structures, bruno, structure_id)
    assert remove(structures, bruno, structure_id, by=anne) == 204
    assert remove(structures, anne, structure_id, by=bruno) == 404
    assert call(structures, anne, "DELETE", f"/memberships/{structure_id}").status_code == 409


def test_an_establishment_that_the_bank_does_not_know_becomes_a_structure(structures, anne, tmp_path):
    with structures.service.active():
        load(write(tmp_path, "u.csv", invented.UNIT_HEADER, UNIT))
        load(write(tmp_path, "e.csv", invented.ESTABLISHMENT_HEADER, EUS))
    assert join(structures, anne, EUS["siret"]).status_code == 201
    recorded = structures.told("structures.structure_recorded.v1")[-1]
    assert (recorded["name"], recorded["representative_function"]) == ("COMMUNE D'EUS", "Le Maire")
    assert recorded["address"]["town"] == "EUS"


def test_a_closed_establishment_and_an_unknown_one_are_refused(structures, anne, tmp_path):
    closed = EUS | {"etatAdministratifEtablissement": "F"}
    with structures.service.active():
        load(write(tmp_path, "e.csv", invented.ESTABLISHMENT_HEADER, closed))
    assert join(structures, anne, EUS["siret"]).status_code == 409
    assert join(structures, anne, "12345678901234").status_code == 404


def test_an_account_that_closes_leaves_every_structure_and_its_name_behind(structures, anne):
    structure_id = join(structures, anne).json["structure_id"]
    hear(structures, AccountClosed(subject_id=anne, erase=True))
    assert structures.told("structures.member_recorded.v1")[-1]["attached"] is False
    agent = structures.headers("structures.agent")
    (left,) = structures.client.get(f"/structures/{structure_id}/members", headers=agent).json["items"]
    assert (left["name"], left["email"], left["attached"]) == ("—", "", False)


def test_of_who_is_erased_no_name_stays_in_any_table_or_fact_and_others_stay(structures, anne):
    bruno = uuid4()
    hear(structures, PersonRecorded(
        person_id=bruno, version=1, identifier="brun123", title="Monsieur", first_name="Bruno",
        last_name="Roca", email="bruno@example.org",
    ))  # fmt: skip
    join(structures, anne, phone="01 99 00 12 34")
    hear(structures, renamed(anne, 2, "Vidal"))
    join(structures, bruno)
    assert "Anne Vidal" in structures.everything_kept()
    hear(structures, AccountClosed(subject_id=anne, erase=True))
    kept = structures.everything_kept()
    assert not [word for word in ("Vidal", "anne@example.org", "01 99 00 12 34") if word in kept]
    assert "bruno@example.org" in kept


def test_an_agent_corrects_where_letters_go(structures, anne, agent):
    structure_id = join(structures, anne).json["structure_id"]
    body = {
        "address": {"street": "1 place neuve", "postcode": "66500", "town": "Eus"},
        "representative_function": "La Maire",
    }
    answer = structures.client.put(f"/structures/{structure_id}/address", json=body, headers=agent)
    assert answer.status_code == 200
    assert structures.told("structures.structure_recorded.v1")[-1]["address"]["street"] == "1 place neuve"
    acts = structures.client.get("/acts", headers=agent).json["items"]
    assert "address_corrected" in {each["act"] for each in acts}
