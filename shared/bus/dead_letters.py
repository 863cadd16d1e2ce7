"""What operators do with dead letters: list, read, replay, discard; and how the queues stand."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from amqp import Message
from amqp.exceptions import NotFound

from shared.bus import failures
from shared.bus.connections import bus_errors, checked, close, connect, safe
from shared.bus.envelope import raw_body
from shared.bus.publisher import Publisher
from shared.bus.topology import RETRY_SECONDS, UNROUTED, dead_queue, retry_queue

LETTERS_MAX = 10_000
"""Dead letters of one queue that are looked through at a time."""
ALL = "all"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """A message that could not be handled, and why.

    id          the letter's own, new each time a message dies
    queue       where it was to be handled, and goes when it is replayed
    message_id  the event's
    attempts    how often a handler was given it
    """

    id: str
    queue: str
    message_id: str
    type: str
    reason: str
    traceback: str
    attempts: int
    died_at: datetime | None
    body: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueStatus:
    """ready: messages that wait; unacked: held by consumers, None where the broker does not say;
    retrying: that wait for another attempt; dead: dead letters.
    """

    name: str
    ready: int
    unacked: int | None
    consumers: int
    retrying: int
    dead: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerStatus:
    """unrouted: facts nobody was bound to, kept in `events.unrouted`."""

    queues: tuple[QueueStatus, ...]
    unrouted: int


class DeadLetters:
    """The dead letters of some queues. Each call opens a connection and raises BusUnavailable without one.

    While one call looks through a queue, the letters it holds are invisible to another.
    """

    def __init__(self, broker_url: str, queues: Sequence[str], *, broker_nodes: int = 1) -> None:
        self._broker_url = checked(broker_url)
        self._queues = tuple(queues)
        self._broker_nodes = broker_nodes

    def list(self, queue: str | None = None) -> list[DeadLetter]:
        """Oldest first, queue by queue; raises KeyError on a queue that is not one of ours."""
        if queue is not None and queue not in self._queues:
            raise KeyError(queue)
        letters: list[DeadLetter] = []
        with self._connection() as connection:
            for name in self._queues if queue is None else [queue]:
                letters += [_read(message, name) for message in _held(connection, name)]
        return letters

    def show(self, letter_id: str) -> DeadLetter:
        """Raises KeyError when there is none."""
        for letter in self.list():
            if letter.id == letter_id:
                return letter
        raise KeyError(letter_id)

    def replay(self, letter_id: str = ALL, queue: str | None = None) -> int:
        """Send one letter, or ALL (of one queue if named), back to its queue with its attempts forgotten.

        It leaves the dead letters once it is safely stored there. Returns how many; KeyError on none.
        """
        with Publisher(self._broker_url, broker_nodes=self._broker_nodes) as publisher:

            def send_again(message: Message, name: str) -> None:
                failures.send_safely(publisher, [failures.to_its_queue_again(message, name)])

            return self._settle(letter_id, queue, send_again)

    def discard(self, letter_id: str, queue: str | None = None) -> int:
        """Drop one letter, or ALL (of one queue if named). Returns how many; KeyError when there is none."""
        return self._settle(letter_id, queue, lambda _message, _name: None)

    def _settle(self, letter_id: str, queue: str | None, settle: Callable[[Message, str], None]) -> int:
        """Look through the letters that are there now, so that one that dies again is not met twice."""
        settled = 0
        with self._connection() as connection:
            for name in self._queues if queue is None else [queue]:
                for message in _held(connection, name):
                    if letter_id in (ALL, _letter_id(message)):
                        settle(message, name)
                        message.channel.basic_ack(message.delivery_tag)
                        settled += 1
        if not settled and letter_id != ALL:
            raise KeyError(letter_id)
        return settled

    @contextmanager
    def _connection(self) -> Iterator:
        connection = connect(self._broker_url)
        try:
            with bus_errors(f"{safe(self._broker_url)}: dead letters"):
                yield connection
        finally:
            close(connection)  # what was read and not settled goes back to its place


def status(
    broker_url: str, queues: Sequence[str], retry_seconds: Sequence[float] = RETRY_SECONDS
) -> BrokerStatus:
    """How these queues stand; a queue not declared yet counts as empty. Raises BusUnavailable."""
    connection = connect(broker_url)
    try:
        with bus_errors(f"{safe(broker_url)}: status"):
            return BrokerStatus(
                queues=tuple(_queue_status(connection, queue, retry_seconds) for queue in queues),
                unrouted=_look(connection, UNROUTED)[0],
            )
    finally:
        close(connection)


def _queue_status(connection, queue: str, retry_seconds: Sequence[float]) -> QueueStatus:
    ready, consumers, unacked = _look(connection, queue)
    retrying = sum(_look(connection, retry_queue(queue, seconds))[0] for seconds in retry_seconds)
    dead = _look(connection, dead_queue(queue))[0]
    return QueueStatus(
        name=queue, ready=ready, unacked=unacked, consumers=consumers, retrying=retrying, dead=dead
    )


def _look(connection, queue: str) -> tuple[int, int, int | None]:
    """Messages that wait, consumers, messages held. An unknown name costs the channel."""
    channel = connection.channel()
    try:
        found = channel.queue_declare(queue, passive=True)
    except NotFound:
        return 0, 0, None
    unacknowledged = getattr(channel, "queue_unacknowledged", lambda _queue: None)(queue)
    channel.close()
    return found.message_count, found.consumer_count, unacknowledged


def _held(connection, queue: str) -> list[Message]:
    """Take every dead letter of a queue, to be settled or given back when the connection closes."""
    name = dead_queue(queue)
    messages: list[Message] = []
    if _look(connection, name)[0]:
        channel = connection.channel()
        while len(messages) < LETTERS_MAX and (message := channel.basic_get(name)):
            messages.append(message)
    return messages


def _letter_id(message: Message) -> str:
    """A letter the broker itself put there carries no id of ours."""
    return (message.headers or {}).get(failures.LETTER_ID) or message.properties.get("message_id", "")


def _read(message: Message, queue: str) -> DeadLetter:
    headers = message.headers or {}
    died_at = headers.get(failures.TIME)
    return DeadLetter(
        id=_letter_id(message),
        queue=queue,
        message_id=message.properties.get("message_id", ""),
        type=message.properties.get("type") or queue,
        reason=headers.get(failures.REASON, "the broker gave up delivering it"),
        traceback=headers.get(failures.TRACEBACK, ""),
        attempts=headers.get(failures.ATTEMPTS, 0),
        died_at=datetime.fromisoformat(died_at) if died_at else None,
        body=raw_body(message).decode(errors="replace"),
    )
