"""Case 2: administrators decide for the people of their structure; nobody for themselves, nor more than they hold."""

from uuid import UUID, uuid4

import pytest

from shared.events.identity import AccountClosed


@pytest.fixture
def anne(eus):
    """The administrator, who reads loans and documents."""
    return eus.appoint("Anne Vidal", "loans.read", "documents.read")


@pytest.fixture
def bruno(eus, anne):
    """Somebody who belongs to the structure and holds nothing."""
    return eus.person("Bruno Roca")


def decide(eus, person, request, how="approval", **body):
    return eus.call("POST", f"/requests/{request['request_id']}/{how}", person, body)


def set_rights(eus, by, person, *rights):
    path = f"/structures/{eus.structure_id}/users/{person}/rights"
    return eus.call("PUT", path, by, {"rights": list(rights)})


def told(eus, fact):
    return eus.office.told(f"habilitations.{fact}.v1")


def close_account(eus, person):
    eus.hear(AccountClosed(subject_id=person))


def test_a_request_goes_to_the_administrators_by_name_and_address(eus, anne, bruno):
    assert eus.ask(bruno, "loans.read")["state"] == "awaiting_administrator"
    (asked,) = told(eus, "rights_requested")
    assert asked["person"]["name"] == "Bruno Roca"
    assert [each["email"] for each in asked["administrators"]] == ["anne@eus.example"]
    assert eus.next_step(bruno) == "wait"


def test_an_administrator_sees_the_users_with_their_requests_and_each_ones_sheet(eus, anne, bruno):
    request = eus.ask(bruno, "loans.read")
    users = eus.do("GET", f"/structures/{eus.structure_id}/users", anne)["items"]
    assert [(each["name"], each["rights"]) for each in users] == [
        ("Anne Vidal", ["administrator", "documents.read", "loans.read"]),
        ("Bruno Roca", []),
    ]
    assert users[1]["request"]["request_id"] == request["request_id"]
    sheet = eus.do("GET", f"/structures/{eus.structure_id}/users/{anne}", anne)
    assert [each["right"] for each in sheet["changes"]] == ["administrator", "documents.read", "loans.read"]


def test_what_is_activated_is_told_and_shows_at_the_next_page(eus, anne, bruno):
    request = eus.ask(bruno, "loans.read")
    assert decide(eus, anne, request).status_code == 200
    assert eus.rights(bruno) == ["loans.read"]
    (decided,) = told(eus, "request_decided")
    assert decided["rights_given"] == ["loans.read"]
    assert decided["decided_by"] == "Anne Vidal"


def test_an_administrator_gives_less_than_was_asked_for(eus, anne, bruno):
    request = eus.ask(bruno, "loans.read", "documents.read")
    assert decide(eus, anne, request, rights=["documents.read"]).status_code == 200
    assert eus.rights(bruno) == ["documents.read"]


def test_a_refusal_gives_nothing_and_says_why(eus, anne, bruno):
    request = eus.ask(bruno, "loans.read")
    assert decide(eus, anne, request, "refusal", reason="Pas dans vos missions").status_code == 200
    assert eus.rights(bruno) == []
    assert told(eus, "request_decided")[0]["reason"] == "Pas dans vos missions"


def test_a_request_is_decided_once(eus, anne, bruno):
    request = eus.ask(bruno, "loans.read")
    decide(eus, anne, request)
    assert decide(eus, anne, request, "refusal").status_code == 409


def test_asking_again_adds_to_the_open_request(eus, anne, bruno):
    first, second = eus.ask(bruno, "loans.read"), eus.ask(bruno, "documents.read")
    assert first["request_id"] == second["request_id"]
    assert second["rights"] == ["documents.read", "loans.read"]
    assert eus.ask(bruno, "loans.read")["rights"] == ["documents.read", "loans.read"]
    assert len(told(eus, "rights_requested")) == 2


def test_asking_for_what_one_holds_is_refused(eus, anne, bruno):
    decide(eus, anne, eus.ask(bruno, "loans.read"))
    path = f"/structures/{eus.structure_id}/requests"
    assert eus.call("POST", path, bruno, {"rights": ["loans.read"]}).status_code == 409


def test_nobody_gives_what_they_do_not_hold(eus, anne, bruno):
    request = eus.ask(bruno, "applications.send")
    assert decide(eus, anne, request).status_code == 403
    assert set_rights(eus, anne, bruno, "applications.send").status_code == 403
    assert eus.rights(bruno) == []


def test_nobody_gives_anything_to_themselves(eus, anne):
    assert set_rights(eus, anne, anne, "administrator", "loans.read", "applications.send").status_code == 409
    set_rights(eus, anne, eus.person("Bruno Roca"), "administrator", "loans.read", "documents.read")
    request = eus.ask(anne, "applications.send")
    assert decide(eus, anne, request).status_code == 409


def test_an_administrator_changes_and_ends_rights_and_the_person_is_told(eus, anne, bruno):
    set_rights(eus, anne, bruno, "loans.read", "documents.read")
    set_rights(eus, anne, bruno, "documents.read")
    given, ended = told(eus, "rights_changed")
    assert given["given"] == ["documents.read", "loans.read"]
    assert (ended["ended"], ended["rights"]) == (["loans.read"], ["documents.read"])
    assert eus.rights(bruno) == ["documents.read"]


def test_a_right_that_the_person_has_already_may_stay_though_the_administrator_lacks_it(eus, anne, bruno):
    carla = eus.person("Carla Puig")
    set_rights(eus, anne, bruno, "administrator", "loans.read", "documents.read")
    set_rights(eus, anne, carla, "loans.read")
    set_rights(eus, bruno, anne, "administrator")
    assert set_rights(eus, anne, carla, "loans.read").status_code == 200
    assert set_rights(eus, anne, carla, "loans.read", "documents.read").status_code == 403


@pytest.mark.parametrize("how", ["approval", "refusal"])
def test_only_administrators_of_the_structure_decide(eus, anne, bruno, how):
    request = eus.ask(bruno, "loans.read")
    carla = eus.person("Carla Puig")
    assert decide(eus, carla, request, how).status_code == 404
    assert decide(eus, uuid4(), request, how).status_code == 404
    assert eus.call("GET", f"/structures/{eus.structure_id}/users", carla).status_code == 404


def test_there_can_be_several_administrators_and_either_may_end_the_other(eus, anne, bruno):
    assert set_rights(eus, anne, bruno, "administrator").status_code == 200
    assert set_rights(eus, bruno, anne).status_code == 200
    assert eus.rights(anne) == []
    assert eus.rights(bruno) == ["administrator"]


def test_another_administrator_decides_for_an_administrator(eus, anne, bruno):
    set_rights(eus, anne, bruno, "administrator")
    request = eus.ask(bruno, "documents.read")
    assert request["state"] == "awaiting_administrator"
    assert decide(eus, anne, request).status_code == 200


@pytest.mark.parametrize("gone", ["left", "account closed"])
def test_when_the_last_administrator_is_gone_the_structure_is_back_at_case_1(eus, anne, bruno, gone):
    request = eus.ask(bruno, "loans.read")
    if gone == "left":
        eus.record(anne, attached=False)
    else:
        close_account(eus, anne)
    assert eus.next_step(bruno) == "accept"
    (vacated,) = told(eus, "administration_vacated")
    assert [each["name"] for each in vacated["waiting"]] == ["Bruno Roca"]
    eus.accept(bruno, request)
    assert eus.type_code(bruno, eus.letters()[-1]["code"]).status_code == 200
    assert eus.rights(bruno) == ["administrator", "loans.read"]


def test_an_administrator_who_waits_is_told_when_no_other_is_left_to_answer(eus, anne, bruno):
    set_rights(eus, anne, bruno, "administrator")
    assert eus.ask(bruno, "loans.read")["state"] == "awaiting_administrator"
    eus.record(anne, attached=False)
    assert eus.next_step(bruno) == "accept"
    (vacated,) = told(eus, "administration_vacated")
    assert [each["name"] for each in vacated["waiting"]] == ["Bruno Roca"]


def test_of_who_is_erased_no_name_stays_in_any_table_or_fact_and_others_stay(eus, anne, bruno):
    eus.ask(bruno, "loans.read")
    chloe = eus.person("Chloé Sarda")
    decide(eus, anne, eus.ask(chloe, "loans.read"))
    eus.hear(AccountClosed(subject_id=anne, erase=True))
    kept = eus.office.everything_kept()
    assert not [word for word in ("Anne", "anne@eus.example") if word in kept]
    assert "Bruno Roca" in kept
    assert "chloé@eus.example" in kept


def test_who_left_holds_nothing_there_and_comes_back_with_nothing(eus, anne, bruno):
    set_rights(eus, anne, bruno, "loans.read")
    eus.record(bruno, attached=False)
    ended = {(each["subject_id"], each["right"]) for each in told(eus, "right_revoked")}
    assert (str(bruno), "loans.read") in ended
    eus.record(bruno, attached=True)
    assert eus.rights(bruno) == []


def test_an_old_fact_about_a_member_changes_nothing(eus, anne, bruno):
    eus.versions[bruno] -= 1
    eus.record(bruno, attached=False)
    assert eus.call("GET", f"/structures/{eus.structure_id}/users/{bruno}", anne).status_code == 200


def test_closing_the_account_of_somebody_whose_letter_is_on_its_way_stops_it(eus):
    anne, bruno = eus.person("Anne Vidal"), eus.person("Bruno Roca")
    eus.accept(anne, eus.ask(anne, "loans.read"))
    close_account(eus, anne)
    assert [each["letter_id"] for each in told(eus, "letter_dropped")] == [eus.letters()[0]["letter_id"]]
    assert eus.accept(bruno, eus.ask(bruno, "loans.read"))["state"] == "awaiting_code"


def test_a_suspension_ends_every_right_and_its_end_gives_them_back(eus, anne, bruno, agent):
    set_rights(eus, anne, bruno, "loans.read")
    body = {"person_id": str(bruno), "reason": "Signalement"}
    suspension = eus.office.client.post("/suspensions", json=body, headers=agent)
    assert suspension.status_code == 201
    assert eus.rights(bruno) == []
    assert set_rights(eus, anne, bruno, "loans.read").status_code == 409
    path = f"/structures/{eus.structure_id}/requests"
    assert eus.call("POST", path, bruno, {"rights": ["loans.read"]}).status_code == 409
    assert eus.office.client.post("/suspensions", json=body, headers=agent).status_code == 409
    end = f"/suspensions/{suspension.json['suspension_id']}/end"
    assert eus.office.client.post(end, json={"reason": "Vérifié"}, headers=agent).status_code == 200
    assert eus.rights(bruno) == ["loans.read"]
    changes = [(each["decider"], each["suspension"]) for each in told(eus, "rights_changed")]
    assert changes == [("administrator", None), ("bank", "begun"), ("bank", "ended")]


def test_somebody_without_any_right_is_told_of_a_suspension_and_of_its_end(eus, bruno, agent):
    body = {"person_id": str(bruno), "reason": "Signalement"}
    suspension = eus.office.client.post("/suspensions", json=body, headers=agent).json["suspension_id"]
    eus.office.client.post(f"/suspensions/{suspension}/end", json={"reason": "Vérifié"}, headers=agent)
    changes = [(each["suspension"], each["rights"], each["reason"]) for each in told(eus, "rights_changed")]
    assert changes == [("begun", [], "Signalement"), ("ended", [], "Vérifié")]


def test_what_people_do_is_in_the_audit_trail(eus, anne, bruno, agent):
    decide(eus, anne, eus.ask(bruno, "loans.read"))
    acts = eus.office.client.get(f"/acts?subject_id={bruno}", headers=agent).json["items"]
    assert {(each["act"], UUID(each["done_by"])) for each in acts} == {
        ("right_granted", anne),
        ("request_decided", anne),
    }
    assert eus.office.client.get("/acts/verification", headers=agent).json["intact"]


def test_operators_give_no_right_of_clients_and_administrators_none_of_the_bank(eus, anne, bruno, give):
    assert give(bruno, "loans.read").status_code == 422
    assert set_rights(eus, anne, bruno, "lending.agent").status_code == 422
