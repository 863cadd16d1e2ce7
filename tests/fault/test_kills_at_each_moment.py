"""A worker dies at each dangerous moment on the way of a fact: nothing is lost, nothing takes effect twice."""

import pytest

from shared.outbox import BATCH
from tests.fault.crashing_worker import Crash
from tests.integration.two_services import effects_of, subjects, tell
from tests.messages import eventually

FACTS = 30
RELAY, CONSUMER = "teller-relay", "consumer-listener"

ON_THE_WIRE = Crash("before", "shared.bus.publisher:_ConfirmedLine.await_landing")
RELAY_DIES = {
    "before it publishes": Crash("before", "shared.bus.publisher:Publisher.dispatch"),
    "with a batch on the wire, unconfirmed": ON_THE_WIRE,
    "with a batch confirmed, not marked": Crash("after", "shared.bus.publisher:Publisher.confirmed"),
    "before the mark is committed": Crash("before", "sqlalchemy.orm:Session.commit", RELAY),
    "with the mark committed": Crash("after", "sqlalchemy.orm:Session.commit", RELAY),
}
CONSUMER_DIES = {
    "with a message in hand": Crash("before", "shared.inbox:receive", call=7),
    "with the inbox row written": Crash("after", "shared.inbox:insert_once", CONSUMER, call=7),
    "before the effects are committed": Crash("before", "sqlalchemy.orm:Session.commit", CONSUMER, call=7),
    "with the effects committed": Crash("after", "sqlalchemy.orm:Session.commit", CONSUMER, call=7),
    "before it acknowledges": Crash("before", "amqp.channel:Channel.basic_ack", call=7),
    "with the message acknowledged": Crash("after", "amqp.channel:Channel.basic_ack", call=7),
}


@pytest.mark.parametrize("crash", RELAY_DIES.values(), ids=RELAY_DIES)
def test_a_relay_that_dies(bench, crash):
    bench.start("listener")
    told = subjects(FACTS)
    tell(bench.pair, *told)
    bench.start("teller", crash=crash).wait_for_crash()
    bench.start("teller")
    bench.expect_each_effect_once(told)


def test_a_relay_that_dies_with_two_batches_under_way(bench):
    bench.start("listener")
    told = subjects(BATCH + FACTS)
    tell(bench.pair, *told)
    bench.start("teller", crash=ON_THE_WIRE).wait_for_crash()
    bench.start("teller")
    bench.expect_each_effect_once(told)


@pytest.mark.parametrize("crash", CONSUMER_DIES.values(), ids=CONSUMER_DIES)
def test_a_consumer_that_dies(bench, crash):
    bench.start("teller")
    told = subjects(FACTS)
    tell(bench.pair, *told)
    bench.start("listener", crash=crash).wait_for_crash()
    bench.start("listener")
    bench.expect_each_effect_once(told)


def test_a_message_that_kills_every_consumer_dies_itself_and_its_neighbours_live(bench):
    bad, *good = told = subjects(10)
    bench.start("teller")
    tell(bench.pair, *told)
    deadly = Crash("before", "tests.integration.two_services:PoisonMet")
    for _ in range(5):
        bench.start("listener", poison=(bad,), crash=deadly).wait_for_crash()
    bench.start("listener", poison=(bad,), crash=deadly)
    assert eventually(lambda: effects_of(bench.pair) == good)
    (letter,) = bench.dead_letters()
    assert "came back 5 times" in letter.reason
