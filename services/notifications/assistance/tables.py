"""What notifications keeps of requests for assistance: who asked what, and every line of what followed."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.notifications.domain import assistance
from services.notifications.domain.assistance import Entry, RequestState, Topic
from services.notifications.tables import Base, Message, Recipient, enumeration
from shared.db import Serial, UtcDateTime


class AssistanceRequest(Base):
    """Somebody asked for help.

    sequence        order of arrival, and the number in its reference
    person_id       who was logged in; None for a visitor
    structure_id    the structure that they say it is about, from their own; nobody has checked it
    structure_name  the same as they typed it
    name, email     as they typed them
    """

    __tablename__ = "assistance_requests"
    __table_args__ = (
        sa.Index("assistance_requests_by_state", "state", "sequence"),
        sa.Index("assistance_requests_by_person", "person_id"),
        {"sqlite_autoincrement": True},
    )

    sequence: Mapped[int] = mapped_column(Serial, primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    state: Mapped[RequestState] = mapped_column(enumeration(RequestState))
    topic: Mapped[Topic] = mapped_column(enumeration(Topic))
    person_id: Mapped[UUID | None]
    structure_id: Mapped[UUID | None]
    structure_name: Mapped[str | None] = mapped_column(sa.Text)
    name: Mapped[str] = mapped_column(sa.Text)
    email: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    recipient: Mapped[Recipient | None] = relationship(
        primaryjoin="foreign(AssistanceRequest.structure_id) == Recipient.structure_id",
        viewonly=True,
        lazy="raise",
    )
    entries: Mapped[list["AssistanceEntry"]] = relationship(
        viewonly=True, lazy="raise", order_by="AssistanceEntry.id"
    )

    @property
    def reference(self) -> str:
        """What people quote of it."""
        return assistance.reference(self.created_at.year, self.sequence)

    @property
    def structure(self) -> str | None:
        """The name of the structure that it is about, as far as it is known."""
        return self.recipient.name if self.recipient else self.structure_name

    @property
    def client_number(self) -> str | None:
        """Of that structure, nine digits."""
        return self.recipient.client_number if self.recipient else None


class AssistanceEntry(Base):
    """A line of a request: what was asked, answered, closed, opened again; rows are only added.

    by          the agent; None for who asked
    by_name     the agent's name as their token bore it
    message_id  the e-mail that went because of it, if any
    """

    __tablename__ = "assistance_entries"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    request_id: Mapped[UUID] = mapped_column(sa.ForeignKey(AssistanceRequest.id), index=True)
    what: Mapped[Entry] = mapped_column(enumeration(Entry))
    text: Mapped[str | None] = mapped_column(sa.Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    by: Mapped[UUID | None]
    by_name: Mapped[str | None] = mapped_column(sa.Text)
    message_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Message.id))
