"""Two small services that tell and hear, on any database and any broker: the backbone without a business."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from shared.db import Uuid, reading, transaction
from shared.events.habilitations import RightGranted
from shared.handlers import Handlers
from shared.ids import new_id
from shared.outbox import emit
from shared.service import Service
from shared.settings import Settings
from shared.tables import plumbing
from shared.worker import Worker

tables = sa.MetaData()
effects = sa.Table(
    "effects",
    tables,
    sa.Column("position", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("subject_id", Uuid, nullable=False),
)


class PoisonMet(Exception):
    """A handler meets something it cannot stand."""


@dataclass
class Pair:
    """A service that tells and one that hears, each with its worker."""

    teller: Service
    listener: Service
    poison: set[UUID]

    def workers(self) -> list[Worker]:
        return [Worker(self.teller), Worker(self.listener)]


def make_pair(
    teller_url: str, listener_url: str, broker_url: str, folder: Path, with_tables: bool = True
) -> Pair:
    """The listener writes one row for each right it hears of, and fails on the subjects in `poison`.

    with_tables  make the tables; not where another process did and the database may be away
    """
    poison: set[UUID] = set()
    handlers = Handlers("listener")

    @handlers.on(RightGranted)
    def write_the_effect(event: RightGranted, session) -> None:
        session.execute(sa.insert(effects).values(subject_id=event.subject_id))
        if event.subject_id in poison:
            raise PoisonMet(event.subject_id)

    def service(name: str, url: str, table: Handlers) -> Service:
        settings = Settings(
            database_url=url, broker_url=broker_url, token_keys_url=f"file://{folder}/keys.json"
        )
        made = Service(name, settings, tables, folder, table)
        if with_tables:
            plumbing.create_all(made.database.engine)
            tables.create_all(made.database.engine)
        return made

    return Pair(
        service("teller", teller_url, Handlers("teller")), service("listener", listener_url, handlers), poison
    )


def tell(pair: Pair, *subjects: UUID) -> list[UUID]:
    """Commit one fact for each subject; returns the ids of the events."""
    with pair.teller.active(), transaction() as session:
        return [
            emit(session, RightGranted(subject_id=subject, right="operator", structure_id=None, version=1))
            for subject in subjects
        ]


def subjects(count: int) -> list[UUID]:
    return [new_id() for _ in range(count)]


def effects_of(pair: Pair) -> list[UUID]:
    """The subjects whose effect is committed, in the order in which they were."""
    with pair.listener.active(), reading() as session:
        return list(session.scalars(sa.select(effects.c.subject_id).order_by(effects.c.position)))
