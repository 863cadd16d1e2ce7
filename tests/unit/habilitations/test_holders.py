"""What identity tells of people and systems decides which rights they can hold."""

import pytest

from services.habilitations import actions
from services.habilitations.tables import Subject
from shared.db import transaction
from shared.events.identity import AccountClosed, BankSystemRegistered, StaffAccountOpened
from tests.unit.habilitations.conftest import ALICE, BOB

OPENED = StaffAccountOpened(person_id=BOB, name="Bob Hardy", email="bob.hardy@example.org")
REGISTERED = BankSystemRegistered(system_id=BOB, client_id="gestion-des-prets", name="Gestion des prêts")
CLOSED = AccountClosed(subject_id=BOB)
TOLD = "habilitations.bank_right_changed.v1"


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


def test_a_person_of_the_bank_is_told_what_an_operator_gives_and_ends(habilitations, give, end, hear):
    hear(OPENED)
    given = give(BOB, "rates.officer", reason="Arrivée").json
    give(BOB, "rates.officer", reason="Encore")
    end(given["grant_id"], reason="Départ")
    told = habilitations.told(TOLD)
    assert [(each["person"]["email"], each["held"], each["reason"]) for each in told] == [
        (OPENED.email, True, "Arrivée"),
        (OPENED.email, False, "Départ"),
    ]
    assert len({each["change_id"] for each in told}) == 2


def test_nobody_is_told_of_the_rights_of_a_system_or_of_what_sets_the_platform_up(habilitations, give, hear):
    hear(REGISTERED, StaffAccountOpened(person_id=ALICE, name="Alice Hardy", email="alice.hardy@example.org"))
    give(BOB, "bank.loans")
    with habilitations.service.active():
        actions.grant(ALICE, "rates.officer", reason="mise en service")
    assert habilitations.told(TOLD) == []


def test_the_end_of_an_account_ends_its_rights_without_a_word_and_forgets_its_address(
    habilitations, give, hear
):
    hear(OPENED)
    give(BOB, "rates.officer")
    hear(CLOSED, OPENED)
    assert [each["held"] for each in habilitations.told(TOLD)] == [True]
    with habilitations.service.database.reading() as session:
        assert session.get_one(Subject, BOB).email is None


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
