"""Every screen, in light and dark, on a desk and at 320 pixels: axe finds nothing, nothing sticks out."""

import pytest
from playwright.sync_api import expect

from tests.e2e.browser.accessibility import fits, violations

OPEN_TO_ALL = {
    "/": "Les prêts sur fonds d’épargne",
    "/connexion": "Se connecter",
    "/nulle-part": "Cette page n’existe pas",
}


@pytest.mark.parametrize(
    ("scheme", "width"), [("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)]
)
def test_screens_that_are_open_to_all_are_accessible(visit, scheme, width):
    page = visit("/", scheme=scheme, width=width)
    for path, title in OPEN_TO_ALL.items():
        page.goto(path)
        expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
        expect(page.locator("[data-waiting]")).to_have_count(0)
        assert violations(page) == [], path
        assert fits(page), path
