"""What fault tests share: servers that may be killed, two small services on them, chance with a printed seed."""

import os
import random
import time
from collections.abc import Iterator
from contextlib import closing
from uuid import uuid4

import pytest

from tests.fault.bench import Bench
from tests.fault.crashing_worker import Places


@pytest.fixture
def bench(killable_postgres, killable_rabbitmq, tmp_path) -> Iterator[Bench]:
    """Two small services on PostgreSQL and RabbitMQ."""
    names = [f"{name}_{uuid4().hex}" for name in ("teller", "listener")]
    urls = [killable_postgres.create_database(name) for name in names]
    with killable_rabbitmq.vhost() as broker_url, closing(Bench(Places(*urls, broker_url, tmp_path))) as made:
        yield made
    for name in names:
        killable_postgres.drop_database(name)


@pytest.fixture
def chance(report) -> random.Random:
    """Chance whose seed is printed, and taken from FAULT_SEED where that is set."""
    seed = int(os.environ.get("FAULT_SEED") or time.time_ns() % 1_000_000_000)
    report(f"FAULT_SEED={seed}")
    return random.Random(seed)
