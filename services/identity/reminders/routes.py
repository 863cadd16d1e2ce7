"""HTTP of what was forgotten."""

from services.identity.reminders import actions
from services.identity.reminders.schemas import NewPasswordSchema, ReminderSchema
from shared.auth import public
from shared.web import Blueprint

blueprint = Blueprint("reminders", __name__)


@blueprint.post("/reminders")
@public
@blueprint.arguments(ReminderSchema)
@blueprint.response(204)
def ask_for(forgotten):
    """Have the identifier, or a link to choose another password, sent to the account's address, if there is one."""
    actions.ask_for(**forgotten)


@blueprint.post("/password-resets")
@public
@blueprint.arguments(NewPasswordSchema)
@blueprint.response(204)
def choose_password(chosen):
    """Choose a password with the link received, even while the account is locked. Ends every session."""
    actions.choose_password(**chosen)
