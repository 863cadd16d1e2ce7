"""CloudEvents 1.0 in AMQP 0.9.1, binary mode: attributes in headers, the JSON of the event as the body."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from amqp import Message

from shared.bus.messages import Delivery, Outgoing
from shared.bus.topology import EVENTS

PREFIXES = ("cloudEvents:", "cloudEvents_")
"""The AMQP binding allows both; we write the first."""
BODY_BYTES_MAX = 8 * 1024 * 1024
SHORT_CHARACTERS_MAX = 255
"""AMQP's limit on a message's id and type, which we write on answers and dead letters too."""
TEXT_CHARACTERS_MAX = 1_000
PERSISTENT = 2
ATTEMPT = "attempt"


class Undecodable(Exception):
    """A message that breaks the envelope's own rules, before any handler sees it."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A raw message and where it goes. An empty exchange leads straight to the queue named by `key`."""

    message: Message
    exchange: str
    key: str


def encode(outgoing: Outgoing) -> Parcel:
    """Raises ValueError on a body larger than BODY_BYTES_MAX: it would stop the queue it goes to."""
    if len(outgoing.body) > BODY_BYTES_MAX:
        raise ValueError(
            f"{outgoing.type} {outgoing.id}: body of {len(outgoing.body)} bytes, at most {BODY_BYTES_MAX}"
        )
    properties = {
        "content_type": "application/json",
        "delivery_mode": PERSISTENT,
        "message_id": outgoing.id,
        "type": outgoing.type,
        "application_headers": _headers(outgoing),
        "reply_to": outgoing.reply_to,
        "correlation_id": outgoing.correlation_id,
    }
    message = Message(
        outgoing.body, **{name: value for name, value in properties.items() if value is not None}
    )
    if outgoing.to_queue is not None:
        return Parcel(message, "", outgoing.to_queue)
    return Parcel(message, EVENTS, outgoing.type)


def _headers(outgoing: Outgoing) -> dict[str, Any]:
    attributes = {
        "specversion": "1.0",
        "id": outgoing.id,
        "type": outgoing.type,
        "source": outgoing.source,
        "time": outgoing.time.isoformat(),
        "subject": outgoing.subject,
        "dataschema": outgoing.dataschema,
    }
    headers = {f"{PREFIXES[0]}{name}": value for name, value in attributes.items() if value}
    if outgoing.traceparent:
        headers["traceparent"] = outgoing.traceparent
    return headers | dict(outgoing.headers)


def decode(message: Message, queue: str) -> Delivery:
    """Read a message taken from a queue; raises Undecodable, in words meant for whoever sent it."""
    headers = message.properties.get("application_headers") or {}
    return Delivery(
        queue=queue,
        id=_identifier(message, headers),
        type=_short(_attribute(headers, "type") or message.properties.get("type") or queue, "type"),
        body=_body(message),
        source=_text(_attribute(headers, "source"), "source"),
        time=_instant(_attribute(headers, "time")),
        subject=_text(_attribute(headers, "subject"), "subject"),
        dataschema=_text(_attribute(headers, "dataschema"), "dataschema"),
        traceparent=_text(headers.get("traceparent"), "traceparent"),
        redelivered=bool(message.delivery_info.get("redelivered")),
        attempt=attempt_of(message),
        reply_to=message.properties.get("reply_to"),
        correlation_id=message.properties.get("correlation_id"),
        headers=headers,
    )


def attempt_of(message: Message) -> int:
    """1 for a message that never failed."""
    attempt = (message.properties.get("application_headers") or {}).get(ATTEMPT)
    return attempt if isinstance(attempt, int) and attempt > 0 else 1


def raw_body(message: Message) -> bytes:
    """The body as bytes; kombu's own producers write text."""
    return message.body.encode() if isinstance(message.body, str) else bytes(message.body)


def _attribute(headers: dict[str, Any], name: str) -> Any:
    return next((headers[prefix + name] for prefix in PREFIXES if prefix + name in headers), None)


def _identifier(message: Message, headers: dict[str, Any]) -> str:
    """What makes a second delivery recognisable; without it a message cannot be handled just once."""
    identifier = message.properties.get("message_id") or _short(_attribute(headers, "id"), "id")
    if not identifier:
        raise Undecodable("message_id is missing: it is what a second delivery is recognised by")
    return identifier


def _short(value: Any, name: str) -> str | None:
    return _text(value, name, SHORT_CHARACTERS_MAX)


def _text(value: Any, name: str, most: int = TEXT_CHARACTERS_MAX) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str) or len(value.encode()) > most:
        raise Undecodable(f"header {name} must be a text of at most {most} characters")
    return value


def _instant(value: Any) -> datetime | None:
    text = _text(value, "time")
    if text is None:
        return None
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise Undecodable(f"header time is not an instant (RFC 3339): {text}") from error
    if instant.tzinfo is None:
        raise Undecodable(f"header time must say its offset from UTC: {text}")
    return instant


def _body(message: Message) -> Any:
    body = raw_body(message)
    if len(body) > BODY_BYTES_MAX:
        raise Undecodable(f"body of {len(body)} bytes, at most {BODY_BYTES_MAX}")
    try:
        return json.loads(body.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Undecodable(f"body is not JSON in UTF-8: {error}") from error


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a JSON value")
