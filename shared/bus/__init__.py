"""The bus: RabbitMQ where it is deployed, a durable broker in one SQLite file where it is embedded. One interface.

A broker URL is `amqp://user:password@host:port/vhost` or `embedded:///absolute/path/broker.sqlite`.

Publishing, from one thread (each thread has its own Publisher, hence its own connection):

    publisher = Publisher(broker_url)
    confirmed = publisher.publish([Outgoing(id=…, type="rates.fixing_published.v1", source="rates", time=now(), body=b"{…}")])
    confirmed.ids          # stored by the broker: mark them as published
    publisher.close()      # BusUnavailable from publish(): nothing is known, back off and call publish() again

Consuming, in a thread of its own:

    consumer = Consumer(broker_url, [Queue("lending", keys=("rates.fixing_published.v1",)),
                                     Queue("lending.work", keys=("lending.chunk_due.v1",), prefetch=1),
                                     Queue("bank.loans")],
                        on_message, delivery_counter=counter)
    consumer.start(); …; consumer.stop(timeout_seconds=10)

`on_message(delivery)` decides the fate of the message by how it ends:

    returns None        acknowledged
    returns a dict      answered on the message's reply_to if it has one, then acknowledged
    raises Refused      to `<queue>.dead` with the reason, no retry; the reason is answered on reply_to
    raises Unavailable  kept, tried again after a pause of at most 5 s, not counted as an attempt
    raises anything     tried again after 10 s, 60 s and 600 s, then to `<queue>.dead` with the traceback

`delivery_counter` counts, beyond the life of the process, how often a message came back after a consumer went away:
`increment(message_id) -> int` and `forget(message_id)`. At the fifth the message goes to `<queue>.dead`: it kills whoever
takes it. Without a counter there is no such limit.

A consumer declares its queues each time it connects, and the publisher the exchange, so that a wiped broker is rebuilt.
"""

from shared.bus.errors import BusUnavailable, Refused, Unavailable
from shared.bus.messages import Confirmed, Delivery, Outgoing

__all__ = ["BusUnavailable", "Confirmed", "Delivery", "Outgoing", "Refused", "Unavailable"]
