"""The debt of a borrower and of a guarantor in a browser, and the simulator of everybody."""

import json
import re

import pytest
from playwright.sync_api import expect

from deploy.demo import bank
from tests.e2e.browser.accessibility import fits, settled, violations
from tests.e2e.browser.conftest import open_portal
from tests.e2e.browser.keyboard import choose, press
from tests.e2e.browser.portfolio import borrower_and_guarantor, lend_and_revise, somebody_with_loans
from tests.portal import PASSWORD

SCREENS = {
    "/vue-d-ensemble": "Vue d’ensemble",
    "/mes-prets": "Mes prêts",
    "/echeances": "Échéances",
    "/encours": "Encours à une date",
    "/et-si": "Et si l’index changeait",
    "/avis-et-courriers": "Avis et courriers reçus",
    "/dette-garantie": "Dette garantie",
    "/prets-garantis": "Prêts garantis",
    "/echeances-garanties": "Échéances garanties",
    "/encours-garantis": "Encours garantis à une date",
    "/et-si-garanties": "Et si l’index changeait (garanties)",
}
TOLD = "Vos prêts indexés sur le Livret A : nouveau taux au 1er février 2026"
PROBLEM = {"type": "/problems/unforeseen", "title": "Imprévu", "detail": "Un imprévu.", "reference": "abc123"}


@pytest.fixture(scope="module")
def portal(built_client, tmp_path_factory):
    with open_portal(tmp_path_factory.mktemp("lending")) as opened:
        lend_and_revise(opened.address)
        yield opened


@pytest.fixture(scope="module")
def reader(portal):
    """Somebody who reads what one structure owes and what another guarantees."""
    return somebody_with_loans(portal, portal.mails.folder.parent, portal.platform)


@pytest.fixture
def open_page(log_in, reader):
    return lambda path, **options: log_in(reader, PASSWORD, path, **options)


def first_loan(page):
    return page.get_by_role("link", name=re.compile("^50[0-9]{5}$")).first


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 320)])
def test_the_screens_of_debt_are_accessible(open_page, scheme, width):
    page = open_page("/mes-prets", scheme=scheme, width=width)
    settled(page, "Mes prêts")
    loan = first_loan(page).get_attribute("href")
    for path, title in (SCREENS | {loan: "Prêt"}).items():
        page.goto(path)
        settled(page, title)
        assert violations(page) == [], path
        assert fits(page), path


def test_a_borrower_without_a_mouse_sees_what_is_owed_then_one_loan_before_and_after_the_revision(open_page):
    borrower, _ = borrower_and_guarantor()
    page = open_page("/vue-d-ensemble")
    expect(page.get_by_text(borrower["name"])).to_be_visible()
    expect(page.get_by_text(re.compile("Livret A.* de 1,70.% à 1,50.%"))).to_be_visible()
    press(page, page.get_by_role("navigation").get_by_role("link", name="Mes prêts"))
    settled(page, "Mes prêts")
    press(page, page.get_by_role("columnheader", name="Capital restant dû").get_by_role("button"))
    expect(page.get_by_role("columnheader", name="Capital restant dû")).to_have_attribute(
        "aria-sort", "ascending"
    )
    press(page, first_loan(page))
    settled(page, "Prêt")
    expect(page.get_by_text(re.compile("remboursés en [0-9]+ échéances"))).to_be_visible()
    press(page, page.get_by_role("button", name="Révision calculée le").first)
    expect(page.get_by_role("heading", name="Échéances avant et après")).to_be_visible()
    with page.expect_download() as taken:
        press(page, page.get_by_role("button", name="Télécharger"))
        choose(page, page.get_by_role("menuitem", name="PDF"))
    assert taken.value.suggested_filename.endswith(".pdf")
    assert taken.value.path().read_bytes().startswith(b"%PDF")


def test_a_borrower_reads_again_what_it_was_told_and_asks_what_another_value_would_change(portal, open_page):
    borrower, _ = borrower_and_guarantor()
    portal.mails.text(borrower["contact_email"], TOLD)
    page = open_page("/avis-et-courriers")
    page.get_by_role("button", name=TOLD).click()
    mail = page.get_by_role("dialog", name="EP-").frame_locator("iframe")
    expect(mail.get_by_text("Votre prochaine échéance ne change pas")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Et si l’index changeait", exact=True).click()
    page.get_by_label("Valeur supposée").fill("3")
    page.get_by_role("button", name="Calculer").click()
    expect(page.get_by_role("status").filter(has_text="changeraient, sur")).to_be_visible()
    expect(page.get_by_text(re.compile("€ de plus")).first).to_be_visible()
    assert violations(page) == []


def test_loans_are_filtered_grouped_and_seen_so_again_under_a_name(open_page):
    page = open_page("/mes-prets")
    rows = page.get_by_role("group", name="Liste des prêts")
    rows.evaluate("scroller => scroller.scrollTop = 400")
    page.get_by_role("columnheader", name="Taux").get_by_role("button").click()
    page.wait_for_function(
        "name => document.querySelector(`[aria-label='${name}']`).scrollTop === 0", arg="Liste des prêts"
    )
    page.get_by_role("searchbox").fill("plai")
    expect(page.get_by_role("status").filter(has_text=" sur ")).to_be_visible()
    page.get_by_role("button", name="Regrouper par").click()
    page.get_by_role("menuitemradio", name="Produit").click()
    page.get_by_role("button", name="Vues").click()
    page.get_by_label("Nom de la vue").fill("Mes PLAI")
    page.get_by_role("button", name="Garder cette vue").click()
    page.reload()
    page.get_by_role("button", name="Vues").click()
    page.get_by_role("button", name="Mes PLAI", exact=True).click()
    expect(page.get_by_role("button", name="Montrer les lignes de PLAI", exact=True)).to_be_visible()
    expect(page.get_by_role("searchbox")).to_have_value("plai")


def test_all_schedules_are_written_to_one_file_while_one_watches(open_page):
    page = open_page("/mes-prets")
    page.get_by_role("button", name="Tous les tableaux").click()
    page.get_by_role("menuitem", name="Excel").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Télécharger le fichier").click()
    assert taken.value.path().read_bytes().startswith(b"PK")


def test_a_short_list_on_a_telephone_is_as_long_as_its_lines(open_page):
    page = open_page("/vue-d-ensemble", width=390)
    coming = page.get_by_role("group", name="Prochaines échéances")
    expect(coming.get_by_role("row").last).to_be_visible()
    assert coming.evaluate("list => list.scrollHeight <= list.clientHeight")


def test_a_guarantor_sees_its_share_by_borrower(open_page):
    _, guarantor = borrower_and_guarantor()
    page = open_page("/dette-garantie")
    expect(page.get_by_text(guarantor["name"])).to_be_visible()
    expect(page.get_by_text("les montants sont à vos quotités")).to_be_visible()
    coming = page.get_by_role("table", name="Prochaines échéances")
    expect(coming.get_by_role("row")).to_have_count(7)
    expect(coming.get_by_role("columnheader", name="Emprunteur")).to_be_visible()
    chart = page.get_by_role("region", name="Encours par emprunteur")
    chart.get_by_text("Les chiffres de ce graphique").click()
    expect(chart.get_by_role("rowheader", name="Total")).to_be_visible()
    revised = page.get_by_role("table", name="Par emprunteur", exact=True)
    expect(revised.get_by_role("columnheader", name="12 mois – Après")).to_be_visible()


def test_a_guarantor_without_a_mouse_asks_what_falls_due_and_what_another_value_would_change(open_page):
    page = open_page("/dette-garantie")
    press(page, page.get_by_role("navigation").get_by_role("link", name="Échéances garanties"))
    settled(page, "Échéances garanties")
    choice = page.get_by_role("radio", name="Emprunteur")
    page.get_by_role("radio", name="Mois").focus()
    page.keyboard.press("ArrowRight")
    expect(choice).to_be_checked()
    page.get_by_text("Les chiffres de ce graphique").click()
    table = page.get_by_role("table", name="Capital et intérêts")
    expect(table.get_by_role("columnheader", name="Emprunteur")).to_be_visible()
    page.goto("/et-si-garanties")
    value = page.get_by_label("Valeur supposée")
    value.focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("3")
    page.keyboard.press("Enter")
    expect(page.get_by_text(re.compile("€ de plus")).first).to_be_visible()
    by_borrower = page.get_by_role("table", name="Par emprunteur", exact=True)
    expect(by_borrower.get_by_role("rowheader", name="Total")).to_be_visible()
    assert violations(page) == []


def test_a_guarantor_takes_the_schedules_of_all_guaranteed_loans_in_one_file(open_page):
    page = open_page("/prets-garantis")
    page.get_by_role("button", name="Tous les tableaux").click()
    page.get_by_role("menuitem", name="CSV").click()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Télécharger le fichier").click()
    heading = taken.value.path().read_text(encoding="utf-8-sig").splitlines()[0]
    assert heading.startswith("Prêt;Contrat;Produit;Emprunteur;Quotité garantie;")


def test_anyone_simulates_a_loan_by_keyboard_and_asks_what_if(visit):
    page = visit("/simulateur")
    expect(page.get_by_text("s’affichent ici")).to_be_visible()
    page.get_by_label("Montant").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Le résultat")).to_be_focused()
    expect(page.get_by_text("s’affichent ici")).to_have_count(0)
    compare = page.get_by_role("button", name="Comparer")
    expect(compare).to_be_enabled()
    compare.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Intérêts de plus")).to_be_visible()
    assert violations(page) == []


def test_without_the_right_a_page_says_so(log_in):
    page = log_in(bank.staff()[0]["email"], path="/mes-prets")
    expect(page.get_by_text("un droit que vous n’avez pas")).to_be_visible()


def test_a_failure_gives_its_reference_and_is_tried_again(open_page):
    page = open_page("/echeances")
    page.route(
        "**/api/lending/structures/*/loans",
        lambda route: route.fulfill(
            status=500, content_type="application/problem+json", body=json.dumps(PROBLEM)
        ),
    )
    page.get_by_role("link", name="Mes prêts").click()
    expect(page.get_by_role("alert")).to_contain_text("abc123")
    page.unroute("**/api/lending/structures/*/loans")
    page.get_by_role("button", name="Réessayer").click()
    expect(first_loan(page)).to_be_visible()
