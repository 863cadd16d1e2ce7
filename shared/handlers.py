"""The table of what a service hears: it is the wiring, and the whole of it.

A handler is a plain function `(event, session) -> None`, called in one transaction with its inbox row. It does
not acknowledge, retry or catch: the bus owns that.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema
from sqlalchemy.orm import Session

from shared.events import name_of

Handle = Callable[[Any, Session], dict | None]


@dataclass(frozen=True)
class Subscription:
    """One line of the table.

    queue     where the message arrives: the service's own queue, a work queue of it, or an inbound queue
    type      routing key of the event, with its version; for a command, the name of its queue
    contract  the event's class, or the command's marshmallow schema
    once      a second delivery does nothing; what can be told at any time again needs no inbox row
    """

    queue: str
    type: str
    contract: type
    handle: Handle
    is_command: bool = False
    once: bool = True


class Handlers:
    """The handlers of one service, by queue and by type of message."""

    def __init__(self, service: str):
        self.service = service
        self._table: dict[tuple[str, str], Subscription] = {}

    def on(self, contract: type, queue: str | None = None, once: bool = True) -> Callable[[Handle], Handle]:
        """Hear an event; `queue` names a work queue, whose messages are shared out one by one."""
        name = f"{self.service}.{queue}" if queue else self.service
        return self._register(
            lambda handle: Subscription(name, name_of(contract), contract, handle, once=once)
        )

    def command(self, queue: str, schema: type[Schema]) -> Callable[[Handle], Handle]:
        """Take commands of other bank systems from an inbound queue; what is returned answers `reply_to`."""
        return self._register(lambda handle: Subscription(queue, queue, schema, handle, is_command=True))

    def _register(self, line: Callable[[Handle], Subscription]) -> Callable[[Handle], Handle]:
        def decorate(handle: Handle) -> Handle:
            subscription = line(handle)
            key = (subscription.queue, subscription.type)
            if key in self._table:
                raise RuntimeError(f"{self.service} hears {subscription.type} twice on {subscription.queue}")
            self._table[key] = subscription
            return handle

        return decorate

    def find(self, queue: str, message_type: str) -> Subscription | None:
        """The line for a message, if any; on an inbound queue every message is that queue's command."""
        return self._table.get((queue, message_type)) or self._table.get((queue, queue))

    def __iter__(self):
        return iter(self._table.values())
