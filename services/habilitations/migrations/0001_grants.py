"""Who may do what, and every change of it."""

import sqlalchemy as sa
from alembic import op

from shared.db import UtcDateTime, Uuid
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
