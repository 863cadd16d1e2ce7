"""What falls due of a structure's loans in a period: of those it owes, or of those it guarantees, at its shares.

Sums are of columns; only the entries that are asked for become objects.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any, NamedTuple
from uuid import UUID

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray
from sqlalchemy.orm import Session

from services.lending.domain.calendar import months_later
from services.lending.portfolio.access import BORROWER, GUARANTOR, let_read_structure
from services.lending.portfolio.dues import Dues, dues_between
from services.lending.portfolio.sharing import guaranteed_by, instalments_at_shares, shares_of
from services.lending.portfolio.store import read_chunk
from services.lending.portfolio.tables import Loan, Structure, VisibleChunk
from shared import clock
from shared.auth import Caller
from shared.db import reading
from shared.errors import Bilingual, Refusal

PERIOD_MONTHS = 12
_UNIX_EPOCH = date(1970, 1, 1).toordinal()

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
_GUARANTEED = (
    sa.select(
        Loan.loan_number,
        Loan.borrower_id,
        Structure.name.label("borrower_name"),
        Loan.chunk,
        Loan.slot,
        VisibleChunk.version_id,
    )
    .join(VisibleChunk, VisibleChunk.chunk == Loan.chunk)
    .outerjoin(Structure, Structure.structure_id == Loan.borrower_id)
    .order_by(Loan.chunk, Loan.slot)
)
_IN_CHUNK = attrgetter("chunk", "version_id")

Place = tuple[int, int]


class PeriodReversed(Refusal):
    french = "La période finit le {value}, avant de commencer ; permis : {allowed}."
    english = "The period ends on {value}, before it begins; allowed: {allowed}."


class Period(NamedTuple):
    """Both days included."""

    due_from: date
    due_until: date


class _Held(NamedTuple):
    """Some loans of a chunk that readers see in a version, by slot, in order."""

    chunk: int
    version_id: int
    slots: NDArray[np.int64]


def instalments_due(
    structure_id: UUID,
    reader: Caller,
    due_from: date | None = None,
    due_until: date | None = None,
    limit: int = 50,
    offset: int = 0,
) -> dict[str, Any]:
    """What a borrower's loans collect in a period: by month, and one by one, the soonest first.

    The period is that of the twelve months from today on, unless told.
    """
    let_read_structure(reader, BORROWER, structure_id)
    period = _period(due_from, due_until)
    with reading() as session:
        held = list(_borrowed(session, structure_id))
        dues = _dues(session, held, period)
        places = _places(held)
        order = _soonest(dues, limit, offset)
        numbers = _numbers(session, {_place(places, dues, row) for row in order})
    items = [_item(dues, row, loan_number=numbers[_place(places, dues, row)]) for row in order]
    return _told(structure_id, period, dues, items)


def guaranteed_instalments_due(
    structure_id: UUID,
    reader: Caller,
    due_from: date | None = None,
    due_until: date | None = None,
    limit: int = 50,
    offset: int = 0,
) -> dict[str, Any]:
    """The same of the loans that a structure guarantees, at its shares; by borrower, too, the largest first."""
    let_read_structure(reader, GUARANTOR, structure_id)
    period = _period(due_from, due_until)
    with reading() as session:
        shares = shares_of(session, structure_id)
        loans = session.execute(_GUARANTEED.where(Loan.loan_number.in_(guaranteed_by(structure_id)))).all()
        dues = _dues(session, _by_chunk(loans), period)
    whole = np.stack([dues.instalment, dues.interest, dues.principal], axis=1)
    ours = [shares[loan.loan_number] for loan in loans]
    instalment, interest, principal = instalments_at_shares(whole, ours, dues.loan).T
    dues = replace(dues, instalment=instalment, interest=interest, principal=principal)
    items = [_item(dues, row, **_named(loans[dues.loan[row]])) for row in _soonest(dues, limit, offset)]
    return _told(structure_id, period, dues, items) | {"borrowers": _by_borrower(dues, loans)}


def _period(due_from: date | None, due_until: date | None) -> Period:
    due_from = due_from or clock.today()
    due_until = due_until or months_later(due_from, PERIOD_MONTHS) - timedelta(1)
    if due_until < due_from:
        allowed = Bilingual(f"à partir du {due_from:%d/%m/%Y}", f"from {due_from} on")
        raise PeriodReversed(field="due_until", value=due_until, allowed=allowed)
    return Period(due_from, due_until)


def _borrowed(session: Session, borrower_id: UUID) -> Iterator[_Held]:
    rows = session.connection().execute(_SLOTS, {"borrower_id": borrower_id}).all()
    for chunk, version_id, listed in rows:
        yield _Held(chunk, version_id, np.sort(np.fromstring(listed, np.int64, sep=",")))


def _by_chunk(loans: Sequence[sa.Row]) -> list[_Held]:
    return [
        _Held(*of, np.array([loan.slot for loan in together]))
        for of, together in groupby(loans, key=_IN_CHUNK)
    ]


def _dues(session: Session, held: Sequence[_Held], period: Period) -> Dues:
    """What is due of all, `loan` being the place among them."""
    parts = [[np.zeros(0, np.int64)] * len(Dues.__slots__)]
    loans = 0
    for chunk, version_id, slots in held:
        dues = dues_between(read_chunk(session, chunk, version_id), slots, *period)
        parts.append([np.searchsorted(slots, dues.loan) + loans, *_columns(dues)[1:]])
        loans += len(slots)
    return Dues(*map(np.concatenate, zip(*parts, strict=True)))


def _columns(dues: Dues) -> list[np.ndarray]:
    return [getattr(dues, name) for name in Dues.__slots__]


def _places(held: Sequence[_Held]) -> NDArray[np.int64]:
    """Chunk and slot of each loan."""
    placed = [np.stack([np.full_like(slots, chunk), slots], axis=1) for chunk, _, slots in held]
    return np.concatenate([np.zeros((0, 2), np.int64), *placed])


def _place(places: NDArray[np.int64], dues: Dues, row: int) -> Place:
    return tuple(places[dues.loan[row]].tolist())


def _numbers(session: Session, places: Collection[Place]) -> dict[Place, str]:
    """The loan numbers at some chunks and slots."""
    by_chunk = groupby(sorted(places), key=itemgetter(0))
    at = [sa.and_(Loan.chunk == chunk, Loan.slot.in_([slot for _, slot in of])) for chunk, of in by_chunk]
    named = sa.select(Loan.chunk, Loan.slot, Loan.loan_number).where(sa.or_(sa.false(), *at))
    return {(chunk, slot): number for chunk, slot, number in session.execute(named)}


def _soonest(dues: Dues, limit: int, offset: int) -> np.ndarray:
    """Which rows to list, in order."""
    return np.lexsort((dues.number, dues.loan, dues.due_on))[offset : offset + limit]


def _told(structure_id: UUID, period: Period, dues: Dues, items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {
        "structure_id": structure_id,
        **period._asdict(),
        "months": _by_month(dues),
        "total": _sums(dues, slice(None)),
        "items": items,
    }


def _by_month(dues: Dues) -> list[dict[str, Any]]:
    """Sums of each month with something due, in order."""
    days = (dues.due_on - _UNIX_EPOCH).astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    return [{"month": str(month), **_sums(dues, months == month)} for month in np.unique(months)]


def _by_borrower(dues: Dues, loans: Sequence[sa.Row]) -> list[dict[str, Any]]:
    """Sums of each borrower with something due, the largest first."""
    ranks = {loan.borrower_id: rank for rank, loan in enumerate(loans)}
    borrower = np.array([ranks[loan.borrower_id] for loan in loans], np.int64)[dues.loan]
    told = [
        {"borrower_id": loans[rank].borrower_id, "borrower_name": loans[rank].borrower_name or ""}
        | _sums(dues, borrower == rank)
        for rank in np.unique(borrower).tolist()
    ]
    return sorted(told, key=lambda sums: (-sums["amount_cents"], sums["borrower_name"]))


def _sums(dues: Dues, where: Any) -> dict[str, int]:
    return {
        "instalments": len(dues.number[where]),
        "amount_cents": int(dues.instalment[where].sum()),
        "interest_cents": int(dues.interest[where].sum()),
        "principal_cents": int(dues.principal[where].sum()),
    }


def _named(loan: sa.Row) -> dict[str, str]:
    return {"loan_number": loan.loan_number, "borrower_name": loan.borrower_name or ""}


def _item(dues: Dues, row: int, **named: str) -> dict[str, Any]:
    return named | {
        "number": int(dues.number[row]),
        "due_on": date.fromordinal(int(dues.due_on[row])),
        "instalment_cents": int(dues.instalment[row]),
        "interest_cents": int(dues.interest[row]),
        "principal_cents": int(dues.principal[row]),
    }
