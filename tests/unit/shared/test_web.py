import io
import json
import threading
from urllib.parse import quote
from uuid import uuid4

import flask_smorest
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.web import Blueprint, create_web_app
from shared.web.bodies import BODY_BYTES_MAX
from tests.unit.shared import toy

PROBLEM = "application/problem+json"


def test_a_route_reads_calls_its_action_and_answers(client, headers, service):
    answer = client.post("/notes", json={"text": "Bonjour", "stars": 2}, headers=headers)
    assert answer.status_code == 201
    assert client.get(f"/notes/{answer.json['id']}", headers=headers).json == answer.json
    assert toy.count_notes(service) == 1


def test_every_answer_has_a_reference_and_locks_the_browser_down(client):
    answer = client.get("/livez")
    assert answer.headers["X-Request-ID"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_the_gateway_s_request_id_is_kept_and_a_strange_one_is_not(client):
    assert (
        client.get("/livez", headers={"X-Request-ID": "0123456789ab"}).headers["X-Request-ID"]
        == "0123456789ab"
    )
    strange = client.get("/livez", headers={"X-Request-ID": "<script>alert(1)</script>"}).headers[
        "X-Request-ID"
    ]
    assert "script" not in strange


def test_a_refused_field_is_answered_with_what_was_received_and_what_is_allowed(client, headers):
    answer = client.post("/notes", json={"text": "a", "stars": 9}, headers=headers)
    assert (answer.status_code, answer.mimetype) == (422, PROBLEM)
    assert answer.json["errors"] == [
        {
            "field": "stars",
            "value": 9,
            "allowed": "un nombre entier, ≥ 0 et ≤ 5",
            "detail": "Cette valeur est refusée ; attendu : un nombre entier, ≥ 0 et ≤ 5.",
        }
    ]


@pytest.mark.parametrize(
    ("asked", "language"),
    [
        (None, "fr"),
        ("en", "en"),
        ("en-GB,en;q=0.9", "en"),
        ("de", "fr"),
        ("fr-FR,en;q=0.5", "fr"),
        ("\x01", "fr"),
    ],
)
def test_problems_are_told_in_the_caller_s_language_french_first(client, asked, language):
    answer = client.get("/nowhere", headers={"Accept-Language": asked} if asked else {})
    assert answer.headers["Content-Language"] == language
    assert answer.json["title"] == {"fr": "Introuvable", "en": "Not found"}[language]


def test_a_secret_in_a_refused_body_is_not_said_back(client, headers):
    answer = client.post("/notes", json={"text": "a", "password": "hunter2"}, headers=headers)
    assert answer.status_code == 422
    assert "hunter2" not in answer.text


def test_a_refusal_of_the_trade_is_answered_and_leaves_nothing_behind(client, headers, service):
    answer = client.post("/notes", json={"text": "interdite"}, headers=headers)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/note-forbidden")
    assert answer.json["detail"] == "La note « interdite » est interdite."
    assert toy.count_notes(service) == 0


def test_a_fault_of_ours_says_only_its_reference(client):
    answer = client.get("/broken")
    assert (answer.status_code, answer.mimetype) == (500, PROBLEM)
    assert "secret of the house" not in answer.text
    assert "ZeroDivisionError" not in answer.text
    assert answer.json["reference"] == answer.headers["X-Request-ID"]


def test_a_method_that_is_not_allowed_says_which_are(client, headers):
    answer = client.delete("/notes", headers=headers)
    assert (answer.status_code, answer.mimetype) == (405, PROBLEM)
    assert {"GET", "POST"} <= set(answer.headers["Allow"].split(", "))


def test_options_are_not_answered_without_being_asked_for(client):
    assert client.options("/notes").status_code == 405


@pytest.mark.parametrize(
    "path", ["/", "/nowhere", "/notes/not-a-uuid", "/notes/", "/..%2f..%2fetc/passwd", "/%00"]
)
def test_an_address_that_is_not_ours_is_a_problem(client, headers, path):
    answer = client.get(path, headers=headers)
    assert (answer.status_code, answer.mimetype) == (404, PROBLEM)


def test_a_thing_that_is_not_there_is_a_problem(client, headers):
    answer = client.get(f"/notes/{uuid4()}", headers=headers)
    assert (answer.status_code, answer.json["type"]) == (404, "/problems/missing")


UNREADABLE = {
    "empty object cut short": b"{",
    "nothing but a comma": b",",
    "not UTF-8": b'{"text": "\xff"}',
    "UTF-16": '{"text": "a"}'.encode("utf-16"),
    "not a number": b'{"text": NaN}',
    "infinite": b'{"text": Infinity}',
    "minus infinite": b'{"text": -Infinity}',
    "two values": b"{} {}",
    "a field said twice": b'{"text": "a", "text": "b"}',
    "bottomless list": b"[" * 100_000,
    "bottomless object": b'{"a":' * 50_000,
    "a number of thousands of digits": b'{"text": ' + b"9" * 5_000 + b"}",
    "a NUL byte": b"\x00",
}


@pytest.mark.parametrize("body", UNREADABLE.values(), ids=UNREADABLE.keys())
def test_a_body_that_is_not_json_is_unreadable(client, headers, body):
    answer = client.post("/notes", data=body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.mimetype) == (400, PROBLEM)
    assert answer.json["type"] == "/problems/request-unreadable"


UNKEEPABLE = {
    "NUL": ('{"text": "a\\u0000b"}', "text"),
    "lone surrogate": ('{"text": "\\ud800"}', "text"),
    "reversed surrogates": ('{"text": "\\udc00\\ud800"}', "text"),
    "NUL deep inside": ('{"x": [1, {"y": "\\u0000"}]}', "x.1.y"),
    "NUL in a name": ('{"\\u0000": 1}', "body"),
    "beyond 64 bits": ('{"stars": 9223372036854775808}', "stars"),
    "below 64 bits": ('{"stars": -9223372036854775809}', "stars"),
    "an endless float": ('{"stars": 1e999}', "stars"),
}


@pytest.mark.parametrize(("body", "field"), UNKEEPABLE.values(), ids=UNKEEPABLE.keys())
def test_what_no_database_could_keep_is_refused_by_name(client, headers, body, field):
    answer = client.post("/notes", data=body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, field)


def test_data_nested_deeper_than_any_schema_reads_is_refused(client, headers):
    body = b"[" * 40 + b"]" * 40
    answer = client.post("/notes", data=body, content_type="application/json", headers=headers)
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/nested-too-deep")


def test_a_text_beyond_the_basic_plane_is_kept(client, headers):
    text = "Ça coûte 3 € 🏠 — œuvre"
    assert client.post("/notes", json={"text": text}, headers=headers).json["text"] == text


@pytest.mark.parametrize(
    "path", ["/places/a%00b/1", "/places/paris/99999999999999999999", "/places/paris/1?x=%00"]
)
def test_addresses_carry_nothing_that_could_not_be_kept(client, path):
    assert client.get(path).status_code == 422


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=201",
        "limit=x",
        "limit=99999999999999999999",
        "limit=",
        "limti=5",
        "after=%00",
        "limit=1.5",
    ],
)
def test_a_query_is_read_as_strictly_as_a_body(client, headers, query):
    answer = client.get(f"/notes?{query}", headers=headers)
    assert (answer.status_code, answer.mimetype) == (422, PROBLEM)


@pytest.mark.parametrize(
    "media_type", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "", "json"]
)
def test_a_body_of_another_type_is_told_what_is_read(client, headers, media_type):
    answer = client.post("/notes", data=b"text=a", content_type=media_type, headers=headers)
    assert answer.status_code == 415
    assert answer.json["errors"][0]["allowed"] == ["application/json"]


def test_a_missing_body_is_a_body_without_its_fields(client, headers):
    answer = client.post("/notes", headers=headers)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "text")


def test_a_route_that_reads_files_takes_them_and_no_json(client, headers):
    answer = client.post("/notes/import", data="un\ndeux", content_type="text/csv", headers=headers)
    assert answer.json == {"read": ["un", "deux"]}
    assert client.post("/notes/import", json={}, headers=headers).status_code == 415


def test_a_body_beyond_the_limit_of_its_route_is_not_read(client, headers):
    at_the_limit = client.post(
        "/notes/import", data="x" * 150 + "\n" * 850, content_type="text/csv", headers=headers
    )
    assert at_the_limit.status_code == 200
    beyond = client.post("/notes/import", data="x" * 1_001, content_type="text/csv", headers=headers)
    assert (beyond.status_code, beyond.mimetype) == (413, PROBLEM)
    assert "1000" in beyond.json["detail"]


def test_a_body_of_unannounced_length_is_refused_whole_not_cut_at_the_limit(client, headers, service):
    def send(body: bytes) -> int:
        return client.post(
            "/notes/import",
            input_stream=io.BytesIO(body),
            content_type="text/csv",
            headers=headers | {"Transfer-Encoding": "chunked"},
            environ_overrides={"wsgi.input_terminated": True},
        ).status_code

    assert send(b"x" * 100 + b"\n" * 900) == 200
    assert send(b"x\n" * 501) == 413
    assert toy.count_notes(service) == 1 + 899


def test_ten_megabytes_of_json_are_the_most_a_route_reads(client, headers):
    body = json.dumps({"text": "x" * BODY_BYTES_MAX})
    assert (
        client.post("/notes", data=body, content_type="application/json", headers=headers).status_code == 413
    )


def test_a_body_produced_while_it_is_sent_still_reads_its_service_s_database(client):
    assert client.get("/stream").text == "0\n0\n0\n"


def test_a_value_only_the_database_refuses_is_refused_and_leaves_nothing_behind(
    service_on_postgres, headers_of
):
    client = toy.make_app(service_on_postgres).test_client()
    somebody = toy.grant(service_on_postgres, uuid4(), "notes.importer")
    line = "x" * (toy.notes.c.text.type.length + 1)
    answer = client.post("/notes/import", data=line, content_type="text/csv", headers=headers_of(somebody))
    assert (answer.status_code, answer.mimetype) == (422, PROBLEM)
    assert toy.count_notes(service_on_postgres) == 0


def test_a_database_that_is_down_asks_the_caller_to_come_back(service, client, headers):
    toy.tables.drop_all(service.database.engine)
    answer = client.get("/notes", headers=headers)
    assert (answer.status_code, answer.mimetype) == (503, PROBLEM)
    assert int(answer.headers["Retry-After"]) > 0


def test_two_services_in_one_process_read_their_own_databases(service, tmp_path, client, headers, headers_of):
    other = toy.make_service(
        type(service.settings)(
            database_url=f"sqlite:///{tmp_path / 'other.sqlite'}",
            broker_url="",
            token_keys_url=service.settings.token_keys_url,
        )
    )
    toy.create_tables(other)
    other_client = toy.make_app(other).test_client()
    somebody = toy.grant(other, uuid4(), "notes.writer")
    assert other_client.post("/notes", json={"text": "a"}, headers=headers_of(somebody)).status_code == 201
    assert client.get("/notes", headers=headers).json["items"] == []
    other.database.dispose()


def test_requests_in_many_threads_do_not_mix(app, headers, service):
    def write(number: int) -> None:
        answers.append(app.test_client().post("/notes", json={"text": f"note {number}"}, headers=headers))

    answers = []
    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.json["text"] for answer in answers} == {f"note {number}" for number in range(8)}
    assert toy.count_notes(service) == 8


def test_a_blueprint_of_another_make_is_turned_away(service):
    with pytest.raises(TypeError, match=r"shared\.web\.Blueprint"):
        create_web_app(service, [flask_smorest.Blueprint("other", __name__)], title="Other")


def test_a_route_without_a_docstring_is_turned_away():
    blueprint = Blueprint("mute", __name__)
    with pytest.raises(TypeError, match="docstring"):
        blueprint.get("/mute")(lambda: "nothing")


JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=JSON_VALUES | st.fixed_dictionaries({"text": JSON_VALUES, "stars": JSON_VALUES}))
def test_no_json_whatever_it_holds_makes_the_service_fail(client, headers, body):
    answer = client.post("/notes", data=json.dumps(body), content_type="application/json", headers=headers)
    assert answer.status_code in (201, 400, 422)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=200))
def test_no_bytes_whatever_they_are_make_the_service_fail(client, headers, body):
    answer = client.post("/notes", data=body, content_type="application/json", headers=headers)
    assert answer.status_code in (201, 400, 422)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.text(min_size=1, max_size=20), after=st.text(max_size=20))
def test_no_address_whatever_it_says_makes_the_service_fail(client, headers, place, after):
    try:
        path, query = quote(place, safe=""), quote(after)
    except UnicodeEncodeError:
        return  # no client can send it
    assert client.get(f"/places/{path}/3").status_code in (200, 308, 404, 422)
    assert client.get(f"/notes?after={query}", headers=headers).status_code in (200, 422)
