"""Somebody asks for help, the support answers: on both databases, to a real mail server."""

import email
from datetime import timedelta
from email.policy import default
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from services.notifications.assistance.actions import forget_old_requests
from services.notifications.assistance.tables import AssistanceRequest
from services.notifications.domain.assistance import ACKNOWLEDGED_A_DAY_MAX, KEPT_AFTER_CLOSING
from shared import clock
from shared.events.identity import AccountClosed, PersonRecorded
from tests.unit.notifications.mail_room import AGENT
from tests.unit.notifications.samples import STRUCTURE, structure_recorded

ADDRESS = "lea.morel@villerive.example"
QUESTION = {
    "topic": "login",
    "name": "Léa Morel",
    "email": ADDRESS,
    "message": "Bonjour,\n\nmon code à 4 chiffres est refusé.",
    "structure": "Commune de Villerive",
}


@pytest.fixture
def agent(room):
    return room.headers(AGENT)


def ask(room, headers=None, **changes) -> dict:
    """What the service says to who asks: a visitor, or whoever these headers name."""
    path = "/own-assistance-requests" if headers else "/visitor-assistance-requests"
    answer = room.client.post(path, json=QUESTION | changes, headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json


def the_request(room, agent) -> str:
    """The address of the one request that is there."""
    (found,) = room.client.get("/assistance-requests", headers=agent).json["items"]
    return f"/assistance-requests/{found['id']}"


def arrived(post_office) -> list[email.message.EmailMessage]:
    return [email.message_from_bytes(content, policy=default) for _, content in post_office.taken]


def test_a_question_is_kept_and_acknowledged_with_its_reference(room, agent, post_office):
    kept = ask(room)
    assert kept == {"reference": kept["reference"], "acknowledged": True}
    assert kept["reference"].startswith("AS-")
    room.send()
    (mail,) = arrived(post_office)
    assert mail["To"].addresses[0].addr_spec == ADDRESS
    assert kept["reference"] in mail["Subject"]
    shown = room.client.get(the_request(room, agent), headers=agent).json
    assert (shown["state"], shown["name"], shown["structure"]) == (
        "open",
        "Léa Morel",
        "Commune de Villerive",
    )
    assert [entry["text"] for entry in shown["entries"]] == [QUESTION["message"]]


def test_an_acknowledgement_repeats_nothing_that_a_stranger_typed(room, post_office):
    typed = {"name": "Gagnez de l'or", "message": "https://spam.example", "structure": "Offre du jour"}
    ask(room, **typed)
    room.send()
    whole = post_office.taken[0][1].decode()
    for part in arrived(post_office)[0].walk():
        whole += part.get_content() if part.get_content_maintype() == "text" else ""
    assert not [text for text in ("or\n", "spam", "Offre", "Gagnez") if text in whole]


def test_one_address_is_written_to_three_times_a_day_and_every_question_is_kept(room, agent, post_office):
    said = [
        ask(room, email=address)["acknowledged"]
        for address in [ADDRESS, ADDRESS.upper(), *[ADDRESS] * ACKNOWLEDGED_A_DAY_MAX]
    ]
    assert said == [True] * ACKNOWLEDGED_A_DAY_MAX + [False] * 2
    room.send()
    assert len(post_office.taken) == ACKNOWLEDGED_A_DAY_MAX
    assert len(room.client.get("/assistance-requests", headers=agent).json["items"]) == len(said)


def test_the_same_question_sent_twice_with_its_key_is_one(room, agent):
    headers = {"Idempotency-Key": "once"}
    first, second = (
        room.client.post("/visitor-assistance-requests", json=QUESTION, headers=headers) for _ in range(2)
    )
    assert first.json == second.json
    assert the_request(room, agent)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "nobody"),
        ("email", "a@b.example\nBcc: c@d.example"),
        ("name", "Léa\nMorel"),
        ("message", " \n "),
        ("message", "x" * 5_001),
        ("topic", "weather"),
        ("person_id", "5f0c3b3e-6a53-4a0e-9f0e-6a2b7d1c9e11"),
    ],
)
def test_what_cannot_be_answered_is_refused_at_its_field(room, field, value):
    answer = room.client.post("/visitor-assistance-requests", json=QUESTION | {field: value})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == [field]


def test_an_answer_goes_in_the_thread_of_the_acknowledgement(room, agent, post_office):
    ask(room)
    request = the_request(room, agent)
    for text in ("Un nouveau code part.\n\nIl vaut dix minutes.", "L'avez-vous reçu ?"):
        answered = room.client.post(f"{request}/answers", json={"text": text}, headers=agent)
        assert (answered.status_code, answered.json["state"]) == (201, "answered")
    room.send()
    acknowledgement, first, second = arrived(post_office)
    ids = [mail["Message-ID"] for mail in (acknowledgement, first)]
    assert (first["In-Reply-To"], first["References"]) == (ids[0], ids[0])
    assert (second["In-Reply-To"], second["References"].split()) == (ids[1], ids)
    assert first["Subject"] == f"Re: {acknowledgement['Subject']}"
    text = first.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert "Bonjour Léa Morel" in text
    assert "Un nouveau code part.\n\nIl vaut dix minutes." in text
    entries = room.client.get(request, headers=agent).json["entries"]
    assert [entry["what"] for entry in entries] == ["asked", "answered", "answered"]
    assert [entry["by_name"] for entry in entries] == [None, "Claire Vasseur", "Claire Vasseur"]


def test_a_closed_question_is_answered_only_once_it_is_open_again(room, agent):
    ask(room)
    request = the_request(room, agent)

    def act(name: str, **body: object) -> tuple[int, str | None]:
        answer = room.client.post(f"{request}/{name}", headers=agent, **body)
        return answer.status_code, answer.json.get("state")

    assert act("reopening")[0] == 409
    assert act("closure") == (200, "closed")
    assert act("closure")[0] == 409
    assert act("answers", json={"text": "Bonjour"})[0] == 409
    assert act("reopening") == (200, "open")
    assert act("answers", json={"text": "Bonjour"}) == (201, "answered")
    assert act("closure") == (200, "closed")
    entries = room.client.get(request, headers=agent).json["entries"]
    assert [each["what"] for each in entries] == ["asked", "closed", "reopened", "answered", "closed"]


def test_who_is_logged_in_is_known_and_their_structure_is_shown_by_its_name(room, agent):
    room.hear(structure_recorded())
    person = uuid4()
    own = {name: value for name, value in QUESTION.items() if name != "structure"}
    answer = room.client.post(
        "/own-assistance-requests",
        json=own | {"structure_id": str(STRUCTURE)},
        headers=room.headers(subject_id=person),
    )
    assert answer.status_code == 201
    shown = room.client.get(the_request(room, agent), headers=agent).json
    assert (shown["person_id"], shown["structure_id"]) == (str(person), str(STRUCTURE))
    assert (shown["structure"], shown["client_number"]) == (
        "Commune de Saint-Étienne-les-Orgues",
        "000123456",
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Bruno", "Léa Morel"]),
        ("?state=open", ["Bruno"]),
        ("?state=answered", ["Léa Morel"]),
        ("?topic=rates", ["Bruno"]),
        ("?text=léa", ["Léa Morel"]),
        ("?text=autre.example", ["Bruno"]),
        ("?text=villerive", ["Léa Morel"]),
        ("?text=nouveau code", ["Léa Morel"]),
        ("?text=%25", []),
    ],
)
def test_agents_find_a_question_by_what_they_know_of_it(room, agent, query, expected):
    ask(room)
    answer = {"text": "Un nouveau code part."}
    room.client.post(f"{the_request(room, agent)}/answers", json=answer, headers=agent)
    other = {"name": "Bruno", "email": "b@autre.example", "topic": "rates", "structure": None}
    reference = ask(room, **other, message="Quel taux au 1er février ?")["reference"]
    found = room.client.get(f"/assistance-requests{query}", headers=agent).json["items"]
    assert [request["name"] for request in found] == expected
    by_reference = room.client.get(f"/assistance-requests?text={reference.lower()}", headers=agent).json
    assert [request["name"] for request in by_reference["items"]] == ["Bruno"]


def erased(room) -> bool:
    kept = room.everything_kept()
    return not [text for text in (ADDRESS, "Morel", "4 chiffres est refusé", "dix minutes") if text in kept]


def asked_and_answered(room, agent, person: UUID | None = None) -> str:
    own = {name: value for name, value in QUESTION.items() if name != "structure"}
    if person:
        room.client.post("/own-assistance-requests", json=own, headers=room.headers(subject_id=person))
    else:
        ask(room)
    request = the_request(room, agent)
    room.client.post(f"{request}/answers", json={"text": "Il vaut dix minutes."}, headers=agent)
    return request


@pytest.mark.parametrize("logged_in", [True, False])
def test_who_closes_their_account_is_forgotten_here_too(room, agent, logged_in):
    person = uuid4()
    recorded = PersonRecorded(
        person_id=person, version=1, identifier="leam123", title="Madame", first_name="Léa", last_name="Vidal",
        email=f"{uuid4()}@autre.example" if logged_in else ADDRESS,
    )  # fmt: skip
    room.hear(recorded)
    request = asked_and_answered(room, agent, person if logged_in else None)
    room.send()
    own = room.client.get("/personal-data", headers=room.headers(subject_id=person)).json
    (held,) = own["assistance_requests"]
    assert [entry["text"] for entry in held["entries"]] == [QUESTION["message"], "Il vaut dix minutes."]
    room.hear(AccountClosed(subject_id=person, erase=True))
    assert erased(room)
    assert room.client.get(request, headers=agent).json["state"] == "closed"
    assert room.client.post(f"{request}/reopening", headers=agent).status_code == 404


def test_what_was_closed_two_years_ago_is_forgotten_and_the_rest_is_kept(room, agent):
    request = asked_and_answered(room, agent)
    room.client.post(f"{request}/closure", headers=agent)
    room.run(forget_old_requests)
    assert not erased(room)
    long_ago = clock.now() - KEPT_AFTER_CLOSING - timedelta(days=1)
    with room.service.database.writing() as session:
        session.execute(sa.update(AssistanceRequest).values(changed_at=long_ago))
    room.run(forget_old_requests)
    assert erased(room)
