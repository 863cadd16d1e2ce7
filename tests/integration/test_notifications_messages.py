"""Who is told what, once: from events heard to messages planned, on both databases."""

import pytest

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
