"""The rest of many loans' schedules at one go: instalments that repay, rounded as the exact rules round them.

Amounts are whole cents held in binary64, exact below 2^53; rates and factors are the nearest binary64, so that what is
rounded to the cent carries an error, bounded below in units u = 2^-53. An amount is taken where no error of that size
could have rounded it otherwise; a loan with any other amount is left undecided, for the exact rules to compute.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from services.lending.domain.batch.lines import Block, Counts, Floats, Lines, Rows
from services.lending.domain.batch.rounding import CENTS_MAX, Flags, Rounding

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
    rows, largest = Rows.of(count), np.zeros(len(count))
    interests = Rounding(rows.lines, rates.grain)
    for block in rows.lines.blocks():
        for line, inner, loans, going_on in block.spans:
            owed = outstanding + deferred
            np.maximum(largest[:loans], owed, out=largest[:loans])
            interest = interests.product(owed, rates.rate[:loans], inner, out=rows.interest[line])
            to_principal, to_deferred = (share[:loans] * interest for share in shares)
            outstanding = np.add(outstanding, to_principal, out=rows.outstanding[line])[:going_on]
            deferred = np.add(deferred, to_deferred, out=rows.deferred[line])[:going_on]
        interests.check(block, rows.interest)
    return rows, interests.are_sure(largest * rates.rate, _INTEREST)


def _repaid(
    outstanding: Floats, deferred: Floats, number: Counts, count: Counts, rates: PeriodRates
) -> tuple[Rows, Flags, Flags]:
    """The rows, which loans are decided, and which are plain: nothing deferred, each payment more than its interest.

    Only where a payment is less than its interest does a loan owe more, and bear more interest, than at first: the rows
    of such loans mean nothing.
    """
    rows = Rows.of(count)
    is_plain, largest = deferred == 0, outstanding * rates.rate
    payments = _Payments(outstanding, number, count, rates, rows.lines)
    interests = Rounding(rows.lines, rates.grain)
    for block in rows.lines.blocks():
        paid = payments.of(block)
        for line, inner, loans, going_on in block.spans:
            interest = interests.product(outstanding, rates.rate[:loans], inner, out=rows.interest[line])
            left = rows.outstanding[line]
            left[going_on:] = 0
            outstanding = np.add(outstanding[:going_on], interest[:going_on], out=left[:going_on])
            outstanding -= paid[inner][:going_on]
        interests.check(block, rows.interest)
        odd = (paid < rows.interest[block.entries]) | (rows.outstanding[block.entries] < 0)
        is_plain[rows.lines.loans_of(block.entries.start + np.flatnonzero(odd))] = False
    return rows, payments.are_sure(count) & interests.are_sure(largest, _INTEREST), is_plain


def _deferring(
    outstanding: Floats, deferred: Floats, number: Counts, count: Counts, rates: PeriodRates
) -> tuple[Rows, Flags]:
    """The rows of any loans, and which are decided."""
    rows = Rows.of(count)
    owed = outstanding + deferred
    largest, most_deferred = owed.copy(), deferred.copy()
    payments = _Payments(owed, number, count, rates, rows.lines)
    interests = Rounding(rows.lines, rates.grain)
    for block in rows.lines.blocks():
        payment = payments.of(block)
        for line, inner, loans, going_on in block.spans:
            np.maximum(largest[:loans], owed, out=largest[:loans])
            interest = interests.product(owed, rates.rate[:loans], inner, out=rows.interest[line])
            due = interest + deferred
            instalment = owed + interest
            np.minimum(instalment[:going_on], payment[inner][:going_on], out=instalment[:going_on])
            paid = np.minimum(instalment, due)
            instalment -= paid
            np.maximum(most_deferred[:loans], due, out=most_deferred[:loans])
            deferred = np.subtract(due, paid, out=rows.deferred[line])[:going_on]
            outstanding = np.subtract(outstanding, instalment, out=rows.outstanding[line])[:going_on]
            owed = outstanding + deferred
        interests.check(block, rows.interest)
    sure = payments.are_sure(count) & interests.are_sure(largest * rates.rate, _INTEREST)
    return rows, sure & (most_deferred <= CENTS_MAX)


class _Payments:
    """The payments of loans, computed once, growing from one to the next, rounded once each."""

    def __init__(self, owed: Floats, number: Counts, count: Counts, rates: PeriodRates, lines: Lines) -> None:
        self._next = owed / worth(number, count, rates)
        self._growths = _growths(number, rates)
        self._done = 0
        self._cents = np.empty(lines.entries_at_once)
        self._rounding = Rounding(lines)
        self._largest = self._next * np.maximum(rates.growth, 1) ** (-(-count // rates.every))

    def of(self, block: Block) -> Floats:
        """The next payments, line after line; that of the last row of a loan too, which settles all whatever it is."""
        for _, inner, _, going_on in block.spans:
            self._rounding.exact[inner] = self._next
            self._done += 1
            growths = self._growths[self._done % len(self._growths)]
            self._next = self._next[:going_on] * growths[:going_on]
        return self._rounding.round(block, out=self._cents)

    def are_sure(self, count: Counts) -> Flags:
        """The loans none of whose payments could have been rounded otherwise."""
        return self._rounding.are_sure(self._largest, _SERIES_FIRST + _SERIES_EACH * count)


def _growths(number: Counts, rates: PeriodRates) -> Floats:
    """By what payments grow after so many of them, counted in turns of as many lines as there are: by 1 where not."""
    turn = int(np.lcm.reduce(np.unique(rates.every)))
    done = np.arange(turn)[:, None]
    return np.where((done + number - 1) % rates.every == 0, rates.growth, 1.0)


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
