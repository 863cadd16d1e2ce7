"""What recovering an account reads."""

from marshmallow import Schema, fields, validate

from services.identity.reminders.actions import IDENTIFIER, PASSWORD
from services.identity.schemas import secret as secret_field


class ReminderSchema(Schema):
    """What was forgotten, and any name of the account: its identifier or its e-mail address."""

    about = fields.String(required=True, validate=validate.OneOf([PASSWORD, IDENTIFIER]))
    login = fields.String(required=True, validate=validate.Length(1, 254))


class NewPasswordSchema(Schema):
    """The secret of the link that came by e-mail, and the password to have from now on."""

    secret = secret_field(required=True)
    new_password = secret_field(required=True)
