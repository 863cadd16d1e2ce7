"""Accounts of people at the bank and of its systems: opened, listed, closed, and told."""

from uuid import UUID, uuid4

import pytest

from services.identity import actions
from services.identity.domain.identifiers import free_identifier, identifier_stem
from tests.unit.identity.conftest import PASSWORD

LUC = {"title": "Monsieur", "first_name": "Luc", "last_name": "Hardy", "email": "luc.hardy@example.org"}
LEDGER = {"client_id": "gestion-des-prets", "name": "Gestion des prêts"}


@pytest.mark.parametrize(
    ("first_name", "stem"),
    [("Cendrine", "cend"), ("Éloïse", "eloi"), ("Luc", "lucx"), ("Jean-Marc", "jean"), ("Œdipe", "oedi")],
)
def test_an_identifier_begins_with_four_plain_letters_of_the_first_name(first_name, stem):
    assert identifier_stem(first_name) == stem


def test_identifiers_run_out_after_a_thousand():
    taken = {f"cend{number:03}" for number in range(1_000)}
    assert free_identifier("Cendrine", taken - {"cend589"}, lambda free: free[0]) == "cend589"
    assert free_identifier("Cendrine", taken, lambda free: free[0]) is None


def test_opening_an_account_is_told_once(identity, operator):
    opened = identity.client.post("/staff", json=LUC, headers=operator)
    assert opened.status_code == 201
    told = {"person_id": opened.json["account"]["person_id"], "name": "Luc Hardy", "email": LUC["email"]}
    assert identity.told("identity.staff_account_opened.v1") == [told]


def test_one_address_has_one_account(identity, operator):
    identity.client.post("/staff", json=LUC, headers=operator)
    again = identity.client.post("/staff", json=LUC | {"email": "LUC.HARDY@example.org"}, headers=operator)
    assert again.status_code == 409
    assert again.json["errors"][0]["field"] == "email"


def test_setting_the_platform_up_again_changes_nothing(identity, claire):
    with identity.service.active():
        again = actions.open_staff_account(
            title="Madame", first_name="C", last_name="V", email=claire.email.lower(), password="x"
        )
        for _ in range(2):
            actions.register_bank_system(**LEDGER, client_secret="0" * 43)
    assert again.person_id == claire.person_id
    assert len(identity.told()) == 2


def test_a_person_can_be_given_the_id_they_are_known_by(identity):
    person_id = uuid4()
    with identity.service.active():
        actions.open_staff_account(**LUC, password=PASSWORD, person_id=person_id)
        assert actions.read_staff_account(person_id).email == LUC["email"]


def test_no_answer_shows_a_hash(identity, operator, claire):
    listed = identity.client.get("/staff", headers=operator)
    assert [account["identifier"] for account in listed.json["items"]] == [claire.identifier]
    assert "argon2" not in listed.text


def test_a_password_reset_by_an_operator_must_be_changed_and_opens_the_lock(
    identity, operator, claire, log_in
):
    for _ in range(10):
        log_in(claire.identifier, "Mauvais 123")
    path = f"/staff/{claire.person_id}/initial-password"
    password = identity.client.post(path, headers=operator).json["initial_password"]
    assert log_in(claire.identifier, password).status_code == 403
    body = {"login": claire.email, "current_password": password, "new_password": "Autre chaussette 8"}
    assert identity.client.post("/password-changes", json=body).status_code == 204
    assert log_in(claire.identifier, "Autre chaussette 8").status_code == 201


def test_nobody_closes_or_resets_their_own_account(identity, claire):
    own = identity.headers("operator", subject_id=claire.person_id)
    assert identity.client.delete(f"/staff/{claire.person_id}", headers=own).status_code == 409
    path = f"/staff/{claire.person_id}/initial-password"
    assert identity.client.post(path, headers=own).status_code == 409


def test_closing_an_account_is_told_so_that_its_rights_end(identity, operator, claire):
    for status in (204, 404):
        closed = identity.client.delete(f"/staff/{claire.person_id}", headers=operator)
        assert closed.status_code == status
    assert identity.told("identity.account_closed.v1") == [
        {"subject_id": str(claire.person_id), "erase": False}
    ]


def test_a_system_is_registered_once_and_its_secret_told_once(identity, operator):
    registered = identity.client.post("/bank-systems", json=LEDGER, headers=operator)
    assert registered.status_code == 201
    assert len(registered.json["client_secret"]) == 43
    assert "client_secret" not in identity.client.get("/bank-systems", headers=operator).text
    assert identity.client.post("/bank-systems", json=LEDGER, headers=operator).status_code == 409


def test_a_closed_system_gets_no_token(identity, operator):
    registered = identity.client.post("/bank-systems", json=LEDGER, headers=operator).json
    system = registered["system"]
    assert identity.client.delete(f"/bank-systems/{system['system_id']}", headers=operator).status_code == 204
    grant = {"grant_type": "client_credentials", "client_id": system["client_id"]}
    grant["client_secret"] = registered["client_secret"]
    assert identity.client.post("/tokens", json=grant).status_code == 401


def test_every_act_is_in_the_audit_trail_with_who_did_it(identity, claire):
    asker = uuid4()
    operator = identity.headers("operator", subject_id=asker)
    identity.client.delete(f"/staff/{claire.person_id}", headers=operator)
    acts = identity.client.get(f"/acts?subject_id={claire.person_id}", headers=operator).json["items"]
    assert [(act["act"], act["done_by"]) for act in acts] == [
        ("staff_account_closed", str(asker)),
        ("staff_account_opened", None),
    ]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/staff"),
        ("POST", "/staff"),
        ("DELETE", f"/staff/{UUID(int=1)}"),
        ("POST", f"/staff/{UUID(int=1)}/initial-password"),
        ("GET", "/bank-systems"),
        ("POST", "/bank-systems"),
        ("DELETE", f"/bank-systems/{UUID(int=1)}"),
        ("POST", f"/bank-systems/{UUID(int=1)}/secret"),
        ("GET", "/acts"),
    ],
)
def test_only_an_operator_runs_identity(refusing, method, path):
    assert refusing.client.open(path, method=method).status_code == 401
    agent = refusing.headers("lending.agent")
    assert refusing.client.open(path, method=method, headers=agent).status_code == 403


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"email": "pas une adresse"}, "email"),
        ({"first_name": "   "}, "first_name"),
        ({"last_name": "Hardy\nCc: x@example.org"}, "last_name"),
        ({"title": "Docteur"}, "title"),
        ({"rights": ["operator"]}, "rights"),
    ],
)
def test_a_wrong_field_is_named(refusing, change, field):
    refused = refusing.client.post("/staff", json=LUC | change, headers=refusing.headers("operator"))
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json["errors"]] == [field]
