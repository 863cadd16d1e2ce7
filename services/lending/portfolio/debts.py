"""The debt of a structure on a day: what it owes, or what it guarantees, at its shares."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.portfolio.access import BORROWER, GUARANTOR, let_read_structure
from services.lending.portfolio.pieces import Piece
from services.lending.portfolio.sharing import guaranteed_by, shares_of
from services.lending.portfolio.standing import Standing, standings
from services.lending.portfolio.store import read_chunk
from services.lending.portfolio.tables import Loan, Structure, VisibleChunk
from shared import clock
from shared.auth import Caller
from shared.db import reading

_PLACES = (
    sa.select(
        Loan.loan_number,
        Loan.product,
        Loan.borrower_id,
        Structure.name.label("borrower_name"),
        Loan.chunk,
        Loan.slot,
        Loan.settled_until,
        VisibleChunk.version_id,
        Loan.terms["day_count"].as_string().label("day_count"),
        Loan.terms["interest_mode"].as_string().label("interest_mode"),
    )
    .join(VisibleChunk, VisibleChunk.chunk == Loan.chunk)
    .outerjoin(Structure, Structure.structure_id == Loan.borrower_id)
    .order_by(Loan.chunk, Loan.slot)
)


@dataclass
class Owed:
    """Sums of some loans, in cents: see Standing."""

    loans: int = 0
    outstanding_cents: int = 0
    deferred_interest_cents: int = 0
    accrued_interest_cents: int = 0

    def add(self, standing: Standing) -> None:
        """One more loan."""
        self.loans += 1
        self.outstanding_cents += standing.outstanding
        self.deferred_interest_cents += standing.deferred
        self.accrued_interest_cents += standing.accrued


class _Debt(NamedTuple):
    """What one loan owes, or what a guarantor answers for of it."""

    loan: sa.Row
    standing: Standing


def outstandings(structure_id: UUID, reader: Caller, on: date | None = None) -> dict[str, Any]:
    """What a structure owes at the end of a day, past or to come, by product and in total; today when absent."""
    let_read_structure(reader, BORROWER, structure_id)
    day = on or clock.today()
    with reading() as session:
        debts = list(_debts(session, Loan.borrower_id == structure_id, day))
    return _summed(structure_id, day, debts)


def guaranteed_outstandings(structure_id: UUID, reader: Caller, on: date | None = None) -> dict[str, Any]:
    """What a structure guarantees at the end of a day, at its share of each loan; by borrower, too."""
    let_read_structure(reader, GUARANTOR, structure_id)
    day = on or clock.today()
    with reading() as session:
        shares = shares_of(session, structure_id)
        debts = [
            _Debt(loan, Standing(*map(shares[loan.loan_number].of, standing)))
            for loan, standing in _debts(session, Loan.loan_number.in_(guaranteed_by(structure_id)), day)
        ]
    return _summed(structure_id, day, debts) | {"borrowers": _by_borrower(debts)}


def _debts(session: Session, wanted: sa.ColumnElement[bool], day: date) -> Iterator[_Debt]:
    for piece, loans in _by_chunk(session, _PLACES.where(wanted)):
        yield from map(_Debt, loans, standings(session, piece, loans, day))


def _by_chunk(session: Session, query: sa.Select) -> Iterator[tuple[Piece, list[sa.Row]]]:
    """The loans of a query, chunk by chunk, with the schedules that readers see of the chunk."""
    held = session.execute(query).all()
    for (chunk, version_id), loans in groupby(held, key=lambda loan: (loan.chunk, loan.version_id)):
        yield read_chunk(session, chunk, version_id), list(loans)


def _summed(structure_id: UUID, day: date, debts: Sequence[_Debt]) -> dict[str, Any]:
    total, by_product = Owed(), {product: Owed() for product in sorted({loan.product for loan, _ in debts})}
    for loan, standing in debts:
        total.add(standing)
        by_product[loan.product].add(standing)
    products = [{"product": product, **vars(sums)} for product, sums in by_product.items()]
    return {"structure_id": structure_id, "as_of": day, "total": vars(total), "products": products}


def _by_borrower(debts: Sequence[_Debt]) -> list[dict[str, Any]]:
    """The sums of each borrower, the largest debt first."""
    names = {loan.borrower_id: loan.borrower_name or "" for loan, _ in debts}
    sums = {borrower_id: Owed() for borrower_id in names}
    for loan, standing in debts:
        sums[loan.borrower_id].add(standing)
    told = [{"borrower_id": each, "borrower_name": names[each], **vars(owed)} for each, owed in sums.items()]
    return sorted(told, key=lambda owed: (-owed["outstanding_cents"], owed["borrower_name"]))
