"""Two people of a town hall: the first becomes administrator, then opens services to the other; one has no mouse."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import visitors
from tests.e2e.browser.accessibility import violations
from tests.e2e.browser.keyboard import go_to, press
from tests.portal import PASSWORD

TOWN = "COMMUNE DE VALMONDE"
SIRET = visitors.TOWN_HALLS["Commune de Valmonde"]["siret"]


@pytest.fixture
def people(portal) -> visitors.Portal:
    """The same platform for those who come to it without a browser: to register, to read paper."""
    return visitors.Portal(portal.address, portal.mails.folder.parent, portal.platform)


def test_the_first_becomes_administrator_by_the_letter_and_opens_services_to_a_colleague(people, log_in):
    anne = people.somebody("Anne", "Vidal").register()
    her_page = log_in(anne.email, PASSWORD, "/mes-structures")
    her_structure = joins(her_page)
    becomes_administrator(her_page, visitors.Mailbox(people, her_structure))

    bruno = people.somebody("Bruno", "Roca").register()
    his_page = log_in(bruno.email, PASSWORD, "/mes-structures")
    joins_by_keyboard(his_page)
    asks_by_keyboard(his_page)
    assert "Encours" in anne.mail("Bruno Roca demande un accès")

    answers(her_page)
    bruno.mail("sont ouverts")
    press(his_page, his_page.get_by_role("link", name="Mon profil"))
    press(his_page, his_page.get_by_role("link", name="Mes services"))
    expect(card(his_page, "loans.read")).to_have_attribute("data-state", "granted")
    expect(his_page.get_by_role("link", name="Administration", exact=True)).to_have_count(0)

    cannot_leave_alone(her_page)
    names_a_successor_and_leaves(her_page)
    press(his_page, his_page.get_by_role("link", name="Accueil"))
    press(his_page, his_page.get_by_role("link", name="Administration", exact=True).first)
    expect(his_page.get_by_role("heading", level=1, name="Utilisateurs")).to_be_focused()


def joins(page: Page) -> str:
    """Find the town hall, check it, attach oneself, with a mistake on the way; returns the structure's id."""
    page.get_by_role("link", name="Ajouter une structure").click()
    page.get_by_label("Nom de la structure").fill("comune valmonde")
    page.get_by_role("option", name=TOWN).click()
    expect(page.get_by_text("84.11Z")).to_be_visible()
    page.get_by_label("Fonction").select_option("Comptabilité")
    page.get_by_label("Téléphone").fill("06")
    page.get_by_role("button", name="Me rattacher").click()
    expect(page.get_by_label("Téléphone")).to_be_focused()
    expect(page.get_by_label("Fonction")).to_have_value("accounting")
    page.get_by_label("Téléphone").fill("06 07 08 09 10")
    page.get_by_role("button", name="Me rattacher").click()
    expect(page.get_by_role("heading", level=2, name=TOWN)).to_be_visible()
    page.get_by_role("link", name="Mes services ici").click()
    expect(page.get_by_role("heading", name="Les services")).to_be_visible()
    return page.url.partition("structure=")[2]


def becomes_administrator(page: Page, mailbox: visitors.Mailbox) -> None:
    """Case 1: asked, accepted, the code mistyped once, then as the paper says."""
    for service in ("Encours et échéances", "Documents"):
        page.get_by_role("checkbox", name=f"Demander {service}").check()
    page.get_by_role("button", name="Demander 2 services").click()
    expect(page.get_by_text("Vous allez devenir administrateur")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Accepter et faire partir le courrier").click()
    code = page.get_by_label("Code du courrier")
    code.fill("ACDE-FHJK-LMNP")
    page.get_by_role("button", name="Valider le code").click()
    expect(page.get_by_text("Il reste 8 essais")).to_be_visible()
    expect(code).to_have_value("ACDE-FHJK-LMNP")
    assert violations(page) == []
    code.fill(mailbox.code().lower())
    page.get_by_role("button", name="Valider le code").click()
    expect(page.get_by_text("Vous administrez les utilisateurs")).to_be_visible()
    expect(card(page, "documents.read")).to_have_attribute("data-state", "granted")


def joins_by_keyboard(page: Page) -> None:
    """The list is gone through with the arrows; the function, forgotten, is given later in its place."""
    press(page, page.get_by_role("link", name="Ajouter une structure"))
    expect(page.get_by_role("heading", level=1, name="Se rattacher à une structure")).to_be_focused()
    go_to(page, page.get_by_label("Nom de la structure"))
    page.keyboard.type(SIRET)
    expect(page.get_by_role("option")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    go_to(page, page.get_by_label("Fonction"))
    page.keyboard.type("Dir")
    press(page, page.get_by_role("button", name="Me rattacher"))
    press(page, page.get_by_role("button", name="Modifier – Fonction"))
    expect(page.get_by_label("Fonction")).to_be_focused()
    page.keyboard.type("Aff")
    press(page, page.get_by_role("button", name="Enregistrer"))
    expect(page.get_by_text("Affaires juridiques")).to_be_visible()
    expect(page.get_by_role("button", name="Modifier – Fonction")).to_be_focused()
    press(page, page.get_by_role("link", name="Mes services ici"))


def asks_by_keyboard(page: Page) -> None:
    """Case 2: an administrator is there to answer."""
    press(page, page.get_by_role("checkbox", name="Demander Encours et échéances"), "Space")
    press(page, page.get_by_role("button", name="Demander 1 service"))
    expect(page.get_by_text("Un administrateur de la structure va répondre")).to_be_visible()
    expect(card(page, "loans.read")).to_have_attribute("data-state", "asked")
    assert violations(page) == []


def answers(page: Page) -> None:
    """The administrator reads who asks, and activates."""
    page.get_by_role("link", name="Ouvrir l’administration").click()
    assert violations(page) == []
    page.get_by_role("link", name="Ouvrir la fiche – Bruno Roca").click()
    expect(page.get_by_role("heading", level=1, name="Bruno Roca")).to_be_visible()
    expect(page.get_by_role("checkbox", name="Encours et échéances")).to_be_checked()
    expect(page.get_by_role("checkbox", name="Suivi des dossiers")).to_be_disabled()
    assert violations(page) == []
    page.get_by_role("link", name="Liste des utilisateurs").click()
    page.get_by_role("button", name="Activer – Bruno Roca").click()
    expect(page.get_by_text("Aucune demande n’attend de réponse")).to_be_visible()


def cannot_leave_alone(page: Page) -> None:
    page.get_by_role("link", name="Mes structures").click()
    page.get_by_role("button", name="Quitter cette structure").click()
    page.get_by_role("button", name="Quitter la structure").click()
    expect(page.get_by_text("dernier administrateur")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("link", name="Nommer un autre administrateur").click()


def names_a_successor_and_leaves(page: Page) -> None:
    page.get_by_label("Qui ?").select_option("Bruno Roca")
    page.get_by_role("button", name="Nommer administrateur").click()
    page.get_by_role("dialog").get_by_role("button", name="Nommer administrateur").click()
    expect(page.get_by_role("cell", name="Administrateur")).to_have_count(2)
    page.get_by_role("link", name="Mes structures").click()
    page.get_by_role("button", name="Quitter cette structure").click()
    leaves = page.get_by_role("button", name="Quitter la structure")
    visitors.eventually(lambda: _is_let_go(page, leaves), "a successor that structures has heard of")
    expect(page.get_by_text("Vous n’êtes rattaché à aucune structure")).to_be_visible()


def _is_let_go(page: Page, leaves: Locator) -> bool:
    with page.expect_response(lambda answer: answer.request.method == "DELETE") as leaving:
        leaves.click()
    return leaving.value.ok


def card(page: Page, service: str):
    return page.locator(f"[data-service='{service}']")
