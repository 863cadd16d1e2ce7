"""Consumers that end with their test; a small bank that lasts for all tests that ask it."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from shared.bus import Consumer, Publisher
from tests.contract.small_bank import SmallBank

RETRY_SECONDS = (0.05, 0.1, 0.15)


@pytest.fixture
def consume(broker_url) -> Iterator[Callable[..., Consumer]]:
    """`consume(queues, on_message, …)` starts a consumer whose retries take milliseconds."""
    consumers = []

    def start(queues, on_message, **options) -> Consumer:
        consumer = Consumer(broker_url, queues, on_message, **{"retry_seconds": RETRY_SECONDS} | options)
        consumers.append(consumer)
        consumer.start()
        return consumer

    yield start
    stopped = [consumer.stop() for consumer in consumers]
    assert all(stopped)


@pytest.fixture
def publisher(broker_url) -> Iterator[Publisher]:
    with Publisher(broker_url) as publisher:
        yield publisher


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def bank(request, tmp_path_factory) -> Iterator[SmallBank]:
    """A small bank on each database; whoever asks it finds what others left."""
    folder = tmp_path_factory.mktemp("bank")
    made: list[str] = []

    def new_database(name: str) -> str:
        if request.param == "sqlite":
            return f"sqlite:///{folder}/{name}.sqlite"
        made.append(f"{name}_{uuid4().hex}")
        return request.getfixturevalue("postgres").create_database(made[-1])

    opened = SmallBank(new_database, folder)
    yield opened
    opened.close()
    for name in made:
        request.getfixturevalue("postgres").drop_database(name)
