"""What people of the bank see of a client's account, and what they write. No secret is among it."""

from marshmallow import Schema, fields, validate

from services.identity.profile.schemas import AccountSchema, KnownDeviceSchema, OpenSessionSchema
from shared.fields import why
from shared.pagination import PageArguments
from shared.web.acts import ActSchema

NAMES_MAX = 100


class AccountArguments(PageArguments):
    """Whom to look for: words that are part of the name, the e-mail address or the identifier."""

    q = fields.String(load_default="", validate=validate.Length(max=100))


def _locked_until() -> fields.AwareDateTime:
    return fields.AwareDateTime(
        required=True, allow_none=True, metadata={"description": "Ten failures lock for an hour; null: open"}
    )


class DeviceSchema(KnownDeviceSchema):
    """The same with its lock: its failures are counted apart."""

    locked_until = _locked_until()


class AccountSheetSchema(Schema):
    """A client's account and why they may not get in.

    locked_until  at devices that are not known
    acts          the newest, from the audit trail
    """

    account = fields.Nested(AccountSchema, required=True)
    locked_until = _locked_until()
    sessions = fields.List(fields.Nested(OpenSessionSchema), required=True)
    devices = fields.List(fields.Nested(DeviceSchema), required=True)
    acts = fields.List(fields.Nested(ActSchema), required=True)


class NamesArguments(Schema):
    """Whose names: ids that are nobody's, or not any more, are left out of the answer."""

    ids = fields.List(fields.UUID(), required=True, validate=validate.Length(min=1, max=NAMES_MAX))


class NameSchema(Schema):
    """What somebody, or a system of the bank, is called."""

    person_id = fields.UUID(required=True)
    name = fields.String(required=True)


class NamesSchema(Schema):
    """Names, in no order."""

    items = fields.List(fields.Nested(NameSchema), required=True)


class ReasonSchema(Schema):
    """Why: the audit trail keeps it."""

    reason = why(required=True)
