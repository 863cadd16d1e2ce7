"""Registering: form → code by e-mail → identifier → login. On both databases, with real e-mails."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import sqlalchemy as sa

from services.identity import confirmations
from services.identity.app import _forget
from services.identity.mails import MAILS_MAX
from services.identity.tables import Account, Confirmation
from services.notifications.accounts.tables import AccountMail
from tests.portal import CENDRINE, PASSWORD, Browser, earlier, portal_on, statements_of

ADDRESS = CENDRINE["email"]


@pytest.fixture
def portal(sqlite_url, tmp_path):
    """On SQLite; what depends on the database asks for `portal_on_each`."""
    with portal_on(sqlite_url, f"sqlite:///{tmp_path}/notifications.sqlite", tmp_path) as opened:
        yield opened


@pytest.fixture
def portal_on_each(database_url, tmp_path):
    with portal_on(database_url, f"sqlite:///{tmp_path}/notifications.sqlite", tmp_path) as opened:
        yield opened


def test_cendrine_registers_and_logs_in(portal_on_each):
    portal = portal_on_each
    secret = portal.start()
    assert portal.subjects(ADDRESS) == ["Votre code pour finaliser votre inscription"]
    assert "Bonjour Madame," in portal.last_text(ADDRESS)
    assert "n’est pas votre mot de passe" in " ".join(portal.last_text(ADDRESS).split())
    registered = portal.confirm(secret, portal.last_code(ADDRESS))
    assert registered.status_code == 201
    identifier = registered.json["identifier"]
    assert identifier.startswith("cend")
    assert identifier in portal.last_text(ADDRESS)
    for login in (identifier, ADDRESS.upper()):
        browser = Browser(portal)
        assert browser.log_in(login).status_code == 201
        assert browser.ask("GET", "/profile").json["identifier"] == identifier


def test_nothing_is_told_of_a_person_before_the_code_is_right(portal):
    secret = portal.start()
    assert [fact for fact in portal.identity.told() if "last_name" in fact] == []
    portal.confirm(secret, portal.last_code(ADDRESS))
    (told,) = portal.identity.told("identity.person_recorded.v1")
    assert (told["first_name"], told["email"], told["version"]) == ("Cendrine", ADDRESS, 1)


def test_a_code_is_readable_in_the_mailbox_and_nowhere_else(portal):
    portal.start()
    code = portal.last_code(ADDRESS)
    with portal.notifications.service.database.reading() as session:
        (mail,) = session.scalars(sa.select(AccountMail))
    assert (mail.state, mail.sealed, mail.person_id) == ("sent", None, None)
    (told,) = portal.identity.told("identity.mail_due.v1")
    assert not {code, ADDRESS} & set(told.values())
    assert ADDRESS not in str(told)
    with portal.identity.service.database.reading() as session:
        (kept,) = session.scalars(sa.select(Confirmation))
    assert code not in {str(getattr(kept, column.key)) for column in Confirmation.__table__.c}


def test_three_wrong_tries_kill_a_code_and_the_right_one_comes_too_late(portal):
    secret = portal.start()
    right = portal.last_code(ADDRESS)
    wrong = f"{(int(right) + 1) % 10_000:04}"
    left = [portal.confirm(secret, wrong) for _ in range(3)]
    assert [answer.status_code for answer in left] == [422] * 3
    assert [word in answer.text for word, answer in zip("210", left, strict=True)] == [True] * 3
    late = portal.confirm(secret, right)
    assert (late.status_code, late.json["type"]) == (409, "/problems/code-spent")


def test_a_code_is_good_for_ten_minutes(portal):
    secret = portal.start()
    code = portal.last_code(ADDRESS)
    earlier(portal, Confirmation.code_expires_at, confirmations.CODE_LIFE)
    assert portal.confirm(secret, code).json["type"] == "/problems/code-spent"


def test_a_code_is_good_once(portal):
    secret = portal.start()
    code = portal.last_code(ADDRESS)
    assert portal.confirm(secret, code).status_code == 201
    assert portal.confirm(secret, code).status_code == 404


def test_somebody_elses_code_opens_nothing(portal):
    mine = portal.start()
    portal.start(email="luc@yoplamail.example", first_name="Luc")
    codes = {address: portal.last_code(address) for address in (ADDRESS, "luc@yoplamail.example")}
    if len(set(codes.values())) == 2:
        assert portal.confirm(mine, codes["luc@yoplamail.example"]).status_code == 422
    assert portal.confirm("another-secret", codes[ADDRESS]).status_code == 404


def test_a_new_code_kills_the_one_before_and_there_are_three_at_most(portal):
    secret = portal.start()
    first = portal.last_code(ADDRESS)
    again = portal.post("/registrations/code", secret=secret)
    assert (again.status_code, again.json["codes_left"]) == (202, 1)
    second = portal.last_code(ADDRESS)
    if first != second:
        assert portal.confirm(secret, first).status_code == 422
    assert portal.post("/registrations/code", secret=secret).json["codes_left"] == 0
    spent = portal.post("/registrations/code", secret=secret)
    assert (spent.status_code, spent.json["type"]) == (409, "/problems/codes-spent")
    assert portal.confirm(secret, portal.last_code(ADDRESS)).status_code == 201


def test_of_any_number_of_tries_at_the_same_instant_nine_are_compared_at_most(portal_on_each):
    """Every code but the right one, by many at once, and a new code each time one is spent."""
    portal = portal_on_each
    secret = portal.start()
    compared = 0
    for number in range(confirmations.CODES_MAX):
        right = int(portal.last_code(ADDRESS))
        wrong = [f"{(right + 1 + shift) % 10_000:04}" for shift in range(40)]
        with ThreadPoolExecutor(8) as threads:
            answers = list(threads.map(lambda code: portal.confirm(secret, code), wrong))
        compared += sum(answer.status_code == 422 for answer in answers)
        assert {answer.status_code for answer in answers} <= {422, 409}
        if number < confirmations.CODES_MAX - 1:
            assert portal.post("/registrations/code", secret=secret).status_code == 202
    assert compared == confirmations.TRIES_MAX * confirmations.CODES_MAX


def test_a_right_code_typed_twice_at_once_opens_one_account(portal_on_each):
    portal = portal_on_each
    secret = portal.start()
    code = portal.last_code(ADDRESS)
    with ThreadPoolExecutor(3) as threads:
        answers = list(threads.map(lambda _: portal.confirm(secret, code), range(3)))
    first, *others = sorted(answer.status_code for answer in answers)
    assert first == 201
    assert set(others) <= {404, 409}


def test_an_abandoned_registration_vanishes_with_all_that_was_typed(portal):
    secret = portal.start()
    earlier(portal, Confirmation.expires_at, confirmations.CONFIRMATION_LIFE)
    with portal.identity.service.active():
        _forget()
    with portal.identity.service.database.reading() as session:
        assert session.scalars(sa.select(Confirmation)).all() == []
    assert portal.confirm(secret, "0000").status_code == 404
    assert portal.post("/registrations/code", secret=secret).status_code == 404


def test_the_same_address_twice_gets_the_same_answer_and_another_mail(portal):
    identifier = portal.register()["identifier"]
    new = portal.post("/registrations", **(CENDRINE | {"email": "nobody@yoplamail.example"}))
    taken = portal.post("/registrations", **(CENDRINE | {"email": ADDRESS.upper()}))
    assert (new.status_code, set(new.json)) == (taken.status_code, set(taken.json))
    assert _shape(new) == _shape(taken)
    assert portal.subjects(ADDRESS.upper()) == ["Vous avez déjà un compte"]
    assert identifier in portal.last_text(ADDRESS.upper())


def test_codes_for_an_address_that_has_an_account_answer_as_any_other(portal):
    portal.register()
    answers = []
    for address in ("nobody@yoplamail.example", ADDRESS):
        secret = portal.start(email=address)
        right = portal.last_code(address) if address != ADDRESS else "0000"
        wrong = f"{(int(right) + 1) % 10_000:04}"
        tried = [portal.confirm(secret, wrong) for _ in range(4)]
        again = portal.post("/registrations/code", secret=secret)
        answers.append(
            [(each.status_code, _shape(each), each.json.get("detail")) for each in [*tried, again]]
        )
    assert answers[0] == answers[1]


def test_registering_is_the_same_work_whether_the_address_has_an_account_or_not(portal):
    """Statement by statement: what could make one answer slower is not there. Seconds are in tests/benchmarks."""
    portal.register()
    with statements_of(portal.identity.service) as taken:
        portal.start()
    with statements_of(portal.identity.service) as new:
        portal.start(email="nobody@yoplamail.example")
    assert taken == new


def test_nobody_is_flooded_with_codes_they_did_not_ask_for(portal):
    for _ in range(MAILS_MAX + 3):
        portal.start()
    assert len(portal.mails(ADDRESS)) == MAILS_MAX


def test_two_registrations_of_one_address_confirmed_both_open_one_account(portal):
    first, second = portal.start(), None
    first_code = portal.last_code(ADDRESS)
    second = portal.start()
    second_code = portal.last_code(ADDRESS)
    assert portal.confirm(first, first_code).status_code == 201
    late = portal.confirm(second, second_code)
    assert (late.status_code, late.json["type"]) == (409, "/problems/account-exists")
    with portal.identity.service.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Account)) == 1


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"password_confirmation": "Chaussette verte 8"}, "passwords-differ"),
        ({"password": "chaussette", "password_confirmation": "chaussette"}, "password-refused"),
        ({"password": "Cendrine-589", "password_confirmation": "Cendrine-589"}, "password-refused"),
        ({"terms_accepted": False}, "terms-not-accepted"),
        ({"title": "Docteur"}, "invalid"),
        ({"structure_kind": "autre"}, "invalid"),
        ({"email": "pas une adresse"}, "invalid"),
        ({"email": "éloïse@yoplamail.example"}, "invalid"),
        ({"first_name": " "}, "invalid"),
    ],
)
def test_a_form_that_breaks_the_rules_is_refused_with_its_field(portal, change, kind):
    refused = portal.post("/registrations", **(CENDRINE | change))
    assert (refused.status_code, refused.json["type"]) == (422, f"/problems/{kind}")
    assert set(change) & {error["field"] for error in refused.json["errors"]}
    assert PASSWORD not in refused.text
    assert portal.identity.told() == []


def test_who_registered_holds_no_right_but_their_own_account(portal):
    identifier = portal.register()["identifier"]
    browser = Browser(portal)
    browser.log_in(identifier)
    assert browser.ask("GET", "/profile").status_code == 200
    for path in ("/staff", "/bank-systems", "/acts"):
        assert browser.ask("GET", path).status_code == 403


def _shape(answer) -> set:
    """What of an answer could tell one case from the other: its headers but for those of chance."""
    return {(name, value) for name, value in answer.headers.items() if name != "X-Request-ID"}
