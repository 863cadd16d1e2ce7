"""Tables of revisions: each run, its chunks, and the sums that readers and letters ask for."""

from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from services.lending.tables import Base
from shared.db import Cents, Rate, UtcDateTime


class Totals:
    """Sums over loans, in cents; the columns that a chunk, a structure and a whole revision share."""

    loans_read: Mapped[int] = mapped_column(default=0)
    loans_revised: Mapped[int] = mapped_column(default=0)
    loans_failed: Mapped[int] = mapped_column(default=0)
    next_before_cents: Mapped[int] = mapped_column(Cents, default=0)
    next_after_cents: Mapped[int] = mapped_column(Cents, default=0)
    year_before_cents: Mapped[int] = mapped_column(Cents, default=0)
    year_after_cents: Mapped[int] = mapped_column(Cents, default=0)
    interest_before_cents: Mapped[int] = mapped_column(Cents, default=0)
    interest_after_cents: Mapped[int] = mapped_column(Cents, default=0)
    first_revised_before_cents: Mapped[int] = mapped_column(Cents, default=0)
    first_revised_after_cents: Mapped[int] = mapped_column(Cents, default=0)
    outstanding_cents: Mapped[int] = mapped_column(Cents, default=0)


SUMS = tuple(Totals.__annotations__)
"""Their names."""


class Revision(Totals, Base):
    """A run over the whole portfolio: a revision that writes schedules, or a preview that writes only sums.

    state            waiting (until the revisions before it are completed), running, completed
    value_before     of the index the day before effective_on; None when it had none
    fixings_through  the run knows the fixings up to this sequence; a preview, those known when it starts
    as_of            business date on which it started: what falls due next is the same for every chunk
    shares_*         of those to tell, once the new schedules are shown
    """

    __tablename__ = "revisions"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    purpose: Mapped[str] = mapped_column(sa.String(20))
    state: Mapped[str] = mapped_column(sa.String(20))
    index: Mapped[str] = mapped_column(sa.String(40))
    effective_on: Mapped[date]
    value_before: Mapped[Decimal | None] = mapped_column(Rate)
    value_after: Mapped[Decimal] = mapped_column(Rate)
    fixing_id: Mapped[UUID | None] = mapped_column(unique=True)
    derogation: Mapped[bool] = mapped_column(default=False)
    legal_reference: Mapped[str] = mapped_column(sa.Text, default="")
    published_on: Mapped[date | None]
    fixings_through: Mapped[int] = mapped_column(sa.BigInteger)
    version_id: Mapped[int | None]
    as_of: Mapped[date | None]
    requested_by: Mapped[UUID | None]
    chunks_total: Mapped[int] = mapped_column(default=0)
    chunks_done: Mapped[int] = mapped_column(default=0)
    shares_total: Mapped[int] = mapped_column(default=0)
    shares_done: Mapped[int] = mapped_column(default=0)
    requested_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RevisionChunk(Totals, Base):
    """A chunk that a run has to do, and its sums once it is done.

    before_version_id  the version that readers saw when the run started: what the new schedules are compared with
    loans              how many loans the chunk held then
    by_exact_rules     how many of them columns left to the exact rules
    """

    __tablename__ = "revision_chunks"

    revision_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Revision.id), primary_key=True)
    chunk: Mapped[int] = mapped_column(primary_key=True)
    before_version_id: Mapped[int]
    loans: Mapped[int]
    by_exact_rules: Mapped[int] = mapped_column(default=0, server_default="0")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RevisionPart(Totals, Base):
    """What one chunk adds to the sums of a product, a borrower, or a guarantor towards one borrower.

    kind   product, borrower or guarantor
    key    the product's code or the structure's id
    other  for a guarantor, the borrower's id; else empty
    chunk  the first of those that were revised together
    loans  for a borrower, its revised loans as events carry them: JSON, a loan a line
    """

    __tablename__ = "revision_parts"

    revision_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Revision.id), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40), primary_key=True)
    other: Mapped[str] = mapped_column(sa.String(40), primary_key=True, default="")
    chunk: Mapped[int] = mapped_column(primary_key=True)
    loans: Mapped[str | None] = mapped_column(sa.Text)


class RevisionShare(Base):
    """Some of the structures that a revision has to tell, so that workers can share them.

    kind        borrower or guarantor
    structures  their ids
    """

    __tablename__ = "revision_shares"

    revision_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Revision.id), primary_key=True)
    share: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    structures: Mapped[list[str]] = mapped_column(sa.JSON)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class RevisionFailure(Base):
    """A loan that could not be recomputed keeps its schedule; the reason is here for a person to read."""

    __tablename__ = "revision_failures"

    revision_id: Mapped[UUID] = mapped_column(sa.ForeignKey(Revision.id), primary_key=True)
    loan_number: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    reason: Mapped[str] = mapped_column(sa.Text)
