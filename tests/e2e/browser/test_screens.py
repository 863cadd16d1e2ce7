"""Every screen, in light and dark, on a desk and at 320 pixels: axe finds nothing, nothing sticks out."""

import pytest
from playwright.sync_api import Page, expect

from deploy.demo import bank
from tests.e2e.browser import members
from tests.e2e.browser.accessibility import fits, violations
from tests.portal import PASSWORD

OPEN_TO_ALL = {
    "/": "Les prêts sur fonds d’épargne",
    "/simulateur": "Simulateur de prêt",
    "/connexion": "Se connecter",
    "/inscription": "Créer un compte",
    "/mot-de-passe-oublie": "Mot de passe oublié",
    "/identifiant-oublie": "Identifiant oublié",
    "/mot-de-passe": "Choisir un nouveau mot de passe",
    "/aide#code-refuse": "Aide",
    "/assistance": "Écrire à l’assistance",
    "/conditions": "Conditions d’utilisation",
    "/index": "Les index",
    "/nulle-part": "Cette page n’existe pas",
}


OF_A_PERSON = {
    "/": "Bonjour Claire",
    "/profil": "Mon profil",
    "/index?nom=lep": "Les index",
}
OF_THE_RATES_DESK = {
    "/banque/taux": "Bureau des taux",
    "/banque/taux/calcul": "Calculer une valeur",
    "/banque/taux/donnees": "Données du calcul",
    "/banque/revisions": "Révisions",
}
OF_THE_SUPPORT = {
    "/banque/personnes": "Personnes",
    "/banque/structures": "Structures",
    "/banque/nominations": "Nominations d’un administrateur par courrier",
    "/banque/assistance": "Demandes d’assistance",
    "/banque/courriers": "Courriers et e-mails",
    "/banque/lots": "Lots de courriers",
    "/banque/modeles": "Modèles de messages",
}
OF_LENDING = {
    "/banque/prets": "Prêts",
    "/banque/prets/import": "Importer des prêts",
    "/banque/appels": "Appels d’échéances",
}
OF_WHO_IMPORTS = {"/banque/structures/import": "Importer des structures"}
OF_AN_OPERATOR = {
    "/banque/exploitation": "Exploitation",
    "/banque/journal": "Journal des actes",
    "/banque/agents": "Agents de la banque",
    "/banque/systemes": "Systèmes de la banque",
}
OF_THE_BANK = {
    "rates.officer": OF_THE_RATES_DESK,
    "notifications.agent": OF_THE_SUPPORT,
    "lending.agent": OF_LENDING,
    "operator": OF_AN_OPERATOR,
    "structures.agent": OF_WHO_IMPORTS,
}
LOOKS = [("light", 1280), ("dark", 1280), ("light", 320), ("dark", 320)]


@pytest.fixture(scope="module")
def administrator(portal) -> tuple[str, dict[str, str]]:
    return members.administrator(portal)


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_screens_that_are_open_to_all_are_accessible(visit, scheme, width):
    check(visit("/", scheme=scheme, width=width), OPEN_TO_ALL)


@pytest.mark.parametrize(("scheme", "width"), LOOKS)
def test_screens_of_anyone_who_logged_in_are_accessible(log_in, scheme, width):
    check(log_in(bank.staff()[0]["email"], scheme=scheme, width=width), OF_A_PERSON)


@pytest.mark.parametrize("right", OF_THE_BANK)
@pytest.mark.parametrize(("scheme", "width"), [LOOKS[0], LOOKS[-1]])
def test_screens_of_the_bank_are_accessible(log_in, right, scheme, width):
    member = next(each for each in bank.staff() if right in each["rights"])
    check(log_in(member["email"], scheme=scheme, width=width), OF_THE_BANK[right])


@pytest.mark.parametrize(("scheme", "width"), [LOOKS[0], LOOKS[-1]])
def test_screens_of_who_belongs_to_a_structure_are_accessible(log_in, administrator, scheme, width):
    email, screens = administrator
    check(log_in(email, PASSWORD, scheme=scheme, width=width), screens)


def check(page: Page, screens: dict[str, str]) -> None:
    """Open each address, wait until its page has come whole, and look for what hinders anybody."""
    for path, title in screens.items():
        page.goto(path)
        expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
        expect(page.locator("[data-waiting]")).to_have_count(0)
        assert violations(page) == [], path
        assert fits(page), path
