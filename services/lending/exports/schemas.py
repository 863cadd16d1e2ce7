"""What the API of exports reads and writes."""

from marshmallow import Schema, fields, validate

from services.lending.exports.writing import FORMATS

_STATES = ("waiting", "running", "completed", "failed")


class LoanExportQuerySchema(Schema):
    """In which format; that of the header Accept when absent, CSV where it names none of them."""

    format = fields.String(validate=validate.OneOf(FORMATS), load_default=None)


class ExportOrderSchema(Schema):
    """Which structure's loans, in which format; pdf is a ZIP of one PDF a loan."""

    structure_id = fields.UUID(required=True)
    format = fields.String(required=True, validate=validate.OneOf(FORMATS))


class ExportSchema(Schema):
    """An export and how far it has come."""

    export_id = fields.UUID(attribute="id")
    structure_id = fields.UUID()
    format = fields.String(validate=validate.OneOf(FORMATS))
    state = fields.String(validate=validate.OneOf(_STATES))
    loans_total = fields.Integer()
    loans_done = fields.Integer()
    requested_at = fields.AwareDateTime()
    completed_at = fields.AwareDateTime(allow_none=True)
