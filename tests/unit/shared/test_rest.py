"""A database that changes in one process lets what waits for a change rest, and wakes it at once."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa

from shared.db import REST_SECONDS, Database
from shared.ids import new_id
from shared.service import Loop
from shared.worker import Worker
from tests.unit.shared import toy

WOKEN_SECONDS_MAX = REST_SECONDS / 2
LOOKED_ON_SECONDS = 0.3


@pytest.fixture
def database(service) -> Database:
    return service.database


@contextmanager
def at_rest(database: Database) -> Iterator[threading.Thread]:
    resting = threading.Thread(target=database.rest, daemon=True)
    resting.start()
    resting.join(LOOKED_ON_SECONDS)
    assert resting.is_alive()
    yield resting
    database.wake()
    resting.join()


def add_note(database: Database) -> None:
    with database.writing() as session:
        session.execute(sa.insert(toy.notes).values(id=new_id(), text="due", stars=0))


def add_note_and_fail(database: Database) -> None:
    with database.writing() as session:
        session.execute(sa.insert(toy.notes).values(id=new_id(), text="undone", stars=0))
        raise ZeroDivisionError


def test_a_change_ends_a_rest(database):
    with at_rest(database) as resting:
        add_note(database)
        resting.join(WOKEN_SECONDS_MAX)
        assert not resting.is_alive()


def test_a_transaction_that_changes_nothing_disturbs_nobody(database):
    with at_rest(database) as resting:
        with database.writing() as session:
            session.execute(sa.update(toy.notes).where(toy.notes.c.text == "unknown").values(stars=5))
        resting.join(LOOKED_ON_SECONDS)
        assert resting.is_alive()


def test_what_was_rolled_back_disturbs_nobody(database):
    with at_rest(database) as resting:
        with pytest.raises(ZeroDivisionError):
            add_note_and_fail(database)
        resting.join(LOOKED_ON_SECONDS)
        assert resting.is_alive()


def test_nobody_rests_soon_after_a_change(database):
    add_note(database)
    resting = threading.Thread(target=database.rest, daemon=True)
    resting.start()
    resting.join(WOKEN_SECONDS_MAX)
    assert not resting.is_alive()


def test_nobody_rests_where_other_processes_make_changes_too(service_on_postgres):
    resting = threading.Thread(target=service_on_postgres.database.rest, daemon=True)
    resting.start()
    resting.join(WOKEN_SECONDS_MAX)
    assert not resting.is_alive()


def test_a_loop_at_rest_sees_a_change_at_once_and_stops_at_once(service):
    rounds = threading.Semaphore(0)
    service.loops.append(Loop("look", rounds.release, idle_seconds=0.01))
    worker = Worker(service)
    threads = [thread for thread in worker._threads if thread.name.endswith("look")]
    threads[0].start()
    assert rounds.acquire(timeout=WOKEN_SECONDS_MAX)
    assert not rounds.acquire(timeout=LOOKED_ON_SECONDS)
    add_note(service.database)
    assert rounds.acquire(timeout=WOKEN_SECONDS_MAX)
    worker._stopped.set()
    service.database.wake()
    threads[0].join(WOKEN_SECONDS_MAX)
    assert not threads[0].is_alive()
