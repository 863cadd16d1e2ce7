"""The documents that are generated: OpenAPI of each service, AsyncAPI of the bus, the map of events."""

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema

from deploy import platform
from shared.bus.topology import EXCHANGE
from shared.events import registry, schema_of
from shared.handlers import Subscription
from shared.operations import create_operations_app
from shared.service import Service

ROOT = Path(__file__).parents[1]
OUTSIDE_ONLY: dict[str, str] = {
    "lending.loans_imported.v1": "accounting and reporting systems follow the growth of the portfolio",
    "lending.revision_completed.v1": "other bank systems start from it what they do after a revision",
    "identity.bank_system_registered.v1": "security monitoring",
    "notifications.letter_batch_closed.v1": "the mailing house picks the batch up",
}
"""Events that no service of ours hears, and who does."""


def write_documents(check: bool = False, root: Path = ROOT) -> list[str]:
    """Write every generated document that is not current; returns their paths. With check, only tell them."""
    stale = []
    for path, text in _documents():
        file = root / path
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(path)
            if not check:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
    return stale


def _documents() -> Iterator[tuple[str, str]]:
    with TemporaryDirectory() as folder:
        services = [_offline(name, Path(folder)) for name in platform.SERVICES]
        for service in services:
            yield f"docs/openapi/{service.name}.json", _openapi(platform.create_app(service))
        yield "docs/openapi/operations.json", _openapi(create_operations_app(services[0]))
        yield "docs/asyncapi.json", _json(asyncapi(services))
        yield "docs/events.md", event_map(services)
        for service in services:
            service.database.dispose()


def _offline(name: str, folder: Path) -> Service:
    """A service that is only asked what it is made of."""
    settings = platform.settings_for(
        name,
        {
            "DATABASE_URL": f"sqlite:///{folder}/{name}.sqlite",
            "BROKER_URL": f"embedded://{folder}/broker.sqlite",
            "TOKEN_KEYS_URL": f"file://{folder}/keys.json",
            "SIGNING_KEYS_FILE": f"{folder}/signing-keys.json",
            "SMTP_URL": "smtp://127.0.0.1:25",
            "PUBLIC_URL": "https://prets.example.org",
        },
    )
    return platform.create_service(name, settings)


def _openapi(app: Any) -> str:
    return _json(app.test_client().get("/openapi.json").get_json())


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def asyncapi(services: list[Service]) -> dict[str, Any]:
    """AsyncAPI 3.0: every event with its schema, every inbound queue with its command."""
    document: dict[str, Any] = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Espace Prêts: the bus",
            "version": "1",
            "description": (
                f"Facts go to the topic exchange `{EXCHANGE}` under their own names; attributes are CloudEvents 1.0 in"
                " AMQP headers (`cloudEvents:id`, `cloudEvents:type`, …). Commands go to the inbound queues through the"
                " default exchange, with a message_id of the sender's; they are taken once, answered on reply_to when"
                " given, and refused to the queue's dead letters with the reason."
            ),
        },
        "defaultContentType": "application/json",
        "channels": {},
        "operations": {},
        "components": {"messages": {}, "schemas": {}},
    }
    for name, contract in registry().items():
        _add_message(document, name, schema_of(contract), contract.__doc__, action="receive")
    for line in _commands(services):
        _add_message(document, line.type, line.contract, line.handle.__doc__, action="send")
    return document


def _commands(services: list[Service]) -> list[Subscription]:
    lines = [line for service in services for line in service.handlers if line.is_command]
    return sorted(lines, key=lambda line: line.type)


def _add_message(
    document: dict[str, Any], name: str, schema: type[Schema], text: str | None, action: str
) -> None:
    """One channel, one message, one operation; the action is that of a system outside the platform."""
    summary, _, description = (text or "").strip().partition("\n\n")
    components = document["components"]
    components["schemas"][name] = _inline_schema(schema)
    components["messages"][name] = {
        "name": name,
        "summary": " ".join(summary.split()),
        **({"description": _unindented(description)} if description else {}),
        "payload": {"$ref": f"#/components/schemas/{name}"},
    }
    document["channels"][name] = {
        "address": name,
        "messages": {name: {"$ref": f"#/components/messages/{name}"}},
        "bindings": {"amqp": {"is": "routingKey" if action == "receive" else "queue"}},
    }
    document["operations"][f"{action}-{name}"] = {
        "action": action,
        "channel": {"$ref": f"#/channels/{name}"},
    }


def _unindented(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().splitlines())


def _inline_schema(schema: type[Schema]) -> dict[str, Any]:
    """A JSON Schema with everything nested in place."""
    converter = OpenAPIConverter("3.1.0", schema_name_resolver=lambda _schema: None, spec=None)
    converter.add_attribute_function(lambda _self, field, **_: dict(getattr(field, "openapi", {})))
    return converter.schema2jsonschema(schema())


def event_map(services: list[Service]) -> str:
    """Who tells what to whom, as a Mermaid picture and a table."""
    heard = {
        name: sorted({s.name for s in services for line in s.handlers if line.type == name})
        for name in registry()
    }
    lines = [
        "# Events",
        "",
        "Generated by `make docs` from the contracts and the handler tables.",
        "",
        "```mermaid",
    ]
    lines += [
        "flowchart LR",
        *_arrows(heard),
        "```",
        "",
        "| event | told by | heard by | what it says |",
        "|---|---|---|---|",
    ]
    for name, contract in registry().items():
        summary = " ".join(contract.__doc__.strip().partition("\n\n")[0].split())
        listeners = ", ".join(heard[name]) or f"outside: {OUTSIDE_ONLY.get(name, '')}"
        lines.append(f"| `{name}` | {name.partition('.')[0]} | {listeners} | {summary} |")
    lines += [
        "",
        "Inbound queues, for commands of other bank systems:",
        "",
        "| queue | taken by | what it takes |",
        "|---|---|---|",
    ]
    takers = {line.type: service.name for service in services for line in service.handlers if line.is_command}
    for line in _commands(services):
        lines.append(
            f"| `{line.type}` | {takers[line.type]} | {' '.join((line.handle.__doc__ or '').split())} |"
        )
    return "\n".join(lines) + "\n"


def _arrows(heard: dict[str, list[str]]) -> list[str]:
    facts: dict[tuple[str, str], list[str]] = {}
    for name, listeners in heard.items():
        for listener in listeners:
            facts.setdefault((name.partition(".")[0], listener), []).append(name.split(".")[1])
    return [
        f'    {teller} -- "{"<br/>".join(names)}" --> {listener}'
        for (teller, listener), names in sorted(facts.items())
    ]
