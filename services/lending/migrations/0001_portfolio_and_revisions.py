"""The portfolio, its schedules and their revisions."""

import sqlalchemy as sa
from alembic import op

from shared.db import Cents, Json, Rate, Serial, UtcDateTime, Uuid
from shared.migrations import plumbing_v1

revision = "0001"
down_revision = None


def upgrade() -> None:
    plumbing_v1(op)
    _facts_of_others()
    _loans()
    _schedules()
    _revisions()
    _exports()
    _life()


def _facts_of_others() -> None:
    op.create_table(
        "structures",
        sa.Column("structure_id", Uuid, primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("sector", sa.String(40), nullable=False),
    )
    op.create_table(
        "fixings",
        sa.Column("sequence", Serial, primary_key=True),
        sa.Column("fixing_id", Uuid, nullable=False, unique=True),
        sa.Column("index", sa.String(40), nullable=False),
        sa.Column("effective_on", sa.Date, nullable=False),
        sa.Column("value", Rate, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("supersedes", Uuid),
        sa.Column("derogation", sa.Boolean, nullable=False),
        sa.Column("legal_reference", sa.Text, nullable=False),
        sa.Column("published_on", sa.Date, nullable=False),
        sa.Column("heard_at", UtcDateTime, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("fixings_by_index", "fixings", ["index", "effective_on"])


def _loans() -> None:
    portfolio = op.create_table(
        "portfolio",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("chunks", sa.Integer, nullable=False),
        sa.Column("loans", sa.Integer, nullable=False),
    )
    op.bulk_insert(portfolio, [{"id": 1, "chunks": 0, "loans": 0}])
    op.create_table(
        "contracts",
        sa.Column("contract_number", sa.String(20), primary_key=True),
        sa.Column("borrower_id", Uuid, nullable=False),
        sa.Column("signed_on", sa.Date, nullable=False),
    )
    op.create_index("ix_contracts_borrower_id", "contracts", ["borrower_id"])
    op.create_table(
        "loans",
        sa.Column("loan_number", sa.String(20), primary_key=True),
        sa.Column(
            "contract_number", sa.String(20), sa.ForeignKey("contracts.contract_number"), nullable=False
        ),
        sa.Column("borrower_id", Uuid, nullable=False),
        sa.Column("product", sa.String(20), nullable=False),
        sa.Column("object", sa.String(200), nullable=False),
        sa.Column("terms", Json, nullable=False),
        sa.Column("index", sa.String(40)),
        sa.Column("switch_index", sa.String(40)),
        sa.Column("principal_cents", Cents, nullable=False),
        sa.Column("chunk", sa.Integer, nullable=False),
        sa.Column("slot", sa.Integer, nullable=False),
        sa.Column("entered_on", sa.Date, nullable=False),
        sa.Column("billed_until", sa.Date, nullable=False),
        sa.Column("next_call_on", sa.Date),
        sa.Column("settled_until", sa.Date),
        sa.Column("imported_at", UtcDateTime, nullable=False),
        sa.UniqueConstraint("chunk", "slot"),
    )
    op.create_index("loans_by_borrower", "loans", ["borrower_id", "chunk", "slot"])
    op.create_index("loans_by_index", "loans", ["index"])
    op.create_index("loans_by_switch_index", "loans", ["switch_index"])
    op.create_index("loans_by_next_call", "loans", ["next_call_on"])
    op.create_index("loans_by_call", "loans", ["chunk", "billed_until"])
    op.create_table(
        "loan_terms",
        sa.Column("loan_number", sa.String(20), sa.ForeignKey("loans.loan_number"), primary_key=True),
        sa.Column("version_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("effective_on", sa.Date, nullable=False),
        sa.Column("kept_until", sa.Date),
        sa.Column("settled_until", sa.Date),
        sa.Column("terms", Json, nullable=False),
    )
    op.create_table(
        "guarantees",
        sa.Column("loan_number", sa.String(20), sa.ForeignKey("loans.loan_number"), primary_key=True),
        sa.Column("guarantor_id", Uuid, primary_key=True),
        sa.Column("share", Rate, nullable=False),
    )
    op.create_index("ix_guarantees_guarantor_id", "guarantees", ["guarantor_id"])


def _schedules() -> None:
    op.create_table(
        "schedule_versions",
        sa.Column("id", Serial, primary_key=True),
        sa.Column("revision_id", Uuid),
        sa.Column("fixings_through", sa.BigInteger, nullable=False),
        sa.Column("created_at", UtcDateTime, nullable=False),
        sa.Column("shown_at", UtcDateTime),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "schedule_pieces",
        sa.Column("version_id", Serial, sa.ForeignKey("schedule_versions.id"), primary_key=True),
        sa.Column("chunk", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("first_slot", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("loans", sa.Integer, nullable=False),
        sa.Column("payload", sa.LargeBinary, nullable=False),
    )
    op.create_index("schedule_pieces_by_chunk", "schedule_pieces", ["chunk"])
    if op.get_bind().dialect.name == "postgresql":
        # Packed already: stored as it is, so that a few bytes can be read without the rest.
        op.execute("ALTER TABLE schedule_pieces ALTER COLUMN payload SET STORAGE EXTERNAL")
    op.create_table(
        "book_pages",
        sa.Column("chunk", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("first_slot", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("columns", sa.JSON, nullable=False),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE book_pages ALTER COLUMN columns SET COMPRESSION lz4")
    op.create_table(
        "visible_chunks",
        sa.Column("chunk", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("version_id", Serial, sa.ForeignKey("schedule_versions.id"), nullable=False),
        sa.Column("loans", sa.Integer, nullable=False),
    )
    op.create_table(
        "next_instalments",
        sa.Column("loan_number", sa.String(20), sa.ForeignKey("loans.loan_number"), primary_key=True),
        sa.Column("version_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("chunk", sa.Integer, nullable=False),
        sa.Column("borrower_id", Uuid, nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        *_instalment_amounts(),
        sa.Column("outstanding_after_cents", Cents, nullable=False),
    )
    op.create_index("next_instalments_by_borrower", "next_instalments", ["borrower_id", "due_on"])
    op.create_index("next_instalments_by_date", "next_instalments", ["due_on"])
    op.create_index("next_instalments_by_chunk", "next_instalments", ["chunk", "version_id"])
    op.create_table(
        "billing_runs",
        sa.Column("id", Uuid, primary_key=True),
        sa.Column("due_until", sa.Date, nullable=False),
        sa.Column("called_on", sa.Date, nullable=False),
        sa.Column("called_at", UtcDateTime, nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("instalments", sa.Integer, nullable=False),
        sa.Column("amount_cents", Cents, nullable=False),
    )
    op.create_index("ix_billing_runs_called_on", "billing_runs", ["called_on"])
    op.create_table(
        "billed_instalments",
        sa.Column("loan_number", sa.String(20), sa.ForeignKey("loans.loan_number"), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("version_id", Serial, sa.ForeignKey("schedule_versions.id"), nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        *_instalment_amounts(),
        sa.Column("billed_at", UtcDateTime, nullable=False),
    )
    op.create_index("ix_billed_instalments_due_on", "billed_instalments", ["due_on"])
    op.create_index("ix_billed_instalments_billed_at", "billed_instalments", ["billed_at"])


def _instalment_amounts() -> list[sa.Column]:
    names = ("instalment_cents", "interest_cents", "principal_cents")
    return [sa.Column(name, Cents, nullable=False) for name in names]


def _revisions() -> None:
    op.create_table(
        "revisions",
        sa.Column("id", Uuid, primary_key=True),
        sa.Column("purpose", sa.String(20), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("index", sa.String(40), nullable=False),
        sa.Column("effective_on", sa.Date, nullable=False),
        sa.Column("value_before", Rate),
        sa.Column("value_after", Rate, nullable=False),
        sa.Column("fixing_id", Uuid, unique=True),
        sa.Column("derogation", sa.Boolean, nullable=False),
        sa.Column("legal_reference", sa.Text, nullable=False),
        sa.Column("published_on", sa.Date),
        sa.Column("fixings_through", sa.BigInteger, nullable=False),
        sa.Column("version_id", sa.Integer),
        sa.Column("as_of", sa.Date),
        sa.Column("requested_by", Uuid),
        sa.Column("chunks_total", sa.Integer, nullable=False),
        sa.Column("chunks_done", sa.Integer, nullable=False),
        sa.Column("shares_total", sa.Integer, nullable=False),
        sa.Column("shares_done", sa.Integer, nullable=False),
        sa.Column("requested_at", UtcDateTime, nullable=False),
        sa.Column("started_at", UtcDateTime),
        sa.Column("completed_at", UtcDateTime),
        *_totals(),
    )
    op.create_table(
        "revision_chunks",
        sa.Column("revision_id", Uuid, sa.ForeignKey("revisions.id"), primary_key=True),
        sa.Column("chunk", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("before_version_id", sa.Integer, nullable=False),
        sa.Column("loans", sa.Integer, nullable=False),
        sa.Column("by_exact_rules", sa.Integer, nullable=False, server_default="0"),
        sa.Column("done_at", UtcDateTime),
        *_totals(),
    )
    op.create_table(
        "revision_parts",
        sa.Column("revision_id", Uuid, sa.ForeignKey("revisions.id"), primary_key=True),
        sa.Column("kind", sa.String(20), primary_key=True),
        sa.Column("key", sa.String(40), primary_key=True),
        sa.Column("other", sa.String(40), primary_key=True),
        sa.Column("chunk", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("loans", sa.Text),
        *_totals(),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE revision_parts ALTER COLUMN loans SET COMPRESSION lz4")
    op.create_table(
        "revision_shares",
        sa.Column("revision_id", Uuid, sa.ForeignKey("revisions.id"), primary_key=True),
        sa.Column("share", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("structures", sa.JSON, nullable=False),
        sa.Column("done_at", UtcDateTime),
    )
    op.create_table(
        "revision_failures",
        sa.Column("revision_id", Uuid, sa.ForeignKey("revisions.id"), primary_key=True),
        sa.Column("loan_number", sa.String(20), primary_key=True),
        sa.Column("reason", sa.Text, nullable=False),
    )


def _totals() -> list[sa.Column]:
    counts = [
        sa.Column(name, sa.Integer, nullable=False)
        for name in ("loans_read", "loans_revised", "loans_failed")
    ]
    sums = [
        sa.Column(f"{name}_cents", Cents, nullable=False)
        for name in (
            "next_before",
            "next_after",
            "year_before",
            "year_after",
            "interest_before",
            "interest_after",
            "first_revised_before",
            "first_revised_after",
            "outstanding",
        )
    ]
    return counts + sums


def _exports() -> None:
    op.create_table(
        "exports",
        sa.Column("id", Uuid, primary_key=True),
        sa.Column("structure_id", Uuid, nullable=False),
        sa.Column("side", sa.String(10), nullable=False),
        sa.Column("format", sa.String(10), nullable=False),
        sa.Column("language", sa.String(2), nullable=False),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("loans_total", sa.Integer, nullable=False),
        sa.Column("loans_done", sa.Integer, nullable=False),
        sa.Column("requested_by", Uuid, nullable=False),
        sa.Column("requested_at", UtcDateTime, nullable=False),
        sa.Column("touched_at", UtcDateTime, nullable=False),
        sa.Column("completed_at", UtcDateTime),
    )
    op.create_index("exports_by_state", "exports", ["state", "requested_at"])


def _life() -> None:
    op.create_table(
        "loan_facts",
        sa.Column("loan_number", sa.String(20), sa.ForeignKey("loans.loan_number"), primary_key=True),
        sa.Column("sequence", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("value_on", sa.Date, nullable=False),
        sa.Column("recorded_at", UtcDateTime, nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("reference", sa.String(60), nullable=False),
        sa.Column("body", Json, nullable=False),
        sa.UniqueConstraint("loan_number", "kind", "reference"),
    )
    op.create_table(
        "payments",
        sa.Column("reference", sa.String(60), primary_key=True),
        sa.Column("loan_number", sa.String(20)),
        sa.Column("contract_number", sa.String(20)),
        sa.Column("value_on", sa.Date, nullable=False),
        sa.Column("amount_cents", Cents, nullable=False),
        sa.Column("payer", sa.String(140), nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("received_at", UtcDateTime, nullable=False),
    )
    op.create_table(
        "payment_returns",
        sa.Column("reference", sa.String(60), primary_key=True),
        sa.Column("payment", sa.String(60), sa.ForeignKey("payments.reference"), nullable=False, unique=True),
        sa.Column("value_on", sa.Date, nullable=False),
        sa.Column("why", sa.String(140), nullable=False),
        sa.Column("source", sa.String(60), nullable=False),
        sa.Column("received_at", UtcDateTime, nullable=False),
    )
