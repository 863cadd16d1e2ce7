"""The bus: RabbitMQ where it is deployed, one durable SQLite file where it is embedded; one interface.

A broker URL is `amqp://user:password@host:port/vhost` or `embedded:///absolute/path/broker.sqlite`.

Publishing, from one thread (each thread has its own Publisher, hence its own connection):

    with Publisher(broker_url) as publisher:
        fact = Outgoing(id=…, type="rates.fixing_published.v1", source="rates", time=now(), body=b"{…}")
        publisher.publish([fact]).ids     # stored by the broker: mark them as published

`BusUnavailable` from publish(): nothing is known; back off and publish the same again.

Consuming, in a thread of its own:

    facts = Queue("lending", keys=("rates.fixing_published.v1",))
    consumer = Consumer(broker_url, [facts, Queue("bank.loans")], on_message, delivery_counter=counter)
    consumer.start(); …; consumer.stop(timeout_seconds=10)

A queue of long work deserves a consumer of its own, with `Queue("lending.work", keys=(…), prefetch=1)`.

`on_message(delivery)` decides the fate of the message by how it ends:

    returns None        acknowledged
    returns a dict      answered on the message's reply_to if it has one, then acknowledged
    raises Refused      to `<queue>.dead` with the reason, no retry; the reason is answered on reply_to
    raises Unavailable  kept, tried again after a pause of at most 5 s, not counted as an attempt
    raises anything     tried again after 10 s, 60 s and 600 s, then to `<queue>.dead` with the traceback

`delivery_counter` counts, beyond the life of the process, how often a message came back after a consumer went
away: `increment(message_id) -> int` and `forget(message_id)`. The fifth time the message goes to
`<queue>.dead`, because it may kill whoever takes it. Without a counter there is no such limit.

A consumer declares its queues each time it connects, and a publisher the exchange: a wiped broker is rebuilt.
Operators have `DeadLetters(broker_url, queues)` and `status(broker_url, queues)`.
"""

from shared.bus.consumer import Consumer, DeliveryCounter
from shared.bus.dead_letters import ALL, BrokerStatus, DeadLetter, DeadLetters, QueueStatus, status
from shared.bus.errors import BusUnavailable, Refused, Unavailable
from shared.bus.messages import Confirmed, Delivery, Outgoing
from shared.bus.publisher import Flight, Publisher
from shared.bus.topology import Queue, declare

__all__ = [
    "ALL",
    "BrokerStatus",
    "BusUnavailable",
    "Confirmed",
    "Consumer",
    "DeadLetter",
    "DeadLetters",
    "Delivery",
    "DeliveryCounter",
    "Flight",
    "Outgoing",
    "Publisher",
    "Queue",
    "QueueStatus",
    "Refused",
    "Unavailable",
    "declare",
    "status",
]
