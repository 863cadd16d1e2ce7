"""Case 1: nobody administers the structure yet, so whoever represents it decides, by the code of a letter."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID

import pytest

from services.habilitations.clients import appointments
from services.habilitations.clients.appointments import LetterCodeWrong, NoCodeExpected
from services.habilitations.clients.codes import OUT_OF_USE, ensure_code_key, rotate_code_key
from services.habilitations.domain.codes import ALPHABET, ATTEMPTS_MAX, grouped
from shared import clock
from shared.key_files import listed_keys, read_keys, write_keys
from tests.unit.habilitations.town_hall import days_later


def test_the_first_to_ask_is_told_that_they_would_become_administrator(eus):
    anne = eus.person("Anne Vidal")
    assert eus.ask(anne, "loans.read")["state"] == "to_accept"
    assert eus.next_step(anne) == "accept"
    assert eus.letters() == []


def test_accepting_sends_one_letter_whose_code_makes_administrator_and_right_active(eus):
    anne = eus.person("Anne Vidal")
    accepted = eus.accept(anne, eus.ask(anne, "loans.read", "documents.read"))
    assert accepted["state"] == "awaiting_code"
    (letter,) = eus.letters()
    assert (letter["person_name"], letter["administers"]) == ("Anne Vidal", True)
    assert letter["expires_on"] == "2026-02-28"
    assert eus.next_step(anne) == "type_code"
    assert eus.rights(anne) == []
    assert eus.type_code(anne, letter["code"]).status_code == 200
    assert eus.rights(anne) == ["administrator", "documents.read", "loans.read"]
    assert eus.moves(anne) == ["letter_ordered", "active"]
    assert eus.next_step(anne) is None


def test_accepting_again_sends_no_second_letter(eus):
    anne = eus.person("Anne Vidal")
    request = eus.ask(anne, "loans.read")
    eus.accept(anne, request)
    eus.accept(anne, request)
    assert len(eus.letters()) == 1


def test_whoever_does_not_accept_keeps_nobody_from_doing_so(eus):
    anne, bruno = eus.person("Anne Vidal"), eus.person("Bruno Roca")
    eus.ask(anne, "loans.read")
    assert eus.accept(bruno, eus.ask(bruno, "loans.read"))["state"] == "awaiting_code"


def test_who_asks_while_a_letter_is_on_its_way_waits_for_the_administrator_to_be(eus):
    anne, bruno = eus.person("Anne Vidal"), eus.person("Bruno Roca")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    assert eus.ask(bruno, "loans.read")["state"] == "awaiting_administrator"
    assert eus.office.told("habilitations.rights_requested.v1") == []
    eus.type_code(anne, eus.letters()[0]["code"])
    (asked,) = eus.office.told("habilitations.rights_requested.v1")
    assert [each["name"] for each in asked["administrators"]] == ["Anne Vidal"]


def test_two_first_requests_accepted_at_the_same_instant_make_one_appointment_and_one_letter(eus):
    people = [eus.person(f"Personne {number}") for number in range(8)]
    requests = [eus.ask(person, "loans.read") for person in people]

    def accept(number: int) -> str:
        with eus.office.service.active():
            return appointments.accept(requests[number]["request_id"], people[number]).state

    requests = [{"request_id": UUID(request["request_id"])} for request in requests]
    with ThreadPoolExecutor(8) as pool:
        states = sorted(pool.map(accept, range(8)))
    assert states == ["awaiting_administrator"] * 7 + ["awaiting_code"]
    assert len(eus.letters()) == 1


def test_a_code_is_typed_in_any_case_with_spaces_or_dashes(eus):
    anne = eus.person("Anne Vidal")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    code = eus.letters()[0]["code"]
    assert eus.type_code(anne, f" {grouped(code).lower()} ").status_code == 200


def test_codes_are_made_of_signs_that_nobody_confuses(eus):
    anne = eus.person("Anne Vidal")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    code = eus.letters()[0]["code"]
    assert len(code) == 12
    assert set(code) <= set(ALPHABET)
    assert not set("0O1I5S8B2Z~") & set(ALPHABET)


def test_somebody_elses_code_is_worth_nothing(eus):
    anne, bruno = eus.person("Anne Vidal"), eus.person("Bruno Roca")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    assert eus.type_code(bruno, eus.letters()[0]["code"]).status_code == 409
    assert eus.rights(bruno) == []


def test_what_cannot_be_a_code_is_not_counted(eus):
    anne = eus.person("Anne Vidal")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    assert eus.type_code(anne, "ABC").status_code == 422
    assert eus.codes()[0].attempts == 0


def test_a_used_code_is_used_once(eus):
    anne = eus.appoint("Anne Vidal")
    assert eus.type_code(anne, eus.letters()[0]["code"]).status_code == 409


def guess(eus, person_id, number: int) -> type:
    """Type a wrong code; returns how it was refused."""
    wrong = "".join(ALPHABET[(number // 24**place) % 24] for place in range(12))
    with eus.office.service.active(), pytest.raises((LetterCodeWrong, NoCodeExpected)) as refused:
        appointments.type_code(eus.structure_id, person_id, wrong)
    return refused.type


def test_of_many_guesses_at_once_at_most_nine_are_compared(eus):
    anne = eus.person("Anne Vidal")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    with ThreadPoolExecutor(16) as pool:
        outcomes = list(pool.map(lambda number: guess(eus, anne, number), range(150)))
    assert outcomes.count(LetterCodeWrong) == ATTEMPTS_MAX
    assert eus.type_code(anne, eus.letters()[0]["code"]).status_code == 409
    assert eus.moves(anne)[-1] == "expired"


@pytest.mark.parametrize(("days", "status"), [(30, 200), (31, 409)])
def test_a_code_is_worth_something_for_thirty_days(eus, days, status):
    anne = eus.person("Anne Vidal")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    days_later(days)
    assert eus.type_code(anne, eus.letters()[0]["code"]).status_code == status


def test_a_code_printed_before_the_key_was_rotated_is_still_the_code(eus):
    anne = eus.person("Anne Vidal")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    rotate_code_key(eus.office.service.settings.code_keys_file)
    assert eus.type_code(anne, "ACDE-FHJK-LMNP").status_code == 422
    assert eus.type_code(anne, eus.letters()[0]["code"]).status_code == 200


def test_a_key_goes_once_no_code_made_with_it_can_be_typed_any_more(tmp_path):
    file = tmp_path / "code-keys.json"
    ensure_code_key(file)
    first, second = (entry_id(file), rotate_code_key(file))
    entries = read_keys(file)
    long_ago = (clock.now() - OUT_OF_USE - timedelta(minutes=1)).isoformat()
    write_keys(file, [entries[0] | {"made_at": long_ago}, entries[1] | {"made_at": long_ago}])
    third = rotate_code_key(file)
    assert [key_id for key_id, _ in listed_keys(file)] == [second, third]
    assert first not in {second, third}


def entry_id(file) -> str:
    ((key_id, _),) = listed_keys(file)
    return key_id


def test_what_expired_is_told_and_leaves_the_place_to_others(eus):
    anne, bruno = eus.person("Anne Vidal"), eus.person("Bruno Roca")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    eus.ask(bruno, "loans.read")
    days_later(31)
    with eus.office.service.active():
        appointments.expire_due_codes()
    assert eus.moves(anne)[-1] == "expired"
    assert eus.next_step(bruno) == "accept"
    (told,) = eus.office.told("habilitations.administration_vacated.v1")
    assert [each["name"] for each in told["waiting"]] == ["Bruno Roca"]


def test_after_expiry_a_new_letter_needs_no_new_request(eus):
    anne = eus.person("Anne Vidal")
    request = eus.ask(anne, "loans.read")
    eus.accept(anne, request)
    days_later(31)
    with eus.office.service.active():
        appointments.expire_due_codes()
    eus.accept(anne, request)
    first, second = eus.letters()
    assert eus.type_code(anne, first["code"]).status_code == 422
    assert eus.type_code(anne, second["code"]).status_code == 200


def order_again(eus, person, headers=None):
    appointment = eus.codes()[-1].appointment_id
    if headers:
        return eus.office.client.post(f"/appointments/{appointment}/letters", headers=headers)
    return eus.call("POST", f"/appointments/{appointment}/letters", person)


def test_a_new_letter_kills_the_code_before_and_stops_the_letter_that_has_not_gone(eus):
    anne = eus.person("Anne Vidal")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    assert order_again(eus, anne).status_code == 201
    first, second = eus.letters()
    assert [each["letter_id"] for each in eus.office.told("habilitations.letter_dropped.v1")] == [
        first["letter_id"]
    ]
    assert eus.type_code(anne, first["code"]).status_code == 422
    assert eus.type_code(anne, second["code"]).status_code == 200


def test_a_structure_gets_three_letters_in_ninety_days_whoever_orders_them(eus, agent):
    anne = eus.person("Anne Vidal")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    assert order_again(eus, anne).status_code == 201
    assert order_again(eus, anne, headers=agent).status_code == 201
    refused = order_again(eus, anne, headers=agent)
    assert refused.status_code == 409
    assert "2026-04-29" in refused.text or "29" in refused.json["detail"]
    days_later(89)
    assert order_again(eus, anne).status_code == 409
    days_later(90)
    assert order_again(eus, anne).status_code == 201
    assert len(eus.letters()) == 4


def test_a_letter_that_was_stopped_before_it_went_does_not_count_among_the_three(eus):
    anne = eus.person("Anne Vidal")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    for _ in range(4):
        stopped = eus.letters()[-1]
        assert order_again(eus, anne).status_code == 201
        eus.letter_moves("cancelled", why="Le code ne vaut plus rien.", letter=stopped)
    assert eus.moves(anne) == ["letter_ordered"] * 5
    assert eus.type_code(anne, eus.letters()[-1]["code"]).status_code == 200


def test_a_letter_that_was_in_its_batch_when_it_was_replaced_counts(eus):
    anne = eus.person("Anne Vidal")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    for _ in range(2):
        gone = eus.letters()[-1]
        assert order_again(eus, anne).status_code == 201
        eus.letter_moves("handed_over", letter=gone)
    assert order_again(eus, anne).status_code == 409


def test_a_letter_that_cannot_be_written_waits_for_the_bank_with_the_reason_and_does_not_count(eus, agent):
    anne = eus.person("Anne Vidal")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    for _ in range(3):
        eus.letter_moves("failed", why="L’adresse postale ne peut pas être écrite.")
        waiting = eus.office.client.get("/appointments?state=needs_agent", headers=agent).json["items"]
        assert [each["why"] for each in waiting] == ["L’adresse postale ne peut pas être écrite."]
        assert [(each["person_name"], each["structure_name"]) for each in waiting] == [
            ("Anne Vidal", eus.name)
        ]
        assert eus.type_code(anne, eus.letters()[-1]["code"]).status_code == 409
        assert order_again(eus, anne, headers=agent).status_code == 201
    assert eus.moves(anne)[:2] == ["letter_ordered", "needs_agent"]
    assert eus.type_code(anne, eus.letters()[-1]["code"]).status_code == 200


def test_a_letter_that_came_back_is_worth_nothing(eus):
    anne = eus.person("Anne Vidal")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    eus.letter_moves("handed_over")
    eus.letter_moves("returned", why="Destinataire inconnu")
    assert eus.type_code(anne, eus.letters()[0]["code"]).status_code == 409
    assert eus.moves(anne)[-1] == "needs_agent"


def test_a_refusal_of_the_representative_ends_it(eus, agent):
    anne = eus.person("Anne Vidal")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    appointment = eus.codes()[0].appointment_id
    answer = eus.office.client.post(
        f"/appointments/{appointment}/refusal", json={"reason": "Le maire a téléphoné"}, headers=agent
    )
    assert answer.status_code == 200
    assert eus.type_code(anne, eus.letters()[0]["code"]).status_code == 409
    assert eus.moves(anne)[-1] == "refused"
    assert eus.next_step(anne) is None


def test_giving_up_frees_the_place(eus):
    anne, bruno = eus.person("Anne Vidal"), eus.person("Bruno Roca")
    request = eus.ask(anne, "loans.read")
    eus.accept(anne, request)
    eus.do("POST", f"/requests/{request['request_id']}/cancellation", anne)
    assert eus.type_code(anne, eus.letters()[0]["code"]).status_code == 409
    assert eus.accept(bruno, eus.ask(bruno, "loans.read"))["state"] == "awaiting_code"


def test_who_has_not_said_their_function_cannot_ask(eus):
    anne = eus.person("Anne Vidal", function=None)
    path = f"/structures/{eus.structure_id}/requests"
    assert eus.call("POST", path, anne, {"rights": ["loans.read"]}).status_code == 409


def test_who_does_not_belong_to_the_structure_is_told_that_it_is_not_there(eus):
    anne = eus.person("Anne Vidal")
    eus.record(anne, attached=False)
    path = f"/structures/{eus.structure_id}/requests"
    assert eus.call("POST", path, anne, {"rights": ["loans.read"]}).status_code == 404


def test_a_code_is_kept_as_an_hmac_and_destroyed_when_dead(eus):
    anne = eus.person("Anne Vidal")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    letter = eus.letters()[0]
    (kept,) = eus.codes()
    assert kept.digest
    assert letter["code"] not in kept.digest
    eus.type_code(anne, letter["code"])
    assert eus.codes()[0].digest is None


def test_the_sole_administrator_asks_the_representative_for_further_services(eus):
    anne = eus.appoint("Anne Vidal", "loans.read")
    request = eus.ask(anne, "documents.read")
    assert request["state"] == "to_accept"
    eus.accept(anne, request)
    letter = eus.letters()[-1]
    assert not letter["administers"]
    assert eus.type_code(anne, letter["code"]).status_code == 200
    assert eus.rights(anne) == ["administrator", "documents.read", "loans.read"]
