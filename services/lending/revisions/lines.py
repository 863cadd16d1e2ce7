"""The line of a revised loan, as a part of the sums keeps it until all chunks are done and it is told."""

from collections import defaultdict
from datetime import date
from typing import Any

import numpy as np

from services.lending.portfolio.book import Book
from services.lending.portfolio.packing import decimal
from services.lending.revisions.effects import Effects
from shared.events.lending import RevisedLoan

KEPT = (
    "loan_number",
    "contract_number",
    "product",
    "rate_before",
    "rate_after",
    "progressivity_before",
    "progressivity_after",
    "first_revised_on",
    "instalment_before_cents",
    "instalment_after_cents",
    "outstanding_cents",
)
"""What is kept of a line, in this order: rates in units of 10^-12, the day as an ordinal."""

_RATES = tuple(name for name in KEPT if name.startswith(("rate", "progressivity")))


def kept_lines(book: Book, effects: Effects) -> dict[int, list[list[Any]]]:
    """What a revision changed for each of its loans, by rank of the borrower, in JSON's own types."""
    changed = np.flatnonzero(effects.is_change)
    columns = (
        effects.rate_before,
        effects.rate_after,
        effects.progressivity_before,
        effects.progressivity_after,
        effects.first_revised_on,
        effects.first_before,
        effects.first_after,
        effects.outstanding,
    )
    products = book.product[changed].tolist()
    lines: dict[int, list[list[Any]]] = defaultdict(list)
    figures = zip(*(column[changed].tolist() for column in columns), strict=True)
    borrowers = book.borrower[changed].tolist()
    for slot, borrower, product, line in zip(changed.tolist(), borrowers, products, figures, strict=True):
        named = book.loan_numbers[slot], book.contract_numbers[slot], book.products[product]
        lines[borrower].append([*named, *line])
    return lines


def told_line(kept: list[Any]) -> RevisedLoan:
    """The same as events carry it."""
    line = dict(zip(KEPT, kept, strict=True))
    for name in _RATES:
        line[name] = decimal(line[name])
    line["first_revised_on"] = date.fromordinal(line["first_revised_on"])
    return RevisedLoan(**line)
