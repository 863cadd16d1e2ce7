"""Questions to the tables that several actions and readings ask."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased

from services.rates.domain.calendar import last_known_month, months_before
from services.rates.domain.computation import Computation, Past, Result, compute, measures_of
from services.rates.domain.indexes import LIVRET_A, index_of
from services.rates.domain.measures import HALF_YEAR, Observation, given
from services.rates.domain.refusals import NoFixingInForce
from services.rates.reference import rulebook
from services.rates.tables import APPROVED, PROPOSED, Fixing, Input
from shared import clock
from shared.errors import Missing


def official(index: str) -> sa.Select:
    """The official fixings of an index: of each day, the newest approved version."""
    newer = aliased(Fixing)
    superseded = sa.exists().where(
        newer.index == Fixing.index,
        newer.effective_on == Fixing.effective_on,
        newer.version > Fixing.version,
        newer.state == APPROVED,
    )
    return sa.select(Fixing).where(Fixing.index == index, Fixing.state == APPROVED, ~superseded)


def in_force(session: Session, index: str, on: date) -> Fixing:
    """The fixing in force that day; raises NoFixingInForce, as nothing is carried back."""
    known = official(index_of(index).code).where(Fixing.effective_on <= on)
    fixing = session.scalar(known.order_by(Fixing.effective_on.desc()).limit(1))
    if fixing is None:
        raise NoFixingInForce(index=index, on=on, field="on", value=on)
    return fixing


def past_of(session: Session, effective_on: date) -> Past:
    """The Livret A before that day: its value, and what its formula gave where that is known."""
    earlier = official(LIVRET_A).where(Fixing.effective_on < effective_on).order_by(Fixing.effective_on)
    fixings = session.scalars(earlier).all()
    return Past(
        value=fixings[-1].value if fixings else None,
        results=tuple(
            Result(effective_on=fixing.effective_on, value=fixing.computed_value)
            for fixing in fixings
            if fixing.computed_value is not None
        ),
    )


def newest_live(session: Session, index: str, effective_on: date) -> Fixing | None:
    """The newest version of a day that is proposed or approved."""
    return session.scalar(
        sa.select(Fixing)
        .where(
            Fixing.index == index,
            Fixing.effective_on == effective_on,
            Fixing.state.in_((PROPOSED, APPROVED)),
        )
        .order_by(Fixing.version.desc())
        .limit(1)
    )


def locked(session: Session, fixing_id: UUID) -> Fixing:
    """A fixing that this transaction may decide about; raises Missing."""
    fixing = session.get(Fixing, fixing_id, with_for_update=True)
    if fixing is None:
        raise Missing()
    return fixing


def computed(
    session: Session,
    index: str,
    effective_on: date,
    *,
    inputs: Mapping[str, Decimal] = MappingProxyType({}),
    regime: str | None = None,
    known_on: date | None = None,
) -> Computation:
    """What the formula gives, from the recorded inputs; raises what `compute` raises.

    inputs    figures that replace the recorded ones, as the formula reads them
    regime    another regime than the one in force, to compare
    known_on  read the inputs as published by that day; the business date when absent
    """
    book = rulebook().as_if(regime) if regime else rulebook()
    recorded = measures_of(
        book, index, effective_on, observations(session, effective_on, known_on or clock.today())
    )
    stated = {series: given(series, value) for series, value in inputs.items()}
    return compute(book, index, effective_on, {**recorded, **stated}, past_of(session, effective_on))


def observations(session: Session, effective_on: date, known_on: date) -> list[Observation]:
    """The figures a computation for that day may read, each as last published by `known_on`."""
    last = last_known_month(effective_on)
    rows = session.scalars(
        sa.select(Input)
        .where(Input.month.between(months_before(last, HALF_YEAR - 1), last), Input.published_on <= known_on)
        .order_by(Input.published_on)
    )
    newest = {(row.series, row.month, row.months): row for row in rows}
    return [_observation(row) for row in newest.values()]


def _observation(row: Input) -> Observation:
    return Observation(
        series=row.series,
        month=row.month,
        months=row.months,
        value=row.value,
        published_on=row.published_on,
        source=row.source,
        approximate=row.approximate,
    )
