"""Sees which tables of a service changed, at the price of one short question where none did."""

import hashlib

import sqlalchemy as sa

from shared.service import Service
from shared.tables import plumbing


class Watch:
    """Tells what changed in a service's database since it was last asked."""

    def __init__(self, service: Service):
        self._is_sqlite = service.database.is_sqlite
        # A connection of its own: SQLite counts the changes that others commit.
        self._engine = sa.create_engine(service.database.url, poolclass=sa.NullPool)
        self._connection = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._tables = [*service.tables.sorted_tables, *plumbing.sorted_tables]
        self._version = self._ask_version()
        self._digests = self._ask_digests()

    def changed(self) -> set[str]:
        """Names of the tables whose rows are others than before."""
        version = self._ask_version()
        if version == self._version:
            return set()
        before, self._version, self._digests = self._digests, version, self._ask_digests()
        return {name for name, digest in self._digests.items() if digest != before[name]}

    def close(self) -> None:
        self._connection.close()
        self._engine.dispose()

    def _ask_version(self) -> object:
        """A number that moves with every commit; on PostgreSQL with every transaction that began to write."""
        question = (
            "PRAGMA data_version" if self._is_sqlite else "SELECT pg_snapshot_xmax(pg_current_snapshot())"
        )
        return self._connection.exec_driver_sql(question).scalar()

    def _ask_digests(self) -> dict[str, str]:
        return {table.name: self._digest(table) for table in self._tables}

    def _digest(self, table: sa.Table) -> str:
        rows = self._connection.execute(sa.select(table).order_by(*table.primary_key.columns))
        return hashlib.sha256("\n".join(map(repr, rows)).encode("utf-8", "surrogatepass")).hexdigest()
