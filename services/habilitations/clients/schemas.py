"""What the API of clients' rights reads and writes."""

from marshmallow import Schema, fields, validate

from services.habilitations.domain.appointments import AppointmentState, RequestState
from services.habilitations.domain.rights import ADMINISTRATOR, SERVICES
from shared.fields import why
from shared.pagination import PageArguments

CODE_CHARACTERS_MAX = 40


def _rights(known: tuple[str, ...], least: int = 0, **options) -> fields.List:
    return fields.List(
        fields.String(validate=validate.OneOf(known)), validate=validate.Length(least, len(known)), **options
    )


class NewRequestSchema(Schema):
    """Rights to ask for."""

    rights = _rights(SERVICES, least=1, required=True)


class RequestSchema(Schema):
    """A request. In state to_accept its person accepts to become administrator, or cancels."""

    request_id = fields.UUID(required=True)
    structure_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    rights = fields.List(fields.String(), required=True)
    rights_given = fields.List(fields.String(), required=True, allow_none=True)
    state = fields.String(required=True, validate=validate.OneOf(list(RequestState)))
    asked_at = fields.AwareDateTime(required=True)
    changed_at = fields.AwareDateTime(required=True)
    reason = fields.String(required=True, allow_none=True)


class TypedCodeSchema(Schema):
    """The code of the letter, however it was typed."""

    code = fields.String(required=True, validate=validate.Length(1, CODE_CHARACTERS_MAX))


class LetterSchema(Schema):
    """A letter with a code, without the code."""

    letter_id = fields.UUID(required=True)
    ordered_on = fields.Date(required=True)
    ordered_by = fields.UUID(required=True, allow_none=True)
    expires_on = fields.Date(required=True)
    ended = fields.String(required=True, allow_none=True)
    attempts = fields.Integer(required=True)
    letter_state = fields.String(required=True)
    letter_why = fields.String(required=True, allow_none=True)


class AppointmentSchema(Schema):
    """A person whose rights depend on a letter."""

    appointment_id = fields.UUID(required=True)
    structure_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    request_id = fields.UUID(required=True)
    administers = fields.Boolean(required=True)
    state = fields.String(required=True, validate=validate.OneOf(list(AppointmentState)))
    why = fields.String(required=True, allow_none=True)
    accepted_at = fields.AwareDateTime(required=True)
    changed_at = fields.AwareDateTime(required=True)


class NamedAppointmentSchema(AppointmentSchema):
    """An appointment with whom it is about."""

    structure_name = fields.String(required=True)
    person_name = fields.String(required=True)


class AppointmentDetailSchema(NamedAppointmentSchema):
    """An appointment with its letters."""

    letters = fields.List(fields.Nested(LetterSchema), required=True)


class AppointmentArguments(PageArguments):
    """Which appointments: all, those in a state, those of a structure."""

    state = fields.String(load_default=None, validate=validate.OneOf(list(AppointmentState)))
    structure_id = fields.UUID(load_default=None)


class RefusalSchema(Schema):
    """Why, if there is something to say."""

    reason = why(load_default=None, allow_none=True)


class DecisionSchema(RefusalSchema):
    """What to give instead of what was asked for; absent, all of it."""

    rights = _rights((ADMINISTRATOR, *SERVICES), least=1, load_default=None, allow_none=True)


class HeldRightsSchema(RefusalSchema):
    """All that a person shall hold in the structure from now on."""

    rights = _rights((ADMINISTRATOR, *SERVICES), required=True)


class ReasonSchema(Schema):
    """Why: the audit trail keeps it."""

    reason = why(required=True)


class UserSchema(Schema):
    """A person of a structure, with what they hold there and what they ask for."""

    person_id = fields.UUID(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    function = fields.String(required=True, allow_none=True)
    rights = fields.List(fields.String(), required=True)
    request = fields.Nested(RequestSchema, required=True, allow_none=True)
    suspended = fields.Boolean(required=True)


class UsersSchema(Schema):
    """The people of a structure, by name."""

    items = fields.List(fields.Nested(UserSchema), required=True)


class RightChangeSchema(Schema):
    """One change of what a person may do in the structure."""

    right = fields.String(required=True)
    held = fields.Boolean(required=True)
    changed_at = fields.AwareDateTime(required=True)
    changed_by = fields.UUID(required=True, allow_none=True)
    reason = fields.String(required=True)


class UserSheetSchema(UserSchema):
    """A person's sheet: all requests and all changes as well."""

    requests = fields.List(fields.Nested(RequestSchema), required=True)
    changes = fields.List(fields.Nested(RightChangeSchema), required=True)


class LastRefusalSchema(Schema):
    """The caller's last request, which was refused."""

    request_id = fields.UUID(required=True)
    rights = fields.List(fields.String(), required=True)
    reason = fields.String(required=True, allow_none=True)
    by = fields.String(
        required=True,
        validate=validate.OneOf(["administrator", "representative"]),
        metadata={"description": "An administrator, or whoever represents the structure"},
    )
    decided_at = fields.AwareDateTime(required=True)


class EndedLetterSchema(Schema):
    """A letter of the caller's that led to nothing; another one may be ordered for the same appointment."""

    appointment_id = fields.UUID(required=True)
    how = fields.String(
        required=True,
        validate=validate.OneOf(["expired", "mistyped"]),
        metadata={"description": "Not typed in time, or mistyped too often"},
    )
    why = fields.String(required=True, allow_none=True)
    ended_at = fields.AwareDateTime(required=True)
    next_letter_on = fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "The day from which another one may be ordered; null: today"},
    )


class MyStructureSchema(Schema):
    """What the caller may do in one structure, what is under way, and why nothing came of the last request.

    next_step  accept (become administrator), type_code, wait; null when nothing is
    """

    structure_id = fields.UUID(required=True)
    name = fields.String(required=True)
    rights = fields.List(fields.String(), required=True)
    suspended = fields.Boolean(required=True)
    request = fields.Nested(RequestSchema, required=True, allow_none=True)
    appointment = fields.Nested(AppointmentSchema, required=True, allow_none=True)
    expires_on = fields.Date(required=True, allow_none=True)
    letter_ended = fields.Nested(EndedLetterSchema, required=True, allow_none=True)
    last_refusal = fields.Nested(LastRefusalSchema, required=True, allow_none=True)
    next_step = fields.String(
        required=True, allow_none=True, validate=validate.OneOf(["accept", "type_code", "wait"])
    )


class MyRightsSchema(Schema):
    """What the caller may do, structure by structure."""

    items = fields.List(fields.Nested(MyStructureSchema), required=True)


class PeopleArguments(PageArguments):
    """Whom to look for: part of a name or of an e-mail address."""

    q = fields.String(load_default="", validate=validate.Length(max=100))


class PersonSchema(Schema):
    """A person in a structure."""

    person_id = fields.UUID(required=True)
    structure_id = fields.UUID(required=True)
    structure_name = fields.String(required=True)
    name = fields.String(required=True)
    email = fields.String(required=True)
    function = fields.String(required=True, allow_none=True)
    attached = fields.Boolean(required=True)


class NewSuspensionSchema(ReasonSchema):
    """Whom to suspend, in one structure or in all."""

    person_id = fields.UUID(required=True)
    structure_id = fields.UUID(load_default=None, allow_none=True)


class SuspensionSchema(Schema):
    """A suspension."""

    suspension_id = fields.UUID(required=True)
    person_id = fields.UUID(required=True)
    structure_id = fields.UUID(required=True, allow_none=True, attribute="structure")
    reason = fields.String(required=True)
    since = fields.AwareDateTime(required=True)
    by = fields.UUID(required=True)
    ended_at = fields.AwareDateTime(required=True, allow_none=True)
    ended_by = fields.UUID(required=True, allow_none=True)


class SuspensionArguments(PageArguments):
    """Which suspensions: all, or those of a person."""

    person_id = fields.UUID(load_default=None)


class PersonalDataSchema(Schema):
    """All that habilitations holds about the caller."""

    memberships = fields.List(fields.Dict(), required=True)
    rights = fields.List(fields.Dict(), required=True)
    requests = fields.List(fields.Nested(RequestSchema), required=True)
    appointments = fields.List(fields.Nested(AppointmentSchema), required=True)
