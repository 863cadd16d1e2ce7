"""Publishing with pipelined confirms: a whole batch is sent, then its confirms are counted.

Meanwhile another batch may be sent:

    flight = publisher.dispatch(batch)
    …
    publisher.confirmed(flight).ids
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import takewhile
from typing import Self

from shared.bus.connections import bus_errors, checked, close, connect, drop, safe
from shared.bus.envelope import Parcel, encode
from shared.bus.errors import BusUnavailable
from shared.bus.messages import Confirmed, Outgoing
from shared.bus.topology import Topology

BATCH_MAX = 1_000
CONFIRM_SECONDS_MAX = 10.0


@dataclass(eq=False, slots=True)
class Flight:
    """A batch on its way, and what the broker has said of it so far.

    until    when the broker counts as unavailable (monotonic seconds)
    unknown  messages of which it has said nothing
    """

    line: "_ConfirmedLine"
    until: float
    ids: frozenset[str]
    unknown: int
    rejected: set[str] = field(default_factory=set)
    unroutable: set[str] = field(default_factory=set)

    def landed(self) -> Confirmed:
        """What became of each message."""
        return Confirmed(
            ids=self.ids - self.rejected,
            unroutable=frozenset(self.unroutable),
            rejected=frozenset(self.rejected),
        )


class Publisher:
    """Publishes batches on a connection of its own; use it from one thread.

    broker_nodes          size of the RabbitMQ cluster, the same as the consumers are told
    confirm_seconds_max   how long a batch may take before the broker counts as unavailable
    """

    def __init__(
        self, broker_url: str, *, broker_nodes: int = 1, confirm_seconds_max: float = CONFIRM_SECONDS_MAX
    ) -> None:
        self._broker_url = checked(broker_url)
        self._topology = Topology(broker_nodes=broker_nodes)
        self._confirm_seconds_max = confirm_seconds_max
        self._line: _ConfirmedLine | None = None

    def publish(self, batch: Sequence[Outgoing]) -> Confirmed:
        """Publish in order and wait until the broker has said of each what became of it.

        Raises BusUnavailable when it did not in time: none is known to be stored; publish all again.
        Raises ValueError, before sending any, on more than BATCH_MAX messages or a body too large.
        """
        return self.send([encode(outgoing) for outgoing in batch])

    def send(self, parcels: Sequence[Parcel]) -> Confirmed:
        """Publish raw messages, as `publish` does."""
        return self.confirmed(self._dispatch(parcels)) if parcels else Confirmed(ids=frozenset())

    def dispatch(self, batch: Sequence[Outgoing]) -> Flight:
        """Publish in order without waiting; raises what `publish` does."""
        return self._dispatch([encode(outgoing) for outgoing in batch])

    def confirmed(self, flight: Flight) -> Confirmed:
        """Wait until the broker has said of each what became of it; raises BusUnavailable when it did not in time."""
        with self._dropping_on_error():
            if flight.line is not self._line:
                raise BusUnavailable(f"{safe(self._broker_url)}: the connection it was sent on is gone")
            self._line.await_landing(flight)
            return flight.landed()

    def _dispatch(self, parcels: Sequence[Parcel]) -> Flight:
        if len(parcels) > BATCH_MAX:
            raise ValueError(f"{len(parcels)} messages in one batch, at most {BATCH_MAX}")
        with self._dropping_on_error():
            return self._opened().dispatch(parcels, time.monotonic() + self._confirm_seconds_max)

    @contextmanager
    def _dropping_on_error(self) -> Iterator[None]:
        try:
            with bus_errors(f"{safe(self._broker_url)}: publishing"):
                yield
        except BusUnavailable:
            self._drop()  # any later ack would be taken for the confirm of something else
            raise

    def close(self) -> None:
        """Close the connection; publishing again opens another."""
        if self._line:
            close(self._line.connection)
        self._line = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _opened(self) -> "_ConfirmedLine":
        if self._line is None:
            connection = connect(self._broker_url)
            try:
                self._line = _ConfirmedLine(connection, self._topology)
            except Exception:
                drop(connection)
                raise
        return self._line

    def _drop(self) -> None:
        if self._line:
            drop(self._line.connection)
        self._line = None


class _ConfirmedLine:
    """One channel in confirm mode and the fate of what was last sent on it."""

    def __init__(self, connection, topology: Topology) -> None:
        self.connection = connection
        self._channel = connection.channel()
        topology.declare_exchange(self._channel)
        self._channel.confirm_select()
        self._channel.events["basic_ack"].add(self._on_ack)
        self._channel.events["basic_nack"].add(self._on_nack)
        self._channel.events["basic_return"].add(self._on_return)
        self._last_tag = 0
        self._under_way: dict[int, tuple[Flight, str]] = {}

    def dispatch(self, parcels: Sequence[Parcel], until: float) -> Flight:
        """Send all, in order."""
        ids = [parcel.message.properties["message_id"] for parcel in parcels]
        flight = Flight(self, until, frozenset(ids), len(ids))
        for message_id in ids:
            self._last_tag += 1
            self._under_way[self._last_tag] = flight, message_id
        self._channel.basic_publish_all((parcel.message, parcel.exchange, parcel.key) for parcel in parcels)
        return flight

    def await_landing(self, flight: Flight) -> None:
        """Wait for the broker's word on each message of a flight."""
        while flight.unknown:
            left_seconds = flight.until - time.monotonic()
            if left_seconds <= 0:
                raise TimeoutError(f"{flight.unknown} messages not confirmed in time")
            self.connection.drain_events(timeout=left_seconds)

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:
        self._settle(delivery_tag, multiple)

    def _on_nack(self, delivery_tag: int, multiple: bool) -> None:
        for flight, message_id in self._settle(delivery_tag, multiple):
            flight.rejected.add(message_id)

    def _on_return(self, _error, _exchange: str, _key: str, message) -> None:
        returned = message.properties["message_id"]
        for flight in {flight for flight, message_id in self._under_way.values() if message_id == returned}:
            flight.unroutable.add(returned)

    def _settle(self, delivery_tag: int, multiple: bool) -> list[tuple[Flight, str]]:
        """Strike what the broker speaks of: one tag, or all up to it."""
        tags = (
            list(takewhile(lambda tag: tag <= delivery_tag, self._under_way)) if multiple else [delivery_tag]
        )
        settled = [self._under_way.pop(tag) for tag in tags]
        for flight, _ in settled:
            flight.unknown -= 1
        return settled
