"""A chunk revised as columns: the loans that follow the new value plainly, all at once, and which ones do not.

The exact rules (`portfolio/computing.py`) say what a revision is; what is done here is equal to them, loan by loan, or
left to them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

import numpy as np
from numpy.typing import NDArray

from services.lending.domain.batch.calendar import due_on, dues_before
from services.lending.domain.batch.lines import Rows
from services.lending.domain.batch.series import deferral, instalments, interest_beside
from services.lending.portfolio.book import Book
from services.lending.portfolio.layout import AMOUNTS
from services.lending.portfolio.pieces import Piece
from services.lending.revisions.rules import RuleColumns, Rules

Column = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a revision meets each loan.

    number   of the first instalment whose period begins on the effective day or later
    began    ordinal of that beginning
    row      where that instalment stands in the columns of the piece
    left     how many instalments follow from there, that one included; at most 0 where none does
    regular  whether what is irregular comes before, so that rows can be counted from the end
    """

    number: Column
    began: Column
    row: Column
    left: Column
    regular: Flags

    @classmethod
    def of(cls, book: Book, piece: Piece, effective_on: date) -> Self:
        """Where the value of a day meets the loans of a chunk."""
        calendar = calendar_of(piece)
        started = piece.calendars["starts_on"] < effective_on.toordinal()
        number = np.where(started, dues_before(effective_on, *calendar) + 2, 1)
        left = book.instalments - number + 1
        row = piece.rows[1:] - left
        return cls(number, due_on(number - 1, *calendar), row, left, is_regular(book, piece, row))


def calendar_of(piece: Piece) -> tuple[Column, Column, Column]:
    """Start, first due date and months between two of each loan, as `domain.batch.calendar` takes them."""
    return tuple(piece.calendars[name].astype(np.int64) for name in ("starts_on", "first_due_on", "months"))


def is_regular(book: Book, piece: Piece, row: Column) -> Flags:
    """The loans with all their instalments, and no irregular row from one row of each on."""
    irregular = np.zeros(piece.loans, np.int64)
    last = np.full(piece.loans, -1)
    for rank, rows in piece.irregular.items():
        irregular[rank], last[rank] = len(rows), piece.rows[rank] + rows[-1].row
    return (np.diff(piece.rows) - irregular == book.instalments) & (last < row)


@dataclass(frozen=True, slots=True)
class Revised:
    """What became of a chunk.

    piece    its schedules, revised where columns could
    place    where the revision meets each loan
    changed  the loans with new rows, from `place.row` on
    open     the loans left to the exact rules
    """

    piece: Piece
    place: Place
    changed: Flags
    open: Flags


def revise_columns(book: Book, piece: Piece, rules: Rules, called: Mapping[int, date]) -> Revised:
    """Revise what columns can hold.

    called  of slots with instalments called beyond the effective day: up to which
    """
    place = Place.of(book, piece, rules.effective_on)
    terms = rules.columns(book.rules, book.rule, piece.calendars)
    # Where no period has begun, the value may still settle the contract's own rate.
    concerned = terms.follows & (place.left > 0) & (terms.is_revised | (place.number == 1))
    plain = concerned & _is_plain(book, piece, place, terms) & rules.new_value_is_last
    plain[[slot for slot, until in called.items() if _is_called(piece, place, slot, until)]] = False
    rates = _Rates.of(piece, place)
    plain &= rates.is_last
    alike = plain & (terms.rate_units == rates.stored)
    changing = plain & ~alike & (terms.rate_units != rates.before)
    amounts, changed = _recomputed(piece, place, terms, changing)
    revised = _with_new_rates(replace(piece, **amounts), place, terms, changed)
    return Revised(revised, place, changed, concerned & ~alike & ~changed)


def _is_plain(book: Book, piece: Piece, place: Place, terms: RuleColumns) -> Flags:
    """Whether one rate applies from the place on, with nothing between; a deferral that runs leaves principal parts
    that stand beside the interest as they are only where its interest is paid.
    """
    in_sight = terms.is_plain & place.regular & (place.number > 1)
    settled = (place.number > terms.deferred) | terms.by_instalment | ~(terms.capitalises | terms.defers)
    fixed = terms.fixed_until > place.began
    repaid_early = book.last_early_repayment >= place.began
    deferred = piece.deferred[np.clip(place.row - 1, 0, len(piece.deferred) - 1)]
    return in_sight & settled & ~fixed & ~repaid_early & (terms.by_instalment | (deferred == 0))


def _is_called(piece: Piece, place: Place, slot: int, until: date) -> bool:
    calendar = (column[slot : slot + 1] for column in calendar_of(piece))
    return bool(due_on(place.number[slot : slot + 1], *calendar)[0] <= until.toordinal())


@dataclass(frozen=True, slots=True)
class _Rates:
    """Rates of the stored schedules, in units of 10^-12.

    stored   from the place on; `before`, of the row before it
    is_last  whether none follows later
    """

    stored: Column
    before: Column
    is_last: Flags

    @classmethod
    def of(cls, piece: Piece, place: Place) -> Self:
        last = piece.stretches[1:] - 1
        begins = piece.stretch_rows[last] + piece.rows[:-1]
        rates = piece.pairs[:, 0][piece.stretch_pairs]
        before = rates[np.where(begins < place.row, last, np.maximum(last - 1, 0))]
        return cls(rates[last], before, begins <= place.row)


def _recomputed(
    piece: Piece, place: Place, terms: RuleColumns, changing: Flags
) -> tuple[dict[str, Column], Flags]:
    """The columns of amounts with new rows, and the loans that have them: those that are decided."""
    amounts = {name: getattr(piece, name).copy() for name in AMOUNTS}
    changed = np.zeros(piece.loans, bool)
    running = terms.by_instalment & (place.number <= terms.deferred)
    for kind, recompute in (
        (terms.by_instalment & ~running, _instalments),
        (running, _deferral_and_instalments),
        (~terms.by_instalment, _interest),
    ):
        loans = np.flatnonzero(changing & kind)
        if len(loans):
            changed[recompute(piece, place, terms, loans, amounts)] = True
    return amounts, changed


def _instalments(
    piece: Piece, place: Place, terms: RuleColumns, loans: Column, amounts: dict[str, Column]
) -> Column:
    loans = loans[np.argsort(-place.left[loans], kind="stable")]
    owed = _owed_before(piece, place.row[loans])
    rows, sure = instalments(*owed, place.number[loans], place.left[loans], terms.rates.of(loans))
    _put(amounts, place.row[loans], rows, sure)
    return loans[sure]


def _deferral_and_instalments(
    piece: Piece, place: Place, terms: RuleColumns, loans: Column, amounts: dict[str, Column]
) -> Column:
    """What is left of a deferral, then the instalments computed on what is owed at its end."""
    loans = loans[np.argsort(-_deferred_left(place, terms, loans), kind="stable")]
    steps, rates = _deferred_left(place, terms, loans), terms.rates.of(loans)
    shares = terms.capitalises[loans].astype(float), terms.defers[loans].astype(float)
    deferred, sure = deferral(*_owed_before(piece, place.row[loans]), steps, shares, rates)
    left, end = place.left[loans] - steps, deferred.ends(steps)
    order = np.argsort(-left, kind="stable")
    owed = deferred.outstanding[end][order], deferred.deferred[end][order]
    rows, decided = instalments(*owed, terms.deferred[loans][order] + 1, left[order], rates.of(order))
    sure[order] &= decided
    _put(amounts, place.row[loans], deferred, sure)
    _put(amounts, (place.row[loans] + steps)[order], rows, sure[order])
    return loans[sure]


def _deferred_left(place: Place, terms: RuleColumns, loans: Column) -> Column:
    """How many instalments from the place on repay no principal."""
    return terms.deferred[loans] - place.number[loans] + 1


def _owed_before(piece: Piece, row: Column) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Outstanding and deferred interest before a row of each loan."""
    return piece.outstanding[row - 1].astype(float), piece.deferred[row - 1].astype(float)


def _put(amounts: dict[str, Column], first_row: Column, rows: Rows, sure: Flags) -> None:
    """Rows to come of the loans that are decided, from a row of each on."""
    loan, step = rows.lines.loans_and_steps()
    kept = slice(None) if sure.all() else sure[loan]
    target = (first_row[loan] + step)[kept]
    for name, column in amounts.items():
        column[target] = getattr(rows, name)[kept]


def _interest(
    piece: Piece, place: Place, terms: RuleColumns, loans: Column, amounts: dict[str, Column]
) -> Column:
    """Principal parts are what they were; only the interest beside them changes."""
    rates = terms.rates
    left = place.left[loans]
    loan = np.repeat(np.arange(len(loans)), left)
    target = place.row[loans][loan] + np.arange(len(loan)) - np.repeat(np.cumsum(left) - left, left)
    interest, sure = interest_beside(piece.outstanding[target - 1].astype(float), loan, rates.of(loans))
    kept = sure[loan]
    amounts["interest"][target[kept]] = interest[kept]
    return loans[sure]


def _with_new_rates(piece: Piece, place: Place, terms: RuleColumns, changed: Flags) -> Piece:
    """The new pair from the place on: in the stead of one that began there, or behind the last."""
    loans = np.flatnonzero(changed)
    last = piece.stretches[1:][loans] - 1
    first_row = place.row[loans] - piece.rows[:-1][loans]
    begins_there = piece.stretch_rows[last] == first_row
    pair = len(piece.pairs) + np.arange(len(loans))
    pairs = piece.stretch_pairs.copy()
    pairs[last[begins_there]] = pair[begins_there]
    behind, added = last[~begins_there] + 1, np.zeros(piece.loans, np.int64)
    added[loans[~begins_there]] = 1
    return replace(
        piece,
        stretches=piece.stretches + np.concatenate([[0], np.cumsum(added)]),
        stretch_rows=np.insert(piece.stretch_rows, behind, first_row[~begins_there]),
        stretch_pairs=np.insert(pairs, behind, pair[~begins_there]),
        pairs=np.concatenate(
            [piece.pairs, np.stack([terms.rate_units[loans], terms.progressivity_units[loans]], axis=1)]
        ),
    )
