"""The mailing house tells by its queue what became of letters."""

from uuid import uuid4

import pytest

from shared.bus import Delivery, Refused
from shared.inbox import receive
from tests.unit.notifications.mail_room import AGENT, mail_room

QUEUE = "bank.mail-status"
POST_ONLY = {"contact_email": None, "paper_wanted": True}
GONE = "Destinataire inconnu à l’adresse"


@pytest.fixture
def room(database_url, tmp_path):
    with mail_room(database_url, tmp_path) as opened:
        yield opened


def hand_over(room, letters: int = 1) -> list[str]:
    """Letters that the mailing house has; returns their references."""
    room.tell_towns(letters, **POST_ONLY)
    room.print()
    room.batch()
    agent = room.headers(AGENT)
    for batch in room.client.get("/batches", headers=agent).json["items"]:
        room.client.post(f"/batches/{batch['id']}/hand-over", headers=agent)
    return [message.reference for message in room.messages()]


def tell(room, reference: str, state: str, why: str | None = None, message_id: str | None = None) -> dict:
    """The mailing house sends a message; returns the answer, or raises Refused."""
    body = {"reference": reference, "state": state} | ({"why": why} if why else {})
    return receive(room.service, Delivery(queue=QUEUE, id=message_id or str(uuid4()), type=QUEUE, body=body))


def test_a_letter_that_arrived_is_delivered_and_the_answer_says_so(room):
    first, _second = hand_over(room, 2)
    answer = tell(room, first, "delivered")
    arrived, other = room.messages()
    assert answer == {"message_id": str(arrived.id), "state": "delivered"}
    assert (arrived.state, other.state) == ("delivered", "handed_over")


def test_a_letter_that_came_back_says_why_to_agents(room):
    (reference,) = hand_over(room)
    tell(room, reference, "returned", GONE)
    (message,) = room.messages()
    shown = room.client.get(f"/messages/{message.id}", headers=room.headers(AGENT)).json
    assert (shown["state"], shown["error"], shown["history"][-1]["why"]) == ("returned", GONE, GONE)


def test_told_again_or_sent_again_it_is_noted_once(room):
    (reference,) = hand_over(room)
    tell(room, reference, "delivered", message_id="0001")
    tell(room, reference, "delivered", message_id="0001")
    tell(room, reference, "delivered")
    (message,) = room.messages()
    assert [state for state, _ in room.passages(message)].count("delivered") == 1


def test_a_letter_taken_for_delivered_may_come_back_after_all(room):
    (reference,) = hand_over(room)
    tell(room, reference, "delivered")
    assert tell(room, reference, "returned", GONE)["state"] == "returned"


def test_a_letter_that_nobody_handed_over_cannot_have_arrived(room):
    room.tell_towns(1, **POST_ONLY)
    room.print()
    (message,) = room.messages()
    with pytest.raises(Refused) as refused:
        tell(room, message.reference, "delivered")
    assert (refused.value.answer["status"], message.reference in refused.value.reason) == (409, True)
    assert room.states() == [("letter", "printed")]


@pytest.mark.parametrize("reference", ["EP-2026-999999", "EP-1999-000001"])
def test_a_reference_that_no_letter_bears_is_refused(room, reference):
    hand_over(room)
    with pytest.raises(Refused) as refused:
        tell(room, reference, "delivered")
    assert refused.value.answer["status"] == 404


@pytest.mark.parametrize("state", ["sent", "failed", "cancelled", "lost"])
def test_the_mailing_house_tells_of_two_states_and_no_other(room, state):
    (reference,) = hand_over(room)
    with pytest.raises(Refused) as refused:
        tell(room, reference, state)
    assert [error["field"] for error in refused.value.answer["errors"]] == ["state"]
    assert room.states() == [("letter", "handed_over")]


def test_its_system_may_say_the_same_over_http(room):
    (reference,) = hand_over(room)
    headers = room.headers("bank.mail_status", kind="system")
    body = {"reference": reference, "state": "returned", "why": GONE}
    answer = room.client.post("/mail-statuses", json=body, headers=headers)
    assert (answer.status_code, answer.json["state"]) == (200, "returned")
