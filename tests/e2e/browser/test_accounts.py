"""Accounts in a browser."""

from playwright.sync_api import expect

from deploy.demo import bank

OFFICER = bank.staff()[0]


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
