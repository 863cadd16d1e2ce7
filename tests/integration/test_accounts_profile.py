"""One's own account: profile, address, sessions; taking one's data along, and leaving. With real e-mails."""

from uuid import uuid4

import pytest
import sqlalchemy as sa

from services.identity.tables import Base
from services.notifications.accounts.tables import AccountMail, PersonAddress
from services.notifications.tables import Message
from shared.audit import verify_acts
from shared.events.structures import MemberRecorded
from shared.tables import acts, outbox
from tests.portal import CENDRINE, PASSWORD, Browser, portal_on

ADDRESS = CENDRINE["email"]
NEW_ADDRESS = "c.martin@mairie-eus.example"


@pytest.fixture
def portal(sqlite_url, tmp_path):
    with portal_on(sqlite_url, f"sqlite:///{tmp_path}/notifications.sqlite", tmp_path) as opened:
        yield opened


@pytest.fixture
def cendrine(portal):
    """A browser where Cendrine, who registered, is logged in."""
    portal.register()
    browser = Browser(portal)
    browser.log_in(ADDRESS)
    return browser


def test_names_title_and_phone_are_changed_by_the_person_and_told(portal, cendrine):
    changes = {"title": "Monsieur", "last_name": "Martin-Eus", "phone": "06 07 08 09 10"}
    changed = cendrine.ask("PATCH", "/profile", **changes)
    assert changed.status_code == 200
    assert {name: changed.json[name] for name in changes} == changes
    told = portal.identity.told("identity.person_recorded.v1")
    assert [(fact["version"], fact["last_name"]) for fact in told] == [(1, "Martin"), (2, "Martin-Eus")]


def test_a_change_that_changes_nothing_is_not_told(portal, cendrine):
    assert cendrine.ask("PATCH", "/profile", last_name="Martin").status_code == 200
    assert len(portal.identity.told("identity.person_recorded.v1")) == 1


@pytest.mark.parametrize("phone", ["0607", "06 07 08 09 10 11 12 13 14 15", "appelez-moi", "+33 (0)6"])
def test_a_phone_that_nobody_could_call_is_refused(cendrine, phone):
    refused = cendrine.ask("PATCH", "/profile", phone=phone)
    assert refused.status_code == 422
    assert "6 à 15 chiffres" in refused.json["errors"][0]["detail"]


def test_another_address_is_confirmed_by_a_code_sent_there_and_the_former_is_told(portal, cendrine):
    asked = cendrine.ask("POST", "/profile/address", email=NEW_ADDRESS, password=PASSWORD)
    assert asked.status_code == 202
    secret = asked.json["secret"]
    code = portal.last_code(NEW_ADDRESS)
    assert cendrine.ask("GET", "/profile").json["email"] == ADDRESS
    done = cendrine.ask("POST", "/profile/address/confirmation", secret=secret, code=code)
    assert (done.status_code, done.json["email"]) == (200, NEW_ADDRESS)
    assert portal.subjects(ADDRESS)[-1] == "L’adresse de votre compte a changé"
    assert Browser(portal).log_in(ADDRESS).status_code == 401
    assert Browser(portal).log_in(NEW_ADDRESS).status_code == 201
    assert portal.identity.told("identity.person_recorded.v1")[-1]["email"] == NEW_ADDRESS


def test_an_address_is_not_changed_without_the_password(cendrine):
    refused = cendrine.ask("POST", "/profile/address", email=NEW_ADDRESS, password="Mauvais 123")
    assert refused.status_code == 401


def test_an_address_that_has_an_account_gets_another_mail_and_the_same_answer(portal, cendrine):
    portal.register(email=NEW_ADDRESS, first_name="Luc")
    taken = cendrine.ask("POST", "/profile/address", email=NEW_ADDRESS, password=PASSWORD)
    assert (taken.status_code, set(taken.json)) == (202, {"secret", "code_expires_at", "codes_left"})
    assert portal.subjects(NEW_ADDRESS)[-1] == "Cette adresse a déjà un compte"
    tried = cendrine.ask("POST", "/profile/address/confirmation", secret=taken.json["secret"], code="0000")
    assert tried.status_code == 422


def test_a_code_for_an_address_is_good_for_who_asked_only(portal, cendrine):
    secret = cendrine.ask("POST", "/profile/address", email=NEW_ADDRESS, password=PASSWORD).json["secret"]
    code = portal.last_code(NEW_ADDRESS)
    portal.register(email="luc@yoplamail.example", first_name="Luc")
    luc = Browser(portal)
    luc.log_in("luc@yoplamail.example")
    assert luc.ask("POST", "/profile/address/confirmation", secret=secret, code=code).status_code == 404
    again = cendrine.ask("POST", "/profile/address/code", secret=secret)
    assert (again.status_code, again.json["codes_left"]) == (202, 1)


def test_a_person_sees_where_they_are_logged_in_and_ends_it(portal, cendrine):
    elsewhere = Browser(portal)
    elsewhere.log_in(ADDRESS)
    listed = cendrine.ask("GET", "/profile/sessions").json
    assert [session["current"] for session in listed].count(True) == 1
    (other,) = [session for session in listed if not session["current"]]
    assert cendrine.ask("DELETE", f"/profile/sessions/{other['session_id']}").status_code == 204
    assert elsewhere.ask("GET", "/profile").status_code == 401
    assert cendrine.ask("GET", "/profile").status_code == 200


def test_a_person_ends_every_other_session_and_knows_no_device_any_more(portal, cendrine):
    others = [Browser(portal) for _ in range(2)]
    for other in others:
        other.log_in(ADDRESS)
    assert cendrine.ask("DELETE", "/profile/sessions").status_code == 204
    assert [other.ask("GET", "/profile").status_code for other in others] == [401, 401]
    assert len(cendrine.ask("GET", "/profile/sessions").json) == 1
    assert cendrine.ask("GET", "/personal-data").json["known_devices"] == []


def test_nobody_ends_somebody_elses_session(portal, cendrine):
    portal.register(email="luc@yoplamail.example", first_name="Luc")
    luc = Browser(portal)
    luc.log_in("luc@yoplamail.example")
    (session,) = luc.ask("GET", "/profile/sessions").json
    assert cendrine.ask("DELETE", f"/profile/sessions/{session['session_id']}").status_code == 204
    assert luc.ask("GET", "/profile").status_code == 200


def test_a_person_takes_their_data_along(portal, cendrine):
    portal.work()
    _tell_of_a_membership(portal)
    held = cendrine.ask("GET", "/personal-data").json
    assert held["profile"]["email"] == ADDRESS
    assert {act["act"] for act in held["acts"]} == {"registered", "logged_in"}
    assert "argon2" not in str(held)
    person_id = held["profile"]["person_id"]
    subject = portal.notifications.headers(subject_id=person_id)
    told = portal.notifications.client.get("/personal-data", headers=subject).json
    assert told["addresses"] == [ADDRESS]
    assert [mail["about"] for mail in told["account_mails"]] == ["welcome"]
    assert [message["to_email"] for message in told["messages"]] == [ADDRESS]


def test_who_leaves_is_erased_everywhere_and_told(portal, cendrine):
    person_id = cendrine.ask("GET", "/profile").json["person_id"]
    portal.work()
    _tell_of_a_membership(portal)
    assert cendrine.ask("POST", "/profile/closure", password="Mauvais 123").status_code == 401
    assert cendrine.ask("POST", "/profile/closure", password=PASSWORD).status_code == 204
    assert portal.subjects(ADDRESS)[-1] == "Votre compte est fermé"
    assert cendrine.ask("GET", "/profile").status_code == 401
    assert Browser(portal).log_in(ADDRESS).status_code == 401
    (closed,) = portal.identity.told("identity.account_closed.v1")
    assert closed == {"subject_id": person_id, "erase": True}
    for kept in (_all_rows(portal.identity.service, Base.metadata), _outbox(portal)):
        assert not [word for word in ("Cendrine", "Martin", ADDRESS) if word in kept]
    with portal.notifications.service.database.reading() as session:
        assert session.scalars(sa.select(PersonAddress)).all() == []
        assert "Martin" not in str(session.execute(sa.select(Message.__table__)).all())
        assert session.scalars(sa.select(AccountMail).where(AccountMail.person_id.is_not(None))).all() == []


def test_the_trail_of_who_left_stays_whole_and_names_nobody(portal, cendrine):
    cendrine.ask("POST", "/profile/closure", password=PASSWORD)
    with portal.identity.service.active():
        assert verify_acts().intact
    with portal.identity.service.database.reading() as session:
        recorded = session.execute(sa.select(acts).order_by(acts.c.number)).all()
    assert [act.act for act in recorded] == ["registered", "logged_in", "account_closed"]
    assert not [word for word in ("Cendrine", "Martin", ADDRESS) if word in str(recorded)]


def test_an_address_whose_account_was_closed_can_register_again(portal, cendrine):
    cendrine.ask("POST", "/profile/closure", password=PASSWORD)
    assert portal.register()["identifier"].startswith("cend")


def _tell_of_a_membership(portal) -> None:
    """Let Cendrine be told, at her address, that she belongs to a structure."""
    joined = MemberRecorded(
        person_id=uuid4(),
        structure_id=uuid4(),
        structure_name="Commune d'Eus",
        version=1,
        attached=True,
        name="Cendrine Martin",
        email=ADDRESS,
        function=None,
    )
    portal.notifications.hear(joined)


def _all_rows(service, metadata) -> str:
    with service.database.reading() as session:
        return "\n".join(str(session.execute(sa.select(table)).all()) for table in metadata.sorted_tables)


def _outbox(portal) -> str:
    with portal.identity.service.database.reading() as session:
        return "\n".join(session.scalars(sa.select(outbox.c.body)))
