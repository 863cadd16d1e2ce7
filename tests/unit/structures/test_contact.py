"""Where a structure is told things, and the trail of who changed it."""

from uuid import uuid4

import pytest

from tests.unit.structures.conftest import ROWS

ROW = ROWS[0]
PATH = f"/structures/{ROW['structure_id']}"
CONTACT = {"contact_email": "nouveau@example.org", "paper_wanted": True}


def test_a_changed_contact_is_told(structures, send, agent):
    send(ROW)
    changed = structures.client.put(f"{PATH}/contact", json=CONTACT, headers=agent).json
    assert (changed["version"], changed["contact_email"]) == (2, "nouveau@example.org")
    told = structures.told("structures.structure_recorded.v1")[-1]
    assert (told["version"], told["contact_email"], told["paper_wanted"]) == (2, "nouveau@example.org", True)


def test_the_same_contact_again_changes_nothing(structures, send, agent):
    send(ROW)
    for _ in range(2):
        answer = structures.client.put(f"{PATH}/contact", json=CONTACT, headers=agent)
        assert answer.json["version"] == 2
    assert len(structures.told()) == 2


def test_a_structure_must_be_reachable_somehow(structures, send, agent):
    send(ROW)
    nowhere = {"contact_email": None, "paper_wanted": False}
    refused = structures.client.put(f"{PATH}/contact", json=nowhere, headers=agent)
    assert refused.status_code == 422
    assert refused.json["errors"][0]["field"] == "paper_wanted"


@pytest.mark.parametrize(
    "address", ["hélène@eus.example", "mairie@eüs.example", "mairie@localhost", "x@[10.0.0.1]"]
)
def test_an_address_that_no_mail_can_reach_is_refused_wherever_it_comes_from(
    structures, send, agent, address
):
    send(ROW)
    contact = CONTACT | {"contact_email": address}
    refused = structures.client.put(f"{PATH}/contact", json=contact, headers=agent)
    assert refused.json["errors"][0]["field"] == "contact_email"
    (bad,) = send(ROW | {"contact_email": address})["refused"]
    assert bad["problem"]["errors"][0]["field"] == "contact_email"


def test_every_change_says_who_made_it_and_what_was_before(structures, send):
    send(ROW)
    asker = uuid4()
    agent = structures.headers("structures.agent", subject_id=asker)
    structures.client.put(f"{PATH}/contact", json=CONTACT, headers=agent)
    first, second = structures.client.get(f"{PATH}/changes", headers=agent).json["items"]
    assert (first["through"], second["through"]) == ("import", "contact")
    assert second["changed_by"] == str(asker)
    assert second["differences"] == {
        "contact_email": [ROW["contact_email"], "nouveau@example.org"],
        "paper_wanted": [False, True],
    }


@pytest.mark.parametrize("right", ["bank.structures", "lending.agent"])
def test_only_an_agent_of_structures_changes_a_contact(structures, send, right):
    send(ROW)
    other = structures.headers(right)
    assert structures.client.put(f"{PATH}/contact", json=CONTACT, headers=other).status_code == 403


def test_the_contact_of_a_structure_that_is_not_there_is_missing(structures, agent):
    assert structures.client.put(f"{PATH}/contact", json=CONTACT, headers=agent).status_code == 404
