"""The API reference, for people: pages made from the OpenAPI and AsyncAPI documents, served at /docs.

Nothing of it comes from elsewhere: no script, no font, no third party.
"""

import importlib
import json
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from deploy.documents import OPERATIONS, openapi_documents
from deploy.documents.asyncapi import asyncapi
from deploy.documents.examples import PROBLEM
from deploy.reference.model import messages_of, service_of
from shared import idempotency, pagination
from shared.service import Service
from shared.tokens import LIFETIME_SECONDS_MAX
from shared.web.bodies import BODY_BYTES_MAX

BUS = "bus"
_FOLDER = Path(__file__).parent
_ABOUT_OPERATIONS = "What operators do with the messages of a service: its queues, its dead letters."
_FACTS = {
    "token_seconds": LIFETIME_SECONDS_MAX,
    "key_hours": idempotency.KEPT_HOURS,
    "limit_max": pagination.LIMIT_MAX,
    "limit_default": pagination.LIMIT_DEFAULT,
    "body_megabytes": BODY_BYTES_MAX // 1_000_000,
}
_JSON_PART = re.compile(
    r'(?P<key>"[^"\\]*(?:\\.[^"\\]*)*")(?=:)|(?P<text>"[^"\\]*(?:\\.[^"\\]*)*")|(?P<word>-?\d[\d.]*|true|false|null)'
)


def pages(services: list[Service]) -> dict[str, tuple[str, str]]:
    """Every page and document under /docs/: its media type and its text, by path; the first page's is empty."""
    documents, bus = openapi_documents(services), asyncapi(services)
    made = {
        f"openapi/{name}.json": ("application/json", _json(document)) for name, document in documents.items()
    }
    made["asyncapi.json"] = ("application/json", _json(bus))
    return made | {path: ("text/html; charset=utf-8", text) for path, text in _html(documents, bus)}


def write_pages(services: list[Service], folder: Path) -> list[Path]:
    """Write every page as a file, for a server of files; returns the files."""
    written = []
    for path, (media_type, text) in pages(services).items():
        file = folder / (f"{path or 'index'}.html" if "html" in media_type else path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        written.append(file)
    return written


class Reference:
    """The WSGI application that serves the pages; they are made when somebody first asks."""

    def __init__(self, services: list[Service]):
        self.services = services
        self._pages: dict[str, tuple[str, str]] = {}

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        """Serve one page to whoever asks: what the API is holds no secret."""
        path = environ.get("PATH_INFO", "")
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _answer(
                start_response, "405 Method Not Allowed", "text/plain", "GET\n", [("Allow", "GET, HEAD")]
            )
        if not path:  # links lead on from /docs/
            there = [("Location", f"{environ.get('SCRIPT_NAME', '')}/")]
            return _answer(start_response, "308 Permanent Redirect", "text/plain", "", there)
        self._pages = self._pages or pages(self.services)
        if path[1:] not in self._pages:
            return _answer(start_response, "404 Not Found", "text/plain", "No such page.\n")
        return _answer(start_response, "200 OK", *self._pages[path[1:]])


def _answer(
    start_response: Callable, status: str, media_type: str, text: str, more: Iterable[tuple[str, str]] = ()
) -> list[bytes]:
    body = text.encode()
    headers = [
        ("Content-Type", media_type),
        ("Content-Length", str(len(body))),
        ("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        *more,
    ]
    start_response(status, headers)
    return [body]


def _html(documents: dict[str, dict], bus: dict[str, Any]) -> Iterable[tuple[str, str]]:
    services = [service_of(name, document) for name, document in documents.items()]
    environment = _environment()
    shared = {
        "services": services,
        "about": {each.name: _about(each.name) for each in services},
        "facts": _FACTS,
    }
    yield "", environment.get_template("index.html.j2").render(**shared, here="", problem=PROBLEM)
    for service in services:
        yield (
            service.name,
            environment.get_template("service.html.j2").render(**shared, here=service.name, service=service),
        )
    told, taken = messages_of(bus, "send"), messages_of(bus, "receive")
    headers = bus["components"]["messageTraits"]["cloudEvent"]["headers"]
    yield (
        BUS,
        environment.get_template("bus.html.j2").render(
            **shared, here=BUS, info=bus["info"], told=told, taken=taken, headers=headers
        ),
    )


def _about(name: str) -> str:
    return (
        _ABOUT_OPERATIONS if name == OPERATIONS else importlib.import_module(f"services.{name}").__doc__ or ""
    )


def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "said": _said,
        "paragraphs": _paragraphs,
        "coloured": _coloured,
        "anchor": _anchor,
    }
    environment.globals["style"] = Markup((_FOLDER / "style.css").read_text(encoding="utf-8"))  # noqa: S704 - our own file
    return environment


def _said(text: str) -> Markup:
    """Text with its `code` shown as code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))  # noqa: S704 - escaped before


def _paragraphs(text: str) -> list[str]:
    return [part for part in re.split(r"\n\s*\n", text.strip()) if part]


def _anchor(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _coloured(value: Any) -> Markup:
    """A value as JSON, its parts told apart by colour."""
    return Markup("").join(_parts(json.dumps(value, ensure_ascii=False, indent=2)))


def _parts(text: str) -> Iterable[str]:
    place = 0
    for found in _JSON_PART.finditer(text):
        yield escape(text[place : found.start()])
        yield Markup('<span class="{}">{}</span>').format(found.lastgroup, found[0])
        place = found.end()
    yield escape(text[place:])


def _json(document: Any) -> str:
    return json.dumps(document, ensure_ascii=False)
