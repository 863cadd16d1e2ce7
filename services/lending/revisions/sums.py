"""A chunk's effects added up: over all its loans, by product and borrower, and by guarantor at each one's share."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from services.lending.domain.batch.shares import CENTS_MAX, SHARE_UNITS, split
from services.lending.domain.shares import split_by_shares
from services.lending.portfolio.book import Book
from services.lending.revisions.effects import Effects
from services.lending.revisions.lines import kept_lines
from services.lending.revisions.tables import SUMS

Table = NDArray[np.int64]

_COUNTS = 3
"""The first of SUMS count loans; the others are amounts."""


def sums_of_loans(effects: Effects, failed: list[int]) -> Table:
    """One line a loan, one column each of SUMS."""
    changed = effects.is_change
    failures = np.zeros(len(changed), np.int64)
    failures[failed] = 1
    columns = {
        "loans_read": np.ones(len(changed), np.int64),
        "loans_revised": changed,
        "loans_failed": failures,
        "next_before_cents": effects.next_before,
        "next_after_cents": effects.next_after,
        "year_before_cents": effects.year_before,
        "year_after_cents": effects.year_after,
        "interest_before_cents": effects.interest_before,
        "interest_after_cents": effects.interest_after,
        "first_revised_before_cents": effects.first_before * changed,
        "first_revised_after_cents": effects.first_after * changed,
        "outstanding_cents": effects.outstanding,
    }
    return np.stack([columns[name] for name in SUMS], axis=1)


def parts(book: Book, effects: Effects, sums: Table, with_lines: bool) -> Iterator[dict[str, Any]]:
    """The sums of each product, borrower and guarantor of a chunk, as RevisionPart keeps them.

    with_lines  whether borrowers keep their revised loans, to be told
    """
    lines = kept_lines(book, effects) if with_lines else {}
    for product, total in zip(book.products, _added(sums, book.product), strict=True):
        yield _part("product", product, "", total)
    for rank, (borrower, total) in enumerate(zip(book.borrowers, _added(sums, book.borrower), strict=True)):
        yield _part("borrower", str(borrower), "", total, lines.get(rank))
    for (guarantor, borrower), total in _by_guarantor(book, sums):
        yield _part("guarantor", str(guarantor), str(borrower), total)


def _part(kind: str, key: str, other: str, total: Table, loans: str | None = None) -> dict[str, Any]:
    sums = dict(zip(SUMS, total.tolist(), strict=True))
    return {"kind": kind, "key": key, "other": other, "loans": loans, **sums}


def _added(sums: Table, ranks: Table) -> Table:
    total = np.zeros((int(ranks.max()) + 1, sums.shape[1]), np.int64)
    np.add.at(total, ranks, sums)
    return total


def _by_guarantor(book: Book, sums: Table) -> Iterator[tuple[tuple[UUID, UUID], Table]]:
    """The sums of each guarantor towards each borrower: loans count whole, amounts at its share."""
    loan, guarantor, *_ = book.guarantees
    if not len(loan):
        return
    shared = sums[loan]
    shared[:, _COUNTS:] = _at_shares(book, sums[:, _COUNTS:])
    pairs = guarantor * len(book.borrowers) + book.borrower[loan]
    different, which = np.unique(pairs, return_inverse=True)
    for pair, total in zip(different.tolist(), _added(shared, which), strict=True):
        who, borrower = divmod(pair, len(book.borrowers))
        yield (book.guarantors[who], book.borrowers[borrower]), total


def _at_shares(book: Book, amounts: Table) -> Table:
    """The amounts of each guarantee, in the order of the book; shares of an amount sum to it."""
    loan, _, shares, share = book.guarantees
    guaranteed, first, count = np.unique(loan, return_index=True, return_counts=True)
    scaled = [each * SHARE_UNITS for each in shares]
    amounts = amounts[guaranteed]
    if any(each != int(each) for each in scaled) or amounts.max(initial=0) > CENTS_MAX:
        return _at_any_shares(amounts, [shares[rank] for rank in share.tolist()], first, count)
    place = np.arange(len(loan)) - np.repeat(first, count)
    table = np.zeros((len(guaranteed), int(count.max())), np.int64)
    line = np.repeat(np.arange(len(guaranteed)), count)
    table[line, place] = np.array(scaled, np.int64)[share]
    return split(amounts, table)[line, :, place]


def _at_any_shares(amounts: Table, shares: list[Decimal], first: Table, count: Table) -> Table:
    """The same one by one, for shares finer than columns hold."""
    split_lines = [
        list(
            zip(*(split_by_shares(cents, shares[begin : begin + guarantors]) for cents in line), strict=True)
        )
        for line, begin, guarantors in zip(amounts.tolist(), first.tolist(), count.tolist(), strict=True)
    ]
    return np.array([part for line in split_lines for part in line], np.int64)
