"""How the bytes of a piece lie (see pieces.py), and how one loan is read of them without the others.

piece    header · edges: where the rows, then where the stretches of each loan begin (uint32, and the end) ·
         calendars · where the deferred interest of each loan begins (uint32, or NONE where all of it is 0) ·
         stretches (row, pair: uint32) · pairs (rate, progressivity: int64), in order ·
         interest, deferred, outstanding (absent where there is none, int32, or int64) · irregular rows (JSON)

Deferred interest is kept of the loans that have any: one in seven.
"""

import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from services.lending.portfolio.packing import Calendar, Irregular, PackedLoan, Stretch

Column = NDArray[np.int64]

AMOUNTS = ("interest", "deferred", "outstanding")
MAGIC = b"EP3\0"
HEADER = struct.Struct("<4sIIIIIIBBBx")
CALENDAR = np.dtype([(name, "<i8" if name == "principal" else "<i4") for name in Calendar._fields])
STRETCH = np.dtype([("row", "<u4"), ("pair", "<u4")])
PAIR = np.dtype("<i8")
EDGE = np.dtype("<u4")
NONE = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a piece lie; `sizes` holds bytes an entry and number of entries of each, in their order."""

    sizes: dict[str, tuple[int, int]]

    @classmethod
    def of(cls, header: bytes) -> Self:
        """The layout that a piece's first bytes tell; raises ValueError where they are of another form."""
        magic, loans, rows, deferred, stretches, pairs, irregular, *widths = HEADER.unpack_from(header)
        if magic != MAGIC:
            raise ValueError(f"unknown packing {magic!r}")
        return cls(
            {
                "header": (1, HEADER.size),
                "rows": (EDGE.itemsize, loans + 1),
                "stretch_edges": (EDGE.itemsize, loans + 1),
                "calendars": (CALENDAR.itemsize, loans),
                "deferred_places": (EDGE.itemsize, loans),
                "stretches": (STRETCH.itemsize, stretches),
                "pairs": (2 * PAIR.itemsize, pairs),
                **dict(zip(AMOUNTS, zip(widths, (rows, deferred, rows), strict=True), strict=True)),
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

    def amounts(self, name: str, read: bytes) -> Column:
        """All amounts that are kept of a column, or some of them, from their bytes; zeros where it is absent."""
        width, count = self.sizes[name]
        return np.frombuffer(read, f"<i{width}").astype(np.int64) if width else np.zeros(count, np.int64)


def places_of(rank, loans) -> list[tuple]:
    """Where a piece of so many loans says where one of them lies: first byte and number of bytes of the header, of the
    two edges of its rows, of the two of its stretches, of its calendar, and of the place of its deferred interest.
    Of numbers, or of columns in SQL.
    """
    edges = (loans + 1) * EDGE.itemsize
    return [
        (0, HEADER.size),
        (rank * EDGE.itemsize + HEADER.size, 2 * EDGE.itemsize),
        (rank * EDGE.itemsize + edges + HEADER.size, 2 * EDGE.itemsize),
        (rank * CALENDAR.itemsize + 2 * edges + HEADER.size, CALENDAR.itemsize),
        (rank * EDGE.itemsize + loans * CALENDAR.itemsize + 2 * edges + HEADER.size, EDGE.itemsize),
    ]


@dataclass(frozen=True, slots=True)
class Reading:
    """One loan of a piece, being read: from what stands at `places_of`, the places of the rest, then the loan.

    rank            of the loan in its piece
    deferred_place  of its deferred interest among all that is kept; NONE where all of it is 0
    """

    rank: int
    layout: Layout
    rows: tuple[int, int]
    stretches: tuple[int, int]
    calendar: Calendar
    deferred_place: int

    @classmethod
    def begin(cls, rank: int, read: Sequence[bytes]) -> Self:
        """From the bytes at the places that `places_of` names."""
        header, rows, stretches, calendar, deferred = read
        return cls(
            rank,
            Layout.of(header),
            tuple(np.frombuffer(rows, EDGE).tolist()),
            tuple(np.frombuffer(stretches, EDGE).tolist()),
            Calendar(*np.frombuffer(calendar, CALENDAR)[0].item()),
            int(np.frombuffer(deferred, EDGE)[0]),
        )

    def places(self) -> list[tuple[int, int]]:
        """Where the rest lies: amounts, stretches, all pairs, all irregular rows."""
        first, count = self.rows[0], self.rows[1] - self.rows[0]
        deferred = (0, 0) if self.deferred_place == NONE else (self.deferred_place, count)
        kept = dict.fromkeys(AMOUNTS, (first, count)) | {"deferred": deferred}
        amounts = [self.layout.place(name, *kept[name]) for name in AMOUNTS]
        first, end = self.stretches
        stretches = self.layout.place("stretches", first, end - first)
        return [*amounts, stretches, self.layout.place("pairs"), self.layout.place("irregular")]

    def loan(self, read: Sequence[bytes]) -> PackedLoan:
        """The loan, from the bytes at those places."""
        *amounts, stretches, pairs, irregular = read
        none = [0] * (self.rows[1] - self.rows[0])
        columns = [
            self.layout.amounts(name, part).tolist() if part else none
            for name, part in zip(AMOUNTS, amounts, strict=True)
        ]
        table = np.frombuffer(pairs, PAIR).reshape(-1, 2)
        return PackedLoan(
            self.calendar,
            [Stretch(row, *table[pair].tolist()) for row, pair in np.frombuffer(stretches, STRETCH).tolist()],
            *columns,
            [row for rank, row in read_irregular(irregular) if rank == self.rank],
        )


def read_irregular(written: bytes) -> list[tuple[int, Irregular]]:
    """The irregular rows of a piece, each with the rank of its loan."""
    return [(rank, Irregular(*row)) for rank, *row in json.loads(written)] if written else []
