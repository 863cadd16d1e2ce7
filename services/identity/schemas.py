"""What the API of identity reads and writes. Secrets are written once, when made, and never again."""

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shared.errors import Bilingual
from shared.fields import email_address, is_one_line, one_line

SECRET_CHARACTERS_MAX = 200
TITLES = ("Madame", "Monsieur")
GRANTS = {"session": ("session",), "client_credentials": ("client_id", "client_secret")}


def secret(**options) -> fields.String:
    """A password or another secret, which is never written back."""
    options |= {"validate": validate.Length(1, SECRET_CHARACTERS_MAX), "load_only": True}
    return fields.String(**options)


class LoginSchema(Schema):
    """Who logs in: by identifier or e-mail address."""

    login = fields.String(required=True, validate=validate.Length(1, 254))
    password = secret(required=True)


class PersonSchema(Schema):
    """A person who logged in."""

    person_id = fields.UUID(required=True)
    identifier = fields.String(required=True)
    name = fields.String(required=True)


class SessionSchema(Schema):
    """A session that was opened, and the device it is known from; their secrets are written here only."""

    session = fields.String(required=True)
    device = fields.String(required=True)
    expires_at = fields.AwareDateTime(required=True)
    account = fields.Nested(PersonSchema, required=True)


class BrowserSessionSchema(Schema):
    """A session that was opened; its secret is in a cookie."""

    expires_at = fields.AwareDateTime(required=True)
    account = fields.Nested(PersonSchema, required=True)


class GrantSchema(Schema):
    """What a token is given for: a session, or the credentials of a bank system."""

    grant_type = fields.String(required=True, validate=validate.OneOf(list(GRANTS)))
    session = secret()
    client_id = fields.String(validate=validate.Length(1, 60))
    client_secret = secret()

    @validates_schema
    def check_what_is_given(self, grant: dict, **_) -> None:
        """A grant comes with what belongs to it, and nothing else."""
        needed = set(GRANTS[grant["grant_type"]])
        for name in needed ^ (grant.keys() - {"grant_type"}):
            raise ValidationError(_MISSING if name in needed else _FOREIGN, field_name=name)


_MISSING = Bilingual("Ce champ est obligatoire ici.", "This field is required here.")
_FOREIGN = Bilingual("Ce champ appartient à une autre demande.", "This field belongs to another request.")


class TokenSchema(Schema):
    """A token that services believe, for `expires_in` seconds."""

    access_token = fields.String(required=True)
    token_type = fields.String(required=True)
    expires_in = fields.Integer(required=True)


class PasswordChangeSchema(Schema):
    """A password to replace by another."""

    login = fields.String(required=True, validate=validate.Length(1, 254))
    current_password = secret(required=True)
    new_password = secret(required=True)


class NewStaffSchema(Schema):
    """A person who starts at the bank."""

    title = fields.String(required=True, validate=validate.OneOf(TITLES))
    first_name = one_line(60, required=True)
    last_name = one_line(60, required=True)
    email = email_address(required=True)


class StaffAccountSchema(NewStaffSchema):
    """An account of a person of the bank."""

    person_id = fields.UUID(required=True)
    identifier = fields.String(required=True)
    password_must_change = fields.Boolean(required=True)
    opened_at = fields.AwareDateTime(required=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)


class InvitationSchema(Schema):
    """An account with a password to be given to the person, good for choosing another; written here only."""

    account = fields.Nested(StaffAccountSchema, required=True)
    initial_password = fields.String(required=True)


class NewBankSystemSchema(Schema):
    """Another system of the bank."""

    client_id = fields.String(
        required=True, validate=[validate.Length(3, 60), validate.Regexp("^[a-z0-9-]+$"), is_one_line]
    )
    name = one_line(100, required=True)


class BankSystemSchema(NewBankSystemSchema):
    """A system that may ask for tokens."""

    system_id = fields.UUID(required=True)
    registered_at = fields.AwareDateTime(required=True)
    closed_at = fields.AwareDateTime(required=True, allow_none=True)


class CredentialsSchema(Schema):
    """A system with its new secret, which is written here only."""

    system = fields.Nested(BankSystemSchema, required=True)
    client_secret = fields.String(required=True)


class SigningKeySchema(Schema):
    """A public key (RFC 8037)."""

    kty = fields.String(required=True)
    crv = fields.String(required=True)
    x = fields.String(required=True)
    kid = fields.String(required=True)
    use = fields.String(required=True)
    alg = fields.String(required=True)


class KeySetSchema(Schema):
    """The keys that sign tokens (RFC 7517)."""

    keys = fields.List(fields.Nested(SigningKeySchema), required=True)
