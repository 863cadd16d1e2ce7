"""The documents that are generated: OpenAPI of each service, AsyncAPI, the map of events, worked examples."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Flask

from deploy import platform
from deploy.documents.asyncapi import asyncapi
from deploy.documents.event_map import event_map
from deploy.documents.mathematics import CHART, DOCUMENT, mathematics, revision_chart
from deploy.documents.offline import offline_services
from shared.operations import create_operations_app
from shared.service import Service

ROOT = Path(__file__).parents[2]
OPERATIONS = "operations"
"""The document of what every worker serves to operators, the same for each service."""


def write_documents(check: bool = False, root: Path = ROOT) -> list[str]:
    """Write every generated document that is not current; returns their paths. With check, only tell them."""
    stale = []
    for path, text in generated_documents(root):
        file = root / path
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            stale.append(path)
            if not check:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text, encoding="utf-8")
    return stale


def generated_documents(root: Path = ROOT) -> Iterator[tuple[str, str]]:
    """Each document's path and text."""
    yield DOCUMENT, mathematics(root)
    yield CHART, revision_chart()
    with offline_services() as services:
        for name, document in openapi_documents(services).items():
            yield f"docs/openapi/{name}.json", _json(document)
        yield "docs/asyncapi.json", _json(asyncapi(services))
        yield "docs/events.md", event_map(services)


def openapi_documents(services: list[Service]) -> dict[str, dict[str, Any]]:
    """The OpenAPI document of each service by its name, then that of operations."""
    documents = {service.name: _openapi(platform.create_app(service)) for service in services}
    return documents | {OPERATIONS: _operations(services[0])}


def _operations(service: Service) -> dict[str, Any]:
    document = _openapi(create_operations_app(service))
    document["info"]["title"] = "Operations"
    document["servers"] = [
        {
            "url": "/api/{service}/operations",
            "variables": {"service": {"default": service.name, "enum": list(platform.SERVICES)}},
        }
    ]
    return document


def _openapi(app: Flask) -> dict[str, Any]:
    return app.test_client().get("/openapi.json").get_json()


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"
