"""Tables as a service's own migrations make them: the first test runs those, later ones repeat their statements."""

from typing import Any

import sqlalchemy as sa

from shared.migrations import migrate
from shared.service import Service

CHANGES = ("CREATE", "ALTER", "INSERT", "UPDATE")
_Change = tuple[str, Any]
_changes: dict[tuple[str, str], list[_Change]] = {}


def make_tables(service: Service) -> None:
    """Bring an empty database to the service's newest schema; alembic takes several times as long."""
    engine = service.database.engine
    kind = service.name, engine.dialect.name
    if kind not in _changes:
        _changes[kind] = _migrate(service, engine)
        return
    with engine.begin() as connection:
        for statement, parameters in _changes[kind]:
            connection.exec_driver_sql(statement, parameters)


def _migrate(service: Service, engine: sa.Engine) -> list[_Change]:
    """Run the migrations; returns what they changed."""
    changes: list[_Change] = []

    def write_down(_connection, _cursor, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.lstrip().startswith(CHANGES):
            changes.append((statement, parameters))

    sa.event.listen(engine, "before_cursor_execute", write_down)
    migrate(service)
    sa.event.remove(engine, "before_cursor_execute", write_down)
    return changes
