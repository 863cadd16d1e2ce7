"""Plumbing tables, the same in every service's database."""

import sqlalchemy as sa

from shared.db import Json, Serial, UtcDateTime, Uuid

plumbing = sa.MetaData()

outbox = sa.Table(
    "outbox",
    plumbing,
    sa.Column("sequence", Serial, primary_key=True, autoincrement=True),
    sa.Column("id", Uuid, nullable=False, unique=True),
    sa.Column("type", sa.String(120), nullable=False),
    sa.Column("subject", sa.String(200), nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("traceparent", sa.String(60)),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Column("published_at", UtcDateTime),
    sa.Index(
        "outbox_unpublished",
        "sequence",
        sqlite_where=sa.text("published_at IS NULL"),
        postgresql_where=sa.text("published_at IS NULL"),
    ),
    sa.Index("outbox_created", "created_at"),
    sqlite_autoincrement=True,
)
"""Facts to tell. A row is written in the transaction that made the fact true, and marked once confirmed."""

inbox = sa.Table(
    "inbox",
    plumbing,
    sa.Column("queue", sa.String(120), primary_key=True),
    sa.Column("message_id", sa.String(200), primary_key=True),
    sa.Column("source", sa.String(200), nullable=False),
    sa.Column("type", sa.String(120), nullable=False),
    sa.Column("told_at", UtcDateTime),
    sa.Column("received_at", UtcDateTime, nullable=False),
    sa.Column("reply", Json),
    sa.Index("inbox_received", "received_at"),
    sa.Index("inbox_told", "told_at"),
)
"""Messages whose effects are committed, so that a second delivery does nothing. `reply` is a command's answer."""

deliveries = sa.Table(
    "deliveries",
    plumbing,
    sa.Column("message_id", sa.String(200), primary_key=True),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("last_at", UtcDateTime, nullable=False),
)
"""How often a message came back unfinished: one that kills its worker each time must end in the dead letters."""

rights = sa.Table(
    "rights",
    plumbing,
    sa.Column("subject_id", Uuid, primary_key=True),
    sa.Column("right", sa.String(60), primary_key=True),
    sa.Column("structure_id", sa.String(36), primary_key=True, default="", server_default=""),
    sa.Column("granted", sa.Boolean, nullable=False),
    sa.Column("version", sa.BigInteger, nullable=False),
)
"""This service's own copy of who may do what; structure_id is empty for a right over the whole bank."""

idempotency_keys = sa.Table(
    "idempotency_keys",
    plumbing,
    sa.Column("scope", sa.String(200), primary_key=True),
    sa.Column("key", sa.String(128), primary_key=True),
    sa.Column("request_hash", sa.String(64), nullable=False),
    sa.Column("status", sa.Integer),
    sa.Column("headers", Json),
    sa.Column("body", sa.Text),
    sa.Column("created_at", UtcDateTime, nullable=False),
    sa.Index("idempotency_keys_created", "created_at"),
)
"""Answers already given, so that a client that repeats a request gets the same one."""

acts = sa.Table(
    "acts",
    plumbing,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("done_at", UtcDateTime, nullable=False, index=True),
    sa.Column("done_by", Uuid, index=True),
    sa.Column("act", sa.String(60), nullable=False),
    sa.Column("subject_id", Uuid, index=True),
    sa.Column("structure_id", Uuid, index=True),
    sa.Column("origin", sa.String(60)),
    sa.Column("request_id", sa.String(64)),
    sa.Column("facts", Json, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Index("acts_by_name", "act", "number"),
)
"""The audit trail (shared.audit): rows are only added, each chained to the one before by its hash."""
