"""Every loan of a structure in one answer, as columns make it: portals sort and filter 20,000 of them by themselves."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.batch.calendar import due_on
from services.lending.portfolio.access import BORROWER, GUARANTOR, let_read_structure
from services.lending.portfolio.dues import calendar_of, past
from services.lending.portfolio.packing import decimal
from services.lending.portfolio.pieces import Piece
from services.lending.portfolio.sharing import Shares, guaranteed_by, shares_of
from services.lending.portfolio.standing import running_rates, standings
from services.lending.portfolio.store import read_chunk
from services.lending.portfolio.tables import (
    Contract,
    Loan,
    NextInstalment,
    Structure,
    VisibleChunk,
)
from services.lending.portfolio.upcoming import visible_next_instalments
from shared import clock
from shared.auth import Caller
from shared.db import reading
from shared.money import rate_text, text_from_cents

AMOUNTS = (
    "principal",
    "outstanding",
    "deferred_interest",
    "accrued_interest",
    "next_instalment",
)
"""What a guarantor sees at its share."""

_LINES = (
    sa.select(
        Loan.loan_number,
        Loan.contract_number,
        Contract.signed_on,
        Loan.borrower_id,
        Structure.name.label("borrower_name"),
        Loan.product,
        Loan.object,
        Loan.index,
        Loan.principal_cents,
        Loan.chunk,
        Loan.slot,
        Loan.settled_until,
        VisibleChunk.version_id,
        Loan.terms["day_count"].as_string().label("day_count"),
        Loan.terms["interest_mode"].as_string().label("interest_mode"),
    )
    .join(Contract, Contract.contract_number == Loan.contract_number)
    .join(VisibleChunk, VisibleChunk.chunk == Loan.chunk)
    .outerjoin(Structure, Structure.structure_id == Loan.borrower_id)
    .order_by(Loan.chunk, Loan.slot)
)
_NEXT = visible_next_instalments().with_only_columns(
    NextInstalment.loan_number, NextInstalment.due_on, NextInstalment.instalment_cents
)

Line = dict[str, Any]


def borrowed_loans(structure_id: UUID, reader: Caller) -> str:
    """The loans that a structure owes, as they stand today, in JSON."""
    let_read_structure(reader, BORROWER, structure_id)
    today = clock.today()
    with reading() as session:
        coming = _coming(session, NextInstalment.borrower_id == structure_id)
        lines = list(_lines(session, Loan.borrower_id == structure_id, coming, today))
    return _json(structure_id, today, lines)


def guaranteed_loans(structure_id: UUID, reader: Caller) -> str:
    """The loans that a structure guarantees, as they stand today, amounts at its share, in JSON."""
    let_read_structure(reader, GUARANTOR, structure_id)
    today = clock.today()
    ours = guaranteed_by(structure_id)
    with reading() as session:
        shares = shares_of(session, structure_id)
        coming = _coming(session, NextInstalment.loan_number.in_(ours))
        lines = [
            _at_share(line, shares[line["loan_number"]])
            for line in _lines(session, Loan.loan_number.in_(ours), coming, today)
        ]
    return _json(structure_id, today, lines)


def _lines(
    session: Session, wanted: sa.ColumnElement[bool], coming: Mapping[str, sa.Row], today: date
) -> Iterator[Line]:
    """Amounts in cents, by name; `coming` is the next instalment of each loan that has one."""
    held = session.execute(_LINES.where(wanted)).all()
    for (chunk, version_id), loans in groupby(held, key=attrgetter("chunk", "version_id")):
        yield from _of_chunk(session, read_chunk(session, chunk, version_id), list(loans), coming, today)


def _of_chunk(
    session: Session, piece: Piece, loans: Sequence[sa.Row], coming: Mapping[str, sa.Row], today: date
) -> Iterator[Line]:
    slots = np.array([loan.slot for loan in loans])
    rates = running_rates(piece, past(piece, today).rows)[slots]
    last_dues = _last_dues(piece)[slots].tolist()
    owed = standings(session, piece, loans, today)
    for loan, rate, last_due, standing in zip(loans, rates, last_dues, owed, strict=True):
        following = coming.get(loan.loan_number)
        yield {
            "loan_number": loan.loan_number,
            "contract_number": loan.contract_number,
            "contract_signed_on": loan.signed_on.isoformat(),
            "borrower_id": str(loan.borrower_id),
            "borrower_name": loan.borrower_name or "",
            "product": loan.product,
            "object": loan.object,
            "index": loan.index,
            "rate": None if rate is None else rate_text(decimal(rate)),
            "last_due_on": date.fromordinal(last_due).isoformat(),
            "next_due_on": following and following.due_on.isoformat(),
            "share": "1",
            "principal": loan.principal_cents,
            "outstanding": standing.outstanding,
            "deferred_interest": standing.deferred,
            "accrued_interest": standing.accrued,
            "next_instalment": following.instalment_cents if following else 0,
        }


def _last_dues(piece: Piece) -> np.ndarray:
    """The day on which the last row of each loan falls due, as an ordinal."""
    regular = np.diff(piece.rows)
    for rank, rows in piece.irregular.items():
        regular[rank] -= len(rows)
    last = due_on(regular, *calendar_of(piece))
    for rank, rows in piece.irregular.items():
        last[rank] = max([int(last[rank]), *(row.due_on for row in rows)])
    return last


def _coming(session: Session, wanted: sa.ColumnElement[bool]) -> dict[str, sa.Row]:
    return {row.loan_number: row for row in session.execute(_NEXT.where(wanted))}


def _at_share(line: Line, shares: Shares) -> Line:
    return line | {name: shares.of(line[name]) for name in AMOUNTS} | {"share": rate_text(shares.own)}


def _json(structure_id: UUID, day: date, lines: Sequence[Line]) -> str:
    for line in lines:
        line.update({name: text_from_cents(line[name]) for name in AMOUNTS})
    answer = {"structure_id": str(structure_id), "as_of": day.isoformat(), "items": lines}
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
