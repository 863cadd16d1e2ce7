"""Logging in while others guess, and getting back in after having forgotten. With real e-mails."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from services.identity import attempts
from services.identity.hashing import hash_secret
from services.identity.reminders.actions import LINK_LIFE
from services.identity.tables import FailedLogin, KnownDevice, PasswordReset, Reminder
from shared.audit import list_acts
from tests.portal import CENDRINE, PASSWORD, Browser, earlier, portal_on, statements_of

ADDRESS = CENDRINE["email"]
ANOTHER = "Autre chaussette 8"


@pytest.fixture
def portal(sqlite_url, tmp_path):
    with portal_on(sqlite_url, f"sqlite:///{tmp_path}/notifications.sqlite", tmp_path) as opened:
        yield opened


@pytest.fixture
def portal_on_each(database_url, tmp_path):
    with portal_on(database_url, f"sqlite:///{tmp_path}/notifications.sqlite", tmp_path) as opened:
        yield opened


def test_a_browser_holds_two_opaque_cookies_out_of_reach_of_scripts(portal):
    portal.register()
    browser = Browser(portal)
    answer = browser.log_in(ADDRESS)
    cookies = answer.headers.getlist("Set-Cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == ["__Host-session", "__Host-device"]
    for cookie in cookies:
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert cookie.partition("=")[2].partition(";")[0] not in answer.text


def test_the_cookie_is_exchanged_for_a_token_and_after_logging_out_for_none(portal):
    portal.register()
    browser = Browser(portal)
    browser.log_in(ADDRESS)
    assert browser.exchange().headers["Authorization"].startswith("Bearer ")
    stolen = browser.client.get_cookie("__Host-session", "localhost").value
    left = browser.client.delete("/browser-sessions/current", base_url="https://localhost")
    assert left.status_code == 204
    assert browser.client.get_cookie("__Host-session", "localhost") is None
    browser.client.set_cookie("__Host-session", stolen, domain="localhost", secure=True)
    gone = browser.exchange()
    assert (gone.status_code, "Authorization" in gone.headers) == (204, False)


def test_logging_in_again_ends_the_session_that_the_browser_had(portal):
    portal.register()
    browser, elsewhere = Browser(portal), Browser(portal)
    elsewhere.log_in(ADDRESS)
    browser.log_in(ADDRESS)
    browser.log_in(ADDRESS)
    sessions = browser.ask("GET", "/profile/sessions").json
    assert len(sessions) == 2
    assert [each["current"] for each in sessions].count(True) == 1


def test_while_others_lock_the_account_its_owner_gets_in_on_a_known_device(portal_on_each):
    portal = portal_on_each
    portal.register()
    at_home = Browser(portal)
    assert at_home.log_in(ADDRESS).status_code == 201
    for _ in range(attempts.FAILURES_MAX):
        assert Browser(portal).log_in(ADDRESS, "Mauvais 123").status_code == 401
    assert Browser(portal).log_in(ADDRESS).status_code == 401
    assert at_home.log_in(ADDRESS).status_code == 201
    assert Browser(portal).log_in(ADDRESS).status_code == 401


def test_a_known_device_has_ten_guesses_like_anyone(portal):
    portal.register()
    stolen = Browser(portal)
    stolen.log_in(ADDRESS)
    for _ in range(attempts.FAILURES_MAX):
        assert stolen.log_in(ADDRESS, "Mauvais 123").status_code == 401
    assert stolen.log_in(ADDRESS).status_code == 401
    assert Browser(portal).log_in(ADDRESS).status_code == 201


def test_a_device_is_known_for_its_owner_only(portal):
    portal.register()
    portal.register(email="luc@yoplamail.example", first_name="Luc")
    cendrines = Browser(portal)
    cendrines.log_in(ADDRESS)
    for _ in range(attempts.FAILURES_MAX):
        cendrines.log_in("luc@yoplamail.example", "Mauvais 123")
    assert Browser(portal).log_in("luc@yoplamail.example").status_code == 401


def test_a_made_up_device_is_nobodys(portal):
    portal.register()
    for number in range(attempts.FAILURES_MAX):
        body = {"login": ADDRESS, "password": "Mauvais 123"}
        portal.identity.client.post("/sessions", json=body, headers={"Device": f"made-up-{number}"})
    assert Browser(portal).log_in(ADDRESS).status_code == 401


def test_only_a_hash_of_the_device_is_kept(portal):
    portal.register()
    body = {"login": ADDRESS, "password": PASSWORD}
    device = portal.post("/sessions", **body).json["device"]
    with portal.identity.service.database.reading() as session:
        assert session.scalars(sa.select(KnownDevice.secret_hash)).all() == [hash_secret(device)]


def test_the_owner_is_told_of_the_lock_once_and_it_opens_by_itself(portal):
    portal.register()
    for _ in range(attempts.FAILURES_MAX + 5):
        portal.post("/sessions", login=ADDRESS, password="Mauvais 123")
    assert portal.subjects(ADDRESS)[2:] == ["Votre compte est bloqué pendant une heure"]
    portal.work()
    assert len(portal.mails(ADDRESS)) == 3
    earlier(portal, FailedLogin.locked_until, attempts.LOCKED)
    assert portal.post("/sessions", login=ADDRESS, password=PASSWORD).status_code == 201


def test_of_any_number_of_guesses_at_the_same_instant_ten_are_compared_at_most(portal_on_each):
    """A guess that is not compared costs the same; nine of those that are may be right before the tenth locks."""
    portal = portal_on_each
    portal.register()
    with ThreadPoolExecutor(8) as threads:
        body = {"login": ADDRESS, "password": "Mauvais 123"}
        answers = list(threads.map(lambda _: portal.post("/sessions", **body), range(60)))
    assert {answer.status_code for answer in answers} <= {401, 503}
    with portal.identity.service.database.reading() as session:
        assert session.scalar(sa.select(FailedLogin.failures)) <= attempts.FAILURES_MAX
    assert portal.post("/sessions", login=ADDRESS, password=PASSWORD).status_code in (201, 401, 503)


def test_a_login_is_the_same_work_whether_the_account_exists_or_not(portal):
    portal.register()
    with statements_of(portal.identity.service) as wrong:
        portal.post("/sessions", login=ADDRESS, password="Mauvais 123")
    with statements_of(portal.identity.service) as unknown:
        portal.post("/sessions", login="nobody@yoplamail.example", password="Mauvais 123")
    assert wrong == unknown


def test_a_forgotten_password_is_replaced_by_a_link_even_while_the_account_is_locked(portal_on_each):
    portal = portal_on_each
    portal.register()
    browser = Browser(portal)
    browser.log_in(ADDRESS)
    for _ in range(attempts.FAILURES_MAX):
        portal.post("/sessions", login=ADDRESS, password="Mauvais 123")
    assert portal.post("/reminders", about="password", login=ADDRESS).status_code == 204
    link = portal.last_link(ADDRESS)
    assert portal.post("/password-resets", secret=link, new_password=ANOTHER).status_code == 204
    assert "Authorization" not in browser.exchange().headers
    assert portal.post("/sessions", login=ADDRESS, password=PASSWORD).status_code == 401
    assert portal.post("/sessions", login=ADDRESS, password=ANOTHER).status_code == 201
    assert portal.subjects(ADDRESS)[-1] == "Votre mot de passe a été changé"


def test_a_link_is_good_once_and_for_thirty_minutes(portal):
    portal.register()
    portal.post("/reminders", about="password", login=ADDRESS)
    first = portal.last_link(ADDRESS)
    portal.post("/reminders", about="password", login=ADDRESS)
    second = portal.last_link(ADDRESS)
    earlier(portal, PasswordReset.expires_at, LINK_LIFE)
    assert portal.post("/password-resets", secret=first, new_password=ANOTHER).status_code == 404
    portal.post("/reminders", about="password", login=ADDRESS)
    third = portal.last_link(ADDRESS)
    assert portal.post("/password-resets", secret=third, new_password=ANOTHER).status_code == 204
    for used in (second, third):
        assert portal.post("/password-resets", secret=used, new_password=PASSWORD).status_code == 404


def test_a_reset_refuses_a_former_password_and_the_link_stays_good(portal):
    portal.register()
    portal.post("/reminders", about="password", login=ADDRESS)
    link = portal.last_link(ADDRESS)
    refused = portal.post("/password-resets", secret=link, new_password=PASSWORD)
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "new_password")
    assert portal.post("/password-resets", secret=link, new_password=ANOTHER).status_code == 204


def test_a_forgotten_identifier_is_sent_to_the_address(portal):
    identifier = portal.register()["identifier"]
    assert portal.post("/reminders", about="identifier", login=ADDRESS.upper()).status_code == 204
    assert identifier in portal.last_text(ADDRESS)
    assert portal.subjects(ADDRESS)[-1] == "Votre identifiant de connexion"


@pytest.mark.parametrize("about", ["password", "identifier"])
def test_a_reminder_is_the_same_work_and_the_same_answer_where_there_is_no_account(portal, about):
    portal.register()
    with statements_of(portal.identity.service) as known:
        first = portal.post("/reminders", about=about, login=ADDRESS)
    with statements_of(portal.identity.service) as unknown:
        second = portal.post("/reminders", about=about, login="nobody@yoplamail.example")
    assert known == unknown
    assert (first.status_code, first.data) == (second.status_code, second.data)
    assert portal.mails("nobody@yoplamail.example") == []
    with portal.identity.service.database.reading() as session:
        assert session.scalars(sa.select(Reminder)).all() == []


def test_the_address_is_told_that_the_password_changed(portal):
    identifier = portal.register()["identifier"]
    change = {"login": identifier, "current_password": PASSWORD, "new_password": ANOTHER}
    assert portal.post("/password-changes", **change).status_code == 204
    assert portal.subjects(ADDRESS)[-1] == "Votre mot de passe a été changé"


def test_logins_good_and_bad_are_written_down(portal, caplog):
    person_id = portal.register()["person_id"]
    portal.post("/sessions", login=ADDRESS, password=PASSWORD)
    with caplog.at_level("WARNING"):
        for _ in range(attempts.FAILURES_MAX):
            portal.post("/sessions", login=ADDRESS, password="Mauvais 123")
    refused = [line.msg for line in caplog.records if "login_refused" in str(line.msg)]
    assert [line["account"] for line in refused] == [person_id] * attempts.FAILURES_MAX
    assert "Mauvais 123" not in caplog.text
    with portal.identity.service.active():
        trail = [act.act for act in list_acts(limit=200)["items"]]
    assert trail == ["login_locked", "logged_in", "registered"]
