"""How long to wait before trying again what just failed."""

import random

PAUSE_SECONDS_MIN = 0.1
PAUSE_SECONDS_MAX = 5.0


class Backoff:
    """Pauses that double from a tenth of a second to `most_seconds`.

    Chance shortens each by up to a half, so that many consumers do not come back to a broker in step.
    """

    def __init__(self, most_seconds: float = PAUSE_SECONDS_MAX) -> None:
        self._most_seconds = most_seconds
        self._next_seconds = PAUSE_SECONDS_MIN

    def next_seconds(self) -> float:
        pause = self._next_seconds * random.uniform(0.5, 1.0)  # noqa: S311 spreads load, guards nothing
        self._next_seconds = min(self._next_seconds * 2, self._most_seconds)
        return pause

    def reset(self) -> None:
        self._next_seconds = PAUSE_SECONDS_MIN
