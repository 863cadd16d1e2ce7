"""A new value of the Livret A in two browsers: an officer computes and proposes, another person approves, both see."""

import io
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect
from rich.console import Console
from rich.progress import Progress

from deploy.demo import bank
from deploy.demo.main_job import INPUTS, PROPOSAL, MainJob
from tests.e2e.browser.accessibility import fits, violations
from tests.e2e.browser.conftest import Portal, open_portal

OFFICER, APPROVER = (member["email"] for member in bank.staff()[:2])
LOANS = 150
LOOKS_MAX, PAUSE_MILLISECONDS = 20, 1_000
VALUE = "Livret A : 1,50 % au 1er février 2026"
REVISION = "Révision : Livret A au 1er février 2026"


@pytest.fixture(scope="module")
def portal(built_client, tmp_path_factory) -> Iterator[Portal]:
    """A bank that lends and has decided nothing yet about 1 February 2026."""
    with open_portal(tmp_path_factory.mktemp("bank")) as opened:
        with Progress(console=Console(file=io.StringIO())) as progress:
            job = MainJob(opened.address, progress, LOANS)
            job.record_structures()
            job.import_loans()
        yield opened


def test_an_officer_proposes_another_person_approves_and_both_see_the_loans_revised(log_in):
    officer = log_in(OFFICER, path="/banque/taux/donnees")
    for figure in INPUTS:
        record(officer, figure)
    compute(officer)
    propose(officer)
    preview(officer)
    approver = log_in(APPROVER, path="/banque/taux")
    officer.goto("/banque/revisions")
    expect(officer.get_by_text("Aucune révision n’a encore eu lieu.")).to_be_visible()
    approve(approver)
    follow(approver)
    expect(officer.get_by_role("table").get_by_text("Terminée")).to_be_visible()
    accessible(officer)


def test_the_support_reads_what_was_written_to_those_concerned(log_in):
    page = log_in(bank.staff()[2]["email"], path="/banque/courriers")
    for path in ("/banque/courriers", "/banque/lots"):
        open_the_first(page, path)
        expect(page.get_by_role("table")).to_be_visible()
        accessible(page)


def test_who_holds_no_right_of_the_rates_desk_does_not_open_it(log_in):
    page = log_in(bank.staff()[2]["email"], path="/banque/taux")
    expect(page.get_by_text("Cette page demande un droit que vous n’avez pas.")).to_be_visible()
    expect(page.get_by_role("link", name="Bureau des taux")).to_have_count(0)


def record(page: Page, figure: dict) -> None:
    form = page.get_by_role("form", name="Enregistrer une donnée")
    form.get_by_label("Série").select_option(figure["series"])
    form.get_by_label("Mois (le dernier").fill(figure["month"])
    form.get_by_label("Période", exact=True).select_option(str(figure["months"]))
    form.get_by_label("Valeur", exact=True).fill(f"{float(figure['value']) * 100:.2f}".replace(".", ","))
    form.get_by_label("Publiée le").fill(figure["published_on"])
    form.get_by_label("Source").fill(figure["source"])
    form.get_by_label("Valeur approchée").check()
    form.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("table").get_by_text(figure["source"])).to_be_visible()


def compute(page: Page) -> None:
    page.get_by_role("link", name="Bureau des taux").last.click()
    page.get_by_role("link", name="Calculer ou proposer une valeur").click()
    expect(page.get_by_label("Date d’effet")).to_have_value(PROPOSAL["effective_on"])
    page.get_by_role("button", name="Calculer").click()
    expect(page.get_by_role("heading", name="Valeur calculée : 1,40 %")).to_be_visible()
    expect(page.get_by_role("list", name="Le calcul, étape par étape")).to_contain_text("1,405")


def propose(page: Page) -> None:
    """Another value than the computed one is refused in clear words, unless the minister derogates."""
    form = page.get_by_role("form", name="Proposer une valeur")
    form.get_by_label("Valeur proposée").fill("1,5")
    form.get_by_label("Référence légale").fill(PROPOSAL["legal_reference"])
    form.get_by_label("Date du Journal officiel").fill(PROPOSAL["published_on"])
    form.get_by_role("button", name="Proposer").click()
    expect(form.get_by_text("seule une dérogation du ministre le permet")).to_be_visible()
    accessible(page)
    form.get_by_label("Dérogation du ministre").check()
    form.get_by_role("button", name="Proposer").click()
    expect(page.get_by_role("heading", level=1, name=VALUE)).to_be_visible()
    expect(page.get_by_text("C’est votre proposition")).to_be_visible()
    expect(page.get_by_role("button", name="Approuver")).to_have_count(0)


def preview(page: Page) -> None:
    page.get_by_role("button", name="Calculer l’aperçu").click()
    expect(page.get_by_role("heading", name="Ce que cela change")).to_be_visible()
    expect(page.get_by_role("img", name="Deux barres par ligne")).to_be_visible()
    accessible(page)
    page.get_by_text("Par emprunteur").click()
    expect(page.get_by_role("heading", name="les 10 plus touchés")).to_be_visible()
    accessible(page)


def approve(page: Page) -> None:
    page.get_by_role("link", name=VALUE).click()
    page.get_by_role("button", name="Approuver").click()
    window = page.get_by_role("dialog", name="Approuver 1,50 % ?")
    accessible(page)
    window.get_by_role("button", name="Approuver").click()
    expect(page.get_by_text("Karim Benali, le")).to_be_visible()


def follow(page: Page) -> None:
    page.get_by_role("link", name="Voir la révision").click()
    expect(page.get_by_role("heading", level=1, name=REVISION)).to_be_visible()
    expect(page.get_by_text("Terminée le")).to_be_visible()
    expect(page.get_by_text("Prêts révisés").first).to_be_visible()
    expect(page.get_by_role("img", name="Deux barres par ligne")).to_be_visible()
    accessible(page)


def open_the_first(page: Page, path: str) -> None:
    """Workers write messages and batches after the revision: look again until there is one."""
    first = page.get_by_role("table").get_by_role("link").first
    for _ in range(LOOKS_MAX):
        page.goto(path)
        expect(page.locator("[data-waiting]")).to_have_count(0)
        if first.is_visible():
            break
        page.wait_for_timeout(PAUSE_MILLISECONDS)
    first.click()


def accessible(page: Page) -> None:
    expect(page.locator("[data-waiting]")).to_have_count(0)
    assert violations(page) == []
    assert fits(page)
