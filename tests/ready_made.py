"""Tables as a service's own migrations make them: the first test runs those, later ones repeat their statements."""

from typing import Any

import sqlalchemy as sa

from shared.migrations import migrate
from shared.service import Service

CHANGES = ("CREATE", "ALTER", "INSERT", "UPDATE")
_scripts: dict[tuple[str, str], str] = {}


def make_tables(service: Service) -> None:
    """Bring an empty database to the service's newest schema; alembic takes ten times as long."""
    kind = service.name, service.database.url.get_backend_name()
    if kind in _scripts:
        _run(service.database.engine, _scripts[kind])
    else:
        _scripts[kind] = _migrate(service)


def _migrate(service: Service) -> str:
    """Run the migrations; returns what they changed as one script."""
    statements: list[str] = []

    def write_down(_connection, _cursor, statement: str, parameters: Any, *_rest: Any) -> None:
        if statement.lstrip().startswith(CHANGES):
            assert not parameters, f"cannot be repeated as text: {statement}"
            statements.append(statement)

    sa.event.listen(service.database.engine, "before_cursor_execute", write_down)
    migrate(service)
    sa.event.remove(service.database.engine, "before_cursor_execute", write_down)
    return ";\n".join(statements)


def _run(engine: sa.Engine, script: str) -> None:
    with engine.begin() as connection:
        driver = connection.connection.driver_connection
        (driver.executescript if engine.dialect.name == "sqlite" else driver.execute)(script)
