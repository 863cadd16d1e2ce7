"""What habilitations keeps: who may do what, and every change of it."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.habilitations.domain.appointments import AppointmentState, RequestState
from shared.db import Json, UtcDateTime


class Base(DeclarativeBase):
    """The declarative base of this service's tables."""


def _enumeration(kind: type) -> sa.Enum:
    return sa.Enum(kind, native_enum=False, create_constraint=False, length=30, values_callable=list)


class Subject(Base):
    """A person or a bank system, as identity told of it. Rights may be given before it did.

    email  where a person of the bank is told of their rights; None for all others, who are told otherwise
    """

    __tablename__ = "subjects"

    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str | None] = mapped_column(sa.String(10))
    name: Mapped[str] = mapped_column(sa.String(121))
    email: Mapped[str | None] = mapped_column(sa.String(254))
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


class Structure(Base):
    """A structure as rights need it: our copy of what structures tells. Whoever decides for it locks this row.

    version  0 until structures has told of it
    """

    __tablename__ = "structures"

    structure_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(sa.Text)


class Member(Base):
    """A person who belongs to a structure, or did: our copy of what structures tells."""

    __tablename__ = "members"

    structure_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    version: Mapped[int]
    attached: Mapped[bool]
    name: Mapped[str] = mapped_column(sa.Text)
    email: Mapped[str] = mapped_column(sa.Text)
    function: Mapped[str | None] = mapped_column(sa.Text)


class Request(Base):
    """Rights that a person asks for in a structure. One is open at a time: asking again adds to it.

    open_key    person and structure while it is open, so that there is no second one
    version     counts its changes, so that each is told once
    decided_by  the administrator; None where a code decided, or nobody has
    """

    __tablename__ = "requests"

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    structure_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID] = mapped_column(index=True)
    rights: Mapped[list] = mapped_column(Json)
    rights_given: Mapped[list | None] = mapped_column(Json)
    state: Mapped[RequestState] = mapped_column(_enumeration(RequestState))
    version: Mapped[int]
    open_key: Mapped[str | None] = mapped_column(sa.String(80), unique=True)
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[UUID | None]
    reason: Mapped[str | None] = mapped_column(sa.String(200))


class Appointment(Base):
    """A person whose rights depend on a letter to whoever represents the structure.

    place        the structure while the appointment is open: of two at the same instant, the database takes one
    administers  the code makes them administrator too
    """

    __tablename__ = "appointments"

    appointment_id: Mapped[UUID] = mapped_column(primary_key=True)
    structure_id: Mapped[UUID] = mapped_column(index=True)
    person_id: Mapped[UUID] = mapped_column(index=True)
    request_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Request.request_id), unique=True)
    administers: Mapped[bool]
    state: Mapped[AppointmentState] = mapped_column(_enumeration(AppointmentState), index=True)
    version: Mapped[int]
    place: Mapped[UUID | None] = mapped_column(unique=True)
    why: Mapped[str | None] = mapped_column(sa.Text)
    accepted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Code(Base):
    """The code of one letter, as an HMAC: it cannot be read here.

    live_for      its appointment while the code can be typed: an appointment has one live code
    digest        None once the code is dead
    attempts      how often one was compared with it; counted before comparing
    ended         used, replaced, expired, mistyped, undeliverable, withdrawn; None while it lives
    letter_state  ordered, then what notifications tells: failed, cancelled, handed_over, delivered, returned
    """

    __tablename__ = "codes"

    letter_id: Mapped[UUID] = mapped_column(primary_key=True)
    appointment_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Appointment.appointment_id), index=True)
    structure_id: Mapped[UUID] = mapped_column(index=True)
    live_for: Mapped[UUID | None] = mapped_column(unique=True)
    digest: Mapped[str | None] = mapped_column(sa.String(64))
    attempts: Mapped[int]
    ordered_on: Mapped[date]
    ordered_by: Mapped[UUID | None]
    expires_on: Mapped[date] = mapped_column(index=True)
    ended: Mapped[str | None] = mapped_column(sa.String(20))
    letter_state: Mapped[str] = mapped_column(sa.String(20))
    letter_why: Mapped[str | None] = mapped_column(sa.Text)


class Suspension(Base):
    """The bank keeps a person from using their rights, in one structure or in all.

    structure_id  empty for all structures
    rights        what was taken, [structure, right] each, to be given back
    open_key      person and structure while it lasts
    """

    __tablename__ = "suspensions"

    suspension_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(index=True)
    structure_id: Mapped[str] = mapped_column(sa.String(36))
    open_key: Mapped[str | None] = mapped_column(sa.String(80), unique=True)
    rights: Mapped[list] = mapped_column(Json)
    reason: Mapped[str] = mapped_column(sa.String(200))
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[UUID]
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[UUID | None]

    @property
    def structure(self) -> UUID | None:
        """The structure it is about, None for all."""
        return UUID(self.structure_id) if self.structure_id else None
