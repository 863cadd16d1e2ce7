"""Somebody is stuck and writes to the support; an agent answers in the same thread, closes, opens again."""

from playwright.sync_api import Page, expect

from deploy.demo import bank
from tests.e2e.browser.accessibility import accessible

ADDRESS = "lea.morel@villerive.example"
QUESTION = "Le code à 4 chiffres est refusé."
OFFICER, SUPPORT = bank.staff()[0]["email"], bank.staff()[2]["email"]


def test_a_visitor_asks_and_an_agent_answers_in_the_same_thread(portal, visit, log_in):
    reference = ask(visit("/assistance"))
    subject = f"Votre demande à l’assistance : {reference}"
    assert QUESTION not in portal.mails.text(ADDRESS, subject)
    agent = log_in(SUPPORT, path="/banque/assistance")
    agent.get_by_role("link", name=reference).click()
    expect(agent.get_by_role("article", name="Demande")).to_contain_text(QUESTION)
    agent.get_by_role("textbox", name="Votre réponse").fill("Un nouveau code vient de partir.")
    agent.get_by_role("button", name="Envoyer la réponse").click()
    expect(agent.get_by_role("article", name="Réponse de Hélène Quéméner")).to_be_visible()
    assert "Un nouveau code vient de partir." in portal.mails.text(ADDRESS, f"Re: {subject}")
    accessible(agent)
    agent.get_by_role("button", name="Clore la demande").click()
    agent.get_by_role("button", name="Rouvrir la demande").click()
    expect(agent.get_by_role("article", name="Rouverte par")).to_be_visible()
    expect(agent.get_by_role("textbox", name="Votre réponse")).to_be_visible()


def test_what_was_typed_is_sent_once_who_typed_it_has_logged_in_again(log_in):
    page = log_in(OFFICER, path="/assistance")
    expect(page.get_by_label("Votre adresse e-mail")).to_have_value(OFFICER)
    page.get_by_label("Votre message").fill(QUESTION)
    page.context.clear_cookies()
    page.get_by_role("button", name="Envoyer").click()
    window = page.get_by_role("dialog", name="Votre session est terminée")
    window.get_by_label("Mot de passe (").fill(bank.DEMONSTRATION_PASSWORD)
    window.get_by_role("button", name="Continuer").click()
    expect(page.get_by_role("heading", name="Votre demande est enregistrée")).to_be_visible()


def ask(page: Page) -> str:
    """Fill in the form, with a slip first; returns the reference."""
    page.get_by_label("Votre demande porte sur").select_option("login")
    page.get_by_label("Votre nom").fill("Léa Morel")
    page.get_by_label("Votre adresse e-mail").fill("lea@villerive")
    page.get_by_label("Votre message").fill(QUESTION)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_label("Votre adresse e-mail")).to_be_focused()
    page.get_by_label("Votre adresse e-mail").fill(ADDRESS)
    page.get_by_role("button", name="Envoyer").click()
    expect(page.get_by_role("heading", name="Votre demande est enregistrée")).to_be_focused()
    expect(page.get_by_text(f"Un e-mail le confirme à {ADDRESS}")).to_be_visible()
    accessible(page)
    return page.locator("strong").inner_text()
