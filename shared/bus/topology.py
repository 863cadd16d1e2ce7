"""What stands on the broker: one exchange for facts, and around each queue the queues that keep its failures.

    events ──(routing key)──▶ <queue> ──▶ consumer ──failed──▶ <queue>.retry.<seconds> ──(time)──▶ <queue>
      └─(nobody bound)──▶ events.unrouted       └──refused──▶ <queue>.dead

Bindings are only ever added on RabbitMQ: while two versions of a service run side by side, a binding unknown
to one may be needed by the other. The embedded broker has one process, hence one version, and drops what it no
longer names.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from shared.bus.connections import bus_errors, close, connect, safe

EVENTS = "events"
UNROUTED = "events.unrouted"
RETRY_SECONDS = (10, 60, 600)
PREFETCH = 50
QUORUM_NODES_MIN = 3
"""On fewer nodes a quorum queue survives no more than a classic one, and came back leaderless after SIGKILL."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """How queues are made: how long failures wait, and whether they are replicated."""

    retry_seconds: tuple[float, ...] = RETRY_SECONDS
    broker_nodes: int = 1

    def declare_exchange(self, channel) -> None:
        """Make the exchange of facts and the queue of those nobody wants; does nothing where they stand."""
        channel.exchange_declare(UNROUTED, "fanout", durable=True, auto_delete=False)
        self._declare_queue(channel, UNROUTED)
        channel.queue_bind(UNROUTED, UNROUTED)
        alternate = {"alternate-exchange": UNROUTED}
        channel.exchange_declare(EVENTS, "topic", durable=True, auto_delete=False, arguments=alternate)

    def declare(self, channel, queues: "Iterable[Queue]") -> None:
        """Make everything these queues need; does nothing where it stands."""
        self.declare_exchange(channel)
        for queue in queues:
            self._declare_with_its_failures(channel, queue.name)
            for key in queue.keys:
                channel.queue_bind(queue.name, EVENTS, key)
            if forget_others := getattr(channel, "unbind_all_but", None):
                forget_others(queue.name, EVENTS, queue.keys)

    def _declare_with_its_failures(self, channel, queue: str) -> None:
        self._declare_queue(channel, dead_queue(queue))
        self._declare_queue(channel, queue, **_then_to(dead_queue(queue)))
        for seconds in self.retry_seconds:
            arguments = {"x-message-ttl": round(seconds * 1000)} | _then_to(queue)
            if self._quorum:
                arguments |= {"x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish"}
            self._declare_queue(channel, retry_queue(queue, seconds), **arguments)

    def _declare_queue(self, channel, name: str, **arguments: str | int) -> None:
        if self._quorum:
            arguments["x-queue-type"] = "quorum"
        channel.queue_declare(name, durable=True, auto_delete=False, arguments=arguments)

    @property
    def _quorum(self) -> bool:
        return self.broker_nodes >= QUORUM_NODES_MIN


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue to consume.

    name      the service's own (`lending`), a work queue (`lending.work`), or an inbound one (`bank.loans`)
    keys      routing keys of `events` it is bound to; none for a queue that is written to directly
    prefetch  messages a consumer holds at most, the one in hand included; 1 where each is long work
    """

    name: str
    keys: tuple[str, ...] = ()
    prefetch: int = PREFETCH


def declare(broker_url: str, queues: Iterable[Queue], *, broker_nodes: int = 1) -> None:
    """Make everything these queues need before any consumer runs; raises BusUnavailable."""
    connection = connect(broker_url)
    try:
        with bus_errors(f"{safe(broker_url)}: declaring"):
            Topology(broker_nodes=broker_nodes).declare(connection.channel(), queues)
    finally:
        close(connection)


def dead_queue(queue: str) -> str:
    return f"{queue}.dead"


def retry_queue(queue: str, seconds: float) -> str:
    return f"{queue}.retry.{seconds}"


def _then_to(queue: str) -> dict[str, str]:
    """Where a message goes once its time is up, or when the broker itself gives up on it."""
    return {"x-dead-letter-exchange": "", "x-dead-letter-routing-key": queue}
