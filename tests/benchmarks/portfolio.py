"""A revision of a large mixed portfolio, from the published event to the last summary, on PostgreSQL and RabbitMQ.

`python -m tests.benchmarks.portfolio [loans]` prints three tables: how long merely computing takes by other means, what
a revision takes, and how long keeping and telling its outcome takes by other means. Ratios within one run are what
counts; a busy machine says little.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import psycopg
import sqlalchemy as sa
from rich.console import Console
from rich.table import Table

from services.lending.app import create_service
from services.lending.revisions.tables import Revision, RevisionChunk
from services.lending.revisions.verification import verify_portfolio
from services.lending.settings import Settings
from shared.bus import Publisher
from shared.db import reading
from shared.events import name_of, to_json
from shared.events.rates import FixingPublished
from shared.ids import new_id
from shared.migrations import migrate
from shared.operations import declare_queues
from shared.worker import Worker
from tests.benchmarks import computing, storing
from tests.benchmarks.big_bank import CHUNK_LOANS, NEW_VALUE_ON, TODAY, Model, lay, models
from tests.callers import publish_key
from tests.deployment import PlatformProcess
from tests.messages import a_fact, eventually
from tests.servers import PostgresServer, RabbitServer
from tests.servers.hosts import free_port, wait_until

SIZES = (10_000, 100_000, 1_000_000)
WORKERS = (1, 2)
CHUNKS_VERIFIED = 2
EMBEDDED_LOANS = LONG_LOANS = 100_000
LAID = "laid"
MIDDLE_ROWS, LONG_ROWS = range(20, 61), range(140, 201)
"""How many instalments loans have that are neither short nor long, some 40; and long ones, some 160."""

WAIT_SECONDS_MAX = 1_800
WRITTEN_BYTES = 512 * 2**20
WIDTH = 120


@dataclass(frozen=True)
class Measured:
    """One revision.

    wal_bytes    of the write-ahead log
    exact_share  of the loans that were left to the exact rules
    memory_mb    of the largest worker, at its peak
    """

    loans: int
    rows: int
    workers: int
    seconds: float
    wal_bytes: int
    exact_share: float
    memory_mb: float


def run(sizes: Sequence[int] = SIZES) -> None:
    """Measure every size and print the tables."""
    different = models()
    computing.run(different)
    floor = _write_rate()
    with tempfile.TemporaryDirectory() as folder:
        measured = [
            each for loans in sizes for each in _revisions(different, loans, Path(folder) / str(loans))
        ]
        measured += _revisions(_of(different, MIDDLE_ROWS), max(sizes), Path(folder) / "middle")
        long = min(LONG_LOANS, max(sizes))
        measured += _revisions(_of(different, LONG_ROWS), long, Path(folder) / "long", workers=(1,))
        embedded = _embedded(different, min(EMBEDDED_LOANS, max(sizes)), Path(folder))
    _print(measured, floor)
    _print_packed_alone(different, floor)
    Console(width=WIDTH).print(embedded, highlight=False)
    alone = max((each for each in measured if each.workers == 1), key=lambda each: each.loans)
    storing.run(different, alone.seconds / alone.loans)


def _of(different: Sequence[Model], rows: range) -> list[Model]:
    return [model for model in different if len(model.plan.rows) in rows]


def _print(measured: Sequence[Measured], bytes_per_second: float) -> None:
    table = Table(
        "Loans", "Rows", "Workers", "Seconds", "Loans /s", "WAL MB", "÷ floor", "Exact rules", "Memory MB"
    )
    for each in measured:
        floor = each.wal_bytes / bytes_per_second
        table.add_row(
            f"{each.loans:,}",
            f"{each.rows:,}",
            str(each.workers),
            f"{each.seconds:.1f}",
            f"{each.loans / each.seconds:,.0f}",
            f"{each.wal_bytes / 2**20:,.0f}",
            f"{each.seconds / floor:.1f}",
            f"{each.exact_share:.2%}",
            f"{each.memory_mb:.0f}",
        )
    console = Console(width=WIDTH)
    console.print(table)
    console.print(
        "From the published event to every schedule committed, shown and told. Floor: the bytes of the write-ahead log"
        f" at the {bytes_per_second / 2**20:,.0f} MB/s that this machine writes and syncs.",
        highlight=False,
    )


def _print_packed_alone(different: Sequence[Model], bytes_per_second: float) -> None:
    seconds, written = storing.packed_alone(different)
    Console(width=WIDTH).print(
        f"PostgreSQL alone, given as many packed schedules by two connections: {seconds * 1e6:.1f} s a million,"
        f" {written:,.0f} MB of log, {seconds / (written / bytes_per_second):.1f} × the floor.",
        highlight=False,
    )


def _revisions(
    different: Sequence[Model], loans: int, folder: Path, workers: Sequence[int] = WORKERS
) -> Iterator[Measured]:
    """The same portfolio, laid once, revised by one worker, then by two: each time a copy of it."""
    postgres, rabbit = PostgresServer.start_durable(), RabbitServer.start_own()
    try:
        url = postgres.create_database(LAID)
        with _opened(folder / LAID, url, rabbit.create_vhost(LAID)) as (service, _), service.active():
            rows = lay(different, loans)
        for count in workers:
            name = f"revised_by_{count}"
            url = postgres.copy_database(LAID, name)
            with _opened(folder / name, url, rabbit.create_vhost(name)) as (service, environment):
                _ask(url, "CHECKPOINT")
                yield _revise(service, environment, url, loans, rows, count)
            postgres.drop_database(name)
    finally:
        postgres.stop()
        rabbit.stop()


@contextmanager
def _opened(folder: Path, database_url: str, broker_url: str) -> Iterator[tuple]:
    """Lending on a database, and the environment of its workers."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = {
        "DATABASE_URL": database_url,
        "BROKER_URL": broker_url,
        "TOKEN_KEYS_URL": publish_key(folder),
        "DATA_DIR": str(folder),
        "BUSINESS_DATE": TODAY.isoformat(),
        "CHUNK_LOANS": str(CHUNK_LOANS),
        "LOG_LEVEL": "WARNING",
    }
    service = create_service(Settings.from_environment(environment))
    migrate(service)
    declare_queues(service)
    yield service, environment
    service.database.dispose()


def _embedded(different: Sequence[Model], loans: int, folder: Path) -> str:
    """The same as `make run` has it: SQLite, the embedded broker, one worker in this process."""
    urls = f"sqlite:///{folder}/lending.sqlite", f"embedded://{folder}/broker.sqlite"
    with _opened(folder, *urls) as (service, _):
        with service.active():
            lay(different, loans)
        worker = Worker(service)
        worker.start()
        try:
            seconds = _publish_and_wait(service, urls[1])
        finally:
            worker.stop()
    return f"On SQLite and the embedded broker: {loans:,} loans in {seconds:.1f} s."


def _revise(service, environment: dict, url: str, loans: int, rows: int, workers: int) -> Measured:
    processes = [_worker(environment, service.settings.data_dir, rank) for rank in range(workers)]
    try:
        for process in processes:
            process.start()
        for process in processes:
            wait_until(lambda process=process: process.is_ready, "a worker")
        before = _wal_position(url)
        seconds = _publish_and_wait(service, environment["BROKER_URL"])
        written = _wal_position(url) - before
        memory = max(map(_peak_mb, processes))
        exact = _exact_share(service, loans)
        with service.active():
            assert verify_portfolio(range(CHUNKS_VERIFIED)) == []
    finally:
        for process in processes:
            process.stop()
    return Measured(loans, rows, workers, seconds, written, exact, memory)


def _publish_and_wait(service, broker_url: str) -> float:
    """Publish the value as rates would; seconds until the revision is completed."""
    event = FixingPublished(
        fixing_id=new_id(),
        index="livret_a",
        effective_on=NEW_VALUE_ON,
        value=Decimal("0.015"),
        computed_value=None,
        derogation=False,
        legal_reference="",
        published_on=TODAY,
        supersedes=None,
        version=1,
    )
    body = json.dumps(to_json(event)).encode()
    fact = a_fact(type=name_of(type(event)), body=body)
    started = time.perf_counter()
    with Publisher(broker_url) as publisher:
        publisher.publish([fact])
    eventually(lambda: _is_completed(service), WAIT_SECONDS_MAX)
    return time.perf_counter() - started


def _is_completed(service) -> bool:
    with service.active(), reading() as session:
        return session.scalar(sa.select(Revision.state)) == "completed"


def _exact_share(service, loans: int) -> float:
    with service.active(), reading() as session:
        return session.scalar(sa.select(sa.func.sum(RevisionChunk.by_exact_rules))) / loans


def _worker(environment: dict[str, str], folder: Path, rank: int) -> PlatformProcess:
    port = free_port()
    command = [sys.executable, "-m", "deploy", "work", "lending"]
    own = environment | {"WORKER_PORT": str(port), "PATH": os.environ["PATH"]}
    return PlatformProcess(command, folder / f"worker-{rank}.log", own, port)


def _peak_mb(process: PlatformProcess) -> float:
    for line in Path(f"/proc/{process.pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the kernel tells no peak")


def _ask(url: str, statement: str):
    plain = url.replace("postgresql+psycopg://", "postgresql://", 1)
    with psycopg.connect(plain, autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone()[0] if cursor.description else None


def _wal_position(url: str) -> int:
    return int(_ask(url, "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"))


def _write_rate() -> float:
    """Bytes a second that this machine writes and syncs, in the pieces a write-ahead log is written in."""
    block = os.urandom(2**20)
    with tempfile.NamedTemporaryFile() as file:
        started = time.perf_counter()
        for _ in range(WRITTEN_BYTES // len(block)):
            file.write(block)
        file.flush()
        os.fdatasync(file.fileno())
        return WRITTEN_BYTES / (time.perf_counter() - started)


if __name__ == "__main__":
    run([int(size) for size in sys.argv[1:]] or SIZES)
