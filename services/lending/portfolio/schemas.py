"""What the portfolio's API reads and writes."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any
from uuid import UUID

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from services.lending.domain.terms import Terms
from services.lending.portfolio.due_schemas import NextInstalmentSchema
from services.lending.schemas import TermsSchema, terms_to_json
from shared.errors import Bilingual
from shared.fields import Day, Money, Rate, is_one_line, one_line
from shared.pagination import PageArguments
from shared.web.lines import RefusedLine

LOAN_NUMBER = [validate.Regexp("^[0-9A-Z][0-9A-Z-]{0,19}$"), is_one_line]
"""No slash: it stands in addresses."""
CONTRACT_NUMBER = [validate.Regexp("^[0-9A-Z][0-9A-Z/-]{0,19}$"), is_one_line]

_TWICE = Bilingual("Un garant est nommé deux fois.", "A guarantor is named twice.")
_SUM = Bilingual("Les quotités garanties doivent faire 1 en tout.", "The guaranteed shares must sum to 1.")


@dataclass(frozen=True)
class LoanLine:
    """A loan line as it is sent to us, read and checked.

    shares  of the guarantors, fractions of 1 that sum to 1; empty when nobody guarantees the loan
    """

    loan_number: str
    contract_number: str
    contract_signed_on: date
    borrower_id: UUID
    product: str
    object: str
    terms: Terms
    shares: dict[UUID, Decimal]

    @cached_property
    def terms_json(self) -> dict[str, Any]:
        """The terms in the public format, as they are stored."""
        return terms_to_json(self.terms)


class LoanTermsSchema(TermsSchema):
    """The terms of a loan of the portfolio: the values of its index come from rates, not from whoever sends it."""

    class Meta:
        exclude = ("fixings",)


class GuarantorSchema(Schema):
    """A guarantor and its share of the loan."""

    structure_id = fields.UUID(required=True)
    share = Rate(required=True, validate=validate.Range(min=Decimal(0), max=Decimal(1), min_inclusive=False))


class LoanLineSchema(Schema):
    """A loan line: its contract, its borrower, its terms, its guarantors."""

    loan_number = fields.String(required=True, validate=LOAN_NUMBER)
    contract_number = fields.String(required=True, validate=CONTRACT_NUMBER)
    contract_signed_on = Day(required=True)
    borrower_id = fields.UUID(required=True)
    product = one_line(20, required=True)
    object = one_line(200, required=True)
    terms = fields.Nested(LoanTermsSchema, required=True)
    guarantors = fields.List(
        fields.Nested(GuarantorSchema), load_default=list, validate=validate.Length(max=20)
    )

    @validates_schema
    def check_guarantors(self, data: dict[str, Any], **_: Any) -> None:
        """Each guarantor once, and all of the loan guaranteed."""
        guarantors = data["guarantors"]
        if len({guarantor["structure_id"] for guarantor in guarantors}) != len(guarantors):
            raise ValidationError(_TWICE, "guarantors")
        if guarantors and sum(guarantor["share"] for guarantor in guarantors) != 1:
            raise ValidationError(_SUM, "guarantors")

    @post_load
    def make_line(self, data: dict, **_) -> LoanLine:
        """The line with its guarantors as shares by structure."""
        guarantors = data.pop("guarantors")
        return LoanLine(**data, shares={entry["structure_id"]: entry["share"] for entry in guarantors})


class LoanSchema(Schema):
    """A loan line as readers see it; amounts in euros, as strings."""

    loan_number = fields.String()
    contract_number = fields.String()
    borrower_id = fields.UUID()
    borrower_name = fields.String(attribute="borrower.name")
    product = fields.String()
    object = fields.String()
    index = fields.String(allow_none=True, metadata={"description": "the index its rate follows"})
    principal = Money(attribute="principal_cents")
    billed_until = fields.Date(
        metadata={"description": "due date of the last instalment called, or day of import"}
    )


class GuaranteeSchema(Schema):
    """A guarantor's share of a loan."""

    structure_id = fields.UUID(attribute="guarantor_id")
    name = fields.String(attribute="guarantor.name")
    share = Rate()


class LoanSheetSchema(LoanSchema):
    """A loan line with its terms, its guarantors and where it stands on a day."""

    contract_signed_on = fields.Date()
    terms = fields.Dict()
    guarantors = fields.List(fields.Nested(GuaranteeSchema))
    as_of = fields.Date()
    outstanding = Money(attribute="outstanding_cents")
    deferred_interest = Money(attribute="deferred_interest_cents")
    accrued_interest = Money(
        attribute="accrued_interest_cents", metadata={"description": "run and not due yet (ICNE)"}
    )
    gissler_class = fields.String(metadata={"description": "class of risk in the charte Gissler, such as 1A"})
    next_instalment = fields.Nested(NextInstalmentSchema, allow_none=True)


class ScheduleVersionSchema(Schema):
    """A version of a loan's schedule; the last one is what readers see."""

    version = fields.Integer(attribute="id")
    revision_id = fields.UUID(allow_none=True)
    created_at = fields.AwareDateTime()


class ImportReportSchema(Schema):
    """What became of the lines that were sent."""

    import_id = fields.UUID()
    accepted = fields.Integer()
    already_known = fields.Integer()
    refused = fields.List(fields.Nested(RefusedLine))


class PortfolioSummarySchema(Schema):
    """The whole portfolio on a day."""

    as_of = fields.Date()
    loans = fields.Integer()
    contracts = fields.Integer()
    principal = Money(attribute="principal_cents")
    next_instalments = Money(attribute="next_instalments_cents")


class LoansQuerySchema(PageArguments):
    """Which loans to list."""

    loan_number = fields.String(validate=LOAN_NUMBER)
    borrower_id = fields.UUID()
    guarantor_id = fields.UUID()
    product = fields.String(validate=validate.Length(max=20))
    contract_number = fields.String(validate=CONTRACT_NUMBER)


class ScheduleQuerySchema(Schema):
    """Which version of a schedule, in which format."""

    version = fields.Integer(validate=validate.Range(min=1, max=2**62))
    format = fields.String(validate=validate.OneOf(["json", "csv"]), load_default="json")


class KnownFixingSchema(Schema):
    """A value of an index, as lending applies it."""

    index = fields.String()
    effective_on = fields.Date()
    value = Rate()
    version = fields.Integer()
    fixing_id = fields.UUID()
    supersedes = fields.UUID(allow_none=True)
    published_on = fields.Date()


class FixingsQuerySchema(PageArguments):
    """Which index."""

    index = fields.String(validate=validate.Length(1, 40))
