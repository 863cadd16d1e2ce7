"""What AsyncAPI 3.0.0 requires of a document such as ours, as a JSON Schema and as rules about references.

Source: the specification 3.0.0, sections "AsyncAPI Object" to "Correlation ID Object", and the AMQP bindings 0.3.0.
"""

import re
from collections.abc import Iterator
from typing import Any

_NAME = r"^[\w.\-]+$"
_TEXT = {"type": "string"}
_REFERENCE = {
    "type": "object",
    "required": ["$ref"],
    "properties": {"$ref": {"type": "string", "pattern": "^#/"}},
}


def _map_of(values: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "propertyNames": {"pattern": _NAME}, "additionalProperties": values}


def _object(required: list[str], **properties: dict[str, Any]) -> dict[str, Any]:
    """An object with these fields and extensions, and no other."""
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "patternProperties": {r"^x-[\w.\-]+$": {}},
        "additionalProperties": False,
    }


_TAGS = {"type": "array", "items": _object(["name"], name=_TEXT, description=_TEXT)}
_AMQP_CHANNEL = {
    "type": "object",
    "required": ["is", "bindingVersion"],
    "properties": {
        "is": {"enum": ["queue", "routingKey"]},
        "exchange": _object(
            ["name", "type"],
            name={"type": "string", "maxLength": 255},
            type={"enum": ["topic", "direct", "fanout", "default", "headers"]},
            durable={"type": "boolean"},
            autoDelete={"type": "boolean"},
            vhost=_TEXT,
        ),
        "queue": _object(
            ["name"],
            name={"type": "string", "maxLength": 255},
            durable={"type": "boolean"},
            exclusive={"type": "boolean"},
            autoDelete={"type": "boolean"},
            vhost=_TEXT,
        ),
        "bindingVersion": {"const": "0.3.0"},
    },
    "additionalProperties": False,
}
_AMQP_OPERATION = {
    "type": "object",
    "required": ["bindingVersion"],
    "properties": {
        "deliveryMode": {"enum": [1, 2]},
        "mandatory": {"type": "boolean"},
        "timestamp": {"type": "boolean"},
        "ack": {"type": "boolean"},
        "bindingVersion": {"const": "0.3.0"},
    },
    "additionalProperties": False,
}
_MESSAGE = _object(
    ["payload"],
    name=_TEXT,
    title=_TEXT,
    summary=_TEXT,
    description=_TEXT,
    contentType={"type": "string", "pattern": r"^[\w.+-]+/[\w.+-]+$"},
    headers={"type": "object"},
    payload={"type": "object"},
    traits={"type": "array", "items": _REFERENCE},
    examples={
        "type": "array",
        "items": {
            **_object([], name=_TEXT, summary=_TEXT, headers={"type": "object"}, payload={}),
            "minProperties": 1,
        },
    },
    tags=_TAGS,
)
_CHANNEL = _object(
    ["address", "messages"],
    address={"type": ["string", "null"]},
    title=_TEXT,
    summary=_TEXT,
    description=_TEXT,
    messages=_map_of(_REFERENCE),
    servers={"type": "array", "items": _REFERENCE},
    tags=_TAGS,
    bindings={"type": "object", "properties": {"amqp": _AMQP_CHANNEL}, "additionalProperties": False},
)
_REPLY = _object(
    [],
    address=_object(
        ["location"],
        location={"type": "string", "pattern": r"^\$message\.(header|payload)#/"},
        description=_TEXT,
    ),
    channel=_REFERENCE,
    messages={"type": "array", "items": _REFERENCE},
)
_OPERATION = _object(
    ["action", "channel"],
    action={"enum": ["send", "receive"]},
    channel=_REFERENCE,
    messages={"type": "array", "items": _REFERENCE, "minItems": 1},
    title=_TEXT,
    summary=_TEXT,
    description=_TEXT,
    reply=_REPLY,
    tags=_TAGS,
    bindings={"type": "object", "properties": {"amqp": _AMQP_OPERATION}, "additionalProperties": False},
)
_SERVER = _object(
    ["host", "protocol"],
    host={"type": "string", "pattern": r"^[^/]+$"},
    protocol=_TEXT,
    protocolVersion=_TEXT,
    description=_TEXT,
    security={"type": "array", "items": _REFERENCE},
)
DOCUMENT = _object(
    ["asyncapi", "info"],
    asyncapi={"type": "string", "pattern": r"^3\.0\.\d+$"},
    info=_object(["title", "version"], title=_TEXT, version=_TEXT, description=_TEXT),
    defaultContentType=_TEXT,
    servers=_map_of(_SERVER),
    channels=_map_of(_CHANNEL),
    operations=_map_of(_OPERATION),
    components=_object(
        [],
        schemas=_map_of({"type": "object"}),
        messages=_map_of(_MESSAGE),
        messageTraits=_map_of({"type": "object", "not": {"required": ["payload"]}}),
        securitySchemes=_map_of({"type": "object", "required": ["type"]}),
    ),
)


def references(value: Any) -> Iterator[str]:
    """Every `$ref` of a document."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)


def resolve(document: dict[str, Any], reference: str) -> Any:
    """What a reference leads to; raises KeyError where it leads nowhere."""
    found: Any = document
    for step in reference.removeprefix("#/").split("/"):
        found = found[re.sub("~1", "/", step).replace("~0", "~")]
    return found
