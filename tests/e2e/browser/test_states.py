"""The states that real life has, on screens that read: waiting, slow, failed, empty, offline, no right, session ended.

In each of them axe finds nothing, and nothing sticks out at 320 pixels.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from deploy.demo import bank
from tests.e2e.browser.accessibility import fits, violations
from tests.e2e.browser.portfolio import somebody_with_loans
from tests.e2e.browser.states import EVERY_ROUTE, REFERENCE, SLOW_MILLISECONDS, but_who_is_here, fail, never
from tests.e2e.browser.test_screens import OF_AN_OPERATOR, OF_LENDING, OF_THE_RATES_DESK, OF_THE_SUPPORT
from tests.portal import PASSWORD

OF_A_CLIENT = (
    "/vue-d-ensemble",
    "/mes-prets",
    "/echeances",
    "/encours",
    "/et-si",
    "/dette-garantie",
    "/prets-garantis",
    "/echeances-garanties",
    "/encours-garantis",
    "/et-si-garanties",
    "/avis-et-courriers",
    "/mes-structures",
    "/mes-services",
    "/index",
)
READING = {
    "client": OF_A_CLIENT,
    "rates.officer": tuple(OF_THE_RATES_DESK),
    "notifications.agent": tuple(OF_THE_SUPPORT),
    "lending.agent": tuple(path for path in OF_LENDING if not path.endswith("/import")),
    "operator": tuple(OF_AN_OPERATOR),
}
NO_LOAN = "Aucun prêt n’est enregistré pour cet organisme."
NO_GUARANTEE = "Cet organisme ne garantit aucun prêt."
EMPTY = {
    "client": {
        "/vue-d-ensemble": NO_LOAN,
        "/mes-prets": NO_LOAN,
        "/echeances": "Rien n’est dû pendant cette période.",
        "/encours": "Aucun prêt à cette date.",
        "/dette-garantie": NO_GUARANTEE,
        "/prets-garantis": NO_GUARANTEE,
        "/echeances-garanties": "Rien n’est dû pendant cette période.",
        "/encours-garantis": "Aucun prêt à cette date.",
    },
    "lending.agent": {
        "/banque/prets": "Aucun prêt ne correspond.",
        "/banque/appels": "Aucun appel n’a encore eu lieu.",
    },
    "rates.officer": {"/banque/revisions": "Aucune révision n’a encore eu lieu."},
    "operator": {"/banque/exploitation": "Aucun message en échec."},
}
LOOKS = [("light", 1280), ("dark", 320)]


@pytest.fixture(scope="module")
def client(portal) -> str:
    """Somebody who may read the debt of structures that the bank has not lent to."""
    return somebody_with_loans(portal, portal.mails.folder.parent, portal.platform)


@pytest.fixture
def enter(log_in, client) -> Callable[..., Page]:
    """Log in as the client, or as somebody of the bank who holds a right."""
    staff = {right: each["email"] for each in bank.staff() for right in each["rights"]}

    def log_in_as(who: str, **options) -> Page:
        if who == "client":
            return log_in(client, PASSWORD, **options)
        return log_in(staff[who], **options)

    return log_in_as


@pytest.mark.parametrize("who", READING)
@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_a_screen_that_waits_shows_its_skeleton_and_says_so_when_it_takes_long(enter, who, scheme, width):
    page = enter(who, scheme=scheme, width=width)
    page.clock.install()
    page.route(EVERY_ROUTE, but_who_is_here(never))
    for path in READING[who]:
        page.goto(path)
        waiting = page.locator("[data-waiting]").first
        expect(waiting).to_contain_text("Chargement en cours")
        accessible(page, path)
        page.clock.run_for(SLOW_MILLISECONDS)
        expect(waiting).to_contain_text("C’est plus long que d’habitude")
        accessible(page, path)
    page.unroute_all(behavior="ignoreErrors")


@pytest.mark.parametrize("who", READING)
@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_a_screen_that_cannot_be_loaded_gives_a_reference_and_another_try(enter, who, scheme, width):
    page = enter(who, scheme=scheme, width=width)
    for path in READING[who]:
        page.route(EVERY_ROUTE, but_who_is_here(fail))
        page.goto(path)
        trouble = page.get_by_role("alert").filter(has_text=REFERENCE).first
        expect(trouble).to_be_visible()
        accessible(page, path)
        page.unroute_all(behavior="ignoreErrors")
        page.get_by_role("alert").get_by_role("button", name="Réessayer").first.click()
        expect(page.locator("[data-waiting]")).to_have_count(0)
        expect(page.get_by_role("alert").filter(has_text=REFERENCE)).to_have_count(0)


@pytest.mark.parametrize("who", EMPTY)
@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_a_screen_with_nothing_on_it_says_so(enter, who, scheme, width):
    page = enter(who, scheme=scheme, width=width)
    for path, sentence in EMPTY[who].items():
        page.goto(path)
        expect(page.get_by_text(sentence).first).to_be_visible()
        accessible(page, path)


@pytest.mark.parametrize("path", ["/banque/personnes", "/banque/structures", "/banque/courriers"])
def test_a_search_that_finds_nothing_says_so(enter, path):
    page = enter("notifications.agent", path=path)
    page.get_by_role("main").get_by_role("textbox").first.fill("zzzz introuvable")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_text("ne correspond.")).to_be_visible()
    accessible(page, path)


@pytest.mark.parametrize("who", READING)
@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_a_screen_stays_when_the_network_goes(enter, who, scheme, width):
    page = enter(who, scheme=scheme, width=width)
    for path in READING[who]:
        page.goto(path)
        title = page.locator("h1[tabindex]").inner_text()
        expect(page.locator("[data-waiting]")).to_have_count(0)
        page.context.set_offline(True)
        expect(page.get_by_text("Vous êtes hors ligne")).to_be_visible()
        expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
        assert violations(page) == [], path
        assert fits(page), path
        page.context.set_offline(False)
        expect(page.get_by_text("Vous êtes hors ligne")).to_have_count(0)


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_a_screen_that_is_not_for_somebody_says_so(enter, scheme, width):
    page = enter("operator", scheme=scheme, width=width)
    ours = (path for who in ("client", "notifications.agent", "lending.agent") for path in READING[who])
    for path in ours:
        if path == "/index":
            continue
        page.goto(path)
        expect(page.get_by_text("Cette page demande un droit que vous n’avez pas.")).to_be_visible()
        accessible(page, path)


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_where_a_session_has_ended_the_next_page_asks_for_the_password_and_comes(enter, scheme, width):
    page = enter("rates.officer", path="/banque/taux", scheme=scheme, width=width)
    accessible(page, "/banque/taux")
    page.context.clear_cookies()
    page.get_by_role("link", name="Calculer ou proposer une valeur").click()
    window = page.get_by_role("dialog", name="Votre session est terminée")
    expect(window).to_be_visible()
    assert violations(page) == []
    assert fits(page)
    window.get_by_label("Mot de passe (").fill(bank.DEMONSTRATION_PASSWORD)
    window.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_role("button", name="Calculer", exact=True)).to_be_visible()


def accessible(page: Page, path: str) -> None:
    expect(page.get_by_role("heading", level=1).first).to_be_visible()
    assert violations(page) == [], path
    assert fits(page), path
