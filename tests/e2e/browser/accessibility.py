"""What every page is held to: it comes whole, axe finds nothing (WCAG 2.2 AA, good practices), nothing is cut."""

from functools import cache

from playwright.sync_api import Page, expect

from deploy.web_client import FOLDER

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = "rules => axe.run(document, {runOnly: {type: 'tag', values: rules}})"


def violations(page: Page) -> list[str]:
    """What axe finds: the rule, and each place with what is wrong there."""
    page.evaluate(_axe())
    found = page.evaluate(_RUN, RULES)["violations"]
    return [
        f"{rule['id']}: {' '.join(node['target'])}: {node['failureSummary']}"
        for rule in found
        for node in rule["nodes"]
    ]


def fits(page: Page) -> bool:
    """Whether nothing sticks out to the side (WCAG 1.4.10, reflow), and no alert or badge cuts its words."""
    return page.evaluate(
        """() => [document.documentElement, ...document.querySelectorAll('.mantine-Alert-root, .mantine-Badge-root')]
            .every(each => each.scrollWidth <= each.clientWidth)"""
    )


def cut_words(page: Page) -> list[str]:
    """Words that end where their box does: what hides what overflows, and holds more than it shows (WCAG 1.4.4)."""
    return page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(each => {
                const style = getComputedStyle(each);
                const hides = [style.overflowX, style.overflowY].some(way => ['hidden', 'clip'].includes(way));
                const isSeen = style.clipPath === 'none' && each.checkVisibility({ visibilityProperty: true })
                    && each.clientWidth > 4 && !each.closest('svg, [role=img]');
                const hasWords = [...each.childNodes].some(node => node.nodeType === 3 && node.data.trim());
                return hides && isSeen && hasWords
                    && (each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 2);
            })
            .map(each => `${each.className}: ${each.textContent.trim().slice(0, 60)}`)"""
    )


@cache
def _axe() -> str:
    return (FOLDER / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def settled(page: Page, title: str) -> None:
    """The page of this title has come whole."""
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.locator("[data-waiting]")).to_have_count(0)


def accessible(page: Page) -> None:
    """Once it has come, axe finds nothing on the page, and nothing is wider than the window."""
    expect(page.locator("[data-waiting]")).to_have_count(0)
    assert violations(page) == []
    assert fits(page)
