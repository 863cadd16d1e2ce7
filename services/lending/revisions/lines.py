"""The line of a revised loan, as a part of the sums keeps it until all chunks are done and it is told."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache

import numpy as np

from services.lending.portfolio.book import Book
from services.lending.portfolio.packing import text_of_units
from services.lending.revisions.effects import Effects
from shared.events import to_bytes

_ALIKE = (
    "rate_before",
    "rate_after",
    "progressivity_before",
    "progressivity_after",
    "first_revised_on",
)
"""What many loans of a product share."""
_AMOUNTS = ("first_before", "first_after", "outstanding")


def kept_lines(book: Book, effects: Effects) -> dict[int, str]:
    """What a revision changed for each of its loans, by rank of the borrower: as events carry it, a loan a line."""
    changed = np.flatnonzero(effects.is_change)

    def figures(names: Sequence[str]) -> Iterator[tuple[int, ...]]:
        return zip(*(getattr(effects, name)[changed].tolist() for name in names), strict=True)

    slots, borrowers, products = (
        changed.tolist(),
        book.borrower[changed].tolist(),
        book.product[changed].tolist(),
    )
    lines: dict[int, list[str]] = defaultdict(list)
    for slot, borrower, product, alike, amounts in zip(
        slots, borrowers, products, figures(_ALIKE), figures(_AMOUNTS), strict=True
    ):
        numbers = _quoted(book.loan_numbers[slot]), _quoted(book.contract_numbers[slot])
        lines[borrower].append(_line(*numbers, _alike(book.products[product], *alike), *amounts))
    return {borrower: "\n".join(told) for borrower, told in lines.items()}


def _line(loan: str, contract: str, alike: str, before: int, after: int, outstanding: int) -> str:
    """A RevisedLoan as events carry it, written here: the million of a portfolio would be as many objects."""
    return (
        f'{{"loan_number":{loan},"contract_number":{contract},{alike},"instalment_before_cents":{before},'
        f'"instalment_after_cents":{after},"outstanding_cents":{outstanding}}}'
    )


@lru_cache(maxsize=1 << 12)
def _alike(
    product: str,
    rate_before: int,
    rate_after: int,
    progressivity_before: int,
    progressivity_after: int,
    day: int,
) -> str:
    """The fields of a RevisedLoan that many have in common, as they stand in a line."""
    fields = {
        "product": product,
        "rate_before": text_of_units(rate_before),
        "rate_after": text_of_units(rate_after),
        "progressivity_before": text_of_units(progressivity_before),
        "progressivity_after": text_of_units(progressivity_after),
        "first_revised_on": date.fromordinal(day),
    }
    return to_bytes(fields).decode()[1:-1]


def _quoted(text: str) -> str:
    return to_bytes(text).decode()
