"""The broker forgets everything, three times, in the middle of the main job.

Services count what they told and what they heard (shared/reconciliation); nobody lifts a hand.
"""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest
import sqlalchemy as sa

from shared.bus import status
from shared.events import name_of
from shared.events.lending import ChunksDue, StructureRevised
from shared.events.platform import ResendRequested
from shared.events.rates import FixingPublished
from shared.tables import outbox
from tests.deployment import Deployment, PlatformProcess
from tests.fault.evidence import expect_nothing_lost_nor_doubled, unpublished
from tests.fault.patience import PatientJob
from tests.fault.post import PostOffice
from tests.messages import eventually

VHOST = "wiped"
LOANS = 300
SETTINGS = {"CHUNK_LOANS": "5", "LETTER_BATCH_WAIT_SECONDS": "1", "RECONCILE_SECONDS": "4"}


@pytest.fixture
def post():
    with closing(PostOffice()) as office:
        yield office


@pytest.fixture
def deployment(postgres, rabbitmq, post):
    settings = SETTINGS | {"SMTP_URL": post.url}
    with closing(Deployment(postgres, rabbitmq.create_vhost(VHOST), settings=settings)) as deployed:
        deployed.prepare()
        deployed.start()
        yield deployed
    rabbitmq.delete_vhost(VHOST)


class UnluckyJob(PatientJob):
    """The main job, on a broker that loses the fixing, then the chunks, then what borrowers should be told."""

    def __init__(self, deployment: Deployment, rabbitmq):
        super().__init__(deployment.address, LOANS)
        self.deployment = deployment
        self.rabbitmq = rabbitmq

    def approve(self, fixing: dict[str, Any]) -> dict[str, Any]:
        lending, notifications = map(self._worker, ("lending", "notifications"))
        lending.kill()
        self.publish()
        self._expect_told("rates", to="lending")
        self._wipe_the_broker()
        with self._no_chunk_done():
            lending.start()
            self._expect_told("lending", to="lending.work")
            lending.freeze()
        self._delete_every_queue()
        # Its queue comes back with its consumer: killed before, nothing could ever wait for it;
        # killed after lending goes on, it could have heard everything by then.
        self._expect_consumed("notifications")
        notifications.kill()
        lending.thaw()
        revision = self.follow_the_revision()
        self._expect_told("lending", to="notifications")
        self._wipe_the_broker()
        notifications.start()
        return revision

    def _worker(self, service: str) -> PlatformProcess:
        return self.deployment.processes[f"{service}-worker"]

    @contextmanager
    def _no_chunk_done(self) -> Iterator[None]:
        """Chunks of the revision wait for a lock: done in a blink, none would wait for its turn."""
        with self.deployment.services() as services, services["lending"].database.writing() as session:
            session.execute(sa.text("LOCK TABLE schedule_pieces IN EXCLUSIVE MODE"))
            yield

    def _expect_told(self, service: str, to: str) -> None:
        """All the service knows has reached the broker, and some of it waits in the queue."""
        with self.deployment.services() as services:
            teller = {service: services[service]}
            eventually(lambda: not unpublished(teller) and self._waiting(to), 60)

    def _waiting(self, queue: str) -> int:
        return status(self.deployment.broker_url, [queue]).queues[0].ready

    def _expect_consumed(self, queue: str) -> None:
        eventually(lambda: self._consumers(queue), 60)

    def _consumers(self, queue: str) -> int:
        return status(self.deployment.broker_url, [queue]).queues[0].consumers

    def _queues(self) -> list[str]:
        return [queue["name"] for queue in self.rabbitmq.ask("GET", f"queues/{VHOST}")]

    def _wipe_the_broker(self) -> None:
        self.rabbitmq.delete_vhost(VHOST)
        self.rabbitmq.create_vhost(VHOST)

    def _delete_every_queue(self) -> None:
        for queue in self._queues():
            self.rabbitmq.ask("DELETE", f"queues/{VHOST}/{queue}")


def test_whatever_a_broker_forgets_during_the_main_job_is_told_again(deployment, rabbitmq, post):
    job = UnluckyJob(deployment, rabbitmq)
    summary = job.run()
    assert summary["problems"] == job.faults == []
    assert types_asked_for_again(deployment) >= set(
        map(name_of, (FixingPublished, ChunksDue, StructureRevised))
    )
    expect_nothing_lost_nor_doubled(deployment, post)


def types_asked_for_again(deployment: Deployment) -> set[str]:
    asked = sa.select(outbox.c.body).where(outbox.c.type == name_of(ResendRequested))
    found = set()
    with deployment.services() as services:
        for service in services.values():
            with service.database.reading() as session:
                found.update(json.loads(body)["type"] for body in session.scalars(asked))
    return found
