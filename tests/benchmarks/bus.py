"""How fast facts travel: publishing, consuming, the relay of an outbox, and the delay of one fact among few.

`python -m tests.benchmarks.bus` prints a table; figures of a busy or a slow machine say little.
"""

import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from shared.bus import Consumer, Publisher, Queue, declare
from shared.db import reading
from shared.outbox import Relay
from shared.service import Service
from shared.tables import outbox
from tests.integration.two_services import Pair, effects, make_pair, subjects, tell
from tests.messages import a_fact, eventually
from tests.servers import PostgresServer, RabbitServer

FACTS = 10_000
BATCHES = (100, 200, 500)
DELAYED_FACTS = 250
DELAYED_PER_SECOND = 50
IDLE_SECONDS = 10
WIDTH = 110
POLL_SECONDS = 0.002
QUEUES = [Queue("bench", keys=("rates.#", "habilitations.#"))]


@dataclass(frozen=True)
class Figure:
    """One line of the table. `wanted` is what the project promises, where it does."""

    what: str
    embedded: str
    rabbitmq: str
    wanted: str = ""


@dataclass(frozen=True)
class Bench:
    """One broker to measure, and two empty databases of the kind that goes with it."""

    broker_url: str
    database_urls: tuple[str, str]
    folder: Path


def run() -> None:
    """Measure both brokers and print the table."""
    with _embedded() as embedded, _rabbitmq() as rabbitmq:
        figures = [
            Figure(what, measure(embedded), measure(rabbitmq), wanted)
            for what, wanted, measure in _measures()
        ]
    table = Table("The bus", "embedded, SQLite", "RabbitMQ, PostgreSQL", "wanted")
    for figure in figures:
        table.add_row(figure.what, figure.embedded, figure.rabbitmq, figure.wanted)
    Console(width=WIDTH).print(table)


def _measures() -> Iterator[tuple[str, str, Callable[[Bench], str]]]:
    for batch in BATCHES:
        yield f"published and confirmed, by {batch}", "", lambda bench, batch=batch: _publish(bench, batch)
    yield "consumed and acknowledged", "", _consume
    yield "relayed from an outbox", "5,000 /s to RabbitMQ", _relay
    yield f"commit to effect at {DELAYED_PER_SECOND} /s", "p50 50 ms, p99 500 ms", _delay
    yield "processor while two workers idle", "1 % for six services", _idle


def _publish(bench: Bench, batch: int) -> str:
    declare(bench.broker_url, QUEUES)
    with Publisher(bench.broker_url) as publisher:
        publisher.publish([a_fact()])
        started = time.perf_counter()
        for start in range(0, FACTS, batch):
            publisher.publish([a_fact(start + step) for step in range(batch)])
        return _per_second(FACTS, started)


def _consume(bench: Bench) -> str:
    """Empty what the publishing left behind."""
    left = FACTS
    emptied = threading.Event()

    def on_message(_delivery) -> None:
        nonlocal left
        left -= 1
        if not left:
            emptied.set()

    consumer = Consumer(bench.broker_url, QUEUES, on_message)
    started = time.perf_counter()
    consumer.start()
    emptied.wait()
    rate = _per_second(FACTS, started)
    consumer.stop()
    return rate


def _relay(bench: Bench) -> str:
    declare(bench.broker_url, QUEUES)
    pair = _pair(bench)
    for start in range(0, FACTS, 1_000):
        tell(pair, *subjects(min(1_000, FACTS - start)))
    # Asked through the key: looking for rows left over would take the relay's database a quarter of its time.
    last = sa.select(outbox.c.published_at).order_by(outbox.c.sequence.desc()).limit(1)
    relay = Relay(pair.teller)
    thread = threading.Thread(target=relay.run)
    started = time.perf_counter()
    thread.start()
    eventually(lambda: _ask(pair.teller, last), seconds=120)
    rate = _per_second(FACTS, started)
    relay.stop()
    thread.join()
    return rate


def _delay(bench: Bench) -> str:
    """From the commit in one service to the commit of the effect in the other, both workers running."""
    pair = _pair(bench)
    with _at_work(pair):
        delays = [_delay_of_one(pair) for _ in range(DELAYED_FACTS)]
    hundredths = statistics.quantiles(delays, n=100)
    return f"p50 {hundredths[49]:.1f} ms, p99 {hundredths[98]:.1f} ms"


def _delay_of_one(pair: Pair) -> float:
    """Milliseconds; then rests for what is left of the fact's share of a second."""
    begun = time.perf_counter()
    (subject,) = subjects(1)
    tell(pair, subject)
    committed = time.perf_counter()
    applied = sa.select(sa.exists().where(effects.c.subject_id == subject))
    while not _ask(pair.listener, applied):
        time.sleep(POLL_SECONDS)
    delay_ms = (time.perf_counter() - committed) * 1_000
    time.sleep(max(0.0, 1 / DELAYED_PER_SECOND - (time.perf_counter() - begun)))
    return delay_ms


def _idle(bench: Bench) -> str:
    with _at_work(_pair(bench)):
        time.sleep(1)
        used = time.process_time()
        time.sleep(IDLE_SECONDS)
        return f"{(time.process_time() - used) / IDLE_SECONDS:.2%}"


def _per_second(count: int, started: float) -> str:
    return f"{count / (time.perf_counter() - started):,.0f} /s"


def _pair(bench: Bench) -> Pair:
    return make_pair(*bench.database_urls, bench.broker_url, bench.folder)


def _ask(service: Service, query: sa.Select) -> object:
    with service.active(), reading() as session:
        return session.scalar(query)


@contextmanager
def _at_work(pair: Pair) -> Iterator[None]:
    workers = pair.workers()
    for worker in workers:
        worker.start()
    eventually(lambda: all(consumer.connected for worker in workers for consumer in worker.consumers))
    yield
    for worker in workers:
        worker.stop()


@contextmanager
def _embedded() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        urls = (f"sqlite:///{folder}/teller.sqlite", f"sqlite:///{folder}/listener.sqlite")
        yield Bench(f"embedded://{folder}/broker.sqlite", urls, folder)


@contextmanager
def _rabbitmq() -> Iterator[Bench]:
    postgres, rabbitmq = PostgresServer.start(), RabbitServer.start()
    try:
        with tempfile.TemporaryDirectory() as name:
            urls = (postgres.create_database("teller"), postgres.create_database("listener"))
            yield Bench(rabbitmq.create_vhost("bench"), urls, Path(name))
    finally:
        rabbitmq.stop()
        postgres.stop()


if __name__ == "__main__":
    run()
