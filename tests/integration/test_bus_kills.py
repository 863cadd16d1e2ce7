"""What survives when a process of ours is killed without warning."""

import subprocess
import sys

import pytest

from shared.bus import BusUnavailable, DeadLetters, Publisher, declare, status
from tests.integration.consumer_process import POISON, QUEUE
from tests.messages import a_fact, eventually


@pytest.fixture
def start_process():
    """Start a Python program whose standard output can be read, killed at the end of the test."""
    started = []

    def start(*arguments):
        process = subprocess.Popen([sys.executable, *map(str, arguments)], stdout=subprocess.PIPE, text=True)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture
def start_consumer(start_process, broker_url, tmp_path):
    return lambda: start_process("-m", "tests.integration.consumer_process", broker_url, tmp_path / "crashes")


def read_until(process, number):
    """The lines a consumer printed up to the one about `number`, as (number, came back before)."""
    lines = []
    while not lines or lines[-1][0] != number:
        lines.append(tuple(map(int, process.stdout.readline().split())))
    return lines


def test_what_a_killed_consumer_held_is_delivered_again_and_marked_so(broker_url, start_consumer):
    declare(broker_url, [QUEUE])
    with Publisher(broker_url) as publisher:
        publisher.publish([a_fact(number) for number in (1, 2, POISON, 3)])
    first = start_consumer()
    assert read_until(first, POISON) == [(1, 0), (2, 0), (POISON, 0)]
    first.kill()
    first.wait()
    second = start_consumer()
    assert read_until(second, POISON) == [(POISON, 1)]


def test_a_message_that_hangs_every_process_dies_and_lets_the_others_pass(broker_url, start_consumer):
    declare(broker_url, [QUEUE])
    with Publisher(broker_url) as publisher:
        publisher.publish([a_fact(number) for number in (POISON, 3)])
    for _ in range(5):
        process = start_consumer()
        read_until(process, POISON)
        process.kill()
        process.wait()
    last = start_consumer()
    assert read_until(last, 3) == [(3, 1)]
    last.kill()
    last.wait()
    (letter,) = DeadLetters(broker_url, ["lending"]).list()
    assert "came back 5 times" in letter.reason


PUBLISH_FOR_EVER = """
import sys
from shared.bus import Publisher
from tests.messages import a_fact
with Publisher(sys.argv[1]) as publisher:
    for start in range(0, 1_000_000, 20):
        confirmed = publisher.publish([a_fact(start + step) for step in range(20)])
        print(start, len(confirmed.ids), flush=True)
"""


def test_what_was_confirmed_before_a_kill_is_there_after_it(broker_url, start_process):
    declare(broker_url, [QUEUE])
    process = start_process("-c", PUBLISH_FOR_EVER, broker_url)
    confirmed = 0
    for _ in range(10):
        confirmed += int(process.stdout.readline().split()[1])
    process.kill()
    process.wait()
    confirmed += sum(int(line.split()[1]) for line in process.stdout)
    found = eventually(lambda: status(broker_url, ["lending"]).queues[0].ready)
    assert confirmed <= found <= confirmed + 20
    assert found % 20 == 0 or broker_url.startswith("amqp")


def test_a_second_process_is_told_who_has_the_embedded_broker(embedded_broker_url, start_process):
    declare(embedded_broker_url, [QUEUE])
    owner = start_process("-c", PUBLISH_FOR_EVER, embedded_broker_url)
    owner.stdout.readline()
    with pytest.raises(BusUnavailable, match=f"belongs to process {owner.pid}, which is running"):
        status(embedded_broker_url, ["lending"])
    owner.kill()
    owner.wait()
    assert status(embedded_broker_url, ["lending"]).queues[0].ready
