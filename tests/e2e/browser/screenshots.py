"""Pictures of the portal: `make screenshots` writes those of the README.

python -m tests.e2e.browser.screenshots              some screens, into docs/screenshots
python -m tests.e2e.browser.screenshots --all DIR    every screen and state, in both languages, on a desk and on
                                                     telephones, by day and by night, to be looked at before
                                                     anything is called done
"""

import argparse
import logging
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

from deploy import web_client
from deploy.demo import bank
from tests.e2e.browser import members
from tests.e2e.browser.conftest import SEEN_MILLISECONDS_MAX, Portal, open_portal
from tests.e2e.browser.pictures_of_states import photograph_states
from tests.e2e.browser.portfolio import lend_and_revise, somebody_with_loans
from tests.portal import PASSWORD
from tests.servers.packages import find_chromium

README = Path(__file__).parents[3] / "docs" / "screenshots"
LANGUAGES = {"fr": "fr-FR", "en": "en-GB"}
LOOKS = {
    "desk": {"viewport": {"width": 1280, "height": 900}},
    "desk-dark": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    "telephone": {"viewport": {"width": 390, "height": 844}},
    "narrow-dark": {"viewport": {"width": 320, "height": 700}, "color_scheme": "dark"},
}
TALL = {"viewport": {"width": 1280, "height": 1240}}
QUESTIONS = (
    ("login", "Léa Morel", "Bonjour,\n\nle code à 4 chiffres que j’ai reçu est refusé. Que faire ?"),
    ("loans", "Paul Aubry", "Pourquoi ma prochaine échéance est-elle encore à l’ancien taux ?"),
)
Screens = dict[str, str]


def main() -> None:
    """Take the pictures that were asked for."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--all", type=Path, metavar="DIR", help="every screen, into this folder")
    wanted = options.parse_args()
    web_client.prepare_checks()
    web_client.build()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    expect.set_options(timeout=SEEN_MILLISECONDS_MAX)
    with (
        tempfile.TemporaryDirectory() as folder,
        open_portal(Path(folder)) as portal,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        people = settle(portal)
        if wanted.all:
            look_at_everything(chromium, portal, people, wanted.all)
        else:
            picture_for_readme(chromium, portal, people)
        chromium.close()


def settle(portal: Portal) -> dict[str, tuple[str, str, Screens]]:
    """A bank that lends, has revised and is asked things; who looks at it: their login, password and screens."""
    lend_and_revise(portal.address)
    for topic, name, message in QUESTIONS:
        body = {"topic": topic, "name": name, "message": message, "email": "lea.morel@villerive.example"}
        url = f"{portal.address}/api/notifications/visitor-assistance-requests"
        httpx.post(url, json=body).raise_for_status()
    reader = somebody_with_loans(portal, portal.mails.folder.parent, portal.platform)
    administrator, hers = members.administrator(portal)
    staff = {right: each["email"] for each in bank.staff() for right in each["rights"]}
    secret = bank.DEMONSTRATION_PASSWORD
    return {
        "client": (reader, PASSWORD, CLIENT),
        "administrator": (administrator, PASSWORD, dict(zip(ADMINISTRATOR, hers, strict=True))),
        "officer": (staff["rates.officer"], secret, OFFICER),
        "support": (staff["notifications.agent"], secret, SUPPORT),
        "lending": (staff["lending.agent"], secret, LENDING),
        "operator": (staff["operator"], secret, OPERATOR),
    }


VISITOR: Screens = {
    "home": "/",
    "indexes": "/index",
    "simulator": "/simulateur",
    "help": "/aide#code-refuse",
    "assistance": "/assistance",
    "terms": "/conditions",
    "log-in": "/connexion",
    "register": "/inscription",
    "forgotten": "/mot-de-passe-oublie",
    "nowhere": "/nulle-part",
}
CLIENT: Screens = {
    "client-home": "/",
    "overview": "/vue-d-ensemble",
    "loans": "/mes-prets",
    "instalments": "/echeances",
    "outstandings": "/encours",
    "what-if": "/et-si",
    "guaranteed": "/dette-garantie",
    "guaranteed-loans": "/prets-garantis",
    "guaranteed-instalments": "/echeances-garanties",
    "guaranteed-outstandings": "/encours-garantis",
    "guaranteed-what-if": "/et-si-garanties",
    "received": "/avis-et-courriers",
    "my-structures": "/mes-structures",
    "profile": "/profil",
    "own-assistance": "/assistance",
}
ADMINISTRATOR = ("structures", "join", "services", "letter", "users", "user")
OFFICER: Screens = {
    "rates-desk": "/banque/taux",
    "compute": "/banque/taux/calcul",
    "inputs": "/banque/taux/donnees",
    "revisions": "/banque/revisions",
}
SUPPORT: Screens = {
    "support-home": "/",
    "people": "/banque/personnes",
    "organisations": "/banque/structures",
    "import": "/banque/structures/import",
    "appointments": "/banque/nominations",
    "messages": "/banque/courriers",
    "batches": "/banque/lots",
    "templates": "/banque/modeles",
    "requests": "/banque/assistance",
}
LENDING: Screens = {
    "bank-loans": "/banque/prets",
    "import-loans": "/banque/prets/import",
    "calls": "/banque/appels",
}
OPERATOR: Screens = {
    "operations": "/banque/exploitation",
    "audit": "/banque/journal",
    "staff": "/banque/agents",
    "systems": "/banque/systemes",
}


def look_at_everything(chromium: Browser, portal: Portal, people: dict, folder: Path) -> None:
    """Each screen in each language and look; of lists, the first of their things too; and the states of a screen."""
    for language in LANGUAGES:
        for name, look in LOOKS.items():
            with browsing(chromium, portal, language, look) as page:
                shoot(page, VISITOR, folder / language / name)
            for login, password, screens in people.values():
                with browsing(chromium, portal, language, look) as page:
                    log_in(page, login, password)
                    shoot(page, screens, folder / language / name)
            with browsing(chromium, portal, language, look) as page:
                log_in(page, *people["client"][:2])
                photograph_states(page, folder / language / name)


def shoot(page: Page, screens: Screens, folder: Path) -> None:
    """Open each screen and keep the whole of it as a picture, then that of the first thing it lists."""
    for name, path in screens.items():
        page.goto(path)
        keep(page, folder / f"{name}.png")
        if name in _ASKING:
            page.locator("main form button[type=submit]").click()
            expect(page.get_by_role("main").get_by_role("table").first).to_be_visible()
            keep(page, folder / f"{name}-told.png")
        if name in _FIRST:
            first = page.get_by_role("table").get_by_role("link", name=_FIRST[name]).first
            if first.count():
                follow(page, first)
                keep(page, folder / f"{name}-first.png")


_ASKING = ("what-if", "guaranteed-what-if")
_FIRST = {
    "loans": re.compile("^50[0-9]{5}$"),
    "bank-loans": re.compile("^50[0-9]{5}$"),
    "revisions": re.compile("."),
    "messages": re.compile("^EP-"),
    "batches": re.compile("^[0-9]{8}-"),
    "templates": re.compile("."),
    "requests": re.compile("^AS-"),
    "rates-desk": re.compile("."),
    "people": re.compile("Bruno Bosc"),
    "organisations": re.compile("."),
    "staff": re.compile("Claire Vasseur"),
    "systems": re.compile("."),
}


def follow(page: Page, link: Locator) -> None:
    """Go where a link leads; the page before stays until the next one is there."""
    heading = page.get_by_role("heading", level=1)
    before = heading.inner_text()
    link.click()
    expect(heading).not_to_have_text(before)


def keep(page: Page, file: Path, whole: bool = True) -> None:
    """Wait until the page has come, and photograph it."""
    settled(page)
    file.parent.mkdir(parents=True, exist_ok=True)
    if whole:
        page.evaluate("scrollTo(0, 0)")  # what stands fixed would be photographed where the page was
    page.screenshot(path=file, full_page=whole, animations="disabled")


def settled(page: Page) -> None:
    """The page has come whole, its pictures too."""
    page.wait_for_load_state("networkidle")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.locator("[data-waiting]")).to_have_count(0)
    if page.locator("iframe").count():
        expect(page.frame_locator("iframe").locator("h1, h2, p").first).to_be_visible()


@contextmanager
def browsing(chromium: Browser, portal: Portal, language: str, look: dict) -> Iterator[Page]:
    """A browser of somebody who reads this language on this device."""
    context: BrowserContext = chromium.new_context(
        base_url=portal.address, locale=LANGUAGES[language], reduced_motion="reduce", **look
    )
    context.set_default_timeout(SEEN_MILLISECONDS_MAX)
    yield context.new_page()
    context.close()


def log_in(page: Page, login: str, password: str) -> None:
    """Through the form, in either language."""
    page.goto("/connexion")
    page.locator("input[autocomplete=username]").fill(login)
    page.locator("input[autocomplete=current-password]").fill(password)
    page.locator("form button[type=submit]").click()
    expect(page.locator("header button[aria-label]").last).to_be_visible()
    page.wait_for_url(re.compile(r"/$"))


def picture_for_readme(chromium: Browser, portal: Portal, people: dict) -> None:
    """What the README shows, as small as they are still readable."""
    shown: list[tuple[str | None, dict, str, str, bool]] = [
        ("client", TALL, "overview", "/vue-d-ensemble", False),
        ("client", LOOKS["desk"], "loans", "/mes-prets", False),
        ("client", LOOKS["desk"], "loan", "/mes-prets", True),
        ("officer", TALL, "revision", "/banque/revisions", True),
        (None, TALL | {"color_scheme": "dark"}, "indexes", "/index", False),
        ("client", LOOKS["telephone"], "telephone", "/vue-d-ensemble", False),
    ]
    for who, look, name, path, goes_on in shown:
        with browsing(chromium, portal, "fr", look) as page:
            if who:
                log_in(page, *people[who][:2])
            page.goto(path)
            settled(page)
            if goes_on:
                follow(page, page.get_by_role("table").get_by_role("link").first)
            keep(page, README / f"{name}.png", whole=False)


if __name__ == "__main__":
    main()
