"""Somebody who has no mouse: from one thing to the next with Tab, and nothing else."""

from playwright.sync_api import Locator, Page, expect

STEPS_MAX = 80
_HAS_FOCUS = "element => element === document.activeElement"


def go_to(page: Page, there: Locator) -> None:
    """Press Tab until the focus is there."""
    expect(there).to_be_visible()
    for _ in range(STEPS_MAX):
        if there.evaluate(_HAS_FOCUS):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{there} is not reached by keyboard")


def press(page: Page, there: Locator, key: str = "Enter") -> None:
    """Go there and press a key."""
    go_to(page, there)
    page.keyboard.press(key)
