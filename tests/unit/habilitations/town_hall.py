"""A town hall and its people, as habilitations knows them; what they do goes through HTTP."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import sqlalchemy as sa

from services.habilitations.tables import Code
from shared import clock
from shared.db import transaction
from shared.events.notifications import LetterMoved
from shared.events.structures import Address, MemberRecorded, StructureRecorded
from shared.sealing import unseal
from tests.callers import Office

START = date(2026, 1, 29)


class TownHall:
    """One structure with people.

    sealing_file  the keys of notifications: with them the test reads the letters that go out
    """

    def __init__(self, office: Office, sealing_file, name: str = "Commune d’Eus"):
        self.office, self.sealing_file = office, sealing_file
        self.structure_id = uuid4()
        self.name = name
        self.versions: dict[UUID, int] = {}
        self.names: dict[UUID, str] = {}
        address = Address(
            recipient=None, building=None, street="Rue de Varsovie", place=None, postcode="66500", town="Eus"
        )
        self.hear(
            StructureRecorded(
                structure_id=self.structure_id, version=1, name=name, siren="216600734",
                siret="21660073400012", legal_category="7210", sector="local_authorities", address=address,
                representative_function="Le Maire", contact_email=None, paper_wanted=True, client_number=None,
            )
        )  # fmt: skip

    def hear(self, *events: object) -> None:
        """Handle facts as the bus would deliver them."""
        with self.office.service.active():
            for event in events:
                line = next(line for line in self.office.service.handlers if line.contract is type(event))
                with transaction() as session:
                    line.handle(event, session)

    def person(self, name: str, function: str | None = "finance") -> UUID:
        """Somebody joins."""
        person_id = uuid4()
        self.names[person_id] = name
        self.record(person_id, True, function)
        return person_id

    def record(self, person_id: UUID, attached: bool, function: str | None = "finance") -> None:
        """Structures tells of a member."""
        self.versions[person_id] = self.versions.get(person_id, 0) + 1
        name = self.names[person_id]
        event = MemberRecorded(
            person_id=person_id, structure_id=self.structure_id, structure_name=self.name,
            version=self.versions[person_id], attached=attached, name=name,
            email=f"{name.split()[0].lower()}@eus.example", function=function,
        )  # fmt: skip
        self.hear(event)

    def call(self, method: str, path: str, person_id: UUID, body: dict | None = None):
        """A request by a person; returns the response."""
        headers = self.office.headers(subject_id=person_id)
        return self.office.client.open(path, method=method, json=body, headers=headers)

    def do(self, method: str, path: str, person_id: UUID, body: dict | None = None) -> dict:
        """A request that must succeed."""
        answer = self.call(method, path, person_id, body)
        assert answer.status_code < 300, answer.text
        return answer.json

    def ask(self, person_id: UUID, *rights: str) -> dict:
        return self.do(
            "POST", f"/structures/{self.structure_id}/requests", person_id, {"rights": list(rights)}
        )

    def accept(self, person_id: UUID, request: dict) -> dict:
        return self.do("POST", f"/requests/{request['request_id']}/acceptance", person_id)

    def type_code(self, person_id: UUID, code: str):
        """Type a code; returns the response."""
        return self.call("POST", f"/structures/{self.structure_id}/activation", person_id, {"code": code})

    def letters(self) -> list[dict]:
        """The letters that were ordered for this structure, each with its code."""
        ordered = [
            letter
            for letter in self.office.told("habilitations.letter_ordered.v1")
            if letter["structure_id"] == str(self.structure_id)
        ]
        return [letter | {"code": self._code_of(letter)} for letter in ordered]

    def _code_of(self, letter: dict) -> str:
        return unseal(letter["sealed_code"], f"letter/{letter['letter_id']}", self.sealing_file)["code"]

    def letter_moves(self, state: str, why: str | None = None, letter: dict | None = None) -> None:
        """Notifications tells how far the last letter is."""
        letter = letter or self.letters()[-1]
        self.hear(
            LetterMoved(
                letter_id=UUID(letter["letter_id"]), structure_id=self.structure_id, state=state, why=why,
                at=clock.now(),
            )
        )  # fmt: skip

    def appoint(self, name: str, *rights: str) -> UUID:
        """Somebody becomes administrator by the code of a letter, with these services."""
        person_id = self.person(name)
        self.accept(person_id, self.ask(person_id, *(rights or ("loans.read",))))
        assert self.type_code(person_id, self.letters()[-1]["code"]).status_code == 200
        return person_id

    def rights(self, person_id: UUID) -> list[str]:
        return self.mine(person_id)["rights"]

    def next_step(self, person_id: UUID) -> str | None:
        return self.mine(person_id)["next_step"]

    def mine(self, person_id: UUID) -> dict:
        """What the person is shown of this structure."""
        mine = self.do("GET", "/my-rights", person_id)["items"]
        return next(each for each in mine if each["structure_id"] == str(self.structure_id))

    def moves(self, person_id: UUID) -> list[str]:
        """The states that a person was told of."""
        told = self.office.told("habilitations.appointment_moved.v1")
        return [each["state"] for each in told if each["person"]["person_id"] == str(person_id)]

    def codes(self) -> list[Code]:
        with self.office.service.database.reading() as session:
            mine = sa.select(Code).where(Code.structure_id == self.structure_id)
            return list(session.scalars(mine.order_by(Code.ordered_on, Code.letter_id)))


def days_later(days: int) -> None:
    """So many days after the start."""
    clock.pin_business_date(START + timedelta(days=days))
