"""An agent of the bank calls what falls due, and brings loan lines from a file."""

import json

import pytest
from playwright.sync_api import Page, expect

from deploy.demo import bank
from tests.e2e.browser.accessibility import accessible, settled, violations
from tests.e2e.browser.conftest import open_portal
from tests.e2e.browser.keyboard import press, type_in
from tests.e2e.browser.portfolio import LINES, lend_and_revise

AGENT = next(each["email"] for each in bank.staff() if "lending.agent" in each["rights"])
NEW = {"loan_number": "5999010", "contract_number": "29910"}
TOO_MUCH = {"kind": "index", "index": "livret_a", "margin": "12"}


@pytest.fixture(scope="module")
def portal(built_client, tmp_path_factory):
    with open_portal(tmp_path_factory.mktemp("billing")) as opened:
        lend_and_revise(opened.address)
        yield opened


def test_an_agent_without_a_mouse_calls_what_falls_due_and_sees_what_was_called(log_in):
    page = log_in(AGENT, path="/banque/appels")
    settled(page, "Appels d’échéances")
    expect(page.get_by_text("Aucun appel n’a encore eu lieu.")).to_be_visible()
    type_in(page, page.get_by_label("Jours à l’avance"), "45")
    press(page, page.get_by_role("button", name="Appeler"))
    window = page.get_by_role("dialog", name="Appeler ces échéances ?")
    expect(window).to_contain_text("Toutes les échéances dues d’ici 45 jours sont appelées.")
    assert violations(page) == []
    press(page, window.get_by_role("button", name="Appeler"))
    expect(window).to_have_count(0)
    outcome = page.get_by_role("status").filter(has_text="échéances appelées jusqu’au 15 mars 2026, pour")
    expect(outcome).to_be_visible()
    run = page.get_by_role("table", name="Les appels passés").get_by_role("row").nth(1)
    expect(run).to_contain_text("Hélène Quéméner")
    accessible(page)


def test_what_was_called_is_not_called_again(log_in):
    page = log_in(AGENT, path="/banque/appels", width=320)
    page.get_by_text("Jusqu’à une date").click()
    page.get_by_label("Échéances dues jusqu’au").fill("2026-03-15")
    page.get_by_role("button", name="Appeler").click()
    page.get_by_role("dialog").get_by_role("button", name="Appeler").click()
    expect(page.get_by_text("Rien n’était à appeler jusqu’au 15 mars 2026.")).to_be_visible()
    accessible(page)


def test_a_day_too_far_ahead_is_refused_in_the_words_of_the_service(log_in):
    page = log_in(AGENT, path="/banque/appels")
    page.get_by_text("Jusqu’à une date").click()
    page.get_by_label("Échéances dues jusqu’au").fill("2040-01-01")
    page.get_by_role("button", name="Appeler").click()
    page.get_by_role("dialog").get_by_role("button", name="Appeler").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text(
        "Les échéances peuvent être appelées"
    )


def test_what_falls_due_in_a_period_leads_to_its_loans(log_in):
    page = log_in(AGENT, path="/banque/appels")
    part = page.get_by_role("region", name="Ce qui vient à échéance")
    part.get_by_label("Du", exact=True).fill("2026-04-01")
    part.get_by_label("Au", exact=True).fill("2026-04-30")
    table = part.get_by_role("table")
    expect(table.get_by_role("row").nth(1)).to_contain_text("/04/2026")
    table.get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1, name="Prêt 50")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_a_file_of_loans_enters_but_for_the_lines_that_cannot_be(log_in, scheme, width):
    known = next(iter(bank.loan_lines(LINES)))
    bad = known | {"loan_number": "5999011"} | {"terms": known["terms"] | {"rate": TOO_MUCH}}
    lines = [json.dumps(each) for each in (known, known | NEW, bad)] + ["{oops"]
    page = log_in(AGENT, path="/banque/prets", scheme=scheme, width=width)
    page.get_by_role("link", name="Importer des prêts").click()
    settled(page, "Importer des prêts")
    choose(page, "\n".join(lines))
    page.get_by_role("button", name="Importer", exact=True).click()
    report = page.get_by_role("region", name="Ce que les lignes sont devenues")
    expect(report.get_by_text("Tout le fichier prets.jsonl est lu.")).to_be_visible()
    refused = report.get_by_role("row")
    expect(refused).to_have_count(3)
    expect(refused.nth(1)).to_contain_text("5999011")
    expect(refused.nth(1)).to_contain_text("terms.rate.margin")
    expect(refused.nth(1)).to_contain_text("12")
    expect(refused.nth(2)).to_contain_text("4")
    accessible(page)
    page.goto(f"/banque/prets/{NEW['loan_number']}")
    settled(page, f"Prêt {NEW['loan_number']}")


def test_a_file_that_is_no_list_is_not_sent(log_in):
    page = log_in(AGENT, path="/banque/prets/import")
    choose(page, "[oops")
    page.get_by_role("button", name="Importer", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("ni un tableau JSON")
    accessible(page)


def choose(page: Page, content: str) -> None:
    file = {"name": "prets.jsonl", "mimeType": "application/x-ndjson", "buffer": content.encode()}
    page.locator("input[type=file]").set_input_files(file)
