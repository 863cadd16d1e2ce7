"""What loans owe on a day: a whole chunk at once, to the cent of the exact rules."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.accrued import accrued_interest_on
from services.lending.domain.calendar import year_fraction
from services.lending.domain.interest import period_rate
from services.lending.domain.precision import to_cents
from services.lending.domain.schedule import Schedule, deferred_interest_on, outstanding_on
from services.lending.domain.terms import followed_indexes
from services.lending.portfolio.dues import Column, past
from services.lending.portfolio.fixings import fixings_in_force
from services.lending.portfolio.packing import decimal
from services.lending.portfolio.pieces import Piece
from services.lending.portfolio.store import plan_on, terms_of
from services.lending.portfolio.tables import Loan


class Standing(NamedTuple):
    """What a loan owes at the end of a day, in cents.

    outstanding  principal not yet repaid; deferred: interest due and not paid; accrued: interest not due yet (ICNE)
    """

    outstanding: int
    deferred: int
    accrued: int


def standing_of(session: Session, plan: Schedule, day: date) -> Standing:
    """What one loan owes, by the exact rules."""
    return Standing(
        outstanding_on(plan, day), deferred_interest_on(plan, day), accrued_interest(session, plan, day)
    )


def accrued_interest(session: Session, plan: Schedule, day: date) -> int:
    """ICNE of one loan; before the amortisation starts, at the fixings of its indexes."""
    fixings = {}
    if day < plan.terms.starts_on:
        fixings = {index: fixings_in_force(session, index) for index in followed_indexes(plan.terms)}
    return accrued_interest_on(plan, day, fixings)


def standings(session: Session, piece: Piece, held: Sequence[sa.Row], day: date) -> list[Standing]:
    """What some loans of a chunk owe, in their order.

    held  slot, loan_number, settled_until, day_count and interest_mode of each
    """
    slots = np.array([loan.slot for loan in held])
    at = past(piece, day)
    rates = running_rates(piece, at.rows)
    columns = zip(at.owed[slots], at.deferred[slots], at.began[slots], strict=True)
    found = []
    for loan, rate, (owed, deferred, began) in zip(held, rates[slots].tolist(), columns, strict=True):
        if piece.calendars["starts_on"][loan.slot] > day.toordinal() or _ruled_otherwise(loan, day):
            found.append(_by_exact_rules(session, piece, loan, day))
            continue
        years = year_fraction(date.fromordinal(int(began)), day, loan.day_count)
        at_rate = 0 if rate is None else period_rate(decimal(rate), years, loan.interest_mode)
        standing = Standing(int(owed), int(deferred), to_cents(int(owed + deferred) * at_rate))
        found.append(standing)
    return found


def running_rates(piece: Piece, past_rows: Column) -> np.ndarray:
    """The rate of the period that runs, in units of 10^-12; None once everything is repaid."""
    loans = np.arange(piece.loans)
    stretch_loans = np.repeat(loans, np.diff(piece.stretches))
    begins = piece.rows[stretch_loans] + piece.stretch_rows
    running = np.minimum(piece.rows[:-1] + past_rows, piece.rows[1:] - 1)
    stretch = np.searchsorted(begins, running, side="right") - 1
    rates = piece.pairs[piece.stretch_pairs[stretch], 0].astype(object)
    rates[past_rows >= np.diff(piece.rows)] = None
    return rates


def _ruled_otherwise(held: sa.Row, day: date) -> bool:
    """Whether the terms of a loan on a day were not those it has now."""
    return held.settled_until is not None and day < held.settled_until


def _by_exact_rules(session: Session, piece: Piece, held: sa.Row, day: date) -> Standing:
    """What only the terms say: what was disbursed and has run before the start, and how days counted once."""
    loan = session.get_one(Loan, held.loan_number)
    plan = Schedule(terms_of(loan), loan.principal_cents, piece.rows_of(held.slot))
    return standing_of(session, plan_on(session, loan, plan, day), day)
