"""Heartbeats while the consumer's thread is busy in a handler, so that long work keeps its connection."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Self

BEATS_PER_INTERVAL = 2


class Heart:
    """Beats only inside `beating`, when the consumer leaves the connection alone: it has one user at a time.

    A connection that negotiated no heartbeat has a heart that does nothing.
    """

    def __init__(self, connection) -> None:
        self._connection = connection
        self._wire = threading.Lock()
        self._wire.acquire()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heart", daemon=True)

    def __enter__(self) -> Self:
        if self._connection.heartbeat:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Lend the connection to the heart for the time of a handler."""
        self._wire.release()
        try:
            yield
        finally:
            self._wire.acquire()

    def _beat(self) -> None:
        while not self._ended.wait(self._connection.heartbeat / BEATS_PER_INTERVAL):
            if self._wire.acquire(blocking=False):
                with suppress(Exception):  # a broken connection is found out by its owner
                    self._connection.send_heartbeat()
                self._wire.release()
