"""What a password must be, and how it is replaced."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from services.identity.domain.common_passwords import most_used
from services.identity.domain.passwords import CHARACTERS_MIN, PasswordRefused, check_password, normalised
from services.identity.sessions import GIVEN_PASSWORD_LIFE
from services.identity.tables import Account, FormerPassword, Session
from shared import clock
from tests.unit.identity.conftest import PASSWORD

CLAIRE = ("Claire", "Vasseur", "clai123", "claire.vasseur")


@pytest.mark.parametrize(
    "password",
    [
        "Gkzpwv1!",
        "chaussette verte 7",
        "Éléphant-à-bascule",
        "СТОЛица мира 5",
        "Ab1" + "ù" * 125,
        "correct horse Battery",
    ],
)
def test_any_script_spaces_and_up_to_128_characters_are_accepted(password):
    check_password(password, CLAIRE)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("Abcde1!", "caractères"),
        ("Ab1" + "ù" * 126, "caractères"),
        ("chaussettes vertes", "catégories"),
        ("CHAUSSETTES2", "catégories"),
        ("Password1", "courant"),
        ("Motdepasse2026!", "courant"),
        ("P@ssw0rd123", "courant"),
        ("Azertyuiop1", "courant"),
        ("Aa123456789", "courant"),
        ("aA1aA1aA1", "courant"),
        ("Claire-2026", "votre nom"),
        ("vàSsèür-2026", "votre nom"),
        ("xx-CLAI123-xx", "votre nom"),
    ],
)
def test_a_password_that_is_short_poor_common_or_ones_own_is_refused(password, reason):
    with pytest.raises(PasswordRefused) as refused:
        check_password(password, CLAIRE)
    assert reason in refused.value.sentences.french
    assert password not in str(refused.value.facts)


@pytest.mark.parametrize("password", ["1Qaz2wsx", "zaq12wsX", "Blink182", "_Babylon5!", "Q1w2e3r4t5"])
def test_one_of_the_most_used_passwords_is_refused_whatever_its_capitals_and_what_surrounds_it(password):
    with pytest.raises(PasswordRefused) as refused:
        check_password(password, CLAIRE)
    assert "plus utilisés" in refused.value.sentences.french
    assert "most used" in refused.value.sentences.english


def test_of_the_most_used_passwords_more_than_three_thousand_could_keep_the_rules():
    assert len(most_used(CHARACTERS_MIN)) > 3_000


def test_none_of_the_most_used_passwords_is_accepted_with_a_capital():
    accepted = []
    for listed in most_used(CHARACTERS_MIN):
        try:
            check_password(listed.capitalize(), ())
        except PasswordRefused:
            continue
        accepted.append(listed)
    assert accepted == []


def test_a_two_letter_name_may_appear_in_a_password():
    check_password("Chaussette verte li 7", ("Li", "Wu", "lixx123", "li"))


def test_composed_and_decomposed_accents_are_the_same_password():
    assert normalised("Été") == normalised("E\u0301te\u0301")


def test_a_new_password_works_and_the_old_one_does_not(change, claire, log_in):
    assert change(claire.identifier, PASSWORD, "Autre chaussette 8").status_code == 204
    assert log_in(claire.identifier).status_code == 401
    assert log_in(claire.identifier, "Autre chaussette 8").status_code == 201


def test_changing_the_password_ends_every_session(identity, change, claire, log_in):
    log_in(claire.identifier)
    change(claire.identifier, PASSWORD, "Autre chaussette 8")
    with identity.service.database.reading() as session:
        assert session.scalars(sa.select(Session.person_id)).all() == []


def test_a_former_password_cannot_be_used_again(change, claire):
    change(claire.identifier, PASSWORD, "Autre chaussette 8")
    refused = change(claire.identifier, "Autre chaussette 8", PASSWORD)
    assert refused.status_code == 422
    assert "déjà utilisé" in refused.json["detail"]
    assert change(claire.identifier, "Autre chaussette 8", "Autre chaussette 8").status_code == 422


def test_the_refused_password_is_not_in_the_answer(change, claire):
    refused = change(claire.identifier, PASSWORD, "chaussette")
    assert refused.status_code == 422
    assert refused.json["errors"][0]["field"] == "new_password"
    assert "chaussette" not in refused.text


def test_guessing_the_current_password_counts_as_a_failed_login(change, claire, log_in):
    for _ in range(10):
        assert change(claire.identifier, "Mauvais 123", "Autre chaussette 8").status_code == 401
    assert log_in(claire.identifier).status_code == 401


def test_a_password_that_was_given_is_good_for_a_week(identity, operator, claire, log_in):
    password = identity.client.post(f"/staff/{claire.person_id}/initial-password", headers=operator).json[
        "initial_password"
    ]
    assert log_in(claire.identifier, password).status_code == 403
    with identity.service.database.writing() as session:
        late = clock.now() - GIVEN_PASSWORD_LIFE - timedelta(minutes=1)
        session.get_one(Account, claire.person_id).password_given_at = late
    assert log_in(claire.identifier, password).status_code == 401
    body = {"login": claire.email, "current_password": password, "new_password": "Autre chaussette 8"}
    assert identity.client.post("/password-changes", json=body).status_code == 401


def test_a_password_that_another_knows_opens_no_session_until_it_is_changed(
    identity, operator, change, log_in
):
    person = {"title": "Monsieur", "first_name": "Luc", "last_name": "Hardy", "email": "l.hardy@example.org"}
    opened = identity.client.post("/staff", json=person, headers=operator).json
    assert log_in("l.hardy@example.org", opened["initial_password"]).status_code == 403
    assert change(opened["account"]["identifier"], opened["initial_password"], PASSWORD).status_code == 204
    assert log_in("l.hardy@example.org").status_code == 201


def test_former_passwords_are_kept_as_hashes(identity, change, claire):
    change(claire.identifier, PASSWORD, "Autre chaussette 8")
    with identity.service.database.reading() as session:
        assert session.scalar(sa.select(FormerPassword.password_hash)).startswith("$argon2id$")


@pytest.fixture
def change(identity):
    def attempt(login, current, new):
        body = {"login": login, "current_password": current, "new_password": new}
        return identity.client.post("/password-changes", json=body)

    return attempt
