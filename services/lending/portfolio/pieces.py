"""The schedules of some loans as one run of bytes, the same schedules always as the same bytes.

One loan is read in two short reads; all are read, and a revision written, as whole columns.

    piece    header · edges: where the rows, then where the stretches of each loan begin (uint32, and the end) ·
             calendars · stretches (row, pair: uint32) · pairs (rate, progressivity: int64), in order ·
             interest, deferred, outstanding (absent where all are 0, int32, or int64) · irregular rows (JSON)
"""

import json
import struct
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Self

import numpy as np
from numpy.typing import NDArray

from services.lending.domain.rows import Row
from services.lending.portfolio.packing import Calendar, Irregular, PackedLoan, Stretch, rows_of

Column = NDArray[np.int64]

AMOUNTS = ("interest", "deferred", "outstanding")
_MAGIC = b"EP2\0"
_HEADER = struct.Struct("<4sIIIIIBBBx")
_CALENDAR = np.dtype([(name, "<i8" if name == "principal" else "<i4") for name in Calendar._fields])
_STRETCH = np.dtype([("row", "<u4"), ("pair", "<u4")])
_PAIR = np.dtype("<i8")
_EDGE = np.dtype("<u4")


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
            calendars=np.array([loan.calendar for loan in loans], _CALENDAR),
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
        amounts = [_narrowed(getattr(self, name)) for name in AMOUNTS]
        stretches = np.empty(len(ranks), _STRETCH)
        stretches["row"], stretches["pair"] = self.stretch_rows, ranks
        apart = [[rank, *row] for rank in sorted(self.irregular) for row in self.irregular[rank]]
        said_apart = json.dumps(apart, separators=(",", ":")).encode() if apart else b""
        counts = self.loans, self.rows[-1], self.stretches[-1], len(pairs), len(said_apart)
        header = _HEADER.pack(_MAGIC, *counts, *(column.itemsize if len(column) else 0 for column in amounts))
        columns = [self.rows.astype(_EDGE), self.stretches.astype(_EDGE), self.calendars, stretches]
        columns += [pairs.astype(_PAIR), *amounts]
        return b"".join([header, *(column.tobytes() for column in columns), said_apart])

    @classmethod
    def from_bytes(cls, payload: bytes) -> Self:
        """What `to_bytes` wrote."""
        layout = Layout.of(payload)
        stretches = np.frombuffer(layout.cut(payload, "stretches"), _STRETCH)
        irregular = defaultdict(list)
        for rank, row in read_irregular(layout.cut(payload, "irregular")):
            irregular[rank].append(row)
        return cls(
            rows=np.frombuffer(layout.cut(payload, "rows"), _EDGE).astype(np.int64),
            stretches=np.frombuffer(layout.cut(payload, "stretch_edges"), _EDGE).astype(np.int64),
            calendars=np.frombuffer(layout.cut(payload, "calendars"), _CALENDAR),
            stretch_rows=stretches["row"].astype(np.int64),
            stretch_pairs=stretches["pair"].astype(np.int64),
            pairs=np.frombuffer(layout.cut(payload, "pairs"), _PAIR).reshape(-1, 2),
            **{name: layout.amounts(name, layout.cut(payload, name)) for name in AMOUNTS},
            irregular=dict(irregular),
        )


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a piece lie; `sizes` holds bytes an entry and number of entries of each, in their order."""

    sizes: dict[str, tuple[int, int]]

    @classmethod
    def of(cls, header: bytes) -> Self:
        """The layout that a piece's first bytes tell; raises ValueError where they are of another form."""
        magic, loans, rows, stretches, pairs, irregular, *widths = _HEADER.unpack_from(header)
        if magic != _MAGIC:
            raise ValueError(f"unknown packing {magic!r}")
        return cls(
            {
                "header": (1, _HEADER.size),
                "rows": (_EDGE.itemsize, loans + 1),
                "stretch_edges": (_EDGE.itemsize, loans + 1),
                "calendars": (_CALENDAR.itemsize, loans),
                "stretches": (_STRETCH.itemsize, stretches),
                "pairs": (2 * _PAIR.itemsize, pairs),
                **{name: (width, rows) for name, width in zip(AMOUNTS, widths, strict=True)},
                "irregular": (1, irregular),
            }
        )

    def place(self, part: str, first: int = 0, entries: int | None = None) -> tuple[int, int]:
        """First byte and number of bytes of some entries of a part; of all of them unless told."""
        begin = 0
        for name, (size, count) in self.sizes.items():
            if name == part:
                return begin + size * first, size * (count - first if entries is None else entries)
            begin += size * count
        raise KeyError(part)

    def cut(self, payload: bytes, part: str) -> bytes:
        """A part of a whole piece."""
        begin, length = self.place(part)
        return payload[begin : begin + length]

    def amounts(self, name: str, read: bytes, entries: int | None = None) -> Column:
        """A column of amounts from its bytes; zeros where it is absent."""
        width, count = self.sizes[name]
        if not width:
            return np.zeros(count if entries is None else entries, np.int64)
        return np.frombuffer(read, f"<i{width}").astype(np.int64)


def places_of(rank, loans) -> list[tuple]:
    """Where a piece of so many loans says where one of them lies: first byte and number of bytes of the header, of the
    two edges of its rows, of the two of its stretches, and of its calendar. Of numbers, or of columns in SQL.
    """
    edges = (loans + 1) * _EDGE.itemsize
    return [
        (0, _HEADER.size),
        (rank * _EDGE.itemsize + _HEADER.size, 2 * _EDGE.itemsize),
        (rank * _EDGE.itemsize + edges + _HEADER.size, 2 * _EDGE.itemsize),
        (rank * _CALENDAR.itemsize + 2 * edges + _HEADER.size, _CALENDAR.itemsize),
    ]


@dataclass(frozen=True, slots=True)
class Reading:
    """One loan of a piece, being read: from what stands at `places_of`, the places of the rest, then the loan.

    rank  of the loan in its piece
    """

    rank: int
    layout: Layout
    rows: tuple[int, int]
    stretches: tuple[int, int]
    calendar: Calendar

    @classmethod
    def begin(cls, rank: int, read: Sequence[bytes]) -> Self:
        """From the bytes at the places that `places_of` names."""
        header, rows, stretches, calendar = read
        return cls(
            rank,
            Layout.of(header),
            tuple(np.frombuffer(rows, _EDGE).tolist()),
            tuple(np.frombuffer(stretches, _EDGE).tolist()),
            Calendar(*np.frombuffer(calendar, _CALENDAR)[0].item()),
        )

    def places(self) -> list[tuple[int, int]]:
        """Where the rest lies: amounts, stretches, all pairs, all irregular rows."""
        first, end = self.rows
        amounts = [self.layout.place(name, first, end - first) for name in AMOUNTS]
        first, end = self.stretches
        stretches = self.layout.place("stretches", first, end - first)
        return [*amounts, stretches, self.layout.place("pairs"), self.layout.place("irregular")]

    def loan(self, read: Sequence[bytes]) -> PackedLoan:
        """The loan, from the bytes at those places."""
        *amounts, stretches, pairs, irregular = read
        count = self.rows[1] - self.rows[0]
        table = np.frombuffer(pairs, _PAIR).reshape(-1, 2)
        return PackedLoan(
            self.calendar,
            [
                Stretch(row, *table[pair].tolist())
                for row, pair in np.frombuffer(stretches, _STRETCH).tolist()
            ],
            *(
                self.layout.amounts(name, part, count).tolist()
                for name, part in zip(AMOUNTS, amounts, strict=True)
            ),
            [row for rank, row in read_irregular(irregular) if rank == self.rank],
        )


def read_irregular(written: bytes) -> list[tuple[int, Irregular]]:
    """The irregular rows of a piece, each with the rank of its loan."""
    return [(rank, Irregular(*row)) for rank, *row in json.loads(written)] if written else []


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
