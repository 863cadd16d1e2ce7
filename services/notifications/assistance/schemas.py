"""What the API of requests for assistance reads and writes."""

from marshmallow import RAISE, Schema, ValidationError, fields, validate

from services.notifications.domain.assistance import Entry, RequestState, Topic
from services.notifications.schemas import SEARCH_CHARACTERS_MAX
from shared.errors import Bilingual
from shared.fields import is_one_line, one_line
from shared.pagination import PageArguments

MESSAGE_CHARACTERS_MAX = 5_000

_topic = {"validate": validate.OneOf(list(Topic))}
_state = {"validate": validate.OneOf(list(RequestState))}
_LINES = Bilingual(
    "Ce texte n'est pas vide et n'a pas de caractères invisibles.",
    "This text is not blank and has no invisible characters.",
)


def _is_text(text: str) -> None:
    """Lines of visible characters, at least one."""
    if not text.strip() or not all(line.isprintable() for line in text.replace("\t", " ").splitlines()):
        raise ValidationError(_LINES)


def _text(**options: object) -> fields.String:
    return fields.String(validate=[validate.Length(1, MESSAGE_CHARACTERS_MAX), _is_text], **options)


class OwnQuestionSchema(Schema):
    """A request of somebody who is logged in."""

    class Meta:
        unknown = RAISE

    topic = fields.String(required=True, **_topic)
    name = one_line(120, required=True)
    email = fields.String(required=True, validate=[validate.Length(3, 254), is_one_line])
    message = _text(required=True)
    structure_id = fields.UUID(
        load_default=None, allow_none=True, metadata={"description": "Which of their structures it is about"}
    )


class QuestionSchema(Schema):
    """A request of a visitor."""

    class Meta:
        unknown = RAISE

    topic = fields.String(required=True, **_topic)
    name = one_line(120, required=True)
    email = fields.String(required=True, validate=[validate.Length(3, 254), is_one_line])
    message = _text(required=True)
    structure = one_line(
        200, load_default=None, allow_none=True, metadata={"description": "Its name or SIRET, if any"}
    )


class KeptQuestionSchema(Schema):
    """A request was kept."""

    reference = fields.String(required=True, metadata={"examples": ["AS-2026-000042"]})
    acknowledged = fields.Boolean(
        required=True, metadata={"description": "Whether an e-mail says so too: three a day to one address"}
    )


class RequestsQuerySchema(PageArguments):
    """Which requests to list."""

    state = fields.String(**_state)
    topic = fields.String(**_topic)
    person_id = fields.UUID()
    structure_id = fields.UUID()
    text = fields.String(
        validate=validate.Length(1, SEARCH_CHARACTERS_MAX),
        metadata={"description": "Part of a name, an address or what was said; or a whole reference"},
    )


class AssistanceRequestSchema(Schema):
    """A request for assistance."""

    id = fields.UUID(required=True)
    reference = fields.String(required=True)
    state = fields.String(required=True, **_state)
    topic = fields.String(required=True, **_topic)
    name = fields.String(required=True)
    email = fields.String(required=True)
    person_id = fields.UUID(required=True, allow_none=True, metadata={"description": "None for a visitor"})
    structure_id = fields.UUID(
        required=True,
        allow_none=True,
        metadata={"description": "As the person says: whether they belong to it is not checked"},
    )
    structure = fields.String(required=True, allow_none=True)
    client_number = fields.String(required=True, allow_none=True)
    created_at = fields.AwareDateTime(required=True)
    changed_at = fields.AwareDateTime(required=True)


class AssistanceEntrySchema(Schema):
    """What was asked or answered, or that a request was closed or opened again."""

    what = fields.String(required=True, validate=validate.OneOf(list(Entry)))
    text = fields.String(required=True, allow_none=True)
    at = fields.AwareDateTime(required=True)
    by = fields.UUID(required=True, allow_none=True, metadata={"description": "The agent, if it was one"})
    by_name = fields.String(required=True, allow_none=True)
    message_id = fields.UUID(
        required=True, allow_none=True, metadata={"description": "The e-mail that went because of it"}
    )


class AssistanceRequestDetailSchema(AssistanceRequestSchema):
    """A request with all that was said."""

    entries = fields.List(fields.Nested(AssistanceEntrySchema), required=True)


class AnswerSchema(Schema):
    """What an agent answers."""

    class Meta:
        unknown = RAISE

    text = _text(required=True)
