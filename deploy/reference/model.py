"""What the pages of the reference show, taken from the OpenAPI and AsyncAPI documents."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from deploy.documents.examples import example_of
from deploy.reference.fields import Field, field_of, fields_of, kind_of
from shared.web.openapi import RIGHTS

METHODS = ("get", "post", "put", "patch", "delete")
JSON = "application/json"


@dataclass(frozen=True)
class Content:
    """A body: its media types, its fields, an example; kind says what it is as a whole."""

    types: tuple[str, ...]
    kind: str
    fields: tuple[Field, ...]
    example: Any


@dataclass(frozen=True)
class Operation:
    """A route with a method."""

    id: str
    method: str
    address: str
    summary: str
    text: str
    access: str
    parameters: tuple[Field, ...]
    body: Content | None
    answers: tuple[tuple[str, Content | None], ...]
    refusals: tuple[str, ...]


@dataclass(frozen=True)
class Service:
    """A service and its operations."""

    name: str
    title: str
    address: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Message:
    """A fact or a command of the bus.

    others  who hears the fact, or takes the command
    """

    name: str
    summary: str
    text: str
    others: str
    content: Content


def service_of(name: str, document: dict[str, Any]) -> Service:
    """A service as its OpenAPI document describes it."""
    address = document["servers"][0]["url"]
    operations = (
        _operation(document, address, path, method)
        for path, item in document["paths"].items()
        for method in METHODS
        if method in item
    )
    return Service(name, document["info"]["title"], address, tuple(operations))


def messages_of(document: dict[str, Any], action: str) -> tuple[Message, ...]:
    """The facts (`send`) or the commands (`receive`) of the AsyncAPI document."""
    return tuple(_messages(document, action))


def _messages(document: dict[str, Any], action: str) -> Iterator[Message]:
    for operation in document["operations"].values():
        if operation["action"] == action:
            name = operation["channel"]["$ref"].rsplit("/", 1)[1]
            message, channel = document["components"]["messages"][name], document["channels"][name]
            schema = document["components"]["schemas"][name]
            content = Content(
                (message["contentType"],),
                "object",
                tuple(fields_of(schema, {})),
                message["examples"][0]["payload"],
            )
            yield Message(name, message["summary"], message.get("description", ""), _others(channel), content)


def _others(channel: dict[str, Any]) -> str:
    if "x-taken-by" in channel:
        return f"Taken by {channel['x-taken-by']}."
    if "x-heard-outside" in channel:
        return f"For outside: {channel['x-heard-outside']}."
    return f"Heard by {', '.join(channel['x-heard-by'])}."


def _operation(document: dict[str, Any], address: str, path: str, method: str) -> Operation:
    components = document["components"]["schemas"]
    item, operation = document["paths"][path], document["paths"][path][method]
    rights = operation.get(RIGHTS, [])
    return Operation(
        id=operation["operationId"],
        method=method.upper(),
        address=address + path,
        summary=operation["summary"],
        text=operation.get("description", "").partition("Needs one of these rights:")[0].strip(),
        access=_access(operation, rights),
        parameters=tuple(
            field_of(
                each["name"],
                each["schema"],
                each.get("required", False),
                components,
                text=_place_and_text(each),
            )
            for each in (*item.get("parameters", ()), *operation.get("parameters", ()))
        ),
        body=_content(operation.get("requestBody", {}).get("content", {}), components),
        answers=tuple(_answers(operation, components)),
        refusals=tuple(_refusals(operation)),
    )


def _access(operation: dict[str, Any], rights: list[str]) -> str:
    if operation.get("security") == []:
        return "Open to anyone."
    return f"Whoever holds `{'` or `'.join(rights)}`." if rights else "Whoever presents a valid token."


_PLACES = {
    "path": "In the address.",
    "query": "In the query.",
    "header": "A header.",
    "cookie": "A cookie.",
}


def _place_and_text(parameter: dict[str, Any]) -> str:
    place = _PLACES[parameter["in"]]
    return " ".join(filter(None, (place, parameter.get("description", ""))))


def _content(content: dict[str, Any], components: dict[str, Any]) -> Content | None:
    if not content:
        return None
    schema = content.get(JSON, next(iter(content.values()))).get("schema", {})
    return Content(
        types=tuple(sorted(content)),
        kind=kind_of(schema, components),
        fields=tuple(fields_of(schema, components)),
        example=example_of(schema, components) if JSON in content else None,
    )


def _answers(operation: dict[str, Any], components: dict[str, Any]) -> Iterator[tuple[str, Content | None]]:
    for status, answer in sorted(operation["responses"].items()):
        if status.startswith("2"):
            title = f"{status} {HTTPStatus(int(status)).phrase}"
            yield title, _content(answer.get("content", {}), components)


def _refusals(operation: dict[str, Any]) -> Iterator[str]:
    for status in sorted(operation["responses"]):
        if status.isdigit() and not status.startswith("2"):
            yield f"{status} {HTTPStatus(int(status)).phrase}"
