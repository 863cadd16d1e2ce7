"""Schedules as most would keep them: an instalment a row, an object of SQLAlchemy, a schema of marshmallow."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from marshmallow import Schema, fields
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from services.lending.domain.rows import Row
from shared.fields import Money


class _Base(DeclarativeBase):
    pass


class RowObject(_Base):
    """An instalment as one SQL row, as most would keep it."""

    __tablename__ = "benchmark_rows"

    loan_number: Mapped[str] = mapped_column(sa.String(20), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    event: Mapped[str] = mapped_column(sa.String(30))
    due_on: Mapped[date]
    rate: Mapped[str] = mapped_column(sa.String(20))
    progressivity: Mapped[str] = mapped_column(sa.String(20))
    instalment_cents: Mapped[int] = mapped_column(sa.BigInteger)
    interest_due_cents: Mapped[int] = mapped_column(sa.BigInteger)
    interest_paid_cents: Mapped[int] = mapped_column(sa.BigInteger)
    principal_repaid_cents: Mapped[int] = mapped_column(sa.BigInteger)
    deferred_interest_cents: Mapped[int] = mapped_column(sa.BigInteger)
    outstanding_cents: Mapped[int] = mapped_column(sa.BigInteger)


class RowObjectSchema(Schema):
    """The published row, from such an object."""

    number = fields.Integer()
    event = fields.String()
    due_on = fields.Date()
    rate = fields.String()
    progressivity = fields.String()
    instalment = Money(attribute="instalment_cents")
    interest_due = Money(attribute="interest_due_cents")
    interest_paid = Money(attribute="interest_paid_cents")
    principal_repaid = Money(attribute="principal_repaid_cents")
    deferred_interest = Money(attribute="deferred_interest_cents")
    outstanding = Money(attribute="outstanding_cents")


def row_objects(loan_number: str, rows: Sequence[Row]) -> Iterator[dict[str, Any]]:
    """The facts of each row of a schedule."""
    for place, row in enumerate(rows):
        texts = row._replace(rate=str(row.rate), progressivity=str(row.progressivity))
        yield {"loan_number": loan_number, "place": place, **texts._asdict()}
