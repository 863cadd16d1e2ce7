"""Somebody who has no mouse: from one thing to the next with Tab, and nothing else."""

from datetime import date

from playwright.sync_api import Locator, Page, expect

STEPS_MAX = 80
_HAS_FOCUS = "element => element === document.activeElement"


def go_to(page: Page, there: Locator) -> None:
    """Press Tab until the focus is there; what is not shown never gets it."""
    expect(there).to_be_attached()
    for _ in range(STEPS_MAX):
        if there.evaluate(_HAS_FOCUS):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{there} is not reached by keyboard")


def type_in(page: Page, there: Locator, text: str) -> None:
    """Go to a field and type over what it holds."""
    go_to(page, there)
    page.keyboard.press("Control+A")
    page.keyboard.type(text)


def type_day(page: Page, there: Locator, day: str) -> None:
    """Go to a field of a day and type month, day and year: the order of Chromium without a window, in any language."""
    go_to(page, there)
    page.keyboard.type(f"{date.fromisoformat(day):%m%d%Y}")
    expect(there).to_have_value(day)


def choose(page: Page, item: Locator) -> None:
    """Go down an open menu to one of its items, and take it."""
    expect(item).to_be_visible()
    for _ in range(STEPS_MAX):
        if item.evaluate(_HAS_FOCUS):
            page.keyboard.press("Enter")
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{item} is not reached by keyboard")


def press(page: Page, there: Locator, key: str = "Enter") -> None:
    """Go there and press a key."""
    go_to(page, there)
    page.keyboard.press(key)
