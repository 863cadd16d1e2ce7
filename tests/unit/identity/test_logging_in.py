"""Logging in, staying so, logging out."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from services.identity import attempts, sessions
from services.identity.devices import DEVICES_MAX, forget_old_devices
from services.identity.hashing import hash_secret
from services.identity.tables import Account, FailedLogin, KnownDevice, Session
from shared import clock
from tests.unit.identity.conftest import PASSWORD


@pytest.mark.parametrize("name", ["identifier", "email"])
def test_a_person_logs_in_by_identifier_or_by_e_mail_address(claire, log_in, name):
    assert log_in(getattr(claire, name)).status_code == 201


def test_case_and_surrounding_spaces_of_the_login_do_not_matter(claire, log_in):
    assert log_in("  CLAIRE.VASSEUR@BANQUE.EXAMPLE.ORG ").status_code == 201


def test_of_many_devices_the_twenty_used_last_stay_known(identity, claire, log_in):
    devices = [log_in(claire.identifier).json["device"] for _ in range(DEVICES_MAX + 2)]
    with identity.service.active():
        forget_old_devices()
    with identity.service.database.reading() as session:
        known = set(session.scalars(sa.select(KnownDevice.secret_hash)))
    assert known == {hash_secret(device) for device in devices[2:]}


def test_only_a_hash_of_the_session_is_kept(identity, claire, log_in):
    secret = log_in(claire.identifier).json["session"]
    with identity.service.database.reading() as session:
        assert session.scalars(sa.select(Session.secret_hash)).all() == [hash_secret(secret)]


def test_the_answers_never_tell_whether_an_account_exists(claire, log_in):
    wrong, unknown = log_in(claire.identifier, "Mauvais 123"), log_in("nobo123", "Mauvais 123")
    told = [{name: a.json[name] for name in ("type", "title", "status", "detail")} for a in (wrong, unknown)]
    assert told[0] == told[1]
    assert told[0]["status"] == 401


def test_a_login_that_nobody_has_costs_the_same_work_as_a_wrong_password(identity, claire, log_in):
    log_in(claire.identifier, "Mauvais 123")
    log_in("nobo123", "Mauvais 123")
    with identity.service.database.reading() as session:
        assert session.scalars(sa.select(FailedLogin.failures)).all() == [1, 1]


def test_ten_failures_lock_the_account_even_for_the_right_password(claire, log_in):
    for _ in range(10):
        log_in(claire.identifier, "Mauvais 123")
    assert log_in(claire.identifier).status_code == 401


def test_nine_failures_do_not_lock_and_a_right_password_ends_the_series(claire, log_in):
    for _ in range(2):
        for _ in range(9):
            log_in(claire.identifier, "Mauvais 123")
        assert log_in(claire.identifier).status_code == 201


def test_failures_under_both_names_of_an_account_count_together(claire, log_in):
    for name in [claire.identifier, claire.email] * 5:
        log_in(name, "Mauvais 123")
    assert log_in(claire.identifier).status_code == 401


def test_the_lock_opens_by_itself_after_an_hour(identity, claire, log_in):
    for _ in range(10):
        log_in(claire.identifier, "Mauvais 123")
    _make_earlier(identity, FailedLogin.locked_until, attempts.LOCKED)
    assert log_in(claire.identifier).status_code == 201


def test_guessing_at_a_locked_account_does_not_prolong_the_lock(identity, claire, log_in):
    for _ in range(10):
        log_in(claire.identifier, "Mauvais 123")
    before = _locked_until(identity)
    log_in(claire.identifier, "Mauvais 123")
    assert _locked_until(identity) == before


def test_failures_a_day_apart_are_no_series(identity, claire, log_in):
    for _ in range(9):
        log_in(claire.identifier, "Mauvais 123")
    _make_earlier(identity, FailedLogin.last_at, attempts.REMEMBERED + timedelta(seconds=1))
    log_in(claire.identifier, "Mauvais 123")
    assert log_in(claire.identifier).status_code == 201


def test_failures_that_lock_nothing_are_forgotten_and_a_lock_is_not(identity, claire, log_in):
    for _ in range(10):
        log_in(claire.identifier, "Mauvais 123")
    with identity.service.active():
        attempts.forget_old_failures()
        assert _locked_until(identity)
        _make_earlier(identity, FailedLogin.last_at, attempts.REMEMBERED + timedelta(seconds=1))
        attempts.forget_old_failures()
    assert _locked_until(identity) is None


def test_a_closed_account_logs_in_no_more(identity, claire, log_in, operator):
    secret = log_in(claire.identifier).json["session"]
    assert identity.client.delete(f"/staff/{claire.person_id}", headers=operator).status_code == 204
    assert log_in(claire.identifier).status_code == 401
    grant = {"grant_type": "session", "session": secret}
    assert identity.client.post("/tokens", json=grant).status_code == 401


def test_logging_out_ends_the_session_and_doing_it_twice_is_no_error(identity, claire, log_in):
    presented = {"Session": log_in(claire.identifier).json["session"]}
    for _ in range(2):
        assert identity.client.delete("/sessions/current", headers=presented).status_code == 204
    grant = {"grant_type": "session", "session": presented["Session"]}
    assert identity.client.post("/tokens", json=grant).status_code == 401


@pytest.mark.parametrize(
    ("column", "earlier"),
    [(Session.used_at, timedelta(minutes=120)), (Session.expires_at, timedelta(hours=12))],
    ids=["unused for two hours", "opened twelve hours ago"],
)
def test_a_session_ends_by_itself(identity, claire, log_in, column, earlier):
    grant = {"grant_type": "session", "session": log_in(claire.identifier).json["session"]}
    assert identity.client.post("/tokens", json=grant).status_code == 201
    _make_earlier(identity, column, earlier)
    assert identity.client.post("/tokens", json=grant).status_code == 401


def test_sessions_that_are_over_are_forgotten(identity, claire, log_in):
    log_in(claire.identifier)
    _make_earlier(identity, Session.expires_at, timedelta(hours=13))
    with identity.service.active():
        sessions.forget_ended_sessions()
    with identity.service.database.reading() as session:
        assert session.scalars(sa.select(Session.person_id)).all() == []


def test_a_password_kept_with_less_work_than_today_is_kept_anew_at_the_next_login(identity, claire, log_in):
    from argon2 import PasswordHasher

    weak = PasswordHasher(memory_cost=8, time_cost=1, parallelism=1).hash(PASSWORD)
    with identity.service.database.writing() as session:
        session.execute(sa.update(Account).values(password_hash=weak))
    assert log_in(claire.identifier).status_code == 201
    with identity.service.database.reading() as session:
        assert "m=19456" in session.scalar(sa.select(Account.password_hash))


def test_too_many_logins_at_once_are_asked_to_come_back(identity, claire, log_in):
    from services.identity.hashing import turn

    with identity.service.active(), turn(), turn():
        refused = log_in(claire.identifier)
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "2"


def _make_earlier(identity, column, by):
    table = column.class_
    with identity.service.database.writing() as session:
        for row in session.scalars(sa.select(table)):
            setattr(row, column.key, getattr(row, column.key) - by)


def _locked_until(identity):
    with identity.service.database.reading() as session:
        locked_until = session.scalar(sa.select(FailedLogin.locked_until))
    assert locked_until is None or locked_until > clock.now()
    return locked_until
