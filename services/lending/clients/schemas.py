"""What clients read of all their loans at once; amounts in euros, as strings."""

from marshmallow import Schema, fields

from services.lending.revisions.schemas import TotalsSchema
from shared.fields import Money, Rate


class LoanLineTodaySchema(Schema):
    """A loan as it stands today; for a guarantor, amounts at its share."""

    loan_number = fields.String(required=True)
    contract_number = fields.String(required=True)
    contract_signed_on = fields.Date(required=True)
    borrower_id = fields.UUID(required=True)
    borrower_name = fields.String(required=True)
    product = fields.String(required=True)
    object = fields.String(required=True)
    index = fields.String(
        required=True, allow_none=True, metadata={"description": "the index its rate follows"}
    )
    rate = Rate(
        required=True,
        allow_none=True,
        metadata={"description": "of the period that runs; null once all is repaid"},
    )
    last_due_on = fields.Date(required=True)
    next_due_on = fields.Date(required=True, allow_none=True)
    share = Rate(required=True, metadata={"description": "guaranteed by who asks; 1 for a borrower"})
    principal = Money(required=True)
    outstanding = Money(required=True)
    deferred_interest = Money(required=True)
    accrued_interest = Money(required=True, metadata={"description": "run and not due yet (ICNE)"})
    next_instalment = Money(required=True)


class LoansTodaySchema(Schema):
    """Every loan that a structure owes, or guarantees, today."""

    structure_id = fields.UUID(required=True)
    as_of = fields.Date(required=True)
    items = fields.List(fields.Nested(LoanLineTodaySchema), required=True)


class StructureRevisionSchema(TotalsSchema):
    """What one revision changed for one structure."""

    revision_id = fields.UUID(attribute="id")
    index = fields.String()
    effective_on = fields.Date()
    value_before = Rate(allow_none=True)
    value_after = Rate()
    legal_reference = fields.String()
    completed_at = fields.AwareDateTime()


class BorrowerRevisedSchema(TotalsSchema):
    """What it changed of the loans of one borrower, at the shares of who guarantees."""

    borrower_id = fields.UUID()
    borrower_name = fields.String()


class GuaranteeRevisionSchema(StructureRevisionSchema):
    """What one revision changed for a guarantor, at its shares, borrower by borrower."""

    borrowers = fields.List(fields.Nested(BorrowerRevisedSchema))
