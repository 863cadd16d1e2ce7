"""The loan lines of one contract together: what is due, day by day."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule, deferred_interest_on, outstanding_on


class ContractRow(NamedTuple):
    """What all lines of a contract collect on one day, and what they leave, in cents."""

    due_on: date
    instalment_cents: int
    interest_due_cents: int
    interest_paid_cents: int
    principal_repaid_cents: int
    deferred_interest_cents: int
    outstanding_cents: int


def contract_schedule(plans: Sequence[Schedule]) -> list[ContractRow]:
    """The schedule of a contract: the sum of its lines, one row a due date.

    An alliage is such a contract: one line at a fixed rate and one that follows an index, each with a schedule of its
    own, computed and revised as if it were alone. [C] Lines are not rounded together: the contract owes what its lines
    owe, to the cent.
    """
    rows = sorted((row for plan in plans for row in plan.rows), key=lambda row: row.due_on)
    return [_together(plans, day, of_day) for day, of_day in groupby(rows, key=lambda row: row.due_on)]


def _together(plans: Sequence[Schedule], day: date, rows: Iterable[Row]) -> ContractRow:
    flows = [sum(amounts) for amounts in zip(*(row[5:9] for row in rows), strict=True)]
    deferred = sum(deferred_interest_on(plan, day) for plan in plans)
    return ContractRow(day, *flows, deferred, sum(outstanding_on(plan, day) for plan in plans))
