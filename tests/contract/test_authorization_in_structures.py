"""The rows of authorization.toml that name a right in a structure, against every kind of caller who might have it.

Real structures, a real loan with its guarantor, a colleague who asked for something: own, somebody else's, not there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from services.habilitations import actions as habilitations
from services.habilitations.clients import requests, suspensions
from services.habilitations.domain.rights import BANK_RIGHTS, RIGHTS
from services.lending.portfolio.tables import Guarantee, Loan
from services.structures.tables import Membership
from shared import clock
from shared.auth import record_grant, record_revocation
from shared.db import transaction
from shared.events.habilitations import RightGranted, RightRevoked
from shared.events.structures import MemberRecorded
from tests.contract.small_bank import SmallBank
from tests.contract.test_authorization import TABLE

CLIENTS_RIGHTS = tuple(right for right in RIGHTS if right not in BANK_RIGHTS)
ROWS = [
    (name, route, who, concerned)
    for name, routes in TABLE.items()
    for route, who in routes.items()
    if isinstance(who, dict)
    for concerned in sorted(who.keys() - {"bank"})
]
IDS = [f"{name} {route} {concerned}" for name, route, _, concerned in ROWS]
each_row = pytest.mark.parametrize(("name", "route", "who", "concerned"), ROWS, ids=IDS)
BODIES = {"PUT": {"rights": []}, "POST": {"reason": "demonstration"}}
SHUT = 404


@dataclass(frozen=True)
class Place:
    """Where things happen: the structure concerned, another one, a loan, a colleague and what they asked for."""

    structure: UUID
    guarantor: UUID
    elsewhere: UUID
    loan_number: str
    colleague: UUID
    request: UUID


def places(bank: SmallBank) -> Place:
    with bank.services["lending"].database.reading() as session:
        loan, guarantor = session.execute(
            sa.select(Loan, Guarantee.guarantor_id).join(Guarantee, Guarantee.loan_number == Loan.loan_number)
        ).first()
        elsewhere = session.scalar(
            sa.select(Loan.borrower_id).where(Loan.borrower_id.not_in([loan.borrower_id, guarantor]))
        )
    colleague = uuid4()
    with bank.services["habilitations"].active():
        join(bank, colleague, loan.borrower_id)
        asked = requests.ask(loan.borrower_id, colleague, ["documents.read"]).request_id
    return Place(loan.borrower_id, guarantor, elsewhere, loan.loan_number, colleague, asked)


@pytest.fixture(scope="module")
def place(bank) -> Iterator[Place]:
    return places(bank)


@pytest.fixture(autouse=True)
def the_colleague_belongs(bank, place) -> None:
    """Whoever was let in before may have detached them."""
    attach(bank, place.colleague, place.structure)


def join(bank: SmallBank, person_id: UUID, structure_id: UUID) -> None:
    """Habilitations hears that somebody belongs to a structure."""
    event = MemberRecorded(
        person_id=person_id, structure_id=structure_id, structure_name="", version=1, attached=True,
        name="Anne Vidal", email="anne@example.org", function="finance",
    )  # fmt: skip
    line = bank.services["habilitations"].handlers.find("habilitations", MemberRecorded.__contract__)
    with bank.services["habilitations"].active(), transaction() as session:
        line.handle(event, session)


def attach(bank: SmallBank, person_id: UUID, structure_id: UUID) -> None:
    """Structures knows that somebody belongs to a structure."""
    member = Membership(
        structure_id=structure_id, person_id=person_id, version=1, attached=True, name="Anne Vidal",
        email="anne@example.org", joined_at=clock.now(),
    )  # fmt: skip
    with bank.services["structures"].active(), transaction() as session:
        session.merge(member)


def hold(bank: SmallBank, name: str, person_id: UUID, right: str, structure_id: UUID) -> None:
    """Somebody of a structure holds a right there, as the service asked knows it."""
    if name == "habilitations":
        join(bank, person_id, structure_id)
        with bank.services[name].active():
            habilitations.grant(person_id, right, structure_id=structure_id, reason="demonstration")
        return
    if name == "structures":
        attach(bank, person_id, structure_id)
    event = RightGranted(subject_id=person_id, right=right, structure_id=structure_id, version=1)
    with bank.services[name].active(), transaction() as session:
        record_grant(event, session)


def suspend(bank: SmallBank, name: str, person_id: UUID, right: str, structure_id: UUID) -> None:
    """The bank suspends them: at habilitations by an act, elsewhere by the revocation that follows from it."""
    if name == "habilitations":
        with bank.services[name].active():
            suspensions.suspend(person_id, structure_id, reason="demonstration", by=uuid4())
        return
    event = RightRevoked(subject_id=person_id, right=right, structure_id=structure_id, version=2)
    with bank.services[name].active(), transaction() as session:
        record_revocation(event, session)


def status(bank: SmallBank, name: str, route: str, person_id: UUID, known: dict[str, object]) -> int:
    """What somebody gets at a route, for the things known or, where nothing is, for one that is not there."""
    method, path = route.split()
    path = re.sub(r"<(?:uuid:)?(\w+)>", lambda part: str(known.get(part[1], uuid4())), path)
    office = bank.offices[name]
    headers = office.headers(subject_id=person_id)
    return office.client.open(path, method=method, headers=headers, json=BODIES.get(method)).status_code


def things(place: Place) -> dict[str, object]:
    return {
        "structure_id": place.structure,
        "loan_number": place.loan_number,
        "person_id": place.colleague,
        "request_id": place.request,
    }


def where(place: Place, concerned: str) -> UUID:
    return place.guarantor if concerned == "guarantor" else place.structure


@each_row
def test_who_holds_the_right_where_it_counts_enters(bank, place, name, route, who, concerned):
    person = uuid4()
    hold(bank, name, person, who[concerned], where(place, concerned))
    assert status(bank, name, route, person, things(place)) not in {401, 403, SHUT}


@each_row
def test_who_holds_it_elsewhere_or_administers_elsewhere_finds_nothing(
    bank, place, name, route, who, concerned
):
    person = uuid4()
    for right in {who[concerned], "administrator"}:
        hold(bank, name, person, right, place.elsewhere)
    assert status(bank, name, route, person, things(place)) == SHUT


@each_row
def test_who_is_suspended_finds_nothing(bank, place, name, route, who, concerned):
    person = uuid4()
    hold(bank, name, person, who[concerned], where(place, concerned))
    suspend(bank, name, person, who[concerned], where(place, concerned))
    assert status(bank, name, route, person, things(place)) == SHUT


@each_row
def test_every_other_right_of_clients_opens_nothing(bank, place, name, route, who, concerned):
    person = uuid4()
    for right in set(CLIENTS_RIGHTS) - {who[concerned]}:
        hold(bank, name, person, right, where(place, concerned))
    assert status(bank, name, route, person, things(place)) == SHUT


@each_row
def test_what_is_not_there_is_answered_like_what_is_anothers(bank, place, name, route, who, concerned):
    person = uuid4()
    hold(bank, name, person, who[concerned], where(place, concerned))
    assert status(bank, name, route, person, {}) == SHUT


@each_row
def test_rights_over_the_bank_open_what_the_table_names_and_no_more(bank, place, name, route, who, concerned):
    for right in BANK_RIGHTS:
        person = uuid4()
        bank.offices[name].grant(person, right)
        is_open = status(bank, name, route, person, things(place)) != SHUT
        assert is_open == (right in who["bank"]), right
