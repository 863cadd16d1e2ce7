"""Calling what falls due: from then on those rows are frozen, whatever later fixings say."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.portfolio.calling import calls_of
from services.lending.portfolio.store import is_revising, lock_portfolio, read_chunk
from services.lending.portfolio.tables import BilledInstalment, BillingRun, Loan, VisibleChunk
from services.lending.settings import DAYS_AHEAD_MAX
from shared import clock
from shared.db import insert_many, reading, transaction
from shared.errors import Bilingual, Conflict, Refusal
from shared.events.lending import LINES_MAX, CalledInstalment, CalledOnDay, InstalmentsCalled
from shared.ids import new_id
from shared.outbox import emit
from shared.pagination import page

_SUMMED = ("instalment_cents", "interest_cents", "principal_cents")
_TOLD = tuple(getattr(BilledInstalment, name) for name in ("loan_number", "number", "due_on", *_SUMMED))


class RevisionAtWork(Conflict):
    french = "Une révision du portefeuille est en cours ; réessayez quand elle sera terminée."
    english = "A revision of the portfolio is at work; try again when it is completed."


class CalledTooEarly(Refusal):
    french = "Les échéances peuvent être appelées {allowed}, pas jusqu'au {value}."
    english = "Instalments may be called {allowed}, not up to {value}."


def bill_instalments(due_until: date, source: str) -> BillingRun:
    """Call every instalment due up to a day that was not called yet; each borrower concerned is told.

    Raises CalledTooEarly, and RevisionAtWork while a revision is planned or runs: what it is about to show must not be
    frozen in its old state.
    """
    _refuse_too_early(due_until)
    with transaction() as session:
        lock_portfolio(session)
        if is_revising(session):
            raise RevisionAtWork(retry_after_seconds=10)
        return call_up_to(session, due_until, source)


def call_up_to(session: Session, due_until: date, source: str) -> BillingRun:
    """Call what is due up to a day; the portfolio is locked, and no revision is planned or at work."""
    run = BillingRun(
        id=new_id(),
        due_until=due_until,
        called_on=clock.today(),
        called_at=clock.now(),
        source=source,
        instalments=0,
        amount_cents=0,
    )
    for version_id, loans in _loans_by_version(session, due_until):
        billed = _call(session, version_id, loans, run)
        run.instalments += len(billed)
        run.amount_cents += sum(row["instalment_cents"] for row in billed)
    session.add(run)
    _tell(session, run)
    return run


def list_billing_runs(**page_arguments: Any) -> dict[str, Any]:
    """A page of the billing runs, the newest first."""
    with reading() as session:
        return page(session, sa.select(BillingRun), by=(BillingRun.id.desc(),), **page_arguments)


def _refuse_too_early(due_until: date) -> None:
    last = clock.today() + timedelta(DAYS_AHEAD_MAX)
    if due_until > last:
        allowed = Bilingual(f"jusqu'au {last:%d/%m/%Y}", f"up to {last}")
        raise CalledTooEarly(field="due_until", value=due_until, allowed=allowed)


def _loans_by_version(session: Session, due_until: date) -> Iterator[tuple[int, list[sa.Row]]]:
    """The loans with something to call, chunk by chunk, with the version that readers see of the chunk."""
    due = session.execute(
        sa.select(Loan.loan_number, Loan.chunk, Loan.slot, Loan.billed_until, VisibleChunk.version_id)
        .join(VisibleChunk, VisibleChunk.chunk == Loan.chunk)
        .where(Loan.next_call_on <= due_until)
        .order_by(Loan.chunk, Loan.slot)
    ).all()
    for (version_id, _), loans in groupby(due, key=lambda loan: (loan.version_id, loan.chunk)):
        yield version_id, list(loans)


def _call(
    session: Session, version_id: int, loans: Sequence[sa.Row], run: BillingRun
) -> list[dict[str, Any]]:
    piece = read_chunk(session, loans[0].chunk, version_id)
    billed, called = [], []
    for loan, calls in zip(loans, calls_of(piece, loans, run.due_until), strict=True):
        of_loan = {"loan_number": loan.loan_number}
        billed += [
            of_loan | call._asdict() | {"version_id": version_id, "billed_at": run.called_at}
            for call in calls.due
        ]
        last = calls.due[-1].due_on
        called.append(of_loan | {"billed_until": last, "next_call_on": calls.next_call_on})
    insert_many(session, BilledInstalment, billed)
    session.execute(sa.update(Loan), called)
    return billed


def _tell(session: Session, run: BillingRun) -> None:
    """Tell each borrower what a run called; one borrower's instalments are in memory at a time."""
    called = session.execute(
        sa.select(Loan.borrower_id, Loan.contract_number, *_TOLD)
        .join(BilledInstalment, BilledInstalment.loan_number == Loan.loan_number)
        .where(BilledInstalment.billed_at == run.called_at)
        .order_by(Loan.borrower_id, BilledInstalment.due_on, Loan.loan_number, BilledInstalment.number)
        .execution_options(yield_per=LINES_MAX)
    )
    for borrower_id, rows in groupby(called, key=lambda row: row.borrower_id):
        of_borrower = list(rows)
        notice = InstalmentsCalled(
            run_id=run.id,
            structure_id=borrower_id,
            due_until=run.due_until,
            instalments=len(of_borrower),
            amount_cents=sum(row.instalment_cents for row in of_borrower),
            lines=tuple(map(_line, of_borrower[:LINES_MAX])),
            days=tuple(_days(of_borrower)),
        )
        emit(session, notice, subject=borrower_id)


def _line(row: sa.Row) -> CalledInstalment:
    return CalledInstalment(**{name: value for name, value in row._mapping.items() if name != "borrower_id"})


def _days(rows: Sequence[sa.Row]) -> Iterator[CalledOnDay]:
    """The sums of each due date; rows in order of it."""
    for due_on, due in groupby(rows, key=lambda row: row.due_on):
        of_day = list(due)
        sums = {name: sum(getattr(row, name) for row in of_day) for name in _SUMMED}
        yield CalledOnDay(due_on=due_on, instalments=len(of_day), **sums)
