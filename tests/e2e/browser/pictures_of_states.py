"""Pictures of the states that real life has: waiting, slow, failed, empty, no right, offline, session ended."""

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, Route, expect

from tests.e2e.browser.states import EVERY_ROUTE, SLOW_MILLISECONDS, but_who_is_here, fail, never, nothing

Keep = Callable[[str], None]
DRAWN_MILLISECONDS = 1_000
"""After so long the frame of a screen stands in the place of what was shown while it was loaded."""


def photograph_states(page: Page, folder: Path) -> None:
    """Bring about each state for somebody with loans who is logged in; the last one is the end of their session."""

    def keep(state: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=folder / f"state-{state}.png", animations="disabled")

    _wait(page, keep)
    _answer_so(page, fail, "/mes-prets", "alert")
    keep("failed")
    _answer_so(page, nothing, "/avis-et-courriers", "main")
    expect(page.locator("[data-waiting]")).to_have_count(0)
    keep("empty")
    page.unroute_all(behavior="ignoreErrors")
    page.goto("/banque/taux")
    expect(page.get_by_role("main").get_by_role("link")).to_be_visible()
    keep("no-right")
    _lose_network(page, keep)
    _end_session(page, keep)


def _answer_so(page: Page, answer: Callable[[Route], None], path: str, role: str) -> None:
    page.unroute_all(behavior="ignoreErrors")
    page.route(EVERY_ROUTE, but_who_is_here(answer))
    page.goto(path)
    expect(page.get_by_role(role).first).to_be_visible()


def _wait(page: Page, keep: Keep) -> None:
    page.clock.install()
    _answer_so(page, never, "/vue-d-ensemble", "heading")
    page.clock.run_for(DRAWN_MILLISECONDS)
    expect(page.locator("main h1").first).to_be_in_viewport()
    expect(page.locator("[data-waiting]").first).to_be_visible()
    keep("waiting")
    page.clock.run_for(SLOW_MILLISECONDS)
    keep("slow")
    page.clock.resume()


def _lose_network(page: Page, keep: Keep) -> None:
    page.goto("/mes-prets")
    expect(page.get_by_role("searchbox")).to_be_visible()
    page.context.set_offline(True)
    expect(page.get_by_role("status").get_by_role("alert")).to_be_visible()
    keep("offline")
    page.context.set_offline(False)


def _end_session(page: Page, keep: Keep) -> None:
    page.goto("/mes-prets")
    loan = page.locator("main a[href^='/prets/']").first
    expect(loan).to_be_visible()
    page.context.clear_cookies()
    loan.click()
    expect(page.get_by_role("dialog")).to_be_visible()
    keep("session-ended")
