"""Accounts, what confirms and recovers them, sessions, systems."""

import sqlalchemy as sa
from alembic import op

from shared.db import Json, UtcDateTime, Uuid
from shared.migrations import plumbing_v1

revision = "0001"
down_revision = None


def upgrade() -> None:
    plumbing_v1(op)
    _accounts()
    _confirmations()
    _logins()


def _accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("person_id", Uuid, primary_key=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("identifier", sa.String(7), nullable=False, unique=True),
        sa.Column("title", sa.String(20), nullable=False),
        sa.Column("first_name", sa.String(60), nullable=False),
        sa.Column("last_name", sa.String(60), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("email_key", sa.String(254), nullable=False, unique=True),
        sa.Column("phone", sa.String(20)),
        sa.Column("structure_kind", sa.String(30)),
        sa.Column("offers_wanted", sa.Boolean, nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("password_given_at", UtcDateTime),
        sa.Column("opened_at", UtcDateTime, nullable=False),
        sa.Column("closed_at", UtcDateTime),
    )
    op.create_table(
        "former_passwords",
        sa.Column("person_id", Uuid, sa.ForeignKey("accounts.person_id"), primary_key=True),
        sa.Column("replaced_at", UtcDateTime, primary_key=True),
        sa.Column("password_hash", sa.String(200), nullable=False),
    )
    op.create_table(
        "bank_systems",
        sa.Column("system_id", Uuid, primary_key=True),
        sa.Column("client_id", sa.String(60), nullable=False, unique=True),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("registered_at", UtcDateTime, nullable=False),
        sa.Column("closed_at", UtcDateTime),
    )


def _confirmations() -> None:
    op.create_table(
        "confirmations",
        sa.Column("secret_hash", sa.String(64), primary_key=True),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("person_id", Uuid, index=True),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("form", Json, nullable=False),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("codes", sa.Integer, nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("code_expires_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False, index=True),
    )
    op.create_table(
        "reminders",
        sa.Column("reminder_id", Uuid, primary_key=True),
        sa.Column("about", sa.String(20), nullable=False),
        sa.Column("login", sa.String(254), nullable=False),
    )
    op.create_table(
        "password_resets",
        sa.Column("secret_hash", sa.String(64), primary_key=True),
        sa.Column("person_id", Uuid, sa.ForeignKey("accounts.person_id"), nullable=False, index=True),
        sa.Column("expires_at", UtcDateTime, nullable=False, index=True),
    )
    op.create_table(
        "mail_counts",
        sa.Column("address_hash", sa.String(64), primary_key=True),
        sa.Column("since", UtcDateTime, nullable=False, index=True),
        sa.Column("mails", sa.Integer, nullable=False),
    )


def _logins() -> None:
    op.create_table(
        "sessions",
        sa.Column("secret_hash", sa.String(64), primary_key=True),
        sa.Column("session_id", Uuid, nullable=False, unique=True),
        sa.Column("person_id", Uuid, sa.ForeignKey("accounts.person_id"), nullable=False, index=True),
        sa.Column("origin", sa.String(60), nullable=False),
        sa.Column("browser", sa.String(200), nullable=False),
        sa.Column("opened_at", UtcDateTime, nullable=False),
        sa.Column("used_at", UtcDateTime, nullable=False),
        sa.Column("expires_at", UtcDateTime, nullable=False, index=True),
    )
    op.create_table(
        "known_devices",
        sa.Column("secret_hash", sa.String(64), primary_key=True),
        sa.Column("person_id", Uuid, sa.ForeignKey("accounts.person_id"), primary_key=True),
        sa.Column("used_at", UtcDateTime, nullable=False, index=True),
    )
    op.create_table(
        "failed_logins",
        sa.Column("login_hash", sa.String(64), primary_key=True),
        sa.Column("person_id", Uuid),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("last_at", UtcDateTime, nullable=False, index=True),
        sa.Column("locked_until", UtcDateTime),
        sa.Column("told", sa.Boolean, nullable=False),
    )
