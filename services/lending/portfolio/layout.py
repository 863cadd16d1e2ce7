"""How the bytes of a piece lie (see pieces.py), and how one loan is read of them without the others.

piece    header · edges: where the rows, then where the stretches of each loan begin (uint32, and the end) ·
         calendars · stretches (row, pair: uint32) · pairs (rate, progressivity: int64), in order ·
         interest, deferred, outstanding (absent where all are 0, int32, or int64) · irregular rows (JSON)
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
MAGIC = b"EP2\0"
HEADER = struct.Struct("<4sIIIIIBBBx")
CALENDAR = np.dtype([(name, "<i8" if name == "principal" else "<i4") for name in Calendar._fields])
STRETCH = np.dtype([("row", "<u4"), ("pair", "<u4")])
PAIR = np.dtype("<i8")
EDGE = np.dtype("<u4")


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the parts of a piece lie; `sizes` holds bytes an entry and number of entries of each, in their order."""

    sizes: dict[str, tuple[int, int]]

    @classmethod
    def of(cls, header: bytes) -> Self:
        """The layout that a piece's first bytes tell; raises ValueError where they are of another form."""
        magic, loans, rows, stretches, pairs, irregular, *widths = HEADER.unpack_from(header)
        if magic != MAGIC:
            raise ValueError(f"unknown packing {magic!r}")
        return cls(
            {
                "header": (1, HEADER.size),
                "rows": (EDGE.itemsize, loans + 1),
                "stretch_edges": (EDGE.itemsize, loans + 1),
                "calendars": (CALENDAR.itemsize, loans),
                "stretches": (STRETCH.itemsize, stretches),
                "pairs": (2 * PAIR.itemsize, pairs),
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
    edges = (loans + 1) * EDGE.itemsize
    return [
        (0, HEADER.size),
        (rank * EDGE.itemsize + HEADER.size, 2 * EDGE.itemsize),
        (rank * EDGE.itemsize + edges + HEADER.size, 2 * EDGE.itemsize),
        (rank * CALENDAR.itemsize + 2 * edges + HEADER.size, CALENDAR.itemsize),
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
            tuple(np.frombuffer(rows, EDGE).tolist()),
            tuple(np.frombuffer(stretches, EDGE).tolist()),
            Calendar(*np.frombuffer(calendar, CALENDAR)[0].item()),
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
        table = np.frombuffer(pairs, PAIR).reshape(-1, 2)
        return PackedLoan(
            self.calendar,
            [Stretch(row, *table[pair].tolist()) for row, pair in np.frombuffer(stretches, STRETCH).tolist()],
            *(
                self.layout.amounts(name, part, count).tolist()
                for name, part in zip(AMOUNTS, amounts, strict=True)
            ),
            [row for rank, row in read_irregular(irregular) if rank == self.rank],
        )


def read_irregular(written: bytes) -> list[tuple[int, Irregular]]:
    """The irregular rows of a piece, each with the rank of its loan."""
    return [(rank, Irregular(*row)) for rank, *row in json.loads(written)] if written else []
