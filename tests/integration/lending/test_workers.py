"""A revision as it really runs: RabbitMQ, PostgreSQL, a worker whose two threads share the chunks."""

import json
from contextlib import contextmanager

import pytest

from shared import clock
from shared.bus import DeadLetters, Outgoing, Publisher, status
from shared.bus.connections import close, connect
from shared.events import name_of, to_json
from shared.ids import new_id
from shared.worker import Worker
from tests.integration.lending.desk import FIXED, HISTORY, NEW_VALUE_ON, fixing, lending, line
from tests.messages import eventually

LOANS = 60
CHUNK_LOANS = 5
ANSWERS = "replies.tests"


@pytest.fixture
def desk(postgres_url, amqp_url, tmp_path):
    deployed = {"broker_url": amqp_url, "worker_threads": 2, "chunk_loans": CHUNK_LOANS}
    with lending(postgres_url, tmp_path, **deployed) as at_work, worker_of(at_work.service):
        yield at_work


@contextmanager
def worker_of(service):
    worker = Worker(service)
    worker.start()
    eventually(lambda: all(consumer.connected for consumer in worker.consumers))
    try:
        yield
    finally:
        worker.stop()


def tell(desk, event: object) -> None:
    """Rates tells a fact."""
    fact = Outgoing(
        id=str(new_id()),
        type=name_of(type(event)),
        source="rates",
        time=clock.now(),
        body=json.dumps(to_json(event)).encode(),
    )
    with Publisher(desk.service.settings.broker_url) as publisher:
        publisher.publish([fact])


def command(desk, body: object) -> None:
    """The loan system sends a line to the inbound queue."""
    sent = Outgoing(
        id=str(new_id()),
        type="bank.loans",
        source="gestion-des-prets",
        time=clock.now(),
        body=json.dumps(body).encode(),
        to_queue="bank.loans",
        reply_to=ANSWERS,
    )
    with Publisher(desk.service.settings.broker_url) as publisher:
        assert not publisher.publish([sent]).unroutable


@contextmanager
def answers(broker_url: str):
    """The queue where answers come, read one by one."""
    connection = connect(broker_url)
    channel = connection.channel()
    channel.queue_declare(ANSWERS, durable=True, auto_delete=False)
    yield lambda: json.loads(eventually(lambda: channel.basic_get(ANSWERS, no_ack=True)).body)
    close(connection)


def dead(desk) -> list:
    queues = ["lending", "lending.work", "bank.loans"]
    return list(DeadLetters(desk.service.settings.broker_url, queues).list())


def completed(desk, count: int) -> list[dict]:
    runs = desk.get("/revisions")["items"]
    return runs if [run["state"] for run in runs] == ["completed"] * count else []


def test_two_threads_share_the_chunks_and_every_loan_is_revised_once(desk):
    desk.enter(*[line(n, terms=FIXED if n % 10 == 0 else {}) for n in range(LOANS)])
    event = fixing(NEW_VALUE_ON, "0.015")
    tell(desk, event)
    tell(desk, event)
    (revision,) = eventually(lambda: completed(desk, 1))
    assert (revision["chunks_done"], revision["chunks_total"]) == (LOANS // CHUNK_LOANS,) * 2
    assert (revision["loans_read"], revision["loans_revised"]) == (LOANS, LOANS * 9 // 10)
    assert len(desk.told("lending.revision_completed.v1")) == 1
    assert len(desk.told("lending.chunks_due.v1")) == LOANS // CHUNK_LOANS
    assert desk.verify() == []
    assert dead(desk) == []


def test_previews_and_values_told_together_all_come_to_their_end(desk):
    desk.enter(*[line(n) for n in range(LOANS)])
    values = {"2026-02-01": "0.015", "2026-08-01": "0.0125", "2027-02-01": "0.02"}
    asked = [desk.preview("0.03", "2027-08-01")]
    for day, value in values.items():
        tell(desk, fixing(day, value))
        asked.append(desk.preview("0.03", "2027-08-01"))
    eventually(lambda: completed(desk, len(values)))
    for preview in asked:
        path = f"/previews/{preview['revision_id']}"
        eventually(lambda path=path: desk.get(path)["state"] == "completed")
    assert len(desk.get("/fixings")["items"]) == len(HISTORY) + len(values)
    assert desk.verify() == []
    assert dead(desk) == []


def test_lines_on_the_queue_enter_while_a_revision_runs_and_each_is_answered(desk):
    with answers(desk.service.settings.broker_url) as next_answer:
        desk.enter(*[line(n) for n in range(LOANS)])
        tell(desk, fixing(NEW_VALUE_ON, "0.015"))
        for n in range(LOANS, LOANS + 5):
            command(desk, line(n))
        command(desk, line(LOANS + 9, product="PLUS_ULTRA"))
        outcomes = [next_answer() for _ in range(6)]
    assert [answer.get("outcome") for answer in outcomes] == ["accepted"] * 5 + [None]
    assert outcomes[-1]["errors"][0]["field"] == "product"
    eventually(lambda: completed(desk, 1))
    assert {desk.rows(f"{5_000_000 + n}")[-1]["rate"] for n in (0, LOANS, LOANS + 4)} == {"0.021"}
    assert [letter.queue for letter in eventually(lambda: dead(desk))] == ["bank.loans"]
    assert desk.verify() == []
    assert all(
        queue.ready == 0 for queue in status(desk.service.settings.broker_url, ["lending.work"]).queues
    )
