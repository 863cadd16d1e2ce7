"""What migrations make is what the models say, on both databases."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from deploy import platform
from shared.db import Database
from shared.migrations import migrate, pending
from shared.service import Service
from shared.tables import plumbing
from tests.architecture.source import ROOT, imported, python_files

_ALEMBIC = "alembic_version"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def new_database(request, tmp_path_factory) -> Iterator[Callable[[str], str]]:
    """Makes an empty database of one kind; returns its URL."""
    made: list[str] = []

    def make(name: str) -> str:
        if request.param == "sqlite":
            return f"sqlite:///{tmp_path_factory.mktemp(name)}/{name}.sqlite"
        made.append(f"{name}_{uuid4().hex}")
        return request.getfixturevalue("postgres").create_database(made[-1])

    yield make
    for name in made:
        request.getfixturevalue("postgres").drop_database(name)


@pytest.fixture(scope="module", params=platform.SERVICES)
def service(request, new_database, tmp_path_factory) -> Iterator[Service]:
    """Each service on each database, brought to its newest schema."""
    folder = tmp_path_factory.mktemp(request.param)
    environment = {
        "DATABASE_URL": new_database(request.param),
        "BROKER_URL": f"embedded://{folder}/broker.sqlite",
        "TOKEN_KEYS_URL": f"file://{folder}/keys.json",
        "SIGNING_KEYS_FILE": f"{folder}/signing-keys.json",
        "SIGNING_KEYS_CREATE": "true",
    }
    made = platform.create_service(request.param, platform.settings_for(request.param, environment))
    migrate(made)
    yield made
    made.database.dispose()


def test_models_and_migrations_agree(service, modelled):
    """Alembic would write no further migration; and both ways of making a database make the very same one."""
    with service.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, [service.tables, plumbing]) == []
        assert _catalogue(connection) == modelled


def test_migrating_again_changes_nothing(service):
    assert pending(service) == []
    assert migrate(service) == []


def test_a_service_has_one_line_of_migrations(services):
    for each in services:
        scripts = ScriptDirectory(
            str(ROOT / "shared" / "migrations"), version_locations=[str(each.migrations)]
        )
        assert len(scripts.get_heads()) == 1


def test_migrations_are_frozen_they_import_no_table_that_may_change():
    migrations = [path for path in python_files("services") if path.parent.name == "migrations"]
    moving = [str(path) for path in migrations if any("tables" in name for name in imported(path))]
    assert moving == []


@pytest.fixture
def modelled(service, new_database) -> dict:
    """The catalogue of a database made from the models alone."""
    database = Database(new_database(f"{service.name}_modelled"))
    for metadata in (plumbing, service.tables):
        metadata.create_all(database.engine)
    with database.engine.connect() as connection:
        catalogue = _catalogue(connection)
    database.dispose()
    return catalogue


def _catalogue(connection: sa.Connection) -> dict:
    inspector = sa.inspect(connection)
    tables = [name for name in inspector.get_table_names() if name != _ALEMBIC]
    return {table: _described(inspector, table) for table in sorted(tables)}


def _described(inspector: sa.Inspector, table: str) -> dict:
    """All that a database knows of a table, in an order of its own."""
    columns = {
        column["name"]: (str(column["type"]), column["nullable"], column["default"])
        for column in inspector.get_columns(table)
    }
    return {
        "columns": columns,
        "primary key": inspector.get_pk_constraint(table)["constrained_columns"],
        "unique": _sorted(inspector.get_unique_constraints(table)),
        "foreign keys": _sorted(inspector.get_foreign_keys(table)),
        "checks": _sorted(inspector.get_check_constraints(table)),
        "indexes": _sorted(inspector.get_indexes(table)),
    }


def _sorted(found: list[dict]) -> list[str]:
    return sorted(str({key: _plain(each[key]) for key in sorted(each)}) for each in found)


def _plain(value):
    """SQL inside of options as text, to be compared."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    return str(value) if isinstance(value, sa.TextClause) else value
