"""A real Chromium before the real platform: six services, their workers, e-mails, the client behind the gateway."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import make_server

from deploy import web_client
from deploy.demo import bank
from deploy.demo.people import open_the_bank
from deploy.demo.run import DEMONSTRATION_DATE
from deploy.embedded import Embedded, Platform
from tests.e2e.browser.mailbox import Mailbox
from tests.servers.hosts import free_port
from tests.servers.packages import find_chromium

SEEN_MILLISECONDS_MAX = 20_000
DESK = {"width": 1280, "height": 900}


@pytest.fixture(scope="session")
def built_client() -> Path:
    """The client as it is served, built from the sources as they are, with axe beside it."""
    web_client.prepare_checks()
    web_client.build()
    return web_client.BUILT


@pytest.fixture(scope="session")
def portal(built_client, tmp_path_factory) -> Iterator["Portal"]:
    """The platform with the people of the demonstration bank and the history of the rates; no loan."""
    with open_portal(tmp_path_factory.mktemp("platform")) as opened:
        yield opened


@contextmanager
def open_portal(folder: Path) -> Iterator["Portal"]:
    """A platform of its own: for journeys that decide what others would have to decide again."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    running = Platform(Embedded(folder, address, DEMONSTRATION_DATE))
    open_the_bank({service.name: service for service in running.services})
    server = make_server("127.0.0.1", port, running.wsgi(), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    running.start()
    yield Portal(address, Mailbox(folder / "mails"), running)
    running.stop()
    server.shutdown()
    thread.join()
    server.server_close()


class Portal:
    """Where people go, and their e-mails."""

    def __init__(self, address: str, mails: Mailbox, platform: Platform):
        self.address, self.mails, self.platform = address, mails, platform
        self.services = {service.name: service for service in platform.services}


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    expect.set_options(timeout=SEEN_MILLISECONDS_MAX)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(portal, chromium) -> Iterator[Callable[..., Page]]:
    """Open a browser of one's own on a path: visit("/connexion", width=320, scheme="dark"). Faults on a page fail."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def open_page(path: str = "/", scheme: str = "light", locale: str = "fr-FR", width: int = 1280) -> Page:
        context = chromium.new_context(
            base_url=portal.address,
            locale=locale,
            color_scheme=scheme,
            viewport=DESK | {"width": width},
            reduced_motion="reduce",
        )
        contexts.append(context)
        context.set_default_timeout(SEEN_MILLISECONDS_MAX)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda line: _note(line, faults))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


def _note(line, faults: list[str]) -> None:
    """What the browser itself calls an error; refusals of the API (4xx) are part of the trade."""
    if line.type == "error" and "Failed to load resource" not in line.text:
        faults.append(line.text)


@pytest.fixture
def log_in(visit) -> Callable[..., Page]:
    """A page where a person of the demonstration bank, or anyone with a password, is logged in."""

    def enter(login: str, password: str = bank.DEMONSTRATION_PASSWORD, path: str = "/", **options) -> Page:
        page = visit(f"/connexion?suite={path}", **options)
        page.get_by_label("Identifiant ou adresse e-mail").fill(login)
        page.get_by_label("Mot de passe", exact=True).fill(password)
        page.get_by_role("button", name="Se connecter").click()
        expect(page.get_by_role("button", name="Mon compte")).to_be_visible()
        return page

    return enter
