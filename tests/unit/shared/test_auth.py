import base64
import functools
import itertools
import json
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from uuid import UUID, uuid4

import pytest
from flask import Flask
from joserfc import jwt
from joserfc.jwk import OctKey, OKPKey

from shared import clock, tokens
from shared.auth import Caller, caller, record_grant, record_revocation, requires, unmarked_routes
from shared.db import transaction
from shared.events.habilitations import RightGranted, RightRevoked
from shared.tokens import KeysUnreachable, Subject, TokenInvalid, TokenKeys, issue_token, read_token
from tests.unit.shared import toy

SUBJECT = Subject(UUID("01890000-0000-7000-8000-000000000001"), "person", "Claire Martin")


def claims(**changes) -> dict:
    now = int(clock.now().timestamp())
    right = {
        "iss": tokens.ISSUER,
        "aud": tokens.AUDIENCE,
        "sub": str(SUBJECT.id),
        "kind": "person",
        "name": "Claire Martin",
        "iat": now,
        "exp": now + 300,
    }
    return {name: value for name, value in (right | changes).items() if value is not None}


def signed(key, header=None, **changes) -> str:
    header = {"alg": "Ed25519", "typ": tokens.TYPE, "kid": key.kid} | (header or {})
    return jwt.encode(header, claims(**changes), key, algorithms=["Ed25519", "HS256", "EdDSA", "none"])


def read(token: str, key: OKPKey) -> Subject:
    return read_token(token, {key.kid: key}.get)


def test_a_token_says_who_calls(signing_key):
    assert read(issue_token(signing_key, SUBJECT), signing_key) == SUBJECT


NOW = int(clock.now().timestamp())
WRONG_CLAIMS = {
    "expired": {"iat": NOW - 400, "exp": NOW - 100},
    "from the future": {"iat": NOW + 86_400, "exp": NOW + 86_500},  # still so at the end of a long run
    "lives too long": {"exp": NOW + 3_600},
    "for another audience": {"aud": "another-bank"},
    "from another issuer": {"iss": "someone"},
    "no issuer": {"iss": None},
    "no audience": {"aud": None},
    "no end": {"exp": None},
    "no beginning": {"iat": None},
    "no subject": {"sub": None},
    "a subject that is no id": {"sub": "claire"},
    "a subject that is a number": {"sub": 3},
    "a kind that is none": {"kind": "robot"},
    "an end that is text": {"exp": "tomorrow"},
    "an endless end": {"exp": float("inf")},
}


@pytest.mark.parametrize("wrong", WRONG_CLAIMS.values(), ids=WRONG_CLAIMS.keys())
def test_a_token_with_a_wrong_claim_is_no_token(signing_key, wrong):
    with pytest.raises(TokenInvalid):
        read(signed(signing_key, **wrong), signing_key)


def test_a_clock_a_few_seconds_off_does_no_harm(signing_key):
    now = int(clock.now().timestamp())
    assert read(signed(signing_key, iat=now + 3, exp=now + 200), signing_key) == SUBJECT
    assert read(signed(signing_key, iat=now - 200, exp=now - 3), signing_key) == SUBJECT


def test_a_token_of_another_key_under_a_known_id_is_no_token(signing_key):
    thief = OKPKey.generate_key("Ed25519", parameters={"kid": signing_key.kid})
    with pytest.raises(TokenInvalid):
        read(signed(thief), signing_key)


def test_a_token_of_an_unknown_key_is_no_token(signing_key):
    with pytest.raises(TokenInvalid):
        read(signed(OKPKey.generate_key("Ed25519", parameters={"kid": "key-9"})), signing_key)


def test_a_token_without_a_key_id_is_no_token(signing_key):
    token = jwt.encode({"alg": "Ed25519", "typ": tokens.TYPE}, claims(), signing_key, algorithms=["Ed25519"])
    with pytest.raises(TokenInvalid):
        read(token, signing_key)


@pytest.mark.parametrize("typ", ["JWT", None, "id+jwt"])
def test_a_token_of_another_type_is_no_token(signing_key, typ):
    with pytest.raises(TokenInvalid):
        read(signed(signing_key, {"typ": typ} if typ else {"typ": ""}), signing_key)


def test_an_unsigned_token_is_no_token(signing_key):
    def encoded(part: dict) -> str:
        return base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")

    for algorithm in ("none", "None", "HS256", "EdDSA", "RS256", "", None, 3):
        header = {"alg": algorithm, "typ": tokens.TYPE, "kid": signing_key.kid}
        with pytest.raises(TokenInvalid):
            read(f"{encoded(header)}.{encoded(claims())}.", signing_key)


def test_the_public_key_used_as_a_shared_secret_signs_nothing(signing_key):
    secret = OctKey.import_key(signing_key.as_dict(private=False)["x"], {"kid": signing_key.kid})
    header = {"alg": "HS256", "typ": tokens.TYPE, "kid": signing_key.kid}
    with pytest.raises(TokenInvalid):
        read(jwt.encode(header, claims(), secret, algorithms=["HS256"]), signing_key)


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "..",
        "...",
        "a.b.c",
        "é",
        "\x00",
        "e30.e30.e30",
        "bnVsbA.bnVsbA.bnVsbA",
        "W10.W10.W10",
        "." * 9_000,
    ],
)
def test_what_cannot_be_read_is_no_token(signing_key, token):
    with pytest.raises(TokenInvalid):
        read(token, signing_key)


def test_each_byte_of_a_token_counts(signing_key):
    token = issue_token(signing_key, SUBJECT)
    for place in range(0, len(token) - 1, 7):
        changed = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        with pytest.raises(TokenInvalid):
            read(changed, signing_key)


def test_keys_are_read_from_where_identity_publishes_them(tmp_path, signing_key):
    url = f"file://{toy.publish(tmp_path / 'keys.json', signing_key)}"
    assert TokenKeys(url).find(signing_key.kid).as_dict() == signing_key.as_dict(private=False)


def test_keys_are_read_over_http_straight_from_their_source(tmp_path, signing_key, monkeypatch):
    toy.publish(tmp_path / "keys.json", signing_key)
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    handler = functools.partial(SimpleHTTPRequestHandler, directory=tmp_path)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        keys = TokenKeys(f"http://127.0.0.1:{server.server_port}/keys.json")
        assert keys.find(signing_key.kid) is not None
        server.shutdown()


def test_a_key_published_later_is_found_once_the_source_may_be_asked_again(
    tmp_path, signing_key, monkeypatch
):
    path = toy.publish(tmp_path / "keys.json", signing_key)
    keys = TokenKeys(f"file://{path}")
    keys.find(signing_key.kid)
    newer = OKPKey.generate_key("Ed25519", parameters={"kid": "key-2"})
    toy.publish(path, signing_key, newer)
    assert keys.find("key-2") is None, "asked again too soon: a stranger could make us hammer the source"
    monkeypatch.setattr(tokens, "KEYS_RETRY_SECONDS", 0)
    assert keys.find("key-2") is not None


def test_keys_outlive_their_source(tmp_path, signing_key, monkeypatch):
    path = toy.publish(tmp_path / "keys.json", signing_key)
    keys = TokenKeys(f"file://{path}")
    keys.find(signing_key.kid)
    path.unlink()
    monkeypatch.setattr(tokens, "KEYS_RETRY_SECONDS", 0)
    monkeypatch.setattr(tokens, "KEYS_FRESH_SECONDS", 0)
    assert keys.find(signing_key.kid) is not None


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"keys": 3}', '{"keys": [{"kty": "OKP", "crv": "Ed25519"}]}', "\x00"]
)
def test_a_source_that_answers_nonsense_is_a_source_that_is_down(tmp_path, content):
    (tmp_path / "keys.json").write_text(content)
    with pytest.raises(KeysUnreachable):
        TokenKeys(f"file://{tmp_path / 'keys.json'}").find("key-1")


def test_keys_are_read_from_no_other_kind_of_address():
    with pytest.raises(KeysUnreachable):
        TokenKeys("ftp://127.0.0.1/keys.json").find("key-1")


def test_while_no_key_was_ever_read_callers_are_asked_to_come_back(client, headers, keys_file):
    keys_file.unlink()
    answer = client.get("/notes", headers=headers)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")


@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer ", "Basic Y2xhaXJl", "Bearer a.b.c", "token", "Bearer é"]
)
def test_a_route_answers_401_to_whoever_presents_no_valid_token(client, header):
    answer = client.get("/notes", headers={"Authorization": header} if header is not None else {})
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.mimetype == "application/problem+json"


def test_a_valid_token_without_the_right_is_answered_403_naming_the_right(client, headers_of):
    answer = client.post("/notes", json={"text": "a"}, headers=headers_of(uuid4()))
    assert answer.status_code == 403
    assert "notes.writer" in answer.json["detail"]


def test_without_the_right_the_request_is_not_even_read(client, headers_of):
    answer = client.post("/notes", data=b"{broken", content_type="text/plain", headers=headers_of(uuid4()))
    assert answer.status_code == 403


def test_one_of_several_rights_is_enough(service, client, headers_of):
    importer = toy.grant(service, uuid4(), "notes.importer")
    answer = client.post("/notes/import", data="a", content_type="text/csv", headers=headers_of(importer))
    assert answer.status_code == 200


def test_a_right_over_one_structure_opens_no_route_of_the_whole_bank(service, client, headers_of):
    somebody = toy.grant(service, uuid4(), "notes.writer", structure_id=uuid4())
    assert client.post("/notes", json={"text": "a"}, headers=headers_of(somebody)).status_code == 403


def test_a_structure_out_of_sight_is_answered_like_one_that_is_not_there(service, client, headers_of):
    structure = uuid4()
    reader = toy.grant(service, uuid4(), "structure.reader", structure)
    assert client.get(f"/structures/{structure}/notes", headers=headers_of(reader)).status_code == 200
    hidden = client.get(f"/structures/{uuid4()}/notes", headers=headers_of(reader))
    assert (hidden.status_code, hidden.json["type"]) == (404, "/problems/missing")


def test_a_right_over_the_whole_bank_covers_each_structure(service, client, headers_of):
    agent = toy.grant(service, uuid4(), "structure.reader")
    assert client.get(f"/structures/{uuid4()}/notes", headers=headers_of(agent)).status_code == 200


def test_a_route_that_does_not_say_who_may_call_it_is_shut_and_found(app, client, headers):
    assert client.get("/forgotten", headers=headers).status_code == 403
    assert unmarked_routes(app) == ["/forgotten"]


def test_a_public_route_needs_no_token_and_has_no_caller(client):
    assert client.get("/places/paris/7").json == {"place": "paris", "number": 7}
    with Flask("nobody").test_request_context(), pytest.raises(RuntimeError):
        caller()


def test_requiring_no_right_at_all_is_a_mistake():
    with pytest.raises(TypeError):
        requires()


GRANTED_ENDED_GRANTED = [("grant", 1), ("end", 2), ("grant", 3)]


@pytest.mark.parametrize("order", itertools.permutations(GRANTED_ENDED_GRANTED))
def test_whatever_the_order_of_arrival_the_newest_word_on_a_right_stands(service, order):
    somebody = uuid4()
    for word, version in [*order, *order]:
        tell(service, word, somebody, version)
    assert holds(service, somebody)


def test_a_revocation_that_arrives_before_its_grant_still_ends_the_right(service):
    somebody = uuid4()
    tell(service, "end", somebody, 2)
    tell(service, "grant", somebody, 1)
    assert not holds(service, somebody)


def test_the_projection_holds_on_each_database(service_on_each):
    somebody = uuid4()
    tell(service_on_each, "grant", somebody, 1)
    assert holds(service_on_each, somebody)
    tell(service_on_each, "end", somebody, 2)
    assert not holds(service_on_each, somebody)


def test_a_service_hears_of_rights(service):
    assert {line.type for line in service.handlers} == {
        "habilitations.right_granted.v1",
        "habilitations.right_revoked.v1",
    }


def tell(service, word: str, subject_id: UUID, version: int) -> None:
    record, event = {"grant": (record_grant, RightGranted), "end": (record_revocation, RightRevoked)}[word]
    told = event(subject_id=subject_id, right="rates.officer", structure_id=None, version=version)
    with service.active(), transaction() as session:
        record(told, session)


def holds(service, subject_id: UUID) -> bool:
    with service.active():
        return Caller(subject_id, "person", "").holds("rates.officer")
