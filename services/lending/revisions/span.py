"""Chunks that are revised together: whole columns cost little more for eight thousand loans than for one thousand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, pairwise
from typing import Self

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.portfolio.book import Book, read_book
from services.lending.portfolio.pieces import Piece
from services.lending.portfolio.store import read_chunk
from services.lending.portfolio.tables import Loan
from services.lending.revisions.tables import RevisionChunk


@dataclass(frozen=True, slots=True)
class Span:
    """Some chunks of a run, their loans one after the other: what is called a slot here is a place among them all.

    due    the chunks, in order
    edges  where the loans of each begin, and the end
    """

    due: Sequence[RevisionChunk]
    edges: Sequence[int]
    book: Book
    before: Piece

    @classmethod
    def read(cls, session: Session, due: Sequence[RevisionChunk]) -> Self:
        """The loans that some chunks held when their run started, with the schedules that readers saw."""
        pieces = [read_chunk(session, each.chunk, each.before_version_id).part(0, each.loans) for each in due]
        book = read_book(session, {each.chunk: each.loans for each in due})
        edges = list(accumulate((each.loans for each in due), initial=0))
        return cls(due, edges, book, Piece.joined(pieces))

    def chunks(self) -> Iterator[tuple[RevisionChunk, slice]]:
        """Each chunk with the slots of its loans."""
        return ((each, slice(*ends)) for each, ends in zip(self.due, pairwise(self.edges), strict=True))

    def chunk_of(self, slot: int) -> int:
        """The number of the chunk that a loan is in."""
        return self.due[int(np.searchsorted(self.edges, slot, side="right")) - 1].chunk

    def called_beyond(self, session: Session, day: date) -> dict[int, date]:
        """The loans with instalments called on a day or later, and up to which."""
        beyond = sa.select(Loan.chunk, Loan.slot, Loan.billed_until).where(
            Loan.chunk.in_([each.chunk for each in self.due]), Loan.billed_until >= day
        )
        first = {each.chunk: slots.start for each, slots in self.chunks()}
        return {first[row.chunk] + row.slot: row.billed_until for row in session.execute(beyond)}

    def loans(self, session: Session, slots: Sequence[int]) -> dict[int, Loan]:
        """The loans of some slots."""
        found = {}
        for each, place in self.chunks():
            of_chunk = [slot - place.start for slot in slots if place.start <= slot < place.stop]
            if of_chunk:
                these = sa.select(Loan).where(Loan.chunk == each.chunk, Loan.slot.in_(of_chunk))
                found |= {place.start + loan.slot: loan for loan in session.scalars(these)}
        return found
