"""What goes on the bus and what comes off it: CloudEvents 1.0 over AMQP 0.9.1, in binary mode."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A message to publish.

    id           event id, also the AMQP message_id; what consumers recognise a second delivery by
    type         event name with its version, also the routing key (`rates.fixing_published.v1`)
    source       the service that publishes (`rates`)
    time         aware UTC
    body         JSON, UTF-8, at most BODY_BYTES_MAX
    subject      what the event is about, if one thing
    to_queue     goes straight to this queue (a command, an answer) instead of the exchange `events`
    """

    id: str
    type: str
    source: str
    time: datetime
    body: bytes
    subject: str | None = None
    dataschema: str | None = None
    traceparent: str | None = None
    to_queue: str | None = None
    reply_to: str | None = None
    correlation_id: str | None = None
    headers: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """What the broker said of a batch, by message id.

    ids         safely stored in every queue concerned; they need not be sent again
    unroutable  sent to a queue that does not exist, and gone (also in `ids`); a fact nobody wants is not among
                them, it waits in `events.unrouted`
    rejected    refused by the broker (a full queue): to be sent again
    """

    ids: frozenset[str]
    unroutable: frozenset[str] = frozenset()
    rejected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """A message taken from a queue.

    queue        the queue it came from
    id           event id; the same in every delivery of the same fact
    type         event name with its version; the queue's name for a command that says none
    body         decoded JSON
    redelivered  the broker may have delivered it before to a consumer that went away
    attempt      1 the first time, then one more after each failure of a handler
    """

    queue: str
    id: str
    type: str
    body: Any
    source: str | None = None
    time: datetime | None = None
    subject: str | None = None
    dataschema: str | None = None
    traceparent: str | None = None
    redelivered: bool = False
    attempt: int = 1
    reply_to: str | None = None
    correlation_id: str | None = None
    headers: Mapping[str, Any] = field(default_factory=dict)
