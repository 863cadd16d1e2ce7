"""HTTP of clients' rights."""

from services.habilitations.clients import (
    administration,
    appointments,
    own_rights,
    readings,
    requests,
    suspensions,
)
from services.habilitations.clients.schemas import (
    AppointmentArguments,
    AppointmentDetailSchema,
    AppointmentSchema,
    DecisionSchema,
    HeldRightsSchema,
    MyRightsSchema,
    NamedAppointmentSchema,
    NewRequestSchema,
    NewSuspensionSchema,
    PeopleArguments,
    PersonalDataSchema,
    PersonSchema,
    ReasonSchema,
    RefusalSchema,
    RequestSchema,
    SuspensionArguments,
    SuspensionSchema,
    TypedCodeSchema,
    UserSheetSchema,
    UsersSchema,
)
from shared.auth import authenticated, caller, requires
from shared.idempotency import idempotent
from shared.pagination import page_of
from shared.web import Blueprint

AGENT = readings.AGENT
blueprint = Blueprint("clients", __name__)


@blueprint.get("/my-rights")
@authenticated
@blueprint.response(200, MyRightsSchema)
def read_my_rights():
    """What the caller may do in each of their structures, what is under way, what they can do next, why nothing is."""
    return own_rights.my_rights(caller().subject_id)


@blueprint.get("/personal-data")
@authenticated
@blueprint.response(200, PersonalDataSchema)
def export_personal_data():
    """All that is held here about the caller."""
    return readings.personal_data(caller().subject_id)


@blueprint.post("/structures/<uuid:structure_id>/requests")
@authenticated
@idempotent
@blueprint.arguments(NewRequestSchema)
@blueprint.response(201, RequestSchema)
def ask_for_rights(wanted, structure_id):
    """Ask for rights in a structure that the caller belongs to; the state says who decides."""
    return requests.ask(structure_id, caller().subject_id, **wanted)


@blueprint.post("/requests/<uuid:request_id>/acceptance")
@authenticated
@idempotent
@blueprint.response(200, RequestSchema)
def accept_administration(request_id):
    """Accept that whoever represents the structure is asked by letter; its code makes the caller administrator."""
    return appointments.accept(request_id, caller().subject_id)


@blueprint.post("/requests/<uuid:request_id>/cancellation")
@authenticated
@idempotent
@blueprint.response(200, RequestSchema)
def cancel_request(request_id):
    """Give up one's own request; a letter that it made is worth nothing any more."""
    return requests.cancel(request_id, caller().subject_id)


@blueprint.post("/structures/<uuid:structure_id>/activation")
@authenticated
@blueprint.arguments(TypedCodeSchema)
@blueprint.response(200, AppointmentSchema)
def type_code(typed, structure_id):
    """Type the code of the letter: rights become active. Nine tries a letter, each counted before it is compared."""
    return appointments.type_code(structure_id, caller().subject_id, typed["code"])


@blueprint.get("/structures/<uuid:structure_id>/users")
@authenticated
@blueprint.response(200, UsersSchema)
def list_users(structure_id):
    """The people of a structure, for its administrators and the bank's agents."""
    return readings.list_users(structure_id, caller())


@blueprint.get("/structures/<uuid:structure_id>/users/<uuid:person_id>")
@authenticated
@blueprint.response(200, UserSheetSchema)
def read_user(structure_id, person_id):
    """A person's sheet: rights, requests, and what changed them."""
    return readings.read_user(structure_id, person_id, caller())


@blueprint.put("/structures/<uuid:structure_id>/users/<uuid:person_id>/rights")
@authenticated
@idempotent
@blueprint.arguments(HeldRightsSchema)
@blueprint.response(200, UserSheetSchema)
def set_rights(wanted, structure_id, person_id):
    """Say all that a person holds in the structure from now on; they are told. For its administrators."""
    administration.set_rights(structure_id, person_id, **wanted, by=caller().subject_id)
    return readings.read_user(structure_id, person_id, caller())


@blueprint.post("/requests/<uuid:request_id>/approval")
@authenticated
@idempotent
@blueprint.arguments(DecisionSchema)
@blueprint.response(200, RequestSchema)
def approve_request(decision, request_id):
    """Give what a person asks for, or another choice of rights. For administrators of the structure."""
    return administration.approve(request_id, **decision, by=caller().subject_id)


@blueprint.post("/requests/<uuid:request_id>/refusal")
@authenticated
@idempotent
@blueprint.arguments(RefusalSchema)
@blueprint.response(200, RequestSchema)
def refuse_request(decision, request_id):
    """Give nothing of what a person asks for. For administrators of the structure."""
    return administration.refuse(request_id, **decision, by=caller().subject_id)


@blueprint.get("/appointments")
@requires(AGENT)
@blueprint.arguments(AppointmentArguments, location="query")
@blueprint.response(200, page_of(NamedAppointmentSchema))
def list_appointments(wanted):
    """Appointments, the newest first; those in state needs_agent wait for somebody of the bank."""
    return readings.list_appointments(**wanted)


@blueprint.get("/appointments/<uuid:appointment_id>")
@authenticated
@blueprint.response(200, AppointmentDetailSchema)
def read_appointment(appointment_id):
    """An appointment with its letters, without their codes. For its person and the bank's agents."""
    return readings.read_appointment(appointment_id, caller())


@blueprint.post("/appointments/<uuid:appointment_id>/letters")
@authenticated
@idempotent
@blueprint.response(201, AppointmentSchema)
def order_letter(appointment_id):
    """Have a new letter sent; the code before is dead. At most three in ninety days."""
    by = caller()
    return appointments.order_again(appointment_id, by.subject_id, as_agent=by.holds(AGENT))


@blueprint.post("/appointments/<uuid:appointment_id>/refusal")
@requires(AGENT)
@idempotent
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, AppointmentSchema)
def refuse_appointment(refusal, appointment_id):
    """Record that whoever represents the structure said no."""
    return appointments.refuse(appointment_id, **refusal, by=caller().subject_id)


@blueprint.get("/people")
@requires(AGENT)
@blueprint.arguments(PeopleArguments, location="query")
@blueprint.response(200, page_of(PersonSchema))
def find_people(wanted):
    """People of structures, by part of their name or e-mail address."""
    return readings.find_people(wanted.pop("q"), **wanted)


@blueprint.get("/suspensions")
@requires(AGENT)
@blueprint.arguments(SuspensionArguments, location="query")
@blueprint.response(200, page_of(SuspensionSchema))
def list_suspensions(wanted):
    """Suspensions, the newest first."""
    return readings.list_suspensions(**wanted)


@blueprint.post("/suspensions")
@requires(AGENT)
@idempotent
@blueprint.arguments(NewSuspensionSchema)
@blueprint.response(201, SuspensionSchema)
def suspend(wanted):
    """Keep a person from their rights, in one structure or in all; every service hears of it within seconds."""
    return suspensions.suspend(**wanted, by=caller().subject_id)


@blueprint.post("/suspensions/<uuid:suspension_id>/end")
@requires(AGENT)
@idempotent
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, SuspensionSchema)
def lift_suspension(wanted, suspension_id):
    """Let a suspended person use their rights again."""
    return suspensions.lift(suspension_id, **wanted, by=caller().subject_id)
