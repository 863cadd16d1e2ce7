"""What the API of exports reads and writes."""

from marshmallow import Schema, fields, validate

from services.lending.exports.writing import FORMATS

SIDES = ("borrower", "guarantor")
_STATES = ("waiting", "running", "completed", "failed")


class LoanExportQuerySchema(Schema):
    """In which format; that of the header Accept when absent, CSV where it names none of them."""

    format = fields.String(validate=validate.OneOf(FORMATS), load_default=None)


class ExportOrderSchema(Schema):
    """Which structure's loans, in which format; pdf is a ZIP of one PDF a loan.

    As a borrower, those it owes; as a guarantor, those it guarantees, amounts at its shares.
    """

    structure_id = fields.UUID(required=True)
    side = fields.String(validate=validate.OneOf(SIDES), load_default="borrower")
    format = fields.String(required=True, validate=validate.OneOf(FORMATS))


class ExportSchema(Schema):
    """An export and how far it has come."""

    export_id = fields.UUID(attribute="id")
    structure_id = fields.UUID()
    side = fields.String(validate=validate.OneOf(SIDES))
    format = fields.String(validate=validate.OneOf(FORMATS))
    state = fields.String(validate=validate.OneOf(_STATES))
    loans_total = fields.Integer()
    loans_done = fields.Integer()
    requested_at = fields.AwareDateTime()
    completed_at = fields.AwareDateTime(allow_none=True)
