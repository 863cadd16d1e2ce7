"""The API reference is whole, leads nowhere wrong, and asks nothing of anyone else."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin

import pytest
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.test import Client

from deploy.documents.offline import offline_services
from deploy.reference import Reference, write_pages
from services.identity.schemas import GrantSchema
from shared.events import registry
from tests.contract.documents import OPENAPI, operations
from tests.contract.test_asyncapi import QUEUES

PAGES = ["", *OPENAPI, "bus"]


@pytest.fixture(scope="module")
def reader() -> Iterator[Client]:
    """Who reads it at the platform's address."""
    with offline_services() as services:
        yield Client(
            DispatcherMiddleware(
                lambda _environ, start: start("404 Not Found", []) or [], {"/docs": Reference(services)}
            )
        )


class Page(HTMLParser):
    """What a page leads to, what can be led to on it, and which elements it has."""

    def __init__(self, text: str):
        super().__init__()
        self.links: list[str] = []
        self.anchors: set[str] = set()
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = dict(attributes)
        self.tags.add(tag)
        self.links += [given["href"]] if given.get("href") else []
        self.anchors |= {given["id"]} if given.get("id") else set()


def _page(reader: Client, path: str) -> Page:
    answer = reader.get(f"/docs/{path}")
    assert answer.status_code == 200, path
    return Page(answer.text)


def test_every_operation_has_its_place(reader):
    anchors = {name: _page(reader, name).anchors for name in OPENAPI}
    for key, (_, _, operation) in operations().items():
        assert operation["operationId"] in anchors[key.partition(" ")[0]], key


def test_every_fact_and_command_has_its_place(reader):
    text = reader.get("/docs/bus").text
    for name in {*registry(), *QUEUES}:
        assert f">{name}</span></h2>" in text


@pytest.mark.parametrize("path", PAGES)
def test_every_link_leads_somewhere(reader, path):
    for link in _page(reader, path).links:
        place, _, anchor = urljoin(f"/docs/{path}", link).partition("#")
        answer = reader.get(place)
        assert answer.status_code == 200, link
        assert not anchor or anchor in Page(answer.text).anchors, link


@pytest.mark.parametrize("path", PAGES)
def test_a_page_runs_nothing_and_fetches_nothing(reader, path):
    answer = reader.get(f"/docs/{path}")
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert not Page(answer.text).tags & {"script", "img", "iframe", "link", "object", "form"}
    assert not re.search(r"@import|url\(|src=", answer.text)


def test_it_can_only_be_read_and_says_what_is_not_there(reader):
    assert reader.post("/docs/").status_code == 405
    assert reader.get("/docs/nowhere").status_code == 404
    there = reader.get("/docs")
    assert (there.status_code, there.headers["Location"]) == (308, "/docs/")


def test_code_in_texts_is_shown_as_code(reader):
    assert "<code>Session</code>" in reader.get("/docs/identity").text


def test_the_first_request_it_teaches_is_one(reader):
    shown = re.search(r"-d '(\{.*?\})'", reader.get("/docs/").text)
    assert GrantSchema().load(json.loads(shown[1]))["grant_type"] == "client_credentials"


def test_it_can_be_written_as_files_for_a_server_of_files(tmp_path):
    with offline_services() as services:
        files = write_pages(services, tmp_path)
    assert {"index.html", "bus.html", "asyncapi.json"} <= {file.name for file in files}
