"""What falls due next: a row for each loan and version, so that SQL can ask; kept up with calendar and versions."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule, next_instalment
from services.lending.portfolio.store import is_revising, lock_portfolio, read_chunk, terms_of
from services.lending.portfolio.tables import Loan, NextInstalment, VisibleChunk
from shared import clock
from shared.db import insert_many, reading, transaction

_NOTHING_LEFT = 0


def to_call(rows: Sequence[Row], after: date) -> list[Row]:
    """The rows that are collected on a due date after a day; early repayments are paid when they are made."""
    return [row for row in rows if row.event != "early_repayment" and row.due_on > after]


def next_call(rows: Sequence[Row], after: date) -> date | None:
    """When something is to be called next; None once everything was."""
    coming = to_call(rows, after)
    return coming[0].due_on if coming else None


def next_instalment_row(
    loan_number: str, borrower_id: UUID, chunk: int, version_id: int, row: Row | None
) -> dict[str, Any] | None:
    """A row of `next_instalments`; None once everything is repaid."""
    if row is None:
        return None
    return {
        "loan_number": loan_number,
        "version_id": version_id,
        "chunk": chunk,
        "borrower_id": borrower_id,
        "number": row.number,
        "due_on": row.due_on,
        "instalment_cents": row.instalment_cents,
        "interest_cents": row.interest_paid_cents,
        "principal_cents": row.principal_repaid_cents,
        "outstanding_after_cents": row.outstanding_cents,
    }


def nothing_left_row(
    loan_number: str, borrower_id: UUID, chunk: int, version_id: int, day: date
) -> dict[str, Any]:
    """A row that stands in the stead of a next instalment which a version takes away."""
    facts = dict.fromkeys(("instalment", "interest", "principal", "outstanding_after"), 0)
    return {
        "loan_number": loan_number,
        "version_id": version_id,
        "chunk": chunk,
        "borrower_id": borrower_id,
        "number": _NOTHING_LEFT,
        "due_on": day,
        **{f"{name}_cents": cents for name, cents in facts.items()},
    }


def store_next_instalments(session: Session, rows: Iterable[dict[str, Any] | None]) -> None:
    """Write rows of `next_instalments`, leaving out loans that have none."""
    present = [row for row in rows if row is not None]
    if present:
        insert_many(session, NextInstalment, present)


def visible_next_instalments() -> sa.Select:
    """Next instalments as readers see them: none of a version that is not shown yet."""
    return (
        sa.select(NextInstalment)
        .join(
            VisibleChunk,
            sa.and_(
                VisibleChunk.chunk == NextInstalment.chunk,
                VisibleChunk.version_id >= NextInstalment.version_id,
            ),
        )
        .where(NextInstalment.number != _NOTHING_LEFT)
    )


def forget_next_instalments_before(session: Session, version_id: int) -> None:
    """Drop the next instalments that a version about to be shown gives anew."""
    newer = sa.orm.aliased(NextInstalment)
    replaced = sa.exists().where(
        newer.version_id == version_id,
        newer.loan_number == NextInstalment.loan_number,
        NextInstalment.version_id < version_id,
    )
    session.execute(sa.delete(NextInstalment).where(replaced).execution_options(synchronize_session=False))


def roll_next_instalments() -> bool:
    """Move on what has fallen due, in one chunk; returns True when it did: there may be another.

    Whether it was called does not matter: what falls due next is a matter of the calendar. A revision at work is
    waited for: it says what falls due next where it changes that, and must not be overtaken by the calendar.
    """
    today = clock.today()
    past = visible_next_instalments().where(NextInstalment.due_on <= today)
    with reading() as session:
        chunk = session.scalar(past.with_only_columns(NextInstalment.chunk).limit(1))
        if chunk is None or is_revising(session):
            return False
    with transaction() as session:
        lock_portfolio(session)
        if is_revising(session):
            return False
        rows = session.scalars(past.where(NextInstalment.chunk == chunk)).all()
        _move_on(session, chunk, rows, today)
    return bool(rows)


def _move_on(session: Session, chunk: int, rows: Sequence[NextInstalment], today: date) -> None:
    loans = _loans_of(session, rows)
    version_id = session.get_one(VisibleChunk, chunk).version_id
    piece = read_chunk(session, chunk, version_id)
    moved = []
    for row in rows:
        loan = loans[row.loan_number]
        plan = Schedule(terms_of(loan), loan.principal_cents, piece.rows_of(loan.slot))
        following = next_instalment(plan, today)
        moved.append(next_instalment_row(loan.loan_number, loan.borrower_id, chunk, version_id, following))
        session.delete(row)
    session.flush()
    store_next_instalments(session, moved)


def _loans_of(session: Session, rows: Sequence[NextInstalment]) -> dict[str, Loan]:
    numbers = [row.loan_number for row in rows]
    loans = session.scalars(sa.select(Loan).where(Loan.loan_number.in_(numbers)))
    return {loan.loan_number: loan for loan in loans}
