import threading
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from shared import clock, idempotency
from shared.db import transaction
from shared.idempotency import purge_idempotency_keys
from shared.tables import idempotency_keys
from tests.unit.shared import toy


@pytest.fixture
def somebody(service_on_each, headers_of) -> dict[str, str]:
    return headers_of(toy.grant(service_on_each, uuid4(), "notes.writer"))


@pytest.fixture
def write(service_on_each, somebody):
    """Write a note with a key, on each database."""
    app = toy.make_app(service_on_each)

    def post(key: str, body=None, headers=None):
        given = (headers or somebody) | {"Idempotency-Key": key}
        return app.test_client().post("/notes", json=body or {"text": "a"}, headers=given)

    return post


def keys(service) -> int:
    with service.active(), transaction() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(idempotency_keys))


def test_the_same_key_and_body_get_the_same_answer_and_change_nothing_again(write, service_on_each):
    first, second = write("key-1"), write("key-1")
    assert (second.status_code, second.data, second.mimetype) == (201, first.data, first.mimetype)
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert toy.count_notes(service_on_each) == 1


def test_the_same_key_with_another_body_is_refused(write, service_on_each):
    write("key-1")
    answer = write("key-1", {"text": "b"})
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/key-reused")
    assert toy.count_notes(service_on_each) == 1


def test_another_key_is_another_request(write, service_on_each):
    write("key-1")
    write("key-2")
    assert toy.count_notes(service_on_each) == 2


def test_a_key_belongs_to_its_caller(write, service_on_each, headers_of):
    write("key-1")
    neighbour = headers_of(toy.grant(service_on_each, uuid4(), "notes.writer"))
    assert write("key-1", headers=neighbour).status_code == 201
    assert toy.count_notes(service_on_each) == 2


def test_a_refused_request_leaves_neither_key_nor_note_and_may_be_sent_again(write, service_on_each):
    assert write("key-1", {"text": "interdite"}).status_code == 409
    assert (keys(service_on_each), toy.count_notes(service_on_each)) == (0, 0)
    assert write("key-1", {"text": "permise"}).status_code == 201


def test_a_request_the_schema_refuses_leaves_no_key(write, service_on_each):
    assert write("key-1", {"text": ""}).status_code == 422
    assert keys(service_on_each) == 0


def test_without_a_key_each_request_counts(service_on_each, somebody):
    client = toy.make_app(service_on_each).test_client()
    for _ in range(2):
        client.post("/notes", json={"text": "a"}, headers=somebody)
    assert (keys(service_on_each), toy.count_notes(service_on_each)) == (0, 2)


@pytest.mark.parametrize("key", ["", " ", "with space", "é", "x" * 129, "a\tb"])
def test_a_key_that_cannot_be_read_is_refused_by_name(client, headers, key):
    answer = client.post("/notes", json={"text": "a"}, headers=headers | {"Idempotency-Key": key})
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "Idempotency-Key")


def test_the_longest_key_is_taken(client, headers):
    answer = client.post("/notes", json={"text": "a"}, headers=headers | {"Idempotency-Key": "x" * 128})
    assert answer.status_code == 201


def test_requests_with_one_key_at_the_same_time_make_one_note_and_get_one_answer(write, service_on_each):
    answers, ready = [], threading.Barrier(6)

    def send() -> None:
        ready.wait()
        answers.append(write("key-1"))

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.data for answer in answers}) == 1
    assert toy.count_notes(service_on_each) == 1


def test_a_request_that_waits_too_long_for_the_first_is_asked_to_come_back(
    service_on_postgres, headers_of, monkeypatch
):
    monkeypatch.setattr(idempotency, "WAIT_SECONDS_MAX", 1)
    subject_id = toy.grant(service_on_postgres, uuid4(), "notes.writer")
    client = toy.make_app(service_on_postgres).test_client()
    row = {
        "scope": f"{subject_id} POST /notes",
        "key": "key-1",
        "request_hash": "the first",
        "created_at": clock.now(),
    }
    with service_on_postgres.database.engine.connect() as first_request:
        first_request.execute(sa.insert(idempotency_keys).values(row))
        answer = client.post(
            "/notes", json={"text": "a"}, headers=headers_of(subject_id) | {"Idempotency-Key": "key-1"}
        )
        first_request.rollback()
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/request-in-progress")
    assert answer.headers["Retry-After"] == "1"


def test_keys_are_forgotten_after_a_day(write, service_on_each):
    write("old")
    write("new")
    with service_on_each.active(), transaction() as session:
        a_day_ago = clock.now() - timedelta(hours=24, seconds=1)
        session.execute(
            sa.update(idempotency_keys).where(idempotency_keys.c.key == "old").values(created_at=a_day_ago)
        )
        assert purge_idempotency_keys(session) == 1
    assert write("new").headers["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in write("old").headers
