"""What the API of the register reads and writes."""

from marshmallow import Schema, fields, validate

RESULTS_MAX = 20


class FindingArguments(Schema):
    """What to look for: words of a name and of a town, a SIREN, a SIRET, a client number."""

    q = fields.String(required=True, validate=validate.Length(2, 150))


class FoundSchema(Schema):
    """An establishment among the results."""

    siret = fields.String(required=True)
    name = fields.String(required=True)
    sign = fields.String(required=True)
    address = fields.String(required=True, metadata={"description": "Empty where it may not be shown"})
    is_client = fields.Boolean(required=True, metadata={"description": "The bank knows the structure"})
    is_closed = fields.Boolean(required=True)
    is_head_office = fields.Boolean(required=True)


class FindingsSchema(Schema):
    """The best results; more precise words bring others."""

    items = fields.List(fields.Nested(FoundSchema), required=True)


class EstablishmentSchema(FoundSchema):
    """All there is to check before joining."""

    siren = fields.String(required=True)
    naf = fields.String(required=True, metadata={"description": "Main activity"})
    legal_category = fields.String(required=True)
    created_on = fields.Date(required=True, allow_none=True)
    sector = fields.String(required=True)
    client_number = fields.String(required=True, allow_none=True)
