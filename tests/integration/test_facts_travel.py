"""A fact committed in one service has its effect in another, once, on every database and every broker."""

import threading
import time
from uuid import UUID

import pytest
import sqlalchemy as sa

from shared.bus import DeadLetters, Outgoing, Publisher
from shared.clock import now
from shared.db import reading, transaction
from shared.events.habilitations import RightGranted
from shared.operations import create_operations_app
from shared.outbox import Relay, emit
from shared.tables import inbox, outbox
from tests.integration.two_services import Pair, effects_of, make_pair, subjects, tell

SECONDS_MAX = 20


@pytest.fixture
def pair(request, database_url, broker_url, tmp_path) -> Pair:
    other = f"sqlite:///{tmp_path / 'listener.sqlite'}"
    if database_url.startswith("postgresql"):
        server = request.getfixturevalue("postgres")
        other = server.create_database(f"listener_{tmp_path.name.lower()[-20:]}_{time.time_ns()}")
    made = make_pair(database_url, other, broker_url, tmp_path)
    yield made
    made.teller.database.dispose()
    made.listener.database.dispose()


@pytest.fixture
def at_work(pair):
    workers = pair.workers()
    for worker in reversed(workers):  # the listener binds its queue before anything is told
        worker.start()
    wait_until(lambda: all(consumer.connected for worker in workers for consumer in worker.consumers))
    yield workers
    for worker in workers:
        worker.stop()


def wait_until(condition) -> None:
    deadline = time.monotonic() + SECONDS_MAX
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def test_each_fact_has_its_effect_once_and_in_order(pair, at_work):
    told = subjects(300)
    for first in range(0, 300, 100):
        tell(pair, *told[first : first + 100])
    wait_until(lambda: len(effects_of(pair)) >= 300)
    assert effects_of(pair) == told


def test_a_fact_of_a_transaction_that_failed_is_never_told(pair, at_work):
    with pytest.raises(ZeroDivisionError):
        tell_and_fail(pair)
    (later,) = told = subjects(1)
    tell(pair, later)
    wait_until(lambda: effects_of(pair))
    assert effects_of(pair) == told


def tell_and_fail(pair: Pair) -> None:
    with pair.teller.active(), transaction() as session:
        emit(session, RightGranted(subject_id=subjects(1)[0], right="operator", structure_id=None, version=1))
        raise ZeroDivisionError


def test_a_second_delivery_does_nothing(pair, at_work):
    (subject,) = subjects(1)
    (event_id,) = tell(pair, subject)
    wait_until(lambda: effects_of(pair))
    with pair.teller.active(), transaction() as session:
        session.execute(sa.update(outbox).values(published_at=None))
    pair.teller.database.outbox_bell.set()
    last = subjects(1)
    tell(pair, *last)
    wait_until(lambda: last[0] in effects_of(pair))
    assert effects_of(pair) == [subject, *last]
    with pair.listener.active(), reading() as session:
        ids = session.scalars(sa.select(inbox.c.message_id)).all()
    assert str(event_id) in ids
    assert len(ids) == 2


def test_what_a_failing_handler_wrote_is_undone_and_the_others_go_on(pair, at_work):
    bad, good = subjects(2)
    pair.poison.add(bad)
    tell(pair, bad, good)
    wait_until(lambda: effects_of(pair))
    assert effects_of(pair) == [good]


def test_a_message_that_breaks_its_contract_goes_to_the_dead_letters_with_the_reason(pair, at_work):
    broken = Outgoing(
        id="broken-1",
        type="habilitations.right_granted.v1",
        source="elsewhere",
        time=now(),
        body=b'{"subject_id": "not a uuid", "right": "operator", "structure_id": null, "version": 1}',
    )
    with Publisher(pair.teller.settings.broker_url) as publisher:
        publisher.publish([broken])
    (subject,) = subjects(1)
    tell(pair, subject)
    wait_until(lambda: effects_of(pair) == [subject])
    letters = dead_letters(pair)
    assert [letter["message_id"] for letter in letters] == ["broken-1"]
    assert "subject_id" in letters[0]["reason"]


def dead_letters(pair: Pair) -> list[dict]:
    return [
        {"message_id": letter.message_id, "reason": letter.reason}
        for letter in DeadLetters(pair.listener.settings.broker_url, ["listener"]).list()
    ]


def test_the_operations_of_a_worker_are_for_operators_only(pair):
    client = create_operations_app(pair.listener).test_client()
    assert client.get("/bus").status_code == 401
    assert client.get("/dead-letters").status_code == 401


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # one process owns an SQLite file
def test_a_standby_relay_takes_over_when_the_first_one_stops(pair, at_work):
    standby = Relay(pair.teller)
    thread = threading.Thread(target=standby.run, daemon=True)
    thread.start()
    time.sleep(0.3)
    assert not standby.state.leader
    at_work[0].relay.stop()
    told = subjects(1)
    tell(pair, *told)
    wait_until(lambda: standby.state.leader and effects_of(pair) == told)
    standby.stop()
    thread.join(5)


def test_facts_committed_while_nobody_relays_are_told_later(pair):
    told: list[UUID] = subjects(50)
    tell(pair, *told)
    workers = pair.workers()
    workers[1].start()
    wait_until(lambda: all(consumer.connected for consumer in workers[1].consumers))
    workers[0].start()
    wait_until(lambda: len(effects_of(pair)) == 50)
    for worker in workers:
        worker.stop()
    assert effects_of(pair) == told
