"""Whether the rents of an operation carry its costs and its loans, year after year (équilibre d'exploitation)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate

from services.lending.domain.precision import scaled, to_cents
from services.lending.domain.schedule import Schedule

TAX_EXEMPT_YEARS = 25
TAX_EXEMPT_YEARS_GREEN = 30
"""Years without property tax, the second with environmental criteria (code général des impôts, art. 1384 A)."""
_RENT_CENTS_MAX = 10**15
ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class Charge:
    """A yearly cost: management, maintenance, major repairs, insurance, property tax.

    cents       in the first year; growth yearly, a fraction of 1
    from_year   the first one it falls in, 1 where it falls in all: after the exemption for property tax
    """

    cents: int
    growth: Decimal = ZERO
    from_year: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Operation:
    """What an operation takes in and spends over its years.

    rent_cents         of the first year, all let and paid; rent_growth yearly, a fraction of 1
    vacancy, unpaid    shares of the rents that do not come in
    repayments_cents   of loans, then of own funds, in each year from the first
    """

    years: int
    rent_cents: int
    rent_growth: Decimal = ZERO
    vacancy: Decimal = ZERO
    unpaid: Decimal = ZERO
    charges: tuple[Charge, ...] = ()
    repayments_cents: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Balance:
    """Result of each year, and the running total; in cents, the first year first."""

    results_cents: tuple[int, ...]

    @property
    def totals_cents(self) -> tuple[int, ...]:
        """What has come together by the end of each year."""
        return tuple(accumulate(self.results_cents))

    @property
    def first_negative_year(self) -> int | None:
        """The first year that loses money: the first test."""
        return _first_negative(self.results_cents)

    @property
    def first_negative_total(self) -> int | None:
        """The first year at whose end more was spent than came in: the second test."""
        return _first_negative(self.totals_cents)

    @property
    def holds(self) -> bool:
        """Whether both tests are passed."""
        return self.first_negative_year is None and self.first_negative_total is None


def balance(operation: Operation) -> Balance:
    """The yearly account: rents × (1 − vacancy − unpaid) − charges − repayments of loans and own funds.

    In year n an amount is its first year's × (1 + growth)^(n − 1); [C] each is rounded half-up to the cent.

    Source: the usual simulation of a social housing operation (compte d'exploitation prévisionnel).
    """
    return Balance(tuple(_result(operation, year) for year in range(1, operation.years + 1)))


def equilibrium_rent(operation: Operation) -> int | None:
    """The lowest rent of the first year that passes both tests, in cents, all else equal; None where none does."""
    low, high = 0, _RENT_CENTS_MAX
    if not balance(replace(operation, rent_cents=high)).holds:
        return None
    while low < high:
        middle = (low + high) // 2
        holds = balance(replace(operation, rent_cents=middle)).holds
        low, high = (low, middle) if holds else (middle + 1, high)
    return low


def loan_repayments(plans: Iterable[Schedule], first_year: int, years: int) -> tuple[int, ...]:
    """What loans collect in each civil year from the first, in cents."""
    paid = [0] * years
    for row in (row for plan in plans for row in plan.rows):
        if first_year <= row.due_on.year < first_year + years:
            paid[row.due_on.year - first_year] += row.instalment_cents
    return tuple(paid)


def _result(operation: Operation, year: int) -> int:
    comes_in = 1 - Fraction(operation.vacancy) - Fraction(operation.unpaid)
    rent = to_cents(scaled(_grown(operation.rent_cents, operation.rent_growth, year) * comes_in))
    charges = sum(
        to_cents(scaled(_grown(charge.cents, charge.growth, year)))
        for charge in operation.charges
        if year >= charge.from_year
    )
    repayments = operation.repayments_cents[year - 1] if year <= len(operation.repayments_cents) else 0
    return rent - charges - repayments


def _grown(cents: int, growth: Decimal, year: int) -> Fraction:
    return cents * (1 + Fraction(growth)) ** (year - 1)


def _first_negative(amounts: Sequence[int]) -> int | None:
    return next((year for year, cents in enumerate(amounts, 1) if cents < 0), None)
