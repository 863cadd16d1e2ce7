"""What is to be called of the loans of a chunk: as columns where all rows are regular instalments, else row by row."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa

from services.lending.domain.batch.calendar import due_on
from services.lending.portfolio.dues import calendar_of, dues_between
from services.lending.portfolio.pieces import Piece
from services.lending.portfolio.upcoming import to_call


class Call(NamedTuple):
    """A row that is called; amounts in cents."""

    number: int
    due_on: date
    instalment_cents: int
    interest_cents: int
    principal_cents: int


class Calls(NamedTuple):
    """What is called of a loan, in order, and when something is to be called next; None once everything was."""

    due: list[Call]
    next_call_on: date | None


def calls_of(piece: Piece, loans: Sequence[sa.Row], due_until: date) -> list[Calls]:
    """What each loan has due up to a day that was not called yet.

    loans  slot and billed_until of each, in order of slot; each has something due by then
    """
    apart = [loan for loan in loans if loan.slot in piece.irregular]
    regular = [loan for loan in loans if loan.slot not in piece.irregular]
    found = {loan.slot: _row_by_row(piece, loan, due_until) for loan in apart}
    if regular:
        found |= _as_columns(piece, regular, due_until)
    return [found[loan.slot] for loan in loans]


def _row_by_row(piece: Piece, loan: sa.Row, due_until: date) -> Calls:
    coming = to_call(piece.rows_of(loan.slot), after=loan.billed_until)
    due = [
        Call(
            row.number,
            row.due_on,
            row.instalment_cents,
            row.interest_paid_cents,
            row.principal_repaid_cents,
        )
        for row in coming
        if row.due_on <= due_until
    ]
    later = coming[len(due) :]
    return Calls(due, later[0].due_on if later else None)


def _as_columns(piece: Piece, loans: Sequence[sa.Row], due_until: date) -> dict[int, Calls]:
    slots = np.array([loan.slot for loan in loans])
    called = np.array([loan.billed_until.toordinal() for loan in loans])
    first = min(loan.billed_until for loan in loans) + timedelta(1)
    dues = dues_between(piece, slots, first, due_until)
    new = dues.due_on > called[np.searchsorted(slots, dues.loan)]
    names = ("loan", "number", "due_on", "instalment", "interest", "principal")
    coming: dict[int, list[Call]] = defaultdict(list)
    for slot, number, day, *amounts in zip(
        *(getattr(dues, name)[new].tolist() for name in names), strict=True
    ):
        coming[slot].append(Call(number, date.fromordinal(day), *amounts))
    following = np.array([coming[slot][-1].number for slot in slots.tolist()]) + 1
    days = due_on(following, *(column[slots] for column in calendar_of(piece)))
    is_left = following <= np.diff(piece.rows)[slots]
    return {
        slot: Calls(coming[slot], date.fromordinal(day) if left else None)
        for slot, day, left in zip(slots.tolist(), days.tolist(), is_left.tolist(), strict=True)
    }
