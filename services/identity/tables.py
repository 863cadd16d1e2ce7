"""What identity keeps: who can present themselves, and how they prove it. No secret is kept in clear."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import Json, UtcDateTime

STAFF, CLIENT = "staff", "client"
"""What an account is: of a person of the bank, opened by an operator; of anyone else, who registered."""


class Base(DeclarativeBase):
    """The declarative base of this service's tables."""


class Account(Base):
    """A person who can log in.

    version               counts the changes of what is told of the person
    identifier            four letters and three digits: one of the two names they log in with
    email_key             the e-mail address as it is compared
    structure_kind        what the person said to work for when registering; None for staff
    offers_wanted         agreed to be sent commercial offers
    password_hash         Argon2id, with its parameters and its salt
    password_given_at     when somebody else chose the password: it opens no session, and is good for a week to take
                          another; None where its owner chose it
    """

    __tablename__ = "accounts"

    person_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    version: Mapped[int] = mapped_column(default=1)
    identifier: Mapped[str] = mapped_column(sa.String(7), unique=True)
    title: Mapped[str] = mapped_column(sa.String(20))
    first_name: Mapped[str] = mapped_column(sa.String(60))
    last_name: Mapped[str] = mapped_column(sa.String(60))
    email: Mapped[str] = mapped_column(sa.String(254))
    email_key: Mapped[str] = mapped_column(sa.String(254), unique=True)
    phone: Mapped[str | None] = mapped_column(sa.String(20))
    structure_kind: Mapped[str | None] = mapped_column(sa.String(30))
    offers_wanted: Mapped[bool] = mapped_column(default=False)
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    password_given_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def password_must_change(self) -> bool:
        """Whether others know the password."""
        return self.password_given_at is not None

    @property
    def own_words(self) -> tuple[str, ...]:
        """What the password may not contain."""
        return (self.first_name, self.last_name, self.identifier, self.email.partition("@")[0])


class FormerPassword(Base):
    """A password that a person had, so that it is not taken again."""

    __tablename__ = "former_passwords"

    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Account.person_id), primary_key=True)
    replaced_at: Mapped[datetime] = mapped_column(UtcDateTime, primary_key=True)
    password_hash: Mapped[str] = mapped_column(sa.String(200))


class Confirmation(Base):
    """An e-mail address that is to be confirmed by the code sent there: of a registration, or of an account.

    Only the SHA-256 of its secret is kept, and each code as an HMAC under that secret: whoever reads this table can try
    neither. Where no code can be right (the address already has an account), code_hash is of nothing.

    purpose          registration or email
    person_id        whose address changes; None for a registration
    form             of a registration: what the account will be opened with
    codes, tries     how many codes were made, how many times the last one was tried
    expires_at       the whole of it vanishes then
    """

    __tablename__ = "confirmations"

    secret_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    purpose: Mapped[str] = mapped_column(sa.String(20))
    person_id: Mapped[UUID | None] = mapped_column(index=True)
    email: Mapped[str] = mapped_column(sa.String(254))
    form: Mapped[dict] = mapped_column(Json)
    code_hash: Mapped[str] = mapped_column(sa.String(64))
    codes: Mapped[int]
    tries: Mapped[int]
    code_expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class Reminder(Base):
    """Somebody forgot something: kept until the worker has looked whether there is an account to write to.

    about  password or identifier
    """

    __tablename__ = "reminders"

    reminder_id: Mapped[UUID] = mapped_column(primary_key=True)
    about: Mapped[str] = mapped_column(sa.String(20))
    login: Mapped[str] = mapped_column(sa.String(254))


class PasswordReset(Base):
    """A link that lets its holder choose a new password, once. Only the SHA-256 of its secret is kept."""

    __tablename__ = "password_resets"

    secret_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Account.person_id), index=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class MailCount(Base):
    """How many e-mails anyone at all made us send to an address lately; the address itself is not kept."""

    __tablename__ = "mail_counts"

    address_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    mails: Mapped[int]


class Session(Base):
    """A login that lasts. Only the SHA-256 of its secret is kept: that has 256 bits of chance.

    origin, browser  from where and with what it was opened, so that its owner recognises it
    """

    __tablename__ = "sessions"

    secret_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    session_id: Mapped[UUID] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Account.person_id), index=True)
    origin: Mapped[str] = mapped_column(sa.String(60))
    browser: Mapped[str] = mapped_column(sa.String(200))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class KnownDevice(Base):
    """Where a person has logged in before: who guesses elsewhere cannot lock them out there.

    Only the SHA-256 of its secret is kept: that has 256 bits of chance.
    """

    __tablename__ = "known_devices"

    secret_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Account.person_id), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)


class FailedLogin(Base):
    """How often somebody failed to log in as an account, or as a name that none has: both count alike.

    person_id  the account; None for a name that none has, and for a known device
    told       the person has been told that their account was locked
    """

    __tablename__ = "failed_logins"

    login_hash: Mapped[str] = mapped_column(sa.String(64), primary_key=True)
    person_id: Mapped[UUID | None]
    failures: Mapped[int]
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    locked_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    told: Mapped[bool] = mapped_column(default=False)


class BankSystem(Base):
    """Another system of the bank. Only the SHA-256 of its secret is kept: that has 256 bits of chance."""

    __tablename__ = "bank_systems"

    system_id: Mapped[UUID] = mapped_column(primary_key=True)
    client_id: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name: Mapped[str] = mapped_column(sa.String(100))
    secret_hash: Mapped[str] = mapped_column(sa.String(64))
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
