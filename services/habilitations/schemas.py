"""What the API of habilitations reads and writes."""

from marshmallow import Schema, fields, validate

from services.habilitations.domain.rights import BANK_RIGHTS, RIGHTS
from shared.fields import why
from shared.pagination import PageArguments


class NewGrantSchema(Schema):
    """A right to give."""

    subject_id = fields.UUID(required=True)
    right = fields.String(required=True, validate=validate.OneOf(BANK_RIGHTS))
    reason = why(required=True)


class RevocationArguments(Schema):
    """Why a right ends."""

    reason = why(required=True)


class GrantSchema(Schema):
    """A right that is held."""

    grant_id = fields.UUID(required=True)
    subject_id = fields.UUID(required=True)
    right = fields.String(required=True)
    structure_id = fields.UUID(required=True, allow_none=True, attribute="structure")
    version = fields.Integer(required=True)
    changed_at = fields.AwareDateTime(required=True)


class OwnGrantSchema(Schema):
    """A right of the caller; `held` says whether it lasts, `version` counts its changes."""

    right = fields.String(required=True)
    structure_id = fields.UUID(required=True, allow_none=True, attribute="structure")
    held = fields.Boolean(required=True)
    version = fields.Integer(required=True)


class OwnGrantsSchema(Schema):
    """Every right that the caller holds or held."""

    items = fields.List(fields.Nested(OwnGrantSchema), required=True)


class GrantArguments(PageArguments):
    """Which rights: all that are held, or those of one holder, or one right of all."""

    subject_id = fields.UUID(load_default=None)
    right = fields.String(load_default=None, validate=validate.OneOf(list(RIGHTS)))


class HeldGrantSchema(Schema):
    """A right with its holder; name and kind are null until identity has told of them."""

    grant_id = fields.UUID(required=True)
    subject_id = fields.UUID(required=True)
    subject_name = fields.String(required=True, allow_none=True)
    subject_kind = fields.String(required=True, allow_none=True)
    right = fields.String(required=True)
    structure_id = fields.UUID(required=True, allow_none=True)
    changed_at = fields.AwareDateTime(required=True)


class ChangeSchema(Schema):
    """One change of a right."""

    version = fields.Integer(required=True)
    held = fields.Boolean(required=True)
    changed_at = fields.AwareDateTime(required=True)
    changed_by = fields.UUID(required=True, allow_none=True)
    reason = fields.String(required=True)


class HistorySchema(Schema):
    """Everything that changed a right, oldest first."""

    items = fields.List(fields.Nested(ChangeSchema), required=True)


class RightSchema(Schema):
    """A right there is."""

    right = fields.String(required=True)
    holder = fields.String(required=True)
    allows = fields.String(required=True)


class RightsSchema(Schema):
    """The rights there are."""

    items = fields.List(fields.Nested(RightSchema), required=True)
