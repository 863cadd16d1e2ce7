"""Messages and consumers for tests of the bus."""

import threading
import time
from collections.abc import Callable
from typing import Any

from shared import clock
from shared.bus import Delivery, Outgoing
from shared.ids import new_id

WAIT_SECONDS_MAX = 30


def a_fact(number: int = 0, **given: Any) -> Outgoing:
    """A fact of the service `rates` whose body is {"number": …}."""
    fact = {
        "id": str(new_id()),
        "type": "rates.fixing_published.v1",
        "source": "rates",
        "time": clock.now(),
        "body": b'{"number": %d}' % number,
    }
    return Outgoing(**fact | given)


def eventually(happens: Callable[[], Any], seconds: float = WAIT_SECONDS_MAX) -> Any:
    """Wait for what other threads and processes bring about; returns it."""
    deadline = time.monotonic() + seconds
    while not (found := happens()):
        assert time.monotonic() < deadline, f"did not happen within {seconds} s"
        time.sleep(0.01)
    return found


class Reader:
    """An `on_message` that keeps what it is given and does what it is told for each number.

    fates  by number: an exception to raise, an answer to give, or a function of the delivery that does either
    """

    def __init__(self, fates: dict[int, Any] | None = None) -> None:
        self.deliveries: list[Delivery] = []
        self._fates = fates or {}
        self._lock = threading.Lock()

    def __call__(self, delivery: Delivery) -> dict[str, Any] | None:
        with self._lock:
            self.deliveries.append(delivery)
        fate = self._fates.get(delivery.body["number"])
        if callable(fate):
            fate = fate(delivery)
        if isinstance(fate, Exception):
            raise fate
        return fate

    @property
    def numbers(self) -> list[int]:
        return [delivery.body["number"] for delivery in self.deliveries]

    def wait_for(self, count: int) -> list[int]:
        """The numbers read, once there are as many as that."""
        eventually(lambda: len(self.deliveries) >= count)
        return self.numbers
