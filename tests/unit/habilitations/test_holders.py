"""What identity tells of people and systems decides which rights they can hold."""

import pytest

from shared.db import transaction
from shared.events.identity import AccountClosed, BankSystemRegistered, StaffAccountOpened
from tests.unit.habilitations.conftest import BOB

OPENED = StaffAccountOpened(person_id=BOB, name="Bob Hardy", email="bob.hardy@example.org")
REGISTERED = BankSystemRegistered(system_id=BOB, client_id="gestion-des-prets", name="Gestion des prêts")
CLOSED = AccountClosed(subject_id=BOB)


def test_a_right_shows_the_name_of_its_holder_once_identity_has_told_it(habilitations, alice, give, hear):
    give(BOB, "rates.officer")
    assert _listed(habilitations, alice) == [("rates.officer", None, None)]
    hear(OPENED)
    assert _listed(habilitations, alice) == [("rates.officer", "Bob Hardy", "person")]


@pytest.mark.parametrize(
    ("event", "right", "status"),
    [
        (OPENED, "rates.officer", 201),
        (OPENED, "bank.loans", 422),
        (REGISTERED, "bank.loans", 201),
        (REGISTERED, "rates.officer", 422),
    ],
)
def test_people_and_systems_hold_rights_of_their_own_kind(give, hear, event, right, status):
    hear(event)
    assert give(BOB, right).status_code == status


def test_every_right_ends_with_the_account(habilitations, alice, give, hear):
    give(BOB, "rates.officer")
    give(BOB, "lending.agent")
    hear(OPENED, CLOSED)
    assert _listed(habilitations, alice) == []
    told = habilitations.told("habilitations.right_revoked.v1")
    assert {fact["right"] for fact in told} == {"rates.officer", "lending.agent"}


@pytest.mark.parametrize("events", [(OPENED, CLOSED), (CLOSED, OPENED), (CLOSED, CLOSED)])
def test_a_closed_account_is_given_nothing_whatever_arrives_first(give, hear, events):
    hear(*events)
    assert give(BOB, "rates.officer").status_code == 409


@pytest.fixture
def hear(habilitations):
    """Let the service hear events, as its worker would."""

    def deliver(*events):
        for event in events:
            with habilitations.service.active(), transaction() as session:
                heard = habilitations.service.handlers.find("habilitations", event.__contract__)
                heard.handle(event, session)

    return deliver


def _listed(habilitations, alice):
    items = habilitations.client.get(f"/grants?subject_id={BOB}", headers=alice).json["items"]
    return [(item["right"], item["subject_name"], item["subject_kind"]) for item in items]
