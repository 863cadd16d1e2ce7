"""What rates answers without changing anything."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.rates.domain.calendar import coming_revisions
from services.rates.domain.indexes import INDEXES, Index, index_of
from services.rates.ledger import computed, in_force, official
from services.rates.reference import rulebook
from services.rates.snapshot import snapshot
from services.rates.tables import Fixing, Input
from shared import clock
from shared.db import reading
from shared.errors import Missing
from shared.pagination import page

_NEWEST_FIRST = (Fixing.effective_on.desc(), Fixing.version.desc(), Fixing.fixing_id)


def list_indexes() -> list[dict[str, Any]]:
    """Every index, with its official value on the business date where it has one."""
    with reading() as session:
        return [_index_today(session, index) for index in INDEXES.values()]


def read_history(index: str, on: date | None, **paging: Any) -> dict[str, Any]:
    """The official fixings of an index, newest first; with `on`, the one in force that day."""
    with reading() as session:
        if on is not None:
            return {"items": [in_force(session, index, on)], "next": None}
        return page(session, official(index_of(index).code), _NEWEST_FIRST, **paging)


def coming_dates(index: str) -> list[dict[str, Any]]:
    """When an index can change next: after today, and after what is announced already."""
    code = index_of(index).code
    with reading() as session:
        last = session.scalar(official(code).order_by(Fixing.effective_on.desc()).limit(1))
    after = max(clock.today(), last.effective_on) if last else clock.today()
    return [{"day": day, "kind": kind} for day, kind in coming_revisions(rulebook(), code, after)]


def read_fixings(filters: Mapping[str, Any], paging: Mapping[str, Any]) -> dict[str, Any]:
    """Fixings in any state, with all their versions; filters are index, state and effective_on."""
    wanted = sa.select(Fixing).where(*(getattr(Fixing, name) == value for name, value in filters.items()))
    with reading() as session:
        return page(session, wanted, _NEWEST_FIRST, **paging)


def read_fixing(fixing_id: UUID) -> Fixing:
    """One fixing with its whole computation; raises Missing."""
    with reading() as session:
        fixing = session.get(Fixing, fixing_id)
    if fixing is None:
        raise Missing()
    return fixing


def compute_index(index: str, effective_on: date, **options: Any) -> dict[str, Any]:
    """What the formula gives, with every step, and nothing written; options are those of `computed`."""
    with reading() as session:
        return snapshot(computed(session, index, effective_on, **options))


def read_inputs(filters: Mapping[str, Any], paging: Mapping[str, Any]) -> dict[str, Any]:
    """Recorded figures in all their vintages, newest month first; filters are series and month."""
    wanted = sa.select(Input).where(*(getattr(Input, name) == value for name, value in filters.items()))
    newest_first = (Input.month.desc(), Input.series, Input.published_on.desc(), Input.input_id)
    with reading() as session:
        return page(session, wanted, newest_first, **paging)


def _index_today(session: Session, index: Index) -> dict[str, Any]:
    known = official(index.code).where(Fixing.effective_on <= clock.today())
    fixing = session.scalar(known.order_by(Fixing.effective_on.desc()).limit(1))
    return {"index": index, "in_force": fixing}
