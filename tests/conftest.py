"""What every test may ask for: real servers, and on them a database or a broker of its own."""

import signal
from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from tests.servers import PostgresServer, RabbitServer

pytest.register_assert_rewrite("tests.fault.evidence")  # what it asserts is worth reading
REPORTED = "reported"


@pytest.fixture
def report(request) -> Callable[[str], None]:
    """Say something of a run that is worth reading where the test passes, too: it is printed at the end."""

    def say(line: str) -> None:
        print(line)
        request.node.user_properties.append((REPORTED, line))

    return say


def pytest_configure() -> None:
    """Asked to stop, the tests end as at Ctrl-C: whoever started a process ends it."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


def pytest_terminal_summary(terminalreporter) -> None:
    """Print what tests report, those that pass too."""
    for reports in terminalreporter.stats.values():
        for report in reports:
            for name, line in getattr(report, "user_properties", ()):
                if name == REPORTED and report.when == "call":
                    terminalreporter.write_line(f"{report.nodeid}: {line}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    server = PostgresServer.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def rabbitmq() -> Iterator[RabbitServer]:
    server = RabbitServer.start()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def killable_postgres(postgres) -> Iterator[PostgresServer]:
    """A server to kill: ours, even where another was given for the rest."""
    server = postgres if postgres.killable else PostgresServer.start_own()
    yield server
    if server is not postgres:
        server.stop()


@pytest.fixture(scope="session")
def killable_rabbitmq(rabbitmq) -> Iterator[RabbitServer]:
    """A broker to kill and freeze: ours, even where another was given for the rest."""
    server = rabbitmq if rabbitmq.killable else RabbitServer.start_own()
    yield server
    if server is not rabbitmq:
        server.stop()


@pytest.fixture
def postgres_url(postgres) -> Iterator[str]:
    """The URL of an empty PostgreSQL database."""
    name = f"test_{uuid4().hex}"
    yield postgres.create_database(name)
    postgres.drop_database(name)


@pytest.fixture
def sqlite_url(tmp_path) -> str:
    """The URL of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'service.sqlite'}"


@pytest.fixture
def amqp_url(rabbitmq) -> Iterator[str]:
    """The URL of an empty virtual host of RabbitMQ."""
    with rabbitmq.vhost() as url:
        yield url


@pytest.fixture
def embedded_broker_url(tmp_path) -> str:
    """The URL of an embedded broker that does not exist yet."""
    return f"embedded://{tmp_path / 'broker.sqlite'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request) -> str:
    """An empty database, once of each kind we support."""
    return request.getfixturevalue({"sqlite": "sqlite_url", "postgresql": "postgres_url"}[request.param])


@pytest.fixture(params=["embedded", "rabbitmq"])
def broker_url(request) -> str:
    """An empty broker, once of each kind we support."""
    return request.getfixturevalue({"embedded": "embedded_broker_url", "rabbitmq": "amqp_url"}[request.param])
