"""Messages that failed: what is written on them, and the queues they are sent to."""

import traceback
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Self

from amqp import Message
from amqp.serialization import dumps

from shared import clock
from shared.bus.envelope import ATTEMPT, PERSISTENT, Parcel, attempt_of, raw_body
from shared.bus.errors import BusUnavailable
from shared.bus.publisher import Publisher
from shared.bus.topology import dead_queue, retry_queue
from shared.ids import new_id

LETTER_ID = "dead-letter-id"
REASON = "dead-letter-reason"
TRACEBACK = "dead-letter-traceback"
QUEUE = "dead-letter-queue"
TIME = "dead-letter-time"
ATTEMPTS = "dead-letter-attempts"
OURS = (LETTER_ID, REASON, TRACEBACK, QUEUE, TIME, ATTEMPTS, ATTEMPT)
BROKERS = (
    "x-death",
    "x-first-death-exchange",
    "x-first-death-queue",
    "x-first-death-reason",
    "x-delivery-count",
)
COPIES = ("CC", "BCC")
"""RabbitMQ would send a copy to every queue a sender names here, again each time we move the message."""
SENDERS_PROPERTIES = ("user_id", "cluster_id", "expiration")
"""True of the first sending only; RabbitMQ refuses a `user_id` that is not the publisher's own."""

HEADERS_BYTES_MAX = 64 * 1024
REASON_CHARACTERS_MAX = 1_000
TRACEBACK_FRAMES_MAX = 12
TRACEBACK_CHARACTERS_MAX = 4_000


@dataclass(frozen=True, slots=True)
class Cause:
    """Why a message is dead: a sentence, and where in the code if an error is the reason."""

    reason: str
    traceback: str = ""

    @classmethod
    def of(cls, error: Exception) -> Self:
        lines = traceback.format_tb(error.__traceback__)[-TRACEBACK_FRAMES_MAX:]
        return cls(f"{type(error).__name__}: {error}", "".join(lines)[-TRACEBACK_CHARACTERS_MAX:])


def to_retry(message: Message, queue: str, seconds: float) -> Parcel:
    """The same message with its next attempt written on it, to come back to its queue after a delay."""
    return _readdressed(message, retry_queue(queue, seconds), {ATTEMPT: attempt_of(message) + 1})


def to_dead_letters(message: Message, queue: str, cause: Cause) -> Parcel:
    headers = {
        LETTER_ID: str(new_id()),
        REASON: cause.reason[:REASON_CHARACTERS_MAX],
        TRACEBACK: cause.traceback,
        QUEUE: queue,
        TIME: clock.now().isoformat(timespec="milliseconds"),
        ATTEMPTS: attempt_of(message),
    }
    return _readdressed(message, dead_queue(queue), headers)


def to_its_queue_again(message: Message, queue: str) -> Parcel:
    """As it first arrived: nothing of its failures is left on it."""
    return _readdressed(message, queue, {})


def send_safely(publisher: Publisher, parcels: Sequence[Parcel]) -> None:
    """Publish what will be acknowledged at its old place; raises BusUnavailable unless all is stored."""
    confirmed = publisher.send(parcels)
    if lost := confirmed.rejected | confirmed.unroutable:
        raise BusUnavailable(
            f"{len(lost)} messages not stored in {', '.join({parcel.key for parcel in parcels})}"
        )


def _sendable(headers: dict[str, Any]) -> dict[str, Any]:
    """A sender's headers, or none of them where they cannot be sent on: they would break the line each time."""
    try:
        return headers if len(dumps("F", (headers,))) <= HEADERS_BYTES_MAX else {}
    except Exception:  # py-amqp reads types that it does not write
        return {}


def _readdressed(message: Message, queue: str, headers: dict[str, str | int]) -> Parcel:
    sent = message.properties.get("application_headers") or {}
    kept = {name: value for name, value in sent.items() if name not in (*OURS, *BROKERS, *COPIES)}
    properties = {name: value for name, value in message.properties.items() if name not in SENDERS_PROPERTIES}
    properties |= {"application_headers": _sendable(kept) | headers, "delivery_mode": PERSISTENT}
    properties.setdefault("message_id", str(new_id()))
    return Parcel(Message(raw_body(message), **properties), "", queue)
