"""How fast loans are read: one schedule as JSON, next to ORM objects with marshmallow; a large borrower, also as files.

`python -m tests.benchmarks.reading` prints a table. The borrower has 15,000 mixed loans.
"""

import resource
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask
from rich.console import Console
from rich.table import Table
from sqlalchemy.orm import Session

from services.lending.app import create_app, create_service
from services.lending.domain.rows import Row
from services.lending.exports.actions import write_next_export
from services.lending.portfolio.access import let_read_loan
from services.lending.portfolio.actions import find_loan
from services.lending.portfolio.tables import Loan
from services.lending.settings import Settings
from shared.auth import authenticated, caller, requires
from shared.db import reading, transaction
from tests.benchmarks.big_bank import TODAY, lay, models
from tests.benchmarks.row_objects import RowObject, RowObjectSchema, row_objects
from tests.callers import Office, office, publish_key
from tests.servers import PostgresServer

LOANS = 15_000
DIFFERENT_LOANS = 2_000
ROUNDS = 200
BORROWER = uuid4()


def run() -> None:
    """Measure on both databases and print the table."""
    different = models(DIFFERENT_LOANS)
    median = sorted(different, key=lambda model: len(model.plan.rows))[len(different) // 2]
    place = different.index(median)
    postgres = PostgresServer.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            urls = {
                "SQLite": f"sqlite:///{folder}/lending.sqlite",
                "PostgreSQL": postgres.create_database("reading"),
            }
            figures = {kind: _measured(url, Path(folder), different, place) for kind, url in urls.items()}
    finally:
        postgres.stop()
    title = f"Reading: one loan of {len(median.plan.rows)} rows; a borrower of {LOANS:,} loans"
    table = Table("Measured", *figures, "Wanted", title=title)
    for name, target in next(iter(figures.values())):
        table.add_row(name, *(values.get((name, target), "") for values in figures.values()), target)
    Console(width=120).print(table)


def _measured(url: str, folder: Path, different: list, place: int) -> dict[tuple[str, str], str]:
    with _bank(url, folder, different) as made:
        number = f"{10_000_000 + place}"
        exports = (
            _exports(made, number) if made.service.database.is_sqlite else ()
        )  # any database: writing takes the time
        return dict([*_one_loan(made, number, different[place].plan.rows), *_one_borrower(made), *exports])


@contextmanager
def _bank(url: str, folder: Path, different: list) -> Iterator[Office]:
    keys, broker = publish_key(folder), "embedded:///nowhere"
    settings = Settings(
        database_url=url, broker_url=broker, token_keys_url=keys, business_date=TODAY, data_dir=folder
    )
    with office(create_service(settings), _with_other_routes) as made:
        with made.service.active():
            lay([replace(model, line=replace(model.line, shares={})) for model in different], LOANS)
            with transaction() as session:
                session.execute(sa.update(Loan).values(borrower_id=BORROWER))
        yield made


def _with_other_routes(service: object) -> Flask:
    """An empty one, and one that reads the same schedule from a table of instalments, for whom it is meant."""
    app, schema = create_app(service), RowObjectSchema(many=True)

    @app.get("/empty")
    @requires("lending.agent")
    def empty() -> dict:
        return {}

    @app.get("/objects/<loan_number>")
    @authenticated
    def objects(loan_number: str) -> dict:
        with reading() as session:
            loan = find_loan(session, loan_number)
            let_read_loan(session, caller(), loan_number, loan.borrower_id)
            query = sa.select(RowObject).where(RowObject.loan_number == loan_number).order_by(RowObject.place)
            return {"rows": schema.dump(session.scalars(query))}

    return app


def _one_loan(made: Office, number: str, rows: tuple[Row, ...]) -> Iterator[tuple[tuple[str, str], str]]:
    agent = made.headers("lending.agent")
    _keep_objects(made, number, rows)
    paths = "/empty", f"/loans/{number}/schedule", f"/objects/{number}"
    empty, schedule, objects = (
        _best_ms(lambda path=path: made.client.get(path, headers=agent).data) for path in paths
    )
    yield ("an empty route, its right checked", ""), f"{empty:.2f} ms"
    yield ("the schedule as JSON adds", "≤ 1 ms"), f"{schedule - empty:.2f} ms"
    yield ("ORM objects and marshmallow add", ""), f"{objects - empty:.2f} ms"
    yield ("  so many times as long", "≥ 10"), f"{(objects - empty) / (schedule - empty):.1f}"


def _keep_objects(made: Office, number: str, rows: tuple[Row, ...]) -> None:
    engine = made.service.database.engine
    RowObject.metadata.create_all(engine)
    with Session(engine) as session:
        session.add_all(RowObject(**facts) for facts in row_objects(number, rows))
        session.commit()


def _one_borrower(made: Office) -> Iterator[tuple[tuple[str, str], str]]:
    agent = made.headers("lending.agent")
    structure = f"/structures/{BORROWER}"
    for what, path, wanted in (
        ("instalments of 12 months, by month and 50", f"{structure}/instalments", "≤ 100 ms"),
        ("outstandings and ICNE on a day", f"{structure}/outstandings?on=2028-03-14", ""),
    ):
        yield (
            (what, wanted),
            f"{_best_ms(lambda path=path: made.client.get(path, headers=agent).data, 7):.0f} ms",
        )


def _exports(made: Office, number: str) -> Iterator[tuple[tuple[str, str], str]]:
    agent = made.headers("lending.agent")
    for form in ("csv", "xlsx", "pdf"):
        path = f"/loans/{number}/export?format={form}"
        best = _best_ms(lambda path=path: made.client.get(path, headers=agent).data, 5)
        yield (f"one loan as {form}", ""), f"{best:.0f} ms"
    for form in ("csv", "xlsx"):
        order = {"structure_id": str(BORROWER), "format": form}
        assert made.client.post("/exports", json=order, headers=agent).status_code == 202
        before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.perf_counter()
        with made.service.active():
            write_next_export()
        seconds = time.perf_counter() - started
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1e3
        yield (f"all schedules as {form}", ""), f"{seconds:.0f} s, +{grown:.0f} MB at most"


def _best_ms(ask: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The quickest of some rounds: whatever else the machine does only adds."""
    ask()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        ask()
        times.append(time.perf_counter() - started)
    return min(times) * 1e3


if __name__ == "__main__":
    run()
