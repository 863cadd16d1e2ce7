"""An agent of the bank finds a loan, sees where it stands on any day, notes what happens to it, agrees other terms."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from deploy.demo import bank
from deploy.demo.run import DEMONSTRATION_DATE
from services.lending.portfolio import actions, billing, imports
from tests.e2e.browser.accessibility import accessible, settled, violations
from tests.e2e.browser.conftest import open_portal
from tests.e2e.browser.keyboard import press, type_day, type_in
from tests.e2e.browser.portfolio import (
    LINES,
    borrower_and_guarantor,
    lend_and_revise,
    somebody_with_loans,
)
from tests.portal import PASSWORD

AGENT = next(each["email"] for each in bank.staff() if "lending.agent" in each["rights"])
CALLED_UNTIL = DEMONSTRATION_DATE + timedelta(60)
LATE_ON = DEMONSTRATION_DATE + timedelta(90)
REPAID_ON = DEMONSTRATION_DATE + timedelta(75)
LOCAL_NOW = "new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString().slice(0, 23)"


@pytest.fixture(scope="module")
def portal(built_client, tmp_path_factory):
    with open_portal(tmp_path_factory.mktemp("loans")) as opened:
        lend_and_revise(opened.address)
        yield opened


@pytest.fixture(scope="module")
def line(portal) -> dict:
    """Of the lines that run at an index for years, the one that is due soonest."""
    lines = {each["loan_number"]: each for each in bank.loan_lines(LINES)}
    with portal.services["lending"].active():
        coming = actions.list_next_instalments(limit=LINES)["items"]
    numbers = [each.loan_number for each in coming if runs_for_years(lines[each.loan_number]["terms"])]
    return lines[numbers[0]]


@pytest.fixture(scope="module")
def waiting(portal, line) -> dict:
    """A loan line of the same borrower that is being paid out: its amortisation has not started."""
    disbursements = [{"on": "2025-12-01", "amount": "100000"}, {"on": "2026-03-02", "amount": "50000"}]
    terms = {
        "starts_on": "2026-11-02",
        "instalments": 20,
        "months_between_instalments": 12,
        "rate": {"kind": "index", "index": "livret_a", "margin": "0.006"},
        "prefinancing": {"disbursements": disbursements, "settlement": "capitalised"},
    }
    numbers = {"loan_number": "5999001", "contract_number": "29901", "contract_signed_on": "2025-11-03"}
    with portal.services["lending"].active():
        report = imports.import_loans([(1, line | numbers | {"terms": terms})])
    assert report.refused == []
    return line | numbers


def runs_for_years(terms: dict) -> bool:
    months = terms["instalments"] * terms["months_between_instalments"]
    ends = date.fromisoformat(terms["starts_on"]).year + months // 12
    return terms["rate"]["kind"] == "index" and ends > DEMONSTRATION_DATE.year + 5


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
def test_the_pages_of_a_loan_are_accessible(log_in, line, scheme, width):
    number = line["loan_number"]
    titles = {number: f"Prêt {number}", f"{number}/reamenagement": f"Réaménager le prêt {number}"}
    page = log_in(AGENT, scheme=scheme, width=width)
    for path, title in titles.items():
        page.goto(f"/banque/prets/{path}")
        settled(page, title)
        accessible(page)


def test_a_borrower_reads_where_its_loan_stands_and_what_an_early_repayment_would_cost(portal, log_in):
    borrower, _ = borrower_and_guarantor()
    ours = (each for each in bank.loan_lines(LINES) if each["borrower_id"] == borrower["structure_id"])
    number = next(each["loan_number"] for each in ours if runs_for_years(each["terms"]))
    reader = somebody_with_loans(portal, portal.mails.folder.parent, portal.platform)
    page = log_in(reader, PASSWORD, path=f"/prets/{number}", width=320)
    settled(page, f"Prêt {number}")
    expect(page.get_by_text("Rien n’a été appelé jusqu’à ce jour.")).to_be_visible()
    expect(page.get_by_role("button", name="Noter un paiement")).to_have_count(0)
    part = page.get_by_role("region", name="Rembourser par anticipation")
    part.get_by_label("Le", exact=True).fill(REPAID_ON.isoformat())
    part.get_by_role("button", name="Chiffrer").click()
    expect(part.get_by_text("Le prêt est entièrement remboursé")).to_be_visible()
    expect(part.get_by_role("link", name="Écrire à la banque")).to_be_visible()
    expect(part.get_by_label("Indemnité")).to_have_count(0)
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


def test_what_a_system_of_the_bank_recorded_of_a_borrower_is_told_in_words(log_in, line):
    page = log_in(AGENT, path=f"/banque/structures/{line['borrower_id']}")
    changes = page.get_by_role("table", name="Ce qui a changé")
    expect(changes.get_by_role("cell", name="Registre des tiers").first).to_be_visible()
    expect(changes.get_by_role("row").filter(has_text="Secteur")).not_to_contain_text("_")
    accessible(page)


def test_a_number_that_no_loan_has_finds_nothing(log_in):
    page = log_in(AGENT, path="/banque/prets")
    page.get_by_label("Numéro de prêt").fill("9999999")
    page.get_by_role("button", name="Chercher").click()
    expect(page.get_by_text("Aucun prêt ne correspond.")).to_be_visible()
    accessible(page)


def test_a_payment_is_noted_and_taken_back_and_the_position_follows(portal, log_in, line):
    with portal.services["lending"].active():
        called = billing.bill_instalments(CALLED_UNTIL, source="daily")
    assert called.instalments > 0
    page = log_in(AGENT, path=f"/banque/prets/{line['loan_number']}")
    position = page.get_by_role("region", name="Appelé, payé, en retard")
    position.get_by_label("Au", exact=True).fill(LATE_ON.isoformat())
    expect(position.get_by_role("table", name="Dû et pas encore payé").get_by_role("row")).not_to_have_count(
        0
    )
    accessible(page)
    note(page, "Noter un paiement", {"Montant": "10", "Référence": "VIR 1"})
    expect(page.get_by_role("dialog").get_by_text("ASCII")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("dialog").get_by_label("Référence").fill("VIR-1")
    page.get_by_role("dialog").get_by_role("button", name="Noter un paiement").click()
    life = page.get_by_role("region", name="La vie du prêt")
    expect(life.get_by_text(re.compile("Paiement de 10,00.€ reçu"))).to_be_visible()
    expect(life.get_by_text("par Hélène Quéméner, référence VIR-1")).to_be_visible()
    expect(tile(position, "Payé")).to_have_text(re.compile("10,00"))
    before_it_bounced = page.evaluate(LOCAL_NOW)
    note(page, "Repris par sa banque", {"Motif": "provision insuffisante", "Référence": "RET-1"})
    expect(life.get_by_text("Motif : provision insuffisante.")).to_be_visible()
    expect(tile(position, "Payé")).to_have_text(re.compile("^0,00"))
    expect(page.get_by_role("button", name="Repris par sa banque")).to_have_count(0)
    position.get_by_label("Telle qu’elle était connue le").fill(before_it_bounced)
    expect(tile(position, "Payé")).to_have_text(re.compile("10,00"))
    accessible(page)
    position.get_by_label("Telle qu’elle était connue le").fill("")
    expect(tile(position, "Payé")).to_have_text(re.compile("^0,00"))


def test_an_agent_without_a_mouse_quotes_an_early_repayment_notes_it_and_agrees_to_it(log_in, line):
    page = log_in(AGENT, path=f"/banque/prets/{line['loan_number']}")
    part = page.get_by_role("region", name="Rembourser par anticipation")
    type_day(page, part.get_by_label("Le", exact=True), REPAID_ON.isoformat())
    press(page, part.get_by_role("radio", name="Tout le capital restant dû"), "ArrowDown")
    type_in(page, part.get_by_label("Capital à rembourser"), "1000")
    press(page, part.get_by_role("button", name="Chiffrer"))
    expect(part.get_by_role("heading", name="Le chiffrage")).to_be_visible()
    expect(part.get_by_text("six mois d’intérêts sur le capital remboursé")).to_be_visible()
    accessible(page)
    press(page, part.get_by_role("button", name="Noter la demande"))
    expect(part.get_by_text("En attente")).to_be_visible()
    accessible(page)
    press(page, part.get_by_role("button", name="Accepter"))
    press(page, page.get_by_role("dialog").get_by_role("button", name="Accepter"))
    expect(part.get_by_text("Accepté", exact=True)).to_be_visible()
    life = page.get_by_role("region", name="La vie du prêt")
    expect(life.get_by_text("accepté : le tableau suit")).to_be_visible()
    expect(page.get_by_role("combobox", name="Version")).to_have_value("Actuelle")


def test_a_request_is_withdrawn_and_another_indemnity_is_the_banks(log_in, line):
    page = log_in(AGENT, path=f"/banque/prets/{line['loan_number']}", width=320)
    part = page.get_by_role("region", name="Rembourser par anticipation")
    part.get_by_label("Le", exact=True).fill(REPAID_ON.isoformat())
    part.get_by_label("Indemnité").select_option("actuarial")
    part.get_by_label("Taux (point 1)").fill("2")
    part.get_by_role("button", name="Ajouter un point").click()
    part.get_by_label("Mois (point 2)").fill("240")
    part.get_by_label("Taux (point 2)").fill("3")
    part.get_by_role("button", name="Chiffrer").click()
    expect(part.get_by_text("L’indemnité est actuarielle")).to_be_visible()
    accessible(page)
    part.get_by_role("button", name="Noter la demande").click()
    part.get_by_role("button", name="Retirer la demande").click()
    page.get_by_role("dialog").get_by_role("button", name="Retirer la demande").click()
    expect(part.get_by_text("Retiré", exact=True)).to_be_visible()


def test_other_terms_are_seen_in_all_they_change_before_they_are_agreed_to(log_in, line):
    page = log_in(AGENT, path=f"/banque/prets/{line['loan_number']}")
    page.get_by_role("link", name="Réaménager").click()
    settled(page, f"Réaménager le prêt {line['loan_number']}")
    accessible(page)
    page.get_by_label("Taux", exact=True).select_option("index")
    page.get_by_label("Marge").fill("0,1")
    page.get_by_label("Échéances restantes").fill("100")
    page.get_by_role("button", name="Voir ce qui changerait").click()
    expect(page.get_by_text(re.compile("Livret A . 0,10"))).to_be_visible()
    expect(page.get_by_role("heading", name="Échéances avant et après")).to_be_visible()
    accessible(page)
    page.get_by_label("Référence de l’accord").fill("AVENANT-1")
    page.get_by_role("button", name="Convenir du changement").click()
    settled(page, f"Prêt {line['loan_number']}")
    life = page.get_by_role("region", name="La vie du prêt")
    expect(life.get_by_text("Réaménagement : 100 échéances")).to_be_visible()


def test_money_paid_out_and_the_effect_date_are_noted_before_the_loan_starts(log_in, waiting):
    page = log_in(AGENT, path=f"/banque/prets/{waiting['loan_number']}")
    note(page, "Noter un versement", {"Montant": "20000", "Référence": "VERS-1"})
    life = page.get_by_role("region", name="La vie du prêt")
    expect(life.get_by_text(re.compile("20.000,00.€ versés à l’emprunteur"))).to_be_visible()
    note(page, "Fixer la date d’effet", {"Date d’effet": "2026-12-01", "Référence": "EFFET-1"})
    expect(life.get_by_text("Début de l’amortissement fixé au 1er décembre 2026.")).to_be_visible()
    expect(page.get_by_role("link", name="Réaménager")).to_have_count(0)
    accessible(page)


def note(page: Page, act: str, said: dict[str, str]) -> None:
    """Press a button, fill in the window that opens, and press once more there."""
    page.get_by_role("button", name=act).click()
    window = page.get_by_role("dialog")
    for label, text in said.items():
        window.get_by_label(label).fill(text)
    window.get_by_role("button", name=act).click()


def tile(part: Locator, name: str) -> Locator:
    """The figure under a name."""
    return part.locator("dt", has_text=re.compile(f"^{name}$")).locator("xpath=following-sibling::dd")
