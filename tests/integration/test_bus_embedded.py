"""The embedded broker as kombu sees it, and what only it does."""

import threading
import time

import kombu
import pytest

from shared.bus import Consumer, Publisher, Queue, declare, status
from shared.bus.connections import close, connect
from tests.messages import Reader, a_fact, eventually

FIXINGS = "rates.fixing_published.v1"


def test_kombu_itself_can_use_it(embedded_broker_url):
    with kombu.Connection(embedded_broker_url) as connection:
        exchange = kombu.Exchange("news", type="topic")
        queue = kombu.Queue("readers", exchange, routing_key="news.#")
        producer = connection.Producer(serializer="json")
        producer.publish({"title": "été"}, exchange=exchange, routing_key="news.local", declare=[queue])
        received = []

        def read(body, message):
            received.append((body, message.delivery_info["routing_key"]))
            message.ack()

        with connection.Consumer(queue, callbacks=[read]):
            connection.drain_events(timeout=5)
            with pytest.raises(TimeoutError):
                connection.drain_events(timeout=0.05)
    assert received == [({"title": "été"}, "news.local")]


def test_requeueing_returns_a_message_to_its_own_queue_only(embedded_broker_url):
    queues = [Queue("lending", keys=(FIXINGS,)), Queue("notifications", keys=(FIXINGS,))]
    declare(embedded_broker_url, queues)
    with Publisher(embedded_broker_url) as publisher:
        publisher.publish([a_fact(1), a_fact(2)])
    connection = connect(embedded_broker_url)
    channel = connection.channel()
    first = channel.basic_get("lending")
    channel.basic_reject(first.delivery_tag, requeue=True)
    again = channel.basic_get("lending")
    assert (again.body, again.delivery_info["redelivered"]) == (b'{"number": 1}', True)
    close(connection)
    assert [queue.ready for queue in status(embedded_broker_url, ["lending", "notifications"]).queues] == [
        2,
        2,
    ]


def test_what_was_published_is_there_when_the_file_is_opened_again(embedded_broker_url):
    declare(embedded_broker_url, [Queue("lending", keys=(FIXINGS,))])
    with Publisher(embedded_broker_url) as publisher:
        publisher.publish([a_fact(1)])
    assert status(embedded_broker_url, ["lending"]).queues[0].ready == 1


def test_a_key_no_handler_names_any_more_is_no_longer_delivered(embedded_broker_url):
    declare(embedded_broker_url, [Queue("lending", keys=(FIXINGS, "rates.old.v1"))])
    declare(embedded_broker_url, [Queue("lending", keys=(FIXINGS,))])
    with Publisher(embedded_broker_url) as publisher:
        publisher.publish([a_fact(type="rates.old.v1"), a_fact()])
    found = status(embedded_broker_url, ["lending"])
    assert (found.queues[0].ready, found.unrouted) == (1, 1)


def test_the_status_tells_what_consumers_hold(embedded_broker_url):
    declare(embedded_broker_url, [Queue("lending", keys=(FIXINGS,))])
    with Publisher(embedded_broker_url) as publisher:
        publisher.publish([a_fact(1), a_fact(2)])
        leave = threading.Event()
        consumer = Consumer(
            embedded_broker_url, [Queue("lending", keys=(FIXINGS,), prefetch=1)], lambda _: leave.wait(10)
        )
        consumer.start()
        eventually(lambda: status(embedded_broker_url, ["lending"]).queues[0].unacked == 1)
        assert status(embedded_broker_url, ["lending"]).queues[0].ready == 1
        leave.set()
        assert consumer.stop()


def test_a_waiting_consumer_is_woken_at_once(embedded_broker_url):
    """Not at the next look: the fastest of several is far below the second an idle consumer waits."""
    arrivals = []
    consumer = Consumer(
        embedded_broker_url, [Queue("lending", keys=(FIXINGS,))], lambda _: arrivals.append(time.monotonic())
    )
    consumer.start()
    eventually(lambda: consumer.connected)
    delays = []
    with Publisher(embedded_broker_url) as publisher:
        for number in range(10):
            publisher.publish([a_fact(number)])
            started = time.monotonic()
            eventually(lambda: len(arrivals) > number)  # noqa: B023 called before the next round
            delays.append(arrivals[-1] - started)
    assert consumer.stop()
    assert min(delays) < 0.2


def test_many_threads_publish_and_consume_one_file_without_a_loss(embedded_broker_url):
    declare(embedded_broker_url, [Queue("lending", keys=(FIXINGS,))])
    reader = Reader()
    consumers = [Consumer(embedded_broker_url, [Queue("lending", keys=(FIXINGS,))], reader) for _ in range(3)]

    def publish():
        with Publisher(embedded_broker_url) as publisher:
            for start in range(0, 100, 10):
                publisher.publish([a_fact(start + step) for step in range(10)])

    threads = [threading.Thread(target=publish) for _ in range(4)]
    for thread in [*threads, *consumers]:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(reader.wait_for(400)) == sorted(list(range(100)) * 4)
    stopped = [consumer.stop() for consumer in consumers]
    assert all(stopped)
