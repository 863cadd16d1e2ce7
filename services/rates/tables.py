"""What rates keeps: the inputs of the formulas in each of their vintages, and every fixing ever proposed."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import Json, Rate, UtcDateTime
from shared.errors import Bilingual

PROPOSED = "proposed"
APPROVED = "approved"
REJECTED = "rejected"
WITHDRAWN = "withdrawn"
STATE_NAMES = {
    PROPOSED: Bilingual("proposée", "proposed"),
    APPROVED: Bilingual("approuvée", "approved"),
    REJECTED: Bilingual("rejetée", "rejected"),
    WITHDRAWN: Bilingual("retirée", "withdrawn"),
}
LIVE = "state IN ('proposed', 'approved')"


class Base(DeclarativeBase):
    """The declarative base of this service's tables."""


class Input(Base):
    """A published figure of a monthly series. Rows are only added: a revised figure is a later publication.

    month         first day of the month, the last one of the span
    months        1 for a monthly figure, 6 for a published six-month mean
    value         fraction of 1
    published_on  the vintage
    approximate   the source gives it rounded, or implied by other figures
    recorded_by   who sent it; None for a message of the bank's queue
    """

    __tablename__ = "inputs"
    __table_args__ = (
        sa.UniqueConstraint("series", "month", "months", "published_on", name="inputs_vintage"),
    )

    input_id: Mapped[UUID] = mapped_column(primary_key=True)
    series: Mapped[str] = mapped_column(sa.String(20))
    month: Mapped[date]
    months: Mapped[int]
    value: Mapped[Decimal] = mapped_column(Rate)
    published_on: Mapped[date]
    source: Mapped[str] = mapped_column(sa.String(300))
    approximate: Mapped[bool]
    recorded_by: Mapped[UUID | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Fixing(Base):
    """A value of an index from a day on: proposed, then approved (which publishes it), rejected or withdrawn.

    version         1 for a first publication, one more for each correction
    value           fraction of 1; computed_value: what the formula gave, None where it is not known
    computation     the inputs with their vintages and every step, as `snapshot` makes it
    revision        normal, exceptional (1 May, 1 November) or historic (loaded from the files)
    supersedes      the fixing that this one corrects
    follows         the Livret A fixing that made this one, for an index that equals it
    date_precision  how exactly effective_on is known: year, month or day
    """

    __tablename__ = "fixings"
    __table_args__ = (
        sa.Index(
            "fixings_live_version",
            "index",
            "effective_on",
            "version",
            unique=True,
            sqlite_where=sa.text(LIVE),
            postgresql_where=sa.text(LIVE),
        ),
    )

    fixing_id: Mapped[UUID] = mapped_column(primary_key=True)
    index: Mapped[str] = mapped_column(sa.String(20))
    effective_on: Mapped[date]
    version: Mapped[int]
    state: Mapped[str] = mapped_column(sa.String(10))
    value: Mapped[Decimal] = mapped_column(Rate)
    computed_value: Mapped[Decimal | None] = mapped_column(Rate)
    derogation: Mapped[bool]
    legal_reference: Mapped[str] = mapped_column(sa.String(500))
    published_on: Mapped[date]
    regime: Mapped[str] = mapped_column(sa.String(10))
    revision: Mapped[str] = mapped_column(sa.String(12))
    computation: Mapped[dict | None] = mapped_column(Json)
    supersedes: Mapped[UUID | None] = mapped_column(sa.ForeignKey("fixings.fixing_id"))
    follows: Mapped[UUID | None] = mapped_column(sa.ForeignKey("fixings.fixing_id"))
    date_precision: Mapped[str] = mapped_column(sa.String(5))
    source: Mapped[str] = mapped_column(sa.String(300))
    note: Mapped[str] = mapped_column(sa.String(500))
    proposed_by: Mapped[UUID | None]
    proposed_by_name: Mapped[str] = mapped_column(sa.String(200))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[UUID | None]
    decided_by_name: Mapped[str] = mapped_column(sa.String(200))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    decision_reason: Mapped[str] = mapped_column(sa.String(500))
