"""Who comes to the portal in a story: people with a browser and a mailbox, people of the bank at their desks."""

import re
import subprocess
import time
from collections.abc import Callable
from contextlib import contextmanager
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from functools import cache
from pathlib import Path
from typing import Any

import httpx

from deploy.demo import bank
from deploy.demo.run import DEMONSTRATION_DATE
from deploy.embedded import Platform
from services.habilitations.clients.appointments import expire_due_codes
from shared import clock
from tests.portal import CENDRINE, PASSWORD

OURS = {"Sec-Fetch-Site": "same-origin"}
PATIENCE_SECONDS, LOOK_SECONDS = 60, 0.15
CODE_IN_A_MAIL = re.compile(r"^ +([0-9]{4})\s*$", re.MULTILINE)
CODE_ON_PAPER = re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}\b")
TOWN_HALLS = {row["name"]: row for row in bank.structures() if row["representative_function"] == "Le Maire"}


class Portal:
    """The platform as stories see it: an address, a folder of mails and a folder of letters."""

    def __init__(self, address: str, folder: Path, platform: Platform):
        self.address, self.folder, self.platform = address, folder, platform

    def somebody(self, first_name: str, last_name: str = "Martin") -> "Client":
        """Somebody who never came before."""
        return Client(self, first_name, last_name)

    def staff(self, right: str) -> "Visitor":
        """A person of the bank who holds a right, logged in."""
        member = next(person for person in bank.staff() if right in person["rights"])
        visitor = Visitor(self, member["email"])
        visitor.log_in(bank.DEMONSTRATION_PASSWORD)
        return visitor

    @contextmanager
    def days_later(self, days: int):
        """So many days after the story began; what runs every minute has run."""
        clock.pin_business_date(DEMONSTRATION_DATE + timedelta(days=days))
        try:
            habilitations = next(each for each in self.platform.services if each.name == "habilitations")
            with habilitations.active():
                expire_due_codes()
            yield
        finally:
            clock.pin_business_date(DEMONSTRATION_DATE)


class Visitor:
    """Somebody with a browser and a mailbox."""

    def __init__(self, portal: Portal, email: str):
        self.portal, self.email = portal, email
        self.web = httpx.Client(base_url=f"{portal.address}/api", headers=OURS, timeout=30)
        self.cookies: dict[str, str] = {}

    def ask(self, method: str, path: str, expected: int, **body: object) -> Any:
        """A request with the cookies that the browser holds; returns what was answered."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        answer = self.web.request(method, path, json=body or None, headers={"Cookie": cookies})
        assert answer.status_code == expected, answer.text
        self._keep(answer)
        return answer.json() if answer.content else None

    def post(self, path: str, expected: int, **body: object) -> Any:
        """Send a form."""
        return self.ask("POST", path, expected, **body)

    def get(self, path: str, expected: int = 200) -> Any:
        """Open a page."""
        return self.ask("GET", path, expected)

    def may_open(self, path: str) -> bool:
        """Whether a page opens."""
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        return self.web.get(path, headers={"Cookie": cookies}).is_success

    def log_in(self, password: str = PASSWORD) -> None:
        self.post("/identity/browser-sessions", 201, login=self.email, password=password)

    def mail(self, subject: str) -> str:
        """The newest mail to this person whose subject says that, once it has come: its text, on one line."""
        return " ".join(self._newest(subject).split())

    def code_by_mail(self) -> str:
        """The code of four digits of the newest registration, which stands on a line of its own."""
        return CODE_IN_A_MAIL.search(self._newest("Votre code pour finaliser votre inscription"))[1]

    def _newest(self, subject: str) -> str:
        eventually(lambda: self._texts(subject), f"{self.email}: {subject}")
        return self._texts(subject)[-1]

    def _texts(self, subject: str) -> list[str]:
        files = sorted((self.portal.folder / "mails").glob("*.eml"), key=lambda file: file.stat().st_mtime)
        mails = map(read_mail, files)
        return [text for to, about, text in mails if to == self.email and subject in about]

    def _keep(self, answer: httpx.Response) -> None:
        """Keep cookies as a browser does on https; this client is on http, where it would not send them."""
        for line in answer.headers.get_list("Set-Cookie"):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]


class Client(Visitor):
    """Somebody of a structure, or not yet."""

    def __init__(self, portal: Portal, first_name: str, last_name: str):
        super().__init__(portal, f"{first_name}.{last_name}@yoplamail.example".lower().replace("é", "e"))
        self.name = f"{first_name} {last_name}"
        self.form = CENDRINE | {"first_name": first_name, "last_name": last_name, "email": self.email}
        self.person_id = ""

    def register(self) -> "Client":
        """From the form to the first login."""
        asked = self.post("/identity/registrations", 202, **self.form)
        self.post(
            "/identity/registrations/confirmation", 201, secret=asked["secret"], code=self.code_by_mail()
        )
        self.log_in()
        self.person_id = self.get("/identity/profile")["person_id"]
        return self

    def join(self, siret: str, function: str = "finance") -> str:
        """Attach oneself to the structure of an establishment; returns its id, once rights can be asked for there."""
        joining = {"siret": siret, "function": function, "email": self.email}
        structure_id = self.post("/structures/memberships", 201, **joining)["structure_id"]
        eventually(lambda: self.mine(structure_id), "the membership")
        return structure_id

    def mine(self, structure_id: str) -> dict | None:
        """What the page "my services" says of a structure."""
        items = self.get("/habilitations/my-rights")["items"]
        return next((each for each in items if each["structure_id"] == structure_id), None)

    def request(self, structure_id: str, *rights: str) -> dict:
        """Ask for rights."""
        return self.post(f"/habilitations/structures/{structure_id}/requests", 201, rights=list(rights))

    def accept(self, request: dict) -> dict:
        """Accept to become administrator: a letter goes out."""
        return self.post(f"/habilitations/requests/{request['request_id']}/acceptance", 200)

    def type_code(self, structure_id: str, code: str, expected: int = 200) -> Any:
        return self.post(f"/habilitations/structures/{structure_id}/activation", expected, code=code)

    def become_administrator(self, structure_id: str, *rights: str) -> None:
        """Case 1 as it goes well."""
        self.accept(self.request(structure_id, *rights))
        self.type_code(structure_id, Mailbox(self.portal, structure_id).code())
        eventually(lambda: "administrator" in self.mine(structure_id)["rights"], "the administrator")

    def set_rights(self, structure_id: str, of: "Client", *rights: str, expected: int = 200, **said) -> Any:
        """As an administrator, say what somebody holds from now on."""
        path = f"/habilitations/structures/{structure_id}/users/{of.person_id}/rights"
        return self.ask("PUT", path, expected, rights=list(rights), **said)

    def sees_debt_of(self, structure_id: str) -> bool:
        """Whether lending shows what the structure owes."""
        return self.may_open(f"/lending/structures/{structure_id}/outstandings")


class Mailbox:
    """The letter box of a structure: the paper that the mailing house is given for it."""

    def __init__(self, portal: Portal, structure_id: str):
        self.portal, self.structure_id = portal, structure_id
        self.agent = portal.staff("notifications.agent")

    def letters(self) -> list[Path]:
        """The printed letters, oldest first."""
        path = f"/notifications/messages?template=administrator_letter&structure_id={self.structure_id}"
        printed = [each for each in self.agent.get(path)["items"] if each["state"] == "in_batch"]
        found = [next(self._files(each["reference"]), None) for each in reversed(printed)]
        return [file for file in found if file]

    def letter(self, number: int = 1) -> str:
        """The text of the first letter, or of a later one, once it is printed."""
        eventually(lambda: len(self.letters()) >= number, f"letter {number}")
        pdf = self.letters()[number - 1]
        return subprocess.run(["pdftotext", pdf, "-"], check=True, capture_output=True, text=True).stdout

    def code(self, number: int = 1) -> str:
        """The code in it, as whoever opens the letter reads it."""
        (code,) = CODE_ON_PAPER.findall(self.letter(number))
        return code

    def _files(self, reference: str):
        return self.portal.folder.glob(f"letters/batch-*/{reference}.pdf")


@cache
def read_mail(file: Path) -> tuple[str, str, str]:
    """To whom a mail went, its subject and its plain text."""
    mail = message_from_bytes(file.read_bytes(), policy=default)
    text = mail.get_body(("plain",)).get_content()
    return mail["To"].addresses[0].addr_spec, str(mail["Subject"]), text


def eventually(ready: Callable[[], object], what: str) -> None:
    """Wait for what the platform does by itself; look seldom, because looking costs it time."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not ready():
        assert time.monotonic() < deadline, f"{what} did not come within {PATIENCE_SECONDS} s"
        time.sleep(LOOK_SECONDS)
