"""A connection to a broker, whichever it is, on which nothing waits for ever.

RabbitMQ's answers come through py-amqp, the embedded broker's through a transport of the same shape.
"""

from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import kombu
from amqp.exceptions import AMQPError
from kombu.transport import TRANSPORT_ALIASES

from shared.bus.errors import BusUnavailable

TRANSPORT_ALIASES["amqp"] = "shared.bus.rabbitmq:Transport"
TRANSPORT_ALIASES["amqps"] = "shared.bus.rabbitmq:SecureTransport"
TRANSPORT_ALIASES["embedded"] = "shared.bus.embedded:Transport"

SCHEMES = ("amqp", "amqps", "embedded")
CONNECT_SECONDS_MAX = 5
WRITE_SECONDS_MAX = 5


def checked(broker_url: str) -> str:
    """The URL if it is of a broker we know; raises ValueError."""
    if urlsplit(broker_url).scheme not in SCHEMES:
        raise ValueError(f"a broker's URL begins with one of {', '.join(SCHEMES)}, not {safe(broker_url)}")
    return broker_url


def connect(broker_url: str, heartbeat_seconds: int = 0):
    """Open one connection, for the calling thread alone; raises BusUnavailable.

    heartbeat_seconds  how often both ends say they live; 0 for a connection that is never idle
    """
    client = kombu.Connection(
        broker_url,
        connect_timeout=CONNECT_SECONDS_MAX,
        heartbeat=heartbeat_seconds,
        transport_options={"write_timeout": WRITE_SECONDS_MAX},
    )
    with bus_errors(f"{safe(broker_url)}: no connection"):
        return client.transport.establish_connection()  # kombu's own connect() would retry for a minute


@contextmanager
def bus_errors(what: str):
    """Turn whatever a driver raises on a broken connection into BusUnavailable."""
    try:
        yield
    except BusUnavailable:
        raise
    except AMQPError as error:
        raise BusUnavailable(f"{what}: {error}") from error
    except Exception as error:  # py-amqp raises AttributeError, KeyError and the like once its socket is gone
        raise BusUnavailable(f"{what}: {type(error).__name__}: {error}") from error


def drop(connection) -> None:
    """Close without a word: after an error the channel's state is unknown and must not be reused."""
    with suppress(Exception):
        connection.collect()


def close(connection) -> None:
    """Say goodbye, so that the broker takes unfinished messages back at once."""
    with suppress(Exception):
        connection.close()
    drop(connection)


def safe(broker_url: str) -> str:
    """The URL as it may be logged: without user and password."""
    parts = urlsplit(broker_url)
    if not parts.hostname:
        return broker_url
    return parts._replace(netloc=f"{parts.hostname}:{parts.port or 5672}").geturl()
