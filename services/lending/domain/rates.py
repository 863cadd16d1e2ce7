"""The rate and the progressivity of a loan at any day of its life."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from services.lending.domain.fixings import FixingMissing, IndexHistory
from services.lending.domain.precision import DIGITS
from services.lending.domain.terms import FixedRate, IndexRate, Terms

_UNKNOWN = IndexHistory(())


class RatePair(NamedTuple):
    """Annual rate of interest (I) and annual growth of the instalments (P), fractions of 1, never rounded."""

    rate: Decimal
    progressivity: Decimal


def revised_rate(terms: IndexRate, index_value: Decimal, margin: Decimal) -> Decimal:
    """Annual rate at an index value: I' = max(T + M, floor), at most the cap.

    T is the index, or the floor set on the index itself where that is higher; M the margin. The floor is 0 % unless the
    terms set a higher one. An inflation index is the same with M frozen at issue; where its borrower has switched, T
    and M are those of the other index.

    Source: loan contracts of the savings funds, article "Détermination des taux"; the floor on the index is standard
    contract wording.
    """
    index = index_value if terms.index_floor is None else max(index_value, terms.index_floor)
    rate = max(DIGITS.add(index, margin), terms.rate_floor)
    return rate if terms.rate_cap is None else min(rate, terms.rate_cap)


def revised_progressivity(contract: RatePair, rate: Decimal, floor: Decimal | None) -> Decimal:
    """Annual growth of the instalments after a revision (double révisabilité).

    P' = (1 + I')(1 + P) / (1 + I) − 1, with (I, P) of the contract, so that the path of past revisions does not matter.
    floor  limits P' from below (double révisabilité limitée), from the first instalment on; None for the plain one

    Source: loan contracts of the savings funds, article "Détermination des taux"; the limited form is standard wording.
    """
    grown = DIGITS.multiply(DIGITS.add(1, rate), DIGITS.add(1, contract.progressivity))
    revised = DIGITS.subtract(DIGITS.divide(grown, DIGITS.add(1, contract.rate)), 1)
    return revised if floor is None else max(revised, floor)


class Steady:
    """One pair for good: what a loan would pay if nothing moved any more."""

    def __init__(self, pair: RatePair) -> None:
        self._pair = pair

    def on(self, day: date) -> RatePair:
        """The pair, whatever the day."""
        return self._pair

    def changes_between(self, start: date, end: date) -> list[date]:
        """No day at all."""
        return []


class LoanRates:
    """What rate and progressivity a loan has on a day, given the fixings of the index it follows.

    switched  the fixings of the other index, where the terms switch to one

    Without revision, a rate tied to an index is the contract's for life: [C] the index then only says what it was.
    """

    def __init__(self, terms: Terms, history: IndexHistory, switched: IndexHistory | None = None) -> None:
        self._terms = terms
        self._history = history
        self._switch = terms.rate.switch if isinstance(terms.rate, IndexRate) else None
        self._switched = switched or _UNKNOWN
        self._by_rank: dict[int, RatePair] = {}
        self._contract = RatePair(self._contract_rate(), terms.progressivity)

    def on(self, day: date) -> RatePair:
        """The pair for a period that begins on that day; the same object as long as it does not change.

        Raises FixingMissing where the index has no value in force on that day.
        """
        rank = self._rank_on(day)
        pair = self._by_rank.get(rank)
        if pair is None:
            pair = self._by_rank[rank] = self._revised(self.rate_on(day))
        return pair

    def rate_on(self, day: date) -> Decimal:
        """The annual rate in force on a day: the contract's without revision, fixed_value before fixed_until."""
        return self._contract.rate if self._terms.revision == "none" else self._rate_in_force(day)

    def changes_between(self, start: date, end: date) -> list[date]:
        """The days strictly between the two on which the rate may change."""
        if self._terms.revision == "none":
            return []
        changes = self._index_changes(start, end)
        fixed_until = self._terms.rate.fixed_until
        if fixed_until is not None and start < fixed_until < end:
            changes = sorted({*changes, fixed_until})
        return changes

    def _revised(self, rate: Decimal) -> RatePair:
        revision, contract = self._terms.revision, self._contract
        if revision in {"none", "SR"}:
            return RatePair(rate, contract.progressivity)
        floor = self._terms.progressivity_floor if revision == "DL" else None
        return RatePair(rate, revised_progressivity(contract, rate, floor))

    def _contract_rate(self) -> Decimal:
        rate = self._terms.rate
        if isinstance(rate, IndexRate) and rate.contract_rate is not None:
            return rate.contract_rate
        return self._rate_in_force(self._terms.starts_on)

    def _rate_in_force(self, day: date) -> Decimal:
        rate = self._terms.rate
        if isinstance(rate, FixedRate):
            return rate.value
        if rate.fixed_until is not None and day < rate.fixed_until:
            return rate.fixed_value
        if self._has_switched(day):
            return revised_rate(rate, _value_on(self._switched, self._switch.index, day), self._switch.margin)
        return revised_rate(rate, _value_on(self._history, rate.index, day), rate.margin)

    def _has_switched(self, day: date) -> bool:
        return self._switch is not None and day >= self._switch.on

    def _index_changes(self, start: date, end: date) -> list[date]:
        """The days strictly between the two on which the index that is followed may change."""
        if self._switch is None:
            return self._history.changes_between(start, end)
        on = self._switch.on
        earlier = self._history.changes_between(start, min(end, on))
        later = self._switched.changes_between(max(start, on), end)
        return [*earlier, on, *later] if start < on < end else [*earlier, *later]

    def _rank_on(self, day: date) -> int:
        """A number that changes whenever the rate may: −1 while it is fixed."""
        if self._terms.revision == "none":
            return -1
        fixed_until = self._terms.rate.fixed_until
        if fixed_until is not None and day < fixed_until:
            return -1
        if self._has_switched(day):
            return len(self._history.days) + 1 + self._switched.rank_on(day)
        return self._history.rank_on(day)


def _value_on(history: IndexHistory, index: str, day: date) -> Decimal:
    rank = history.rank_on(day)
    if rank == 0:
        raise FixingMissing(index, day)
    return history.values[rank - 1]
