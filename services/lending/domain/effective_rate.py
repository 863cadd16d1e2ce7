"""The rate that a loan costs with its fees (taux effectif global), for public and professional borrowers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from services.lending.domain.calendar import is_stub, year_fraction
from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule
from services.lending.domain.terms import Disbursement, Terms
from shared.errors import Bilingual, Refusal

PUBLISHED = Decimal("0.000001")
"""Four decimals of a percent."""
_LOWEST, _HIGHEST = Decimal("-0.9"), Decimal(1000)
_NARROW = Decimal("1e-15")
_DIGITS = Context(prec=40, rounding=ROUND_HALF_UP)


class NoEffectiveRate(Refusal):
    """No rate makes what is lent equal to what is paid back: the fees exceed the loan, or nothing is paid."""

    french = (
        "Aucun taux effectif global : les sommes prêtées et les versements ne s'équilibrent à aucun taux."
    )
    english = "No effective rate: what is lent and what is paid balance at no rate."

    def __init__(self) -> None:
        allowed = Bilingual("des frais inférieurs aux sommes prêtées", "fees below what is lent")
        super().__init__(field="fees", value=None, allowed=allowed)


class Fee(NamedTuple):
    """What the borrower pays beside instalments so as to obtain the loan: commission, cost of guarantees, acts."""

    on: date
    amount_cents: int


class Flow(NamedTuple):
    """Money that changes hands: periods since starts_on, cents, positive where the borrower receives it."""

    periods: Fraction
    cents: int


@dataclass(frozen=True, slots=True)
class EffectiveRate:
    """What must be told to the borrower: the rate, the rate of a period and its length.

    teg          annual fraction of 1 to four decimals of a percent, rounded half-up
    period_rate  fraction of 1 for a period of `months`, rounded alike
    """

    teg: Decimal
    period_rate: Decimal
    months: int


def effective_rate(plan: Schedule, fees: Iterable[Fee] = ()) -> EffectiveRate:
    """The TEG of a loan: proportional to an actuarial period rate.

    TEG = i·12/m, with i such that Σ lent/(1 + i)^t = Σ paid/(1 + i)^t, compound interest, t in periods of m months, the
    periods of the instalments. Where the rate moves with an index, the schedule is that at the values known.

    [C] Instalment k is k periods after starts_on, a stub counting for its part of a period; every other day, of a
    disbursement or a fee, is at its distance in 30/360 months. Nothing is rounded before the result.

    Raises NoEffectiveRate.

    Source: code de la consommation, art. L. 314-1 and R. 314-2.
    """
    months = plan.terms.months_between_instalments
    chain = _chain(_flows(plan, fees))
    low, high = _bracket(chain)
    while high - low > _NARROW and _told(low, months) != _told(high, months):
        middle = _DIGITS.divide(_DIGITS.add(low, high), Decimal(2))
        low, high = (middle, high) if _worth(chain, middle) < 0 else (low, middle)
    return _told(high, months)


def _flows(plan: Schedule, fees: Iterable[Fee]) -> list[Flow]:
    terms = plan.terms
    lent = [Flow(_periods_until(terms, each.on), each.amount_cents) for each in _disbursements(terms)]
    paid = [Flow(_periods_of_row(terms, row), -row.instalment_cents) for row in plan.rows]
    beside = [Flow(_periods_until(terms, fee.on), -fee.amount_cents) for fee in fees]
    return lent + paid + beside


def _disbursements(terms: Terms) -> Sequence[Disbursement]:
    if terms.prefinancing is not None:
        return terms.prefinancing.disbursements
    return (Disbursement(on=terms.starts_on, amount_cents=terms.principal_cents),)


def _periods_of_row(terms: Terms, row: Row) -> Fraction:
    if row.event != "instalment":
        return _periods_until(terms, row.due_on)
    first = Fraction(1)
    if is_stub(terms.starts_on, terms.first_due_on, terms.months_between_instalments):
        first = _periods_until(terms, terms.first_due_on)
    return first + row.number - 1


def _periods_until(terms: Terms, day: date) -> Fraction:
    """Periods from starts_on to a day, negative before it."""
    early, late = sorted((terms.starts_on, day))
    periods = year_fraction(early, late, "30/360") * 12 / terms.months_between_instalments
    return periods if day >= terms.starts_on else -periods


class _Chain(NamedTuple):
    """Flows in the order of time: of each, its amount and the rank in `steps` of the periods to the next one."""

    steps: list[Fraction]
    links: list[tuple[Decimal, int]]


def _chain(flows: Iterable[Flow]) -> _Chain:
    in_order = sorted(flows)
    gaps = [later.periods - flow.periods for flow, later in pairwise(in_order)] + [Fraction(0)]
    steps = sorted(set(gaps))
    links = [(Decimal(flow.cents), steps.index(gap)) for flow, gap in zip(in_order, gaps, strict=True)]
    return _Chain(steps, links)


def _bracket(chain: _Chain) -> tuple[Decimal, Decimal]:
    """Two period rates between which lent and paid balance."""
    high = Decimal(1)
    while high < _HIGHEST and _worth(chain, high) < 0:
        high = _DIGITS.multiply(high, Decimal(2))
    if not _worth(chain, _LOWEST) < 0 <= _worth(chain, high):
        raise NoEffectiveRate
    return _LOWEST, high


def _worth(chain: _Chain, rate: Decimal) -> Decimal:
    """What the borrower gains, on the day of the first flow, at a period rate: it grows from below 0 with the rate."""
    discount = _DIGITS.divide(Decimal(1), _DIGITS.add(1, rate))
    powers = [_power(discount, step) for step in chain.steps]
    total = Decimal(0)
    for cents, step in reversed(chain.links):
        total = _DIGITS.fma(total, powers[step], cents)
    return total


def _power(base: Decimal, exponent: Fraction) -> Decimal:
    quotient = _DIGITS.divide(Decimal(exponent.numerator), Decimal(exponent.denominator))
    return _DIGITS.power(base, quotient)


def _told(period_rate: Decimal, months: int) -> EffectiveRate:
    """What is told at a period rate; two rates that tell the same need not be told apart."""
    teg = _DIGITS.divide(_DIGITS.multiply(period_rate, Decimal(12)), Decimal(months))
    return EffectiveRate(_published(teg), _published(period_rate), months)


def _published(rate: Decimal) -> Decimal:
    return rate.quantize(PUBLISHED, context=_DIGITS)
