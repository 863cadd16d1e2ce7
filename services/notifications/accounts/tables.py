"""What notifications keeps of e-mails about accounts: that they were sent, and not what they said."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.notifications.tables import Base
from shared.db import UtcDateTime


class AccountMail(Base):
    """One e-mail about an account.

    person_id   whose account; None when nobody has one (yet, or any more)
    about       which message
    sealed      address and contents as identity sealed them; None once the mail is sent, refused or too late
    state       queued, sent, failed or expired
    due_at      not before this instant does a worker take it; for one in hand, when its lease ends
    claim       who has it in hand
    expires_at  not worth sending after that; None when it always is
    """

    __tablename__ = "account_mails"
    __table_args__ = (
        sa.Index("account_mails_to_do", "state", "due_at"),
        sa.Index("account_mails_by_person", "person_id", "created_at"),
    )

    mail_id: Mapped[UUID] = mapped_column(primary_key=True)
    person_id: Mapped[UUID | None]
    about: Mapped[str] = mapped_column(sa.String(40))
    sealed: Mapped[str | None] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.String(20))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    claim: Mapped[UUID | None]
    error: Mapped[str | None] = mapped_column(sa.Text)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    traceparent: Mapped[str | None] = mapped_column(sa.String(60))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PersonAddress(Base):
    """An e-mail address that a person has or had: by it their messages are found when they ask for them, or leave."""

    __tablename__ = "person_addresses"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(sa.String(254), primary_key=True)
