"""The terms of a loan: what the contract says, and nothing computed.

Rates, margins and progressivities are annual fractions of 1; amounts are cents; dates are days of the calendar.
Terms that contradict themselves cannot be made: `Terms(...)` raises `Invalid`, naming each field at fault.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import ClassVar, Literal

from services.lending.domain.calendar import DayCount
from services.lending.domain.consistency import check
from services.lending.domain.fixings import Fixing

Profile = Literal["instalment_priority", "capital_priority", "in_fine"]
Revision = Literal["none", "SR", "DR", "DL"]
InterestMode = Literal["equivalent", "proportional"]
ProgressivityApplies = Literal["every_instalment", "every_year"]
DeferralInterest = Literal["paid", "deferred", "capitalised"]
Settlement = Literal["capitalised", "paid"]
IndemnityKind = Literal["none", "six_months", "percent", "amount", "actuarial"]

ZERO = Decimal(0)


@dataclass(frozen=True, kw_only=True, slots=True)
class FixedRate:
    """One rate for the whole life of the loan."""

    kind: ClassVar[str] = "fixed"
    value: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Switch:
    """The right, exercised, to leave the index for another one: that of a regulated account, at its reference margin.

    on       first day of the other index; [C] the period that begins on it or after it is the first to follow it
    margin   added to the other index from then on
    fixings  of the other index, where the terms bring their own
    """

    on: date
    index: str
    margin: Decimal
    fixings: tuple[Fixing, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class IndexRate:
    """A rate that follows an index.

    margin        added to the index, fixed for life
    contract_rate the rate written in the contract; the rate in force on starts_on where None
    index_floor   limits the index itself from below, before the margin
    rate_floor    limits the rate from below; rate_cap from above
    fixed_until   primo-fixe: fixed_value before that day, index + margin from it on
    switch        another index and its margin from a day on; [C] the floors, the cap and the contract rate stay
    """

    kind: ClassVar[str] = "index"
    index: str
    margin: Decimal
    contract_rate: Decimal | None = None
    index_floor: Decimal | None = None
    rate_floor: Decimal = ZERO
    rate_cap: Decimal | None = None
    fixed_until: date | None = None
    fixed_value: Decimal | None = None
    switch: Switch | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Deferral:
    """First instalments without principal (différé d'amortissement), and what becomes of their interest."""

    instalments: int
    interest: DeferralInterest


@dataclass(frozen=True, kw_only=True, slots=True)
class Disbursement:
    """Money paid out to the borrower during prefinancing."""

    on: date
    amount_cents: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Prefinancing:
    """The phase of disbursements before the amortisation starts.

    settlement  what becomes of its interest on starts_on
    day_count   the loan's own where None
    """

    disbursements: tuple[Disbursement, ...]
    settlement: Settlement
    day_count: DayCount | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CurvePoint:
    """A point of a discount curve: the annual zero-coupon rate, as a fraction of 1, of money due months later."""

    months: int
    rate: Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Indemnity:
    """What an early repayment costs beside interest: as its kind says, a share of it, a sum, or by a discount curve."""

    kind: IndemnityKind
    share: Decimal | None = None
    amount_cents: int | None = None
    curve: tuple[CurvePoint, ...] | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class EarlyRepayment:
    """Principal given back before its time."""

    on: date
    amount_cents: int
    indemnity: Indemnity


@dataclass(frozen=True, kw_only=True, slots=True)
class Resumption:
    """From when on instalments are as far apart as the terms say, where a rearrangement changed that.

    after         number of the last instalment of the former periodicity, due on `on`
    day_of_month  the original day of the due dates, which a short month may hide
    """

    after: int
    on: date
    day_of_month: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Terms:
    """What makes a schedule, together with the fixings of the index.

    principal_cents        None where prefinancing gives it
    starts_on              start of the amortisation phase (date d'effet)
    progressivity          annual growth of the instalment; capital_progressivity that of the principal repaid
    fixings                given with the terms; None where the platform's published ones apply
    resumes                where a rearrangement changed the periodicity; what came before is not told by these terms
    """

    principal_cents: int | None = None
    starts_on: date
    first_due_on: date | None = None
    instalments: int
    months_between_instalments: int
    profile: Profile = "instalment_priority"
    progressivity: Decimal = ZERO
    progressivity_applies: ProgressivityApplies = "every_instalment"
    capital_progressivity: Decimal = ZERO
    revision: Revision = "none"
    progressivity_floor: Decimal = ZERO
    rate: FixedRate | IndexRate
    fixings: tuple[Fixing, ...] | None = None
    interest_mode: InterestMode = "equivalent"
    day_count: DayCount = "30/360"
    deferral: Deferral | None = None
    prefinancing: Prefinancing | None = None
    early_repayments: tuple[EarlyRepayment, ...] = ()
    resumes: Resumption | None = None

    def __post_init__(self) -> None:
        check(self)

    @property
    def instalments_before(self) -> int:
        """How many instalments are of a former periodicity."""
        return self.resumes.after if self.resumes else 0

    @property
    def deferred_instalments(self) -> int:
        """How many first instalments repay no principal."""
        return self.deferral.instalments if self.deferral else 0


def followed_index(terms: Terms) -> str | None:
    """The index that a loan follows first, none at a fixed rate."""
    return terms.rate.index if isinstance(terms.rate, IndexRate) else None


def followed_indexes(terms: Terms) -> tuple[str, ...]:
    """Every index whose fixings a loan needs, in the order it follows them: two where it switches."""
    if not isinstance(terms.rate, IndexRate):
        return ()
    switch = terms.rate.switch
    return (terms.rate.index, switch.index) if switch else (terms.rate.index,)
