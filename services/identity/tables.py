"""What identity keeps: who can present themselves, and how they prove it. No secret is kept in clear."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import UtcDateTime


class Base(DeclarativeBase):
    """The declarative base of this service's tables."""


class StaffAccount(Base):
    """A person who works at the bank.

    identifier            four letters and three digits: one of the two names they log in with
    email_key             the e-mail address as it is compared
    password_hash         Argon2id, with its parameters and its salt
    password_must_change  somebody else has seen the password: it opens no session
    """

    __tablename__ = "staff_accounts"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    identifier: Mapped[str] = mapped_column(sa.String(7), unique=True)
    title: Mapped[str] = mapped_column(sa.String(20))
    first_name: Mapped[str] = mapped_column(sa.String(60))
    last_name: Mapped[str] = mapped_column(sa.String(60))
    email: Mapped[str] = mapped_column(sa.String(254))
    email_key: Mapped[str] = mapped_column(sa.String(254), unique=True)
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    password_must_change: Mapped[bool]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def own_words(self) -> tuple[str, ...]:
        """What the password may not contain."""
        return (self.first_name, self.last_name, self.identifier, self.email.partition("@")[0])


class FormerPassword(Base):
    """A password that a person had, so that it is not taken again."""

    __tablename__ = "former_passwords"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey(StaffAccount.person_id), primary_key=True)
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    password_hash: Mapped[str] = mapped_column(sa.String(200))


class Session(Base):
    """A login that lasts. Only the SHA-256 of its secret is kept: that has 256 bits of chance."""

    __tablename__ = "sessions"

    secret_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey(StaffAccount.person_id), index=True)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class FailedLogin(Base):
    """How often somebody failed to log in as an account, or as a name that none has: both count alike."""

    __tablename__ = "failed_logins"

    login_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)


class BankSystem(Base):
    """Another system of the bank. Only the SHA-256 of its secret is kept: that has 256 bits of chance."""

    __tablename__ = "bank_systems"

    system_id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    secret_hash: Mapped[str] = mapped_column(sa.String(64))
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
