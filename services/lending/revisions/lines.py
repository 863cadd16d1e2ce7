"""The line of a revised loan, as a part of the sums keeps it until all chunks are done and it is told."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from json.encoder import encode_basestring as quoted

import numpy as np

from services.lending.portfolio.book import Book
from services.lending.portfolio.packing import text_of_units
from services.lending.revisions.effects import Effects
from shared.events import to_bytes

_RATES = ("rate_before", "rate_after", "progressivity_before", "progressivity_after")
_OWN = ("first_revised_on", "first_before", "first_after", "outstanding")


def kept_lines(book: Book, effects: Effects) -> dict[int, str]:
    """What a revision changed for each of its loans, by rank of the borrower: as events carry it, a loan a line."""
    changed = np.flatnonzero(effects.is_change)
    slots, lines = changed.tolist(), defaultdict(list)

    def figures(names: Sequence[str]) -> Iterator[tuple[int, ...]]:
        return zip(*(getattr(effects, name)[changed].tolist() for name in names), strict=True)

    places = (column[changed].tolist() for column in (book.borrower, book.product))
    for slot, borrower, product, rates, own in zip(
        slots, *places, figures(_RATES), figures(_OWN), strict=True
    ):
        shared = _product_and_rates(book.products[product], *rates)
        lines[borrower].append(_line(book.loan_numbers[slot], book.contract_numbers[slot], shared, *own))
    return {borrower: "\n".join(told) for borrower, told in lines.items()}


def _line(loan: str, contract: str, shared: str, day: int, before: int, after: int, outstanding: int) -> str:
    """A RevisedLoan as events carry it, written here: the million of a portfolio would be as many objects."""
    return (
        f'{{"loan_number":{quoted(loan)},"contract_number":{quoted(contract)},{shared},'
        f'"first_revised_on":"{_day(day)}","instalment_before_cents":{before},'
        f'"instalment_after_cents":{after},"outstanding_cents":{outstanding}}}'
    )


@lru_cache(maxsize=1 << 12)
def _product_and_rates(product: str, *rates: int) -> str:
    """What many loans have in common, as it stands in a line."""
    texts = dict(zip(_RATES, map(text_of_units, rates), strict=True))
    return to_bytes({"product": product, **texts}).decode()[1:-1]


@lru_cache(maxsize=1 << 12)
def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
