"""The main job, and corrections of it, while chance kills every process and both servers, again and again.

Nothing is counted and asked for again meanwhile (RECONCILE_SECONDS): outbox, confirms and inbox alone must hold.
"""

import os
import sys
import threading
import time
import traceback
from contextlib import closing

import pytest

from tests.deployment import Deployment
from tests.fault.evidence import CALM_SECONDS_MAX, expect_nothing_lost_nor_doubled
from tests.fault.killer import Killer, Strike
from tests.fault.patience import PatientJob
from tests.fault.post import PostOffice

KILLS = int(os.environ.get("FAULT_KILLS", "25"))
LOANS = 300
SETTINGS = {
    "CHUNK_LOANS": "15",
    "CHUNKS_AT_ONCE": "2",
    "LETTER_BATCH_WAIT_SECONDS": "1",
    "LEASE_SECONDS": "10",
    "RECONCILE_SECONDS": "86400",
}


@pytest.fixture
def post():
    with closing(PostOffice()) as office:
        yield office


@pytest.fixture
def deployment(killable_postgres, killable_rabbitmq, post):
    with killable_rabbitmq.vhost() as broker_url:
        settings = SETTINGS | {"SMTP_URL": post.url}
        with closing(Deployment(killable_postgres, broker_url, 3, settings)) as deployed:
            deployed.prepare()
            deployed.start()
            yield deployed


@pytest.fixture
def killer(deployment, chance, post, killable_rabbitmq, killable_postgres) -> Killer:
    def kill_a_process() -> None:
        deployment.processes[chance.choice(sorted(deployment.processes))].kill()
        deployment.revive()

    def kill_a_web_worker() -> None:
        deployment.processes[chance.choice(sorted(deployment.webs))].kill_child()

    def kill(server) -> None:
        server.kill()
        server.restart()
        deployment.revive()

    def freeze(server) -> None:
        server.freeze()
        time.sleep(chance.uniform(0.5, 4))
        server.thaw()

    def close_the_post() -> None:
        post.close()
        time.sleep(chance.uniform(0.5, 2))
        post.open()

    strikes = [
        Strike("kill a process", 12, kill_a_process),
        Strike("kill a web worker", 4, kill_a_web_worker),
        Strike("kill RabbitMQ", 2, lambda: kill(killable_rabbitmq)),
        Strike("kill PostgreSQL", 2, lambda: kill(killable_postgres)),
        Strike("freeze RabbitMQ", 1, lambda: freeze(killable_rabbitmq)),
        Strike("freeze PostgreSQL", 1, lambda: freeze(killable_postgres)),
        Strike("cut every line", 1, killable_rabbitmq.close_connections),
        Strike("close the post", 1, close_the_post),
    ]
    return Killer(chance, strikes, pause_seconds_max=2)


class Working(threading.Thread):
    """The bank at work in a thread, until it is asked to come to an end."""

    def __init__(self, job: PatientJob):
        super().__init__(daemon=True)
        self.job = job
        self.enough = threading.Event()
        self.error: BaseException | None = None

    def run(self) -> None:
        try:
            self.summary = self.job.run()
            while not self.enough.is_set():
                self.job.correct_while_importing()
        except BaseException as error:
            self.error = error

    def end(self) -> None:
        """Let it finish what it does; fails when it cannot."""
        self.enough.set()
        self.join(CALM_SECONDS_MAX)
        assert not self.is_alive(), "".join(traceback.format_stack(sys._current_frames()[self.ident]))
        if self.error:
            raise self.error


@pytest.mark.timeout(900)
def test_the_platform_survives_the_death_of_everything(deployment, killer, post, report):
    survive(deployment, killer, post, report, KILLS)


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_the_platform_survives_many_deaths_of_everything(deployment, killer, post, report):
    survive(deployment, killer, post, report, 10 * KILLS)


def survive(deployment: Deployment, killer: Killer, post: PostOffice, report, kills: int) -> None:
    bank = Working(PatientJob(deployment.address, LOANS))
    bank.start()
    assert bank.job.is_open.wait(CALM_SECONDS_MAX)
    while killer.kills < kills and bank.is_alive():
        killer.strike()  # in this thread: processes die with the thread that started them
    bank.end()
    facts = expect_nothing_lost_nor_doubled(deployment, post)
    assert bank.summary["problems"] == bank.job.faults == []
    report(
        f"{killer}, {bank.job.rounds} corrections, {facts} facts, {post.repeated} mails twice: 0 lost, 0 doubled"
    )
