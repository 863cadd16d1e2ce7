"""A toy service behind the real door: real database, real tokens, real HTTP semantics."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from joserfc.jwk import OKPKey

from shared.service import Service
from shared.settings import Settings
from shared.tokens import Subject, issue_token
from tests.unit.shared import toy


@pytest.fixture(scope="session")
def signing_key() -> OKPKey:
    return OKPKey.generate_key("Ed25519", parameters={"kid": "key-1"})


@pytest.fixture
def keys_file(tmp_path, signing_key) -> Path:
    return toy.publish(tmp_path / "keys.json", signing_key)


@pytest.fixture
def service(sqlite_url, keys_file) -> Iterator[Service]:
    made = toy.make_service(_settings(sqlite_url, keys_file))
    toy.create_tables(made)
    yield made
    made.database.dispose()


@pytest.fixture
def bare_service(sqlite_url, keys_file) -> Iterator[Service]:
    """The toy service before its first migration."""
    made = toy.make_service(_settings(sqlite_url, keys_file))
    yield made
    made.database.dispose()


@pytest.fixture
def service_on_each(database_url, keys_file) -> Iterator[Service]:
    """The toy service, once on SQLite and once on PostgreSQL."""
    made = toy.make_service(_settings(database_url, keys_file))
    toy.create_tables(made)
    yield made
    made.database.dispose()


@pytest.fixture
def service_on_postgres(postgres_url, keys_file) -> Iterator[Service]:
    made = toy.make_service(_settings(postgres_url, keys_file))
    toy.create_tables(made)
    yield made
    made.database.dispose()


@pytest.fixture
def app(service):
    return toy.make_app(service)


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def writer(service) -> UUID:
    """Someone who may write notes."""
    return toy.grant(service, uuid4(), "notes.writer")


@pytest.fixture
def headers(signing_key, writer) -> dict[str, str]:
    """The headers of a request of the writer."""
    return bearer(signing_key, writer)


@pytest.fixture
def headers_of(signing_key) -> Callable[[UUID], dict[str, str]]:
    return lambda subject_id: bearer(signing_key, subject_id)


def bearer(key: OKPKey, subject_id: UUID) -> dict[str, str]:
    token = issue_token(key, Subject(subject_id, "person", "Claire Martin"))
    return {"Authorization": f"Bearer {token}"}


def _settings(database_url: str, keys_file: Path) -> Settings:
    return Settings(
        database_url=database_url, broker_url="embedded:///nowhere", token_keys_url=f"file://{keys_file}"
    )
