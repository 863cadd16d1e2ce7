"""Habilitations at work, on each kind of database, with two operators."""

from uuid import uuid4

import pytest

from services.habilitations import actions
from services.habilitations.app import create_app, create_service
from services.habilitations.settings import Settings
from shared import clock
from tests.callers import office, publish_key, publish_sealing_key
from tests.unit.habilitations.town_hall import START, TownHall

ALICE, BOB = uuid4(), uuid4()


def open_office(database_url, folder):
    settings = Settings(
        database_url=database_url,
        broker_url="embedded:///nowhere",
        token_keys_url=publish_key(folder),
        sealing_keys_url=publish_sealing_key(folder)[1],
        code_keys_file=folder / "code-keys.json",
        code_keys_create=True,
        business_date=START,
    )
    return office(create_service(settings), create_app)


@pytest.fixture
def habilitations(database_url, tmp_path):
    with open_office(database_url, tmp_path) as at_work:
        yield at_work


@pytest.fixture(scope="module")
def refusing(tmp_path_factory):
    """Habilitations for requests that are refused before anything is read: one for all of them."""
    folder = tmp_path_factory.mktemp("habilitations")
    with open_office(f"sqlite:///{folder}/habilitations.sqlite", folder) as at_work:
        yield at_work


@pytest.fixture
def alice(habilitations):
    """An operator: her right was given when the platform was set up, and is heard of here as everywhere."""
    with habilitations.service.active():
        actions.grant(ALICE, "operator", reason="mise en service")
    return habilitations.headers("operator", subject_id=ALICE)


@pytest.fixture
def give(habilitations, alice):
    """Ask for a right to be given; returns the response."""

    def attempt(subject_id, right, reason="nouvelle prise de poste", headers=alice):
        body = {"subject_id": str(subject_id), "right": right, "reason": reason}
        return habilitations.client.post("/grants", json=body, headers=headers)

    return attempt


@pytest.fixture
def end(habilitations, alice):
    """Ask for a right to be ended; returns the response."""

    def attempt(grant_id, reason="départ", headers=alice):
        return habilitations.client.delete(f"/grants/{grant_id}?reason={reason}", headers=headers)

    return attempt


@pytest.fixture
def eus(habilitations, tmp_path):
    """A town hall that nobody administers yet."""
    yield TownHall(habilitations, tmp_path / "sealing-keys.json")
    clock.pin_business_date(None)


@pytest.fixture
def agent(habilitations):
    """The headers of somebody of the bank who looks after clients' rights."""
    return habilitations.headers("habilitations.agent")
