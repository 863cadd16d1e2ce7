"""Keeping and telling what a revision changes by other means: an instalment a row, an event a loan.

Each is measured on a sample, on durable servers of its own, and told by the loan: all of them grow as the loans do.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import sqlalchemy as sa
from rich.console import Console
from rich.table import Table
from sqlalchemy.orm import Session

from services.lending.portfolio.pieces import Piece
from shared.bus import Publisher, Queue, declare
from shared.db import insert_many
from tests.benchmarks.big_bank import CHUNK_LOANS, Model
from tests.benchmarks.row_objects import RowObject, row_objects
from tests.messages import a_fact
from tests.servers import PostgresServer, RabbitServer

CONNECTIONS, PACKED_ROUNDS = 2, 20
COPIED_LOANS, OBJECT_LOANS, TOLD_LOANS = 2_000, 200, 2_000


def run(different: Sequence[Model], ours: float) -> None:
    """Measure, and print next to ours: seconds a loan of a whole revision, all told, by one worker."""
    rows = sum(len(model.plan.rows) for model in different) / len(different)
    means = (
        ("the whole revision, by one worker", ours),
        *_kept(different),
        ("an event a loan, confirmed one by one", _told()),
    )
    table = Table("Keeping and telling", "µs a loan", "a million", "× ours", title=f"{rows:.0f} rows a loan")
    for name, seconds in means:
        table.add_row(name, f"{seconds * 1e6:,.0f}", f"{seconds * 1e6:,.0f} s", f"{seconds / ours:,.1f}")
    Console(width=120).print(table)


def packed_alone(different: Sequence[Model]) -> tuple[float, float]:
    """What PostgreSQL takes to keep packed schedules that were computed before, from two connections that do nothing
    else: seconds and bytes of the write-ahead log, a loan.
    """
    pieces = [
        Piece.of([model.packed for model in different[first : first + CHUNK_LOANS]]).to_bytes()
        for first in range(0, len(different), CHUNK_LOANS)
    ]
    server = PostgresServer.start_durable()
    try:
        url = server.create_database("packed").replace("+psycopg", "")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CREATE TABLE pieces (number serial PRIMARY KEY, payload bytea NOT NULL)")
            connection.execute("ALTER TABLE pieces ALTER COLUMN payload SET STORAGE EXTERNAL")
            connection.execute("CHECKPOINT")
            before = _wal_position(connection)
            started = time.perf_counter()
            with ThreadPoolExecutor(CONNECTIONS) as pool:
                list(pool.map(lambda _: _keep_packed(url, pieces), range(CONNECTIONS)))
            seconds = time.perf_counter() - started
            written = _wal_position(connection) - before
    finally:
        server.stop()
    loans = CONNECTIONS * PACKED_ROUNDS * len(different)
    return seconds / loans, written / loans


def _keep_packed(url: str, pieces: Sequence[bytes]) -> None:
    with psycopg.connect(url) as connection:
        for _ in range(PACKED_ROUNDS):
            connection.cursor().executemany(
                "INSERT INTO pieces (payload) VALUES (%b)", [(piece,) for piece in pieces]
            )
            connection.commit()


def _wal_position(connection: psycopg.Connection) -> int:
    position = "SELECT pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"
    return int(connection.execute(position).fetchone()[0])


def _kept(different: Sequence[Model]) -> Iterator[tuple[str, float]]:
    server = PostgresServer.start_durable()
    try:
        engine = sa.create_engine(server.create_database("rows"))
        RowObject.metadata.create_all(engine)
        yield "a row an instalment, by COPY", _copied(engine, different[:COPIED_LOANS])
        sample = different[COPIED_LOANS : COPIED_LOANS + OBJECT_LOANS]
        yield f"a row an instalment, as objects ({OBJECT_LOANS} loans)", _as_objects(engine, sample)
        engine.dispose()
    finally:
        server.stop()


def _copied(engine: sa.Engine, different: Sequence[Model]) -> float:
    facts = list(_facts(different))
    with Session(engine) as session:
        started = time.perf_counter()
        insert_many(session, RowObject, facts)
        session.commit()
        return (time.perf_counter() - started) / len(different)


def _as_objects(engine: sa.Engine, different: Sequence[Model]) -> float:
    facts = list(_facts(different))
    with Session(engine) as session:
        started = time.perf_counter()
        session.add_all(RowObject(**each) for each in facts)
        session.commit()
        return (time.perf_counter() - started) / len(different)


def _facts(different: Sequence[Model]) -> Iterator[dict[str, Any]]:
    for model in different:
        yield from row_objects(model.line.loan_number, model.plan.rows)


def _told() -> float:
    server = RabbitServer.start_own()
    try:
        url = server.create_vhost("events")
        declare(url, [Queue("loans", keys=("rates.#",))])
        with Publisher(url) as publisher:
            publisher.publish([a_fact()])
            started = time.perf_counter()
            for number in range(TOLD_LOANS):
                publisher.publish([a_fact(number)])
            return (time.perf_counter() - started) / TOLD_LOANS
    finally:
        server.stop()
