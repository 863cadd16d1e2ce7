"""How rows to come of many loans lie in flat columns: line after line, a line being a row of every loan that has it."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]

_BLOCK = 1 << 15
"""Entries of a block: what is written and read again about them takes some 250 kB each."""


class Block(NamedTuple):
    """Some lines that follow one another.

    entries  where they stand in a flat column
    spans    of each: where it stands in that column, and where in the block; how many loans it has, and how many of
             them go on
    """

    entries: slice
    spans: list[tuple[slice, slice, int, int]]


@dataclass(frozen=True, slots=True)
class Lines:
    """How rows to come follow each other in a flat column: the next row of every loan, then the one after of those
    that have two left, and so on.

    edges  where each line begins, and the end of the last
    """

    edges: Counts

    @classmethod
    def of(cls, count: Counts) -> Self:
        """The lines of loans with so many rows left, at least 1, none of a later loan more than of an earlier one."""
        alive = np.searchsorted(-count, -np.arange(count[0]), side="left")
        return cls(np.concatenate([[0], np.cumsum(alive)]))

    def blocks(self) -> Iterator[Block]:
        """The lines in order, as many at a time as stay close to the processor."""
        edges = self.edges.tolist()
        sizes = [end - start for start, end in pairwise(edges)]
        line = 0
        while line < len(sizes):
            first, end = edges[line], max(line + 1, bisect_right(edges, edges[line] + _BLOCK) - 1)
            spans = [
                (
                    slice(edges[each], edges[each + 1]),
                    slice(edges[each] - first, edges[each + 1] - first),
                    sizes[each],
                    sizes[each + 1] if each + 1 < len(sizes) else 0,
                )
                for each in range(line, end)
            ]
            yield Block(slice(first, edges[end]), spans)
            line = end

    @property
    def entries_at_once(self) -> int:
        """What the largest block has."""
        return min(int(self.edges[-1]), max(_BLOCK, int(self.edges[1])))

    def loans_of(self, entries: Counts) -> Counts:
        """Which loan each of some entries is of."""
        return entries - self.edges[np.searchsorted(self.edges, entries, side="right") - 1]

    def loans_and_steps(self) -> tuple[Counts, Counts]:
        """For each entry, which loan it is of, and how many rows of the loan come before it."""
        step = np.repeat(np.arange(len(self.edges) - 1), np.diff(self.edges))
        return np.arange(self.edges[-1]) - self.edges[step], step


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows to come, line after line; cents."""

    lines: Lines
    interest: Floats
    deferred: Floats
    outstanding: Floats

    @classmethod
    def of(cls, count: Counts) -> Self:
        """Room for rows of loans with so many left; nothing is deferred yet."""
        lines = Lines.of(count)
        entries = int(lines.edges[-1])
        return cls(lines, np.empty(entries), np.zeros(entries), np.empty(entries))

    def ends(self, count: Counts) -> Counts:
        """Where the last row of each loan stands."""
        return self.lines.edges[count - 1] + np.arange(len(count))

    def put(self, loans: Counts, rows: Self) -> None:
        """Take the rows of some of the loans from elsewhere."""
        loan, step = rows.lines.loans_and_steps()
        entries = self.lines.edges[step] + loans[loan]
        self.interest[entries], self.deferred[entries] = rows.interest, rows.deferred
        self.outstanding[entries] = rows.outstanding
