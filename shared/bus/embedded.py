"""A kombu transport on the embedded store, with a channel shaped like py-amqp's.

In confirm mode what is published waits for `drain_events`, which stores all of it in one transaction and then
confirms it.
"""

import json
import os
import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from amqp import Message
from amqp.exceptions import NotFound
from amqp.protocol import queue_declare_ok_t
from kombu.transport import base, pyamqp

from shared.bus.embedded_routing import DEFAULT_EXCHANGE, Exchange, QueueRule
from shared.bus.embedded_store import NEVER, Posting, Store, Taken
from shared.bus.envelope import raw_body

_opened: dict[tuple[int, Path], "_Shared"] = {}
_opening = threading.Lock()


class _Shared:
    """One store per process and file, closed with the last of its connections."""

    def __init__(self, path: Path) -> None:
        self.store = Store(path)
        self.connections = 0


class Transport(base.Transport):
    """What `kombu.Connection("embedded:///absolute/path")` finds."""

    driver_type = "embedded"
    driver_name = "sqlite3"
    connection_errors = (*base.Transport.connection_errors, OSError)

    def establish_connection(self) -> "Connection":
        connection = Connection(Path("/" + self.client.virtual_host))
        connection.client = self.client  # where kombu remembers what it declared
        return connection

    def create_channel(self, connection: "Connection") -> "Channel":
        return connection.channel()

    def close_connection(self, connection: "Connection") -> None:
        connection.close()

    def drain_events(self, connection: "Connection", timeout: float | None = None) -> None:
        connection.drain_events(timeout)

    def verify_connection(self, connection: "Connection") -> bool:
        return connection.connected


class Connection:
    """One thread's way to the store."""

    heartbeat = 0

    def __init__(self, path: Path) -> None:
        self._key = (os.getpid(), path.resolve())
        with _opening:
            if self._key not in _opened:
                _opened[self._key] = _Shared(path)
            _opened[self._key].connections += 1
            self.store = _opened[self._key].store
        self.connected = True
        self.bell = threading.Event()
        self._woken = False
        self._channels: list[Channel] = []

    def channel(self) -> "Channel":
        self._channels.append(Channel(self))
        return self._channels[-1]

    def drain_events(self, timeout: float | None = None) -> None:
        """Do the next thing there is to do, or raise TimeoutError after `timeout` seconds of nothing, or when woken."""
        deadline = NEVER if timeout is None else time.monotonic() + timeout
        while not self._work_if_asked():
            left_seconds = deadline - time.monotonic()
            if left_seconds <= 0 or self._woken:
                raise TimeoutError("nothing to do")
            self.bell.wait(min(left_seconds, max(0.0, self.store.move_expired()), threading.TIMEOUT_MAX))

    def wake(self) -> None:
        """End the wait of the thread that reads, this time and from now on."""
        self._woken = True
        self.bell.set()

    def _work_if_asked(self) -> bool:
        """The bell is silenced before looking, so that nothing that arrives meanwhile is missed."""
        if not self.bell.is_set():
            return False
        self.bell.clear()
        if not any(channel.work() for channel in self._channels):
            return False
        self.bell.set()
        return True

    def close(self) -> None:
        """Put back what was taken and not acknowledged."""
        if not self.connected:
            return
        self.connected = False
        for channel in self._channels:
            channel.close()
        with _opening:
            shared = _opened[self._key]
            shared.connections -= 1
            if not shared.connections:
                del _opened[self._key]
                shared.store.close()

    collect = close

    def heartbeat_tick(self) -> None:
        """There is no network to die on the way."""


class _Subscriber:
    """A consumer of one queue: what it may hold, and what waits for its callback."""

    def __init__(self, queue: str, prefetch: int, callback: Callable[[Message], None], no_ack: bool) -> None:
        self.queue = queue
        self.prefetch = prefetch
        self.callback = callback
        self.no_ack = no_ack
        self.held: set[int] = set()
        self.waiting: deque[Taken] = deque()


class Channel(base.StdChannel):
    """The part of AMQP we rely on, with RabbitMQ's meaning."""

    prepare_message = pyamqp.Channel.prepare_message
    prepare_queue_arguments = pyamqp.Channel.prepare_queue_arguments
    message_to_python = pyamqp.Channel.message_to_python
    Message = pyamqp.Message
    EVERYTHING = 10_000
    """Stands for no limit on prefetched messages."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.events: dict[str, set[Callable]] = defaultdict(set)
        self._store = connection.store
        self._subscribers: dict[str, _Subscriber] = {}
        self._got: set[int] = set()
        self._prefetch = self.EVERYTHING
        self._confirming = False
        self._tag = 0
        self._unsent: list[tuple[Posting, Message, bool]] = []

    def exchange_declare(self, exchange: str, type: str = "direct", arguments=None, **_: Any) -> None:
        self._store.declare_exchange(exchange, Exchange(type, (arguments or {}).get("alternate-exchange")))

    def queue_declare(
        self, queue: str, passive: bool = False, arguments: dict | None = None, **_: Any
    ) -> queue_declare_ok_t:
        if passive:
            self._check_queue(queue)
        else:
            ttl_ms = (arguments or {}).get("x-message-ttl")
            target = (arguments or {}).get("x-dead-letter-routing-key")
            self._store.declare_queue(queue, QueueRule(ttl_ms, target))
        return queue_declare_ok_t(queue, self._store.counts(queue)[0], self._store.consumers(queue))

    def queue_bind(self, queue: str, exchange: str = "", routing_key: str = "", **_: Any) -> None:
        self._store.bind(exchange, routing_key, queue)

    def queue_unbind(self, queue: str, exchange: str, routing_key: str = "", **_: Any) -> None:
        self._store.unbind(exchange, routing_key, queue)

    def unbind_all_but(self, queue: str, exchange: str, keys: tuple[str, ...]) -> None:
        """Drop the bindings a handler table no longer names; RabbitMQ has nothing like it."""
        for key in self._store.routing.keys(exchange, queue) - set(keys):
            self._store.unbind(exchange, key, queue)

    def queue_delete(self, queue: str = "", **_: Any) -> None:
        self._store.delete_queue(queue)

    def queue_purge(self, queue: str = "", **_: Any) -> int:
        return self._store.purge(queue)

    def queue_unacknowledged(self, queue: str) -> int:
        """How many messages consumers hold; RabbitMQ tells it through its management API only."""
        return self._store.counts(queue)[1]

    def confirm_select(self, **_: Any) -> None:
        self._confirming = True

    def basic_publish(
        self, message: Message, exchange: str = "", routing_key: str = "", mandatory: bool = False, **_: Any
    ) -> None:
        if exchange != DEFAULT_EXCHANGE and exchange not in self._store.routing.exchanges:
            raise NotFound(f"no exchange '{exchange}'")
        posting = Posting(
            exchange, routing_key, json.dumps(message.properties, default=str), raw_body(message)
        )
        self._unsent.append((posting, message, mandatory))
        self.connection.bell.set()
        if not self._confirming:
            self._send()

    def basic_publish_all(self, parcels: Iterable[tuple[Message, str, str]]) -> None:
        """Publish each message to its exchange with its key, `mandatory`."""
        for message, exchange, key in parcels:
            self.basic_publish(message, exchange, key, mandatory=True)

    def basic_qos(self, prefetch_size: int, prefetch_count: int, a_global: bool = False) -> None:
        """Limit what each consumer subscribed from now on may hold."""
        self._prefetch = prefetch_count or self.EVERYTHING

    def basic_consume(
        self, queue: str, consumer_tag: str = "", no_ack: bool = False, callback=None, **_: Any
    ) -> str:
        self._check_queue(queue)
        tag = consumer_tag or f"{queue}-{id(self):x}-{len(self._subscribers)}"
        self._subscribers[tag] = _Subscriber(queue, self._prefetch, callback, no_ack)
        self._store.listen(queue, self.connection.bell)
        self.connection.bell.set()
        return tag

    def basic_cancel(self, consumer_tag: str, **_: Any) -> None:
        subscriber = self._subscribers.pop(consumer_tag, None)
        if subscriber:
            self._store.unlisten(subscriber.queue, self.connection.bell)
            self._store.put_back(taken.id for taken in subscriber.waiting)
            self._got |= subscriber.held

    def basic_get(self, queue: str = "", no_ack: bool = False, **_: Any) -> Message | None:
        self._check_queue(queue)
        for taken in self._store.take(queue, 1):
            self._hand_over(taken, no_ack, self._got)
            return _message(self, taken)
        return None

    def basic_ack(self, delivery_tag: int, multiple: bool = False, **_: Any) -> None:
        self._store.acknowledge(self._release(delivery_tag, multiple))

    def basic_reject(self, delivery_tag: int, requeue: bool, **_: Any) -> None:
        """Put back, or drop: who refuses a message for good has moved it elsewhere before."""
        settle = self._store.put_back if requeue else self._store.acknowledge
        settle(self._release(delivery_tag, multiple=False))

    def close(self) -> None:
        for tag in list(self._subscribers):
            self.basic_cancel(tag)
        self._store.put_back(self._got)
        self._got.clear()

    def work(self) -> bool:
        """Send what waits to be confirmed, or deliver one message; False when there is neither."""
        if self._unsent:
            self._send()
            return True
        return any(self._deliver_to(subscriber) for subscriber in self._in_turn())

    def _check_queue(self, queue: str) -> None:
        if queue not in self._store.routing.queues:
            raise NotFound(f"no queue '{queue}'")

    def _in_turn(self) -> list[_Subscriber]:
        """Each queue is served before any is served twice."""
        for tag in list(self._subscribers)[:1]:
            self._subscribers[tag] = self._subscribers.pop(tag)
        return list(self._subscribers.values())

    def _deliver_to(self, subscriber: _Subscriber) -> bool:
        if not subscriber.waiting:
            room = subscriber.prefetch - len(subscriber.held)
            subscriber.waiting.extend(self._store.take(subscriber.queue, room) if room > 0 else ())
        if not subscriber.waiting:
            return False
        taken = subscriber.waiting.popleft()
        self._hand_over(taken, subscriber.no_ack, subscriber.held)
        subscriber.callback(_message(self, taken))
        return True

    def _hand_over(self, taken: Taken, no_ack: bool, holder: set[int]) -> None:
        if no_ack:
            self._store.acknowledge([taken.id])
        else:
            holder.add(taken.id)

    def _release(self, delivery_tag: int, multiple: bool) -> list[int]:
        holders = [self._got, *(subscriber.held for subscriber in self._subscribers.values())]
        held = {number for holder in holders for number in holder}
        released = [
            number for number in held if number == delivery_tag or (multiple and number < delivery_tag)
        ]
        for holder in holders:
            holder.difference_update(released)
        return released

    def _send(self) -> None:
        unsent, self._unsent = self._unsent, []
        routed = self._store.publish([posting for posting, _, _ in unsent])
        for (posting, message, mandatory), found in zip(unsent, routed, strict=True):
            if mandatory and not found:
                self._tell("basic_return", NotFound("NO_ROUTE"), posting.exchange, posting.key, message)
        self._tag += len(unsent)
        if self._confirming:
            self._tell("basic_ack", self._tag, True)

    def _tell(self, event: str, *facts: Any) -> None:
        for listener in self.events[event]:
            listener(*facts)


def _message(channel: Channel, taken: Taken) -> Message:
    message = Message(taken.body, channel=channel, **json.loads(taken.properties))
    message.delivery_info = {
        "delivery_tag": taken.id,
        "redelivered": taken.redelivered,
        "exchange": taken.exchange,
        "routing_key": taken.key,
    }
    return message
