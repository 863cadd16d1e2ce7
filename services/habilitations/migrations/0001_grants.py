"""Who may do what, and every change of it."""

import sqlalchemy as sa
from alembic import op

from shared.db import Json, UtcDateTime, Uuid
from shared.migrations import plumbing_v1

revision = "0001"
down_revision = None


def upgrade() -> None:
    plumbing_v1(op)
    op.create_table(
        "subjects",
        sa.Column("subject_id", Uuid, primary_key=True),
        sa.Column("kind", sa.String(10)),
        sa.Column("name", sa.String(121), nullable=False),
        sa.Column("email", sa.String(254)),
        sa.Column("closed", sa.Boolean, nullable=False),
    )
    op.create_table(
        "grants",
        sa.Column("grant_id", Uuid, primary_key=True),
        sa.Column("subject_id", Uuid, nullable=False),
        sa.Column("right", sa.String(60), nullable=False, index=True),
        sa.Column("structure_id", sa.String(36), nullable=False),
        sa.Column("held", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("subject_id", "right", "structure_id"),
    )
    op.create_table(
        "grant_changes",
        sa.Column("grant_id", Uuid, sa.ForeignKey("grants.grant_id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("held", sa.Boolean, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.Column("changed_by", Uuid),
        sa.Column("reason", sa.String(200), nullable=False),
    )
    _clients()
    _appointments()


def _clients() -> None:
    op.create_table(
        "structures",
        sa.Column("structure_id", Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
    )
    op.create_table(
        "members",
        sa.Column("structure_id", Uuid, primary_key=True),
        sa.Column("person_id", Uuid, primary_key=True, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("attached", sa.Boolean, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("email", sa.Text, nullable=False),
        sa.Column("function", sa.Text),
    )
    op.create_table(
        "suspensions",
        sa.Column("suspension_id", Uuid, primary_key=True),
        sa.Column("person_id", Uuid, nullable=False, index=True),
        sa.Column("structure_id", sa.String(36), nullable=False),
        sa.Column("open_key", sa.String(80), unique=True),
        sa.Column("rights", Json, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.Column("since", UtcDateTime, nullable=False),
        sa.Column("by", Uuid, nullable=False),
        sa.Column("ended_at", UtcDateTime),
        sa.Column("ended_by", Uuid),
    )


def _appointments() -> None:
    op.create_table(
        "requests",
        sa.Column("request_id", Uuid, primary_key=True),
        sa.Column("structure_id", Uuid, nullable=False, index=True),
        sa.Column("person_id", Uuid, nullable=False, index=True),
        sa.Column("rights", Json, nullable=False),
        sa.Column("rights_given", Json),
        sa.Column("state", sa.String(30), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("open_key", sa.String(80), unique=True),
        sa.Column("asked_at", UtcDateTime, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.Column("decided_by", Uuid),
        sa.Column("reason", sa.String(200)),
    )
    op.create_table(
        "appointments",
        sa.Column("appointment_id", Uuid, primary_key=True),
        sa.Column("structure_id", Uuid, nullable=False, index=True),
        sa.Column("person_id", Uuid, nullable=False, index=True),
        sa.Column("request_id", Uuid, sa.ForeignKey("requests.request_id"), nullable=False, unique=True),
        sa.Column("administers", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(30), nullable=False, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("place", Uuid, unique=True),
        sa.Column("why", sa.Text),
        sa.Column("accepted_at", UtcDateTime, nullable=False),
        sa.Column("changed_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "codes",
        sa.Column("letter_id", Uuid, primary_key=True),
        sa.Column(
            "appointment_id", Uuid, sa.ForeignKey("appointments.appointment_id"), nullable=False, index=True
        ),
        sa.Column("structure_id", Uuid, nullable=False, index=True),
        sa.Column("live_for", Uuid, unique=True),
        sa.Column("digest", sa.String(64)),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("ordered_on", sa.Date, nullable=False),
        sa.Column("ordered_by", Uuid),
        sa.Column("expires_on", sa.Date, nullable=False, index=True),
        sa.Column("ended", sa.String(20)),
        sa.Column("letter_state", sa.String(20), nullable=False),
        sa.Column("letter_why", sa.Text),
    )
