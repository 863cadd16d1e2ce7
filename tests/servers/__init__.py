"""Real servers for the tests: PostgreSQL and RabbitMQ, on private ports, gone when the tests are over.

Each comes from the first of these that is there: a given URL (TEST_DATABASE_URL, TEST_BROKER_URL), a Docker
engine, programs installed on this machine. `python -m tests.servers install` adds Debian's packages where
it may.
"""

from tests.servers.hosts import NoServer
from tests.servers.postgres import PostgresServer
from tests.servers.rabbitmq import RabbitServer

__all__ = ["NoServer", "PostgresServer", "RabbitServer"]
