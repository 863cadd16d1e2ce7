"""HTTP for people of the bank who help clients with their accounts."""

from services.identity.profile.schemas import AccountSchema
from services.identity.support import actions
from services.identity.support.schemas import (
    AccountArguments,
    AccountSheetSchema,
    NamesArguments,
    NamesSchema,
    ReasonSchema,
)
from shared.auth import caller, requires
from shared.idempotency import idempotent
from shared.pagination import page_of
from shared.web import Blueprint

AGENT = "identity.agent"
READERS_OF_NAMES = (AGENT, "structures.agent", "habilitations.agent", "notifications.agent", "operator")
blueprint = Blueprint("support", __name__)


@blueprint.get("/accounts")
@requires(AGENT)
@blueprint.arguments(AccountArguments, location="query")
@blueprint.response(200, page_of(AccountSchema))
def find_accounts(wanted):
    """Clients' accounts, by name: every word of `q` is part of a name, an e-mail address or an identifier."""
    return actions.find_accounts(wanted.pop("q"), **wanted)


@blueprint.get("/accounts/<uuid:person_id>")
@requires(AGENT)
@blueprint.response(200, AccountSheetSchema)
def read_account(person_id):
    """A client's account: until when it is locked, where they are logged in, what happened last."""
    return actions.read_account(person_id)


@blueprint.post("/accounts/<uuid:person_id>/unlock")
@requires(AGENT)
@idempotent
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, AccountSheetSchema)
def unlock(given, person_id):
    """Let a client try again before the hour is over."""
    return actions.unlock(person_id, **given, by=caller().subject_id)


@blueprint.post("/accounts/<uuid:person_id>/logout")
@requires(AGENT)
@idempotent
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, AccountSheetSchema)
def log_out(given, person_id):
    """Log a client out everywhere; none of their devices is known any more."""
    return actions.log_out(person_id, **given, by=caller().subject_id)


@blueprint.get("/names")
@requires(*READERS_OF_NAMES)
@blueprint.arguments(NamesArguments, location="query")
@blueprint.response(200, NamesSchema)
def read_names(asked):
    """Names of clients, of people and systems of the bank, by their ids: trails and histories hold nothing else."""
    return {"items": actions.names_of(asked["ids"])}
