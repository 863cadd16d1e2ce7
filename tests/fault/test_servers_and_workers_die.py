"""Workers, RabbitMQ and PostgreSQL die, freeze and are cut off while facts flow: each has its effect once."""

import os
import random
import time
from uuid import UUID

import pytest
import sqlalchemy as sa

from shared.bus import Outgoing, Publisher, status
from shared.clock import now
from shared.tables import outbox
from tests.fault.bench import Bench
from tests.fault.killer import Killer, Strike
from tests.integration.two_services import effects_of, subjects, tell
from tests.messages import eventually

KILLS = int(os.environ.get("FAULT_KILLS", "12"))
FACTS_BETWEEN = 60


@pytest.fixture
def strikes(bench, chance, killable_rabbitmq, killable_postgres) -> list[Strike]:
    """Everything that may happen to two services on their servers."""
    workers = [bench.start("teller"), bench.start("teller"), bench.start("listener"), bench.start("listener")]

    def kill_a_worker() -> None:
        victim = chance.choice(workers)
        victim.kill()
        workers[workers.index(victim)] = bench.start(victim.role)

    def kill(server) -> None:
        server.kill()
        server.restart()

    def freeze(server) -> None:
        server.freeze()
        time.sleep(chance.uniform(0.5, 6))
        server.thaw()

    return [
        Strike("kill a worker", 6, kill_a_worker),
        Strike("kill RabbitMQ", 2, lambda: kill(killable_rabbitmq)),
        Strike("kill PostgreSQL", 2, lambda: kill(killable_postgres)),
        Strike("freeze RabbitMQ", 1, lambda: freeze(killable_rabbitmq)),
        Strike("freeze PostgreSQL", 1, lambda: freeze(killable_postgres)),
        Strike("cut every line", 1, killable_rabbitmq.close_connections),
    ]


def test_facts_survive_the_death_of_everything(bench, chance, strikes, report):
    survive(bench, Killer(chance, strikes), KILLS, report)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_facts_survive_many_deaths_of_everything(bench, chance, strikes, report):
    survive(bench, Killer(chance, strikes), 10 * KILLS, report)


def survive(bench: Bench, killer: Killer, kills: int, report) -> None:
    told: list[UUID] = []
    while killer.kills < kills:
        told += (new := subjects(FACTS_BETWEEN))
        tell_surely(bench, new)
        killer.strike()
    bench.expect_each_effect_once(told)
    report(f"{len(told)} facts, {killer}: 0 lost, 0 doubled")


def tell_surely(bench: Bench, told: list[UUID]) -> None:
    """Commit a fact for each subject, all together; whoever lost the answer to a commit looks before trying again."""
    while True:
        try:
            if not is_told(bench, told[0]):
                tell(bench.pair, *told)
            return
        except sa.exc.OperationalError:
            time.sleep(0.1)


def is_told(bench: Bench, subject: UUID) -> bool:
    with bench.pair.teller.database.reading() as session:
        return session.scalar(sa.select(sa.exists().where(outbox.c.body.contains(str(subject)))))


def test_facts_delivered_many_times_in_any_order_take_effect_once(bench, chance):
    told = subjects(100)
    tell(bench.pair, *told)
    again = [outgoing for outgoing in facts_of(bench) for _ in range(3)]
    random.Random.shuffle(chance, again)
    with Publisher(bench.places.broker_url) as publisher:
        publisher.publish(again)
    bench.start("listener")
    bench.start("listener")
    bench.start("teller")
    bench.expect_each_effect_once(told)


def facts_of(bench: Bench) -> list[Outgoing]:
    with bench.pair.teller.database.reading() as session:
        rows = session.execute(sa.select(outbox)).all()
    return [
        Outgoing(id=str(row.id), type=row.type, source="teller", time=row.created_at, body=row.body.encode())
        for row in rows
    ]


def test_a_fact_that_nobody_wants_is_kept_and_holds_up_nobody(bench):
    unwanted = Outgoing(id="1", type="rates.fixing_published.v1", source="teller", time=now(), body=b"{}")
    bench.start("listener")
    bench.start("teller")
    with Publisher(bench.places.broker_url) as publisher:
        assert publisher.publish([unwanted]).unroutable == set()  # it has a place to go
    told = subjects(3)
    tell(bench.pair, *told)
    bench.expect_each_effect_once(told)
    assert status(bench.places.broker_url, ["listener"]).unrouted == 1


def test_a_poison_message_does_not_hold_up_its_neighbours(bench):
    bad, *good = told = subjects(20)
    bench.start("teller")
    bench.start("listener", poison=(bad,))
    tell(bench.pair, *told)
    assert eventually(lambda: effects_of(bench.pair) == good)
