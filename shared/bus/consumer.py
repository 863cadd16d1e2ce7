"""Consuming: one thread, one connection, and a decided fate for every message."""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from typing import Any, Protocol, TypeVar

from amqp import Message

from shared.bus import failures
from shared.bus.backoff import Backoff
from shared.bus.connections import bus_errors, checked, close, connect, drop, safe
from shared.bus.envelope import Undecodable, attempt_of, decode
from shared.bus.errors import BusUnavailable, Refused, Unavailable
from shared.bus.heart import BEATS_PER_INTERVAL, Heart
from shared.bus.messages import Delivery
from shared.bus.publisher import Publisher
from shared.bus.replies import reply
from shared.bus.topology import RETRY_SECONDS, Queue, Topology

HEARTBEAT_SECONDS = 20
STOP_SECONDS_MAX = 10.0
CRASHES_MAX = 5
CRASHES_REASON = f"came back {CRASHES_MAX} times after its consumer went away: it may kill whoever takes it"
_log = logging.getLogger(__name__)
_Result = TypeVar("_Result")


class DeliveryCounter(Protocol):
    """Counts, beyond the life of a process, how often a message came back after a consumer went away."""

    def increment(self, message_id: str) -> int: ...

    def forget(self, message_id: str) -> None: ...


class _Stopping(Exception):
    """The consumer was asked to stop while it waited; the message in hand goes back to its queue."""


class Consumer:
    """Takes messages from queues and gives each to `on_message`; the package's docstring says what follows.

    queues             served in turn by this one thread; long work deserves a consumer of its own
    delivery_counter   without one, a message that kills the process comes back for ever
    retry_seconds      the delays of the retries, one attempt each
    broker_nodes       size of the RabbitMQ cluster: from 3 on, queues are replicated
    heartbeat_seconds  a broker silent for twice as long counts as gone; sent during long handlers too
    observe            told of each message's end: queue, type, outcome and seconds; outcomes are "done",
                       "retried", "refused" and "dead"
    """

    def __init__(
        self,
        broker_url: str,
        queues: Sequence[Queue],
        on_message: Callable[[Delivery], dict[str, Any] | None],
        *,
        delivery_counter: DeliveryCounter | None = None,
        retry_seconds: Sequence[float] = RETRY_SECONDS,
        broker_nodes: int = 1,
        heartbeat_seconds: int = HEARTBEAT_SECONDS,
        observe: Callable[[str, str, str, float], None] | None = None,
    ) -> None:
        self.connected = False
        self._broker_url = checked(broker_url)
        self._queues = tuple(queues)
        self._on_message = on_message
        self._counter = delivery_counter
        self._topology = Topology(retry_seconds=tuple(retry_seconds), broker_nodes=broker_nodes)
        self._heartbeat_seconds = heartbeat_seconds
        self._observe = observe or (lambda *_: None)
        self._publisher = Publisher(broker_url, broker_nodes=broker_nodes)
        self._arrived: deque[tuple[Queue, Message]] = deque()
        self._stopping = threading.Event()
        self._connection = None
        self._backoff = Backoff()
        name = f"consumer-{queues[0].name}"
        self._thread = threading.Thread(target=self.run, name=name, daemon=True)

    def start(self) -> None:
        """Consume in a thread until `stop`."""
        self._thread.start()

    def stop(self, timeout_seconds: float = STOP_SECONDS_MAX) -> bool:
        """Finish the message in hand and give the others back; False when that took longer than allowed."""
        self._stopping.set()
        if connection := self._connection:
            connection.wake()
        if self._thread.ident is not None:
            self._thread.join(timeout_seconds)
        return not self._thread.is_alive()

    @property
    def alive(self) -> bool:
        return self._thread.is_alive()

    def run(self) -> None:
        """Consume until stopped; on any error of the connection, open another after at most 5 s."""
        while not self._stopping.is_set():
            try:
                self._consume()
            except BusUnavailable as error:
                pause = self._backoff.next_seconds()
                _log.warning("consumer interrupted: %s; again in %.1f s", error, pause)
                self._stopping.wait(pause)
        self._publisher.close()

    def _consume(self) -> None:
        connection = self._connection = connect(self._broker_url, self._heartbeat_seconds)
        try:
            with bus_errors(f"{safe(self._broker_url)}: consuming"):
                channel = self._subscribe(connection)
                self.connected = True
                with Heart(connection) as heart:
                    self._serve(connection, channel, heart)
            close(connection)
        finally:
            self.connected = False
            self._connection = None
            self._arrived.clear()
            drop(connection)

    def _subscribe(self, connection):
        channel = connection.channel()
        self._topology.declare(channel, self._queues)
        for queue in self._queues:
            channel.basic_qos(0, queue.prefetch, False)
            channel.basic_consume(queue.name, callback=partial(self._receive, queue))
        return channel

    def _receive(self, queue: Queue, message: Message) -> None:
        self._arrived.append((queue, message))

    def _serve(self, connection, channel, heart: Heart) -> None:
        while not self._stopping.is_set():
            with suppress(TimeoutError):
                connection.drain_events(timeout=self._heartbeat_seconds / BEATS_PER_INTERVAL / 2)
            connection.heartbeat_tick()
            while self._arrived and not self._stopping.is_set():
                queue, message = self._arrived.popleft()
                try:
                    with heart.beating():
                        self._settle(queue, message)
                except _Stopping:
                    return
                channel.basic_ack(message.delivery_tag)
            self._backoff.reset()

    def _settle(self, queue: Queue, message: Message) -> None:
        """Returns once the message may be acknowledged: handled, or safely stored elsewhere."""
        started = time.monotonic()
        try:
            delivery = decode(message, queue.name)
        except Undecodable as error:
            self._bury(message, queue.name, failures.Cause(f"undecodable: {error}"))
            self._observe(queue.name, "", "dead", time.monotonic() - started)
            return
        outcome = self._decide(delivery, message)
        self._observe(queue.name, delivery.type, outcome, time.monotonic() - started)

    def _decide(self, delivery: Delivery, message: Message) -> str:
        try:
            if self._patiently(partial(self._crashes, delivery)) >= CRASHES_MAX:
                self._bury(message, delivery.queue, failures.Cause(CRASHES_REASON))
                outcome = "dead"
            else:
                answer = self._patiently(partial(self._on_message, delivery))
                reply(self._publisher, delivery, answer)
                outcome = "done"
        except Refused as refusal:
            reply(self._publisher, delivery, refusal.answer)
            self._bury(message, delivery.queue, failures.Cause(refusal.reason))
            outcome = "refused"
        except (BusUnavailable, _Stopping):
            raise
        except Exception as error:
            outcome = self._put_off(message, delivery.queue, error)
        self._forget_crashes(delivery)
        return outcome

    def _patiently(self, attempt: Callable[[], _Result]) -> _Result:
        """Hold the message while what the service needs is down; other consumers need the same."""
        backoff = Backoff()
        while True:
            try:
                return attempt()
            except Unavailable as error:
                pause = backoff.next_seconds()
                _log.warning("message held: %s; again in %.1f s", error, pause)
                if self._stopping.wait(pause):
                    raise _Stopping from error

    def _crashes(self, delivery: Delivery) -> int:
        if not (delivery.redelivered and self._counter):
            return 0
        return self._counter.increment(delivery.id)

    def _forget_crashes(self, delivery: Delivery) -> None:
        if delivery.redelivered and self._counter:
            try:
                self._counter.forget(delivery.id)
            except Exception as error:
                _log.warning("crashes of %s not forgotten: %s", delivery.id, error)

    def _put_off(self, message: Message, queue: str, error: Exception) -> str:
        """To the next retry queue, or to the dead letters when there is none left."""
        attempt = attempt_of(message)
        if attempt > len(self._topology.retry_seconds):
            self._bury(message, queue, failures.Cause.of(error))
            return "dead"
        seconds = self._topology.retry_seconds[attempt - 1]
        _log.warning("attempt %d on %s failed, again in %s s", attempt, queue, seconds, exc_info=error)
        self._send(failures.to_retry(message, queue, seconds))
        return "retried"

    def _bury(self, message: Message, queue: str, cause: failures.Cause) -> None:
        _log.error("dead letter on %s: %.200s", queue, cause.reason)
        self._send(failures.to_dead_letters(message, queue, cause))

    def _send(self, parcel) -> None:
        failures.send_safely(self._publisher, [parcel])
