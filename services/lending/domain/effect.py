"""What a revision changes for one loan: the old schedule beside the new one."""

from dataclasses import dataclass
from datetime import date

from services.lending.domain.calendar import months_later
from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule, next_instalment, outstanding_on


@dataclass(frozen=True, slots=True)
class Effect:
    """The difference between two schedules of one loan; amounts in cents.

    first_before, first_after  the first instalment that the revision changes, in both; None when nothing changes
    next_*_cents               the instalment that falls due next, in both; 0 once everything is repaid
    year_*_cents               all instalments that fall due within twelve months, in both
    interest_*_cents           interest of the amortisation from what fell due last to maturity, in both
    outstanding_cents          principal not yet repaid on the effective date
    """

    first_before: Row | None
    first_after: Row | None
    next_before_cents: int
    next_after_cents: int
    year_before_cents: int
    year_after_cents: int
    interest_before_cents: int
    interest_after_cents: int
    outstanding_cents: int

    @property
    def is_change(self) -> bool:
        """Whether any row differs."""
        return self.first_after is not None


def effect_of(before: Schedule, after: Schedule, effective_on: date, as_of: date) -> Effect:
    """Compare two schedules of one loan.

    effective_on  first day of the new index value: the outstandings are those of that day
    as_of         the business date: what falls due next does so after it
    """
    first_before, first_after = _first_difference(before, after)
    year_end = months_later(as_of, 12)
    return Effect(
        first_before=first_before,
        first_after=first_after,
        next_before_cents=_next_cents(before, as_of),
        next_after_cents=_next_cents(after, as_of),
        year_before_cents=_due_cents(before, as_of, year_end),
        year_after_cents=_due_cents(after, as_of, year_end),
        interest_before_cents=_interest_cents(before, as_of),
        interest_after_cents=_interest_cents(after, as_of),
        outstanding_cents=outstanding_on(after, effective_on),
    )


def _first_difference(before: Schedule, after: Schedule) -> tuple[Row | None, Row | None]:
    """The first instalment that differs; an early repayment stands for it only where no instalment does.

    One schedule may go on where the other ends, when an early repayment leaves something over at the new rate only.
    """
    first = (None, None)
    for old, new in zip(before.rows, after.rows, strict=False):
        if old == new:
            continue
        if old.event == new.event == "instalment":
            return old, new
        if first == (None, None):
            first = old, new
    return first


def _next_cents(schedule: Schedule, as_of: date) -> int:
    row = next_instalment(schedule, as_of)
    return row.instalment_cents if row else 0


def _due_cents(schedule: Schedule, after: date, until: date) -> int:
    return sum(
        row.instalment_cents
        for row in schedule.rows
        if row.event == "instalment" and after < row.due_on <= until
    )


def _interest_cents(schedule: Schedule, after: date) -> int:
    return sum(
        row.interest_due_cents
        for row in schedule.rows
        if row.event != "prefinancing_interest" and row.due_on > after
    )
