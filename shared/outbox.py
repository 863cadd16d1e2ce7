"""A fact leaves a service through its outbox, in the transaction that made it true; a relay then publishes it."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared import clock, logs, metrics, tracing
from shared.alarm import Alarm
from shared.bus import Flight, Outgoing, Publisher
from shared.db import REST_SECONDS, Database, insert_many
from shared.events import name_of, to_bytes
from shared.ids import new_id
from shared.service import Service
from shared.tables import outbox

BATCH = 500
POLL_SECONDS = 2.0
BACKOFF_SECONDS_MIN = 0.1
BACKOFF_SECONDS_MAX = 5.0
KEPT_DAYS = 90
_LOCK_KEY = 0x0E5_0B0C  # one relay per database: the advisory lock's number, arbitrary but fixed
_INSERT = sa.insert(outbox)
_log = logs.get_logger(__name__)


def emit(session: Session, event: object, subject: object = "") -> UUID:
    """Tell a fact: an outbox row in this transaction. Returns the event's id.

    subject  what the fact is about (CloudEvents subject), for readers of the bus
    """
    row = _row(event, subject)
    session.execute(_INSERT, row)
    _ring_at_commit(session)
    return row["id"]


def emit_all(session: Session, events: Iterable[tuple[object, object]]) -> None:
    """Tell many facts, each with what it is about, in their order."""
    rows = [_row(event, subject) for event, subject in events]
    if rows:
        insert_many(session, outbox, rows)
        _ring_at_commit(session)


def _row(event: object, subject: object) -> dict[str, Any]:
    return {
        "id": new_id(),
        "type": name_of(type(event)),
        "subject": str(subject),
        "body": to_bytes(event).decode(),
        "traceparent": tracing.current_traceparent(),
        "created_at": clock.now(),
    }


def tell_apart(service: Service, event: object) -> None:
    """Publish something that is no fact of a transaction, and may be lost; raises BusUnavailable."""
    told = Outgoing(
        id=str(new_id()),
        type=name_of(type(event)),
        source=service.name,
        time=clock.now(),
        body=to_bytes(event),
    )
    settings = service.settings
    with Publisher(settings.broker_url, broker_nodes=settings.broker_nodes) as publisher:
        publisher.publish([told])


def _ring_at_commit(session: Session) -> None:
    if session.info.get("rings_outbox"):
        return
    session.info["rings_outbox"] = True
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("NOTIFY outbox"))


@dataclass
class RelayState:
    """What health reports about a relay."""

    leader: bool = False
    last_loop_at: datetime | None = None
    error: str = ""


class Relay:
    """Publishes what is not yet published, in order, in confirmed batches. One at a time per database.

    Under load two batches are under way: one is read and sent while the broker confirms the other.
    """

    def __init__(self, service: Service):
        self.service = service
        self.state = RelayState()
        self._stopped = threading.Event()
        self._alarm = Alarm()
        self._pause_seconds = BACKOFF_SECONDS_MIN

    def run(self) -> None:
        """Relay until stopped; on any error drop both connections, back off, start again."""
        with self._alarm:
            while not self._stopped.is_set():
                self._relay_once_leader()

    def _relay_once_leader(self) -> None:
        try:
            with _leadership(self.service.database, self._stopped, self._alarm) as leadership:
                self._relay(leadership)
        except (
            Exception
        ) as error:  # of whatever kind: a relay that ended would keep every later fact to itself
            self._back_off(error)
        finally:
            self.state.leader = False

    def stop(self) -> None:
        """Ask the relay to end after the batch in hand."""
        self._stopped.set()
        self._alarm.ring()
        self.service.database.outbox_bell.set()

    def _relay(self, leadership: "_Leadership") -> None:
        settings = self.service.settings
        with Publisher(settings.broker_url, broker_nodes=settings.broker_nodes) as publisher:
            under_way = None
            while not self._stopped.is_set():
                leadership.check()
                under_way = self._relay_some(publisher, under_way)
                self.state = RelayState(leader=True, last_loop_at=clock.now())
                self._pause_seconds = BACKOFF_SECONDS_MIN
                if not under_way:
                    leadership.wait()
            self._mark_confirmed(publisher, under_way)

    def _back_off(self, error: Exception) -> None:
        self.state.error = f"{type(error).__name__}: {error}"
        _log.warning("relay_interrupted", reason=self.state.error, retry_seconds=self._pause_seconds)
        self._stopped.wait(self._pause_seconds)
        self._pause_seconds = min(self._pause_seconds * 2, BACKOFF_SECONDS_MAX)

    def _relay_some(self, publisher: Publisher, before: "_Sent | None") -> "_Sent | None":
        """Send the next batch while the broker confirms the one before; returns it unless all is confirmed."""
        sent = self._send_next(publisher, before)
        all_stored = self._mark_confirmed(publisher, before)
        if sent and len(sent.sequences) == BATCH and all_stored:
            return sent
        self._mark_confirmed(publisher, sent)
        return None

    def _send_next(self, publisher: Publisher, besides: "_Sent | None") -> "_Sent | None":
        """Send the oldest facts that are neither published nor under way; None when there are none."""
        with self.service.database.reading() as session:
            rows = session.execute(_unpublished(session, besides)).all()
        if not rows:
            return None
        flight = publisher.dispatch([_outgoing(self.service.name, row) for row in rows])
        return _Sent(flight, {row.sequence: str(row.id) for row in rows})

    def _mark_confirmed(self, publisher: Publisher, sent: "_Sent | None") -> bool:
        """Wait for the broker's word and mark what it has stored; False when it refused some."""
        if sent is None:
            return True
        stored = publisher.confirmed(sent.flight).ids
        published = [sequence for sequence, event_id in sent.sequences.items() if event_id in stored]
        with self.service.database.writing() as session:
            these = _is_among(session, published)
            session.execute(sa.update(outbox).where(these).values(published_at=clock.now()))
        metrics.count_published(self.service.name, len(published))
        return len(published) == len(sent.sequences)


@dataclass(frozen=True)
class _Sent:
    """A batch under way: the event's id of each row."""

    flight: Flight
    sequences: dict[int, str]


def _unpublished(session: Session, besides: _Sent | None) -> sa.Select:
    waiting = (
        sa.select(outbox).where(outbox.c.published_at.is_(None)).order_by(outbox.c.sequence).limit(BATCH)
    )
    return waiting.where(sa.not_(_is_among(session, list(besides.sequences)))) if besides else waiting


def _is_among(session: Session, sequences: list[int]) -> sa.ColumnElement[bool]:
    if session.get_bind().dialect.name == "postgresql":  # one parameter instead of 500
        return outbox.c.sequence == sa.any_(sa.literal(sequences, sa.ARRAY(sa.BigInteger)))
    return outbox.c.sequence.in_(sequences)


def _outgoing(service: str, row: sa.Row) -> Outgoing:
    return Outgoing(
        id=str(row.id),
        type=row.type,
        source=service,
        subject=row.subject,
        time=row.created_at,
        traceparent=row.traceparent,
        body=row.body.encode(),
    )


class _Leadership:
    """The right to relay on SQLite: one process owns the file, so it needs no lock, only the bell."""

    def __init__(self, database: Database, stopped: threading.Event):
        self.database = database
        self.stopped = stopped

    def check(self) -> None:
        """Clear the bell before looking at the table, so that no ring between the two is missed."""
        self.database.outbox_bell.clear()

    def wait(self) -> None:
        """Rest until an action commits a fact; the slow poll backs the bell up."""
        if not self.stopped.is_set():
            self.database.outbox_bell.wait(REST_SECONDS)


class _AdvisoryLeadership(_Leadership):
    """The right to relay on PostgreSQL: an advisory lock, held as long as this connection lives."""

    def __init__(self, database: Database, stopped: threading.Event, connection: sa.Connection, alarm: Alarm):
        super().__init__(database, stopped)
        self.connection = connection
        self.alarm = alarm

    def take(self) -> bool:
        """Become the one relay of this database, unless another process is."""
        if not self.connection.scalar(sa.select(sa.func.pg_try_advisory_lock(_LOCK_KEY))):
            return False
        self.connection.execute(sa.text("LISTEN outbox"))
        return True

    def check(self) -> None:
        """Fail when the connection, and the lock with it, is gone."""
        self.connection.scalar(sa.select(1))

    def wait(self) -> None:
        driver = self.connection.connection.driver_connection
        if self.alarm.wait(driver.fileno(), POLL_SECONDS):
            list(driver.notifies(timeout=0))


@contextmanager
def _leadership(database: Database, stopped: threading.Event, alarm: Alarm) -> Iterator[_Leadership]:
    if database.is_sqlite:
        yield _Leadership(database, stopped)
        return
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT")
        leadership = _AdvisoryLeadership(database, stopped, connection, alarm)
        try:
            while not leadership.take() and not stopped.wait(POLL_SECONDS):
                pass
            yield leadership
        finally:
            connection.invalidate()  # closed, not pooled: the lock belongs to the database session


def purge_outbox(session: Session) -> int:
    """Forget facts published more than KEPT_DAYS ago; returns how many."""
    horizon = clock.now() - timedelta(days=KEPT_DAYS)
    return session.execute(
        sa.delete(outbox).where(outbox.c.published_at.is_not(None), outbox.c.created_at < horizon)
    ).rowcount


def outbox_backlog(session: Session) -> tuple[int, float]:
    """Facts not yet published: how many, and the age of the oldest in seconds."""
    count, oldest = session.execute(
        sa.select(sa.func.count(), sa.func.min(outbox.c.created_at)).where(outbox.c.published_at.is_(None))
    ).one()
    return count, (clock.now() - oldest).total_seconds() if oldest else 0.0
