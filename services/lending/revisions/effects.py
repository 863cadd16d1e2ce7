"""What a revision changes for each loan of a chunk, as columns; `domain/effect.py` says what each figure is."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Self

import numpy as np
from numpy.typing import NDArray

from services.lending.domain.batch.calendar import due_on, dues_before
from services.lending.domain.calendar import months_later
from services.lending.domain.effect import Effect
from services.lending.portfolio.book import Book
from services.lending.portfolio.packing import units
from services.lending.portfolio.pieces import Piece
from services.lending.revisions.columns import Revised, calendar_of, is_regular

Column = NDArray[np.int64]
Flags = NDArray[np.bool_]


_ANY_LOAN = (
    "next_before",
    "next_after",
    "year_before",
    "year_after",
    "interest_before",
    "interest_after",
    "outstanding",
)
"""What is told of every loan, changed or not."""


@dataclass(frozen=True, slots=True)
class Effects:
    """One entry a loan: amounts in cents, rates in units of 10^-12, the day an ordinal.

    is_change                 whether any row differs; what tells of the first one that does means nothing elsewhere
    first_revised_on          its day; rate_*, progressivity_* and first_*: its rates and its instalment, in both
    next_*, year_*, interest_*, outstanding  see Effect, in both schedules
    """

    is_change: Flags
    next_before: Column
    next_after: Column
    year_before: Column
    year_after: Column
    interest_before: Column
    interest_after: Column
    first_before: Column
    first_after: Column
    outstanding: Column
    first_revised_on: Column
    rate_before: Column
    rate_after: Column
    progressivity_before: Column
    progressivity_after: Column

    @classmethod
    def none(cls, loans: int) -> Self:
        """Of so many loans, all 0."""
        columns = {each.name: np.zeros(loans, np.int64) for each in fields(cls)}
        return cls(**columns | {"is_change": np.zeros(loans, bool)})

    def put(self, slot: int, effect: Effect) -> None:
        """What was found for one loan."""
        before, after = effect.first_before, effect.first_after
        self.is_change[slot] = effect.is_change
        for name in _ANY_LOAN:
            getattr(self, name)[slot] = getattr(effect, f"{name}_cents")
        if after is not None:
            self.first_revised_on[slot] = after.due_on.toordinal()
            self.first_before[slot], self.first_after[slot] = before.instalment_cents, after.instalment_cents
            self.rate_before[slot], self.rate_after[slot] = units(before.rate), units(after.rate)
            self.progressivity_before[slot] = units(before.progressivity)
            self.progressivity_after[slot] = units(after.progressivity)


@dataclass(frozen=True, slots=True)
class Following:
    """The instalment that falls due next of each loan: its number, its row; `exists` where any is left."""

    number: Column
    row: Column
    exists: Flags

    @classmethod
    def of(cls, book: Book, piece: Piece, as_of: date) -> Self:
        """Counted from the end of the rows."""
        number = dues_before(as_of + timedelta(1), *calendar_of(piece)) + 1
        left = book.instalments - number + 1
        return cls(number, piece.rows[1:] - left, left > 0)


def column_effects(
    book: Book, before: Piece, revised: Revised, effective_on: date, as_of: date
) -> tuple[Effects, Following, Flags]:
    """The effects that columns tell, what falls due next, and the loans for which they tell it.

    Of the others the rows themselves have to be asked: those left to the exact rules, those with irregular rows where
    these figures are read, those that have not started.
    """
    after, place = revised.piece, revised.place
    following = Following.of(book, before, as_of)
    paid = np.minimum(dues_before(effective_on + timedelta(1), *calendar_of(before)), book.instalments)
    paid_row = before.rows[1:] - (book.instalments - paid) - 1
    # What may lie between today and the instalment that falls due next, such as an early repayment, stands before it.
    before_next = np.maximum(following.row - 1, before.rows[:-1])
    rows = np.minimum(np.minimum(before_next, paid_row), place.row)
    told = is_regular(book, before, rows) & ~revised.open
    told &= before.calendars["starts_on"] <= effective_on.toordinal()
    effects = Effects.none(before.loans)
    effects.is_change[:] = revised.changed & told
    due, changed = np.flatnonzero(told & following.exists), np.flatnonzero(effects.is_change)
    year = dues_before(months_later(as_of, 12) + timedelta(1), *calendar_of(before))
    year_end = before.rows[1:] - (book.instalments - np.minimum(year, book.instalments))
    for piece, when in ((before, "before"), (after, "after")):
        _put_to_come(effects, when, piece, due, following.row[due], year_end[due])
    effects.first_before[changed] = instalments_at(before, changed, place.row[changed])
    effects.first_after[changed] = instalments_at(after, changed, place.row[changed])
    owed = before.outstanding[np.clip(paid_row, 0, len(before.outstanding) - 1)]
    effects.outstanding[told] = np.where(paid > 0, owed, before.calendars["principal"])[told]
    _put_rates(effects, before, revised, changed)
    return effects, following, told


def _put_to_come(
    effects: Effects, when: str, piece: Piece, loans: Column, first: Column, year_end: Column
) -> None:
    """What falls due from a row of each loan on: next, up to another row within a year, and interest to the end.

    Instalments add up to the interest they bear and what is owed less after them.
    """
    getattr(effects, f"next_{when}")[loans] = instalments_at(piece, loans, first)
    interest = np.concatenate([[0], np.cumsum(piece.interest)])
    getattr(effects, f"interest_{when}")[loans] = interest[piece.rows[1:][loans]] - interest[first]
    owed = piece.outstanding + piece.deferred
    before = np.where(first == piece.rows[:-1][loans], piece.calendars["principal"][loans], owed[first - 1])
    paid = interest[year_end] - interest[first] + before - owed[year_end - 1]
    getattr(effects, f"year_{when}")[loans] = np.where(year_end > first, paid, 0)


def _put_rates(effects: Effects, before: Piece, revised: Revised, changed: Column) -> None:
    calendar = (column[changed] for column in calendar_of(before))
    effects.first_revised_on[changed] = due_on(revised.place.number[changed], *calendar)
    for piece, when in ((before, "before"), (revised.piece, "after")):
        last = piece.pairs[piece.stretch_pairs[piece.stretches[1:][changed] - 1]]
        getattr(effects, f"rate_{when}")[changed] = last[:, 0]
        getattr(effects, f"progressivity_{when}")[changed] = last[:, 1]


def instalments_at(piece: Piece, loans: Column, rows: Column) -> Column:
    """What is collected with a regular row of each loan: what it and the row before say is owed tells it."""
    first = rows == piece.rows[:-1][loans]
    outstanding = np.where(first, piece.calendars["principal"][loans], piece.outstanding[rows - 1])
    deferred = np.where(first, 0, piece.deferred[rows - 1])
    grown = piece.outstanding[rows] > outstanding
    paid = deferred + piece.interest[rows] - piece.deferred[rows]
    return np.where(grown, 0, paid + outstanding - piece.outstanding[rows])
