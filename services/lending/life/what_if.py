"""What a value of an index would change for the loans of one borrower: asked and answered at once, nothing is written.

It is the preview of the bank, over a borrower's own loans: the same columns, the same exact rules for what they leave.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.fixings import Fixing, IndexHistory
from services.lending.portfolio.access import BORROWER, let_read_structure
from services.lending.portfolio.billing import RevisionAtWork
from services.lending.portfolio.book import read_book
from services.lending.portfolio.fixings import fixings_in_force
from services.lending.portfolio.store import is_revising, read_chunk
from services.lending.portfolio.tables import Loan, VisibleChunk
from services.lending.revisions.chunk import ChunkWork
from services.lending.revisions.effects import Effects
from services.lending.revisions.rules import Rules, histories_beside
from shared import clock
from shared.auth import Caller
from shared.db import reading
from shared.errors import Refusal

LOANS_MAX = 20_000
"""Loans of one question: the largest borrower has 15,000."""

FIGURES = ("next_before", "next_after", "year_before", "year_after", "interest_before", "interest_after")


class TooManyLoans(Refusal):
    french = "Cet emprunteur a {value} prêts ; une simulation en compte au plus {allowed}."
    english = "This borrower has {value} loans; a what-if counts at most {allowed}."


@dataclass(frozen=True, slots=True)
class Question:
    """A value that an index might take from a day on."""

    index: str
    effective_on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class _Part:
    """The borrower's loans of one chunk, in order of slot, and what would change for each."""

    loans: Sequence[sa.Row]
    effects: Effects


def what_if(
    structure_id: UUID, reader: Caller, question: Question, limit: int = 50, offset: int = 0
) -> dict[str, Any]:
    """What falls due next, within a year, and interest to maturity, as it is and as it would be: of each loan, in all.

    Raises RevisionAtWork while a revision is planned or runs: what it is about to show would be counted in.
    """
    let_read_structure(reader, BORROWER, structure_id)
    with reading() as session:
        if is_revising(session):
            raise RevisionAtWork(retry_after_seconds=10)
        parts = list(_parts(session, structure_id, question))
    loans = [loan for part in parts for loan in part.loans]
    changed = np.concatenate([np.zeros(0, bool), *(part.effects.is_change for part in parts)])
    figures = {name: _column(parts, name) for name in FIGURES}
    rows = range(len(loans))[offset : offset + limit]
    return {
        "structure_id": structure_id,
        "as_of": clock.today(),
        "loans": len(loans),
        "loans_changed": int(changed.sum()),
        "total": {name: int(column.sum()) for name, column in figures.items()},
        "items": [
            {"loan_number": loans[row].loan_number, "is_change": bool(changed[row])}
            | {name: int(column[row]) for name, column in figures.items()}
            for row in rows
        ],
    }


def _column(parts: Sequence[_Part], name: str) -> np.ndarray:
    return np.concatenate([np.zeros(0, np.int64), *(getattr(part.effects, name) for part in parts)])


def _parts(session: Session, structure_id: UUID, question: Question) -> Iterator[_Part]:
    borrowed = session.execute(
        sa.select(Loan.loan_number, Loan.chunk, Loan.slot, Loan.billed_until, VisibleChunk.version_id)
        .join(VisibleChunk, VisibleChunk.chunk == Loan.chunk)
        .where(Loan.borrower_id == structure_id)
        .order_by(Loan.chunk, Loan.slot)
        .limit(LOANS_MAX + 1)
    ).all()
    if len(borrowed) > LOANS_MAX:
        raise TooManyLoans(field="structure_id", value=f"> {LOANS_MAX}", allowed=LOANS_MAX)
    rules = _rules(session, question)
    for _, loans in groupby(borrowed, key=lambda loan: loan.chunk):
        yield _part(session, list(loans), rules)


def _rules(session: Session, question: Question) -> Rules:
    known = fixings_in_force(session, question.index)
    others = [fixing for fixing in known if fixing.effective_on != question.effective_on]
    asked = Fixing(question.effective_on, question.value)
    return Rules(question.index, IndexHistory([*others, asked]), question.effective_on)


def _part(session: Session, loans: Sequence[sa.Row], rules: Rules) -> _Part:
    slots = [loan.slot for loan in loans]
    chunk, version_id = loans[0].chunk, loans[0].version_id
    book = read_book(session, chunk, slots[-1] + 1).of_slots(slots)
    called = {
        rank: loan.billed_until for rank, loan in enumerate(loans) if loan.billed_until >= rules.effective_on
    }
    piece = read_chunk(session, chunk, version_id).of_ranks(slots)
    work = ChunkWork(book, piece, rules, called, clock.today())
    by_hand = _loans(session, [loans[rank].loan_number for rank in work.by_hand])
    held = {rank: by_hand[loans[rank].loan_number] for rank in work.by_hand}
    return _Part(loans, work.finish(held, histories_beside(session, rules, by_hand.values())).effects)


def _loans(session: Session, numbers: Sequence[str]) -> dict[str, Loan]:
    found = session.scalars(sa.select(Loan).where(Loan.loan_number.in_(numbers))) if numbers else ()
    return {loan.loan_number: loan for loan in found}
