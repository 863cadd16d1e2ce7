"""Columns against the exact rules on 100,000 different mixed loans: every row of each, and how many columns leave.

`python -m tests.benchmarks.equality [LOANS]` prints the count, and fails at the first cent of difference.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from itertools import islice

import numpy as np
from rich.console import Console

from deploy.demo.bank import loan_lines
from services.lending.domain.fixings import Fixing, IndexHistory
from services.lending.domain.schedule import Schedule, schedule
from services.lending.domain.terms import followed_index
from services.lending.portfolio.book import Book, page_of
from services.lending.portfolio.computing import revised_schedule
from services.lending.portfolio.packing import pack
from services.lending.portfolio.pieces import Piece
from services.lending.portfolio.schemas import LoanLine, LoanLineSchema
from services.lending.revisions.columns import revise_columns
from services.lending.revisions.rules import Rules
from tests.benchmarks.big_bank import CHUNK_LOANS, NEW_VALUE_ON, known_fixings

LOANS = 100_000
VALUES = ("0.015", "0.0137", "0.0225")
"""One after the other, chunk by chunk: the value that was fixed, one that no rate of a contract meets, a higher one."""


@dataclass
class Counted:
    """loans, rows compared; loans that columns revised, that did not change, that columns left to the exact rules."""

    loans: int = 0
    rows: int = 0
    revised: int = 0
    unchanged: int = 0
    left: int = 0

    def add(self, other: "Counted") -> None:
        for field in fields(self):
            setattr(self, field.name, getattr(self, field.name) + getattr(other, field.name))


def run(loans: int = LOANS) -> None:
    """Compare, and print the count."""
    total, known = Counted(), known_fixings()
    for number, lines in enumerate(_chunks(loans)):
        new = Fixing(NEW_VALUE_ON, Decimal(VALUES[number % len(VALUES)]))
        total.add(_compared(lines, known, new))
    console = Console(width=110, highlight=False)
    console.print(
        f"{total.loans:,} different loans, {total.rows:,} rows: no cent of difference.\n"
        f"{total.revised:,} revised by columns, {total.unchanged:,} not concerned or not changed, "
        f"{total.left:,} left to the exact rules ({total.left / total.loans:.3%})"
    )


def _chunks(loans: int) -> Iterator[list[LoanLine]]:
    schema, given = LoanLineSchema(), loan_lines(loans)
    while chunk := [schema.load(line) for line in islice(given, CHUNK_LOANS)]:
        yield chunk


def _compared(lines: list[LoanLine], known: list[Fixing], new: Fixing) -> Counted:
    before, history = IndexHistory(known), IndexHistory([*known, new])
    plans = [_plan(line, before) for line in lines]
    rules, piece = Rules("livret_a", history, new.effective_on), Piece.of([pack(plan) for plan in plans])
    result = revise_columns(Book.of([page_of(lines)]), piece, rules, {})
    counted = Counted(len(lines), 0, int(result.changed.sum()), 0, int(result.open.sum()))
    counted.unchanged = len(lines) - counted.revised - counted.left
    for slot in np.flatnonzero(~result.open).tolist():
        rows, exact = result.piece.rows_of(slot), _exact(lines[slot], plans[slot], history, new)
        if rows != exact:
            raise AssertionError(f"{lines[slot].loan_number}: columns differ from the exact rules")
        counted.rows += len(rows)
    return counted


def _plan(line: LoanLine, history: IndexHistory) -> Schedule:
    return schedule(line.terms, history if followed_index(line.terms) == "livret_a" else ())


def _exact(line: LoanLine, plan: Schedule, history: IndexHistory, new: Fixing) -> tuple:
    if followed_index(line.terms) != "livret_a":
        return plan.rows
    return revised_schedule(line.terms, history, plan, date.min, new.effective_on).rows


if __name__ == "__main__":
    run(int(sys.argv[1]) if len(sys.argv) > 1 else LOANS)
