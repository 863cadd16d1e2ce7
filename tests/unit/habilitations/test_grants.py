"""Rights are given and ended by somebody else, with a reason, and every service hears of it."""

from pathlib import Path
from uuid import uuid4

import pytest

from services.habilitations import actions
from services.habilitations.domain.rights import RIGHTS
from tests.unit.habilitations.conftest import ALICE, BOB

GRANTED, REVOKED = "habilitations.right_granted.v1", "habilitations.right_revoked.v1"


def test_a_right_that_is_given_is_told(habilitations, give):
    given = give(BOB, "rates.officer")
    assert given.status_code == 201
    expected = {"subject_id": str(BOB), "right": "rates.officer", "structure_id": None, "version": 1}
    assert habilitations.told(GRANTED)[-1] == expected
    assert {name: given.json[name] for name in expected} == expected


def test_a_right_that_is_held_already_changes_nothing(habilitations, give):
    first, again = give(BOB, "rates.officer"), give(BOB, "rates.officer")
    assert first.json == again.json
    assert len(habilitations.told(GRANTED)) == 2, "Alice's own, and this one"


def test_a_right_that_ends_is_told_with_a_higher_version(habilitations, give, end):
    given = give(BOB, "rates.officer").json
    assert end(given["grant_id"]).status_code == 204
    (told,) = habilitations.told(REVOKED)
    assert (told["subject_id"], told["right"], told["version"]) == (str(BOB), "rates.officer", 2)


def test_a_right_given_again_counts_on(habilitations, give, end):
    given = give(BOB, "rates.officer").json
    end(given["grant_id"])
    assert give(BOB, "rates.officer").json["version"] == 3


def test_a_right_that_has_ended_cannot_end_again(give, end):
    given = give(BOB, "rates.officer").json
    assert [end(given["grant_id"]).status_code for _ in range(2)] == [204, 404]
    assert end(uuid4()).status_code == 404


def test_nobody_gives_themselves_a_right(habilitations, give):
    refused = give(ALICE, "rates.officer")
    assert refused.status_code == 409
    assert len(habilitations.told()) == 1


def test_the_last_operator_stays_until_another_is_named(habilitations, give, end):
    own = habilitations.client.get(f"/grants?subject_id={ALICE}", headers=habilitations.headers("operator"))
    grant_id = own.json["items"][0]["grant_id"]
    assert end(grant_id).status_code == 409
    give(BOB, "operator")
    assert end(grant_id).status_code == 204


@pytest.mark.parametrize("reason", ["", "  ", "ab", "x" * 201])
def test_a_reason_is_needed(refusing, reason):
    body = {"subject_id": str(BOB), "right": "rates.officer", "reason": reason}
    refused = refusing.client.post("/grants", json=body, headers=refusing.headers("operator"))
    assert refused.status_code == 422
    assert {error["field"] for error in refused.json["errors"]} == {"reason"}


def test_a_right_that_does_not_exist_is_refused_with_those_that_do(give):
    refused = give(BOB, "rates.emperor")
    assert refused.status_code == 422
    assert "rates.officer" in refused.json["errors"][0]["allowed"]


def test_setting_up_checks_the_name_of_a_right_too(habilitations):
    with habilitations.service.active(), pytest.raises(actions.UnknownRight):
        actions.grant(BOB, "rates.emperor", reason="mise en service")


def test_setting_the_platform_up_again_changes_nothing(habilitations):
    with habilitations.service.active():
        for _ in range(2):
            actions.grant(BOB, "rates.officer", reason="mise en service")
    assert len(habilitations.told()) == 1


def test_the_rights_held_are_listed_by_holder_and_by_right(habilitations, alice, give):
    give(BOB, "rates.officer")
    give(BOB, "lending.agent")
    for query, expected in [
        (f"subject_id={BOB}", {"rates.officer", "lending.agent"}),
        ("right=lending.agent", {"lending.agent"}),
        ("right=bank.loans", set()),
    ]:
        listed = habilitations.client.get(f"/grants?{query}", headers=alice).json["items"]
        assert {item["right"] for item in listed} == expected


def test_a_right_that_has_ended_is_not_listed(habilitations, alice, give, end):
    end(give(BOB, "rates.officer").json["grant_id"])
    assert habilitations.client.get(f"/grants?subject_id={BOB}", headers=alice).json["items"] == []


def test_who_gave_and_ended_a_right_when_and_why_is_kept(habilitations, alice, give, end):
    grant_id = give(BOB, "rates.officer", reason="remplacement").json["grant_id"]
    end(grant_id, reason="retour du titulaire")
    changes = habilitations.client.get(f"/grants/{grant_id}/changes", headers=alice).json["items"]
    assert [(change["held"], change["reason"], change["changed_by"]) for change in changes] == [
        (True, "remplacement", str(ALICE)),
        (False, "retour du titulaire", str(ALICE)),
    ]


def test_the_rights_there_are_can_be_read_by_whoever_presents_themselves(habilitations):
    assert habilitations.client.get("/rights").status_code == 401
    listed = habilitations.client.get("/rights", headers=habilitations.headers()).json["items"]
    assert {"right": "bank.loans", "holder": "system", "allows": "Send loan lines."} in listed


def test_the_page_of_the_service_says_what_each_right_is_for():
    page = (Path(actions.__file__).parent / "README.md").read_text(encoding="utf-8")
    table = page.partition("## Who may do what")[2].partition("## ")[0]
    assert [right for right in RIGHTS if f"`{right}`" not in table] == []


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/grants"),
        ("POST", "/grants"),
        ("DELETE", "/grants/{}"),
        ("GET", "/grants/{}/changes"),
    ],
)
def test_only_an_operator_runs_rights(refusing, method, path):
    path = path.format(BOB)
    assert refusing.client.open(path, method=method).status_code == 401
    agent = refusing.headers("lending.agent", "bank.loans")
    assert refusing.client.open(path, method=method, headers=agent).status_code == 403
