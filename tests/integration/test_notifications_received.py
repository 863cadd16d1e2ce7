"""What a structure was told, read again by its people: as far as their rights in it go."""

from uuid import UUID, uuid4

import pytest

from services.notifications.actions import write_to
from services.notifications.domain.messages import Template
from shared.auth import record_grant
from shared.db import transaction
from shared.events.habilitations import RightGranted
from tests.unit.notifications.mail_room import AGENT
from tests.unit.notifications.samples import (
    STRUCTURE,
    guarantee_revised,
    structure_recorded,
    structure_revised,
)


def holding(room, *rights: str, structure_id: UUID = STRUCTURE) -> dict[str, str]:
    """Somebody of a structure, with these rights there."""
    person = uuid4()
    with room.service.active(), transaction() as session:
        for right in rights:
            granted = RightGranted(subject_id=person, right=right, structure_id=structure_id, version=1)
            record_grant(granted, session)
    return room.headers(subject_id=person)


@pytest.fixture
def told(room):
    """A structure told of its loans by mail and by post, and of what it guarantees by post; a mail is still to go."""
    room.hear(structure_recorded(paper_wanted=True), structure_revised(), guarantee_revised())
    room.send()
    room.print()
    room.hear(structure_revised(revision_id=uuid4()))
    return {(each.template, each.kind): each.id for each in room.messages(state="sent")} | {
        (each.template, each.kind): each.id for each in room.messages(state="printed")
    }


def listed(room, headers, structure_id: UUID = STRUCTURE):
    return room.client.get(f"/structures/{structure_id}/messages", headers=headers)


@pytest.mark.parametrize(
    ("rights", "expected"),
    [
        (["loans.read"], {"revision"}),
        (["guarantees.read"], {"guarantee"}),
        (["loans.read", "guarantees.read"], {"revision", "guarantee"}),
    ],
)
def test_each_right_opens_what_it_is_about_once_it_is_written_for_good(room, told, rights, expected):
    found = listed(room, holding(room, *rights)).json["items"]
    assert {message["template"] for message in found} == expected
    assert {message["state"] for message in found} <= {"sent", "printed"}


@pytest.mark.parametrize("right", ["administrator", "documents.read"])
def test_other_rights_open_nothing(room, told, right):
    assert listed(room, holding(room, right)).status_code == 404


def test_a_right_elsewhere_opens_nothing_here(room, told):
    elsewhere = uuid4()
    headers = holding(room, "loans.read", structure_id=elsewhere)
    assert listed(room, headers).status_code == 404
    mail = told["revision", "email"]
    for structure_id in (STRUCTURE, elsewhere):
        path = f"/structures/{structure_id}/messages/{mail}/html"
        assert room.client.get(path, headers=headers).status_code == 404


def test_the_message_itself_opens_to_who_sees_it_in_the_list(room, told):
    reader, guarantor = holding(room, "loans.read"), holding(room, "guarantees.read")
    mail = f"/structures/{STRUCTURE}/messages/{told['revision', 'email']}/html"
    letter = f"/structures/{STRUCTURE}/messages/{told['revision', 'letter']}/pdf"
    shown = room.client.get(mail, headers=reader)
    assert "Votre prochaine échéance ne change pas" in shown.text
    assert "frame-ancestors 'self'; sandbox" in shown.headers["Content-Security-Policy"]
    assert room.client.get(letter, headers=reader).data.startswith(b"%PDF")
    for path in (mail, letter):
        assert room.client.get(path, headers=guarantor).status_code == 404


def test_what_a_person_was_told_about_the_structure_is_theirs_alone(room, told):
    with room.service.active():
        write_to(
            Template.REVISION, structure_revised(), cause_id=uuid4(), name="Anne", email="anne@x.example",
            structure_id=STRUCTURE,
        )  # fmt: skip
    room.send()
    (personal,) = [message for message in room.messages(state="sent") if message.to_email]
    everything = room.client.get(f"/messages?structure_id={STRUCTURE}", headers=room.headers(AGENT)).json
    assert str(personal.id) in [message["id"] for message in everything["items"]]
    shown = listed(room, holding(room, "loans.read", "guarantees.read")).json["items"]
    assert str(personal.id) not in [message["id"] for message in shown]
