"""What only a network broker can do to us: freeze, restart, cut the line, be replicated."""

import json
import threading
import time

import pytest
from amqp import Message

from shared.bus import BusUnavailable, Consumer, DeadLetters, Publisher, Queue, Refused, declare, status
from shared.bus.connections import close, connect
from tests.messages import Reader, a_fact, eventually

LENDING = Queue("lending", keys=("rates.fixing_published.v1",))


@pytest.fixture
def amqp_url(killable_rabbitmq):
    with killable_rabbitmq.vhost() as url:
        yield url


@pytest.fixture
def consume(amqp_url):
    consumers = []

    def start(on_message, queues=(LENDING,), **options):
        consumers.append(Consumer(amqp_url, queues, on_message, **{"retry_seconds": (0.05,)} | options))
        consumers[-1].start()
        return consumers[-1]

    yield start
    stopped = [consumer.stop(20) for consumer in consumers]
    assert all(stopped)


@pytest.fixture
def frozen(killable_rabbitmq):
    """Call it to freeze the broker; it is thawed at the end of the test."""
    yield killable_rabbitmq.freeze
    killable_rabbitmq.thaw()


def timed(action):
    started = time.monotonic()
    with pytest.raises(BusUnavailable):
        action()
    return time.monotonic() - started


def test_publishing_to_a_frozen_broker_gives_up_in_time_and_starts_afresh(
    killable_rabbitmq, amqp_url, frozen
):
    declare(amqp_url, [LENDING])
    with Publisher(amqp_url, confirm_seconds_max=1) as publisher, Publisher(amqp_url) as newcomer:
        publisher.publish([a_fact(1)])
        frozen()
        assert timed(lambda: publisher.publish([a_fact(2)])) < 3
        assert timed(lambda: newcomer.publish([a_fact(3)])) < 10
        killable_rabbitmq.thaw()
        fact = a_fact(4)
        assert eventually(lambda: publisher.publish([fact]).ids) == {fact.id}


def test_nothing_waits_for_ever_on_a_frozen_broker(amqp_url, frozen):
    declare(amqp_url, [LENDING])
    connection = connect(amqp_url)
    channel = connection.channel()
    frozen()
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        channel.queue_declare("another", durable=True)
    close(connection)
    assert timed(lambda: status(amqp_url, ["lending"])) < 10
    assert timed(lambda: DeadLetters(amqp_url, ["lending"]).list()) < 10
    assert time.monotonic() - started < 40


def test_a_consumer_leaves_a_frozen_broker_and_comes_back(killable_rabbitmq, amqp_url, consume, frozen):
    reader = Reader()
    consumer = consume(reader, heartbeat_seconds=1)
    eventually(lambda: consumer.connected)
    frozen()
    eventually(lambda: not consumer.connected)
    killable_rabbitmq.thaw()
    eventually(lambda: consumer.connected)
    with Publisher(amqp_url) as publisher:
        publisher.publish([a_fact(1)])
    assert reader.wait_for(1) == [1]


def test_a_stop_on_a_frozen_broker_ends_in_time(amqp_url, consume, frozen):
    consumer = consume(Reader())
    eventually(lambda: consumer.connected)
    frozen()
    assert consumer.stop(10)


def test_confirmed_messages_and_consumers_survive_a_kill_of_the_broker(killable_rabbitmq, amqp_url, consume):
    reader = Reader()
    publisher = Publisher(amqp_url)
    declare(amqp_url, [LENDING])
    facts = [a_fact(number) for number in range(100)]
    assert len(publisher.publish(facts).ids) == 100
    killable_rabbitmq.kill()
    with pytest.raises(BusUnavailable):
        publisher.publish([a_fact(100)])
    consumer = consume(reader)
    time.sleep(0.5)
    assert not consumer.connected
    killable_rabbitmq.restart()
    assert sorted(reader.wait_for(100))[:100] == list(range(100))
    fact = a_fact(101)
    assert eventually(lambda: publisher.publish([fact]).ids) == {fact.id}
    eventually(lambda: 101 in reader.numbers)
    publisher.close()


def test_a_consumer_whose_line_is_cut_reads_on(killable_rabbitmq, amqp_url, consume):
    reader = Reader()
    consumer = consume(reader)
    vhost = amqp_url.rpartition("/")[2]
    eventually(lambda: consumer.connected)
    eventually(lambda: any(found["vhost"] == vhost for found in killable_rabbitmq.ask("GET", "connections")))
    killable_rabbitmq.close_connections()
    eventually(lambda: not consumer.connected)
    eventually(lambda: consumer.connected)
    with Publisher(amqp_url) as publisher:
        publisher.publish([a_fact(1)])
    assert reader.wait_for(1) == [1]


def test_queues_deleted_under_a_consumer_are_made_again(amqp_url, consume):
    reader = Reader()
    consumer = consume(reader)
    eventually(lambda: consumer.connected)
    connection = connect(amqp_url)
    connection.channel().queue_delete("lending")
    close(connection)
    with Publisher(amqp_url) as publisher:
        eventually(lambda: publisher.publish([a_fact(1)]) and reader.numbers)


def test_a_handler_longer_than_the_heartbeats_keeps_its_connection(amqp_url, consume):
    reader = Reader({1: lambda _: time.sleep(5)})
    declare(amqp_url, [LENDING])
    with Publisher(amqp_url) as publisher:
        publisher.publish([a_fact(1), a_fact(2)])
    consume(reader, heartbeat_seconds=1)
    assert reader.wait_for(2) == [1, 2]
    assert not any(delivery.redelivered for delivery in reader.deliveries)


class WithProperties(Message):
    """A message whose properties are these bytes, right or wrong."""

    raw = b""

    def _serialize_properties(self):
        return self.raw


def a_timestamp_header_beyond_the_calendar():
    table = b"\x04when" + b"T" + (2**62).to_bytes(8, "big")
    return (1 << 13).to_bytes(2, "big") + len(table).to_bytes(4, "big") + table


def test_headers_too_large_to_be_sent_on_do_not_stop_the_queue(amqp_url, consume):
    declare(amqp_url, [Queue("bank.loans")])
    headers = {f"header-{number}": "x" * 1_000 for number in range(127)}
    with Publisher(amqp_url) as publisher:
        publisher.publish(
            [a_fact(1, to_queue="bank.loans", headers=headers), a_fact(2, to_queue="bank.loans")]
        )
    reader = Reader({1: ValueError("é" * 5_000)})
    consume(reader, [Queue("bank.loans")])
    (letter,) = eventually(DeadLetters(amqp_url, ["bank.loans"]).list)
    assert letter.reason.startswith("ValueError: é")
    assert sorted(reader.numbers) == [1, 1, 2]


def every_type_of_header():
    """One of each type RabbitMQ knows, as it writes them."""
    nested = b"\x01a" + b"t\x01"
    values = {
        "bytes": b"x" + (3).to_bytes(4, "big") + b"\x00\xff\x01",
        "not-utf8": b"S" + (2).to_bytes(4, "big") + b"\xff\xfe",
        "tiny": b"b\xff",
        "tiny-unsigned": b"B\xff",
        "short": b"s\xff\xff",
        "short-unsigned": b"u\xff\xff",
        "int": b"I" + b"\xff" * 4,
        "unsigned": b"i" + b"\xff" * 4,
        "long": b"l" + b"\xff" * 8,
        "float": b"f" + b"\x00" * 4,
        "double": b"d" + b"\x00" * 8,
        "decimal": b"D\x02" + b"\x00\x00\x00\x01",
        "nothing": b"V",
        "instant": b"T" + (1_700_000_000).to_bytes(8, "big"),
        "table": b"F" + len(nested).to_bytes(4, "big") + nested,
        "array": b"A" + (2).to_bytes(4, "big") + b"t\x00",
    }
    table = b"".join(bytes([len(name)]) + name.encode() + value for name, value in values.items())
    flags = (1 << 13) | (1 << 7)
    return flags.to_bytes(2, "big") + len(table).to_bytes(4, "big") + table + b"\x02m1"


def test_a_message_with_headers_of_every_type_is_moved_like_any_other(amqp_url, consume):
    declare(amqp_url, [Queue("bank.loans")])
    message = WithProperties(b'{"number": 1}')
    message.raw = every_type_of_header()
    connection = connect(amqp_url)
    connection.channel().basic_publish(message, "", "bank.loans")
    close(connection)
    consume(Reader({1: ValueError("no")}), [Queue("bank.loans")])
    (letter,) = eventually(DeadLetters(amqp_url, ["bank.loans"]).list)
    assert (letter.message_id, letter.reason) == ("m1", "ValueError: no")


def test_headers_that_cannot_be_read_send_the_message_to_the_dead_letters(amqp_url, consume):
    declare(amqp_url, [Queue("bank.loans")])
    message = WithProperties(b'{"number": 1}')
    message.raw = a_timestamp_header_beyond_the_calendar()
    connection = connect(amqp_url)
    connection.channel().basic_publish(message, "", "bank.loans")
    close(connection)
    reader = Reader()
    consume(reader, [Queue("bank.loans")])
    with Publisher(amqp_url) as publisher:
        publisher.publish([a_fact(2, to_queue="bank.loans")])
    assert reader.wait_for(1) == [2]
    desk = DeadLetters(amqp_url, ["bank.loans"])
    (letter,) = eventually(desk.list)
    assert "message_id is missing" in letter.reason
    assert json.loads(letter.body) == {"number": 1}


def test_a_message_is_moved_without_its_senders_user_and_copies(amqp_url, consume):
    """RabbitMQ would refuse the one from another user, and send the others again."""
    declare(amqp_url, [Queue("bank.loans"), Queue("copies")])
    headers = {"CC": ["copies"], "kept": "yes"}
    message = Message(b'{"number": 1}', message_id="m1", user_id="guest", application_headers=headers)
    connection = connect(amqp_url)
    connection.channel().basic_publish(message, "", "bank.loans")
    close(connection)
    reader = Reader({1: lambda delivery: Refused("no") if delivery.attempt == 2 else ValueError("no")})
    consume(reader, [Queue("bank.loans")])
    eventually(DeadLetters(amqp_url, ["bank.loans"]).list)
    assert status(amqp_url, ["copies"]).queues[0].ready == 1
    assert reader.deliveries[1].headers["kept"] == "yes"


def test_on_three_nodes_queues_are_replicated_and_keep_every_promise(killable_rabbitmq, amqp_url, consume):
    reader = Reader({1: ValueError("no"), 2: Refused("no")})
    declare(amqp_url, [LENDING], broker_nodes=3)
    with Publisher(amqp_url, broker_nodes=3) as publisher:
        publisher.publish([a_fact(1), a_fact(2), a_fact(3), a_fact(type="rates.unknown.v1")])
    consume(reader, broker_nodes=3, retry_seconds=(0.05, 0.1))
    desk = DeadLetters(amqp_url, ["lending"], broker_nodes=3)
    letters = eventually(lambda: len(found := desk.list()) == 2 and found)
    assert {letter.reason for letter in letters} == {"ValueError: no", "no"}
    assert sorted(reader.numbers) == [1, 1, 1, 2, 3]
    assert desk.replay() == 2
    kinds = {queue["type"] for queue in killable_rabbitmq.ask("GET", f"queues/{amqp_url.rpartition('/')[2]}")}
    assert kinds == {"quorum"}


def test_publishers_of_many_threads_do_not_disturb_each_other(amqp_url):
    declare(amqp_url, [LENDING])

    def publish():
        with Publisher(amqp_url) as publisher:
            for _ in range(10):
                publisher.publish([a_fact(number) for number in range(20)])

    threads = [threading.Thread(target=publish) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert status(amqp_url, ["lending"]).queues[0].ready == 1000
