"""The values of one index, and the one in force on a day."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise

from shared.errors import Bilingual, Refusal

INDEXES = ("livret_a", "lep", "ldds", "inflation")


@dataclass(frozen=True, slots=True, order=True)
class Fixing:
    """A value of an index.

    effective_on  first day it is in force
    value         annual fraction of 1 (0.0170 is 1.70 %)
    """

    effective_on: date
    value: Decimal


class FixingMissing(Refusal):
    """No fixing is in force on a day that needs one; a later value never stands in for it."""

    french = "Aucune valeur de l'index {index} n'est en vigueur le {needed_on}."
    english = "No value of the index {index} is in force on {needed_on}."

    def __init__(self, index: str, needed_on: date) -> None:
        allowed = Bilingual(
            f"une valeur qui prend effet le {needed_on:%d/%m/%Y} ou avant",
            f"a value effective on {needed_on} or before",
        )
        super().__init__(index=index, needed_on=needed_on, field="fixings", value=None, allowed=allowed)


class FixingContradicted(Refusal):
    """Two values of one index take effect the same day."""

    french = "L'index a deux valeurs au {effective_on} : {value}."
    english = "The index has two values on {effective_on}: {value}."

    def __init__(self, effective_on: date, values: list[Decimal]) -> None:
        allowed = Bilingual("une seule valeur par date d'effet", "one value per effective date")
        value = [f"{each:f}" for each in values]
        super().__init__(effective_on=effective_on, field="fixings", value=value, allowed=allowed)


class IndexHistory:
    """The fixings of one index in the order of time: neither their order nor their repetition matters."""

    __slots__ = ("days", "values")

    def __init__(self, fixings: Iterable[Fixing]) -> None:
        known = sorted(set(fixings))
        self.days = [fixing.effective_on for fixing in known]
        self.values = [fixing.value for fixing in known]
        for earlier, later in pairwise(known):
            if earlier.effective_on == later.effective_on:
                raise FixingContradicted(earlier.effective_on, [earlier.value, later.value])

    def rank_on(self, day: date) -> int:
        """How many fixings have taken effect by that day; [C] one effective that very day counts."""
        return bisect_right(self.days, day)

    def changes_between(self, start: date, end: date) -> list[date]:
        """The days strictly between the two on which a fixing takes effect."""
        return [day for day in self.days[self.rank_on(start) :] if day < end]
