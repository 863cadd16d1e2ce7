"""A PostgreSQL for the tests."""

import os
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.servers.hosts import (
    Container,
    LocalProcess,
    NoServer,
    Server,
    free_port,
    private_folder,
)

IMAGE = "postgres:15"
CONNECTIONS_MAX = 300
_CARELESS = ("fsync=off", "full_page_writes=off")
"""A killed process loses nothing that the kernel has; only a power cut would, and no test cuts the power."""
_DURABLE = ("shared_buffers=1GB", "max_wal_size=16GB", "checkpoint_timeout=1h", "wal_compression=off")


class PostgresServer(Server):
    """A server on which each test makes its own database.

    Frozen, it accepts no connection and closes none; sessions already open go on.

    url  SQLAlchemy's, of the database `postgres`
    """

    name = "PostgreSQL"

    def __init__(self, url: str, host: LocalProcess | Container | None) -> None:
        super().__init__(host)
        self.url = url

    @classmethod
    def start(cls) -> Self:
        """Start one from what there is: a given URL, Docker, this machine's programs; raises NoServer."""
        if given := os.environ.get("TEST_DATABASE_URL"):
            return cls(given, host=None)._wait()
        return cls.start_own()

    @classmethod
    def start_durable(cls) -> Self:
        """Start one that would survive a power cut, with memory for a large portfolio: for measuring."""
        return cls._on_this_machine(_DURABLE)

    @classmethod
    def _in_docker(cls) -> Self:
        port = free_port()
        environment = {"POSTGRES_HOST_AUTH_METHOD": "trust"}
        container = Container(IMAGE, ports={5432: port}, environment=environment)
        container.start()
        return cls(f"postgresql+psycopg://postgres@{container.address}:{port}/postgres", container)._wait()

    @classmethod
    def _on_this_machine(cls, options: Sequence[str] = _CARELESS) -> Self:
        programs = find_programs()
        if programs is None:
            raise NoServer("PostgreSQL is missing: set TEST_DATABASE_URL, start Docker or install postgresql")
        user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
        folder, port = private_folder(user), free_port()
        _make_cluster(programs, folder, user)
        command = [programs / "postgres", "-D", folder / "data", "-p", str(port), "-k", folder]
        command += ["-c", "listen_addresses=127.0.0.1", "-c", f"max_connections={CONNECTIONS_MAX}"]
        command += [part for option in options for part in ("-c", option)]
        process = LocalProcess(command, folder / "log", user=user, stop_signal=signal.SIGINT)
        process.start()
        server = cls(f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres", process)._wait()
        server._folder = folder
        return server

    def create_database(self, name: str) -> str:
        """Make an empty database and give its URL."""
        return self._made("CREATE DATABASE {}", name)

    def copy_database(self, original: str, name: str) -> str:
        """Copy a database that nobody is connected to, file by file, and give the URL of the copy."""
        return self._made("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, original)

    def _made(self, statement: str, name: str, *others: str) -> str:
        self._execute(statement, name, *others)
        return urlsplit(self.url)._replace(path=f"/{name}").geturl()

    def drop_database(self, name: str) -> None:
        self._execute("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def _execute(self, statement: str, *names: str) -> None:
        with psycopg.connect(self._plain_url, autocommit=True, connect_timeout=5) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))

    @property
    def _plain_url(self) -> str:
        return self.url.replace("postgresql+psycopg://", "postgresql://", 1)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self._plain_url, connect_timeout=2).close()
        except psycopg.OperationalError:
            if self._host:
                self._host.check_alive()
            return False
        return True


def find_programs() -> Path | None:
    """The folder of initdb and postgres, of the newest version; Debian keeps it out of PATH."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def _make_cluster(programs: Path, folder: Path, user: str | None) -> None:
    command = [
        programs / "initdb",
        "-D",
        folder / "data",
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
    ]
    made = subprocess.run(
        [*command, "--no-sync"], user=user, group=user, cwd="/", capture_output=True, check=False
    )
    if made.returncode:
        raise NoServer(f"initdb failed:\n{made.stderr.decode(errors='replace')[-2000:]}")
