"""What the API of revisions reads and writes."""

from marshmallow import Schema, fields, validate

from services.lending.schemas import RATE_MAX
from shared.fields import Day, Money, Rate
from shared.pagination import PageArguments


class PreviewRequestSchema(Schema):
    """A value that an index might take."""

    index = fields.String(required=True, validate=validate.Length(1, 40))
    effective_on = Day(required=True)
    value = Rate(minimum=-RATE_MAX, maximum=RATE_MAX, required=True)


class TotalsSchema(Schema):
    """Sums over loans; amounts in euros, as strings.

    next instalments are those that fall due next; due within a year, all those of the next twelve months; interest to
    maturity, all that runs from what fell due last; first revised ones are each revised loan's first at the new rate.
    """

    loans_read = fields.Integer()
    loans_revised = fields.Integer()
    loans_failed = fields.Integer()
    next_instalments_before = Money(attribute="next_before_cents")
    next_instalments_after = Money(attribute="next_after_cents")
    due_within_a_year_before = Money(attribute="year_before_cents")
    due_within_a_year_after = Money(attribute="year_after_cents")
    interest_to_maturity_before = Money(attribute="interest_before_cents")
    interest_to_maturity_after = Money(attribute="interest_after_cents")
    first_revised_instalments_before = Money(attribute="first_revised_before_cents")
    first_revised_instalments_after = Money(attribute="first_revised_after_cents")
    outstanding = Money(attribute="outstanding_cents")


class RevisionSchema(TotalsSchema):
    """A revision or a preview, and how far it has come."""

    revision_id = fields.UUID(attribute="id")
    state = fields.String(validate=validate.OneOf(["waiting", "running", "completed"]))
    index = fields.String()
    effective_on = fields.Date()
    value_before = Rate(allow_none=True)
    value_after = Rate()
    fixing_id = fields.UUID(allow_none=True)
    legal_reference = fields.String()
    chunks_total = fields.Integer()
    chunks_done = fields.Integer()
    requested_at = fields.AwareDateTime()
    started_at = fields.AwareDateTime(allow_none=True)
    completed_at = fields.AwareDateTime(allow_none=True)


class PartSchema(TotalsSchema):
    """The sums of one product, borrower or guarantor."""

    key = fields.String(metadata={"description": "Code of the product, or id of the structure"})
    name = fields.String(allow_none=True, metadata={"description": "Of the structure, as far as it is known"})


class PartsQuerySchema(PageArguments):
    """How to split the sums."""

    by = fields.String(required=True, validate=validate.OneOf(["product", "borrower", "guarantor"]))


class FailureSchema(Schema):
    """A loan that kept its schedule because it could not be recomputed."""

    loan_number = fields.String()
    reason = fields.String()


class RevisedIndexSchema(Schema):
    """The value that a revision was about."""

    index = fields.String()
    effective_on = fields.Date()
    value_before = Rate(allow_none=True)
    value_after = Rate()
    legal_reference = fields.String()


class LoanEffectSchema(Schema):
    """What a revision changed for one loan: the rows from the first one that differs."""

    loan_number = fields.String()
    revision = fields.Nested(RevisedIndexSchema)
    is_change = fields.Boolean()
    before = fields.List(fields.Dict())
    after = fields.List(fields.Dict())
