"""What a service is made of, and which one is at work here."""

import contextvars
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from shared import clock, logs
from shared.db import Database
from shared.handlers import Handlers
from shared.settings import Settings


@dataclass(frozen=True)
class Loop:
    """Work that a worker does again and again, in a thread of its own.

    run           does some of it; returns True when there is more to do at once
    idle_seconds  how long to rest when there is no more
    """

    name: str
    run: Callable[[], bool | None]
    idle_seconds: float = 1.0


@dataclass(frozen=True)
class Probe:
    """One answer to "is it well?": status is pass, warn or fail; observed is what was measured."""

    status: str
    observed: object = None
    output: str = ""


@dataclass
class Service:
    """One service as its processes share it: the web process serves it, the worker process works for it.

    tables      the metadata of its own tables (the plumbing tables come with every service)
    migrations  the folder of its alembic revisions
    probes      what its health report asks, by name
    resends_asked  how often this process asked for facts again (shared.reconciliation)
    """

    name: str
    settings: Settings
    tables: sa.MetaData
    migrations: Path
    handlers: Handlers
    loops: list[Loop] = field(default_factory=list)
    probes: dict[str, Callable[[], Probe]] = field(default_factory=dict)
    resends_asked: Counter = field(default_factory=Counter)

    def __post_init__(self):
        self.database = Database(self.settings.database_url)
        clock.pin_business_date(self.settings.business_date)

    @contextmanager
    def active(self) -> Iterator["Service"]:
        """Make this the service whose database `transaction()` opens, in this thread or request."""
        mark = _current.set(self)
        try:
            with logs.lines_of(self.name):
                yield self
        finally:
            _current.reset(mark)


_current: contextvars.ContextVar[Service] = contextvars.ContextVar("current_service")


def current_service() -> Service:
    """The service at work in this thread or request; a programming error outside of one."""
    try:
        return _current.get()
    except LookupError:
        raise RuntimeError("No service is active here: enter `with service.active():` first.") from None
