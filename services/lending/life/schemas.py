"""What the API of the life of loans reads and writes."""

from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from services.lending.domain.fixings import INDEXES
from services.lending.life.payment_schemas import REFERENCE
from services.lending.life.rearrangements import AgreedAnew
from services.lending.portfolio.due_schemas import DUES_MAX, DayQuerySchema
from services.lending.revisions.schemas import PreviewRequestSchema
from services.lending.schemas import (
    AMOUNT_CENTS_MAX,
    INSTALMENTS_MAX,
    PERIODICITY,
    IndemnitySchema,
    RateSchema,
    RowSchema,
    TermsSchema,
)
from shared.errors import Bilingual
from shared.fields import Day, Money
from shared.pagination import LIMIT_DEFAULT

_NO_INSTANT = Bilingual("Un instant que l'on peut situer en UTC.", "An instant that can be told in UTC.")


class PositionQuerySchema(DayQuerySchema):
    """On which day, and as was known when: now when absent."""

    known_at = fields.AwareDateTime(load_default=None, format="iso")

    @post_load
    def in_utc(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        """Instants at the ends of the calendar may have no UTC."""
        try:
            known_at = data["known_at"]
            return data | {"known_at": known_at and datetime.astimezone(known_at, UTC)}
        except OverflowError as error:
            raise ValidationError(_NO_INSTANT, "known_at") from error


class UnpaidSchema(Schema):
    """Something due and not, or not all, paid."""

    number = fields.Integer(attribute="receivable.number")
    event = fields.String(attribute="receivable.event")
    due_on = fields.Date(attribute="receivable.due_on")
    amount = Money(attribute="receivable.amount_cents")
    paid = Money(attribute="paid_cents")
    unpaid = Money(attribute="unpaid_cents")
    late_interest = Money(
        attribute="late_interest_cents",
        metadata={"description": "Of all its parts, those paid late included"},
    )


class PositionSchema(Schema):
    """Where a loan stands at the end of a day, as was known at an instant; amounts in euros, as strings."""

    loan_number = fields.String()
    as_of = fields.Date()
    known_at = fields.AwareDateTime()
    version = fields.Integer(metadata={"description": "of its schedule, as it was seen then"})
    outstanding = Money(attribute="standing.outstanding")
    deferred_interest = Money(attribute="standing.deferred")
    accrued_interest = Money(
        attribute="standing.accrued", metadata={"description": "run and not due yet (ICNE)"}
    )
    due = Money(attribute="due_cents", metadata={"description": "all that was due by then"})
    paid = Money(attribute="paid_cents", metadata={"description": "of what was due"})
    late = Money(attribute="late_cents", metadata={"description": "due before the day, and not paid"})
    late_interest = Money(
        attribute="account.late_interest_cents", metadata={"description": "for lateness, not paid yet"}
    )
    credit = Money(attribute="account.credit_cents", metadata={"description": "paid beyond what was due"})
    unpaid = fields.List(fields.Nested(UnpaidSchema))


class RepaymentQuestionSchema(Schema):
    """An early repayment to be worked out."""

    on = Day(required=True)
    amount = Money(
        minimum=1,
        maximum=AMOUNT_CENTS_MAX,
        attribute="amount_cents",
        load_default=None,
        metadata={"description": "Principal given back; all that is outstanding when absent"},
    )
    indemnity = fields.Nested(
        IndemnitySchema,
        load_default=None,
        metadata={"description": "Another than the usual one: for agents only"},
    )


class FollowingSchema(Schema):
    """What falls due next."""

    number = fields.Integer()
    due_on = fields.Date()
    instalment = Money(attribute="instalment_cents")


class RepaymentQuoteSchema(Schema):
    """What an early repayment costs, and what the loan is after it."""

    loan_number = fields.String()
    on = fields.Date()
    principal = Money(attribute="principal_cents")
    deferred_interest = Money(
        attribute="deferred_interest_cents",
        metadata={"description": "The share that goes with the principal"},
    )
    accrued_interest = Money(attribute="accrued_interest_cents")
    indemnity = Money(attribute="indemnity_cents")
    total = Money(attribute="total_cents", metadata={"description": "All that is paid on the day"})
    outstanding = Money(attribute="outstanding_cents", metadata={"description": "Left after it"})
    next_instalment = fields.Nested(FollowingSchema, attribute="following", allow_none=True)
    last_due_on = fields.Date(allow_none=True)


class RepaymentRequestSchema(Schema):
    """An early repayment that a borrower asked for, with what it was told that it costs."""

    request_id = fields.UUID()
    state = fields.String(validate=validate.OneOf(["asked", "agreed", "withdrawn"]))
    asked_at = fields.AwareDateTime(attribute="asked.recorded_at")
    on = fields.Date(attribute="asked.value_on")
    principal = fields.String(attribute="asked.body.principal")
    deferred_interest = fields.String(attribute="asked.body.deferred_interest")
    accrued_interest = fields.String(attribute="asked.body.accrued_interest")
    indemnity = fields.String(attribute="asked.body.indemnity")
    total = fields.String(attribute="asked.body.total")
    outstanding = fields.String(attribute="asked.body.outstanding")


class DisbursedSchema(Schema):
    """Money paid out to the borrower before the amortisation starts."""

    reference = fields.String(required=True, validate=REFERENCE)
    on = Day(required=True)
    amount = Money(required=True, minimum=1, maximum=AMOUNT_CENTS_MAX, attribute="amount_cents")


class EffectDateSchema(Schema):
    """The day on which the amortisation starts."""

    reference = fields.String(required=True, validate=REFERENCE)
    starts_on = Day(required=True)
    undrawn_lapses = fields.Boolean(
        load_default=False,
        metadata={"description": "Whether what was agreed and not paid out by then will not be"},
    )


class AgreedAnewSchema(TermsSchema):
    """What of the terms is agreed anew; what is left out stays. A deferral counts from the day of the rearrangement."""

    class Meta:
        fields = (
            "months_between_instalments",
            "profile",
            "progressivity",
            "progressivity_applies",
            "capital_progressivity",
            "revision",
            "progressivity_floor",
            "rate",
            "interest_mode",
            "deferral",
        )

    months_between_instalments = fields.Integer(strict=True, validate=PERIODICITY)
    rate = fields.Nested(RateSchema)

    @post_load(pass_original=True)
    def make(self, data: dict[str, Any], original: dict[str, Any], **_: Any) -> AgreedAnew:
        """What was given, read and as it came."""
        return AgreedAnew({name: value for name, value in data.items() if value is not None}, original)


class OtherTermsSchema(Schema):
    """Other terms for what is left of a loan after a due date."""

    effective_on = Day(
        required=True, metadata={"description": "A due date: its instalment is the last one before"}
    )
    instalments = fields.Integer(
        strict=True,
        required=True,
        validate=validate.Range(1, INSTALMENTS_MAX),
        metadata={"description": "How many are left after it"},
    )
    agreed = fields.Nested(AgreedAnewSchema, load_default=AgreedAnew)


class RearrangementSchema(OtherTermsSchema):
    """Other terms that were agreed, and what their agreement is called."""

    reference = fields.String(required=True, validate=REFERENCE)


class RearrangementPreviewSchema(Schema):
    """What falls due after the day of a rearrangement, as it is and as it would be."""

    before = fields.List(fields.Nested(RowSchema), required=True)
    after = fields.List(fields.Nested(RowSchema), required=True)


class LoanFactSchema(Schema):
    """Something that happened to a loan."""

    sequence = fields.Integer()
    kind = fields.String()
    value_on = fields.Date()
    recorded_at = fields.AwareDateTime()
    source = fields.String()
    reference = fields.String()
    body = fields.Dict()


class WhatIfQuerySchema(PreviewRequestSchema):
    """A value that an index might take from a day on, and which part of the loans to list."""

    index = fields.String(required=True, validate=validate.OneOf(INDEXES))
    limit = fields.Integer(load_default=LIMIT_DEFAULT, validate=validate.Range(0, DUES_MAX))
    offset = fields.Integer(load_default=0, validate=validate.Range(0, 2**31))


class FiguresSchema(Schema):
    """As it is, and as it would be: what falls due next, all that does within twelve months, interest to maturity."""

    next_instalments_before = Money(attribute="next_before")
    next_instalments_after = Money(attribute="next_after")
    due_within_a_year_before = Money(attribute="year_before")
    due_within_a_year_after = Money(attribute="year_after")
    interest_to_maturity_before = Money(attribute="interest_before")
    interest_to_maturity_after = Money(attribute="interest_after")


class LoanIfSchema(FiguresSchema):
    """Those of one loan."""

    loan_number = fields.String()
    borrower_name = fields.String()
    is_change = fields.Boolean(metadata={"description": "whether any instalment would be another"})


class WhatIfSchema(Schema):
    """What a value of an index would change; of the list only as many loans as were asked for."""

    structure_id = fields.UUID()
    as_of = fields.Date()
    loans = fields.Integer()
    loans_changed = fields.Integer()
    total = fields.Nested(FiguresSchema)
    items = fields.List(fields.Nested(LoanIfSchema))


class BorrowerIfSchema(FiguresSchema):
    """Those of the loans of one borrower, at the shares of who guarantees."""

    borrower_id = fields.UUID()
    borrower_name = fields.String()
    loans = fields.Integer()
    loans_changed = fields.Integer()


class GuaranteedWhatIfSchema(WhatIfSchema):
    """What a value of an index would change for a guarantor, at its shares."""

    borrowers = fields.List(fields.Nested(BorrowerIfSchema))
