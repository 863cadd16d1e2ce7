"""What operators do with a service's messages: see how its queues stand, read dead letters, replay and discard them.

Served by workers, which hold the broker's address; web processes never open a connection to it.
"""

from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from flask import Flask
from marshmallow import Schema, fields, validate

from shared.auth import requires
from shared.bus import BusUnavailable, DeadLetter, DeadLetters, Queue, declare, status
from shared.db import reading
from shared.errors import Missing, Refusal
from shared.outbox import outbox_backlog
from shared.service import Service
from shared.tables import inbox, outbox
from shared.web import Blueprint, create_web_app

WORK_PREFETCH = 1
"""Long work is handed out one piece at a time, so that idle workers find some."""


class BrokerAway(Refusal):
    status = 503
    french = "Le courtier de messages ne répond pas ; rien n'est perdu, réessayez dans un instant."
    english = "The message broker does not answer; nothing is lost, try again in a moment."


def queues_of(service: Service) -> list[Queue]:
    """The queues a service takes messages from: its own, its work queues, the inbound queues it answers."""
    keys: dict[str, list[str]] = {}
    for line in service.handlers:
        bound = keys.setdefault(line.queue, [])
        if not line.is_command:
            bound.append(line.type)
    work = f"{service.name}."
    return [
        Queue(name, keys=tuple(types), prefetch=WORK_PREFETCH)
        if name.startswith(work)
        else Queue(name, keys=tuple(types))
        for name, types in keys.items()
    ]


def declare_queues(service: Service) -> None:
    """Make a service's queues and bindings, so that facts told from now on wait for it; raises BusUnavailable."""
    settings = service.settings
    declare(settings.broker_url, queues_of(service), broker_nodes=settings.broker_nodes)


class QueueSchema(Schema):
    """How a queue stands."""

    name = fields.String()
    ready = fields.Integer()
    unacked = fields.Integer(allow_none=True)
    consumers = fields.Integer()
    retrying = fields.Integer()
    dead = fields.Integer()


class BusReportSchema(Schema):
    """How a service stands with the bus.

    published, unpublished  facts of its outbox
    oldest_seconds          how long the oldest unpublished fact has waited; 0 without any
    received                messages of its inbox
    told                    by type, facts of its outbox
    heard                   by type that it hears, facts of its inbox: as many as all services told, unless some are
                            on their way (RabbitMQ does not count those that a worker holds as waiting)
    waiting                 messages in its queues, retries included
    dead                    its dead letters
    """

    published = fields.Integer()
    unpublished = fields.Integer()
    oldest_seconds = fields.Float()
    received = fields.Integer()
    told = fields.Dict(fields.String(), fields.Integer())
    heard = fields.Dict(fields.String(), fields.Integer())
    waiting = fields.Integer()
    dead = fields.Integer()
    queues = fields.List(fields.Nested(QueueSchema))


class DeadLetterSchema(Schema):
    """A message that could not be handled, and why."""

    id = fields.String()
    queue = fields.String()
    message_id = fields.String()
    type = fields.String()
    reason = fields.String()
    attempts = fields.Integer()
    died_at = fields.AwareDateTime(allow_none=True)


class DeadLetterSheetSchema(DeadLetterSchema):
    """A dead letter with what it says and where its handler failed."""

    traceback = fields.String()
    body = fields.String()


class DeadLettersQuerySchema(Schema):
    """Of which queue."""

    queue = fields.String(validate=validate.Length(max=120), load_default=None)


class SettledSchema(Schema):
    """How many dead letters were replayed or discarded."""

    settled = fields.Integer()


def create_operations_app(service: Service) -> Flask:
    """The web application that a service's worker serves to operators."""
    return create_web_app(service, [_blueprint(service)], title=f"{service.name.capitalize()}: operations")


def _blueprint(service: Service) -> Blueprint:
    blueprint = Blueprint("operations", __name__)
    operations = _Operations(service)

    @blueprint.get("/bus")
    @requires("operator")
    @blueprint.response(200, BusReportSchema)
    def read_bus():
        """How the service stands with the bus: outbox, inbox, queues, dead letters."""
        return operations.report()

    @blueprint.get("/dead-letters")
    @requires("operator")
    @blueprint.arguments(DeadLettersQuerySchema, location="query")
    @blueprint.response(200, DeadLetterSchema(many=True))
    def list_dead_letters(query):
        """The dead letters, oldest first."""
        return operations.dead_letters(lambda letters: letters.list(query["queue"]))

    @blueprint.get("/dead-letters/<letter_id>")
    @requires("operator")
    @blueprint.response(200, DeadLetterSheetSchema)
    def read_dead_letter(letter_id):
        """One dead letter, with its content and the reason."""
        return operations.dead_letters(lambda letters: letters.show(letter_id))

    @blueprint.post("/dead-letters/<letter_id>/replay")
    @requires("operator")
    @blueprint.response(200, SettledSchema)
    def replay_dead_letter(letter_id):
        """Send a dead letter, or `all`, back to its queue."""
        return {"settled": operations.dead_letters(lambda letters: letters.replay(letter_id))}

    @blueprint.delete("/dead-letters/<letter_id>")
    @requires("operator")
    @blueprint.response(200, SettledSchema)
    def discard_dead_letter(letter_id):
        """Drop a dead letter, or `all`, for good."""
        return {"settled": operations.dead_letters(lambda letters: letters.discard(letter_id))}

    return blueprint


_TOLD = sa.select(outbox.c.type, sa.func.count()).group_by(outbox.c.type)
_RECEIVED = sa.select(inbox.c.queue, inbox.c.type, sa.func.count()).group_by(inbox.c.queue, inbox.c.type)


class _Operations:
    """The operators' questions about one service."""

    def __init__(self, service: Service):
        self.service = service
        self.names = [queue.name for queue in queues_of(service)]

    def report(self) -> dict[str, Any]:
        """Outbox, inbox and queues, as BusReportSchema writes them."""
        with reading() as session:
            unpublished, oldest_seconds = outbox_backlog(session)
            told = dict(session.execute(_TOLD).tuples().all())
            received = {(queue, name): facts for queue, name, facts in session.execute(_RECEIVED)}
        queues = self._reached(lambda: status(self.service.settings.broker_url, self.names)).queues
        return {
            "published": sum(told.values()) - unpublished,
            "unpublished": unpublished,
            "oldest_seconds": oldest_seconds,
            "received": sum(received.values()),
            "told": told,
            "heard": {
                line.type: received.get((line.queue, line.type), 0)
                for line in self.service.handlers
                if line.once and not line.is_command
            },
            "waiting": sum(queue.ready + (queue.unacked or 0) + queue.retrying for queue in queues),
            "dead": sum(queue.dead for queue in queues),
            "queues": [asdict(queue) for queue in queues],
        }

    def dead_letters(self, do: Any) -> DeadLetter | list[DeadLetter] | int:
        """Do something with this service's dead letters; an id or a queue that is not there is Missing."""
        settings = self.service.settings
        letters = DeadLetters(settings.broker_url, self.names, broker_nodes=settings.broker_nodes)
        try:
            return self._reached(lambda: do(letters))
        except KeyError:
            raise Missing() from None

    def _reached(self, ask: Any) -> Any:
        try:
            return ask()
        except BusUnavailable as error:
            raise BrokerAway(retry_after_seconds=5) from error
