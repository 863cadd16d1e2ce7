"""What habilitations keeps: who may do what, and every change of it."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import UtcDateTime


class Base(DeclarativeBase):
    """The declarative base of this service's tables."""


class Subject(Base):
    """A person or a bank system, as identity told of it. Rights may be given before it did."""

    __tablename__ = "subjects"

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str | None] = mapped_column(sa.String(10))
    name: Mapped[str] = mapped_column(sa.String(121))
    closed: Mapped[bool]


class Grant(Base):
    """One right of one subject, held or ended: the row stays, its version counts the changes.

    structure_id  the structure it is for; empty for the whole bank
    """

    __tablename__ = "grants"
    __table_args__ = (sa.UniqueConstraint("subject_id", "right", "structure_id"),)

    grant_id: Mapped[UUID] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID]
    right: Mapped[str] = mapped_column(sa.String(60), index=True)
    structure_id: Mapped[str] = mapped_column(sa.String(36), default="")
    held: Mapped[bool]
    version: Mapped[int]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def structure(self) -> UUID | None:
        """The structure the right is for, None for the whole bank."""
        return UUID(self.structure_id) if self.structure_id else None


class Change(Base):
    """One change of a right: who made it, when and why. Rows are only added.

    changed_by  None for the platform itself, when it is set up or an account closes
    """

    __tablename__ = "grant_changes"

    grant_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Grant.grant_id), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    held: Mapped[bool]
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by: Mapped[UUID | None]
    reason: Mapped[str] = mapped_column(sa.String(200))
