"""Consumers that end with their test."""

from collections.abc import Callable, Iterator

import pytest

from shared.bus import Consumer, Publisher

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
