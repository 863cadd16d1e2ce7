"""Structures at work, on each kind of database, fed by the demonstration bank."""

import pytest

from deploy.demo import bank
from services.structures.app import create_app, create_service
from services.structures.settings import Settings
from tests.callers import office, publish_key

ROWS = bank.structures()


@pytest.fixture
def structures(database_url, tmp_path):
    settings = Settings(
        database_url=database_url, broker_url="embedded:///nowhere", token_keys_url=publish_key(tmp_path)
    )
    with office(create_service(settings), create_app) as at_work:
        yield at_work


@pytest.fixture
def register(structures):
    """The bank's register of third parties."""
    return structures.headers("bank.structures", kind="system")


@pytest.fixture
def agent(structures):
    return structures.headers("structures.agent")


@pytest.fixture
def send(structures, register):
    """Import rows; returns the report."""

    def attempt(*rows):
        answer = structures.client.post("/imports", json=list(rows), headers=register)
        assert answer.status_code == 200, answer.text
        return answer.json

    return attempt
