"""docs/asyncapi.json: AsyncAPI 3.0 of the bus, drawn from the contracts and the handler tables."""

from typing import Any

from marshmallow import Schema

from deploy.documents.contracts import (
    PLATFORM,
    commands_of,
    description_of,
    json_schema,
    listeners_of,
    owner_of,
    summary_of,
)
from deploy.documents.event_map import OUTSIDE_ONLY
from deploy.documents.examples import example_of
from shared.bus.envelope import PREFIXES
from shared.bus.topology import EVENTS
from shared.events import registry, schema_of
from shared.service import Service

VERSION = "3.0.0"
ANSWERS = "answers"
_BINDING_VERSION = "0.3.0"
_PERSISTENT = 2
_DESCRIPTION = f"""\
Facts go to the topic exchange `{EVENTS}`; the routing key is the fact's name with its version. Their attributes are
CloudEvents 1.0 in AMQP headers. Who wants a fact binds a queue of its own; adding a field to a fact is safe, anything
else is a new version beside the old one.

Commands go to the inbound queues through the default exchange, with a `message_id` of the sender's. They are taken
once, answered on `reply_to` when it is given (a queue whose name begins with `replies.` or `amq.`), and refused to the
queue's dead letters with the reason. Amounts in facts are whole cents; rates are fractions of 1, in strings."""
_ANSWER = {
    "description": "What became of the command; or why it was refused, as a problem (RFC 9457) in French.",
    "type": "object",
    "properties": {
        "type": {"type": "string", "description": "Of a refusal: stable name of the kind of refusal"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "Of a refusal: the reason, in French"},
        "detail_en": {"type": "string", "description": "Of a refusal: the reason, in English"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}


def asyncapi(services: list[Service]) -> dict[str, Any]:
    """The whole document, from the point of view of the platform: it sends facts and receives commands."""
    document = _frame()
    for name, contract in registry().items():
        _add_message(document, name, contract, schema_of(contract))
        document["components"]["messages"][name]["traits"] = [
            {"$ref": "#/components/messageTraits/cloudEvent"}
        ]
        document["channels"][name] |= _fact_channel(name, services)
        document["operations"][f"send-{name}"] = _operation("send", name, contract)
    for service, line in commands_of(services):
        _add_message(document, line.type, line.handle, line.contract)
        document["channels"][line.type] |= _command_channel(service, line.queue)
        document["operations"][f"receive-{line.type}"] = (
            _operation("receive", line.type, line.handle) | _reply()
        )
    return document


def _frame() -> dict[str, Any]:
    return {
        "asyncapi": VERSION,
        "info": {"title": "Espace Prêts: the bus", "version": "v1", "description": _DESCRIPTION},
        "defaultContentType": "application/json",
        "servers": {
            "rabbitmq": {
                "host": "broker.prets.example.org:5672",
                "protocol": "amqp",
                "protocolVersion": "0.9.1",
                "description": "RabbitMQ. The embedded broker of one machine keeps the same promises in a file.",
                "security": [{"$ref": "#/components/securitySchemes/account"}],
            }
        },
        "channels": {ANSWERS: _answers_channel()},
        "operations": {},
        "components": {
            "securitySchemes": {
                "account": {"type": "userPassword", "description": "An account of the broker"}
            },
            "messageTraits": {"cloudEvent": {"headers": _cloud_event_headers()}},
            "messages": {ANSWERS: _answer_message()},
            "schemas": {ANSWERS: _ANSWER},
        },
    }


def _cloud_event_headers() -> dict[str, Any]:
    """The headers of every fact, as `shared.bus.envelope` writes them."""
    attributes = {
        "specversion": {"type": "string", "const": "1.0"},
        "id": {
            "type": "string",
            "format": "uuid",
            "description": "The same in every delivery of the same fact",
        },
        "type": {"type": "string", "description": "The fact's name with its version, also the routing key"},
        "source": {"type": "string", "description": "The service that tells it"},
        "time": {"type": "string", "format": "date-time", "description": "When it became true, in UTC"},
        "subject": {"type": "string", "description": "What the fact is about, if one thing"},
    }
    always = ("specversion", "id", "type", "source", "time")
    return {
        "type": "object",
        "properties": {f"{PREFIXES[0]}{name}": schema for name, schema in attributes.items()}
        | {"traceparent": {"type": "string", "description": "W3C trace context"}},
        "required": [f"{PREFIXES[0]}{name}" for name in always],
    }


def _add_message(document: dict[str, Any], name: str, documented: Any, schema: type[Schema]) -> None:
    payload = json_schema(schema)
    document["components"]["schemas"][name] = payload
    document["components"]["messages"][name] = _described(
        {
            "name": name,
            "contentType": "application/json",
            "payload": {"$ref": f"#/components/schemas/{name}"},
            "examples": [{"payload": example_of(payload)}],
        },
        documented,
    )
    document["channels"][name] = {
        "address": name,
        "messages": {name: {"$ref": f"#/components/messages/{name}"}},
    }


def _described(named: dict[str, Any], documented: Any) -> dict[str, Any]:
    description = description_of(documented)
    return {
        **named,
        "summary": summary_of(documented),
        **({"description": description} if description else {}),
    }


def _fact_channel(name: str, services: list[Service]) -> dict[str, Any]:
    exchange = {"name": EVENTS, "type": "topic", "durable": True, "autoDelete": False}
    channel: dict[str, Any] = {
        "bindings": {
            "amqp": {"is": "routingKey", "exchange": exchange, "bindingVersion": _BINDING_VERSION},
        },
        "x-heard-by": listeners_of(name, services),
    }
    return channel | ({"x-heard-outside": OUTSIDE_ONLY[name]} if name in OUTSIDE_ONLY else {})


def _command_channel(service: Service, name: str) -> dict[str, Any]:
    queue = {"name": name, "durable": True, "exclusive": False, "autoDelete": False}
    return {
        "bindings": {"amqp": {"is": "queue", "queue": queue, "bindingVersion": _BINDING_VERSION}},
        "x-taken-by": service.name,
    }


def _operation(action: str, name: str, documented: Any) -> dict[str, Any]:
    told_by = owner_of(name) if action == "send" else "inbound queues"
    tag = "every service" if told_by == PLATFORM else told_by
    return {
        "action": action,
        "summary": summary_of(documented),
        "channel": {"$ref": f"#/channels/{name}"},
        "messages": [{"$ref": f"#/channels/{name}/messages/{name}"}],
        "tags": [{"name": tag}],
        **(_fact_traits() if action == "send" else {}),
    }


def _fact_traits() -> dict[str, Any]:
    return {
        "bindings": {
            "amqp": {"deliveryMode": _PERSISTENT, "mandatory": True, "bindingVersion": _BINDING_VERSION}
        }
    }


def _reply() -> dict[str, Any]:
    return {
        "reply": {
            "address": {
                "location": "$message.header#/reply_to",
                "description": "AMQP's property reply_to; none, no answer",
            },
            "channel": {"$ref": f"#/channels/{ANSWERS}"},
            "messages": [{"$ref": f"#/channels/{ANSWERS}/messages/{ANSWERS}"}],
        }
    }


def _answers_channel() -> dict[str, Any]:
    return {
        "address": None,
        "description": "The queue that the sender of a command names in reply_to.",
        "messages": {ANSWERS: {"$ref": f"#/components/messages/{ANSWERS}"}},
    }


def _answer_message() -> dict[str, Any]:
    return {
        "name": ANSWERS,
        "summary": "The answer to a command; correlation_id is the command's, or else its message_id.",
        "contentType": "application/json",
        "payload": {"$ref": f"#/components/schemas/{ANSWERS}"},
    }
