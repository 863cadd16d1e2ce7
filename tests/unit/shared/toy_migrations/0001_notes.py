"""Plumbing and notes."""

import sqlalchemy as sa
from alembic import op

from shared.db import Uuid
from shared.migrations import plumbing_v1

revision = "0001"
down_revision = None


def upgrade() -> None:
    plumbing_v1(op)
    op.create_table(
        "notes",
        sa.Column("id", Uuid, primary_key=True),
        sa.Column("text", sa.String(200), nullable=False),
        sa.Column("stars", sa.BigInteger, nullable=False),
    )
