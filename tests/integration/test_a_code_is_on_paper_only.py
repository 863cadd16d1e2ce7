"""The code of a letter, from the request to the paper and to its end: what any store, log or message holds of it."""

import re
import subprocess
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from deploy.demo import bank as demonstration
from shared.events.identity import PersonRecorded
from tests.contract.small_bank import SmallBank

PRINTED = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b")
STRUCTURE = next(row for row in demonstration.structures() if row["representative_function"] == "Le Maire")


class Story:
    """Somebody who wants to read the loans of their town hall; their token says Claire Vasseur."""

    def __init__(self, bank: SmallBank):
        self.bank = bank
        self.person_id = uuid4()
        self.structure_id = STRUCTURE["structure_id"]

    def ask(self, service: str, method: str, path: str, **body) -> dict:
        office = self.bank.offices[service]
        headers = office.headers(subject_id=self.person_id)
        answer = office.client.open(path, method=method, headers=headers, **body)
        assert answer.status_code < 300, answer.text
        return answer.get_json()

    def accept(self) -> None:
        """They register, join, ask, and accept to become administrator."""
        self.bank.hear(
            PersonRecorded(
                person_id=self.person_id, version=1, identifier="clai123", title="Madame", first_name="Claire",
                last_name="Vasseur", email="claire@example.org",
            )
        )  # fmt: skip
        joining = {"siret": STRUCTURE["siret"], "function": "finance"}
        self.ask("structures", "POST", "/memberships", json=joining)
        self.bank.carry()
        path = f"/structures/{self.structure_id}/requests"
        request = self.ask("habilitations", "POST", path, json={"rights": ["loans.read"]})
        self.ask("habilitations", "POST", f"/requests/{request['request_id']}/acceptance")
        self.bank.carry()

    def work(self) -> None:
        """Notifications prints, batches, destroys."""
        service = self.bank.services["notifications"]
        with service.active():
            for loop in service.loops:
                loop.run()
        self.bank.carry()

    def letter(self) -> dict:
        """The message of the letter, as agents see it."""
        listed = self.bank.ask("notifications", "GET", "/messages?template=administrator_letter")
        (message,) = listed["items"]
        return self.bank.ask("notifications", "GET", f"/messages/{message['id']}")

    def paper(self) -> Path:
        return next(self.bank.folder.glob(f"letters/batch-*/{self.letter()['reference']}.pdf"))


@pytest.fixture
def story(tmp_path):
    opened = SmallBank(lambda name: f"sqlite:///{tmp_path}/{name}.sqlite", tmp_path)
    yield Story(opened)
    opened.close()


def text_of(pdf: Path) -> str:
    return subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout


def holders_of(code: str, folder: Path, logs: str) -> set[str]:
    """Files that hold the code, typed in any of its ways, and the logs."""
    ways = [
        way.encode() for way in (code, code.lower(), code.replace("-", ""), code.replace("-", "").lower())
    ]
    files = [file for file in folder.rglob("*") if file.is_file()]
    found = {file.name for file in files if any(way in file.read_bytes() for way in ways)}
    return found | ({"logs"} if any(way.decode() in logs for way in ways) else set())


def test_a_code_is_readable_on_paper_and_nowhere_else_and_is_destroyed_when_the_mailing_house_has_it(
    story, caplog, capfd
):
    story.accept()
    story.work()
    paper = story.paper()
    (code,) = PRINTED.findall(text_of(paper))
    folder = story.bank.folder
    assert holders_of(code, folder, caplog.text + capfd.readouterr().err) == set()
    letter = story.letter()
    office = story.bank.offices["notifications"]
    shown = office.client.get(f"/messages/{letter['id']}/pdf", headers=story.bank.headers())
    specimen = folder / "specimen.pdf"
    specimen.write_bytes(shown.data)
    assert "Claire Vasseur" in text_of(specimen)
    assert PRINTED.findall(text_of(specimen)) == []
    again = office.client.post(f"/messages/{letter['id']}/resend", headers=story.bank.headers())
    assert again.status_code == 409

    batch = letter["letter"]["batch_id"]
    story.bank.ask("notifications", "POST", f"/batches/{batch}/hand-over")
    story.work()
    assert not paper.exists()
    appointment = story.bank.ask("habilitations", "GET", "/appointments")["items"][0]
    sheet = story.bank.ask("habilitations", "GET", f"/appointments/{appointment['appointment_id']}")
    assert [each["letter_state"] for each in sheet["letters"]] == ["handed_over"]

    story.ask(
        "habilitations", "POST", f"/structures/{story.structure_id}/activation", json={"code": code.lower()}
    )
    story.bank.carry()
    mine = story.ask("habilitations", "GET", "/my-rights")["items"]
    assert mine[0]["rights"] == ["administrator", "loans.read"]
    assert holders_of(code, folder, caplog.text + capfd.readouterr().err) == set()


def test_who_waits_for_a_letter_that_an_agent_stops_is_told_and_the_bank_sees_it(story):
    story.accept()
    story.bank.ask("notifications", "POST", f"/messages/{story.letter()['id']}/cancellation")
    story.bank.carry()
    (waiting,) = story.bank.ask("habilitations", "GET", "/appointments?state=needs_agent")["items"]
    assert waiting["why"] == "Notre équipe a arrêté le courrier avant son envoi."
    mails = story.bank.ask("notifications", "GET", "/messages?template=appointment")["items"]
    assert "ne peut pas encore partir" in mails[0]["subject"]


def test_a_letter_without_a_usable_address_goes_to_the_bank_with_the_reason_and_its_code_is_destroyed(story):
    agent_path = f"/structures/{story.structure_id}/address"
    address = STRUCTURE["address"] | {"street": "1 rue " + "interminable " * 7}
    body = {"address": address, "representative_function": "Le Maire"}
    story.bank.ask("structures", "PUT", agent_path, json=body)
    story.accept()
    story.work()
    (waiting,) = story.bank.ask("habilitations", "GET", "/appointments?state=needs_agent")["items"]
    assert "ne tient pas dans la fenêtre" in waiting["why"]
    assert story.letter()["state"] == "failed"

    story.bank.ask("structures", "PUT", agent_path, json=body | {"address": STRUCTURE["address"]})
    story.bank.carry()
    path = f"/appointments/{UUID(waiting['appointment_id'])}/letters"
    story.bank.ask("habilitations", "POST", path)
    story.bank.carry()
    story.work()
    printed = story.bank.ask("notifications", "GET", "/messages?template=administrator_letter")["items"]
    assert [each["state"] for each in printed] == ["in_batch", "failed"]
