"""What the bank's people see and do over HTTP, on both databases."""

from uuid import uuid4

import pytest

from tests.unit.notifications.mail_room import AGENT
from tests.unit.notifications.samples import (
    REVISION,
    STRUCTURE,
    guarantee_revised,
    structure_recorded,
    structure_revised,
)


@pytest.fixture
def agent(room):
    return room.headers(AGENT)


@pytest.fixture
def told(room):
    """A borrower told by mail and by post, both on their way, and a guarantor told by mail, still queued."""
    room.hear(structure_recorded(paper_wanted=True), structure_revised())
    room.send()
    room.print()
    room.batch()
    guarantor = uuid4()
    recorded = structure_recorded(
        structure_id=guarantor, name="Département de l’Ain", contact_email="g@a.example"
    )
    room.hear(recorded, guarantee_revised(structure_id=guarantor))
    return room.messages()


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["guarantee email", "revision letter", "revision email"]),
        ("?kind=letter", ["revision letter"]),
        ("?state=queued", ["guarantee email"]),
        ("?template=revision", ["revision letter", "revision email"]),
        (f"?structure_id={STRUCTURE}", ["revision letter", "revision email"]),
        (f"?cause={REVISION}&kind=email", ["guarantee email", "revision email"]),
        ("?cause=01900000-0000-7000-8000-00000000dead", []),
        ("?text=de l’ain", ["guarantee email"]),
        ("?text=garantie", ["guarantee email"]),
        ("?text=saint-etienne-les-orgues.example", ["revision email"]),
        ("?text=%25", []),
    ],
)
def test_messages_are_found_by_what_people_know_of_them(room, agent, told, query, expected):
    found = room.client.get(f"/messages{query}", headers=agent).json["items"]
    assert [f"{message['template']} {message['kind']}" for message in found] == expected


def test_a_reference_finds_its_message(room, agent, told):
    (found,) = room.client.get(f"/messages?text={told[1].reference.lower()}", headers=agent).json["items"]
    assert found["id"] == str(told[1].id)


def test_a_list_is_read_page_by_page(room, agent, told):
    first = room.client.get("/messages?limit=2", headers=agent).json
    rest = room.client.get(f"/messages?limit=2&after={first['next']}", headers=agent).json
    assert [len(first["items"]), len(rest["items"]), rest["next"]] == [2, 1, None]


def test_a_mail_is_shown_with_its_history_and_as_it_went(room, agent, told):
    shown = room.client.get(f"/messages/{told[0].id}", headers=agent).json
    assert [passage["state"] for passage in shown["history"]] == ["queued", "sending", "sent"]
    assert shown["structure"] == "Commune de Saint-Étienne-les-Orgues"
    assert shown["mail"]["mail_id"] == f"<{told[0].id}@espace-prets.example>"
    assert "Votre prochaine échéance".upper() in shown["mail"]["text"]
    assert shown["letter"] is None
    html = room.client.get(f"/messages/{told[0].id}/html", headers=agent)
    assert html.mimetype == "text/html"
    assert "script-src" not in html.headers["Content-Security-Policy"]
    assert "sandbox" in html.headers["Content-Security-Policy"]
    assert "Votre prochaine échéance ne change pas" in html.text


def test_a_mail_still_to_come_can_be_seen_before_it_goes(room, agent, told):
    html = room.client.get(f"/messages/{told[2].id}/html", headers=agent)
    assert "Votre dette garantie" in html.text
    assert room.client.get(f"/messages/{told[2].id}", headers=agent).json["mail"] is None


def test_a_letter_is_shown_as_it_was_printed(room, agent, told):
    shown = room.client.get(f"/messages/{told[1].id}", headers=agent).json
    assert shown["letter"]["pages"] == 2
    assert shown["letter"]["address"][0] == "Monsieur ou Madame le Maire"
    pdf = room.client.get(f"/messages/{told[1].id}/pdf", headers=agent)
    assert pdf.mimetype == "application/pdf"
    assert pdf.data.startswith(b"%PDF")
    assert told[1].reference in pdf.headers["Content-Disposition"]


def test_what_is_not_there_is_missing(room, agent, told):
    mail, letter, queued = (message.id for message in told)
    paths = [f"/messages/{mail}/pdf", f"/messages/{letter}/html", f"/messages/{queued}/pdf"]
    paths += [f"/messages/{uuid4()}{end}" for end in ("", "/html", "/pdf")] + [f"/batches/{uuid4()}"]
    assert [room.client.get(path, headers=agent).status_code for path in paths] == [404] * len(paths)
    for path in (f"/messages/{uuid4()}/resend", f"/messages/{uuid4()}/cancellation"):
        assert room.client.post(path, headers=agent).status_code == 404


def test_a_message_sent_again_is_a_new_one_linked_to_the_first(room, agent, told, post_office):
    answer = room.client.post(f"/messages/{told[0].id}/resend", headers=agent)
    assert answer.status_code == 201
    assert answer.json["resend_of"] == str(told[0].id)
    assert answer.json["state"] == "queued"
    moved = structure_recorded(version=2, contact_email="new@town.example")
    room.hear(moved)
    room.send()
    assert "new@town.example" in [recipient for recipient, _ in post_office.taken]
    first, again = room.messages(structure_id=STRUCTURE, kind="email", template=told[0].template)
    assert first.id != again.id
    assert first.state == again.state == "sent"


def test_a_letter_sent_again_goes_into_another_batch(room, agent, told):
    room.client.post(f"/messages/{told[1].id}/resend", headers=agent)
    room.print()
    room.batch()
    batches = room.client.get("/batches", headers=agent).json["items"]
    assert [batch["letters"] for batch in batches] == [1, 1]


def test_sending_again_twice_with_the_same_key_sends_one(room, agent, told):
    headers = agent | {"Idempotency-Key": "once"}
    answers = [room.client.post(f"/messages/{told[0].id}/resend", headers=headers).json for _ in range(2)]
    assert answers[0] == answers[1]
    assert len(room.messages(structure_id=STRUCTURE, kind="email")) == 2


def test_what_has_not_gone_cannot_be_sent_again(room, agent, told):
    answer = room.client.post(f"/messages/{told[2].id}/resend", headers=agent)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/message-under-way")


def test_a_message_that_has_not_gone_can_be_stopped_and_one_that_has_cannot(room, agent, told, post_office):
    stopped = room.client.post(f"/messages/{told[2].id}/cancellation", headers=agent)
    assert (stopped.status_code, stopped.json["state"]) == (200, "cancelled")
    room.send()
    assert len(post_office.taken) == 1
    gone = room.client.post(f"/messages/{told[0].id}/cancellation", headers=agent)
    assert (gone.status_code, gone.json["type"]) == (409, "/problems/message-gone")


def test_the_history_names_who_asked(room, told):
    person = uuid4()
    asked = room.client.post(
        f"/messages/{told[2].id}/cancellation", headers=room.headers(AGENT, subject_id=person)
    )
    shown = room.client.get(f"/messages/{asked.json['id']}", headers=room.headers(AGENT)).json
    assert shown["history"][-1]["by"] == str(person)


def test_the_summary_of_a_revision_says_when_all_is_out(room, agent, told):
    def summary():
        return room.client.get(f"/summary?cause={REVISION}", headers=agent).json

    assert (summary()["total"], summary()["done"], summary()["failed"]) == (3, 2, 0)
    room.send()
    assert (summary()["total"], summary()["done"]) == (3, 3)
    assert {(c["kind"], c["state"]): c["messages"] for c in summary()["counts"]} == {
        ("email", "sent"): 2,
        ("letter", "in_batch"): 1,
    }


def test_messages_that_wait_for_their_recipient_are_counted_and_listed(room, agent):
    room.hear(structure_revised())
    assert room.client.get(f"/summary?cause={REVISION}", headers=agent).json["counts"] == [
        {"kind": None, "state": "awaiting_recipient", "messages": 1}
    ]
    (waiting,) = room.client.get("/messages?state=awaiting_recipient", headers=agent).json["items"]
    assert waiting["kind"] is None
    assert "structure" not in waiting


READS = ["/messages", f"/messages/{STRUCTURE}", "/batches", f"/summary?cause={REVISION}"]
CHANGES = ["/batches", f"/batches/{STRUCTURE}/hand-over"]
CHANGES += [f"/messages/{STRUCTURE}/{verb}" for verb in ("resend", "cancellation")]


@pytest.mark.parametrize(("method", "path"), [*(("GET", p) for p in READS), *(("POST", p) for p in CHANGES)])
def test_only_an_agent_of_notifications_may(room, method, path):
    assert room.client.open(path, method=method).status_code == 401
    other = room.headers("lending.agent")
    assert room.client.open(path, method=method, headers=other).status_code == 403


@pytest.mark.parametrize(
    "query",
    ["kind=fax", "state=lost", "template=x", "structure_id=1", "cause=1", "text=", "limit=0", "what=1"],
)
def test_a_filter_that_does_not_exist_is_refused_by_its_name(room, agent, query):
    answer = room.client.get(f"/messages?{query}", headers=agent)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"].endswith(query.partition("=")[0])
