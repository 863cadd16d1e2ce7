"""A new value of the Livret A in two browsers: an officer computes and proposes, another person approves, both see.

From the computation on neither has a mouse. Then the support and an operator do what is theirs to do.
"""

import io
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from playwright.sync_api import Locator, Page, expect
from rich.console import Console
from rich.progress import Progress

from deploy.demo import bank
from deploy.demo.main_job import INPUTS, PROPOSAL, MainJob
from services.notifications.actions import tell
from services.notifications.domain.messages import Template, message_id
from shared import clock
from shared.bus import Outgoing, Publisher
from tests.e2e.browser.accessibility import accessible
from tests.e2e.browser.conftest import Portal, open_portal
from tests.e2e.browser.keyboard import go_to, press, type_day, type_in
from tests.unit.notifications.samples import structure_revised

OFFICER, APPROVER, SUPPORT, OPERATOR = (member["email"] for member in bank.staff()[:4])
INBOUND = "bank.index-values"
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
    withdraw(officer)
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


def test_a_correction_is_proposed_and_another_person_refuses_it(log_in):
    officer = log_in(OFFICER, path="/banque/taux")
    official = officer.get_by_role("row").filter(has_text="Officielle").filter(has_text="Livret A")
    official.get_by_role("link", name="01/02/2026").click()
    officer.get_by_role("link", name="Corriger cette valeur").click()
    fill_in(officer.get_by_role("form", name="Proposer une valeur"), "1,6")
    officer.get_by_role("button", name="Proposer la correction").click()
    expect(officer.get_by_text("C’est votre proposition")).to_be_visible()
    approver = log_in(APPROVER, path="/banque/taux")
    approver.get_by_role("link", name="Livret A : 1,60 % au 1er février 2026").click()
    give_a_reason(approver, "Refuser", "Refuser la proposition", "Le texte dit 1,50 %.")
    expect(approver.get_by_text("Refusée", exact=True)).to_be_visible()


def test_the_support_sends_again_stops_and_hands_over(portal, log_in):
    page = log_in(SUPPORT, path="/banque/courriers")
    open_the_first(page, "/banque/courriers")
    expect(page.frame_locator("iframe").get_by_text("Référence EP-")).to_be_visible()
    accessible(page)
    first = page.url
    confirm(page, "Envoyer de nouveau")
    expect(page.get_by_text("C’est un nouvel envoi.")).to_be_visible()
    assert page.url != first
    page.goto(f"/banque/courriers/{a_message_that_waits(portal)}")
    confirm(page, "Arrêter l’envoi")
    expect(page.get_by_text("Annulé").first).to_be_visible()
    open_the_first(page, "/banque/lots")
    accessible(page)
    confirm(page, "Noter la remise")
    expect(page.get_by_text("Remis", exact=True)).to_be_visible()


def test_the_support_notes_by_hand_what_became_of_a_letter(log_in):
    page = log_in(SUPPORT, path="/banque/lots")
    open_the_first(page, "/banque/lots")
    page.get_by_role("table").get_by_role("link").first.click()
    give_a_reason(page, "Noter : revenu", "Noter : revenu", "Destinataire inconnu à l’adresse")
    passages = page.get_by_role("row")
    expect(passages.filter(has_text="Revenu")).to_contain_text("Destinataire inconnu à l’adresse")
    accessible(page)
    confirm(page, "Noter : distribué")
    expect(passages.filter(has_text="Distribué")).to_be_visible()
    expect(page.get_by_role("button", name="Noter : distribué")).to_have_count(0)


def test_the_support_sees_how_far_the_messages_of_a_revision_have_come(log_in):
    page = log_in(SUPPORT, path="/banque/revisions")
    page.get_by_role("table").get_by_role("link").first.click()
    told = page.get_by_role("region", name="Messages de cette révision")
    expect(told.get_by_text("sont partis")).to_be_visible()
    expect(told.get_by_role("row").filter(has_text="E-mail").first).to_contain_text("Envoyé")
    accessible(page)
    told.get_by_role("link", name="Voir ces messages").click()
    expect(page.get_by_text("Seulement les messages d’une révision.")).to_be_visible()
    expect(page.get_by_role("table").get_by_role("link").first).to_be_visible()


def test_an_operator_replays_a_dead_letter_and_discards_it_when_it_comes_back(portal, log_in):
    send_what_nobody_can_read(portal)
    page = log_in(OPERATOR, path="/banque/exploitation")
    for act, done in (("Rejouer", "retourné dans sa file"), ("Abandonner", "abandonné")):
        open_the_first(page, "/banque/exploitation?service=rates")
        expect(page.get_by_role("region", name="Contenu")).to_contain_text("inconnu")
        accessible(page)
        confirm(page, act)
        expect(page.get_by_text(f"Le message est {done}")).to_be_visible()
    expect(page.get_by_text("Aucun message en échec.")).to_be_visible()


def test_who_holds_no_right_of_the_rates_desk_does_not_open_it(log_in):
    page = log_in(SUPPORT, path="/banque/taux")
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
    press(page, page.get_by_role("navigation").get_by_role("link", name="Bureau des taux"))
    press(page, page.get_by_role("link", name="Calculer ou proposer une valeur"))
    day = page.get_by_label("Date d’effet")
    expect(day).to_be_visible()
    type_day(page, day, PROPOSAL["effective_on"])
    press(page, page.get_by_role("button", name="Calculer"))
    expect(page.get_by_role("heading", name="Valeur calculée : 1,40 %")).to_be_visible()
    expect(page.get_by_role("list", name="Le calcul, étape par étape")).to_contain_text("1,405")


def propose(page: Page) -> None:
    """Another value than the computed one is refused in clear words, unless the minister derogates."""
    form = page.get_by_role("form", name="Proposer une valeur")
    type_in(page, form.get_by_label("Valeur proposée"), "1,5")
    type_in(page, form.get_by_label("Référence légale"), PROPOSAL["legal_reference"])
    type_day(page, form.get_by_label("Date du Journal officiel"), PROPOSAL["published_on"])
    press(page, form.get_by_role("button", name="Proposer"))
    expect(form.get_by_text("seule une dérogation du ministre le permet")).to_be_visible()
    accessible(page)
    press(page, form.get_by_label("Dérogation du ministre"), "Space")
    press(page, form.get_by_role("button", name="Proposer"))
    expect(page.get_by_role("heading", level=1, name=VALUE)).to_be_visible()
    expect(page.get_by_text("C’est votre proposition")).to_be_visible()
    expect(page.get_by_role("button", name="Approuver")).to_have_count(0)


def withdraw(page: Page) -> None:
    press(page, page.get_by_role("button", name="Retirer ma proposition"))
    window = page.get_by_role("dialog")
    type_in(page, window.get_by_label("Motif"), "Une virgule mal placée.")
    press(page, window.get_by_role("button", name="Retirer la proposition"))
    expect(page.get_by_text("Retirée", exact=True)).to_be_visible()


def preview(page: Page) -> None:
    press(page, page.get_by_role("button", name="Calculer l’aperçu"))
    expect(page.get_by_role("heading", name="Ce que cela change")).to_be_visible()
    expect(page.get_by_role("img", name="Deux barres par ligne")).to_be_visible()
    accessible(page)
    go_to(page, page.get_by_role("radio", name="Par produit"))
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("heading", name="les 10 plus touchés")).to_be_visible()
    expect(page.get_by_role("cell", name="Valmonde Habitat").first).to_be_visible()
    accessible(page)


def approve(page: Page) -> None:
    press(page, page.get_by_role("link", name=VALUE).first)
    press(page, page.get_by_role("button", name="Approuver"))
    window = page.get_by_role("dialog", name="Approuver 1,50 % ?")
    accessible(page)
    press(page, window.get_by_role("button", name="Approuver"))
    expect(page.get_by_text("Karim Benali, le")).to_be_visible()


def follow(page: Page) -> None:
    press(page, page.get_by_role("link", name="Voir la révision"))
    expect(page.get_by_role("heading", level=1, name=REVISION)).to_be_visible()
    expect(page.get_by_text("Terminée le")).to_be_visible()
    expect(page.get_by_text("Prêts révisés").first).to_be_visible()
    expect(page.get_by_role("img", name="Deux barres par ligne")).to_be_visible()
    accessible(page)


def fill_in(form: Locator, value: str) -> None:
    form.get_by_label("Valeur proposée").fill(value)
    form.get_by_label("Référence légale").fill(PROPOSAL["legal_reference"])
    form.get_by_label("Date du Journal officiel").fill(PROPOSAL["published_on"])


def give_a_reason(page: Page, act: str, button: str, reason: str) -> None:
    page.get_by_role("button", name=act).click()
    window = page.get_by_role("dialog")
    window.get_by_label("Motif").fill(reason)
    window.get_by_role("button", name=button).click()


def confirm(page: Page, act: str) -> None:
    """Press a button, and once more in the window that asks."""
    page.get_by_role("button", name=act).click()
    page.get_by_role("dialog").get_by_role("button", name=act).click()


def a_message_that_waits(portal: Portal) -> UUID:
    """The id of what is to be told to a structure that nobody has heard of yet."""
    event = structure_revised(structure_id=uuid4(), revision_id=uuid4())
    with portal.services["notifications"].active():
        tell(Template.REVISION, event, event.revision_id)
    return message_id(event.revision_id, Template.REVISION, event.structure_id)


def send_what_nobody_can_read(portal: Portal) -> None:
    """A command to rates that is none: its worker refuses it to the dead letters."""
    command = Outgoing(
        id=str(uuid4()),
        type=INBOUND,
        source="bank",
        time=clock.now(),
        body=b'{"inputs": "inconnu"}',
        to_queue=INBOUND,
    )
    with Publisher(portal.services["rates"].settings.broker_url) as publisher:
        publisher.publish([command])


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
