"""Structures at work, on each kind of database, fed by the demonstration bank."""

from contextlib import contextmanager
from uuid import uuid4

import pytest

from deploy.demo import bank
from services.structures.app import create_app, create_service
from services.structures.settings import Settings
from tests.callers import office, publish_key

ROWS = bank.structures()


def open_office(database_url, folder):
    settings = Settings(
        database_url=database_url, broker_url="embedded:///nowhere", token_keys_url=publish_key(folder)
    )
    return office(create_service(settings), create_app)


@pytest.fixture
def structures(database_url, tmp_path):
    with open_office(database_url, tmp_path) as at_work:
        yield at_work


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def filled(request, tmp_path_factory):
    """Structures that knows the demonstration bank and is only read: one for all who read."""
    folder = tmp_path_factory.mktemp("structures")
    with _database(request, folder) as url, open_office(url, folder) as at_work:
        register = at_work.headers("bank.structures", kind="system")
        assert at_work.client.post("/imports", json=ROWS, headers=register).json["recorded"] == len(ROWS)
        yield at_work


@contextmanager
def _database(request, folder):
    """A database of the kind asked for, that lasts as long as a module."""
    if request.param == "sqlite":
        yield f"sqlite:///{folder}/structures.sqlite"
        return
    server, name = request.getfixturevalue("postgres"), f"structures_{uuid4().hex}"
    yield server.create_database(name)
    server.drop_database(name)


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
