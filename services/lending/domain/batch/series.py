"""The rest of many loans' schedules at one go: instalments that repay, rounded as the exact rules round them.

Amounts are whole cents held in binary64, exact below 2^53; rates and factors are the nearest binary64, so that what is
rounded to the cent carries an error, bounded below in units u = 2^-53. An amount is taken where no error of that size
could have rounded it otherwise; a loan with any other amount is left undecided, for the exact rules to compute.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]

CENTS_MAX = float(2**43)
"""88 billion euros: a loan that owes more is left to the exact rules."""

_U = 2.0**-53
_INTEREST = 8 * _U
"""Relative error of an interest, before it is rounded: rate, product and the half that is added are 3 u."""
_SERIES_FIRST, _SERIES_EACH = 128 * _U, 8 * _U
"""Relative error of a payment, one u for each rounding behind it. The ratio q of growth to discount is off by 3.1 u,
its k-th power by 4.1 k u; n payments' worth, which powers up to the n-th make up, by (4.1 n + 80) u; growing adds 2 u
for each payment: (6.1 n + 90) u in all, for n payments left.
"""


@dataclass(frozen=True, slots=True)
class PeriodRates:
    """One entry a loan.

    rate    interest of 1 over a period
    growth  factor from one instalment to a larger one
    every   after how many instalments they grow: each time, or once a year, on the anniversaries of the first one
    grain   a quarter of the parts of a cent that rate × cents comes in; 0 where they are not known, as for roots.
            Only on a known grain can an exact half be told from what is just below it
    """

    rate: Floats
    growth: Floats
    every: Counts
    grain: Floats

    def of(self, loans: NDArray) -> Self:
        """Those of some loans."""
        return PeriodRates(self.rate[loans], self.growth[loans], self.every[loans], self.grain[loans])


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

    def spans(self) -> Iterator[tuple[int, int, int]]:
        """First entry of each line, how many loans it has, and how many of them go on."""
        edges = self.edges.tolist()
        sizes = [end - start for start, end in pairwise(edges)]
        return zip(edges, sizes, [*sizes[1:], 0], strict=False)

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


def instalments(
    outstanding: Floats, deferred: Floats, number: Counts, count: Counts, rates: PeriodRates
) -> tuple[Rows, Flags]:
    """The rows of instalment-priority loans whose instalment is computed now, over the instalments left.

    outstanding, deferred  cents, before the first of them
    number, count          of that first one, and how many are left, as `Lines.of` wants them
    Returns the rows, and which loans are decided.

    The first instalment is what is owed / what a series of payments growing from 1 is worth; each is rounded half-up.
    It pays the interest, then deferred interest, then principal; the last one settles all: `domain/amortisation.py`.
    """
    rows, sure, is_plain = _repaid(outstanding, deferred, number, count, rates)
    others = np.flatnonzero(~is_plain)
    if len(others):
        given = outstanding[others], deferred[others], number[others], count[others], rates.of(others)
        their_rows, sure[others] = _deferring(*given)
        rows.put(others, their_rows)
    return rows, sure & (outstanding + deferred <= CENTS_MAX)


def deferral(
    outstanding: Floats, deferred: Floats, count: Counts, shares: tuple[Floats, Floats], rates: PeriodRates
) -> tuple[Rows, Flags]:
    """The rows of instalments that repay no principal yet.

    outstanding, deferred  cents, before the first of them
    count                  how many there are, as `Lines.of` wants them
    shares                 of the interest that joins the principal, and of what joins the deferred interest: 1 or 0
    Returns the rows, and which loans are decided.
    """
    rows, rounding = Rows.of(count), Rounding(len(count), rates.grain)
    for start, loans, going_on in rows.lines.spans():
        line = slice(start, start + loans)
        interest = rounding.to_cents((outstanding + deferred) * rates.rate[:loans], out=rows.interest[line])
        to_principal, to_deferred = (share[:loans] * interest for share in shares)
        outstanding = np.add(outstanding, to_principal, out=rows.outstanding[line])[:going_on]
        deferred = np.add(deferred, to_deferred, out=rows.deferred[line])[:going_on]
    return rows, rounding.is_sure(_INTEREST)


def _repaid(
    outstanding: Floats, deferred: Floats, number: Counts, count: Counts, rates: PeriodRates
) -> tuple[Rows, Flags, Flags]:
    """The rows, which loans are decided, and which are plain: nothing deferred, each payment more than its interest."""
    rows = Rows.of(count)
    is_plain, least = deferred == 0, np.full(len(count), np.inf)
    payments = _Payments(outstanding, number, count, rates)
    # A plain loan owes ever less: its first interest is its largest.
    interests = Rounding(len(count), rates.grain, largest=outstanding * rates.rate)
    for start, loans, going_on in rows.lines.spans():
        line = slice(start, start + loans)
        interest = interests.to_cents(outstanding * rates.rate[:loans], out=rows.interest[line])[:going_on]
        principal = payments.next(going_on)
        principal -= interest
        np.minimum(least[:going_on], principal, out=least[:going_on])
        is_plain[going_on:loans] &= outstanding[going_on:] >= 0
        left = rows.outstanding[line]
        left[going_on:] = 0
        outstanding = np.subtract(outstanding[:going_on], principal, out=left[:going_on])
    return rows, payments.are_sure(count) & interests.is_sure(_INTEREST), is_plain & (least >= 0)


def _deferring(
    outstanding: Floats, deferred: Floats, number: Counts, count: Counts, rates: PeriodRates
) -> tuple[Rows, Flags]:
    """The rows of any loans, and which are decided."""
    rows = Rows.of(count)
    owed = outstanding + deferred
    payments, interests = _Payments(owed, number, count, rates), Rounding(len(count), rates.grain)
    for start, loans, going_on in rows.lines.spans():
        line = slice(start, start + loans)
        interest = interests.to_cents(owed * rates.rate[:loans], out=rows.interest[line])
        due = interest + deferred
        instalment = owed + interest
        np.minimum(instalment[:going_on], payments.next(going_on), out=instalment[:going_on])
        paid = np.minimum(instalment, due)
        instalment -= paid
        deferred = np.subtract(due, paid, out=rows.deferred[line])[:going_on]
        outstanding = np.subtract(outstanding, instalment, out=rows.outstanding[line])[:going_on]
        owed = outstanding + deferred
    sure = payments.are_sure(count) & interests.is_sure(_INTEREST)
    if rows.deferred.max() > CENTS_MAX:
        loan, _ = rows.lines.loans_and_steps()
        sure[loan[rows.deferred > CENTS_MAX]] = False
    return rows, sure


class _Payments:
    """The payments of loans, computed once, growing from one to the next, rounded once each."""

    def __init__(self, owed: Floats, number: Counts, count: Counts, rates: PeriodRates) -> None:
        self._exact = owed / worth(number, count, rates)
        self._growth, self._every = rates.growth, rates.every
        self._grow_each_time = rates.every.max() == 1
        self._grows_after = 1 + -number % rates.every
        self._done = 0
        growths = np.maximum(rates.growth, 1) ** (-(-count // rates.every))
        self._rounding = Rounding(len(owed), largest=self._exact * growths)

    def next(self, loans: int) -> Floats:
        """The next payment of the first so many loans."""
        exact = self._exact[:loans]
        self._done += 1
        self._exact = exact * self._growth[:loans] if self._grow_each_time else self._grown(exact)
        return self._rounding.to_cents(exact, out=np.empty(loans))

    def _grown(self, exact: Floats) -> Floats:
        """Those that grow now grown: few of them each time."""
        growing = np.flatnonzero(self._grows_after[: len(exact)] == self._done)
        self._grows_after[growing] += self._every[growing]
        grown = exact.copy()
        grown[growing] *= self._growth[growing]
        return grown

    def are_sure(self, count: Counts) -> Flags:
        """The loans none of whose payments could have been rounded otherwise."""
        return self._rounding.is_sure(_SERIES_FIRST + _SERIES_EACH * count)


def interest_beside(owed: Floats, loan: Counts, rates: PeriodRates) -> tuple[Floats, Flags]:
    """Interest of periods that begin with so much owed, rounded half-up, for loans whose principal parts stand already.

    owed, loan  one entry a period: cents, and whose they are
    Returns the interest of each period, and which loans are decided.
    """
    product, grain = owed * rates.rate[loan], rates.grain[loan]
    interest = np.floor(product + (0.5 + grain))
    error = (product + 1) * _INTEREST
    decided = ((np.abs(product - interest) + error < 0.5) | (error < grain)) & (owed <= CENTS_MAX)
    sure = np.ones(len(rates.rate), bool)
    sure[loan[~decided]] = False
    return interest, sure


def worth(number: Counts, count: Counts, rates: PeriodRates) -> Floats:
    """What the payments left are worth one period before the first, which is 1: Σ g^(growths before) / (1 + i)^k.

    With v = 1/(1 + i): what is left of the first year, then whole years, each g·v^every times the one before, then the
    rest of the last. No term is negative, so nothing cancels, and i = p is no case apart.
    """
    discount = 1 / (1 + rates.rate)
    first = np.minimum(rates.every - (number - 1) % rates.every, count)
    years, rest = np.divmod(count - first, rates.every)
    first_worth, first_power = geometric(discount, first)
    year_worth, year_power = geometric(discount, rates.every)
    years_worth, years_power = geometric(rates.growth * year_power, years)
    rest_worth, _ = geometric(discount, rest)
    later = year_worth * years_worth + years_power * rest_worth
    return discount * (first_worth + rates.growth * first_power * later)


def geometric(ratio: Floats, count: Counts) -> tuple[Floats, Floats]:
    """1 + q + q² + … (count terms), and q^count.

    From the binary digits of count: S(2k) = S(k)(1 + q^k), S(k + 1) = 1 + q·S(k).
    """
    total, reached = np.zeros_like(ratio), np.ones_like(ratio)
    for bit in reversed(range(int(count.max()).bit_length())):
        total *= 1 + reached
        reached *= reached
        odd = (count >> bit & 1).astype(bool)
        total = np.where(odd, 1 + ratio * total, total)
        reached = np.where(odd, reached * ratio, reached)
    return total, reached


class Rounding:
    """Amounts being rounded half-up to the cent, and how close to a half the closest of each loan came."""

    def __init__(self, loans: int, grain: Floats | None = None, largest: Floats | None = None) -> None:
        """largest  what no amount of a loan exceeds, where that is known beforehand."""
        self._grain = np.zeros(loans) if grain is None else grain
        self._half = 0.5 + self._grain
        self._furthest = np.zeros(loans)
        self._is_bound = largest is not None
        self._largest = np.zeros(loans) if largest is None else largest

    def to_cents(self, exact: Floats, out: Floats) -> Floats:
        """Whole cents of the first so many loans; a half goes up, and on a known grain what error put just below it.

        The exact amounts are used up: their room is written over.
        """
        loans = len(exact)
        np.add(exact, self._half[:loans], out=out)
        np.floor(out, out=out)
        if not self._is_bound:
            np.maximum(self._largest[:loans], exact, out=self._largest[:loans])
        away = np.abs(np.subtract(exact, out, out=exact), out=exact)
        np.maximum(self._furthest[:loans], away, out=self._furthest[:loans])
        return out

    def is_sure(self, relative_error: Floats | float) -> Flags:
        """The loans none of whose amounts could have been rounded otherwise, with exact ones off by as much at most."""
        error = (self._largest + 1) * relative_error
        between = self._furthest + error < 0.5
        return (between | (error < self._grain)) & (self._largest <= CENTS_MAX)
