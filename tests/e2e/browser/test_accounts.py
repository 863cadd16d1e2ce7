"""Accounts in a browser, from the first visit to the last."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from deploy.demo import bank
from tests.e2e.browser.accessibility import violations

OFFICER = bank.staff()[0]
CODE_MAIL = "Votre code pour finaliser votre inscription"
PASSWORD, ANOTHER = "Chaussette verte 7", "Autre chaussette 8"


@pytest.fixture
def registered(visit, portal, request) -> tuple[Page, str, str]:
    """Somebody who has just registered: their page, their address, their identifier."""
    address = f"{request.node.name.replace('_', '-')[:40]}@yoplamail.example"
    page = visit("/inscription")
    fill_in_the_form(page, address)
    page.get_by_label("Code à 4 chiffres").fill(portal.mails.code(address, CODE_MAIL))
    page.get_by_role("button", name="Confirmer").click()
    identifier = page.locator("[data-identifier]").inner_text()
    return page, address, identifier


def fill_in_the_form(page: Page, address: str) -> None:
    page.get_by_label("Prénom").fill("Cendrine")
    page.get_by_label("Nom", exact=True).fill("Martin")
    page.get_by_label("Adresse e-mail").fill(address)
    page.get_by_label("Mot de passe", exact=True).fill(PASSWORD)
    page.get_by_label("Le même mot de passe").fill(PASSWORD)
    page.get_by_label("Collectivités").check()
    page.get_by_label("J’accepte les conditions").check()
    page.get_by_role("button", name="Créer mon compte").click()


def log_in_with(page: Page, login: str, password: str) -> None:
    page.get_by_label("Identifiant ou adresse e-mail").fill(login)
    page.get_by_label("Mot de passe", exact=True).fill(password)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("button", name="Mon compte")).to_be_visible()


def test_somebody_registers_logs_in_and_tends_their_profile(registered, portal):
    page, address, identifier = registered
    assert identifier in portal.mails.text(address, "Bienvenue : votre identifiant de connexion")
    page.get_by_role("main").get_by_role("link", name="Se connecter").click()
    log_in_with(page, identifier, PASSWORD)
    expect(page.get_by_role("heading", level=1, name="Bonjour Cendrine")).to_be_visible()

    page.get_by_role("link", name="Mon profil").click()
    expect(page.get_by_role("heading", level=1, name="Mon profil")).to_be_focused()
    assert violations(page) == []
    page.get_by_role("button", name="Modifier mon identité").click()
    page.get_by_label("Nom", exact=True).fill("Martin-Ramos")
    page.get_by_label("Téléphone").fill("06")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_label("Téléphone")).to_have_attribute("aria-invalid", "true")
    assert violations(page) == []
    page.get_by_label("Téléphone").fill("06 07 08 09 10")
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Martin-Ramos").first).to_be_visible()

    page.get_by_role("button", name="Changer d’adresse e-mail").click()
    page.get_by_label("Nouvelle adresse e-mail").fill(f"new.{address}")
    page.get_by_label("Mot de passe actuel").fill(PASSWORD)
    page.get_by_role("button", name="Envoyer le code").click()
    code = portal.mails.code(f"new.{address}", "Votre code pour confirmer votre adresse")
    page.get_by_label("Code à 4 chiffres").fill(code)
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_text(f"new.{address}")).to_be_visible()


def test_a_wrong_code_is_told_with_the_tries_left_and_a_new_one_can_be_asked_for(visit, portal):
    address = "wrong.code@yoplamail.example"
    page = visit("/inscription")
    fill_in_the_form(page, address)
    expect(page.get_by_text("n’est pas votre mot de passe")).to_be_visible()
    code = portal.mails.code(address, CODE_MAIL)
    page.get_by_label("Code à 4 chiffres").fill(f"{(int(code) + 1) % 10_000:04}")
    page.get_by_role("button", name="Confirmer").click()
    expect(page.get_by_text("Essais restants")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Envoyer un autre code (encore 2)").click()
    expect(page.get_by_role("button", name="Envoyer un autre code (encore 1)")).to_be_visible()


def test_the_rules_of_a_password_are_ticked_while_it_is_typed(visit):
    page = visit("/inscription")
    page.get_by_label("Prénom").fill("Cendrine")
    rules = page.get_by_role("list", name="Règles du mot de passe").get_by_role("listitem")
    password = page.get_by_label("Mot de passe", exact=True)
    for typed, kept in {"abc": 1, "abcdefgh": 2, "Abcdefgh1": 3, "Cendrine1": 2}.items():
        password.fill(typed)
        expect(rules.filter(has_text="– respecté")).to_have_count(kept)


def test_what_the_service_refuses_is_shown_at_its_field(visit):
    page = visit("/inscription")
    page.get_by_label("Prénom").fill("Cendrine")
    page.get_by_label("Nom", exact=True).fill("Martin")
    page.get_by_label("Adresse e-mail").fill("common@yoplamail.example")
    page.get_by_label("Mot de passe", exact=True).fill("Motdepasse1")
    page.get_by_label("Le même mot de passe").fill("Motdepasse1")
    page.get_by_label("Logement social").check()
    page.get_by_label("J’accepte les conditions").check()
    page.get_by_role("button", name="Créer mon compte").click()
    expect(page.get_by_text("trop courant")).to_be_visible()
    expect(page.get_by_label("Mot de passe", exact=True)).to_be_focused()


def test_a_forgotten_password_is_replaced_by_the_link_of_the_e_mail(registered, portal):
    page, address, _ = registered
    page.goto("/mot-de-passe-oublie")
    page.get_by_label("Identifiant ou adresse e-mail").fill(address)
    page.get_by_role("button", name="Recevoir l’e-mail").click()
    expect(page.get_by_role("status").filter(has_text="C’est envoyé")).to_be_visible()
    page.goto(portal.mails.link(address, "Choisissez un nouveau mot de passe"))
    page.get_by_label("Nouveau mot de passe").fill(ANOTHER)
    assert "#" not in page.url
    page.get_by_role("button", name="Choisir ce mot de passe").click()
    page.get_by_role("main").get_by_role("link", name="Se connecter").click()
    log_in_with(page, address, ANOTHER)


def test_a_link_that_was_used_says_so_and_leads_to_another(registered, portal):
    page, _, _ = registered
    page.goto("/mot-de-passe#used-or-never-made")
    page.get_by_label("Nouveau mot de passe").fill(ANOTHER)
    page.get_by_role("button", name="Choisir ce mot de passe").click()
    expect(page.get_by_role("alert")).to_contain_text("ne sert plus")
    page.get_by_role("link", name="Demander un autre lien").click()
    expect(page.get_by_role("heading", level=1, name="Mot de passe oublié")).to_be_focused()


def test_nothing_typed_is_lost_when_the_session_ends(registered):
    page, _, identifier = registered
    page.goto("/connexion")
    log_in_with(page, identifier, PASSWORD)
    page.goto("/profil")
    page.get_by_role("button", name="Modifier mon identité").click()
    page.get_by_label("Nom", exact=True).fill("Martin-Ramos")
    page.context.clear_cookies()
    page.get_by_role("button", name="Enregistrer").click()
    window = page.get_by_role("dialog", name="Votre session est terminée")
    window.get_by_label("Mot de passe").fill("pas celui-là 1")
    window.get_by_role("button", name="Continuer").click()
    expect(window.get_by_role("alert")).to_contain_text("incorrect")
    assert violations(page) == []
    window.get_by_label("Mot de passe").fill(PASSWORD)
    window.get_by_role("button", name="Continuer").click()
    expect(page.get_by_text("Martin-Ramos").first).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_person_sees_where_they_are_logged_in_and_ends_the_rest(registered, visit):
    page, _, identifier = registered
    page.goto("/connexion")
    log_in_with(page, identifier, PASSWORD)
    elsewhere = visit("/connexion")
    log_in_with(elsewhere, identifier, PASSWORD)
    page.goto("/profil")
    page.get_by_role("button", name="Me déconnecter partout ailleurs").click()
    expect(page.get_by_role("button", name="Me déconnecter partout ailleurs")).to_have_count(0)
    expect(page.get_by_text("Cette session", exact=True)).to_be_visible()


def test_a_person_takes_their_data_and_leaves(registered, portal, tmp_path):
    page, address, identifier = registered
    page.goto("/connexion")
    log_in_with(page, identifier, PASSWORD)
    page.goto("/profil")
    with page.expect_download() as started:
        page.get_by_role("button", name="Télécharger mes données").click()
    started.value.save_as(tmp_path / "data.json")
    assert json.loads(Path(tmp_path / "data.json").read_text())["identity"]["profile"]["email"] == address
    page.get_by_role("button", name="Fermer mon compte").click()
    window = page.get_by_role("dialog")
    window.get_by_label("Mot de passe actuel").fill("pas celui-là 1")
    window.get_by_role("button", name="Fermer pour de bon").click()
    expect(window.get_by_role("alert")).to_contain_text("incorrect")
    window.get_by_label("Mot de passe actuel").fill(PASSWORD)
    window.get_by_role("button", name="Fermer pour de bon").click()
    expect(page.get_by_role("heading", level=1, name="Les prêts sur fonds d’épargne")).to_be_visible()
    portal.mails.text(address, "Votre compte est fermé")


def test_somebody_of_the_bank_logs_in_and_out(log_in):
    page = log_in(OFFICER["email"])
    expect(page.get_by_role("heading", name=f"Bonjour {OFFICER['first_name']}")).to_be_visible()
    page.get_by_role("button", name="Mon compte").click()
    page.get_by_role("menuitem", name="Se déconnecter").click()
    expect(page.get_by_role("link", name="Se connecter").first).to_be_visible()


def test_a_wrong_password_is_told_in_words_and_the_page_stays(visit):
    page = visit("/connexion")
    page.get_by_label("Identifiant ou adresse e-mail").fill(OFFICER["email"])
    page.get_by_label("Mot de passe", exact=True).fill("rien de tel 7")
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("alert")).to_contain_text("incorrect")
    expect(page.get_by_label("Identifiant ou adresse e-mail")).to_have_value(OFFICER["email"])


def test_everything_up_to_the_profile_is_done_with_the_keyboard_alone(visit):
    page = visit("/")
    keys = page.keyboard
    log_in = page.get_by_role("main").get_by_role("link", name="Se connecter")
    expect(log_in).to_be_visible()
    keys.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_focused()
    keys.press("Enter")
    keys.press("Tab")
    expect(log_in).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Se connecter")).to_be_focused()
    keys.press("Tab")
    keys.type(OFFICER["email"])
    keys.press("Tab")
    keys.type(bank.DEMONSTRATION_PASSWORD)
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1, name=f"Bonjour {OFFICER['first_name']}")).to_be_visible()
    account = page.get_by_role("button", name="Mon compte")
    account.focus()
    keys.press("Enter")
    expect(page.get_by_role("menu").locator(":focus")).to_have_count(1)
    keys.press("ArrowDown")
    expect(page.get_by_role("menuitem", name="Mon profil")).to_be_focused()
    keys.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Mon profil")).to_be_focused()
