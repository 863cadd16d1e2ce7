"""What real life does to a page: no network, a service that fails, no right, two languages."""

import re

from playwright.sync_api import expect

from deploy.demo import bank
from tests.e2e.browser.accessibility import violations
from tests.e2e.browser.states import REFERENCE, fail

OFFICER = bank.staff()[0]["email"]
INDEXES = re.compile(r"/api/rates/indexes$")


def test_a_page_that_cannot_be_loaded_says_why_with_a_reference_and_can_be_tried_again(log_in):
    page = log_in(OFFICER)
    page.route(INDEXES, fail)
    page.goto("/index")
    trouble = page.get_by_role("alert")
    expect(trouble).to_contain_text(REFERENCE)
    assert violations(page) == []
    page.unroute(INDEXES)
    trouble.get_by_role("button", name="Réessayer").click()
    expect(page.get_by_role("heading", name="La valeur du moment")).to_be_visible()


def test_without_a_network_the_page_says_so_and_keeps_what_was_typed(visit):
    page = visit("/connexion")
    page.get_by_label("Identifiant ou adresse e-mail").fill(OFFICER)
    page.get_by_label("Mot de passe", exact=True).fill(bank.DEMONSTRATION_PASSWORD)
    page.context.set_offline(True)
    expect(page.get_by_text("Vous êtes hors ligne")).to_be_visible()
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("alert").filter(has_text="ne répond pas")).to_be_visible()
    assert violations(page) == []
    page.context.set_offline(False)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", level=1, name="Bonjour")).to_be_visible()


def test_a_page_for_people_who_are_logged_in_leads_through_the_door_and_back(visit):
    page = visit("/profil")
    expect(page.get_by_role("heading", level=1, name="Se connecter")).to_be_visible()
    page.get_by_label("Identifiant ou adresse e-mail").fill(OFFICER)
    page.get_by_label("Mot de passe", exact=True).fill(bank.DEMONSTRATION_PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    expect(page.get_by_role("heading", level=1, name="Mon profil")).to_be_visible()


def test_the_portal_speaks_english_when_asked_and_remembers_it(visit):
    page = visit("/connexion")
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", level=1, name="Log in")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", level=1, name="Log in")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_label("Identifier or e-mail address").fill(OFFICER)
    page.get_by_label("Password", exact=True).fill("nothing of the kind 7")
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("alert")).to_contain_text("wrong")


def test_the_chosen_colours_are_kept(visit):
    page = visit("/", scheme="light")
    page.get_by_role("button", name="Couleurs de la page").click()
    page.get_by_role("menuitemradio", name="Sombres").click()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
