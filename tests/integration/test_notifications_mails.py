"""E-mails on their way, through a real SMTP server that refuses, hangs up or is not there, on both databases."""

import email
import zlib
from email.policy import default

import pytest

from services.notifications import mailing
from services.notifications.domain.messages import GIVE_UP_AFTER, State
from services.notifications.smtp import Connection, Server
from services.notifications.tables import Message
from services.notifications.work import take
from shared import clock
from tests.unit.notifications.mail_room import mail_room
from tests.unit.notifications.samples import REVISION, structure_recorded, structure_revised


def mail_ids(post_office) -> list[str]:
    return [email.message_from_bytes(content)["Message-ID"] for _, content in post_office.taken]


def test_each_structure_gets_its_mail_and_each_mail_is_told_once(room, post_office):
    towns = room.tell_towns(3)
    room.send()
    room.send()
    assert [recipient for recipient, _ in post_office.taken] == [f"town{n}@towns.example" for n in range(3)]
    told = [message for event in room.told("notifications.messages_sent.v1") for message in event["messages"]]
    assert [message["structure_id"] for message in told] == [str(town) for town in towns]
    assert [message["mail_id"] for message in told] == mail_ids(post_office)
    assert {message["cause_id"] for message in told} == {str(REVISION)}


def test_a_mail_arrives_as_it_was_written(room, post_office):
    room.hear(structure_recorded(name="Commune de l’Œuf-à-Ÿ"), structure_revised())
    room.send()
    ((_, content),) = post_office.taken
    mail = email.message_from_bytes(content, policy=default)
    (message,) = room.messages()
    assert mail["Message-ID"] == f"<{message.id}@espace-prets.example>"
    assert mail["Date"].datetime == message.created_at.replace(microsecond=0)
    assert message.reference in mail.get_body(("plain",)).get_content()
    assert "Commune de l’Œuf-à-Ÿ" in mail.get_body(("html",)).get_content()


@pytest.mark.parametrize("answer", ["550 No such user", "553 Not allowed", "521 Never"])
def test_a_mail_that_is_refused_for_good_fails_with_the_reason(room, post_office, answer):
    post_office.answers["town0@towns.example"] = answer
    room.tell_towns(2)
    room.send()
    first, second = room.messages()
    assert (first.state, first.error, first.attempts) == ("failed", answer, 1)
    assert second.state == "sent"
    assert room.passages(first)[-1] == ("failed", answer)


def test_a_mail_that_is_refused_for_now_is_sent_again_later_the_same_to_the_byte(room, post_office):
    room.tell_towns(1)
    post_office.hang_up = 1
    room.send()
    (message,) = room.messages()
    assert (message.state, message.attempts, message.due_at > clock.now()) == ("queued", 1, True)
    post_office.answers["town0@towns.example"] = "451 Come back later"
    room.make_due()
    room.send()
    assert room.messages()[0].error == "451 Come back later"
    # Meanwhile everything about the recipient changes: what goes is still what was composed first.
    (town,) = {m.structure_id for m in room.messages()}
    moved = {"name": "Autre", "contact_email": "elsewhere@towns.example"}
    room.hear(structure_recorded(structure_id=town, version=2, **moved))
    post_office.answers.clear()
    room.make_due()
    room.send()
    ((recipient, content),) = [each for each in post_office.taken if str(message.id).encode() in each[1]]
    assert recipient == "town0@towns.example"
    assert b"Autre" not in content
    assert (room.messages()[0].state, room.messages()[0].attempts) == ("sent", 3)


def test_a_connection_that_breaks_costs_one_mail_a_retry_and_the_others_nothing(room, post_office):
    room.tell_towns(4)
    post_office.hang_up = 1
    room.send()
    assert [message.state for message in room.messages()] == ["queued", "sent", "sent", "sent"]
    room.make_due()
    room.send()
    assert len(mail_ids(post_office)) == len(set(mail_ids(post_office))) == 4


def test_while_there_is_no_server_mails_wait_and_none_is_lost(database_url, tmp_path):
    with mail_room(database_url, tmp_path, "smtp://127.0.0.1:1") as room:
        room.tell_towns(3)
        room.send()
        for message in room.messages():
            assert (message.state, message.attempts) == ("queued", 1)
            assert "no connection to 127.0.0.1" in message.error
        assert room.told("notifications.messages_sent.v1") == []


def test_a_mail_that_cannot_go_for_days_is_given_up(room, post_office):
    post_office.answers["town0@towns.example"] = "451 Later"
    room.tell_towns(1)
    with room.service.database.writing() as session:
        session.query(Message).update({"created_at": clock.now() - GIVE_UP_AFTER * 2})
    room.send()
    assert room.states() == [("email", "failed")]


def test_a_mail_in_the_hands_of_a_killed_worker_goes_again_the_same_to_the_byte(room, post_office):
    room.tell_towns(1)
    with room.service.active():
        ((_, mail),) = mailing.prepare(take("email", 10, becoming=State.SENDING))
        with Connection(Server.from_url(post_office.url)) as connection:
            connection.send("us@bank.example", mail.sent_to, zlib.decompress(mail.content))
        # Killed here: the server has the mail, and nobody wrote it down.
    room.send()
    assert len(post_office.taken) == 1, "nobody takes it while the lease runs"
    room.make_due()
    room.send()
    first, second = post_office.taken
    assert first == second
    assert room.states() == [("email", "sent")]


def test_a_worker_that_lost_its_lease_writes_nothing(room, post_office):
    room.tell_towns(1)
    with room.service.active():
        late = take("email", 10, becoming=State.SENDING)
        room.make_due()
        room.send()
        mailing.finish(late[0], State.FAILED, why="too late")
    assert room.states() == [("email", "sent")]
    assert [state for state, _ in room.passages(room.messages()[0])] == ["queued", "sending", "sent"]


def test_several_workers_share_the_mails_and_send_each_once(room, post_office):
    room.tell_towns(60)
    room.at_once(mailing.send_due_mails, workers=3)
    assert len(post_office.taken) == 60
    assert len(set(mail_ids(post_office))) == 60
    told = [m["mail_id"] for event in room.told("notifications.messages_sent.v1") for m in event["messages"]]
    assert sorted(told) == sorted(mail_ids(post_office))


@pytest.mark.parametrize("contact_email", ["not an address", "x@y\r\nBcc: z@towns.example"])
def test_a_structure_with_an_unusable_address_fails_alone(room, post_office, contact_email):
    room.tell_towns(1, contact_email=contact_email)
    room.tell_towns(1)
    room.send()
    assert [message.state for message in room.messages()] == ["failed", "sent"]
    assert "ne peut recevoir aucun message" in room.messages()[0].error


def test_a_message_that_breaks_its_template_fails_alone(room, post_office):
    room.tell_towns(2)
    with room.service.database.writing() as session:
        session.query(Message).filter(Message.sequence == room.messages()[0].sequence).update({"event": {}})
    room.send()
    assert [message.state for message in room.messages()] == ["failed", "sent"]
