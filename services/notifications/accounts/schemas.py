"""What is shown of e-mails about accounts: never what they said, nor where they went."""

from marshmallow import Schema, fields, validate

from shared.pagination import PageArguments

STATES = ("queued", "sent", "failed", "expired")


class AccountMailsQuerySchema(PageArguments):
    """Whose mails: one person's, or all."""

    person_id = fields.UUID()


class AccountMailSchema(Schema):
    """An e-mail about an account."""

    mail_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True, allow_none=True)
    about = fields.String(required=True)
    state = fields.String(required=True, validate=validate.OneOf(STATES))
    attempts = fields.Integer(required=True)
    error = fields.String(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    changed_at = fields.AwareDateTime(required=True)


class PersonalMessageSchema(Schema):
    """A message that was written to a person."""

    reference = fields.String(required=True)
    subject = fields.String(required=True)
    to_name = fields.String(required=True)
    to_email = fields.String(required=True)
    state = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)


class PersonalEntrySchema(Schema):
    """What a person asked, or was answered."""

    what = fields.String(required=True)
    text = fields.String(required=True, allow_none=True)
    at = fields.AwareDateTime(required=True)


class PersonalRequestSchema(Schema):
    """What a person asked the assistance, and all that was said."""

    reference = fields.String(required=True)
    topic = fields.String(required=True)
    state = fields.String(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    structure = fields.String(required=True, allow_none=True)
    entries = fields.List(fields.Nested(PersonalEntrySchema), required=True)


class PersonalMessagesSchema(Schema):
    """All that notifications holds about a person."""

    addresses = fields.List(fields.String(), required=True)
    assistance_requests = fields.List(fields.Nested(PersonalRequestSchema), required=True)
    messages = fields.List(fields.Nested(PersonalMessageSchema), required=True)
    account_mails = fields.List(fields.Nested(AccountMailSchema), required=True)
