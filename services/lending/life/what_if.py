"""What a value of an index would change for the loans that a structure owes, or guarantees: nothing is written.

It is the preview of the bank, over these loans alone: the same columns, the same exact rules for what they leave.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, Self
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.fixings import Fixing, IndexHistory
from services.lending.portfolio.access import BORROWER, GUARANTOR, let_read_structure
from services.lending.portfolio.billing import RevisionAtWork
from services.lending.portfolio.book import read_book
from services.lending.portfolio.fixings import fixings_in_force
from services.lending.portfolio.sharing import at_shares, guaranteed_by, shares_of
from services.lending.portfolio.store import is_revising, read_chunk
from services.lending.portfolio.tables import Loan, Structure, VisibleChunk
from services.lending.revisions.chunk import ChunkWork
from services.lending.revisions.effects import Effects
from services.lending.revisions.rules import Rules, histories_beside
from shared import clock
from shared.auth import Caller
from shared.db import reading
from shared.errors import Refusal

LOANS_MAX = 20_000
"""Loans of one question: the largest borrower has 15,000, the largest guarantor 20,000."""

FIGURES = ("next_before", "next_after", "year_before", "year_after", "interest_before", "interest_after")


class TooManyLoans(Refusal):
    french = "Cet organisme a {value} prêts ; une simulation en compte au plus {allowed}."
    english = "This organisation has {value} loans; a what-if counts at most {allowed}."


@dataclass(frozen=True, slots=True)
class Question:
    """A value that an index might take from a day on."""

    index: str
    effective_on: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class _Part:
    """The structure's loans of one chunk, in order of slot, and what would change for each."""

    loans: Sequence[sa.Row]
    effects: Effects


@dataclass(frozen=True, slots=True)
class _Answer:
    """The loans in question, and of each whether it would change and its FIGURES, in columns."""

    loans: Sequence[sa.Row]
    is_change: np.ndarray
    figures: np.ndarray

    @classmethod
    def of(cls, parts: Sequence[_Part]) -> Self:
        """Of all chunks together."""
        figures = [np.stack([getattr(part.effects, name) for name in FIGURES], axis=1) for part in parts]
        return cls(
            [loan for part in parts for loan in part.loans],
            np.concatenate([np.zeros(0, bool), *(part.effects.is_change for part in parts)]),
            np.concatenate([np.zeros((0, len(FIGURES)), np.int64), *figures]),
        )

    def sums(self, which: Any = slice(None)) -> dict[str, int]:
        """The figures of some loans, added up."""
        return _figures(self.figures[which].sum(axis=0))

    def told(self, structure_id: UUID, limit: int, offset: int) -> dict[str, Any]:
        """As the API tells it; `limit` and `offset` say which loans to list."""
        return {
            "structure_id": structure_id,
            "as_of": clock.today(),
            "loans": len(self.loans),
            "loans_changed": int(self.is_change.sum()),
            "total": self.sums(),
            "items": [
                {
                    "loan_number": self.loans[row].loan_number,
                    "borrower_name": self.loans[row].borrower_name or "",
                    "is_change": bool(self.is_change[row]),
                    **_figures(self.figures[row]),
                }
                for row in range(len(self.loans))[offset : offset + limit]
            ],
        }

    def by_borrower(self) -> list[dict[str, Any]]:
        """The sums of each borrower, by name."""
        names = {loan.borrower_id: loan.borrower_name or "" for loan in self.loans}
        ranks = {borrower_id: rank for rank, borrower_id in enumerate(names)}
        which = np.array([ranks[loan.borrower_id] for loan in self.loans], np.int64)
        told = [
            {
                "borrower_id": borrower_id,
                "borrower_name": names[borrower_id],
                "loans": int((which == rank).sum()),
                "loans_changed": int(self.is_change[which == rank].sum()),
                **self.sums(which == rank),
            }
            for borrower_id, rank in ranks.items()
        ]
        return sorted(told, key=lambda sums: sums["borrower_name"])


def what_if(
    structure_id: UUID, reader: Caller, question: Question, limit: int = 50, offset: int = 0
) -> dict[str, Any]:
    """What falls due next, within a year, and interest to maturity, as it is and as it would be: of each loan, in all.

    Raises RevisionAtWork while a revision is planned or runs: what it is about to show would be counted in.
    """
    let_read_structure(reader, BORROWER, structure_id)
    with reading() as session:
        answer = _answer(session, Loan.borrower_id == structure_id, question)
    return answer.told(structure_id, limit, offset)


def guaranteed_what_if(
    structure_id: UUID, reader: Caller, question: Question, limit: int = 50, offset: int = 0
) -> dict[str, Any]:
    """The same of the loans that a structure guarantees, at its shares, and by borrower."""
    let_read_structure(reader, GUARANTOR, structure_id)
    with reading() as session:
        whole = _answer(session, Loan.loan_number.in_(guaranteed_by(structure_id)), question)
        shares = shares_of(session, structure_id)
    ours = [shares[loan.loan_number] for loan in whole.loans]
    answer = replace(whole, figures=at_shares(whole.figures, ours, np.arange(len(ours))))
    return answer.told(structure_id, limit, offset) | {"borrowers": answer.by_borrower()}


def _answer(session: Session, wanted: sa.ColumnElement[bool], question: Question) -> _Answer:
    if is_revising(session):
        raise RevisionAtWork(retry_after_seconds=10)
    return _Answer.of(list(_parts(session, wanted, question)))


def _figures(amounts: np.ndarray) -> dict[str, int]:
    return dict(zip(FIGURES, amounts.tolist(), strict=True))


def _parts(session: Session, wanted: sa.ColumnElement[bool], question: Question) -> Iterator[_Part]:
    concerned = session.execute(
        sa.select(
            Loan.loan_number,
            Loan.borrower_id,
            Structure.name.label("borrower_name"),
            Loan.chunk,
            Loan.slot,
            Loan.billed_until,
            VisibleChunk.version_id,
        )
        .join(VisibleChunk, VisibleChunk.chunk == Loan.chunk)
        .outerjoin(Structure, Structure.structure_id == Loan.borrower_id)
        .where(wanted)
        .order_by(Loan.chunk, Loan.slot)
        .limit(LOANS_MAX + 1)
    ).all()
    if len(concerned) > LOANS_MAX:
        raise TooManyLoans(field="structure_id", value=f"> {LOANS_MAX}", allowed=LOANS_MAX)
    rules = _rules(session, question)
    for _, loans in groupby(concerned, key=lambda loan: loan.chunk):
        yield _part(session, list(loans), rules)


def _rules(session: Session, question: Question) -> Rules:
    known = fixings_in_force(session, question.index)
    others = [fixing for fixing in known if fixing.effective_on != question.effective_on]
    asked = Fixing(question.effective_on, question.value)
    return Rules(question.index, IndexHistory([*others, asked]), question.effective_on)


def _part(session: Session, loans: Sequence[sa.Row], rules: Rules) -> _Part:
    slots = [loan.slot for loan in loans]
    chunk, version_id = loans[0].chunk, loans[0].version_id
    book = read_book(session, {chunk: slots[-1] + 1}).of_slots(slots)
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
