"""Amounts of many loans rounded half-up to the cent in binary64, and which loans have one that is too close to tell."""

import numpy as np
from numpy.typing import NDArray

from services.lending.domain.batch.lines import Block, Counts, Floats, Lines

Flags = NDArray[np.bool_]

CENTS_MAX = float(2**43)
"""88 billion euros: a loan that owes more is left to the exact rules."""
_NEAR = 2.0**-8
"""Parts of a cent: an amount no nearer to a half is told from it; a loan whose error may be larger is left, too."""


class Rounding:
    """Amounts of loans being rounded half-up to the cent, block after block, and those that came near to a half.

    exact  the amounts of the lines of a block
    """

    def __init__(self, lines: Lines, grain: Floats | None = None) -> None:
        """grain  one entry a loan; not known where absent."""
        self._lines = lines
        self._grain = np.zeros(int(lines.edges[1])) if grain is None else grain
        self._half = 0.5 + self._grain
        self.exact = np.empty(lines.entries_at_once)
        self._near: list[tuple[Counts, Floats]] = []

    def product(self, amounts: Floats, factors: Floats, inner: slice, out: Floats) -> Floats:
        """A line of amounts, each times its factor, in whole cents; a half goes up, and on a known grain what error put
        just below it.
        """
        exact = np.multiply(amounts, factors, out=self.exact[inner])
        np.add(exact, self._half[: len(exact)], out=out)
        return np.floor(out, out=out)

    def round(self, block: Block, out: Floats) -> Floats:
        """All the exact amounts of a block in whole cents; no grain is known."""
        entries = block.entries.stop - block.entries.start
        cents = np.add(self.exact[:entries], 0.5, out=out[:entries])
        np.floor(cents, out=cents)
        self._note(block, cents)
        return cents

    def check(self, block: Block, cents: Floats) -> None:
        """Note which amounts of a block came near to a half.

        cents  of all lines
        """
        self._note(block, cents[block.entries])

    def _note(self, block: Block, cents: Floats) -> None:
        exact = self.exact[: len(cents)]
        away = np.abs(np.subtract(exact, cents, out=exact), out=exact)
        near = np.flatnonzero(away > 0.5 - _NEAR)
        self._near.append((self._lines.loans_of(block.entries.start + near), away[near]))

    def are_sure(self, largest: Floats, relative_error: Floats | float) -> Flags:
        """The loans none of whose amounts could have been rounded otherwise, with exact ones off by as much at most.

        largest  one entry a loan: what none of its amounts exceeds
        """
        error = (largest + 1) * relative_error
        on_grain = error < self._grain
        sure = (largest <= CENTS_MAX) & ((error < _NEAR) | on_grain)
        for loans, away in self._near:
            sure[loans[~on_grain[loans] & (away + error[loans] >= 0.5)]] = False
        return sure
