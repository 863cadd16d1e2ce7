"""What notifications' API reads and writes."""

from marshmallow import Schema, fields, validate

from services.notifications.domain.messages import BatchState, Kind, State, Template
from shared.fields import is_one_line, one_line
from shared.pagination import PageArguments

SEARCH_CHARACTERS_MAX = 100

_kind = {"validate": validate.OneOf(list(Kind))}
_state = {"validate": validate.OneOf(list(State))}
_template = {"validate": validate.OneOf(list(Template))}


class MessagesQuerySchema(PageArguments):
    """Which messages to list."""

    kind = fields.String(**_kind)
    state = fields.String(**_state)
    template = fields.String(**_template)
    structure_id = fields.UUID()
    cause = fields.UUID(metadata={"description": "What made us write: the id of the revision"})
    text = fields.String(
        validate=validate.Length(1, SEARCH_CHARACTERS_MAX),
        metadata={
            "description": "Part of the structure's name, the subject or the address; or a whole reference"
        },
    )


class MessageSchema(Schema):
    """A message and where it is."""

    id = fields.UUID()
    reference = fields.String()
    kind = fields.String(allow_none=True, **_kind)
    template = fields.String(**_template)
    structure_id = fields.UUID(allow_none=True)
    to_name = fields.String(allow_none=True, metadata={"description": "The person it is for, if any"})
    to_email = fields.String(allow_none=True)
    structure = fields.String(attribute="recipient.name", metadata={"description": "Absent while awaited"})
    cause_id = fields.UUID()
    subject = fields.String()
    state = fields.String(**_state)
    attempts = fields.Integer()
    error = fields.String(allow_none=True, metadata={"description": "Why the last attempt did not succeed"})
    resend_of = fields.UUID(allow_none=True)
    written_on = fields.Date()
    created_at = fields.AwareDateTime()
    changed_at = fields.AwareDateTime()


class ReceivedMessageSchema(Schema):
    """What a structure was told."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    kind = fields.String(required=True, **_kind)
    template = fields.String(required=True, **_template)
    subject = fields.String(required=True)
    state = fields.String(required=True, **_state)
    written_on = fields.Date(required=True)
    changed_at = fields.AwareDateTime(required=True)


class PassageSchema(Schema):
    """A message came into a state."""

    state = fields.String(**_state)
    at = fields.AwareDateTime()
    why = fields.String(allow_none=True)
    by = fields.UUID(allow_none=True)


class MailSchema(Schema):
    """The e-mail as it was composed."""

    mail_id = fields.String(metadata={"description": "Its Message-ID"})
    sent_to = fields.String()
    text = fields.String(metadata={"description": "Its plain text part"})


class LetterSchema(Schema):
    """The letter as it was printed."""

    address = fields.List(fields.String())
    pages = fields.Integer()
    sha256 = fields.String()
    printed_at = fields.AwareDateTime()
    batch_id = fields.UUID(allow_none=True)


class MessageDetailSchema(MessageSchema):
    """A message with its history and its content."""

    next_attempt_at = fields.AwareDateTime(allow_none=True)
    history = fields.List(fields.Nested(PassageSchema), attribute="passages")
    mail = fields.Nested(MailSchema, allow_none=True)
    letter = fields.Nested(LetterSchema, allow_none=True)


class BatchSchema(Schema):
    """A batch of letters."""

    id = fields.UUID()
    number = fields.String()
    state = fields.String(validate=validate.OneOf(list(BatchState)))
    closed_on = fields.Date()
    letters = fields.Integer()
    pages = fields.Integer()
    manifest_sha256 = fields.String(allow_none=True)
    created_at = fields.AwareDateTime()
    closed_at = fields.AwareDateTime(allow_none=True)
    handed_over_at = fields.AwareDateTime(allow_none=True)
    handed_over_by = fields.UUID(allow_none=True)


class BatchedLetterSchema(LetterSchema):
    """A letter of a batch."""

    message_id = fields.UUID()
    reference = fields.String(attribute="message.reference")


class BatchDetailSchema(BatchSchema):
    """A batch with its letters."""

    contents = fields.List(fields.Nested(BatchedLetterSchema))


class MailStatusSchema(Schema):
    """What became of a letter."""

    reference = fields.String(
        required=True,
        validate=[validate.Regexp(r"^EP-[0-9]{4}-[0-9]{6,12}$"), is_one_line],
        metadata={"description": "As the letter and the manifest bear it", "examples": ["EP-2026-000042"]},
    )
    state = fields.String(required=True, validate=validate.OneOf([State.DELIVERED, State.RETURNED]))
    why = one_line(200, load_default=None, allow_none=True)


class SummaryQuerySchema(Schema):
    """Which messages to count."""

    cause = fields.UUID(required=True, metadata={"description": "What made us write: the id of the revision"})


class CountSchema(Schema):
    """How many messages of a kind are in a state."""

    kind = fields.String(allow_none=True, **_kind)
    state = fields.String(**_state)
    messages = fields.Integer()


class SummarySchema(Schema):
    """How far the messages of one cause have come."""

    cause = fields.UUID()
    total = fields.Integer()
    done = fields.Integer(metadata={"description": "Sent, put in a batch, or cancelled"})
    failed = fields.Integer()
    counts = fields.List(fields.Nested(CountSchema))


class TemplateSampleSchema(Schema):
    """A message to look at before anybody gets one; `template` is null where it is about an account."""

    name = fields.String(required=True)
    template = fields.String(required=True, allow_none=True, **_template)
    subject = fields.String(required=True)
    ways = fields.List(fields.String(**_kind), required=True)


class TemplateSamplesSchema(Schema):
    """Every message there is."""

    items = fields.List(fields.Nested(TemplateSampleSchema), required=True)


class SealingKeySchema(Schema):
    """A public key (RFC 8037)."""

    kty = fields.String(required=True)
    crv = fields.String(required=True)
    x = fields.String(required=True)
    kid = fields.String(required=True)
    use = fields.String(required=True)
    alg = fields.String(required=True)


class SealingKeySetSchema(Schema):
    """The key that secrets are sealed with (RFC 7517)."""

    keys = fields.List(fields.Nested(SealingKeySchema), required=True)
