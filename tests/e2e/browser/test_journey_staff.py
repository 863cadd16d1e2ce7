"""Operators let people of the bank and its systems in, decide what each may do, and shut them out again."""

import httpx
import pytest
from playwright.sync_api import Page, expect

from deploy.demo import bank
from tests.e2e.browser import keyboard
from tests.e2e.browser.accessibility import accessible
from tests.e2e.browser.test_journey_support import give_a_reason

OPERATOR = next(each for each in bank.staff() if "operator" in each["rights"])
EMAIL, PASSWORD = "zoe.lambert@banque.example", "Chaussette verte 7"
RATES = "Taux : calcul et proposition"


@pytest.fixture
def operator(log_in) -> Page:
    page = log_in(OPERATOR["email"], path="/banque/agents")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    return page


def test_somebody_new_gets_an_account_a_password_of_their_own_and_a_right(operator, visit, portal):
    operator.get_by_role("button", name="Ouvrir un compte").click()
    window = operator.get_by_role("dialog")
    window.get_by_label("Prénom").fill("Zoé")
    window.get_by_label("Nom", exact=True).fill("Lambert")
    window.get_by_label("Adresse e-mail").fill(OPERATOR["email"])
    window.get_by_role("button", name="Ouvrir un compte").click()
    expect(window.get_by_text("Un compte existe déjà")).to_be_visible()
    accessible(operator)
    window.get_by_label("Adresse e-mail").fill(EMAIL)
    window.get_by_role("button", name="Ouvrir un compte").click()
    password = noted_secret(operator, "Le compte est ouvert")
    portal.mails.text(EMAIL, "Un compte vous est ouvert")

    zoe = visit("/connexion")
    log_in_with(zoe, EMAIL, password)
    zoe.get_by_label("Nouveau mot de passe").fill(PASSWORD)
    zoe.get_by_role("button", name="Changer").click()
    expect(zoe.get_by_role("heading", level=1, name="Bonjour Zoé")).to_be_visible()
    expect(zoe.get_by_role("link", name="Bureau des taux")).to_have_count(0)

    operator.get_by_role("link", name="Zoé Lambert").click()
    give_a_reason(operator, f"Donner – {RATES}", "Arrivée au bureau des taux", "Donner")
    right = operator.locator("[data-right='rates.officer']")
    expect(right.get_by_text("Depuis le")).to_be_visible()
    accessible(operator)
    assert "Arrivée au bureau des taux" in portal.mails.text(EMAIL, "Un droit vous est donné")
    zoe.goto("/")
    expect(zoe.get_by_role("link", name="Bureau des taux").first).to_be_visible()


def test_a_right_is_ended_given_again_and_tells_its_history(operator, portal):
    operator.get_by_role("link", name="Zoé Lambert").click()
    give_a_reason(operator, f"Mettre fin – {RATES}", "Départ du bureau", "Mettre fin")
    assert "Départ du bureau" in portal.mails.text(EMAIL, "Un de vos droits a pris fin")
    give_a_reason(operator, f"Donner – {RATES}", "Retour au bureau", "Donner")
    operator.get_by_role("button", name=f"Historique – {RATES}").click()
    history = operator.get_by_role("dialog").get_by_role("row")
    for reason in ("Retour au bureau", "Départ du bureau", "Arrivée au bureau des taux"):
        expect(history.filter(has_text=reason)).to_contain_text("Olivier Rossi")
    accessible(operator)
    operator.keyboard.press("Escape")
    expect(operator.get_by_role("row").filter(has_text="Droit retiré")).to_contain_text("Départ du bureau")


def test_nobody_acts_on_their_own_account(operator):
    operator.get_by_role("link", name="Olivier Rossi").click()
    expect(operator.get_by_text("personne ne se donne de droits")).to_be_visible()
    expect(operator.get_by_role("button", name="Fermer le compte")).to_have_count(0)
    operator.get_by_role("button", name="Mettre fin – Exploitation").click()
    window = operator.get_by_role("dialog")
    window.get_by_label("Motif").fill("Départ")
    window.get_by_role("button", name="Mettre fin").click()
    expect(window.get_by_role("alert")).to_contain_text("dernier opérateur")


def test_a_lost_password_is_replaced_with_the_keyboard_alone_and_an_account_is_closed(
    operator, visit, portal
):
    operator.get_by_role("link", name="Zoé Lambert").click()
    keyboard.press(operator, operator.get_by_role("button", name="Nouveau mot de passe initial"))
    window = operator.get_by_role("dialog")
    keyboard.press(operator, window.get_by_role("button", name="Nouveau mot de passe initial"))
    told = operator.get_by_role("dialog", name="Le mot de passe est remplacé")
    expect(told.get_by_role("button", name="Copier")).to_be_focused()
    operator.keyboard.press("Escape")
    password = told.locator("[data-secret]").inner_text()
    keyboard.press(operator, told.get_by_role("button", name="C’est noté, fermer"))
    expect(operator.get_by_role("dialog")).to_have_count(0)
    expect(operator.get_by_role("heading", level=1, name="Zoé Lambert")).to_be_focused()
    zoe = visit("/connexion")
    log_in_with(zoe, EMAIL, password)
    expect(zoe.get_by_label("Nouveau mot de passe")).to_be_visible()

    operator.get_by_role("button", name="Fermer le compte").click()
    operator.get_by_role("dialog").get_by_role("button", name="Fermer le compte").click()
    expect(operator.get_by_text("Ce compte est fermé pour de bon")).to_be_visible()
    expect(operator.get_by_text("Depuis le")).to_have_count(0)
    portal.mails.text(EMAIL, "Votre compte est fermé")


def test_a_system_is_registered_asks_for_a_token_and_is_closed(log_in, portal):
    page = log_in(OPERATOR["email"], path="/banque/systemes")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Inscrire un système").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Nom", exact=True).fill("Entrepôt de données")
    window.get_by_label("Identifiant (client_id)").fill("entrepot")
    window.get_by_role("button", name="Inscrire un système").click()
    first = noted_secret(page, "Le système est inscrit")
    assert asks_for_a_token(portal.address, first) == 201

    page.get_by_role("link", name="Entrepôt de données").click()
    give_a_reason(page, "Donner – Lecture", "Alimente l’entrepôt", "Donner")
    expect(page.locator("[data-right='bank.read']").get_by_text("Depuis le")).to_be_visible()
    accessible(page)
    page.get_by_role("button", name="Nouveau secret").click()
    page.get_by_role("dialog").get_by_role("button", name="Nouveau secret").click()
    second = noted_secret(page, "Le secret est renouvelé")
    assert asks_for_a_token(portal.address, first) == 401
    assert asks_for_a_token(portal.address, second) == 201
    page.get_by_role("button", name="Fermer le système").click()
    page.get_by_role("dialog").get_by_role("button", name="Fermer le système").click()
    expect(page.get_by_text("Ce système est fermé pour de bon")).to_be_visible()
    assert asks_for_a_token(portal.address, second) == 401


def noted_secret(page: Page, title: str) -> str:
    """What is told once: copied by its button, and gone from the page afterwards."""
    window = page.get_by_role("dialog", name=title)
    secret = window.locator("[data-secret]").inner_text()
    window.get_by_role("button", name="Copier").click()
    expect(window.get_by_role("button", name="Copié")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == secret
    accessible(page)
    window.get_by_role("button", name="C’est noté, fermer").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert secret not in page.content()
    return secret


def asks_for_a_token(address: str, secret: str) -> int:
    asked = {"grant_type": "client_credentials", "client_id": "entrepot", "client_secret": secret}
    return httpx.post(f"{address}/api/identity/tokens", json=asked).status_code


def log_in_with(page: Page, login: str, password: str) -> None:
    page.get_by_label("Identifiant ou adresse e-mail").fill(login)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter").click()
