"""What notifications keeps: whom it can reach, every message with its history, what went out, and the batches."""

from datetime import date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from services.notifications.domain import messages
from services.notifications.domain.messages import BatchState, Kind, State, Template
from shared.db import Json, Serial, UtcDateTime


class Base(DeclarativeBase):
    """The declarative base of this service's tables."""


def enumeration(kind: type, length: int = 20) -> sa.Enum:
    """A column of one of these words, kept as text."""
    return sa.Enum(kind, native_enum=False, create_constraint=False, length=length, values_callable=list)


class Recipient(Base):
    """A structure as messages need it: this service's own copy of what structures tells."""

    __tablename__ = "recipients"

    structure_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(sa.Text)
    client_number: Mapped[str | None] = mapped_column(sa.String(9))
    representative_function: Mapped[str] = mapped_column(sa.Text)
    contact_email: Mapped[str | None] = mapped_column(sa.Text)
    paper_wanted: Mapped[bool]
    address: Mapped[dict] = mapped_column(Json)


_UNTOLD = sa.text("state = 'sent' AND NOT announced")


class Message(Base):
    """One message to one structure, or to one person.

    sequence      order of creation, and the number in its reference
    kind          None while the recipient is awaited: how to reach it is not known yet
    structure_id  the structure it is for, or about which a person is told, if any
    to_name, to_email
                  the person it is for; None when the structure itself is told, where it wants to be
    cause_id      what made us tell it: the id of the revision, of the request…
    event         the fact as it was heard; the text is written from it
    due_at        not before this instant does a worker take it; for one in hand, when its lease ends
    claim         who has it in hand: a worker that lost its lease finds another claim here, and lets go
    announced     an e-mail that was sent has been told on the bus
    resend_of     the message that this one repeats, at somebody's request
    thread        ids of the messages before it in their conversation, oldest first; its mail names them
    """

    __tablename__ = "messages"
    __table_args__ = (
        sa.Index("messages_to_do", "kind", "state", "due_at"),
        sa.Index("messages_by_structure", "structure_id", "sequence"),
        sa.Index("messages_by_cause", "cause_id", "kind", "state"),
        sa.Index("messages_untold", "sequence", sqlite_where=_UNTOLD, postgresql_where=_UNTOLD),
        {"sqlite_autoincrement": True},
    )

    sequence: Mapped[int] = mapped_column(Serial, primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    kind: Mapped[Kind | None] = mapped_column(enumeration(Kind))
    template: Mapped[Template] = mapped_column(enumeration(Template, 40))
    structure_id: Mapped[UUID | None]
    to_name: Mapped[str | None] = mapped_column(sa.Text)
    to_email: Mapped[str | None] = mapped_column(sa.Text)
    cause_id: Mapped[UUID]
    subject: Mapped[str] = mapped_column(sa.Text)
    event: Mapped[dict] = mapped_column(Json, deferred=True)
    written_on: Mapped[date]
    state: Mapped[State] = mapped_column(enumeration(State))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claim: Mapped[UUID | None]
    error: Mapped[str | None] = mapped_column(sa.Text)
    announced: Mapped[bool] = mapped_column(default=False)
    resend_of: Mapped[UUID | None]
    thread: Mapped[list] = mapped_column(Json, default=list)
    traceparent: Mapped[str | None] = mapped_column(sa.String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    recipient: Mapped[Recipient | None] = relationship(
        primaryjoin="foreign(Message.structure_id) == Recipient.structure_id", viewonly=True, lazy="raise"
    )
    mail: Mapped["Mail | None"] = relationship(viewonly=True, lazy="raise", back_populates="message")
    letter: Mapped["Letter | None"] = relationship(viewonly=True, lazy="raise", back_populates="message")
    passages: Mapped[list["Passage"]] = relationship(viewonly=True, lazy="raise", order_by="Passage.id")

    @property
    def reference(self) -> str:
        """What people quote of it."""
        return messages.reference(self.written_on.year, self.sequence)


class Passage(Base):
    """A message came into a state; rows are only added. `by` is the person who asked for it, if any."""

    __tablename__ = "passages"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    message_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Message.id), index=True)
    state: Mapped[State] = mapped_column(enumeration(State))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    why: Mapped[str | None] = mapped_column(sa.Text)
    by: Mapped[UUID | None]


class Mail(Base):
    """An e-mail as it was composed at its first attempt: every other attempt sends these very bytes.

    content  the whole of it (RFC 5322), compressed by zlib
    """

    __tablename__ = "mails"

    message_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Message.id), primary_key=True)
    mail_id: Mapped[str] = mapped_column(sa.String(120))
    sent_to: Mapped[str] = mapped_column(sa.Text)
    content: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    message: Mapped[Message] = relationship(viewonly=True, lazy="raise", back_populates="mail")


class Batch(Base):
    """Letters that the mailing house takes together.

    number  the day and a count: 20260129-001
    due_at  while it is closing: not before this instant does a worker write it
    """

    __tablename__ = "letter_batches"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(20), unique=True)
    state: Mapped[BatchState] = mapped_column(enumeration(BatchState))
    closed_on: Mapped[date]
    letters: Mapped[int]
    pages: Mapped[int]
    manifest_sha256: Mapped[str | None] = mapped_column(sa.String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handed_over_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    handed_over_by: Mapped[UUID | None]


class Letter(Base):
    """A letter as it was printed; a row has one batch, so a letter cannot be in two.

    sealed  the PDF carries a code: it is kept encrypted, and emptied once the mailing house has it
    """

    __tablename__ = "letters"

    message_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Message.id), primary_key=True)
    address: Mapped[list] = mapped_column(Json)
    pages: Mapped[int]
    sha256: Mapped[str] = mapped_column(sa.String(64))
    pdf: Mapped[bytes] = mapped_column(sa.LargeBinary, deferred=True)
    sealed: Mapped[bool] = mapped_column(default=False)
    destroyed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    printed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    batch_id: Mapped[UUID | None] = mapped_column(sa.ForeignKey(Batch.id), index=True)
    message: Mapped[Message] = relationship(viewonly=True, lazy="raise", back_populates="letter")


class BatchDay(Base):
    """How many batches a day has had: counting here makes those who close batches wait for one another."""

    __tablename__ = "letter_batch_days"

    day: Mapped[date] = mapped_column(primary_key=True)
    batches: Mapped[int]
