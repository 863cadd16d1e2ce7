"""What people are shown of their own: why nothing is active, and what they can do about it."""

import pytest

from services.habilitations.clients import appointments
from services.habilitations.domain.codes import ATTEMPTS_MAX
from tests.unit.habilitations.town_hall import days_later

WRONG = "AAAA-CCCC-DDDD"


@pytest.fixture
def anne(eus):
    return eus.person("Anne Vidal")


def refuse_appointment(eus, agent, reason):
    path = f"/appointments/{eus.codes()[-1].appointment_id}/refusal"
    assert eus.office.client.post(path, json={"reason": reason}, headers=agent).status_code == 200


def let_expire(eus, days=31):
    days_later(days)
    with eus.office.service.active():
        appointments.expire_due_codes()


def test_who_was_refused_by_an_administrator_sees_why_and_nobody_else_does(eus):
    administrator, bruno, chloe = eus.appoint("Anne Vidal"), eus.person("Bruno Roca"), eus.person("Chloé Mas")
    request = eus.ask(bruno, "loans.read", "documents.read")
    path = f"/requests/{request['request_id']}/refusal"
    eus.do("POST", path, administrator, {"reason": "Pas dans vos missions"})
    refusal = eus.mine(bruno)["last_refusal"]
    assert refusal["rights"] == ["documents.read", "loans.read"]
    assert (refusal["reason"], refusal["by"]) == ("Pas dans vos missions", "administrator")
    assert eus.mine(chloe)["last_refusal"] is None
    assert eus.mine(administrator)["last_refusal"] is None


def test_who_was_refused_by_the_representative_sees_that(eus, anne, agent):
    eus.accept(anne, eus.ask(anne, "loans.read"))
    refuse_appointment(eus, agent, "Le maire a téléphoné")
    refusal = eus.mine(anne)["last_refusal"]
    assert (refusal["reason"], refusal["by"]) == ("Le maire a téléphoné", "representative")


def test_who_asks_again_is_shown_the_request_and_no_more_the_refusal(eus, anne, agent):
    eus.accept(anne, eus.ask(anne, "loans.read"))
    refuse_appointment(eus, agent, "Le maire a téléphoné")
    days_later(1)
    eus.ask(anne, "loans.read")
    assert (eus.mine(anne)["last_refusal"], eus.next_step(anne)) == (None, "accept")


def test_who_let_the_code_of_a_letter_expire_sees_it_and_may_have_another_one_sent(eus, anne):
    eus.accept(anne, eus.ask(anne, "loans.read"))
    assert eus.mine(anne)["letter_ended"] is None
    let_expire(eus)
    ended = eus.mine(anne)["letter_ended"]
    assert (ended["how"], ended["why"], ended["next_letter_on"]) == (
        "expired", "Le code n’a pas été saisi à temps.", None,
    )  # fmt: skip
    assert eus.mine(anne)["appointment"] is None
    eus.do("POST", f"/appointments/{ended['appointment_id']}/letters", anne)
    assert (eus.mine(anne)["letter_ended"], eus.next_step(anne)) == (None, "type_code")


def test_who_mistyped_the_code_too_often_sees_it(eus, anne):
    eus.accept(anne, eus.ask(anne, "loans.read"))
    for _ in range(ATTEMPTS_MAX):
        eus.type_code(anne, WRONG)
    assert eus.mine(anne)["letter_ended"]["how"] == "mistyped"


def test_after_three_letters_the_day_of_the_next_one_is_told(eus, anne):
    request = eus.ask(anne, "loans.read")
    eus.accept(anne, request)
    appointment = eus.mine(anne)["appointment"]["appointment_id"]
    for _ in range(2):
        eus.do("POST", f"/appointments/{appointment}/letters", anne)
    let_expire(eus)
    assert eus.mine(anne)["letter_ended"]["next_letter_on"] == "2026-04-29"


def test_who_gave_up_after_the_letter_expired_is_told_nothing_of_it_any_more(eus, anne):
    request = eus.ask(anne, "loans.read")
    eus.accept(anne, request)
    let_expire(eus)
    eus.do("POST", f"/requests/{request['request_id']}/cancellation", anne)
    mine = eus.mine(anne)
    assert (mine["letter_ended"], mine["last_refusal"], mine["next_step"]) == (None, None, None)
