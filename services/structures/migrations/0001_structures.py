"""Structures and what changed them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

from shared.db import Json, UtcDateTime, Uuid
from shared.migrations import plumbing_v1

revision = "0001"
down_revision = None


def upgrade() -> None:
    plumbing_v1(op)
    op.create_table(
        "structures",
        sa.Column("structure_id", Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.String(150), nullable=False),
        sa.Column("search_name", sa.Text, nullable=False),
        sa.Column("sort_name", sa.String(80), nullable=False),
        sa.Column("siren", sa.String(9), nullable=False, index=True),
        sa.Column("siret", sa.String(14), nullable=False, unique=True),
        sa.Column("legal_category", sa.String(4), nullable=False),
        sa.Column("naf", sa.String(6)),
        sa.Column("sector", sa.String(20), nullable=False),
        sa.Column("address", Json, nullable=False),
        sa.Column("representative_function", sa.String(60), nullable=False),
        sa.Column("contact_email", sa.String(254)),
        sa.Column("paper_wanted", sa.Boolean, nullable=False),
        sa.Column("client_number", sa.String(9), unique=True),
        sa.Column("imported_digest", sa.String(64), nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
    )
    op.create_index("structures_by_name", "structures", ["sort_name", "structure_id"])
    op.create_table(
        "changes",
        sa.Column("structure_id", Uuid, sa.ForeignKey("structures.structure_id"), primary_key=True),
        sa.Column("version", sa.Integer, primary_key=True),
        sa.Column("changed_at", UtcDateTime, nullable=False),
        sa.Column("changed_by", Uuid),
        sa.Column("through", sa.String(20), nullable=False),
        sa.Column("differences", Json, nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("person_id", Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
    )
    op.create_table(
        "memberships",
        sa.Column("structure_id", Uuid, sa.ForeignKey("structures.structure_id"), primary_key=True),
        sa.Column("person_id", Uuid, primary_key=True, index=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("attached", sa.Boolean, nullable=False),
        sa.Column("name", sa.String(121), nullable=False),
        sa.Column("email", sa.String(254), nullable=False),
        sa.Column("phone", sa.String(20)),
        sa.Column("function", sa.String(40)),
        sa.Column("default_of", Uuid, unique=True),
        sa.Column("joined_at", UtcDateTime, nullable=False),
        sa.Column("left_at", UtcDateTime),
    )
    _register()


def _register() -> None:
    op.create_table(
        "legal_units",
        sa.Column("siren", sa.String(9), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("acronym", sa.Text, nullable=False),
        sa.Column("legal_category", sa.String(4), nullable=False),
    )
    texts = ("name", "sign", "building", "street", "place")
    op.create_table(
        "establishments",
        sa.Column("siret", sa.String(14), primary_key=True),
        sa.Column("siren", sa.String(9), nullable=False),
        sa.Column("is_closed", sa.Boolean, nullable=False),
        sa.Column("is_head_office", sa.Boolean, nullable=False),
        sa.Column("masked", sa.Boolean, nullable=False),
        sa.Column("created_on", sa.Date),
        sa.Column("naf", sa.String(6), nullable=False),
        *(sa.Column(name, sa.Text, nullable=False) for name in texts),
        sa.Column("postcode", sa.String(5), nullable=False),
        sa.Column("town", sa.Text, nullable=False),
        sa.Column("words", sa.Text().with_variant(TSVECTOR(), "postgresql"), nullable=False),
    )
    op.create_table(
        "register_words",
        sa.Column(
            "word",
            sa.String(40).with_variant(sa.String(40, collation="C"), "postgresql"),
            primary_key=True,
        ),
        sa.Column("establishments", sa.Integer, nullable=False),
    )
    op.create_table(
        "register_loads",
        sa.Column("file", sa.String(300), primary_key=True),
        sa.Column("rows", sa.BigInteger, nullable=False),
        sa.Column("begun_at", UtcDateTime, nullable=False),
        sa.Column("finished_at", UtcDateTime),
    )
