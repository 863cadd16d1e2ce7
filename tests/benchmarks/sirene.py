"""The register of establishments: how fast stock files go in, against plain COPY, and how fast people find theirs.

`python -m tests.benchmarks.sirene` prints a table; SIRENE_ROWS says how many establishments (200,000; SQLite a tenth of
millions, half of fewer).

Plain COPY is what PostgreSQL needs for the very columns that the register keeps, made ready beforehand in its own
format: into a new table, then the same two indexes (SIRET, words). The load reads INSEE's CSV, checks each
row, finds the names of units, makes the words that establishments are found by, and counts them. COPY of INSEE's file
as it is, 54 columns of text without an index, is printed beside it. Each COPY is timed several times, before and after
the load: how far they lie apart is the machine's noise.
"""

import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import sqlalchemy as sa
from rich.console import Console
from rich.table import Table
from sqlalchemy.engine import make_url

from deploy import platform
from deploy.demo.register import ESTABLISHMENT_HEADER
from services.structures.domain.search import searchable
from services.structures.register import search
from services.structures.register.loading import load
from services.structures.tables import Establishment
from shared.migrations import migrate
from shared.service import Service
from tests.benchmarks import sirene_files
from tests.servers import PostgresServer

ROWS = int(os.environ.get("SIRENE_ROWS", "200000"))
EMBEDDED_ROWS = ROWS // 10 if ROWS >= 1_000_000 else ROWS // 2
WHOLE, EMBEDDED_WHOLE = 5_000_000, 500_000
QUESTIONS = 200
COPIES = 2
_BLOCK = 1 << 20
_INDEXES = (
    "ALTER TABLE plain ADD PRIMARY KEY (siret)",
    "SET maintenance_work_mem = '512MB'",
    "CREATE INDEX ON plain USING gin (words)",
)
Row = tuple[str, str, str]


def run() -> None:
    """Measure both databases and print the table."""
    title = f"SIRENE, {ROWS:,} establishments (SQLite: {EMBEDDED_ROWS:,})"
    table = Table("Register", "Measured", "Wanted", title=title)
    server = PostgresServer.start_durable()
    try:
        with tempfile.TemporaryDirectory() as folder:
            for row in (*_postgresql(server, Path(folder)), *_sqlite(Path(folder))):
                table.add_row(*row)
    finally:
        server.stop()
    Console(width=120).print(table)


def _postgresql(server: PostgresServer, folder: Path) -> Iterator[Row]:
    url = server.create_database("sirene")
    units, establishments = sirene_files.write(folder / "stock", ROWS)
    service = _service(url, folder)
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    with service.active(), psycopg.connect(address, autocommit=True) as plain:
        load(units)
        raw = [_copied(plain, establishments, _as_it_is()) for _ in range(COPIES)]
        seconds = _seconds(lambda: load(establishments))
        raw += [_copied(plain, establishments, _as_it_is()) for _ in range(COPIES)]
        same = [_copied_alike(plain, folder / "columns") for _ in range(COPIES)]
        yield from _shares(seconds, raw, [bare for bare, _ in same], [whole for _, whole in same])
        yield from _searches(service, "PostgreSQL", "≤ 50 ms")
    service.database.dispose()
    server.drop_database("sirene")


def _shares(seconds: float, raw: list[float], bare: list[float], whole: list[float]) -> Iterator[Row]:
    rate = ROWS / seconds
    yield "PostgreSQL: the load", f"{seconds:,.1f} s, {rate:,.0f} rows/s", ""
    yield "  5,000,000 at that rate", f"{WHOLE / rate:,.0f} s", "≤ 300 s"
    yield "  the same columns and indexes by plain COPY", _against(seconds, whole), "≥ 0.5 ×"
    yield "  the same columns by plain COPY, no index", _against(seconds, bare), ""
    yield "  INSEE's file by plain COPY, no index", _against(seconds, raw), ""


def _against(seconds: float, others: list[float]) -> str:
    """The share of another speed that a load has, and how far the other's measurements lie apart."""
    other = statistics.median(others)
    noise = (max(others) - min(others)) / other
    return f"{other / seconds:.2f} × its {ROWS / other:,.0f} rows/s (± {noise / 2:.0%})"


def _sqlite(folder: Path) -> Iterator[Row]:
    units, establishments = sirene_files.write(folder / "fewer", EMBEDDED_ROWS)
    service = _service(f"sqlite:///{folder}/structures.sqlite", folder)
    with service.active():
        load(units)
        rate = EMBEDDED_ROWS / _seconds(lambda: load(establishments))
        yield (
            "SQLite: 500,000 at the rate measured",
            f"{EMBEDDED_WHOLE / rate:,.0f} s, {rate:,.0f} rows/s",
            "≤ 60 s",
        )
        yield from _searches(service, "SQLite", "≤ 100 ms")
    service.database.dispose()


def _searches(service: Service, name: str, by_name: str) -> Iterator[Row]:
    known = list(_drawn(service))
    for kind, ask in _ASKED.items():
        questions = [(ask(searchable(f"{row.name} {row.town}").split()), row.siret) for row in known]
        p95, found = _p95(questions)
        yield f"{name}, {kind}: p95", f"{p95:.1f} ms, {found:.0%} among the first 20", by_name
    p95, _ = _p95([(row.siret, row.siret) for row in known])
    yield f"{name}, by SIRET: p95", f"{p95:.1f} ms", "≤ 5 ms"


def _drawn(service: Service) -> Iterator[Establishment]:
    """Establishments from all over the register, by chance, the same each time."""
    chance = random.Random(7)
    from_there = sa.select(Establishment).order_by(Establishment.siret).limit(1)
    with service.database.reading() as session:
        last = int(session.scalar(sa.select(sa.func.max(Establishment.siret))))
        first = int(session.scalar(sa.select(sa.func.min(Establishment.siret))))
        for _ in range(QUESTIONS):
            yield session.scalars(
                from_there.where(Establishment.siret >= f"{chance.randint(first, last):014d}")
            ).one()


def _slipped(words: list[str]) -> str:
    """A letter left out in the middle of the longest word."""
    longest = max(range(len(words)), key=lambda at: len(words[at]))
    middle = len(words[longest]) // 2
    return " ".join(
        [*words[:longest], words[longest][:middle] + words[longest][middle + 1 :], *words[longest + 1 :]]
    )


_ASKED: dict[str, Callable[[list[str]], str]] = {
    "name and town": " ".join,
    "in another order": lambda words: " ".join(reversed(words)),
    "last word unfinished": lambda words: " ".join([*words[:-1], words[-1][:4]]),
    "one slip": _slipped,
    "two words": lambda words: " ".join(words[:2]),
    "one word": lambda words: words[0],
    "what nobody is called": lambda words: " ".join([*words, "introuvable"]),
}


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


def _as_it_is() -> str:
    return ", ".join(f'"{name}" text' for name in ESTABLISHMENT_HEADER)


def _copied(connection: psycopg.Connection, file: Path, columns: str, form: str = "CSV HEADER") -> float:
    """Seconds that plain COPY needs for a file, into a new table without a key."""
    connection.execute("DROP TABLE IF EXISTS plain")
    connection.execute(f"CREATE TABLE plain ({columns})")

    def copy() -> None:
        with connection.cursor().copy(f"COPY plain FROM STDIN {form}") as target, file.open("rb") as source:
            while block := source.read(_BLOCK):
                target.write(block)

    return _seconds(copy)


def _copied_alike(connection: psycopg.Connection, file: Path) -> tuple[float, float]:
    """Seconds for what the register keeps, in PostgreSQL's own format, without indexes and with them."""
    with connection.cursor().copy("COPY establishments TO STDOUT") as source, file.open("wb") as target:
        for block in source:
            target.write(block)
    bare = _copied(connection, file, "LIKE establishments", form="")
    return bare, bare + _seconds(lambda: [connection.execute(statement) for statement in _INDEXES])


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
