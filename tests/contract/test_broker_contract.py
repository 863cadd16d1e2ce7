"""What the bus promises, on each broker we support."""

import json

import pytest

from shared.bus import (
    ALL,
    BusUnavailable,
    Consumer,
    DeadLetters,
    Outgoing,
    Publisher,
    Queue,
    Refused,
    Unavailable,
    declare,
    status,
)
from shared.bus.connections import close, connect
from tests.contract.conftest import RETRY_SECONDS
from tests.messages import Reader, a_fact, eventually

FIXINGS = "rates.fixing_published.v1"
LENDING = Queue("lending", keys=(FIXINGS,))


def queue_status(broker_url, name="lending"):
    return status(broker_url, [name], RETRY_SECONDS).queues[0]


def dead_letters(broker_url, count=1):
    return eventually(lambda: len(found := DeadLetters(broker_url, ["lending"]).list()) == count and found)


class Crashes:
    """A delivery counter in memory, for consumers that share this process."""

    def __init__(self):
        self.counts = {}

    def increment(self, message_id):
        self.counts[message_id] = self.counts.get(message_id, 0) + 1
        return self.counts[message_id]

    def forget(self, message_id):
        self.counts.pop(message_id, None)


def test_what_is_confirmed_waits_in_the_queue_until_a_consumer_comes(broker_url, publisher, consume):
    declare(broker_url, [LENDING])
    facts = [a_fact(number) for number in range(300)]
    assert publisher.publish(facts).ids == {fact.id for fact in facts}
    assert queue_status(broker_url).ready == 300
    reader = Reader()
    consume([LENDING], reader)
    assert reader.wait_for(300) == list(range(300))
    eventually(lambda: queue_status(broker_url).ready == 0)


def test_the_envelope_arrives_as_it_was_sent(broker_url, publisher, consume):
    declare(broker_url, [LENDING])
    fact = a_fact(
        7,
        subject="livret_a",
        dataschema="/schemas/rates.fixing_published.v1",
        traceparent="00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    )
    reader = Reader()
    consume([LENDING], reader)
    publisher.publish([fact])
    reader.wait_for(1)
    delivery = reader.deliveries[0]
    for name in ("id", "type", "source", "time", "subject", "dataschema", "traceparent"):
        assert getattr(delivery, name) == getattr(fact, name)
    assert (delivery.body, delivery.queue) == ({"number": 7}, "lending")
    assert (delivery.redelivered, delivery.attempt) == (False, 1)
    assert delivery.headers["cloudEvents:specversion"] == "1.0"


@pytest.mark.parametrize(
    ("binding", "key", "wanted"),
    [
        ("rates.fixing_published.v1", "rates.fixing_published.v1", True),
        ("rates.fixing_published.v1", "rates.fixing_published.v2", False),
        ("rates.*.v1", "rates.fixing_published.v1", True),
        ("rates.*", "rates.fixing_published.v1", False),
        ("*.v1", "rates.fixing_published.v1", False),
        ("rates.#", "rates.fixing_published.v1", True),
        ("rates.#", "rates", True),
        ("#.v1", "v1", True),
        ("rates.#.v1", "rates.v1", True),
        ("#", "anything.at.all", True),
        ("rates.#.published.#", "rates.fixing.published", True),
        ("rates.#.published.#", "rates.fixing.proposed", False),
    ],
)
def test_a_queue_gets_the_facts_its_keys_name(broker_url, publisher, binding, key, wanted):
    declare(broker_url, [Queue("lending", keys=(binding,))])
    publisher.publish([a_fact(type=key)])
    found = status(broker_url, ["lending"])
    assert (found.queues[0].ready, found.unrouted) == ((1, 0) if wanted else (0, 1))


def test_a_fact_reaches_each_service_once_however_many_of_its_keys_match(broker_url, publisher):
    declare(broker_url, [Queue("lending", keys=("rates.#", FIXINGS)), Queue("notifications", keys=("#",))])
    publisher.publish([a_fact()])
    assert [queue.ready for queue in status(broker_url, ["lending", "notifications"]).queues] == [1, 1]


def test_a_fact_nobody_wants_is_kept_and_counted(broker_url, publisher):
    fact = a_fact(type="rates.something_new.v1")
    assert publisher.publish([fact]).ids == {fact.id}
    assert status(broker_url, []).unrouted == 1


def test_a_command_for_a_queue_that_does_not_exist_is_reported(publisher):
    command, fact = a_fact(to_queue="bank.nowhere"), a_fact()
    assert publisher.publish([command, fact]).unroutable == {command.id}


def test_declaring_again_changes_nothing(broker_url, publisher):
    for _ in range(2):
        declare(broker_url, [LENDING])
        publisher.publish([a_fact()])
    assert queue_status(broker_url).ready == 2


def test_a_failing_message_is_tried_after_each_delay_then_dies_with_its_reason(
    broker_url, publisher, consume
):
    reader = Reader({1: ValueError("the schedule does not add up")})
    declare(broker_url, [LENDING])
    fact = a_fact(1)
    publisher.publish([fact])
    consume([LENDING], reader)
    (letter,) = dead_letters(broker_url)
    assert [delivery.attempt for delivery in reader.deliveries] == [1, 2, 3, 4]
    assert {delivery.id for delivery in reader.deliveries} == {fact.id} == {letter.message_id}
    assert letter.reason == "ValueError: the schedule does not add up"
    assert "tests/messages.py" in letter.traceback
    assert (letter.queue, letter.type, letter.attempts) == ("lending", FIXINGS, 4)
    assert json.loads(letter.body) == {"number": 1}
    assert letter.died_at is not None


def test_a_message_that_fails_once_is_handled_the_second_time(broker_url, publisher, consume):
    reader = Reader({1: lambda delivery: OSError("printer") if delivery.attempt == 1 else None})
    declare(broker_url, [LENDING])
    publisher.publish([a_fact(1)])
    consume([LENDING], reader)
    reader.wait_for(2)
    eventually(lambda: queue_status(broker_url).ready == 0)
    assert queue_status(broker_url).dead == 0


def test_a_poison_message_does_not_hold_its_neighbours_up(broker_url, publisher, consume):
    reader = Reader({2: ValueError("poison")})
    declare(broker_url, [LENDING])
    publisher.publish([a_fact(number) for number in range(5)])
    consume([LENDING], reader, retry_seconds=(60,))
    assert reader.wait_for(5)[:5] == [0, 1, 2, 3, 4]
    eventually(lambda: status(broker_url, ["lending"], [60]).queues[0].retrying == 1)


def test_a_refused_message_dies_at_once(broker_url, publisher, consume):
    reader = Reader({1: Refused("no such loan")})
    declare(broker_url, [LENDING])
    publisher.publish([a_fact(1), a_fact(2)])
    consume([LENDING], reader)
    (letter,) = dead_letters(broker_url)
    assert (letter.reason, letter.attempts, letter.traceback) == ("no such loan", 1, "")
    assert reader.wait_for(2) == [1, 2]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"not json", "body is not JSON"),
        (b'{"caf\xe9": 1}', "body is not JSON"),
        (b'{"value": NaN}', "NaN is not a JSON value"),
        (b"[" * 100_000, "body is not JSON"),
        (b"", "body is not JSON"),
    ],
)
def test_a_body_that_cannot_be_read_dies_at_once(broker_url, publisher, consume, body, reason):
    reader = Reader()
    declare(broker_url, [LENDING])
    publisher.publish([a_fact(body=body), a_fact(2)])
    consume([LENDING], reader)
    (letter,) = dead_letters(broker_url)
    assert reason in letter.reason
    assert reader.wait_for(1) == [2]


def test_a_replayed_letter_starts_again_without_its_past(broker_url, publisher, consume):
    works_now = []
    reader = Reader({1: lambda _: None if works_now else ValueError("not yet")})
    declare(broker_url, [LENDING])
    fact = a_fact(1, subject="livret_a")
    publisher.publish([fact])
    consume([LENDING], reader)
    (letter,) = dead_letters(broker_url)
    works_now.append(True)
    assert DeadLetters(broker_url, ["lending"]).replay(letter.id) == 1
    reader.wait_for(5)
    last = reader.deliveries[-1]
    assert (last.id, last.type, last.subject, last.attempt) == (fact.id, fact.type, "livret_a", 1)
    assert not [name for name in last.headers if name.startswith("dead-letter") or name == "attempt"]
    eventually(lambda: queue_status(broker_url).ready == 0)
    assert queue_status(broker_url).dead == 0


def test_letters_are_replayed_and_discarded_one_or_all(broker_url, publisher, consume):
    consumer = consume([LENDING], Reader({number: Refused(f"number {number}") for number in range(4)}))
    eventually(lambda: consumer.connected)
    publisher.publish([a_fact(number) for number in range(4)])
    letters = dead_letters(broker_url, 4)
    assert [letter.reason for letter in letters] == [f"number {number}" for number in range(4)]
    consumer.stop()
    desk = DeadLetters(broker_url, ["lending", "rates"])
    assert desk.show(letters[2].id) == letters[2]
    assert desk.discard(letters[0].id) == 1
    assert desk.replay(letters[1].id) == 1
    assert [letter.id for letter in desk.list("lending")] == [letters[2].id, letters[3].id]
    assert desk.replay(ALL) == 2
    assert (queue_status(broker_url).ready, queue_status(broker_url).dead) == (3, 0)
    assert desk.discard(ALL) == 0


def test_a_letter_that_does_not_exist_is_an_error(broker_url):
    declare(broker_url, [LENDING])
    desk = DeadLetters(broker_url, ["lending"])
    for ask in (desk.show, desk.replay, desk.discard):
        with pytest.raises(KeyError):
            ask("0192")
    with pytest.raises(KeyError):
        desk.list("no-such-queue")


def test_a_message_waits_without_an_attempt_while_what_it_needs_is_down(broker_url, publisher, consume):
    failures = iter([Unavailable("database"), Unavailable("database"), None])
    reader = Reader({1: lambda _: next(failures)})
    declare(broker_url, [LENDING])
    publisher.publish([a_fact(1), a_fact(2)])
    consume([LENDING], reader)
    assert reader.wait_for(4) == [1, 1, 1, 2]
    assert {delivery.attempt for delivery in reader.deliveries} == {1}
    assert queue_status(broker_url).dead == 0


def test_a_message_held_when_the_consumer_stops_goes_back_to_its_queue(broker_url, publisher, consume):
    declare(broker_url, [LENDING])
    publisher.publish([a_fact(1), a_fact(2)])
    reader = Reader({1: Unavailable("database")})
    consumer = consume([LENDING], reader)
    reader.wait_for(1)
    assert consumer.stop()
    eventually(lambda: queue_status(broker_url).ready == 2)
    again = Reader()
    consume([LENDING], again)
    assert again.wait_for(2) == [1, 2]
    assert again.deliveries[0].redelivered


def test_a_message_that_keeps_killing_its_consumer_dies_at_the_fifth(broker_url, publisher, consume):
    declare(broker_url, [LENDING])
    killer = a_fact(1)
    publisher.publish([killer, a_fact(2)])
    crashes = Crashes()
    for _ in range(5):
        channel = connect(broker_url).channel()
        message = eventually(lambda channel=channel: channel.basic_get("lending"))
        assert message.properties["message_id"] == killer.id
        close(channel.connection)
        crashes.counts[killer.id] = crashes.counts.get(killer.id, -1) + 1
    reader = Reader()
    consume([LENDING], reader, delivery_counter=crashes)
    assert reader.wait_for(1) == [2]
    (letter,) = dead_letters(broker_url)
    assert letter.message_id == killer.id
    assert "came back 5 times" in letter.reason
    assert killer.id not in crashes.counts


def test_a_message_that_came_back_and_succeeds_is_no_longer_counted(broker_url, publisher, consume):
    declare(broker_url, [LENDING])
    publisher.publish([a_fact(1)])
    channel = connect(broker_url).channel()
    eventually(lambda: channel.basic_get("lending"))
    close(channel.connection)
    crashes, reader = Crashes(), Reader()
    consume([LENDING], reader, delivery_counter=crashes)
    reader.wait_for(1)
    assert reader.deliveries[0].redelivered
    eventually(lambda: queue_status(broker_url).ready == 0 and not crashes.counts)


def test_a_command_is_answered_where_its_sender_asked(broker_url, publisher, consume):
    inbound = Queue("bank.loans")
    reader = Reader({1: {"imported": 3}, 2: Refused("no such product"), 3: None})
    consumer = consume([inbound], reader)
    eventually(lambda: consumer.connected)
    channel = connect(broker_url).channel()
    channel.queue_declare("replies.mainframe", durable=True, auto_delete=False)
    publisher.publish(
        [
            a_fact(number, to_queue="bank.loans", reply_to="replies.mainframe", correlation_id=f"c{number}")
            for number in (1, 2, 3)
        ]
    )
    first, second = (eventually(lambda: channel.basic_get("replies.mainframe")) for _ in range(2))
    assert (json.loads(first.body), first.properties["correlation_id"]) == ({"imported": 3}, "c1")
    assert (json.loads(second.body), second.properties["correlation_id"]) == (
        {"refused": "no such product"},
        "c2",
    )
    reader.wait_for(3)
    assert channel.basic_get("replies.mainframe") is None
    close(channel.connection)


def test_an_answer_never_goes_to_a_service_as_if_it_were_a_fact(broker_url, publisher, consume):
    reader = Reader({1: {"imported": 3}})
    declare(broker_url, [Queue("rates")])
    consumer = consume([Queue("bank.loans")], reader)
    eventually(lambda: consumer.connected)
    publisher.publish([a_fact(1, to_queue="bank.loans", reply_to="rates")])
    reader.wait_for(1)
    eventually(lambda: queue_status(broker_url, "bank.loans").ready == 0)
    assert queue_status(broker_url, "rates").ready == 0


def test_a_sender_that_went_away_does_not_stop_the_queue(broker_url, publisher, consume):
    reader = Reader({1: {"imported": 3}})
    declare(broker_url, [Queue("bank.loans")])
    publisher.publish(
        [a_fact(1, to_queue="bank.loans", reply_to="replies.gone"), a_fact(2, to_queue="bank.loans")]
    )
    consume([Queue("bank.loans")], reader)
    assert reader.wait_for(2) == [1, 2]


def test_two_consumers_share_a_queue_and_nothing_is_handled_twice(broker_url, publisher, consume):
    declare(broker_url, [LENDING])
    publisher.publish([a_fact(number) for number in range(200)])
    readers = [Reader(), Reader()]
    for reader in readers:
        consume([Queue("lending", keys=(FIXINGS,), prefetch=1)], reader)
    eventually(lambda: sum(len(reader.numbers) for reader in readers) == 200)
    assert sorted(readers[0].numbers + readers[1].numbers) == list(range(200))
    assert all(reader.numbers for reader in readers)


def test_one_consumer_reads_a_queue_in_the_order_it_was_written(broker_url, publisher, consume):
    reader = Reader()
    consumer = consume([LENDING], reader)
    eventually(lambda: consumer.connected)
    for start in range(0, 500, 50):
        publisher.publish([a_fact(start + step) for step in range(50)])
    assert reader.wait_for(500) == list(range(500))


def test_a_consumer_of_several_queues_starves_none(broker_url, publisher, consume):
    queues = [LENDING, Queue("bank.loans", prefetch=1)]
    declare(broker_url, queues)
    publisher.publish([a_fact(number) for number in range(200)])
    publisher.publish([a_fact(1000, to_queue="bank.loans")])
    reader = Reader()
    consume(queues, reader)
    assert reader.wait_for(201).index(1000) < 150


def test_a_consumer_stops_within_the_message_in_hand(broker_url, publisher, consume):
    declare(broker_url, [LENDING])
    publisher.publish([a_fact(number) for number in range(20)])
    holder = []
    reader = Reader({3: lambda _: holder[0]._stopping.set()})
    holder.append(consume([LENDING], reader))
    reader.wait_for(4)
    assert holder[0].stop()
    assert reader.numbers == [0, 1, 2, 3]
    eventually(lambda: queue_status(broker_url).ready == 16)


def test_each_end_of_a_message_is_observed(broker_url, publisher, consume):
    seen = []
    declare(broker_url, [LENDING])
    publisher.publish([a_fact(1), a_fact(2), a_fact(body=b"?"), a_fact(3)])
    reader = Reader({2: Refused("no"), 3: ValueError("no")})
    consume([LENDING], reader, observe=lambda *facts: seen.append(facts[:3]), retry_seconds=(0.05,))
    eventually(lambda: len(seen) == 5)
    assert seen == [
        ("lending", FIXINGS, "done"),
        ("lending", FIXINGS, "refused"),
        ("lending", "", "dead"),
        ("lending", FIXINGS, "retried"),
        ("lending", FIXINGS, "dead"),
    ]


def test_status_tells_how_each_queue_stands(broker_url, publisher, consume):
    declare(broker_url, [LENDING])
    publisher.publish([a_fact(1), a_fact(2), a_fact(type="rates.unknown.v1")])
    consume([LENDING], Reader({1: Refused("no"), 2: ValueError("no")}), retry_seconds=(60,))
    eventually(lambda: status(broker_url, ["lending"], [60]).queues[0].retrying == 1)
    found = status(broker_url, ["lending", "never-declared"], [60])
    assert found.unrouted == 1
    lending, unknown = found.queues
    assert (lending.ready, lending.consumers, lending.retrying, lending.dead) == (0, 1, 1, 1)
    assert (unknown.ready, unknown.consumers, unknown.retrying, unknown.dead) == (0, 0, 0, 0)


def test_a_batch_or_a_body_beyond_the_limit_is_refused_before_anything_is_sent(broker_url, publisher):
    declare(broker_url, [LENDING])
    with pytest.raises(ValueError, match="at most 1000"):
        publisher.publish([a_fact()] * 1001)
    with pytest.raises(ValueError, match="at most"):
        publisher.publish([a_fact(), a_fact(body=b'"' + b"x" * 9_000_000 + b'"')])
    assert queue_status(broker_url).ready == 0
    assert publisher.publish([]).ids == frozenset()


def test_a_large_body_travels_whole(broker_url, publisher, consume):
    text = "é" * 2_000_000
    reader = Reader()
    consumer = consume([LENDING], reader)
    eventually(lambda: consumer.connected)
    publisher.publish([a_fact(body=json.dumps({"number": 1, "text": text}, ensure_ascii=False).encode())])
    reader.wait_for(1)
    assert reader.deliveries[0].body["text"] == text


def test_a_url_of_another_kind_is_refused_without_its_password():
    with pytest.raises(ValueError, match="amqp, amqps, embedded") as refused:
        Publisher("redis://user:secret@host")
    assert "secret" not in str(refused.value)


def test_types_of_the_interface_are_importable_from_the_package():
    assert all(isinstance(kind, type) for kind in (BusUnavailable, Consumer, Outgoing, Publisher))
