"""Publishing with pipelined confirms: a whole batch is sent, then its confirms are counted."""

import time
from collections.abc import Sequence
from typing import Self

from shared.bus.connections import bus_errors, checked, close, connect, drop, safe
from shared.bus.envelope import Parcel, encode
from shared.bus.errors import BusUnavailable
from shared.bus.messages import Confirmed, Outgoing
from shared.bus.topology import Topology

BATCH_MAX = 1_000
CONFIRM_SECONDS_MAX = 10.0


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
        if len(parcels) > BATCH_MAX:
            raise ValueError(f"{len(parcels)} messages in one batch, at most {BATCH_MAX}")
        if not parcels:
            return Confirmed(ids=frozenset())
        try:
            with bus_errors(f"{safe(self._broker_url)}: publishing"):
                return self._opened().send(parcels, time.monotonic() + self._confirm_seconds_max)
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
        self._waiting: dict[int, str] = {}
        self._rejected: set[str] = set()
        self._unroutable: set[str] = set()

    def send(self, parcels: Sequence[Parcel], deadline: float) -> Confirmed:
        """Send all, then wait for the broker's word on each until `deadline` (monotonic seconds)."""
        self._rejected.clear()
        self._unroutable.clear()
        for parcel in parcels:
            self._last_tag += 1
            self._waiting[self._last_tag] = parcel.message.properties["message_id"]
        self._channel.basic_publish_all((parcel.message, parcel.exchange, parcel.key) for parcel in parcels)
        self._await_confirms(deadline)
        ids = {parcel.message.properties["message_id"] for parcel in parcels} - self._rejected
        return Confirmed(
            ids=frozenset(ids), unroutable=frozenset(self._unroutable), rejected=frozenset(self._rejected)
        )

    def _await_confirms(self, deadline: float) -> None:
        while self._waiting:
            left_seconds = deadline - time.monotonic()
            if left_seconds <= 0:
                raise TimeoutError(f"{len(self._waiting)} messages not confirmed in time")
            self.connection.drain_events(timeout=left_seconds)

    def _on_ack(self, delivery_tag: int, multiple: bool) -> None:
        self._settle(delivery_tag, multiple)

    def _on_nack(self, delivery_tag: int, multiple: bool) -> None:
        self._rejected.update(self._settle(delivery_tag, multiple))

    def _on_return(self, _error, _exchange: str, _key: str, message) -> None:
        self._unroutable.add(message.properties["message_id"])

    def _settle(self, delivery_tag: int, multiple: bool) -> list[str]:
        """Strike what the broker speaks of: one tag, or all up to it."""
        if not multiple:
            return [self._waiting.pop(delivery_tag)]
        tags = [tag for tag in self._waiting if tag <= delivery_tag]
        return [self._waiting.pop(tag) for tag in tags]
