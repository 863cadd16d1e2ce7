"""Tables of the portfolio: who borrows, on which terms, at which fixings, and the schedules that follow."""

from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from services.lending.domain.terms import Terms, followed_indexes
from services.lending.tables import Base
from shared import clock
from shared.db import Cents, Json, Rate, Serial, UtcDateTime


class Structure(Base):
    """What lending remembers of a structure; structures owns the rest."""

    __tablename__ = "structures"

    structure_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(200))
    sector: Mapped[str] = mapped_column(sa.String(40))


class IndexFixing(Base):
    """A published value of an index, as rates told it. Rows are only added.

    sequence  order of arrival: a schedule version says up to where it read, and can be computed again
    heard_at  the instant of its arrival
    """

    __tablename__ = "fixings"
    __table_args__ = (
        sa.Index("fixings_by_index", "index", "effective_on"),
        {"sqlite_autoincrement": True},
    )

    sequence: Mapped[int] = mapped_column(Serial, primary_key=True)
    fixing_id: Mapped[UUID] = mapped_column(unique=True)
    index: Mapped[str] = mapped_column(sa.String(40))
    effective_on: Mapped[date]
    value: Mapped[Decimal] = mapped_column(Rate)
    version: Mapped[int]
    supersedes: Mapped[UUID | None]
    derogation: Mapped[bool]
    legal_reference: Mapped[str] = mapped_column(sa.Text)
    published_on: Mapped[date]
    heard_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Portfolio(Base):
    """One row: whoever adds a fixing, adds loans, calls instalments or shows schedules locks it first.

    chunks, loans  how many there are; an import that read before it locked sees by them whether another came between
    """

    __tablename__ = "portfolio"

    id: Mapped[int] = mapped_column(primary_key=True)
    chunks: Mapped[int]
    loans: Mapped[int]


class Contract(Base):
    """A loan contract, of one line or several."""

    __tablename__ = "contracts"

    contract_number: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    borrower_id: Mapped[UUID] = mapped_column(index=True)
    signed_on: Mapped[date]


class Loan(Base):
    """A loan line with its own terms and its own schedule.

    index         the index its rate follows, None for a fixed rate; switch_index: the one it switches to, if it does
    chunk, slot   where its schedule lies: the slot-th schedule of the chunk
    entered_on    business date of its import: whoever sent it had called what was due by then
    billed_until  due date of the last instalment that was called, or entered_on; rows up to then never change again
    next_call_on  due date of the first instalment that was not called yet; None once all were
    terms         those in force; LoanTerms holds those before, where they were amended
    settled_until due date up to which rows follow from earlier terms, where the loan was rearranged
    """

    __tablename__ = "loans"
    __table_args__ = (
        sa.UniqueConstraint("chunk", "slot"),
        sa.Index("loans_by_borrower", "borrower_id", "chunk", "slot"),
        sa.Index("loans_by_index", "index"),
        sa.Index("loans_by_switch_index", "switch_index"),
        sa.Index("loans_by_next_call", "next_call_on"),
        sa.Index("loans_by_call", "chunk", "billed_until"),
    )

    loan_number: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    contract_number: Mapped[str] = mapped_column(sa.ForeignKey(Contract.contract_number))
    borrower_id: Mapped[UUID]
    product: Mapped[str] = mapped_column(sa.String(20))
    object: Mapped[str] = mapped_column(sa.String(200))
    terms: Mapped[dict] = mapped_column(Json)
    index: Mapped[str | None] = mapped_column(sa.String(40))
    switch_index: Mapped[str | None] = mapped_column(sa.String(40))
    principal_cents: Mapped[int] = mapped_column(Cents)
    chunk: Mapped[int]
    slot: Mapped[int]
    entered_on: Mapped[date]
    billed_until: Mapped[date]
    next_call_on: Mapped[date | None]
    settled_until: Mapped[date | None]
    imported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    borrower: Mapped[Structure] = relationship(
        primaryjoin=lambda: foreign(Loan.borrower_id) == Structure.structure_id,
        viewonly=True,
        lazy="raise",
    )


def indexes_of(terms: Terms) -> dict[str, str | None]:
    """The columns of Loan that say which indexes its terms follow."""
    followed = followed_indexes(terms)
    return dict(zip(("index", "switch_index"), (*followed, None, None), strict=False))


class LoanTerms(Base):
    """The terms of a loan that was amended, from a version of its schedule on. Rows are only added.

    version_id     the version that they made; 0 for those it entered with
    effective_on   the day from which they count; that of entry for the first ones
    kept_until     rows due by then stayed as they were; None where all were computed anew
    settled_until  see Loan
    """

    __tablename__ = "loan_terms"

    loan_number: Mapped[str] = mapped_column(sa.ForeignKey(Loan.loan_number), primary_key=True)
    version_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    effective_on: Mapped[date]
    kept_until: Mapped[date | None]
    settled_until: Mapped[date | None]
    terms: Mapped[dict] = mapped_column(Json)


ENTERED = 0
"""The version of the terms that a loan entered with."""


class Guarantee(Base):
    """A structure guarantees a share of a loan; the shares of a guaranteed loan sum to 1."""

    __tablename__ = "guarantees"

    loan_number: Mapped[str] = mapped_column(sa.ForeignKey(Loan.loan_number), primary_key=True)
    guarantor_id: Mapped[UUID] = mapped_column(primary_key=True, index=True)
    share: Mapped[Decimal] = mapped_column(Rate)
    guarantor: Mapped[Structure] = relationship(
        primaryjoin=lambda: foreign(Guarantee.guarantor_id) == Structure.structure_id,
        viewonly=True,
        lazy="raise",
    )


class ScheduleVersion(Base):
    """One computation of schedules: what it read makes it reproducible (see revisions/verification.py).

    fixings_through  it knew the fixings up to this sequence
    revision_id      the revision that made it; None for the first schedules of imported loans
    shown_at         the instant from which readers see it; None until the revision is completed
    """

    __tablename__ = "schedule_versions"
    __table_args__: ClassVar = {"sqlite_autoincrement": True}

    id: Mapped[int] = mapped_column(Serial, primary_key=True)
    revision_id: Mapped[UUID | None]
    fixings_through: Mapped[int] = mapped_column(sa.BigInteger)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SchedulePiece(Base):
    """Schedules of one chunk in one version, packed (see pieces.py): never rewritten, only added.

    A revision writes a chunk in one piece. Imports add a piece each to the last chunk, until it is full.

    first_slot, loans  it holds the schedules of that many slots, from the first one on
    """

    __tablename__ = "schedule_pieces"
    __table_args__ = (sa.Index("schedule_pieces_by_chunk", "chunk"),)

    version_id: Mapped[int] = mapped_column(sa.ForeignKey(ScheduleVersion.id), primary_key=True)
    chunk: Mapped[int] = mapped_column(primary_key=True)
    first_slot: Mapped[int] = mapped_column(primary_key=True)
    loans: Mapped[int]
    payload: Mapped[bytes] = mapped_column(sa.LargeBinary)


class BookPage(Base):
    """What only amended terms change of the loans that one import put into a chunk, as columns (see book.py)."""

    __tablename__ = "book_pages"

    chunk: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    first_slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    columns: Mapped[dict] = mapped_column(sa.JSON)


class VisibleChunk(Base):
    """Which version of a chunk readers see. A finished revision moves these rows, all at once."""

    __tablename__ = "visible_chunks"

    chunk: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey(ScheduleVersion.id))
    loans: Mapped[int]


class NextInstalment(Base):
    """The next instalment of each loan, as a row, so that SQL can ask what falls due.

    version_id  the first version that gives it: a later one that leaves it as it is writes none
    """

    __tablename__ = "next_instalments"
    __table_args__ = (
        sa.Index("next_instalments_by_borrower", "borrower_id", "due_on"),
        sa.Index("next_instalments_by_date", "due_on"),
        sa.Index("next_instalments_by_chunk", "chunk", "version_id"),
    )

    loan_number: Mapped[str] = mapped_column(sa.ForeignKey(Loan.loan_number), primary_key=True)
    version_id: Mapped[int] = mapped_column(primary_key=True)
    chunk: Mapped[int]
    borrower_id: Mapped[UUID]
    number: Mapped[int]
    due_on: Mapped[date]
    instalment_cents: Mapped[int] = mapped_column(Cents)
    interest_cents: Mapped[int] = mapped_column(Cents)
    principal_cents: Mapped[int] = mapped_column(Cents)
    outstanding_after_cents: Mapped[int] = mapped_column(Cents)


class BillingRun(Base):
    """A run that called instalments. Rows are only added.

    due_until  it called what was due up to this day and was not called yet
    called_on  the business day on which it ran
    called_at  the instant that stands in what it called
    source     who asked: the id of an agent, or the daily run
    """

    __tablename__ = "billing_runs"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    due_until: Mapped[date]
    called_on: Mapped[date] = mapped_column(index=True)
    called_at: Mapped[datetime] = mapped_column(UtcDateTime)
    source: Mapped[str] = mapped_column(sa.String(60))
    instalments: Mapped[int]
    amount_cents: Mapped[int] = mapped_column(Cents)


class BilledInstalment(Base):
    """An instalment that was called: what was announced, whatever later fixings say.

    version_id  the version of the schedule that it was called from
    billed_at   the instant of its billing run
    """

    __tablename__ = "billed_instalments"

    loan_number: Mapped[str] = mapped_column(sa.ForeignKey(Loan.loan_number), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(sa.ForeignKey(ScheduleVersion.id))
    due_on: Mapped[date] = mapped_column(index=True)
    instalment_cents: Mapped[int] = mapped_column(Cents)
    interest_cents: Mapped[int] = mapped_column(Cents)
    principal_cents: Mapped[int] = mapped_column(Cents)
    billed_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
