"""The inputs of the formulas in each vintage, and the fixings with all their versions."""

import sqlalchemy as sa
from alembic import op

from shared.db import Json, Rate, UtcDateTime
from shared.migrations import plumbing_v1

revision = "rates_0001"
down_revision = None


def upgrade() -> None:
    plumbing_v1(op)
    op.create_table(
        "inputs",
        sa.Column("input_id", sa.Uuid, primary_key=True),
        sa.Column("series", sa.String(20), nullable=False),
        sa.Column("month", sa.Date, nullable=False),
        sa.Column("months", sa.Integer, nullable=False),
        sa.Column("value", Rate, nullable=False),
        sa.Column("published_on", sa.Date, nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("approximate", sa.Boolean, nullable=False),
        sa.Column("recorded_by", sa.Uuid),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("series", "month", "months", "published_on", name="inputs_vintage"),
    )
    op.create_table(
        "fixings",
        sa.Column("fixing_id", sa.Uuid, primary_key=True),
        sa.Column("index", sa.String(20), nullable=False),
        sa.Column("effective_on", sa.Date, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("value", Rate, nullable=False),
        sa.Column("computed_value", Rate),
        sa.Column("derogation", sa.Boolean, nullable=False),
        sa.Column("legal_reference", sa.String(500), nullable=False),
        sa.Column("published_on", sa.Date, nullable=False),
        sa.Column("regime", sa.String(10), nullable=False),
        sa.Column("revision", sa.String(12), nullable=False),
        sa.Column("computation", Json),
        sa.Column("supersedes", sa.Uuid, sa.ForeignKey("fixings.fixing_id")),
        sa.Column("follows", sa.Uuid, sa.ForeignKey("fixings.fixing_id")),
        sa.Column("date_precision", sa.String(5), nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("note", sa.String(500), nullable=False),
        sa.Column("proposed_by", sa.Uuid),
        sa.Column("proposed_by_name", sa.String(200), nullable=False),
        sa.Column("proposed_at", UtcDateTime, nullable=False),
        sa.Column("decided_by", sa.Uuid),
        sa.Column("decided_by_name", sa.String(200), nullable=False),
        sa.Column("decided_at", UtcDateTime),
        sa.Column("decision_reason", sa.String(500), nullable=False),
    )
    live = sa.text("state IN ('proposed', 'approved')")
    op.create_index(
        "fixings_live_version",
        "fixings",
        ["index", "effective_on", "version"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
