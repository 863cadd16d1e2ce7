"""The debt of a structure: what it owes or guarantees on a day, and what falls due in a period."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from services.lending.domain.calendar import months_later
from services.lending.domain.shares import split_by_shares
from services.lending.portfolio.access import BORROWER, GUARANTOR, let_read_structure
from services.lending.portfolio.dues import Dues, dues_between
from services.lending.portfolio.pieces import Piece
from services.lending.portfolio.standing import Standing, standings
from services.lending.portfolio.store import read_chunk
from services.lending.portfolio.tables import Guarantee, Loan, VisibleChunk
from shared import clock
from shared.auth import Caller
from shared.db import reading
from shared.errors import Bilingual, Refusal

PERIOD_MONTHS = 12
_UNIX_EPOCH = date(1970, 1, 1).toordinal()

_PLACES = (
    sa.select(
        Loan.loan_number,
        Loan.product,
        Loan.chunk,
        Loan.slot,
        Loan.settled_until,
        VisibleChunk.version_id,
        Loan.terms["day_count"].as_string().label("day_count"),
        Loan.terms["interest_mode"].as_string().label("interest_mode"),
    )
    .join(VisibleChunk, VisibleChunk.chunk == Loan.chunk)
    .order_by(Loan.chunk, Loan.slot)
)
_loans, _visible = Loan.__table__.c, VisibleChunk.__table__.c
_SLOTS = (
    sa.select(
        _loans.chunk, _visible.version_id, sa.func.aggregate_strings(sa.cast(_loans.slot, sa.String), ",")
    )
    .join(VisibleChunk.__table__, _visible.chunk == _loans.chunk)
    .where(_loans.borrower_id == sa.bindparam("borrower_id"))
    .group_by(_loans.chunk, _visible.version_id)
    .order_by(_loans.chunk)
)
"""The slots of a borrower, a row for each chunk: of 15,000 loans only the few shown are worth an object."""


class PeriodReversed(Refusal):
    french = "La période finit le {value}, avant de commencer ; permis : {allowed}."
    english = "The period ends on {value}, before it begins; allowed: {allowed}."


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


def outstandings(structure_id: UUID, reader: Caller, on: date | None = None) -> dict[str, Any]:
    """What a structure owes at the end of a day, past or to come, by product and in total; today when absent."""
    let_read_structure(reader, BORROWER, structure_id)
    day = on or clock.today()
    with reading() as session:
        borrowed = _PLACES.where(Loan.borrower_id == structure_id)
        owed = [
            (loan.product, standing)
            for piece, loans in _by_chunk(session, borrowed)
            for loan, standing in zip(loans, standings(session, piece, loans, day), strict=True)
        ]
    return _summed(structure_id, day, owed)


def guaranteed_outstandings(structure_id: UUID, reader: Caller, on: date | None = None) -> dict[str, Any]:
    """What a structure guarantees at the end of a day, at its share of each loan."""
    let_read_structure(reader, GUARANTOR, structure_id)
    day = on or clock.today()
    ours = sa.select(Guarantee.loan_number).where(Guarantee.guarantor_id == structure_id)
    with reading() as session:
        shares = _shares(session, ours)
        owed = [
            (loan.product, _share(standing, shares[loan.loan_number], structure_id))
            for piece, loans in _by_chunk(session, _PLACES.where(Loan.loan_number.in_(ours)))
            for loan, standing in zip(loans, standings(session, piece, loans, day), strict=True)
        ]
    return _summed(structure_id, day, owed)


def _by_chunk(session: Session, query: sa.Select) -> Iterator[tuple[Piece, list[sa.Row]]]:
    """The loans of a query, chunk by chunk, with the schedules that readers see of the chunk."""
    held = session.execute(query).all()
    for (chunk, version_id), loans in groupby(held, key=lambda loan: (loan.chunk, loan.version_id)):
        yield read_chunk(session, chunk, version_id), list(loans)


def _shares(session: Session, loan_numbers: sa.Select) -> dict[str, list[sa.Row]]:
    """All guarantors of each loan, in the order in which cents that are left over go to them."""
    rows = session.execute(
        sa.select(Guarantee.loan_number, Guarantee.guarantor_id, Guarantee.share)
        .where(Guarantee.loan_number.in_(loan_numbers))
        .order_by(Guarantee.loan_number, Guarantee.guarantor_id)
    )
    return {number: list(shares) for number, shares in groupby(rows, key=lambda row: row.loan_number)}


def _share(standing: Standing, shares: Sequence[sa.Row], guarantor_id: UUID) -> Standing:
    rank = [row.guarantor_id for row in shares].index(guarantor_id)
    fractions = [row.share for row in shares]
    return Standing(*(split_by_shares(cents, fractions)[rank] for cents in standing))


def _summed(structure_id: UUID, day: date, owed: Sequence[tuple[str, Standing]]) -> dict[str, Any]:
    total, by_product = Owed(), {product: Owed() for product in sorted({product for product, _ in owed})}
    for product, standing in owed:
        total.add(standing)
        by_product[product].add(standing)
    products = [{"product": product, **vars(sums)} for product, sums in by_product.items()]
    return {"structure_id": structure_id, "as_of": day, "total": vars(total), "products": products}


def instalments_due(
    structure_id: UUID,
    reader: Caller,
    due_from: date | None = None,
    due_until: date | None = None,
    limit: int = 50,
    offset: int = 0,
) -> dict[str, Any]:
    """What a borrower's loans collect in a period, both days included: by month, and one by one, the soonest first.

    The period is that of the twelve months from today on, unless told. Only the rows asked for become objects.
    """
    let_read_structure(reader, BORROWER, structure_id)
    due_from = due_from or clock.today()
    due_until = due_until or months_later(due_from, PERIOD_MONTHS) - timedelta(1)
    if due_until < due_from:
        allowed = Bilingual(f"à partir du {due_from:%d/%m/%Y}", f"from {due_from} on")
        raise PeriodReversed(field="due_until", value=due_until, allowed=allowed)
    with reading() as session:
        places, dues = _dues(session, structure_id, due_from, due_until)
        order = np.lexsort((dues.number, dues.loan, dues.due_on))[offset : offset + limit]
        numbers = _numbers(session, {tuple(places[loan].tolist()) for loan in dues.loan[order]})
    return {
        "structure_id": structure_id,
        "due_from": due_from,
        "due_until": due_until,
        "months": _by_month(dues),
        "total": _sums(dues, slice(None)),
        "items": [_item(dues, numbers[tuple(places[dues.loan[row]].tolist())], row) for row in order],
    }


def _dues(session: Session, borrower_id: UUID, first: date, last: date) -> tuple[NDArray[np.int64], Dues]:
    """Chunk and slot of each loan, and the dues of all, `loan` being the place among those."""
    places, parts = [np.zeros((0, 2), np.int64)], [[np.zeros(0, np.int64)] * len(Dues.__slots__)]
    loans = 0
    for chunk, version_id, listed in session.connection().execute(_SLOTS, {"borrower_id": borrower_id}).all():
        slots = np.sort(np.fromstring(listed, np.int64, sep=","))
        dues = dues_between(read_chunk(session, chunk, version_id), slots, first, last)
        places.append(np.stack([np.full_like(slots, chunk), slots], axis=1))
        parts.append([np.searchsorted(slots, dues.loan) + loans, *_columns(dues)[1:]])
        loans += len(slots)
    return np.concatenate(places), Dues(*map(np.concatenate, zip(*parts, strict=True)))


def _numbers(session: Session, places: Collection[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """The loan numbers at some chunks and slots."""
    by_chunk = groupby(sorted(places), key=itemgetter(0))
    at = [sa.and_(Loan.chunk == chunk, Loan.slot.in_([slot for _, slot in of])) for chunk, of in by_chunk]
    named = sa.select(Loan.chunk, Loan.slot, Loan.loan_number).where(sa.or_(sa.false(), *at))
    return {(chunk, slot): number for chunk, slot, number in session.execute(named)}


def _columns(dues: Dues) -> list[np.ndarray]:
    return [getattr(dues, name) for name in Dues.__slots__]


def _by_month(dues: Dues) -> list[dict[str, Any]]:
    """Sums of each month with something due, in order."""
    days = (dues.due_on - _UNIX_EPOCH).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    return [{"month": str(month), **_sums(dues, months == month)} for month in np.unique(months)]


def _sums(dues: Dues, where: Any) -> dict[str, int]:
    return {
        "instalments": len(dues.number[where]),
        "amount_cents": int(dues.instalment[where].sum()),
        "interest_cents": int(dues.interest[where].sum()),
        "principal_cents": int(dues.principal[where].sum()),
    }


def _item(dues: Dues, loan_number: str, row: int) -> dict[str, Any]:
    return {
        "loan_number": loan_number,
        "number": int(dues.number[row]),
        "due_on": date.fromordinal(int(dues.due_on[row])),
        "instalment_cents": int(dues.instalment[row]),
        "interest_cents": int(dues.interest[row]),
        "principal_cents": int(dues.principal[row]),
    }
