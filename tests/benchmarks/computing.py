"""Merely computing: the rows to come of many loans by our columns, by our exact rules, and by other libraries.

numpy-financial computes interest and principal of level instalments in binary64, rounding nothing; QuantLib's
FixedRateLeg builds the interest payments on what its sinkingNotionals say is owed. Neither revises, defers, grows or
rounds: they are the nearest there is.
"""

import time
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy_financial
import QuantLib
from rich.console import Console
from rich.table import Table

from services.lending.domain.batch.rates import period_floats
from services.lending.domain.batch.series import PeriodRates, instalments
from services.lending.domain.fixings import Fixing, IndexHistory
from services.lending.domain.rates import LoanRates
from services.lending.domain.schedule import schedule
from services.lending.domain.terms import followed_index
from shared.memory import keep_freed_memory
from tests.benchmarks.big_bank import NEW_VALUE_ON, Model, known_fixings

LOANS_AT_ONCE = 8_000
BROADCAST_LOANS = 1_000_000
ROWS_EACH = 40
ROUNDS = 5
EXACT_LOANS, QUANTLIB_LOANS = 300, 200
RATE = 0.021


@dataclass(frozen=True)
class Problem:
    """Loans at the moment of a revision, those with most instalments left first; an entry a loan, cents."""

    outstanding: np.ndarray
    deferred: np.ndarray
    number: np.ndarray
    count: np.ndarray
    rates: PeriodRates

    @property
    def rows(self) -> int:
        return int(self.count.sum())


def run(different: Sequence[Model]) -> None:
    """Measure, and print the table; memory is held as workers hold it, for all of them."""
    keep_freed_memory()
    mixed = problem(different)
    level = Problem(
        mixed.outstanding, mixed.deferred, mixed.number, np.full(LOANS_AT_ONCE, ROWS_EACH), mixed.rates
    )
    table = Table("Computing", "µs a loan", "ns a row", "× ours")
    for name, loans in (("mixed", mixed), (f"{ROWS_EACH} rows each", level)):
        ours = _per_loan(lambda loans=loans: _columns(loans), LOANS_AT_ONCE)
        others = (
            ("columns of ours, to the cent", ours),
            (
                "numpy-financial ipmt + ppmt",
                _per_loan(lambda loans=loans: _numpy_financial(loans), LOANS_AT_ONCE),
            ),
        )
        for means, seconds in others:
            table.add_row(f"{means}, {name}", *_figures(seconds, loans.rows / LOANS_AT_ONCE, ours))
    broadcast = _per_loan(lambda: _numpy_financial(_repeated(level)), BROADCAST_LOANS, rounds=1)
    means = f"numpy-financial, {ROWS_EACH} rows each, {BROADCAST_LOANS:,} in one broadcast"
    table.add_row(means, *_figures(broadcast, ROWS_EACH, ours))
    rows = np.mean([len(model.plan.rows) for model in different[:EXACT_LOANS]])
    table.add_row("exact rules, whole life", *_figures(_exact(different[:EXACT_LOANS]), rows, ours))
    for means, read in (("interest", _interest), ("interest and what is owed", _interest_and_owed)):
        name = f"QuantLib FixedRateLeg, {ROWS_EACH} rows each, {means}"
        table.add_row(name, *_figures(_quantlib(read), ROWS_EACH, ours))
    Console(width=120).print(table)


def problem(different: Sequence[Model]) -> Problem:
    """The loans that repay by instalment at the Livret A, where the value of 1 February 2026 meets them."""
    known = [*known_fixings(), Fixing(NEW_VALUE_ON, known_fixings()[-1].value - Decimal("0.002"))]
    history = IndexHistory(known)
    found = []
    for model in different:
        terms = model.line.terms
        if followed_index(terms) != "livret_a" or terms.profile != "instalment_priority":
            continue
        met = bisect_left([row.due_on for row in model.plan.rows], NEW_VALUE_ON)
        rows = [row for row in model.plan.rows[met:] if row.event == "instalment"]
        if len(rows) > 1:
            pair = LoanRates(terms, history).on(NEW_VALUE_ON)
            first = rows[0]
            state = first.outstanding_cents, first.deferred_interest_cents, first.number + 1, len(rows) - 1
            found.append((*state, *period_floats(pair, terms)))
    found = sorted((found[rank % len(found)] for rank in range(LOANS_AT_ONCE)), key=lambda loan: -loan[3])
    outstanding, deferred, number, count, *floats = map(np.array, zip(*found, strict=True))
    return Problem(outstanding.astype(float), deferred.astype(float), number, count, PeriodRates(*floats))


def _columns(loans: Problem) -> None:
    instalments(loans.outstanding, loans.deferred, loans.number, loans.count, loans.rates)


def _numpy_financial(loans: Problem) -> None:
    """Broadcast over loans of one length at a time: no row is computed in vain."""
    for count in np.unique(loans.count):
        of_length = loans.count == count
        rate, principal = loans.rates.rate[of_length], -loans.outstanding[of_length]
        period = np.arange(1, count + 1)[:, None]
        numpy_financial.ipmt(rate, period, count, principal)
        numpy_financial.ppmt(rate, period, count, principal)


def _repeated(loans: Problem) -> Problem:
    """As many as fill one broadcast over the whole portfolio: 3 GB."""
    again = np.arange(BROADCAST_LOANS) % LOANS_AT_ONCE
    columns = (loans.outstanding, loans.deferred, loans.number, loans.count)
    return Problem(*(column[again] for column in columns), loans.rates.of(again))


def _exact(different: Sequence[Model]) -> float:
    history = IndexHistory(known_fixings())
    plans = [model for model in different if followed_index(model.line.terms) == "livret_a"]
    return _per_loan(lambda: [schedule(model.line.terms, history) for model in plans], len(plans), rounds=2)


def _interest(leg: QuantLib.Leg) -> list[float]:
    return [flow.amount() for flow in leg]


def _interest_and_owed(leg: QuantLib.Leg) -> list[tuple[float, float]]:
    """What our columns give of every row, but the principal, which is what is owed less what is owed next."""
    coupons = map(QuantLib.as_fixed_rate_coupon, leg)
    return [(coupon.amount(), coupon.nominal()) for coupon in coupons]


def _quantlib(read: Callable[[QuantLib.Leg], list]) -> float:
    start = QuantLib.Date(1, 5, 2026)
    end = QuantLib.Date(1, 5, 2026 + ROWS_EACH)
    period, calendar = QuantLib.Period(QuantLib.Annual), QuantLib.NullCalendar()
    as_it_is = QuantLib.Unadjusted, QuantLib.Unadjusted, QuantLib.DateGeneration.Forward, False
    count = QuantLib.Thirty360(QuantLib.Thirty360.BondBasis)

    def leg(nominal: float) -> list:
        dates = QuantLib.Schedule(start, end, period, calendar, *as_it_is)
        owed = QuantLib.sinkingNotionals(
            QuantLib.Period(ROWS_EACH, QuantLib.Years), QuantLib.Annual, RATE, nominal
        )
        return read(QuantLib.FixedRateLeg(dates, count, owed[:-1], [RATE]))

    return _per_loan(lambda: [leg(1e6 + number) for number in range(QUANTLIB_LOANS)], QUANTLIB_LOANS)


def _per_loan(work: Callable[[], object], loans: int, rounds: int = ROUNDS) -> float:
    """Processor seconds a loan, the best of some rounds."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        work()
        best = min(best, time.process_time() - started)
    return best / loans


def _figures(seconds: float, rows: float, ours: float) -> tuple[str, str, str]:
    return f"{seconds * 1e6:,.1f}", f"{seconds / rows * 1e9:,.0f}", f"{seconds / ours:,.1f}"
