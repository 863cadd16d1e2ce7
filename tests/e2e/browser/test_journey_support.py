"""An agent of the support finds who cannot get in, lets them in again, and corrects where a structure is written to."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from deploy.demo import bank
from services.habilitations import actions as habilitations
from services.identity import actions as identity
from services.identity.attempts import FAILURES_MAX
from tests.e2e import visitors
from tests.e2e.browser.accessibility import accessible

AGENT = next(each["email"] for each in bank.staff() if "identity.agent" in each["rights"])
OPERATOR = next(each["email"] for each in bank.staff() if "operator" in each["rights"])
TOWN = visitors.TOWN_HALLS["Commune de Rochegarde"]
WHY = "Appel de la personne, identité vérifiée"


@pytest.fixture(scope="module")
def nadia(portal) -> visitors.Client:
    """Somebody of Rochegarde who asked for a service there: a letter is ordered."""
    people = visitors.Portal(portal.address, portal.mails.folder.parent, portal.platform)
    nadia = people.somebody("Nadia", "Ferrand").register()
    asked = nadia.request(nadia.join(TOWN["siret"]), "loans.read")
    nadia.post(f"/habilitations/requests/{asked['request_id']}/acceptance", 200)
    return nadia


def test_who_is_locked_out_is_found_unlocked_and_logged_out(nadia, log_in):
    for _ in range(FAILURES_MAX):
        nadia.post("/identity/browser-sessions", 401, login=nadia.email, password="Mauvais 123")
    page = log_in(AGENT, path="/banque/personnes")
    look_for(page, "Nom, adresse e-mail ou identifiant", "ferrand")
    page.get_by_role("link", name="Nadia Ferrand").click()
    expect(page.get_by_role("heading", level=1, name="Nadia Ferrand")).to_be_visible()
    expect(page.get_by_text("la connexion est bloquée jusqu’au")).to_be_visible()
    expect(page.get_by_role("cell", name="Bienvenue, avec l’identifiant")).to_be_visible()
    accessible(page)
    give_a_reason(page, "Débloquer la connexion", WHY)
    expect(page.get_by_text("La connexion n’est pas bloquée.")).to_be_visible()
    give_a_reason(page, "Déconnecter partout", "Ordinateur perdu")
    expect(page.get_by_text("Aucune session n’est ouverte.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Compte débloqué")).to_contain_text("Hélène Quéméner")
    nadia.mail("débloqué")


def test_rights_are_suspended_and_given_back(nadia, log_in):
    page = log_in(AGENT, path=f"/banque/personnes/{nadia.person_id}")
    give_a_reason(page, "Suspendre ses droits", "Usurpation soupçonnée")
    expect(page.get_by_text("Usurpation soupçonnée").first).to_be_visible()
    accessible(page)
    give_a_reason(page, "Lever la suspension", "Vérifié par téléphone")
    expect(page.get_by_text("Les droits de cette personne ne sont pas suspendus.")).to_be_visible()


def test_an_address_is_corrected_another_letter_sent_and_a_refusal_noted(nadia, log_in):
    page = log_in(AGENT, path="/banque/structures")
    look_for(page, "Nom, SIREN, SIRET ou numéro client", TOWN["siret"])
    page.get_by_role("link", name=TOWN["name"]).click()
    expect(page.get_by_role("heading", level=1, name=TOWN["name"])).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Nadia Ferrand").first).to_contain_text("finances")
    accessible(page)
    page.get_by_role("button", name="Corriger l’adresse").click()
    page.get_by_label("Code postal").fill("9")
    page.get_by_label("Numéro et rue").fill("2 place du Marché")
    page.get_by_label("Code postal").fill(TOWN["address"]["postcode"])
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_role("row").filter(has_text="Correction de l’adresse")).to_contain_text(
        "Hélène Quéméner"
    )
    expect(page.get_by_text("2 place du Marché").first).to_be_visible()
    page.get_by_role("button", name="Envoyer un autre courrier").click()
    page.get_by_role("dialog").get_by_role("button", name="Envoyer un autre courrier").click()
    expect(page.get_by_text("Un autre courrier part.")).to_be_visible()
    give_a_reason(page, "Noter un refus", "Le maire a refusé par téléphone")
    expect(page.get_by_role("cell", name="Refusée")).to_be_visible()
    accessible(page)


def test_appointments_of_every_structure_are_found_by_their_state(nadia, log_in):
    page = log_in(AGENT, path="/banque/nominations")
    expect(page.get_by_text("Aucune nomination.")).to_be_visible()
    page.get_by_label("État").select_option("Refusée")
    row = page.get_by_role("row").filter(has_text="Nadia Ferrand")
    expect(row).to_contain_text("Le maire a refusé par téléphone")
    accessible(page)
    row.get_by_role("link", name=TOWN["name"]).click()
    expect(page.get_by_role("heading", level=1, name=TOWN["name"])).to_be_visible()


def test_who_looks_after_rights_alone_reads_who_belongs_to_a_structure_and_no_more(nadia, portal, log_in):
    only = {"title": "Monsieur", "first_name": "Yann", "last_name": "Le Goff", "email": "yann@banque.example"}
    with portal.services["identity"].active():
        person = identity.open_staff_account(**only, password=bank.DEMONSTRATION_PASSWORD)
    with portal.services["habilitations"].active():
        habilitations.grant(person.person_id, "habilitations.agent", reason="demonstration")
    page = log_in(only["email"], path="/banque/nominations")
    page.get_by_label("État").select_option("Refusée")
    page.get_by_role("row").filter(has_text="Nadia Ferrand").get_by_role("link", name=TOWN["name"]).click()
    expect(page.get_by_role("heading", level=1, name=TOWN["name"])).to_be_visible()
    expect(page.get_by_role("cell", name=nadia.email)).to_be_visible()
    expect(page.get_by_role("heading", name="Adresse postale")).to_have_count(0)
    expect(page.get_by_role("alert")).to_have_count(0)
    accessible(page)


def test_a_message_leads_to_the_structure_that_it_is_about(nadia, log_in):
    page = log_in(AGENT, path="/banque/courriers")
    look_for(page, "Structure, objet, adresse ou référence", TOWN["name"])
    page.get_by_role("row").filter(has_text=TOWN["name"]).get_by_role("link").first.click()
    page.get_by_role("main").get_by_role("link", name=TOWN["name"]).click()
    expect(page.get_by_role("heading", level=1, name=TOWN["name"])).to_be_visible()


def test_the_audit_trail_calls_clients_by_their_names(nadia, log_in):
    page = log_in(OPERATOR, path="/banque/journal")
    expect(page.get_by_role("cell", name="Nadia Ferrand").first).to_be_visible()


def test_somebody_is_detached_from_a_structure(nadia, log_in):
    page = log_in(AGENT, path=f"/banque/personnes/{nadia.person_id}")
    page.get_by_role("link", name=TOWN["name"]).click()
    give_a_reason(page, "Détacher – Nadia Ferrand", "N’y travaille plus", "Détacher")
    expect(page.get_by_role("button", name="Détacher – Nadia Ferrand")).to_have_count(0)


def test_structures_are_imported_from_a_file_and_each_bad_line_is_told(log_in, tmp_path):
    page = log_in(AGENT, path="/banque/structures")
    page.get_by_role("link", name="Importer des structures").click()
    with page.expect_download() as started:
        page.get_by_role("button", name="Télécharger un exemple").click()
    example = json.loads(started.value.path().read_text(encoding="utf-8"))[0]
    good = example | {"name": "Commune de Grandchamp"}
    file = tmp_path / "structures.jsonl"
    file.write_text("\n".join([json.dumps(good), "{", json.dumps(good | {"siret": "123"})]), encoding="utf-8")
    page.get_by_role("button", name="Importer", exact=True).click()
    expect(page.get_by_text("Choisissez d’abord un fichier.")).to_be_visible()
    accessible(page)
    send(page, file)
    outcome = page.get_by_role("region", name="Ce que les lignes sont devenues")
    expect(outcome.get_by_text("Tout le fichier structures.jsonl est lu.")).to_be_visible()
    told = outcome.get_by_role("row")
    expect(told.filter(has_text=example["structure_id"])).to_contain_text("siret")
    expect(told).to_have_count(3)  # with its header
    accessible(page)
    file.write_text("[{}", encoding="utf-8")
    send(page, file)
    expect(page.get_by_role("alert")).to_contain_text("ni un tableau JSON")
    accessible(page)
    page.get_by_role("main").get_by_role("link", name="Structures").click()
    look_for(page, "Nom, SIREN, SIRET ou numéro client", "grandchamp")
    expect(page.get_by_role("link", name="Commune de Grandchamp")).to_be_visible()


def send(page: Page, file: Path) -> None:
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="Importer", exact=True).click()


def test_every_message_is_read_before_anybody_gets_it(log_in):
    page = log_in(AGENT, path="/banque/courriers")
    page.get_by_role("link", name="Modèles de messages").click()
    page.get_by_label("Chercher dans ce tableau").fill("Un droit vous est donné")
    page.get_by_role("link", name="Un droit vous est donné").click()
    expect(page.frame_locator("iframe").get_by_text("Taux : calcul et proposition")).to_be_visible()
    page.get_by_text("Le même, en texte brut").click()
    expect(page.get_by_role("main").get_by_text("Motif indiqué").first).to_be_visible()
    accessible(page)
    page.get_by_role("link", name="Modèles de messages").click()
    page.get_by_role("link", name="Désignation de l’administrateur").first.click()
    expect(page.locator("iframe")).to_have_count(0)
    letter = page.get_by_role("link", name="Ouvrir le courrier")
    answer = page.request.get(letter.get_attribute("href"))
    assert answer.headers["content-type"] == "application/pdf"
    accessible(page)


def look_for(page: Page, label: str, words: str) -> None:
    page.get_by_label(label).fill(words)
    page.get_by_role("button", name="Chercher").click()


def give_a_reason(page: Page, act: str, reason: str, confirm: str = "") -> None:
    """Press a button, say why in the window that opens, and press once more there."""
    page.get_by_role("button", name=act).click()
    window = page.get_by_role("dialog")
    window.get_by_label("Motif").fill(reason)
    window.get_by_role("button", name=confirm or act).click()
    expect(window).to_have_count(0)
