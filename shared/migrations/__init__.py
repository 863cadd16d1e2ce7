"""One way to migrate every service: alembic, with a history of its own in each service's `migrations/` folder."""

from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from shared.migrations.plumbing import plumbing_v1
from shared.service import Service

__all__ = ["migrate", "pending", "plumbing_v1"]

_LOCK_KEY = 0x0E5_3163  # one migration at a time per database


def migrate(service: Service) -> list[str]:
    """Bring a service's database to its newest schema; returns the revisions applied. Many may try at once."""
    with service.database.engine.connect() as connection:
        if not service.database.is_sqlite:
            connection.execute(sa.select(sa.func.pg_advisory_lock(_LOCK_KEY)))
            connection.commit()
        applied = pending(service)
        if applied:
            config = _config(service)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        if not service.database.is_sqlite:
            connection.execute(sa.select(sa.func.pg_advisory_unlock(_LOCK_KEY)))
            connection.commit()
    return applied


def pending(service: Service) -> list[str]:
    """Revisions that the database does not have yet, oldest first."""
    scripts = ScriptDirectory.from_config(_config(service))
    with service.database.engine.connect() as connection:
        current = MigrationContext.configure(connection).get_current_heads()
    return [
        script.revision for script in reversed(list(scripts.iterate_revisions("heads", current or "base")))
    ]


def _config(service: Service) -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("version_locations", str(service.migrations))
    config.set_main_option("path_separator", "newline")
    config.attributes["metadata"] = service.tables
    return config
