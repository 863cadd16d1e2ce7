"""Loan lines come in at the very moment a fixing arrives: whoever is first, every schedule knows the fixing."""

import json
import threading
from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
import sqlalchemy as sa

from deploy.demo import bank
from services.lending.app import create_service
from services.lending.handlers import revise_chunks, revise_the_portfolio
from services.lending.portfolio.imports import import_loans
from services.lending.portfolio.tables import Loan, Structure
from services.lending.settings import Settings
from services.rates.reference import history
from shared.db import reading, transaction
from shared.events import from_json, name_of
from shared.events.lending import ChunksDue
from shared.events.rates import FixingPublished
from shared.ids import new_id
from shared.migrations import migrate
from shared.tables import outbox
from tests.fault.portfolio import loans_that_differ
from tests.messages import eventually

TODAY = date(2026, 1, 29)
LINES = list(bank.loan_lines(60))
SOMEBODY_WAITS = sa.text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)


def a_fixing(index: str, effective_on: date, value: Decimal) -> FixingPublished:
    return FixingPublished(
        fixing_id=new_id(), index=index, effective_on=effective_on, value=value, computed_value=None,
        derogation=False, legal_reference="", published_on=effective_on, supersedes=None, version=1,
    )  # fmt: skip


NEW = a_fixing("livret_a", date(2026, 2, 1), Decimal("0.015"))


@pytest.fixture
def lending(postgres_url, tmp_path):
    """Lending on PostgreSQL, with its structures, the history of the rates and half of the loan lines."""
    settings = Settings(
        database_url=postgres_url,
        broker_url="amqp://nobody",
        token_keys_url=f"file://{tmp_path}/keys.json",
        business_date=TODAY,
        chunk_loans=50,
    )
    service = create_service(settings)
    migrate(service)
    with service.active():
        with transaction() as session:
            session.add_all(
                Structure(
                    structure_id=UUID(row["structure_id"]), version=1, name=row["name"], sector=row["sector"]
                )
                for row in bank.structures()
            )
            for known in (each for each in history() if each.effective_on < TODAY):
                revise_the_portfolio(a_fixing(known.index, known.effective_on, known.value), session)
        assert import_loans(enumerate(LINES[:30])).refused == []
        yield service
    service.database.dispose()


class Uncommitted:
    """Does something in a transaction of its own thread, and commits it once somebody else waits for it."""

    def __init__(self, lending, act):
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(lending, act))

    def _run(self, lending, act) -> None:
        with lending.active(), transaction() as session:
            act(session)
            self._done.set()
            eventually(lambda: session.scalar(SOMEBODY_WAITS))

    def __enter__(self) -> None:
        self._thread.start()
        self._done.wait()

    def __exit__(self, *_: object) -> None:
        self._thread.join()


def import_the_rest() -> None:
    report = import_loans(enumerate(LINES[30:]))
    assert (report.accepted, report.refused) == (30, [])


def test_an_import_waits_for_the_fixing_that_was_first(lending):
    with Uncommitted(lending, lambda session: revise_the_portfolio(NEW, session)):
        import_the_rest()
    every_schedule_knows_the_fixing()


def test_a_fixing_waits_for_the_import_that_was_first(lending):
    with Uncommitted(lending, lambda _: import_the_rest()), transaction() as session:
        revise_the_portfolio(NEW, session)
    every_schedule_knows_the_fixing()


def every_schedule_knows_the_fixing() -> None:
    do_the_chunks()
    with reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Loan)) == 60
        assert loans_that_differ(session) == []


def do_the_chunks() -> None:
    done = 0
    while due := chunks_due()[done:]:
        for event in due:
            with transaction() as session:
                revise_chunks(event, session)
        done += len(due)


def chunks_due() -> list[ChunksDue]:
    with reading() as session:
        bodies = session.scalars(
            sa.select(outbox.c.body).where(outbox.c.type == name_of(ChunksDue)).order_by(outbox.c.sequence)
        )
        return [from_json(ChunksDue, json.loads(body)) for body in bodies]
