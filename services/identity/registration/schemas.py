"""What registering reads and writes."""

from marshmallow import Schema, fields, validate

from services.identity.schemas import TITLES
from services.identity.schemas import secret as secret_field
from shared.errors import Bilingual
from shared.fields import email_address, one_line

STRUCTURE_KINDS = ("legal_professions", "social_housing", "companies", "local_authorities")
CODE_PATTERN = "^[0-9]{4}$"
_CODE = Bilingual(
    "Le code reçu par courriel a quatre chiffres ; ce n'est pas votre mot de passe.",
    "The code that came by e-mail has four digits; it is not your password.",
)


class RegistrationSchema(Schema):
    """The form of who wants an account."""

    title = fields.String(required=True, validate=validate.OneOf(TITLES))
    first_name = one_line(60, required=True)
    last_name = one_line(60, required=True)
    email = email_address(required=True)
    password = secret_field(required=True)
    password_confirmation = secret_field(required=True)
    structure_kind = fields.String(required=True, validate=validate.OneOf(STRUCTURE_KINDS))
    terms_accepted = fields.Boolean(required=True)
    offers_wanted = fields.Boolean(load_default=False)


class AskedSchema(Schema):
    """An address that waits for its code; the secret is written here only, and goes with the code."""

    secret = fields.String(required=True)
    code_expires_at = fields.AwareDateTime(required=True)
    codes_left = fields.Integer(
        required=True, metadata={"description": "How many more codes can be asked for"}
    )


class AnotherCodeSchema(Schema):
    """For which request another code is wanted."""

    secret = secret_field(required=True)


class CodeSchema(AnotherCodeSchema):
    """The code that came by e-mail: four digits, not the password."""

    code = fields.String(
        required=True,
        validate=validate.Regexp(CODE_PATTERN, error=_CODE),
        load_only=True,
        metadata={"examples": ["7738"]},
    )


class RegisteredSchema(Schema):
    """An account that was just opened: with this identifier the person logs in."""

    person_id = fields.UUID(required=True)
    identifier = fields.String(required=True)
