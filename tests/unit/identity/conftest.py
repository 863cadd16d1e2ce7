"""Identity at work, on each kind of database, with an operator and a person to log in."""

import pytest

from services.identity import actions
from services.identity.app import create_app, create_service
from services.identity.settings import Settings
from tests.callers import office, publish_key, publish_sealing_key

PASSWORD = "Chaussette verte 7"


def make_settings(database_url, folder):
    return Settings(
        database_url=database_url,
        broker_url="embedded:///nowhere",
        token_keys_url=publish_key(folder),
        sealing_keys_url=publish_sealing_key(folder)[1],
        signing_keys_file=folder / "keys" / "signing.json",
        signing_keys_create=True,
    )


@pytest.fixture
def settings(database_url, tmp_path):
    return make_settings(database_url, tmp_path)


@pytest.fixture(scope="module")
def refusing(tmp_path_factory):
    """Identity for requests that are refused before anything is read: one for all of them."""
    folder = tmp_path_factory.mktemp("identity")
    service = create_service(make_settings(f"sqlite:///{folder}/identity.sqlite", folder))
    with office(service, create_app) as at_work:
        yield at_work


@pytest.fixture
def identity(settings):
    with office(create_service(settings), create_app) as at_work:
        yield at_work


@pytest.fixture
def operator(identity):
    return identity.headers("operator")


@pytest.fixture
def claire(identity):
    """An account whose password is PASSWORD."""
    with identity.service.active():
        return actions.open_staff_account(
            title="Madame",
            first_name="Claire",
            last_name="Vasseur",
            email="Claire.Vasseur@banque.example.org",
            password=PASSWORD,
        )


@pytest.fixture
def log_in(identity):
    """Try to log in; returns the response."""

    def attempt(login, password=PASSWORD):
        return identity.client.post("/sessions", json={"login": login, "password": password})

    return attempt
