"""Who is told what, once: from events heard to messages planned, on both databases."""

import json
from datetime import date
from uuid import uuid4

import pytest
import sqlalchemy as sa

from services.notifications.writers import notice
from shared.events import to_json
from shared.events.habilitations import BankRightChanged, LetterDropped, LetterOrdered, Reader
from shared.tables import outbox
from tests.unit.notifications.mail_room import mail_room
from tests.unit.notifications.samples import (
    STRUCTURE,
    called,
    guarantee_revised,
    instalments_called,
    loan_amended,
    structure_recorded,
    structure_revised,
)

POST_ONLY = {"contact_email": None}
BOTH = {"paper_wanted": True}


@pytest.fixture
def room(database_url, tmp_path):
    with mail_room(database_url, tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("recorded", "event", "kinds"),
    [
        ({}, structure_revised(), ["email"]),
        (BOTH, structure_revised(), ["email", "letter"]),
        (POST_ONLY, structure_revised(), ["letter"]),
        (POST_ONLY | BOTH, structure_revised(), ["letter"]),
        ({}, guarantee_revised(), ["email"]),
        (BOTH, guarantee_revised(), ["letter"]),
        (POST_ONLY, guarantee_revised(), ["letter"]),
        ({}, instalments_called(called()), ["email"]),
        (BOTH, instalments_called(called()), ["email", "letter"]),
        (POST_ONLY, instalments_called(called()), ["letter"]),
        (BOTH, loan_amended(), ["email", "letter"]),
    ],
)
@pytest.mark.parametrize("known_first", [True, False])
def test_a_structure_is_told_by_the_means_it_chose(room, recorded, event, kinds, known_first):
    events = [structure_recorded(**recorded), event]
    room.hear(*(events if known_first else reversed(events)))
    assert room.states() == [(kind, "queued") for kind in kinds]


def test_a_fact_heard_again_is_told_once(room):
    room.hear(structure_recorded(**BOTH), structure_revised(), structure_revised())
    room.hear(structure_recorded(**BOTH, version=2), structure_revised())
    assert len(room.messages()) == 2


def test_each_billing_run_and_each_amendment_is_told_by_a_notice_of_its_own(room):
    another_run = instalments_called(called(2), run_id=STRUCTURE)
    room.hear(structure_recorded(), instalments_called(called()), another_run)
    room.hear(loan_amended(), loan_amended(), loan_amended(version=8), loan_amended(loan_number="5400002"))
    templates = [message.template for message in room.messages()]
    assert templates == ["payment", "payment", "amendment", "amendment", "amendment"]


def test_a_borrower_that_is_also_a_guarantor_is_told_as_both(room):
    room.hear(structure_recorded(), structure_revised(), guarantee_revised())
    assert [message.template for message in room.messages()] == ["revision", "guarantee"]


def test_a_message_waits_for_a_structure_that_is_not_known_yet(room):
    room.hear(structure_revised(), structure_revised())
    assert room.states() == [(None, "awaiting_recipient")]
    room.send()
    room.print()
    room.hear(structure_recorded(**BOTH))
    assert room.states() == [("email", "queued"), ("letter", "queued")]
    room.hear(structure_revised())
    assert len(room.messages()) == 2


def test_only_the_newest_state_of_a_structure_counts(room):
    newer = structure_recorded(version=3, contact_email=None)
    room.hear(newer, structure_recorded(version=2), structure_revised())
    assert room.states() == [("letter", "queued")]


def test_the_address_that_a_structure_leaves_is_told_so_once_and_not_where_it_went(room):
    before = structure_recorded(contact_email="mairie@eus.example")
    after = structure_recorded(contact_email="tresorerie@eus.example", version=2)
    room.hear(before, after, after, before)
    (message,) = room.messages()
    assert (message.template, message.to_email, message.kind) == (
        "contact_changed", "mairie@eus.example", "email",
    )  # fmt: skip
    room.hear(structure_recorded(contact_email=None, version=3))
    assert [each.to_email for each in room.messages()] == ["mairie@eus.example", "tresorerie@eus.example"]
    told = notice("contact_changed", to_json(after))
    assert "tresorerie" not in repr(told)


def test_whoever_ordered_a_letter_is_told_that_it_was_stopped_in_time(room):
    ordered = LetterOrdered(
        letter_id=uuid4(), structure_id=STRUCTURE, person_name="Anne Vidal", rights=("loans.read",),
        administers=True, sealed_code="…", asked_on=date(2026, 1, 29), expires_on=date(2026, 2, 28),
    )  # fmt: skip
    dropped = LetterDropped(letter_id=ordered.letter_id, structure_id=STRUCTURE)
    room.hear(structure_recorded(), ordered, dropped, dropped)
    assert room.states() == [("letter", "cancelled")]
    with room.service.database.reading() as session:
        told = session.scalars(
            sa.select(outbox.c.body).where(outbox.c.type == "notifications.letter_moved.v1")
        )
        moves = [json.loads(body) for body in told]
    assert [(each["letter_id"], each["state"]) for each in moves] == [(str(ordered.letter_id), "cancelled")]


def test_the_history_of_a_message_is_kept(room):
    room.hear(structure_revised(), structure_recorded())
    (message,) = room.messages()
    assert room.passages(message) == [("awaiting_recipient", None), ("queued", None)]


def test_a_message_is_the_same_wherever_its_fact_is_heard(room, tmp_path):
    room.hear(structure_recorded(**BOTH), structure_revised())
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    with mail_room(f"sqlite:///{elsewhere}/other.sqlite", elsewhere) as other:
        other.hear(structure_revised(), structure_recorded(**BOTH))
        assert [m.id for m in other.messages()] == [m.id for m in room.messages()]


def test_structures_made_known_while_they_are_told_are_all_told(room):
    """Both handlers run at the same moment, in two consumers: no message may keep waiting."""

    def hear_half(events):
        room.hear(*events)
        return False

    halves = iter([[structure_recorded()], [structure_revised()]])
    room.at_once(lambda: hear_half(next(halves)), workers=2)
    assert [(m.kind, m.state) for m in room.messages(structure_id=STRUCTURE)] == [("email", "queued")]


def test_somebody_of_the_bank_is_told_of_a_right_once_and_of_its_end_too(room):
    person = Reader(person_id=uuid4(), name="Claire Vasseur", email="claire.vasseur@banque.example")
    given = BankRightChanged(
        change_id=uuid4(), person=person, right="rates.officer", held=True, reason="Arrivée"
    )
    ended = BankRightChanged(
        change_id=uuid4(), person=person, right="rates.officer", held=False, reason="Départ"
    )
    room.hear(given, given, ended)
    told = [(each.to_email, each.structure_id, each.subject) for each in room.messages()]
    assert told == [
        (person.email, None, "Un droit vous est donné"),
        (person.email, None, "Un de vos droits a pris fin"),
    ]
