"""The messages of the embedded broker, in one SQLite file owned by one process.

What must survive a loss of power is synced: publishing and declaring. What may be undone by one is not:
taking a message and acknowledging it; the message then comes once more, which every consumer expects.
Both survive a killed process.
"""

import fcntl
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from shared.bus.embedded_routing import DEFAULT_EXCHANGE, Exchange, QueueRule, Routing
from shared.bus.errors import BusUnavailable

SCHEMA = """
CREATE TABLE IF NOT EXISTS exchanges (name TEXT PRIMARY KEY, type TEXT NOT NULL, alternate TEXT);
CREATE TABLE IF NOT EXISTS queues (name TEXT PRIMARY KEY, ttl_ms INTEGER, dead_letter_to TEXT);
CREATE TABLE IF NOT EXISTS bindings (
    exchange TEXT NOT NULL, key TEXT NOT NULL, queue TEXT NOT NULL, PRIMARY KEY (exchange, key, queue)
);
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue TEXT NOT NULL,
    exchange TEXT NOT NULL,
    key TEXT NOT NULL,
    properties TEXT NOT NULL,
    body BLOB NOT NULL,
    taken INTEGER NOT NULL DEFAULT 0,
    redelivered INTEGER NOT NULL DEFAULT 0,
    expires_at REAL
);
CREATE INDEX IF NOT EXISTS messages_waiting ON messages (queue, taken, id);
CREATE INDEX IF NOT EXISTS messages_expiring ON messages (expires_at) WHERE expires_at IS NOT NULL;
"""
LOCK_SECONDS_MAX = 5
NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Posting:
    """A message on its way in; `properties` is JSON."""

    exchange: str
    key: str
    properties: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Taken:
    """A message handed to a consumer, which must acknowledge it or put it back."""

    id: int
    exchange: str
    key: str
    properties: str
    body: bytes
    redelivered: bool


class Store:
    """Everything the broker knows. Safe from any thread; each call is one transaction.

    Raises BusUnavailable when another process owns the file.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._ownership = _own(path)
        self._lock = threading.Lock()
        self._synced = _open(path, synchronous="FULL")
        self._quick = _open(path, synchronous="NORMAL")
        self._synced.executescript(SCHEMA)
        self.routing = self._read_routing()
        self._listeners: dict[str, list[threading.Event]] = {}
        self._take_back_what_a_killed_process_held()
        self._next_expiry = self._earliest_expiry()

    def close(self) -> None:
        """Give the file up to whoever comes next."""
        with self._lock:
            self._quick.close()
            self._synced.close()
            os.close(self._ownership)

    def declare_exchange(self, name: str, exchange: Exchange) -> None:
        if self.routing.exchanges.get(name) != exchange:
            with self._rerouting() as db:
                row = (name, exchange.type, exchange.alternate)
                db.execute("INSERT OR REPLACE INTO exchanges VALUES (?, ?, ?)", row)
                self.routing.exchanges[name] = exchange

    def declare_queue(self, name: str, rule: QueueRule) -> None:
        if self.routing.queues.get(name) != rule:
            with self._rerouting() as db:
                row = (name, rule.ttl_ms, rule.dead_letter_to)
                db.execute("INSERT OR REPLACE INTO queues VALUES (?, ?, ?)", row)
                self.routing.queues[name] = rule

    def delete_queue(self, name: str) -> None:
        with self._rerouting() as db:
            db.execute("DELETE FROM queues WHERE name = ?", (name,))
            db.execute("DELETE FROM bindings WHERE queue = ?", (name,))
            db.execute("DELETE FROM messages WHERE queue = ?", (name,))
            self.routing.queues.pop(name, None)
            self.routing.bindings = {kept for kept in self.routing.bindings if kept[2] != name}

    def bind(self, exchange: str, key: str, queue: str) -> None:
        if (exchange, key, queue) not in self.routing.bindings:
            with self._rerouting() as db:
                db.execute("INSERT OR IGNORE INTO bindings VALUES (?, ?, ?)", (exchange, key, queue))
                self.routing.bindings.add((exchange, key, queue))

    def unbind(self, exchange: str, key: str, queue: str) -> None:
        with self._rerouting() as db:
            binding = (exchange, key, queue)
            db.execute("DELETE FROM bindings WHERE exchange = ? AND key = ? AND queue = ?", binding)
            self.routing.bindings.discard(binding)

    def publish(self, postings: Sequence[Posting]) -> list[bool]:
        """Store a batch, all or nothing; tells of each whether a queue took it."""
        now = time.time()
        with self._transaction(self._synced) as db:
            routes = [self.routing.route(posting.exchange, posting.key) for posting in postings]
            rows = [
                (queue, posting.exchange, posting.key, posting.properties, posting.body, expires_at)
                for posting, queues in zip(postings, routes, strict=True)
                for queue in queues
                for expires_at in [self.routing.expiry(queue, now)]
            ]
            db.executemany(
                "INSERT INTO messages (queue, exchange, key, properties, body, expires_at)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                rows,
            )
        self._announce({row[0] for row in rows}, min((row[5] for row in rows if row[5]), default=NEVER))
        return [bool(queues) for queues in routes]

    def take(self, queue: str, count: int) -> list[Taken]:
        """Hand out the oldest waiting messages of a queue."""
        with self._transaction(self._quick) as db:
            rows = db.execute(
                "UPDATE messages SET taken = 1 WHERE id IN"
                " (SELECT id FROM messages WHERE queue = ? AND taken = 0 ORDER BY id LIMIT ?)"
                " RETURNING id, exchange, key, properties, body, redelivered",
                (queue, count),
            ).fetchall()
        return [Taken(*row[:5], redelivered=bool(row[5])) for row in sorted(rows)]

    def acknowledge(self, ids: Iterable[int]) -> None:
        with self._transaction(self._quick) as db:
            db.executemany("DELETE FROM messages WHERE id = ?", [(number,) for number in ids])

    def put_back(self, ids: Iterable[int]) -> None:
        """Return messages to their own place in their own queue."""
        again = "UPDATE messages SET taken = 0, redelivered = 1 WHERE id = ? RETURNING queue"
        with self._transaction(self._quick) as db:
            rows = [row for number in ids for row in db.execute(again, (number,)).fetchall()]
        self._announce({row[0] for row in rows}, NEVER)

    def purge(self, queue: str) -> int:
        with self._transaction(self._synced) as db:
            return db.execute("DELETE FROM messages WHERE queue = ? AND taken = 0", (queue,)).rowcount

    def counts(self, queue: str) -> tuple[int, int]:
        """Messages of a queue that wait, and that consumers hold."""
        count = "SELECT taken, count(*) FROM messages WHERE queue = ? GROUP BY taken"
        rows = dict(self._rows(count, (queue,)))
        return rows.get(0, 0), rows.get(1, 0)

    def consumers(self, queue: str) -> int:
        with self._lock:
            return len(self._listeners.get(queue, ()))

    def listen(self, queue: str, bell: threading.Event) -> None:
        """Ring this bell whenever the queue may have something."""
        with self._lock:
            self._listeners.setdefault(queue, []).append(bell)

    def unlisten(self, queue: str, bell: threading.Event) -> None:
        with self._lock:
            self._listeners[queue].remove(bell)

    def move_expired(self) -> float:
        """Pass on the messages whose time is up; returns the seconds until the next one's is."""
        now = time.time()
        if now >= self._next_expiry:
            with self._transaction(self._quick) as db:
                targets = self._move_expired(db, now)
                self._next_expiry = self._earliest_expiry()
            self._announce(targets, NEVER)
        return self._next_expiry - now

    def _move_expired(self, db: sqlite3.Connection, now: float) -> set[str]:
        """A moved message joins the end of its new queue, hence a new row."""
        expired = "SELECT id, queue FROM messages WHERE expires_at <= ? ORDER BY id"
        targets = set()
        for number, queue in db.execute(expired, (now,)).fetchall():
            target = self.routing.queues[queue].dead_letter_to
            db.execute(
                "INSERT INTO messages (queue, exchange, key, properties, body, expires_at)"
                " SELECT ?, ?, ?, properties, body, ? FROM messages WHERE id = ?",
                (target, DEFAULT_EXCHANGE, target, self.routing.expiry(target, now), number),
            )
            db.execute("DELETE FROM messages WHERE id = ?", (number,))
            targets.add(target)
        return targets

    def _earliest_expiry(self) -> float:
        earliest = self._quick.execute("SELECT min(expires_at) FROM messages").fetchone()[0]
        return NEVER if earliest is None else earliest

    def _announce(self, queues: set[str], expiry: float) -> None:
        """Wake who listens to these queues; everybody when a new message expires before all others."""
        with self._lock:
            woken = self._listeners if expiry < self._next_expiry else queues
            self._next_expiry = min(self._next_expiry, expiry)
            bells = [bell for queue in woken for bell in self._listeners.get(queue, ())]
        for bell in bells:
            bell.set()

    def _read_routing(self) -> Routing:
        exchanges = {name: Exchange(*facts) for name, *facts in self._rows("SELECT * FROM exchanges")}
        queues = {name: QueueRule(*facts) for name, *facts in self._rows("SELECT * FROM queues")}
        return Routing(exchanges, queues, self._rows("SELECT exchange, key, queue FROM bindings"))

    def _take_back_what_a_killed_process_held(self) -> None:
        with self._transaction(self._synced) as db:
            db.execute("UPDATE messages SET taken = 0, redelivered = 1 WHERE taken = 1")

    def _rows(self, query: str, parameters: Sequence[object] = ()) -> list[tuple]:
        with self._lock:
            return self._quick.execute(query, parameters).fetchall()

    @contextmanager
    def _rerouting(self) -> Iterator[sqlite3.Connection]:
        with self._transaction(self._synced) as db:
            yield db
            self.routing.changed()

    @contextmanager
    def _transaction(self, db: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
        with self._lock:
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
            except BaseException:
                db.execute("ROLLBACK")
                raise
            db.execute("COMMIT")


def _own(path: Path) -> int:
    """Lock the file for this process, for as long as the descriptor is open; says who has it otherwise."""
    descriptor = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.pread(descriptor, 20, 0).decode() or "another"
        os.close(descriptor)
        raise BusUnavailable(
            f"{path} belongs to process {owner}, which is running: the embedded broker serves one process;"
            " stop that one, ask it through its API, or use RabbitMQ (BROKER_URL=amqp://…)"
        ) from None
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, str(os.getpid()).encode(), 0)
    return descriptor


def _open(path: Path, synchronous: str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=LOCK_SECONDS_MAX, isolation_level=None, check_same_thread=False)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute(f"PRAGMA synchronous = {synchronous}")
    return db
