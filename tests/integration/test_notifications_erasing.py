"""A person closes their account: of what was written to them only stays that something was."""

from uuid import uuid4

import pytest

from services.notifications.tables import Mail
from shared.events.habilitations import Reader, RightsChanged
from shared.events.identity import AccountClosed, PersonRecorded
from tests.unit.notifications.mail_room import AGENT
from tests.unit.notifications.samples import structure_recorded, structure_revised


class Person:
    """Somebody who gets mail about their rights."""

    def __init__(self, room, name: str):
        self.room, self.name, self.id = room, name, uuid4()
        self.email = f"{name.lower()}@yoplamail.example"
        self.is_at(self.email, 1)

    def is_at(self, email: str, version: int) -> None:
        """Identity tells of their address."""
        self.email = email
        self.room.hear(PersonRecorded(
            person_id=self.id, version=version, identifier="anne123", title="Madame", first_name=self.name,
            last_name="Vidal", email=email,
        ))  # fmt: skip

    def is_written_to(self) -> None:
        self.room.hear(RightsChanged(
            change_id=uuid4(), structure_id=uuid4(), structure_name="Commune d’Eus", rights=("loans.read",),
            person=Reader(person_id=self.id, name=f"{self.name} Vidal", email=self.email),
            given=("loans.read",), ended=(), reason="Arrivée", decider="administrator",
        ))  # fmt: skip

    def leaves(self, erase: bool = True) -> None:
        self.room.hear(AccountClosed(subject_id=self.id, erase=erase))


@pytest.fixture
def anne(room):
    return Person(room, "Anne")


def test_what_was_sent_is_blotted_out_and_that_it_was_sent_stays(room, anne):
    anne.is_written_to()
    room.send()
    anne.leaves()
    (message,) = room.messages()
    assert message.state == "sent"
    assert (message.to_name, message.to_email, message.subject) == ("—", "", "—")
    with room.service.database.reading() as session:
        assert session.query(Mail).count() == 0
    listed = room.client.get("/messages", headers=room.headers(AGENT)).text
    assert "Anne" not in listed
    assert anne.email not in listed


def test_what_has_not_gone_does_not_go(room, anne, post_office):
    anne.is_written_to()
    anne.leaves()
    room.send()
    assert room.states() == [("email", "cancelled")]
    assert post_office.taken == []


def test_what_went_to_an_address_before_the_present_one_is_blotted_out_too(room, anne):
    anne.is_written_to()
    anne.is_at("anne.vidal@autre.example", 2)
    anne.is_written_to()
    room.send()
    anne.leaves()
    assert [message.to_email for message in room.messages()] == ["", ""]


def test_nothing_is_shown_of_them_any_more_even_to_themselves(room, anne):
    anne.is_written_to()
    headers = room.headers(subject_id=anne.id)
    assert room.client.get("/personal-data", headers=headers).json["addresses"] == [anne.email]
    anne.leaves()
    held = room.client.get("/personal-data", headers=headers).json
    assert held == {"addresses": [], "assistance_requests": [], "messages": [], "account_mails": []}


def test_what_others_were_told_stays(room, anne):
    bruno = Person(room, "Bruno")
    bruno.is_written_to()
    room.hear(structure_recorded(), structure_revised())
    room.send()
    anne.leaves()
    assert [bool(message.to_email or message.structure_id) for message in room.messages()] == [True, True]
    assert room.messages()[0].to_email == bruno.email


def test_an_account_that_only_closes_keeps_its_messages(room, anne):
    anne.is_written_to()
    room.send()
    anne.leaves(erase=False)
    assert room.messages()[0].to_email == anne.email


def test_leaving_twice_is_leaving_once(room, anne):
    anne.is_written_to()
    anne.leaves()
    anne.leaves()
    assert room.states() == [("email", "cancelled")]
