"""Somebody who has no mouse registers, types the code, logs in for the first time and goes on from there."""

from playwright.sync_api import expect

from tests.e2e.browser.keyboard import go_to, press, type_in

ADDRESS = "sans.souris@yoplamail.example"
CODE_MAIL = "Votre code pour finaliser votre inscription"
PASSWORD = "Chaussette verte 7"


def test_somebody_without_a_mouse_registers_and_logs_in_for_the_first_time(visit, portal):
    page = visit("/")
    press(page, page.get_by_role("link", name="Aller au contenu"))
    page.reload()
    press(page, page.get_by_role("main").get_by_role("link", name="Créer un compte"))
    expect(page.get_by_role("heading", level=1, name="Créer")).to_be_focused()
    go_to(page, page.get_by_label("Madame"))
    page.keyboard.press("Space")
    type_in(page, page.get_by_label("Prénom"), "Cendrine")
    type_in(page, page.get_by_label("Nom", exact=True), "Martin")
    type_in(page, page.get_by_label("Adresse e-mail"), ADDRESS)
    type_in(page, page.get_by_label("Mot de passe", exact=True), PASSWORD)
    type_in(page, page.get_by_label("Le même mot de passe"), PASSWORD)
    go_to(page, page.get_by_label("Professions juridiques"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio").nth(3)).to_be_checked()
    press(page, page.get_by_label("J’accepte les conditions"), "Space")
    press(page, page.get_by_role("button", name="Créer mon compte"))

    code = portal.mails.code(ADDRESS, CODE_MAIL)
    expect(page.get_by_text("n’est pas votre mot de passe")).to_be_visible()
    type_in(page, page.get_by_label("Code à 4 chiffres"), code)
    page.keyboard.press("Enter")
    identifier = page.locator("[data-identifier]").inner_text()

    press(page, page.get_by_role("main").get_by_role("link", name="Se connecter"))
    type_in(page, page.get_by_label("Identifiant ou adresse e-mail"), identifier)
    type_in(page, page.get_by_label("Mot de passe", exact=True), PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Bonjour Cendrine")).to_be_visible()
    press(page, page.get_by_role("navigation").get_by_role("link", name="Mes structures"))
    expect(page.get_by_role("heading", level=1, name="Mes structures")).to_be_focused()
