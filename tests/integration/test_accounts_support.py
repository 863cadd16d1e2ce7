"""People of the bank help a client who cannot get in."""

import secrets
from uuid import uuid4

import pytest

from services.identity import actions, attempts
from tests.portal import CENDRINE, PASSWORD, Browser, portal_on

ADDRESS = CENDRINE["email"]
WHY = {"reason": "Appel de la personne, identité vérifiée"}


@pytest.fixture
def portal(database_url, tmp_path):
    with portal_on(database_url, f"sqlite:///{tmp_path}/notifications.sqlite", tmp_path) as opened:
        yield opened


@pytest.fixture
def cendrine(portal):
    """Cendrine's person_id and identifier; she has an account."""
    registered = portal.register()
    with portal.identity.service.active():
        return {"identifier": registered["identifier"], "id": actions.account_of(ADDRESS).person_id}


class Agent:
    """An agent of the bank at work."""

    def __init__(self, portal):
        self.portal, self.person_id = portal, uuid4()
        self.portal.identity.grant(self.person_id, "identity.agent")

    def ask(self, method, path, **body):
        client = self.portal.identity.new_client()
        headers = self.portal.headers_of(self.person_id)
        return client.open(path, method=method, headers=headers, json=body or None)

    def find(self, typed):
        found = self.ask("GET", f"/accounts?q={typed}").json["items"]
        return [each["identifier"] for each in found]

    def sheet(self, person):
        return self.ask("GET", f"/accounts/{person['id']}").json


@pytest.fixture
def agent(portal):
    return Agent(portal)


def fail(browser):
    for _ in range(attempts.FAILURES_MAX):
        browser.log_in(ADDRESS, "Mauvais 123")


@pytest.mark.parametrize("typed", ["martin", "Cendrine Martin", "CENDRINE@yoplamail", "cend"])
def test_a_client_is_found_by_name_address_or_identifier(cendrine, agent, typed):
    assert agent.find(typed) == [cendrine["identifier"]]


@pytest.mark.parametrize("typed", ["Cendrine Durand", "%", "_"])
def test_who_is_not_meant_is_not_found(cendrine, agent, typed):
    assert agent.find(typed) == []


def test_people_of_the_bank_are_neither_found_nor_helped_by_agents(portal, agent):
    with portal.identity.service.active():
        staff = actions.open_staff_account(
            title="Madame", first_name="Claire", last_name="Vasseur", email="c@b.example", password=PASSWORD
        )
    assert agent.find("vasseur") == []
    assert agent.ask("GET", f"/accounts/{staff.person_id}").status_code == 404
    for act in ("unlock", "logout"):
        assert agent.ask("POST", f"/accounts/{staff.person_id}/{act}", **WHY).status_code == 404


def test_clients_and_people_and_systems_of_the_bank_have_names_and_nobody_has_none(portal, cendrine, agent):
    with portal.identity.service.active():
        system = actions.register_bank_system(
            client_id="registre", name="Registre des tiers", client_secret=secrets.token_urlsafe(32)
        )
        staff = actions.open_staff_account(
            title="Madame", first_name="Claire", last_name="Vasseur", email="c@b.example", password=PASSWORD
        )
    asked = "&".join(f"ids={each}" for each in (cendrine["id"], staff.person_id, system.system_id, uuid4()))
    told = agent.ask("GET", f"/names?{asked}").json["items"]
    assert {each["person_id"]: each["name"] for each in told} == {
        str(cendrine["id"]): "Cendrine Martin",
        str(staff.person_id): "Claire Vasseur",
        str(system.system_id): "Registre des tiers",
    }


def test_names_are_asked_for_a_hundred_at_a_time(portal, agent):
    asked = "&".join(f"ids={uuid4()}" for _ in range(101))
    assert agent.ask("GET", f"/names?{asked}").status_code == 422
    assert agent.ask("GET", "/names").status_code == 422


def test_a_locked_account_shows_until_when_and_is_unlocked_with_a_reason(portal, cendrine, agent):
    fail(Browser(portal))
    assert agent.sheet(cendrine)["locked_until"]
    assert Browser(portal).log_in(ADDRESS).status_code == 401
    opened = agent.ask("POST", f"/accounts/{cendrine['id']}/unlock", **WHY)
    assert (opened.status_code, opened.json["locked_until"]) == (200, None)
    assert Browser(portal).log_in(ADDRESS).status_code == 201


def test_a_lock_at_the_clients_own_device_is_seen_and_opened_too(portal, cendrine, agent):
    at_home = Browser(portal)
    at_home.log_in(ADDRESS)
    fail(at_home)
    sheet = agent.sheet(cendrine)
    assert sheet["locked_until"] is None
    assert [bool(device["locked_until"]) for device in sheet["devices"]] == [True]
    agent.ask("POST", f"/accounts/{cendrine['id']}/unlock", **WHY)
    assert at_home.log_in(ADDRESS).status_code == 201


def test_a_link_for_another_password_opens_the_lock_of_a_known_device_as_well(portal, cendrine):
    at_home, another = Browser(portal), "Autre chaussette 8"
    at_home.log_in(ADDRESS)
    fail(at_home)
    portal.post("/reminders", about="password", login=ADDRESS)
    portal.post("/password-resets", secret=portal.last_link(ADDRESS), new_password=another)
    assert at_home.log_in(ADDRESS, another).status_code == 201


def test_a_client_is_logged_out_everywhere_and_no_device_is_known(portal, cendrine, agent):
    lost = Browser(portal)
    lost.log_in(ADDRESS)
    assert len(agent.sheet(cendrine)["sessions"]) == len(agent.sheet(cendrine)["devices"]) == 1
    ended = agent.ask("POST", f"/accounts/{cendrine['id']}/logout", **WHY).json
    assert (ended["sessions"], ended["devices"]) == ([], [])
    assert "Authorization" not in lost.exchange().headers


def test_each_act_is_in_the_audit_trail_with_who_and_why(portal, cendrine, agent):
    for act in ("unlock", "logout"):
        agent.ask("POST", f"/accounts/{cendrine['id']}/{act}", **WHY)
    newest, before = agent.sheet(cendrine)["acts"][:2]
    assert [before["act"], newest["act"]] == ["account_unlocked", "sessions_ended"]
    for act in (newest, before):
        assert (act["done_by"], act["facts"]) == (str(agent.person_id), WHY)


def test_the_client_is_told_of_each_act_by_mail_and_not_why(portal, cendrine, agent):
    for act in ("unlock", "logout"):
        assert agent.ask("POST", f"/accounts/{cendrine['id']}/{act}", **WHY).status_code == 200
    unlocked, logged_out = portal.mails(ADDRESS)[-2:]
    assert "débloqué" in unlocked["Subject"]
    assert "déconnecté partout" in logged_out["Subject"]
    for mail in (unlocked, logged_out):
        assert "identité vérifiée" not in mail.as_string()
        assert "Notre équipe" in mail.get_body(("plain",)).get_content()
        assert "Notre équipe" in mail.get_body(("html",)).get_content()


def test_people_of_the_bank_are_told_what_an_operator_does_with_their_account(portal):
    operator = uuid4()
    portal.identity.grant(operator, "operator")
    headers = portal.headers_of(operator)
    client = portal.identity.new_client()
    person = {"title": "Madame", "first_name": "Claire", "last_name": "Vasseur", "email": "claire@b.example"}
    opened = client.post("/staff", json=person, headers=headers).json
    reset = client.post(f"/staff/{opened['account']['person_id']}/initial-password", headers=headers).json
    assert client.delete(f"/staff/{opened['account']['person_id']}", headers=headers).status_code == 204
    mails = portal.mails("claire@b.example")
    assert [mail["Subject"] for mail in mails] == [
        "Un compte vous est ouvert", "Votre mot de passe a été remplacé", "Votre compte est fermé",
    ]  # fmt: skip
    for mail in mails:
        assert "Bonjour Madame Vasseur" in mail.get_body(("plain",)).get_content()
        for given in (opened, reset):
            assert given["initial_password"] not in mail.as_string()


def test_no_act_without_a_reason(cendrine, agent):
    for act in ("unlock", "logout"):
        assert agent.ask("POST", f"/accounts/{cendrine['id']}/{act}").status_code in {415, 422}


def test_no_answer_shows_a_secret_or_a_hash(portal, cendrine, agent):
    Browser(portal).log_in(ADDRESS)
    shown = agent.ask("GET", f"/accounts/{cendrine['id']}").text
    assert "argon2" not in shown
    assert "secret" not in shown
