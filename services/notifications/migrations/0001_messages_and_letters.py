"""Recipients, messages with their history, mails, letters and their batches, requests for assistance."""

import sqlalchemy as sa
from alembic import op

from shared.db import Json, Serial, UtcDateTime, Uuid
from shared.migrations import plumbing_v1

revision = "0001"
down_revision = None

_State = sa.String(20)


def upgrade() -> None:
    plumbing_v1(op)
    _recipients()
    _messages()
    _letters()
    _account_mails()
    _assistance()


def _recipients() -> None:
    op.create_table(
        "recipients",
        sa.Column("structure_id", Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("client_number", sa.String(9)),
        sa.Column("representative_function", sa.Text, nullable=False),
        sa.Column("contact_email", sa.Text),
        sa.Column("paper_wanted", sa.Boolean, nullable=False),
        sa.Column("address", Json, nullable=False),
    )


def _messages() -> None:
    op.create_table(
        "messages",
        sa.Column("sequence", Serial, primary_key=True),
        sa.Column("id", Uuid, nullable=False, unique=True),
        sa.Column("kind", sa.String(20)),
        sa.Column("template", sa.String(40), nullable=False),
        sa.Column("structure_id", Uuid),
        sa.Column("to_name", sa.Text),
        sa.Column("to_email", sa.Text),
        sa.Column("cause_id", Uuid, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("event", Json, nullable=False),
        sa.Column("written_on", sa.Date, nullable=False),
        sa.Column("state", _State, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("claim", Uuid),
        sa.Column("error", sa.Text),
        sa.Column("announced", sa.Boolean, nullable=False),
        sa.Column("resend_of", Uuid),
        sa.Column("thread", Json, nullable=False),
        sa.Column("traceparent", sa.String(60)),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("messages_to_do", "messages", ["kind", "state", "due_at"])
    op.create_index("messages_by_structure", "messages", ["structure_id", "sequence"])
    op.create_index("messages_by_cause", "messages", ["cause_id", "kind", "state"])
    untold = sa.text("state = 'sent' AND NOT announced")
    op.create_index("messages_untold", "messages", ["sequence"], sqlite_where=untold, postgresql_where=untold)
    op.create_table(
        "passages",
        sa.Column("id", Serial, primary_key=True),
        sa.Column("message_id", Uuid, sa.ForeignKey("messages.id"), nullable=False),
        sa.Column("state", _State, nullable=False),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("why", sa.Text),
        sa.Column("by", Uuid),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_passages_message_id", "passages", ["message_id"])
    op.create_table(
        "mails",
        sa.Column("message_id", Uuid, sa.ForeignKey("messages.id"), primary_key=True),
        sa.Column("mail_id", sa.String(120), nullable=False),
        sa.Column("sent_to", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
    )


def _letters() -> None:
    op.create_table(
        "letter_batches",
        sa.Column("id", Uuid, primary_key=True),
        sa.Column("number", sa.String(20), nullable=False, unique=True),
        sa.Column("state", _State, nullable=False),
        sa.Column("closed_on", sa.Date, nullable=False),
        sa.Column("letters", sa.Integer, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("manifest_sha256", sa.String(64)),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("closed_at", UtcDateTime),
        sa.Column("handed_over_at", UtcDateTime),
        sa.Column("handed_over_by", Uuid),
    )
    op.create_table(
        "letters",
        sa.Column("message_id", Uuid, sa.ForeignKey("messages.id"), primary_key=True),
        sa.Column("address", Json, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("pdf", sa.LargeBinary, nullable=False),
        sa.Column("sealed", sa.Boolean, nullable=False),
        sa.Column("destroyed_at", UtcDateTime),
        sa.Column("printed_at", UtcDateTime, nullable=False),
        sa.Column("batch_id", Uuid, sa.ForeignKey("letter_batches.id")),
    )
    op.create_index("ix_letters_batch_id", "letters", ["batch_id"])
    op.create_table(
        "letter_batch_days",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("batches", sa.Integer, nullable=False),
    )


def _account_mails() -> None:
    op.create_table(
        "account_mails",
        sa.Column("mail_id", Uuid, primary_key=True),
        sa.Column("person_id", Uuid),
        sa.Column("about", sa.String(40), nullable=False),
        sa.Column("sealed", sa.Text),
        sa.Column("state", _State, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", UtcDateTime, nullable=False),
        sa.Column("claim", Uuid),
        sa.Column("error", sa.Text),
        sa.Column("expires_at", UtcDateTime),
        sa.Column("traceparent", sa.String(60)),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
    )
    op.create_index("account_mails_to_do", "account_mails", ["state", "due_at"])
    op.create_index("account_mails_by_person", "account_mails", ["person_id", "created_at"])
    op.create_table(
        "person_addresses",
        sa.Column("person_id", Uuid, primary_key=True),
        sa.Column("email", sa.String(254), primary_key=True),
    )


def _assistance() -> None:
    op.create_table(
        "assistance_requests",
        sa.Column("sequence", Serial, primary_key=True),
        sa.Column("id", Uuid, nullable=False, unique=True),
        sa.Column("state", _State, nullable=False),
        sa.Column("topic", sa.String(20), nullable=False),
        sa.Column("person_id", Uuid),
        sa.Column("structure_id", Uuid),
        sa.Column("structure_name", sa.Text),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("assistance_requests_by_state", "assistance_requests", ["state", "sequence"])
    op.create_index("assistance_requests_by_person", "assistance_requests", ["person_id"])
    op.create_table(
        "assistance_entries",
        sa.Column("id", Serial, primary_key=True),
        sa.Column("request_id", Uuid, sa.ForeignKey("assistance_requests.id"), nullable=False),
        sa.Column("what", sa.String(20), nullable=False),
        sa.Column("text", sa.Text),
        sa.Column("at", UtcDateTime, nullable=False),
        sa.Column("by", Uuid),
        sa.Column("by_name", sa.Text),
        sa.Column("message_id", Uuid, sa.ForeignKey("messages.id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_assistance_entries_request_id", "assistance_entries", ["request_id"])
