"""Chance with a seed: the same bank on every machine and every version of Python.

Only `Random.random()` is promised to give the same numbers for the same seed for ever; all is made of it.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Draw:
    """A sequence of choices that a seed decides."""

    def __init__(self, seed: int):
        self._random = Random(seed).random  # noqa: S311 - a demonstration wants to be predictable

    def chance(self, probability: float) -> bool:
        """True that often."""
        return self._random() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self._random() * (high - low + 1))

    def one_of(self, choices: Sequence[T]) -> T:
        """Any of the choices, all as likely."""
        return choices[self.between(0, len(choices) - 1)]

    def weighted(self, weights: Mapping[T, float]) -> T:
        """One of the keys, as likely as its weight says."""
        left = self._random() * sum(weights.values())
        for choice, weight in weights.items():
            left -= weight
            if left < 0:
                return choice
        return choice
