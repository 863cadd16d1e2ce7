"""The schedules of some loans as one run of bytes, the same schedules always as the same bytes.

One loan is read in two short reads; all are read, and a revision written, as whole columns.
layout.py says how the bytes lie.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Self

import numpy as np
from numpy.typing import NDArray

from services.lending.domain.rows import Row
from services.lending.portfolio.layout import (
    AMOUNTS,
    CALENDAR,
    EDGE,
    HEADER,
    MAGIC,
    NONE,
    PAIR,
    STRETCH,
    Column,
    Layout,
    read_irregular,
)
from services.lending.portfolio.packing import Calendar, Irregular, PackedLoan, Stretch, rows_of


@dataclass(slots=True)
class Piece:
    """Schedules as columns: those of all loans behind one another.

    rows, stretches  where each loan begins, and the end: loans + 1 entries
    calendars        one a loan, see packing.Calendar
    stretch_rows     first row of a stretch, counted from the loan's first
    stretch_pairs    which of `pairs` applies; a pair is (rate, progressivity) in units of 10^-12
    irregular        of each loan that has any, by rank
    """

    rows: Column
    stretches: Column
    calendars: NDArray
    stretch_rows: Column
    stretch_pairs: Column
    pairs: NDArray[np.int64]
    interest: Column
    deferred: Column
    outstanding: Column
    irregular: dict[int, list[Irregular]] = field(default_factory=dict)

    @classmethod
    def of(cls, loans: Sequence[PackedLoan]) -> Self:
        """The piece of some loans, in their order."""
        stretches = [stretch for loan in loans for stretch in loan.stretches]
        rates = np.array([stretch[1:] for stretch in stretches], np.int64).reshape(-1, 2)
        pairs, ranks = np.unique(rates, axis=0, return_inverse=True)
        return cls(
            rows=_edges(len(loan.interest) for loan in loans),
            stretches=_edges(len(loan.stretches) for loan in loans),
            calendars=np.array([loan.calendar for loan in loans], CALENDAR),
            stretch_rows=np.array([stretch.row for stretch in stretches], np.int64),
            stretch_pairs=ranks.reshape(-1),
            pairs=pairs,
            **{
                name: np.array([cents for loan in loans for cents in getattr(loan, name)], np.int64)
                for name in AMOUNTS
            },
            irregular={rank: loan.irregular for rank, loan in enumerate(loans) if loan.irregular},
        )

    @classmethod
    def joined(cls, pieces: Sequence[Self]) -> Self:
        """The loans of several pieces, one after the other, as one."""
        if len(pieces) == 1:
            return pieces[0]
        ranks = accumulate((piece.loans for piece in pieces), initial=0)
        pairs = accumulate((len(piece.pairs) for piece in pieces), initial=0)
        ranks_and_pieces = list(zip(ranks, pieces, strict=False))
        return cls(
            rows=_joined_edges([piece.rows for piece in pieces]),
            stretches=_joined_edges([piece.stretches for piece in pieces]),
            calendars=np.concatenate([piece.calendars for piece in pieces]),
            stretch_rows=np.concatenate([piece.stretch_rows for piece in pieces]),
            stretch_pairs=np.concatenate(
                [piece.stretch_pairs + before for before, piece in zip(pairs, pieces, strict=False)]
            ),
            pairs=np.concatenate([piece.pairs for piece in pieces]),
            **{name: np.concatenate([getattr(piece, name) for piece in pieces]) for name in AMOUNTS},
            irregular={
                before + rank: rows
                for before, piece in ranks_and_pieces
                for rank, rows in piece.irregular.items()
            },
        )

    def part(self, first: int, end: int) -> "Piece":
        """Its loans from one rank up to another, which is left out."""
        rows = slice(self.rows[first], self.rows[end])
        stretches = slice(self.stretches[first], self.stretches[end])
        return Piece(
            rows=self.rows[first : end + 1] - self.rows[first],
            stretches=self.stretches[first : end + 1] - self.stretches[first],
            calendars=self.calendars[first:end],
            stretch_rows=self.stretch_rows[stretches],
            stretch_pairs=self.stretch_pairs[stretches],
            pairs=self.pairs,
            **{name: getattr(self, name)[rows] for name in AMOUNTS},
            irregular={rank - first: found for rank, found in self.irregular.items() if first <= rank < end},
        )

    def of_ranks(self, ranks: Sequence[int]) -> "Piece":
        """Some of its loans, by rank in their order; those that lie together are taken together."""
        places = np.asarray(ranks)
        runs = np.split(places, np.flatnonzero(np.diff(places) != 1) + 1)
        return Piece.joined([self.part(int(run[0]), int(run[-1]) + 1) for run in runs])

    @property
    def loans(self) -> int:
        """How many it holds."""
        return len(self.calendars)

    def loan(self, rank: int) -> PackedLoan:
        """One of its loans."""
        rows = slice(self.rows[rank], self.rows[rank + 1])
        stretches = slice(self.stretches[rank], self.stretches[rank + 1])
        pairs = self.pairs[self.stretch_pairs[stretches]].tolist()
        first_rows = self.stretch_rows[stretches].tolist()
        return PackedLoan(
            Calendar(*self.calendars[rank].item()),
            [Stretch(row, *pair) for row, pair in zip(first_rows, pairs, strict=True)],
            *(getattr(self, name)[rows].tolist() for name in AMOUNTS),
            self.irregular.get(rank, []),
        )

    def rows_of(self, rank: int) -> tuple[Row, ...]:
        """The rows of one of its loans."""
        return rows_of(self.loan(rank))

    def with_loans(self, changed: Mapping[int, PackedLoan]) -> "Piece":
        """The same with some loans replaced, by rank."""
        parts, done = [], 0
        for rank in sorted(changed):
            parts += [self.part(done, rank), Piece.of([changed[rank]])]
            done = rank + 1
        return Piece.joined([*parts, self.part(done, self.loans)]) if parts else self

    def to_bytes(self) -> bytes:
        """As it is stored."""
        pairs, ranks = _in_order(self.pairs, self.stretch_pairs)
        deferred, places = self._deferred_kept()
        amounts = [_narrowed(column) for column in (self.interest, deferred, self.outstanding)]
        stretches = np.empty(len(ranks), STRETCH)
        stretches["row"], stretches["pair"] = self.stretch_rows, ranks
        apart = [[rank, *row] for rank in sorted(self.irregular) for row in self.irregular[rank]]
        said_apart = json.dumps(apart, separators=(",", ":")).encode() if apart else b""
        counts = self.loans, self.rows[-1], len(deferred), self.stretches[-1], len(pairs), len(said_apart)
        header = HEADER.pack(MAGIC, *counts, *(column.itemsize if len(column) else 0 for column in amounts))
        columns = [self.rows.astype(EDGE), self.stretches.astype(EDGE), self.calendars, places, stretches]
        columns += [pairs.astype(PAIR), *amounts]
        return b"".join([header, *(column.tobytes() for column in columns), said_apart])

    def _deferred_kept(self) -> tuple[Column, NDArray]:
        """The deferred interest of the loans that have any, and where it begins of each loan."""
        counts = np.diff(self.rows)
        met = np.concatenate([[0], np.cumsum(self.deferred != 0)])
        has_any = met[self.rows[1:]] > met[self.rows[:-1]]
        kept = np.where(has_any, counts, 0)
        places = np.where(has_any, np.cumsum(kept) - kept, NONE)
        return self.deferred[np.repeat(has_any, counts)], places.astype(EDGE)

    @classmethod
    def from_bytes(cls, payload: bytes) -> Self:
        """What `to_bytes` wrote."""
        layout = Layout.of(payload)
        stretches = np.frombuffer(layout.cut(payload, "stretches"), STRETCH)
        irregular = defaultdict(list)
        for rank, row in read_irregular(layout.cut(payload, "irregular")):
            irregular[rank].append(row)
        rows = np.frombuffer(layout.cut(payload, "rows"), EDGE).astype(np.int64)
        places = np.frombuffer(layout.cut(payload, "deferred_places"), EDGE)
        amounts = {name: layout.amounts(name, layout.cut(payload, name)) for name in AMOUNTS}
        deferred = np.zeros(rows[-1], np.int64)
        deferred[np.repeat(places != NONE, np.diff(rows))] = amounts["deferred"]
        return cls(
            rows=rows,
            stretches=np.frombuffer(layout.cut(payload, "stretch_edges"), EDGE).astype(np.int64),
            calendars=np.frombuffer(layout.cut(payload, "calendars"), CALENDAR),
            stretch_rows=stretches["row"].astype(np.int64),
            stretch_pairs=stretches["pair"].astype(np.int64),
            pairs=np.frombuffer(layout.cut(payload, "pairs"), PAIR).reshape(-1, 2),
            **amounts | {"deferred": deferred},
            irregular=dict(irregular),
        )


def _edges(counts: Iterable[int]) -> Column:
    return np.array([0, *accumulate(counts)], np.int64)


def _joined_edges(edges: Sequence[Column]) -> Column:
    return np.concatenate([[0], np.cumsum(np.concatenate([np.diff(each) for each in edges]))])


def _in_order(pairs: NDArray[np.int64], ranks: Column) -> tuple[NDArray[np.int64], Column]:
    """The pairs that are used, once each and in order, and the ranks among them."""
    used = np.flatnonzero(np.bincount(ranks, minlength=len(pairs)))
    order = used[np.lexsort((pairs[used, 1], pairs[used, 0]))]
    first = np.ones(len(order), bool)
    first[1:] = (pairs[order[1:]] != pairs[order[:-1]]).any(axis=1)
    new_rank = np.zeros(len(pairs), np.int64)
    new_rank[order] = np.cumsum(first) - 1
    return pairs[order[first]], new_rank[ranks]


def _narrowed(cents: Column) -> NDArray:
    """In four bytes where they hold every amount, none where all are 0."""
    if not cents.any():
        return np.empty(0, "<i4")
    fits = np.abs(cents).max() <= np.iinfo(np.int32).max
    return cents.astype("<i4" if fits else "<i8")
