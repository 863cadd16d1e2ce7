"""The line of a revised loan, as a part of the sums keeps it until all chunks are done and it is told."""

from collections import defaultdict
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from services.lending.portfolio.book import Book
from services.lending.portfolio.packing import text_of_units
from services.lending.revisions.effects import Effects
from shared.events import to_bytes

_FIGURES = (
    "rate_before",
    "rate_after",
    "progressivity_before",
    "progressivity_after",
    "first_revised_on",
    "first_before",
    "first_after",
    "outstanding",
)


def kept_lines(book: Book, effects: Effects) -> dict[int, str]:
    """What a revision changed for each of its loans, by rank of the borrower: as events carry it, a loan a line."""
    changed = np.flatnonzero(effects.is_change)
    figures = zip(*(getattr(effects, name)[changed].tolist() for name in _FIGURES), strict=True)
    borrowers = book.borrower[changed].tolist()
    lines: dict[int, list[str]] = defaultdict(list)
    for slot, borrower, line in zip(changed.tolist(), borrowers, figures, strict=True):
        lines[borrower].append(to_bytes(_revised_loan(book, slot, *line)).decode())
    return {borrower: "\n".join(told) for borrower, told in lines.items()}


def _revised_loan(book: Book, slot: int, *figures: int) -> dict[str, Any]:
    """A RevisedLoan in JSON's own types; rates and days are few: how they are written is looked up."""
    rate_before, rate_after, progressivity_before, progressivity_after, day, before, after, outstanding = (
        figures
    )
    return {
        "loan_number": book.loan_numbers[slot],
        "contract_number": book.contract_numbers[slot],
        "product": book.products[book.product[slot]],
        "rate_before": text_of_units(rate_before),
        "rate_after": text_of_units(rate_after),
        "progressivity_before": text_of_units(progressivity_before),
        "progressivity_after": text_of_units(progressivity_after),
        "first_revised_on": _day(day),
        "instalment_before_cents": before,
        "instalment_after_cents": after,
        "outstanding_cents": outstanding,
    }


@lru_cache(maxsize=1 << 12)
def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
