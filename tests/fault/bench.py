"""Two small services seen from outside: their databases here, their workers in processes that may be killed."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa

from shared.bus import DeadLetter, DeadLetters, status
from shared.operations import declare_queues
from shared.outbox import outbox_backlog
from shared.tables import deliveries, inbox
from tests.fault.crashing_worker import Places, WorkerProcess
from tests.integration.two_services import effects_of, make_pair
from tests.messages import eventually


class Bench:
    """A teller and a listener, nobody at work yet."""

    def __init__(self, places: Places):
        self.places = places
        self.pair = make_pair(places.teller_url, places.listener_url, places.broker_url, places.folder)
        declare_queues(self.pair.listener)
        self._started: list[WorkerProcess] = []

    def start(self, role: str, **options) -> WorkerProcess:
        """Start a worker, "teller" or "listener"; options as WorkerProcess has them."""
        self._started.append(WorkerProcess(role, self.places, **options))
        return self._started[-1]

    def close(self) -> None:
        """Kill what runs."""
        for process in self._started:
            process.kill()
        self.pair.teller.database.dispose()
        self.pair.listener.database.dispose()

    def expect_each_effect_once(self, told: Iterable[UUID]) -> None:
        """Wait until every fact had its effect and everybody rests; fail if any is missing or doubled."""
        told = sorted(told)
        eventually(lambda: set(effects_of(self.pair)) >= set(told))
        eventually(lambda: not self._unpublished() and not self._waiting())
        assert sorted(effects_of(self.pair)) == told
        assert self._count(inbox) == len(told)
        assert self.dead_letters() == []
        assert self._suspects() <= self._handled(), "a message that nobody handled is suspected"

    def dead_letters(self) -> list[DeadLetter]:
        """What could not be handled."""
        return DeadLetters(self.places.broker_url, ["listener"]).list()

    def _suspects(self) -> set[str]:
        """Messages that came back; who dies between counting and handling one leaves the count."""
        return self._column(deliveries.c.message_id)

    def _handled(self) -> set[str]:
        return self._column(inbox.c.message_id)

    def _column(self, column: sa.Column) -> set[str]:
        with self.pair.listener.database.reading() as session:
            return set(session.scalars(sa.select(column)))

    def _unpublished(self) -> int:
        with self.pair.teller.database.reading() as session:
            return outbox_backlog(session)[0]

    def _waiting(self) -> int:
        (queue,) = status(self.places.broker_url, ["listener"]).queues
        return queue.ready + (queue.unacked or 0) + queue.retrying

    def _count(self, table: sa.Table) -> int:
        with self.pair.listener.database.reading() as session:
            return session.scalar(sa.select(sa.func.count()).select_from(table))
