"""The rows of a schedule, and the way they are published."""

import csv
import io
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from shared.money import rate_text, text_from_cents

Event = Literal["instalment", "early_repayment", "prefinancing_interest"]


class Row(NamedTuple):
    """One line of a schedule. Amounts in cents, rates as annual fractions of 1 with the twelve decimals published.

    number              of the instalment; of the one that follows an early repayment; 0 for prefinancing interest
    rate, progressivity of the period that ends with the instalment; None for prefinancing interest
    interest_due        run over the period; interest_paid also holds deferred interest that is repaid
    deferred_interest   interest due and not paid, after this row; outstanding: principal not yet repaid, after it
    """

    number: int
    event: Event
    due_on: date
    rate: Decimal | None
    progressivity: Decimal | None
    instalment_cents: int
    interest_due_cents: int
    interest_paid_cents: int
    principal_repaid_cents: int
    deferred_interest_cents: int
    outstanding_cents: int


COLUMNS = tuple(name.removesuffix("_cents") for name in Row._fields)
"""Header of the CSV and keys of the JSON, in order."""


def published_row(row: Row) -> dict[str, Any]:
    """The row as JSON carries it: the number as an integer, all else as strings, an absent rate as ""."""
    return {
        "number": row.number,
        "event": row.event,
        "due_on": row.due_on.isoformat(),
        "rate": "" if row.rate is None else rate_text(row.rate),
        "progressivity": "" if row.progressivity is None else rate_text(row.progressivity),
        **{name: text_from_cents(cents) for name, cents in zip(COLUMNS[5:], row[5:], strict=True)},
    }


def rows_csv(rows: Iterable[Row]) -> str:
    """The rows as CSV: comma, point, one header line."""
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    table.writeheader()
    table.writerows(map(published_row, rows))
    return text.getvalue()
