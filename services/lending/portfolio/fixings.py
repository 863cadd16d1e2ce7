"""The fixings that lending knows: a projection of what rates publishes."""

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.lending.domain.fixings import Fixing, IndexHistory
from services.lending.domain.terms import Terms, followed_indexes
from services.lending.portfolio.tables import IndexFixing
from shared import clock
from shared.db import insert_once
from shared.events.rates import FixingPublished


def remember_fixing(session: Session, event: FixingPublished) -> bool:
    """Keep a published fixing; whether it was new.

    The portfolio is locked: sequences then become visible in their order, and "all up to this one" means the same for
    every reader.
    """
    row = {
        "fixing_id": event.fixing_id,
        "index": event.index,
        "effective_on": event.effective_on,
        "value": event.value,
        "version": event.version,
        "supersedes": event.supersedes,
        "derogation": event.derogation,
        "legal_reference": event.legal_reference,
        "published_on": event.published_on,
    }
    return bool(insert_once(session, IndexFixing, row | {"heard_at": clock.now()}))


def fixings_in_force(
    session: Session, index: str, through: int | None = None, known_at: datetime | None = None
) -> tuple[Fixing, ...]:
    """The fixings of an index that no correction has replaced, in order of effective date.

    through, known_at  only those that had arrived up to this sequence, or to this instant; all when absent

    Of two that stand on one day the higher version counts, then the younger one, in whatever order they arrived.
    """
    query = sa.select(IndexFixing).where(IndexFixing.index == index)
    if through is not None:
        query = query.where(IndexFixing.sequence <= through)
    if known_at is not None:
        query = query.where(IndexFixing.heard_at <= known_at)
    rows = session.scalars(query).all()
    superseded = {row.supersedes for row in rows}
    standing = [row for row in rows if row.fixing_id not in superseded]
    by_date = {
        row.effective_on: row for row in sorted(standing, key=lambda row: (row.version, row.fixing_id))
    }
    return tuple(Fixing(day, by_date[day].value) for day in sorted(by_date))


def histories_of(session: Session, terms: Terms) -> dict[str, IndexHistory]:
    """The fixings of each index that a loan follows, by name."""
    return {index: IndexHistory(fixings_in_force(session, index)) for index in followed_indexes(terms)}


def value_before(session: Session, index: str, day: date) -> Decimal | None:
    """The value in force the day before another takes effect; None where there was none."""
    earlier = [fixing for fixing in fixings_in_force(session, index) if fixing.effective_on < day]
    return earlier[-1].value if earlier else None


def last_fixing_sequence(session: Session) -> int:
    """How far the projection of fixings has come."""
    return session.scalar(sa.select(sa.func.max(IndexFixing.sequence))) or 0
