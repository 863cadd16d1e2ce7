"""Waiting on a socket, until something comes or another thread calls."""

import select
import socket
from contextlib import suppress
from typing import Self


class Alarm:
    """One thread waits on its socket, any other may end that wait."""

    def __init__(self) -> None:
        self._heard, self._called = socket.socketpair()
        self._called.setblocking(False)

    def ring(self) -> None:
        """End the wait of this moment and every later one."""
        with suppress(OSError):  # closed, or rung so often that nobody can miss it
            self._called.send(b"!")

    def wait(self, fileno: int, seconds: float) -> bool:
        """Whether the socket has something to read; False when the time is up, or when it rings."""
        poll = select.poll()
        poll.register(fileno, select.POLLIN)
        poll.register(self._heard, select.POLLIN)
        return fileno in dict(poll.poll(max(0.0, seconds) * 1_000))

    def close(self) -> None:
        """Give its sockets back."""
        self._heard.close()
        self._called.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
