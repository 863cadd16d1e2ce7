"""What a person reads and writes of their own account."""

from marshmallow import Schema, fields, validate

from services.identity.registration.schemas import STRUCTURE_KINDS
from services.identity.schemas import TITLES
from services.identity.schemas import secret as secret_field
from shared.fields import email_address, one_line, telephone
from shared.web.acts import ActSchema


class ProfileChangesSchema(Schema):
    """What is to be different; what is left out stays."""

    title = fields.String(validate=validate.OneOf(TITLES))
    first_name = one_line(60)
    last_name = one_line(60)
    phone = telephone()
    structure_kind = fields.String(validate=validate.OneOf(STRUCTURE_KINDS))
    offers_wanted = fields.Boolean()


class AccountSchema(Schema):
    """A person's account."""

    person_id = fields.UUID(required=True)
    identifier = fields.String(required=True)
    title = fields.String(required=True)
    first_name = fields.String(required=True)
    last_name = fields.String(required=True)
    email = fields.String(required=True)
    phone = fields.String(required=True, allow_none=True)
    structure_kind = fields.String(required=True, allow_none=True)
    opened_at = fields.AwareDateTime(required=True)


class ProfileSchema(AccountSchema):
    """A person's account, as they see it."""

    kind = fields.String(required=True, metadata={"description": "staff: of the bank; client: anyone else"})
    offers_wanted = fields.Boolean(required=True)


class NewAddressSchema(Schema):
    """The address that the account is to have, and the password once more."""

    email = email_address(required=True)
    password = secret_field(required=True)


class OpenSessionSchema(Schema):
    """Where a person is logged in."""

    session_id = fields.UUID(required=True)
    origin = fields.String(required=True, metadata={"description": "The address it was opened from"})
    browser = fields.String(required=True)
    opened_at = fields.AwareDateTime(required=True)
    used_at = fields.AwareDateTime(required=True)
    expires_at = fields.AwareDateTime(required=True)


class OwnSessionSchema(OpenSessionSchema):
    """The same, as that person sees it."""

    current = fields.Boolean(required=True, metadata={"description": "The one that asks"})


class KnownDeviceSchema(Schema):
    """A device from which the person logged in."""

    used_at = fields.AwareDateTime(required=True)


class PersonalDataSchema(Schema):
    """All that identity holds about a person; passwords and secrets, which are kept as hashes, are not told."""

    profile = fields.Nested(ProfileSchema, required=True)
    sessions = fields.List(fields.Nested(OwnSessionSchema), required=True)
    known_devices = fields.List(fields.Nested(KnownDeviceSchema), required=True)
    acts = fields.List(fields.Nested(ActSchema), required=True)


class ClosureSchema(Schema):
    """The password once more: closing an account is for good."""

    password = secret_field(required=True)
