"""Tokens: for people by their session, for bank systems by their credentials; keys that change without a gap."""

import json
import stat
from datetime import UTC, datetime, timedelta

import pytest
from joserfc.jwk import OKPKey

from services.identity import actions, signing
from services.identity.domain.keys import SigningKey, current_key, kept_keys
from services.identity.hashing import new_secret
from shared.key_files import KeysMissing
from shared.tokens import LIFETIME_SECONDS_MAX, read_token

NOON = datetime(2026, 1, 29, 12, tzinfo=UTC)
LIFE = timedelta(seconds=LIFETIME_SECONDS_MAX)


def test_a_session_gives_a_token_that_names_the_person(identity, claire, log_in):
    subject = read_token(
        _token(identity, {"grant_type": "session", **_session(claire, log_in)}), _find(identity)
    )
    assert (subject.id, subject.kind, subject.name) == (claire.person_id, "person", "Claire Vasseur")


def test_the_credentials_of_a_bank_system_give_a_token_that_names_the_system(identity, ledger):
    subject = read_token(_token(identity, ledger), _find(identity))
    assert (subject.kind, subject.name) == ("system", "Gestion des prêts")


def test_a_token_lives_five_minutes_at_most(identity, ledger):
    assert identity.client.post("/tokens", json=ledger).json["expires_in"] <= 300


@pytest.mark.parametrize("change", [{"client_secret": "wrong"}, {"client_id": "nobody"}])
def test_wrong_credentials_and_an_unknown_system_are_refused_alike(identity, ledger, change):
    refused = identity.client.post("/tokens", json=ledger | change)
    assert refused.status_code == 401
    assert refused.json["type"] == "/problems/credentials-refused"


def test_an_old_secret_ends_when_it_is_renewed(identity, operator, ledger):
    with identity.service.active():
        system = actions.list_bank_systems()["items"][0]
    renewed = identity.client.post(f"/bank-systems/{system.system_id}/secret", headers=operator).json
    assert identity.client.post("/tokens", json=ledger).status_code == 401
    ledger["client_secret"] = renewed["client_secret"]
    assert identity.client.post("/tokens", json=ledger).status_code == 201


@pytest.mark.parametrize(
    ("grant", "field"),
    [
        ({"grant_type": "session"}, "session"),
        ({"grant_type": "client_credentials", "client_id": "a"}, "client_secret"),
        ({"grant_type": "session", "session": "x", "client_id": "a"}, "client_id"),
        ({"grant_type": "password"}, "grant_type"),
    ],
)
def test_a_grant_comes_with_what_belongs_to_it(refusing, grant, field):
    refused = refusing.client.post("/tokens", json=grant)
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json["errors"]] == [field]


def test_only_public_halves_of_the_keys_are_published(identity):
    published = identity.client.get("/.well-known/jwks.json").json
    assert [sorted(key) for key in published["keys"]] == [["alg", "crv", "kid", "kty", "use", "x"]]


def test_the_file_of_keys_is_for_its_owner_only(settings, identity):
    assert stat.S_IMODE(settings.signing_keys_file.stat().st_mode) == 0o600


def test_keys_are_not_made_where_they_are_given(settings, tmp_path):
    from dataclasses import replace

    given = replace(settings, signing_keys_create=False, signing_keys_file=tmp_path / "absent.json")
    with pytest.raises(KeysMissing, match=r"absent\.json"):
        signing.ensure_keys(given)


def test_a_second_process_keeps_the_keys_of_the_first(settings, identity):
    before = settings.signing_keys_file.read_bytes()
    signing.ensure_keys(settings)
    assert settings.signing_keys_file.read_bytes() == before
    assert list(settings.signing_keys_file.parent.iterdir()) == [settings.signing_keys_file]


def test_a_new_key_is_published_at_once_and_signs_later(identity, settings, ledger):
    old = json.loads(settings.signing_keys_file.read_text())["keys"][0]["kid"]
    new = signing.rotate(settings.signing_keys_file)
    published = {key["kid"] for key in identity.client.get("/.well-known/jwks.json").json["keys"]}
    assert published == {old, new}
    assert signing.signing_key(settings).kid == old


def test_the_newest_key_whose_time_has_come_signs():
    keys = [_key("a", 0), _key("b", 60), _key("c", 120)]
    assert current_key(keys, NOON + timedelta(minutes=59)).kid == "a"
    assert current_key(keys, NOON + timedelta(minutes=60)).kid == "b"
    assert current_key(keys, NOON - timedelta(minutes=1)).kid == "a"


def test_a_key_stays_published_until_its_last_token_has_expired():
    keys = [_key("a", 0), _key("b", 60)]
    switched = NOON + timedelta(minutes=60)
    assert [key.kid for key in kept_keys(keys, switched + LIFE - timedelta(seconds=1), LIFE)] == ["a", "b"]
    assert [key.kid for key in kept_keys(keys, switched + LIFE, LIFE)] == ["b"]


@pytest.fixture
def ledger(identity):
    """The credentials of a bank system."""
    secret = new_secret()
    with identity.service.active():
        actions.register_bank_system(
            client_id="gestion-des-prets", name="Gestion des prêts", client_secret=secret
        )
    return {"grant_type": "client_credentials", "client_id": "gestion-des-prets", "client_secret": secret}


def _key(kid, minutes):
    return SigningKey(kid=kid, signs_from=NOON + timedelta(minutes=minutes), jwk={})


def _session(account, log_in):
    return {"session": log_in(account.identifier).json["session"]}


def _token(identity, grant):
    return identity.client.post("/tokens", json=grant).json["access_token"]


def _find(identity):
    published = identity.client.get("/.well-known/jwks.json").json["keys"]
    keys = {key["kid"]: OKPKey.import_key(key) for key in published}
    return keys.get
