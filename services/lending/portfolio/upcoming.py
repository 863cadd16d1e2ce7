"""What falls due next: a row for each loan and version, so that SQL can ask; kept up with calendar and versions."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.rows import Row
from services.lending.domain.schedule import Schedule, next_instalment
from services.lending.portfolio.packing import unpack_rows
from services.lending.portfolio.store import read_chunk, terms_of
from services.lending.portfolio.tables import Loan, NextInstalment, VisibleChunk
from shared import clock
from shared.db import reading, transaction


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


def store_next_instalments(session: Session, rows: Iterable[dict[str, Any] | None]) -> None:
    """Write rows of `next_instalments`, leaving out loans that have none."""
    present = [row for row in rows if row is not None]
    if present:
        session.execute(sa.insert(NextInstalment), present)


def visible_next_instalments() -> sa.Select:
    """Next instalments as readers see them: those of the visible version of each chunk."""
    return sa.select(NextInstalment).join(
        VisibleChunk,
        sa.and_(
            VisibleChunk.chunk == NextInstalment.chunk, VisibleChunk.version_id == NextInstalment.version_id
        ),
    )


def roll_next_instalments() -> bool:
    """Move on what has fallen due, in one chunk; returns True when it did: there may be another.

    Whether it was called does not matter: what falls due next is a matter of the calendar.
    """
    today = clock.today()
    past = visible_next_instalments().where(NextInstalment.due_on <= today)
    with reading() as session:
        chunk = session.scalar(past.with_only_columns(NextInstalment.chunk).limit(1))
    if chunk is None:
        return False
    with transaction() as session:
        of_chunk = past.where(NextInstalment.chunk == chunk)
        rows = session.scalars(of_chunk.with_for_update(of=NextInstalment, skip_locked=True)).all()
        _move_on(session, rows, today)
    return bool(rows)


def _move_on(session: Session, rows: Sequence[NextInstalment], today: date) -> None:
    loans = _loans_of(session, rows)
    segments = {key: read_chunk(session, *key) for key in {(row.chunk, row.version_id) for row in rows}}
    moved = []
    for row in rows:
        loan = loans[row.loan_number]
        plan_rows = unpack_rows(segments[row.chunk, row.version_id][loan.slot])
        following = next_instalment(Schedule(terms_of(loan), loan.principal_cents, plan_rows), today)
        place = (loan.borrower_id, row.chunk, row.version_id)
        moved.append(next_instalment_row(loan.loan_number, *place, following))
        session.delete(row)
    session.flush()
    store_next_instalments(session, moved)


def _loans_of(session: Session, rows: Sequence[NextInstalment]) -> dict[str, Loan]:
    numbers = [row.loan_number for row in rows]
    loans = session.scalars(sa.select(Loan).where(Loan.loan_number.in_(numbers)))
    return {loan.loan_number: loan for loan in loans}


def forget_superseded_next_instalments() -> None:
    """Drop the next instalments of versions that readers no longer see."""
    superseded = sa.exists().where(
        VisibleChunk.chunk == NextInstalment.chunk, VisibleChunk.version_id > NextInstalment.version_id
    )
    with reading() as session:
        if session.scalar(sa.select(NextInstalment.chunk).where(superseded).limit(1)) is None:
            return
    with transaction() as session:
        forget = sa.delete(NextInstalment).where(superseded)
        session.execute(forget.execution_options(synchronize_session=False))
