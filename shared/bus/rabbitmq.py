"""py-amqp as we need it: whole batches in a few writes, no wait without an end, no header that stops a queue."""

import ssl
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from amqp import Message, spec
from amqp.method_framing import frame_handler, frame_writer
from kombu.transport import pyamqp

from shared.alarm import Alarm

ANSWER_SECONDS_MAX = 5.0
"""How long an answer to a declaration may take; a frozen broker would hold it for ever."""
HELD_BYTES_MAX = 32 * 1024
"""Some fifty facts: few system calls, and the broker has work while we write the next."""
HEADER_FRAME = 2
HEADER_BYTES = 12
NO_PROPERTIES = b"\x00\x00"


class Channel(pyamqp.Channel):
    """A channel that can publish a batch, and leaves bodies as they came."""

    def __init__(self, *arguments, **options) -> None:
        super().__init__(*arguments, auto_decode=False, **options)

    def basic_publish_all(self, parcels: Iterable[tuple[Message, str, str]]) -> None:
        """Publish each message to its exchange with its key, `mandatory`.

        Unlike `basic_publish` it does not look for `connection.blocked` before each: a batch has its deadline.
        """
        with self.connection.in_few_writes():
            for message, exchange, key in parcels:
                self.send_method(spec.Basic.Publish, "Bssbb", (0, exchange, key, True, False), message)


class Connection(pyamqp.Connection):
    """A connection on which every read ends."""

    Channel = Channel

    def __init__(self, **options) -> None:
        super().__init__(frame_writer=self._make_writer, frame_handler=_tolerant_frame_handler, **options)
        self._alarm = Alarm()

    def drain_events(self, timeout: float | None = None) -> None:
        """Read until something is done; py-amqp would wait afresh after each heartbeat.

        Raises TimeoutError when nothing came in time, and when another thread wakes it.
        """
        deadline = time.monotonic() + (ANSWER_SECONDS_MAX if timeout is None else timeout)
        while True:
            self._await_news(max(0.0, deadline - time.monotonic()))
            if self.blocking_read(max(0.0, deadline - time.monotonic())):
                return

    def wake(self) -> None:
        """End the wait of the thread that reads; the one call that another thread may make."""
        self._alarm.ring()

    def collect(self) -> None:
        """Close without a word."""
        super().collect()
        self._alarm.close()

    def _await_news(self, seconds: float) -> None:
        line = self.transport.sock
        if self.transport._read_buffer or (isinstance(line, ssl.SSLSocket) and line.pending()):
            return
        if not self._alarm.wait(line.fileno(), seconds):
            raise TimeoutError("nothing came")

    @contextmanager
    def in_few_writes(self) -> Iterator[None]:
        """Gather what is written meanwhile: one system call per message takes longer than the message."""
        self._gate.hold()
        yield
        self._gate.release()

    def _make_writer(self, connection, transport):
        self._gate = _Gate(transport)
        return frame_writer(connection, self._gate)


class Transport(pyamqp.Transport):
    """What `kombu.Connection("amqp://…")` finds."""

    Connection = Connection


class SecureTransport(pyamqp.SSLTransport):
    """What `kombu.Connection("amqps://…")` finds."""

    Connection = Connection


class _Gate:
    """Stands before a transport and holds what is written until it is released or a lot."""

    def __init__(self, transport) -> None:
        self._transport = transport
        self._held: bytearray | None = None

    def hold(self) -> None:
        self._held = bytearray()

    def release(self) -> None:
        held, self._held = self._held, None
        self._transport.write(held)

    def write(self, data: bytes | memoryview) -> None:
        if self._held is None:
            self._transport.write(data)
            return
        self._held += data
        if len(self._held) >= HELD_BYTES_MAX:
            self.release()
            self.hold()


def _tolerant_frame_handler(connection, callback):
    """Read a message whose properties cannot be read as one that has none.

    Otherwise it would break every connection it is delivered on, and stop its queue for good.
    """
    on_frame = frame_handler(connection, callback)

    def on_tolerated_frame(frame: tuple[int, int, bytes]) -> bool:
        kind, channel, payload = frame
        try:
            return on_frame(frame)
        except Exception:
            if kind != HEADER_FRAME:
                raise
            return on_frame((kind, channel, bytes(payload[:HEADER_BYTES]) + NO_PROPERTIES))

    return on_tolerated_frame
