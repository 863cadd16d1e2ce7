"""HTTP of a person's own account."""

from services.identity.profile import actions, leaving
from services.identity.profile.schemas import (
    ClosureSchema,
    NewAddressSchema,
    OwnSessionSchema,
    PersonalDataSchema,
    ProfileChangesSchema,
    ProfileSchema,
)
from services.identity.registration.schemas import AnotherCodeSchema, AskedSchema, CodeSchema
from services.identity.visitors import presented_session, visitor
from shared.auth import authenticated, caller
from shared.idempotency import idempotent
from shared.web import Blueprint

blueprint = Blueprint("profile", __name__)


@blueprint.get("/profile")
@authenticated
@blueprint.response(200, ProfileSchema)
def read_profile():
    """One's own account."""
    return actions.read_profile(caller().subject_id)


@blueprint.patch("/profile")
@authenticated
@idempotent
@blueprint.arguments(ProfileChangesSchema)
@blueprint.response(200, ProfileSchema)
def change_profile(changes):
    """Change one's title, names, phone, kind of structure, or whether one wants offers."""
    return actions.change_profile(caller().subject_id, changes)


@blueprint.post("/profile/address")
@authenticated
@blueprint.arguments(NewAddressSchema)
@blueprint.response(202, AskedSchema)
def ask_for_another_address(wanted):
    """Ask for another e-mail address: a code goes there. The answer never tells whether it has an account."""
    return actions.ask_for_another_address(caller().subject_id, **wanted, visitor=visitor())


@blueprint.post("/profile/address/code")
@authenticated
@blueprint.arguments(AnotherCodeSchema)
@blueprint.response(202, AskedSchema)
def send_another_address_code(wanted):
    """Send another code, at most three; the one before is dead."""
    return actions.send_another_code(caller().subject_id, wanted["secret"])


@blueprint.post("/profile/address/confirmation")
@authenticated
@blueprint.arguments(CodeSchema)
@blueprint.response(200, ProfileSchema)
def confirm_address(given):
    """Have the address with the code received there; the address before is told."""
    return actions.confirm_address(caller().subject_id, given["secret"], given["code"])


@blueprint.get("/profile/sessions")
@authenticated
@blueprint.response(200, OwnSessionSchema(many=True))
def list_sessions():
    """Where one is logged in, the last used first."""
    return actions.list_sessions(caller().subject_id, presented_session())


@blueprint.delete("/profile/sessions/<uuid:session_id>")
@authenticated
@blueprint.response(204)
def end_one_session(session_id):
    """Log out there; a session that has ended already is no error."""
    actions.end_session(caller().subject_id, session_id)


@blueprint.delete("/profile/sessions")
@authenticated
@blueprint.response(204)
def end_other_sessions():
    """Log out everywhere else, and know no device any more."""
    actions.end_other_sessions(caller().subject_id, presented_session())


@blueprint.get("/personal-data")
@authenticated
@blueprint.response(200, PersonalDataSchema)
def personal_data():
    """All that this service holds about who asks. Other services answer the same question for themselves."""
    return leaving.personal_data(caller().subject_id, presented_session())


@blueprint.post("/profile/closure")
@authenticated
@blueprint.arguments(ClosureSchema)
@blueprint.response(204)
def close_account(closure):
    """Close one's account for good: what every service holds about the person is erased."""
    leaving.close_account(caller().subject_id, closure["password"], visitor())
