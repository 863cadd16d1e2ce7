"""An agent of the bank finds a loan, sees where it stands on any day, and reads what happened to it."""

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect

from deploy.demo import bank
from deploy.demo.run import DEMONSTRATION_DATE
from tests.e2e.browser.accessibility import fits, violations
from tests.e2e.browser.conftest import open_portal
from tests.e2e.browser.keyboard import press, type_in
from tests.e2e.browser.portfolio import LINES, lend_and_revise

AGENT = next(each["email"] for each in bank.staff() if "lending.agent" in each["rights"])


@pytest.fixture(scope="module")
def portal(built_client, tmp_path_factory):
    with open_portal(tmp_path_factory.mktemp("loans")) as opened:
        lend_and_revise(opened.address)
        yield opened


@pytest.fixture(scope="module")
def line() -> dict:
    """A loan line that runs at a rate with an index, and is not near its end."""
    return next(
        line
        for line in bank.loan_lines(LINES)
        if line["terms"]["rate"]["kind"] == "index"
        and not ends_before(line["terms"], DEMONSTRATION_DATE.year + 5)
    )


def ends_before(terms: dict, year: int) -> bool:
    months = terms["instalments"] * terms["months_between_instalments"]
    return date.fromisoformat(terms["starts_on"]).year + months // 12 < year


def test_an_agent_without_a_mouse_finds_a_loan_by_its_number_and_sees_where_it_stands(log_in, line):
    page = log_in(AGENT, path="/banque/prets")
    expect(page.get_by_role("region", name="Le portefeuille")).to_contain_text(str(LINES))
    type_in(page, page.get_by_label("Numéro de prêt"), line["loan_number"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("row")).to_have_count(2)
    press(page, page.get_by_role("link", name=line["loan_number"]))
    settled(page, f"Prêt {line['loan_number']}")
    expect(page.get_by_text(re.compile("remboursés en [0-9]+ échéances"))).to_be_visible()
    expect(page.get_by_text("Rien n’a été appelé jusqu’à ce jour.")).to_be_visible()
    expect(page.get_by_text("Rien n’est arrivé à ce prêt")).to_be_visible()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_the_page_of_a_loan_is_accessible(log_in, line, scheme, width):
    page = log_in(AGENT, path=f"/banque/prets/{line['loan_number']}", scheme=scheme, width=width)
    settled(page, f"Prêt {line['loan_number']}")
    accessible(page)


def test_loans_of_a_borrower_are_found_by_its_name_and_the_search_stays_when_one_comes_back(log_in, line):
    names = {row["structure_id"]: row["name"] for row in bank.structures()}
    page = log_in(AGENT, path="/banque/prets")
    page.get_by_role("combobox", name="Emprunteur").fill(names[line["borrower_id"]][:9])
    page.get_by_role("option", name=names[line["borrower_id"]]).click()
    page.get_by_role("button", name="Chercher").click()
    expect(page).to_have_url(re.compile("borrower_id="))
    accessible(page)
    page.get_by_role("link", name=re.compile("^50[0-9]{5}$")).first.click()
    expect(page.get_by_role("heading", level=1, name="Prêt 50")).to_be_visible()
    page.go_back()
    settled(page, "Prêts")
    expect(page.get_by_role("combobox", name="Emprunteur")).to_have_value(names[line["borrower_id"]])


def test_a_number_that_no_loan_has_finds_nothing(log_in):
    page = log_in(AGENT, path="/banque/prets")
    page.get_by_label("Numéro de prêt").fill("9999999")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_text("Aucun prêt ne correspond.")).to_be_visible()
    accessible(page)


def settled(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
    expect(page.locator("[data-waiting]")).to_have_count(0)


def accessible(page: Page) -> None:
    expect(page.locator("[data-waiting]")).to_have_count(0)
    assert violations(page) == []
    assert fits(page)
