"""HTTP of registering."""

from services.identity.registration import actions
from services.identity.registration.schemas import (
    AnotherCodeSchema,
    AskedSchema,
    CodeSchema,
    RegisteredSchema,
    RegistrationSchema,
)
from shared.auth import public
from shared.web import Blueprint

blueprint = Blueprint("registration", __name__)


@blueprint.post("/registrations")
@public
@blueprint.arguments(RegistrationSchema)
@blueprint.response(202, AskedSchema)
def register(form):
    """Ask for an account: a code of four digits goes to the address. The answer never tells whether it has one."""
    return actions.register(form)


@blueprint.post("/registrations/code")
@public
@blueprint.arguments(AnotherCodeSchema)
@blueprint.response(202, AskedSchema)
def send_another_code(wanted):
    """Send another code, at most three for a registration; the one before is dead."""
    return actions.send_another_code(wanted["secret"])


@blueprint.post("/registrations/confirmation")
@public
@blueprint.arguments(CodeSchema)
@blueprint.response(201, RegisteredSchema)
def confirm(given):
    """Open the account with the code received: three tries a code, ten minutes each."""
    return actions.confirm(given["secret"], given["code"])
