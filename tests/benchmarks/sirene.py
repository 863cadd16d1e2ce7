"""The register of establishments: how fast stock files go in, against plain COPY of the same file, and how fast people
find theirs.

`python -m tests.benchmarks.sirene` prints a table; SIRENE_ROWS says how many establishments (200,000; SQLite half).
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from rich.console import Console
from rich.table import Table
from sqlalchemy.engine import make_url

from deploy import platform
from deploy.demo import register
from services.structures.register import search
from services.structures.register.loading import load
from services.structures.tables import Establishment
from shared.migrations import migrate
from shared.service import Service
from tests.servers import PostgresServer

ROWS = int(os.environ.get("SIRENE_ROWS", "200000"))
WHOLE = 5_000_000
QUESTIONS = 200


def run() -> None:
    """Measure both databases and print the table."""
    table = Table("Register", "Measured", "Wanted", title=f"SIRENE, {ROWS:,} establishments (SQLite: half)")
    server = PostgresServer.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            for row in _postgresql(server, Path(folder)):
                table.add_row(*row)
            for row in _sqlite(Path(folder)):
                table.add_row(*row)
    finally:
        server.stop()
    Console(width=110).print(table)


def _postgresql(server: PostgresServer, folder: Path):
    url = server.create_database("sirene")
    units, establishments = register.write(folder / "stock", ROWS)
    service = _service(url, folder)
    with service.active():
        load(units)
        seconds = _seconds(lambda: load(establishments))
        ours, plain = ROWS / seconds, ROWS / _plain_copy(url, establishments)
        yield (
            "PostgreSQL, rows a second",
            f"{ours:,.0f}; plain COPY {plain:,.0f}: {ours / plain:.2f} ×",
            "≥ 0.5 ×",
        )
        yield "5,000,000 at that rate", f"{WHOLE / ours:,.0f} s", "≤ 300 s"
        yield from _searches(service, "PostgreSQL", "≤ 50 ms", "≤ 5 ms")
    service.database.dispose()
    server.drop_database("sirene")


def _sqlite(folder: Path):
    units, establishments = register.write(folder / "half", ROWS // 2)
    service = _service(f"sqlite:///{folder}/structures.sqlite", folder)
    with service.active():
        load(units)
        rate = ROWS / 2 / _seconds(lambda: load(establishments))
        yield (
            "SQLite, 500,000 at the rate measured",
            f"{500_000 / rate:,.0f} s ({rate:,.0f} rows/s)",
            "≤ 60 s",
        )
        yield from _searches(service, "SQLite", "≤ 100 ms", "≤ 5 ms")
    service.database.dispose()


def _searches(service: Service, name: str, by_name: str, by_number: str):
    with service.database.reading() as session:
        step = max(1, ROWS // 2 // QUESTIONS)
        known = session.query(Establishment.siret, Establishment.words).limit(step * QUESTIONS).all()[::step]
    questions = {
        "whole name": " ".join,
        "other order": lambda words: " ".join(reversed(words)),
        "last word unfinished": lambda words: " ".join([*words[:-1], words[-1][:4]]),
        "one slip": lambda words: " ".join([*words[:-1], words[-1][:-2] + words[-1][-1:]]),
    }
    for kind, ask in questions.items():
        p95, found = _p95([(ask(row.words.split()), row.siret) for row in known])
        yield f"{name}, {kind}: p95", f"{p95:.1f} ms, {found:.0%} among the first 20", by_name
    p95, _ = _p95([(row.siret, row.siret) for row in known])
    yield f"{name}, by SIRET: p95", f"{p95:.1f} ms", by_number


def _p95(questions: list[tuple[str, str]]) -> tuple[float, float]:
    """Milliseconds that 95 of 100 questions stay under, and how often the answer held what was meant."""
    search.find(questions[0][0])
    times, found = [], 0
    for asked, meant in questions:
        started = time.perf_counter()
        answer = search.find(asked)
        times.append((time.perf_counter() - started) * 1e3)
        found += any(each["siret"] == meant for each in answer)
    return statistics.quantiles(times, n=20)[-1], found / len(questions)


def _plain_copy(url: str, file: Path) -> float:
    """Seconds that PostgreSQL needs for the very same file, into a table of texts without a key."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    columns = ", ".join(f'"{name}" text' for name in register.ESTABLISHMENT_HEADER)
    with psycopg.connect(address) as connection:
        connection.execute(f"CREATE TABLE plain ({columns})")

        def copy() -> None:
            with (
                connection.cursor().copy("COPY plain FROM STDIN CSV HEADER") as target,
                file.open("rb") as source,
            ):
                while block := source.read(1 << 20):
                    target.write(block)
            connection.commit()

        return _seconds(copy)


def _service(url: str, folder: Path) -> Service:
    environment = {
        "DATABASE_URL": url,
        "BROKER_URL": f"embedded://{folder}/broker.sqlite",
        "TOKEN_KEYS_URL": f"file://{folder}/keys.json",
    }
    service = platform.create_service("structures", platform.settings_for("structures", environment))
    migrate(service)
    return service


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    run()
