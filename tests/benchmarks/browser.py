"""What a borrower of 15,000 loans waits for in the browser: sorting, searching, filtering, in time of its thread,
and how smoothly the list is scrolled.

`python -m tests.benchmarks.browser` prints two tables. The client is the built one, in Chromium; its loans are invented
here and served with it, so that only the browser works while it is measured. Ratios are to a bare sort of as many
numbers in the same page at the same moment.
"""

import json
import logging
import random
import statistics
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import pairwise
from threading import Thread
from uuid import UUID

from playwright.sync_api import CDPSession, Page, expect, sync_playwright
from rich.console import Console
from rich.table import Table
from werkzeug.serving import make_server

from deploy import web_client
from deploy.gateway.client_files import ClientFiles
from tests.servers.hosts import free_port
from tests.servers.packages import find_chromium

LOANS, TURNS, WANTED_MS = 15_000, 8, 100
QUIET_MILLISECONDS = 500
PRODUCTS = ("PLUS", "PLAI", "PLS", "PAM", "CPLS", "PHARE", "ECO_PRET", "PLUS_FONCIER")
STRUCTURE = str(UUID(int=15_000))
SPEEDS = {"read while scrolling": 1_200, "scroll fast": 6_000, "throw": 24_000}
"""Pixels a second."""
SCROLLED_SECONDS = 4
FRAME_MS = 1_000 / 60
WATCH_FRAMES = """() => {
  const frames = window.__frames = [];
  const next = (time) => { frames.push(time); window.__watching && requestAnimationFrame(next); };
  window.__watching = true;
  requestAnimationFrame(next);
}"""
BARE_SORT = """count => {
  const all = Array.from({ length: count }, Math.random), begun = performance.now();
  all.sort((one, other) => one - other);
  return performance.now() - begun;
}"""


def run() -> None:
    """Measure and print."""
    web_client.build()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line a request would bury the table
    with _client() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        desk = {"locale": "fr-FR", "viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
        page = browser.new_page(base_url=address, **desk)
        page.goto("/mes-prets")
        expect(page.get_by_text(f"{LOANS:,} lignes".replace(",", "\u202f"))).to_be_visible(timeout=60_000)
        page.wait_for_timeout(5 * QUIET_MILLISECONDS)  # words are written down while the browser rests
        _print_scrolled([(name, _scrolled(page, speed)) for name, speed in SPEEDS.items()])
        _print(list(_measured(page)))
        browser.close()


def _scrolled(page: Page, speed: int) -> tuple[list[float], float]:
    """Milliseconds between the frames that were drawn while the list was scrolled, and of the thread's work in all."""
    box = page.get_by_role("table").first.locator("..").bounding_box()
    thread = _ThreadTime(page)
    page.evaluate(WATCH_FRAMES)
    before = thread.worked()
    page.context.new_cdp_session(page).send(
        "Input.synthesizeScrollGesture",
        {
            "x": box["x"] + box["width"] / 2,
            "y": box["y"] + box["height"] / 2,
            "yDistance": -speed * SCROLLED_SECONDS,
            "speed": speed,
            "gestureSourceType": "mouse",
        },
    )
    worked = (thread.worked() - before) * 1_000
    times = page.evaluate("window.__watching = false, window.__frames")
    return [after - before for before, after in pairwise(times)], worked


def _print_scrolled(rows: list[tuple[str, tuple[list[float], float]]]) -> None:
    table = Table("15,000 loans", "Frames", "Dropped", "99 of 100 within", "Longest", "Thread's work a frame")
    for name, (frames, worked) in rows:
        dropped = sum(round(each / FRAME_MS) - 1 for each in frames if each > 1.5 * FRAME_MS)
        share = f"{dropped} ({dropped / (len(frames) + dropped):.1%})"
        within = f"{statistics.quantiles(frames, n=100)[-1]:.0f} ms"
        work = f"{worked / len(frames):.1f} of {FRAME_MS:.1f} ms"
        table.add_row(name, str(len(frames)), share, within, f"{max(frames):.0f} ms", work)
    Console(width=110).print(table)


def _print(rows: list[tuple[str, list[float], list[float]]]) -> None:
    table = Table(
        "15,000 loans", "First", "Median", "Longest", "Median as bare sorts", f"Wanted ≤ {WANTED_MS} ms"
    )
    for name, taken, bare in rows:
        ratio = statistics.median(taken) / statistics.median(bare)
        verdict = "yes" if statistics.median(taken) <= WANTED_MS else "no"
        shown = (f"{figure:.0f} ms" for figure in (taken[0], statistics.median(taken), max(taken)))
        table.add_row(name, *shown, f"{ratio:.0f}", verdict)
    Console(width=110).print(table)


def _measured(page: Page) -> Iterator[tuple[str, list[float], list[float]]]:
    """What was done, how long the page's thread worked for it each time, and bare sorts between."""
    thread = _ThreadTime(page)
    search, headers = page.get_by_role("searchbox"), page.get_by_role("table").get_by_role("columnheader")
    for name in ("Capital restant dû", "Produit", "Prêt"):
        yield f"sort by « {name} »", *thread.each(lambda _, name=name: headers.get_by_text(name).click())
    words = ["plus", "sain", "", "2031", "fonc", "", "val", ""]
    yield "search", *thread.each(lambda turn: search.fill(words[turn]))
    choices = ("Produit", "Ne pas regrouper")
    yield "group by product, and not", *thread.each(lambda turn: _group(page, choices[turn % 2]))
    filters = page.get_by_role("button", name="Filtres")
    yield "open the filters, and close them", *thread.each(lambda _: filters.click())
    filters.click()
    page.wait_for_timeout(QUIET_MILLISECONDS)
    least = page.get_by_label("Capital restant dû : à partir de")
    yield "filter by an amount", *thread.each(lambda turn: least.fill(str(turn * 50_000)))


def _group(page: Page, choice: str) -> None:
    page.get_by_role("button", name="Regrouper par").click()
    page.get_by_role("menuitemradio", name=choice, exact=True).click()
    expect(page.get_by_role("menu")).to_have_count(0)


class _ThreadTime:
    """How long the thread of a page works for something, script, style and layout together."""

    def __init__(self, page: Page):
        self.page = page
        self._tools: CDPSession = page.context.new_cdp_session(page)
        self._tools.send("Performance.enable", {"timeDomain": "threadTicks"})

    def each(self, act: Callable[[int], None]) -> tuple[list[float], list[float]]:
        """The milliseconds of each turn, and those of a bare sort after each."""
        taken, bare = [], []
        for turn in range(TURNS):
            before = self.worked()
            act(turn)
            self.page.wait_for_timeout(QUIET_MILLISECONDS)
            taken.append((self.worked() - before) * 1_000)
            bare.append(self.page.evaluate(BARE_SORT, LOANS))
        return taken, bare

    def worked(self) -> float:
        """Seconds of the thread since the page was opened."""
        metrics = self._tools.send("Performance.getMetrics")["metrics"]
        return next(each["value"] for each in metrics if each["name"] == "TaskDuration")


@contextmanager
def _client() -> Iterator[str]:
    """The built client, and what it asks for on the way to the list; anything else is not there."""
    answers = {path: json.dumps(body).encode() for path, body in _answers().items()}
    files = ClientFiles(web_client.BUILT, reason=lambda: "")

    def serve(environ: dict, start_response: Callable) -> object:
        path = environ["PATH_INFO"]
        if not path.startswith("/api/"):
            return files(environ, start_response)
        body = answers.get(path)
        start_response("200 OK" if body else "404 Not Found", [("Content-Type", "application/json")])
        return [body or b"{}"]

    port = free_port()
    server = make_server("127.0.0.1", port, serve, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{port}"
    server.shutdown()
    thread.join()
    server.server_close()


def _answers() -> dict[str, dict]:
    person = {
        "person_id": STRUCTURE, "identifier": "anne123", "title": "Madame", "first_name": "Anne", "last_name": "Vidal",
        "email": "anne@example.org", "phone": None, "structure_kind": None, "opened_at": "2026-01-01T08:00:00+00:00",
        "kind": "client", "offers_wanted": False,
    }  # fmt: skip
    mine = {
        "structure_id": STRUCTURE, "name": "Valmonde Habitat", "rights": ["loans.read"], "suspended": False,
        "request": None, "appointment": None, "expires_on": None, "letter_ended": None, "last_refusal": None,
        "next_step": None,
    }  # fmt: skip
    loans = {"structure_id": STRUCTURE, "as_of": "2026-01-29", "items": _loans()}
    return {
        "/api/identity/profile": person,
        "/api/habilitations/my-rights": {"items": [mine]},
        f"/api/lending/structures/{STRUCTURE}/loans": loans,
    }


def _loans() -> list[dict]:
    """As different as those of a large borrower; the same each time."""
    draw, first = random.Random(15_000), date(2026, 2, 1)
    return [
        {
            "loan_number": f"{5_000_000 + draw.randrange(1_000_000)}{number:05}"[:12],
            "contract_number": f"{100_000 + number // 3}",
            "contract_signed_on": str(first - timedelta(days=draw.randrange(9_000))),
            "borrower_id": STRUCTURE,
            "borrower_name": "Valmonde Habitat",
            "product": draw.choice(PRODUCTS),
            "object": f"{draw.choice(('Construction', 'Réhabilitation', 'Acquisition'))} de {draw.randrange(4, 90)}"
            f" logements, {draw.choice(('rue', 'avenue', 'allée'))} Saint-Étienne, lot {number}",
            "index": draw.choice(("livret_a", "livret_a", "livret_a", "inflation", None)),
            "rate": f"0.0{draw.randrange(100, 450)}",
            "last_due_on": str(first + timedelta(days=draw.randrange(15_000))),
            "next_due_on": str(first + timedelta(days=draw.randrange(365))),
            "share": "1",
            "principal": f"{draw.randrange(20_000, 9_000_000)}.00",
            "outstanding": f"{draw.randrange(10_000, 8_000_000)}.{draw.randrange(10, 99)}",
            "deferred_interest": "0.00",
            "accrued_interest": f"{draw.randrange(90_000)}.{draw.randrange(10, 99)}",
            "next_instalment": f"{draw.randrange(1_000, 90_000)}.{draw.randrange(10, 99)}",
        }
        for number in range(LOANS)
    ]


if __name__ == "__main__":
    run()
