"""What is due, owed and running, read as columns: the same cents as the exact rules give, loan by loan."""

import json
from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.lending.domain.accrued import accrued_interest_on
from services.lending.domain.rows import published_row
from services.lending.domain.schedule import Schedule, deferred_interest_on, outstanding_on, schedule
from services.lending.domain.terms import Deferral, Prefinancing, Resumption, Terms
from services.lending.portfolio.calling import calls_of
from services.lending.portfolio.dues import dues_between
from services.lending.portfolio.packing import pack, rows_json
from services.lending.portfolio.pieces import Piece
from services.lending.portfolio.standing import standings
from tests.unit.lending.loans import FIXINGS, disbursement, early, fixed_loan, index_loan


def _of_quarters(loan: Terms) -> Schedule:
    """A yearly loan that goes on by the quarter from its fourth instalment on."""
    before = schedule(loan, FIXINGS)
    settled = replace(before, rows=before.rows[:4])
    on = settled.rows[-1].due_on
    resumes = Resumption(after=4, on=on, day_of_month=on.day)
    quarterly = replace(loan, months_between_instalments=3, instalments=44, resumes=resumes)
    return schedule(quarterly, FIXINGS, settled.rows, settled)


PAID = Prefinancing(disbursements=(disbursement("2021-10-15", "300000"),), settlement="paid")
LOANS = [
    index_loan(),
    index_loan(instalments=120, months_between_instalments=1),
    fixed_loan(
        starts_on=date(2020, 1, 31), instalments=60, months_between_instalments=1, day_count="act/365"
    ),
    index_loan(early_repayments=early("2025-09-01", "100000", kind="six_months")),
    index_loan(early_repayments=early("2022-09-01", "1000000")),
    index_loan(prefinancing=PAID, interest_mode="proportional"),
    index_loan(deferral=Deferral(instalments=2, interest="capitalised")),
    index_loan(deferral=Deferral(instalments=2, interest="deferred")),
    index_loan(first_due_on=date(2022, 8, 31), day_count="act/act"),
    fixed_loan("0", instalments=1),
]
PLANS = [*(schedule(loan, FIXINGS) for loan in LOANS), _of_quarters(index_loan())]
LATEST_START = max(loan.starts_on for loan in LOANS)

plans = st.permutations(PLANS).flatmap(lambda all_of: st.integers(1, len(all_of)).map(lambda n: all_of[:n]))
days = st.dates(date(2019, 12, 1), date(2033, 1, 1))


def _piece(of: list[Schedule]) -> Piece:
    return Piece.from_bytes(Piece.of([pack(plan) for plan in of]).to_bytes())


@given(plans, days, st.integers(0, 4000))
def test_what_is_due_in_a_period_is_what_the_rows_say(of, first, length):
    last = first + timedelta(length)
    dues = dues_between(_piece(of), np.arange(len(of)), first, last)
    columns = (dues.loan, dues.number, dues.due_on, dues.instalment, dues.interest, dues.principal)
    assert list(zip(*(column.tolist() for column in columns), strict=True)) == [
        (
            rank,
            row.number,
            row.due_on.toordinal(),
            row[5],
            row.interest_paid_cents,
            row.principal_repaid_cents,
        )
        for rank, plan in enumerate(of)
        for row in plan.rows
        if first <= row.due_on <= last
    ]


@given(
    plans, days, st.integers(1, 400), st.lists(st.integers(0, 400), min_size=len(PLANS), max_size=len(PLANS))
)
def test_what_is_called_is_what_the_rows_say_whatever_was_called_before(of, day, length, called):
    loans = [
        SimpleNamespace(slot=slot, billed_until=day - timedelta(before))
        for slot, before in zip(range(len(of)), called, strict=False)
        if _to_call(of[slot], day - timedelta(before), day + timedelta(length))[0]
    ]
    wanted = [_to_call(of[loan.slot], loan.billed_until, day + timedelta(length)) for loan in loans]
    assert calls_of(_piece(of), loans, day + timedelta(length)) == wanted


def _to_call(plan: Schedule, after: date, until: date) -> tuple[list[tuple], date | None]:
    """Early repayments are paid when they are made."""
    coming = [row for row in plan.rows if row.event != "early_repayment" and row.due_on > after]
    due = [row for row in coming if row.due_on <= until]
    later = coming[len(due) :]
    told = [
        (row.number, row.due_on, row.instalment_cents, row.interest_paid_cents, row.principal_repaid_cents)
        for row in due
    ]
    return told, later[0].due_on if later else None


@given(plans, st.dates(LATEST_START, date(2033, 1, 1)))
def test_what_loans_owe_and_what_runs_are_those_of_the_exact_rules(of, day):
    held = [
        SimpleNamespace(
            slot=slot,
            loan_number=str(slot),
            settled_until=None,
            day_count=plan.terms.day_count,
            interest_mode=plan.terms.interest_mode,
        )
        for slot, plan in enumerate(of)
    ]
    assert standings(None, _piece(of), held, day) == [
        (outstanding_on(plan, day), deferred_interest_on(plan, day), accrued_interest_on(plan, day))
        for plan in of
    ]


def test_rows_written_as_text_are_the_published_rows():
    for plan in PLANS:
        assert json.loads(rows_json(pack(plan))) == [published_row(row) for row in plan.rows]
