"""Chance takes lives: which victim, when and for how long follows from a seed."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Strike(NamedTuple):
    """Something bad that may happen.

    name   one that begins with "kill" counts as a kill
    often  how often it happens, compared with the others
    do     kills or freezes something and brings it back
    """

    name: str
    often: int
    do: Callable[[], None]


class Killer:
    """Strikes, waits a moment, strikes again, and counts."""

    def __init__(self, chance: random.Random, strikes: Sequence[Strike], pause_seconds_max: float = 1.0):
        self.chance = chance
        self.pause_seconds_max = pause_seconds_max
        self.strikes = strikes
        self.struck: Counter[str] = Counter()

    @property
    def kills(self) -> int:
        """How many victims were killed with SIGKILL."""
        return sum(count for name, count in self.struck.items() if name.startswith("kill"))

    def strike(self) -> None:
        """Wait a moment, and strike somebody."""
        time.sleep(self.chance.uniform(0, self.pause_seconds_max))
        (strike,) = self.chance.choices(self.strikes, [strike.often for strike in self.strikes])
        strike.do()
        self.struck[strike.name] += 1

    def __str__(self) -> str:
        each = ", ".join(f"{name} {count}" for name, count in sorted(self.struck.items()))
        return f"{self.kills} kills ({each})"
