"""Which rows of a piece are due, by a day or in a period, as columns: no row is made of what is only summed."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from services.lending.domain.batch.calendar import due_on, dues_before
from services.lending.portfolio.pieces import Piece

Column = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Dues:
    """Rows of some loans of a piece, in their order.

    loan    rank of each row's loan in the piece
    number  of the instalment; due_on an ordinal; amounts in cents
    """

    loan: Column
    number: Column
    due_on: Column
    instalment: Column
    interest: Column
    principal: Column


@dataclass(frozen=True, slots=True)
class Past:
    """Of each loan of a piece, at the end of a day.

    rows       how many of its rows are past
    began      ordinal of the day on which the period that runs began
    owed       principal not yet repaid, for loans that have started; deferred: interest due and not paid
    """

    rows: Column
    began: Column
    owed: Column
    deferred: Column


def calendar_of(piece: Piece) -> tuple[Column, Column, Column]:
    """Start, first due date and months between two of each loan, as `domain.batch.calendar` takes them."""
    return tuple(piece.calendars[name].astype(np.int64) for name in ("starts_on", "first_due_on", "months"))


def past(piece: Piece, day: date) -> Past:
    """Where each loan stands at the end of a day."""
    calendar = calendar_of(piece)
    instalments = _regular_past(piece, calendar, day)
    began = due_on(instalments, *calendar)
    for rank, apart in piece.irregular.items():
        gone = [row.told()[0] for row in apart if row.due_on <= day.toordinal()]
        own = [due.toordinal() for _, event, due in gone if event == "instalment"]
        began[rank] = max([began[rank], *own])
    rows = _with_irregular(piece, instalments, day)
    owed, deferred = _owed_before(piece, np.arange(piece.loans), piece.rows[:-1] + rows)
    return Past(rows, began, owed, deferred)


def rows_past(piece: Piece, day: date) -> Column:
    """How many rows of each loan are past at the end of a day."""
    return _with_irregular(piece, _regular_past(piece, calendar_of(piece), day), day)


def _regular_past(piece: Piece, calendar: tuple[Column, Column, Column], day: date) -> Column:
    regular = np.diff(piece.rows)
    for rank, rows in piece.irregular.items():
        regular[rank] -= len(rows)
    return np.minimum(dues_before(day + timedelta(1), *calendar), regular)


def _with_irregular(piece: Piece, regular: Column, day: date) -> Column:
    rows = regular.copy()
    for rank, apart in piece.irregular.items():
        rows[rank] += sum(row.due_on <= day.toordinal() for row in apart)
    return rows


def dues_between(piece: Piece, loans: Column, first: date, last: date) -> Dues:
    """The rows of some loans that fall due in a period, both days included."""
    begin = rows_past(piece, first - timedelta(1))[loans]
    counts = rows_past(piece, last)[loans] - begin
    loan = np.repeat(loans, counts)
    place = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts) + np.repeat(begin, counts)
    rows = piece.rows[loan] + place
    before, deferred = _owed_before(piece, loan, rows)
    after = piece.outstanding[rows]
    interest = np.where(after > before, 0, deferred + piece.interest[rows] - piece.deferred[rows])
    principal = np.where(after > before, 0, before - after)
    number = place + 1
    due = Dues(loan, number, np.zeros_like(rows), interest + principal, interest, principal)
    _put_irregular(piece, due, place)
    return due


def _put_irregular(piece: Piece, due: Dues, place: Column) -> None:
    """Days and numbers, counted without the irregular rows; and those rows, as they are kept."""
    apart = [
        (rank, row) for rank in set(piece.irregular) & set(due.loan.tolist()) for row in piece.irregular[rank]
    ]
    for rank, row in apart:
        due.number[(due.loan == rank) & (place > row.row)] -= 1
    due.due_on[:] = due_on(due.number, *(column[due.loan] for column in calendar_of(piece)))
    for rank, row in apart:
        here = (due.loan == rank) & (place == row.row)
        due.number[here], due.due_on[here] = row.number, row.due_on
        due.instalment[here], due.interest[here], due.principal[here] = (
            row.instalment,
            row.paid,
            row.principal,
        )


def _owed_before(piece: Piece, loan: Column, rows: Column) -> tuple[Column, Column]:
    """Outstanding and deferred interest before a row of each loan."""
    first = rows == piece.rows[loan]
    outstanding = np.where(first, piece.calendars["principal"][loan], piece.outstanding[rows - 1])
    return outstanding, np.where(first, 0, piece.deferred[rows - 1])
