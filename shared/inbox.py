"""What happens to a message that arrives: one transaction holds its inbox row, the handler's effects and the facts
that follow from it, so that a second delivery finds the row and does nothing.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from typing import Any

import sqlalchemy as sa
from marshmallow import ValidationError
from sqlalchemy.exc import DataError, DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import Session

from shared import clock, tracing
from shared.bus import Delivery, Refused, Unavailable
from shared.db import insert_once, transaction
from shared.errors import Refusal, problem
from shared.events import from_json
from shared.handlers import Subscription
from shared.keepable import refuse_unkeepable
from shared.service import Service
from shared.tables import deliveries, inbox
from shared.validation import refusal_of

KEPT_DAYS = 120
"""Longer than an outbox keeps its facts, so that none that is sent again is ever taken twice."""


def receive(service: Service, delivery: Delivery) -> dict[str, Any] | None:
    """Handle a message once; returns what a command's sender is answered.

    Raises Refused for what can never be handled and Unavailable while the database is; anything else is tried again.
    """
    subscription = service.handlers.find(delivery.queue, delivery.type)
    if subscription is None:
        raise Refused(f"{service.name} has no handler for {delivery.type} on {delivery.queue}")
    message = _read(subscription, delivery)
    with service.active(), tracing.continued(delivery.type, delivery.traceparent):
        try:
            with _database_may_be_away():
                return _handle_once(subscription, delivery, message)
        except Refusal as refusal:
            raise _refused(refusal) from refusal
        except DataError as error:
            raise _refused(
                Refusal(), reason=f"The database cannot keep a value of it: {error.orig}"
            ) from error


@contextmanager
def _database_may_be_away() -> Iterator[None]:
    """Raise Unavailable for errors that say nothing of the message, only that no connection is to be had."""
    try:
        yield
    except DBAPIError as error:
        if isinstance(error, OperationalError | InterfaceError) or error.connection_invalidated:
            raise Unavailable(str(error.orig)) from error
        raise
    except PoolTimeout as error:
        raise Unavailable(str(error)) from error


def _read(subscription: Subscription, delivery: Delivery) -> Any:
    try:
        refuse_unkeepable(delivery.body)
        if subscription.is_command:
            return subscription.contract().load(delivery.body)
        return from_json(subscription.contract, delivery.body)
    except ValidationError as error:
        raise _refused(refusal_of(error, delivery.body)) from error
    except Refusal as refusal:
        raise _refused(refusal) from refusal


def _refused(refusal: Refusal, reason: str = "") -> Refused:
    """The refusal as the bus knows it; operators read a reason of their own where it is not for the sender."""
    english = problem(refusal, "en")
    return Refused(
        reason or english["detail"], answer=problem(refusal, "fr") | {"detail_en": english["detail"]}
    )


def _handle_once(subscription: Subscription, delivery: Delivery, message: Any) -> dict[str, Any] | None:
    with transaction() as session:
        if not subscription.once:
            return subscription.handle(message, session)
        if not insert_once(session, inbox, _inbox_row(delivery)):
            return session.scalar(sa.select(inbox.c.reply).where(*_this(delivery)))
        reply = subscription.handle(message, session)
        if reply is not None:
            session.execute(sa.update(inbox).where(*_this(delivery)).values(reply=reply))
        return reply


def _inbox_row(delivery: Delivery) -> dict[str, Any]:
    return {
        "queue": delivery.queue,
        "message_id": delivery.id,
        "source": delivery.source or "",
        "type": delivery.type,
        "told_at": delivery.time,
        "received_at": clock.now(),
    }


def _this(delivery: Delivery) -> tuple[sa.ColumnElement[bool], ...]:
    return inbox.c.queue == delivery.queue, inbox.c.message_id == delivery.id


class DeliveryCounter:
    """Counts, beyond the life of a worker, how often a message came back unfinished."""

    def __init__(self, service: Service):
        self.service = service

    def increment(self, message_id: str) -> int:
        """One more delivery; returns how many there were. Raises Unavailable while the database is."""
        with _database_may_be_away(), self.service.database.writing() as session:
            insert_once(
                session, deliveries, {"message_id": message_id, "attempts": 0, "last_at": clock.now()}
            )
            session.execute(
                sa.update(deliveries)
                .where(deliveries.c.message_id == message_id)
                .values(attempts=deliveries.c.attempts + 1, last_at=clock.now())
            )
            return session.scalar(
                sa.select(deliveries.c.attempts).where(deliveries.c.message_id == message_id)
            )

    def forget(self, message_id: str) -> None:
        """The message found its end."""
        with self.service.database.writing() as session:
            session.execute(sa.delete(deliveries).where(deliveries.c.message_id == message_id))


def receiver(service: Service) -> partial:
    """`receive` for one service, as a consumer calls it."""
    return partial(receive, service)


def purge_inbox(session: Session) -> int:
    """Forget messages received more than KEPT_DAYS ago; returns how many.

    With them go counts that nobody forgot: their consumer died, and another had the message handled.
    """
    horizon = clock.now() - timedelta(days=KEPT_DAYS)
    session.execute(sa.delete(deliveries).where(deliveries.c.last_at < horizon))
    return session.execute(sa.delete(inbox).where(inbox.c.received_at < horizon)).rowcount
