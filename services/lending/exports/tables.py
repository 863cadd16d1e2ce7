"""Exports that take a while: ordered, written by a worker, fetched, removed after a day."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.lending.tables import Base
from shared.db import UtcDateTime


class Export(Base):
    """The schedules of all loans of a structure, as a file under DATA_DIR.

    side        borrower, of what it owes; guarantor, of what it guarantees, at its shares
    state       waiting, running, completed or failed
    loans_done  of loans_total, counted when it was last begun
    touched_at  when a worker last said that it is at it: one that is silent for long is taken for dead
    """

    __tablename__ = "exports"
    __table_args__ = (sa.Index("exports_by_state", "state", "requested_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    structure_id: Mapped[UUID]
    side: Mapped[str] = mapped_column(sa.String(10))
    format: Mapped[str] = mapped_column(sa.String(10))
    language: Mapped[str] = mapped_column(sa.String(2))
    state: Mapped[str] = mapped_column(sa.String(20))
    attempts: Mapped[int]
    loans_total: Mapped[int]
    loans_done: Mapped[int]
    requested_by: Mapped[UUID]
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    touched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
