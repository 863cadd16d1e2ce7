"""What structures keeps: each organisation as it is now, and every change that made it so."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import Json, UtcDateTime


class Base(DeclarativeBase):
    """The declarative base of this service's tables."""


class Structure(Base):
    """An organisation that borrows, guarantees or works with the bank.

    version          1 when it is recorded, one more at each change
    search_name      its name as `domain.search.searchable` makes it
    sort_name        the beginning of that, short enough for the cursor of a list
    client_number    nine digits, None for who is no client
    imported_digest  of the last import row, so that the same row again is known to bring nothing new
    """

    __tablename__ = "structures"
    __table_args__ = (sa.Index("structures_by_name", "sort_name", "structure_id"),)

    structure_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(150))
    search_name: Mapped[str] = mapped_column(sa.Text)
    sort_name: Mapped[str] = mapped_column(sa.String(80))
    siren: Mapped[str] = mapped_column(sa.String(9), index=True)
    siret: Mapped[str] = mapped_column(sa.String(14), unique=True)
    legal_category: Mapped[str] = mapped_column(sa.String(4))
    naf: Mapped[str | None] = mapped_column(sa.String(6))
    sector: Mapped[str] = mapped_column(sa.String(20))
    address: Mapped[dict] = mapped_column(Json)
    representative_function: Mapped[str] = mapped_column(sa.String(60))
    contact_email: Mapped[str | None] = mapped_column(sa.String(254))
    paper_wanted: Mapped[bool]
    client_number: Mapped[str | None] = mapped_column(sa.String(9), unique=True)
    imported_digest: Mapped[str] = mapped_column(sa.String(64))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Change(Base):
    """One change of a structure: who made it, when, through what, and each field before and after.

    changed_by  the person or system whose token asked for it; None for a message of the bank's queue
    """

    __tablename__ = "changes"

    structure_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Structure.structure_id), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[UUID | None]
    through: Mapped[str] = mapped_column(sa.String(20))
    differences: Mapped[dict] = mapped_column(Json)
