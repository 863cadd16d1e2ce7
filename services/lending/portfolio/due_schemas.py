"""What the portfolio's API reads and writes of debts and instalments: what is owed, what falls due, what is called."""

from datetime import date, timedelta
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from shared import clock
from shared.errors import Bilingual
from shared.fields import Day, Money
from shared.pagination import LIMIT_DEFAULT, PageArguments

DUES_MAX = 1_000
"""Entries of the list of what falls due in one answer; its sums are of all."""

_ONE_OF_TWO = Bilingual("Donnez soit due_until, soit days_ahead.", "Give either due_until or days_ahead.")


class NextInstalmentSchema(Schema):
    """The next instalment of a loan."""

    loan_number = fields.String()
    number = fields.Integer()
    due_on = fields.Date()
    instalment = Money(attribute="instalment_cents")
    interest = Money(attribute="interest_cents")
    principal = Money(attribute="principal_cents")
    outstanding_after = Money(attribute="outstanding_after_cents")


class OwedSchema(Schema):
    """Sums of some loans on a day."""

    loans = fields.Integer()
    outstanding = Money(attribute="outstanding_cents")
    deferred_interest = Money(attribute="deferred_interest_cents")
    accrued_interest = Money(
        attribute="accrued_interest_cents", metadata={"description": "run and not due yet (ICNE)"}
    )


class ProductOwedSchema(OwedSchema):
    """Those of one product."""

    product = fields.String()


class OutstandingsSchema(Schema):
    """What a structure owes, or guarantees, at the end of a day."""

    structure_id = fields.UUID()
    as_of = fields.Date()
    total = fields.Nested(OwedSchema)
    products = fields.List(fields.Nested(ProductOwedSchema))


class BorrowerOwedSchema(OwedSchema):
    """Those of one borrower, at the shares of who guarantees."""

    borrower_id = fields.UUID()
    borrower_name = fields.String()


class GuaranteedOutstandingsSchema(OutstandingsSchema):
    """What a structure guarantees at the end of a day, at its shares; the largest borrower first."""

    borrowers = fields.List(fields.Nested(BorrowerOwedSchema))


class DueSumsSchema(Schema):
    """Sums of what falls due."""

    instalments = fields.Integer()
    amount = Money(attribute="amount_cents")
    interest = Money(attribute="interest_cents")
    principal = Money(attribute="principal_cents")


class MonthDueSchema(DueSumsSchema):
    """Those of one month."""

    month = fields.String(metadata={"description": "such as 2026-05"})


class DueSchema(Schema):
    """What one loan collects on one day."""

    loan_number = fields.String()
    number = fields.Integer()
    due_on = fields.Date()
    instalment = Money(attribute="instalment_cents")
    interest = Money(attribute="interest_cents")
    principal = Money(attribute="principal_cents")


class InstalmentsDueSchema(Schema):
    """What falls due in a period, both days included; of the list only as many as were asked for."""

    structure_id = fields.UUID()
    due_from = fields.Date()
    due_until = fields.Date()
    months = fields.List(fields.Nested(MonthDueSchema))
    total = fields.Nested(DueSumsSchema)
    items = fields.List(fields.Nested(DueSchema))


class BorrowerDueSchema(DueSumsSchema):
    """Those of one borrower, at the shares of who guarantees."""

    borrower_id = fields.UUID()
    borrower_name = fields.String()


class GuaranteedDueSchema(DueSchema):
    """What one loan collects on one day, at the share of who guarantees."""

    borrower_name = fields.String()


class GuaranteedInstalmentsSchema(InstalmentsDueSchema):
    """What falls due in a period of guaranteed loans, at the shares of who guarantees; the largest borrower first."""

    borrowers = fields.List(fields.Nested(BorrowerDueSchema))
    items = fields.List(fields.Nested(GuaranteedDueSchema))


class PeriodQuerySchema(Schema):
    """Which period, and which part of the list of what falls due in it."""

    due_from = Day()
    due_until = Day()
    limit = fields.Integer(load_default=LIMIT_DEFAULT, validate=validate.Range(0, DUES_MAX))
    offset = fields.Integer(load_default=0, validate=validate.Range(0, 2**31))


class InstalmentsQuerySchema(PageArguments):
    """Which next instalments to list."""

    borrower_id = fields.UUID()
    due_from = Day()
    due_until = Day()


class BillingSchema(Schema):
    """Up to when instalments are called: a day, or so many days from the business date on."""

    due_until = Day()
    days_ahead = fields.Integer(strict=True, validate=validate.Range(0, 366))

    @post_load
    def make_day(self, data: dict[str, Any], **_: Any) -> dict[str, date]:
        """The day, in whichever way it was said."""
        if len(data) != 1:
            raise ValidationError(_ONE_OF_TWO, "due_until")
        days = timedelta(data.get("days_ahead", 0))
        return {"due_until": data.get("due_until") or clock.today() + days}


class BillingReportSchema(Schema):
    """Instalments called by one billing run."""

    due_until = fields.Date()
    instalments = fields.Integer()
    amount = Money(attribute="amount_cents")


class BillingRunSchema(BillingReportSchema):
    """A billing run."""

    run_id = fields.UUID(attribute="id")
    called_on = fields.Date(metadata={"description": "the business day on which it ran"})
    called_at = fields.AwareDateTime()
    source = fields.String(metadata={"description": "the agent who asked, or daily"})


class DayQuerySchema(Schema):
    """On which day; the business date when absent."""

    on = Day(load_default=None)
