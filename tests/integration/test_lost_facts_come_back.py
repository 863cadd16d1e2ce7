"""What a wiped broker or a purged queue lost is told again, without hands."""

import dataclasses

import pytest
import sqlalchemy as sa

from shared.events import name_of
from shared.events.platform import ResendRequested
from shared.outbox import outbox_backlog
from shared.reconciliation import REQUESTS_MAX, count_facts, reconcile
from shared.tables import inbox, outbox
from shared.worker import Worker
from tests.integration.test_facts_travel import pair, wait_until  # noqa: F401 - the fixture by its name
from tests.integration.two_services import Pair, effects_of, subjects, tell


@pytest.fixture
def counting(pair, monkeypatch):  # noqa: F811
    """Both services count and compare; a fact settles at once."""
    monkeypatch.setattr("shared.reconciliation.SETTLED_SHARE", 0)
    for service in (pair.teller, pair.listener):
        reconcile(service.handlers)
        service.settings = dataclasses.replace(service.settings, reconcile_seconds=3_600)
    return pair


def start(*workers: Worker) -> None:
    for worker in workers:
        worker.start()
    wait_until(lambda: all(consumer.connected for worker in workers for consumer in worker.consumers))


def test_facts_told_while_nobody_was_bound_are_told_again_once_somebody_listens(counting):
    teller, listener = counting.workers()
    start(teller)
    told = subjects(20)
    tell(counting, *told)
    wait_until(lambda: _all_published(counting))
    start(listener)
    assert effects_of(counting) == []
    count_facts(counting.teller)
    wait_until(lambda: len(effects_of(counting)) == 20)
    teller.stop()
    listener.stop()
    assert sorted(effects_of(counting)) == sorted(told)


def test_nothing_is_asked_for_when_nothing_is_missing(counting):
    teller, listener = counting.workers()
    start(listener, teller)
    tell(counting, *subjects(5))
    wait_until(lambda: len(effects_of(counting)) == 5)
    count_facts(counting.teller)
    last = subjects(1)
    tell(counting, *last)
    wait_until(lambda: last[0] in effects_of(counting))
    teller.stop()
    listener.stop()
    assert not counting.listener.resends_asked


def test_a_fact_that_stays_missing_is_asked_for_a_few_times_only(counting):
    bad = subjects(1)[0]
    counting.poison.add(bad)
    teller, listener = counting.workers()
    start(listener, teller)
    tell(counting, bad)
    wait_until(lambda: _all_published(counting))
    wait_until(lambda: _missed_after_a_count(counting) > REQUESTS_MAX)
    teller.stop()
    listener.stop()
    assert _requests(counting) == REQUESTS_MAX


def test_an_hour_that_was_made_whole_is_asked_for_again_as_often_as_it_loses_something(counting):
    teller, listener = counting.workers()
    start(listener, teller)
    tell(counting, *subjects(1))
    for _ in range(REQUESTS_MAX + 1):
        wait_until(lambda: _is_whole(counting))
        _lose_what_was_received(counting)
        count_facts(counting.teller)
        wait_until(lambda: counting.listener.resends_asked)
        wait_until(lambda: _is_whole(counting))
        count_facts(counting.teller)
        wait_until(lambda: not counting.listener.resends_asked)
    teller.stop()
    listener.stop()


def _is_whole(told: Pair) -> bool:
    with told.listener.database.reading() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(inbox)) == 1 and _all_published(told)


def _lose_what_was_received(told: Pair) -> None:
    with told.listener.database.writing() as session:
        session.execute(sa.delete(inbox))


def _missed_after_a_count(told: Pair) -> int:
    count_facts(told.teller)
    return sum(told.listener.resends_asked.values())


def _requests(told: Pair) -> int:
    asked = sa.select(sa.func.count()).where(outbox.c.type == name_of(ResendRequested))
    with told.listener.database.reading() as session:
        return session.scalar(asked)


def _all_published(pair) -> bool:  # noqa: F811
    with pair.teller.database.reading() as session:
        return outbox_backlog(session)[0] == 0
