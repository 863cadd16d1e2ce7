"""The API of habilitations."""

from services.habilitations import actions
from services.habilitations.domain.rights import RIGHTS
from services.habilitations.schemas import (
    GrantArguments,
    GrantSchema,
    HeldGrantSchema,
    HistorySchema,
    NewGrantSchema,
    OwnGrantsSchema,
    RevocationArguments,
    RightsSchema,
)
from shared.auth import authenticated, caller, requires
from shared.idempotency import idempotent
from shared.pagination import page_of
from shared.web import Blueprint
from shared.web.acts import serve_acts

blueprint = Blueprint("habilitations", __name__)
serve_acts(blueprint, "operator", "habilitations.agent")


@blueprint.get("/rights")
@authenticated
@blueprint.response(200, RightsSchema)
def list_rights():
    """The rights there are, what each allows and who can hold it."""
    listed = [{"right": right, "holder": kind, "allows": text} for right, (kind, text) in RIGHTS.items()]
    return {"items": listed}


@blueprint.get("/my-grants")
@authenticated
@blueprint.response(200, OwnGrantsSchema)
def list_own_grants():
    """Every right that the caller holds or held: services confirm their copies with it."""
    return {"items": actions.grants_of(caller().subject_id)}


@blueprint.get("/grants")
@requires("operator")
@blueprint.arguments(GrantArguments, location="query")
@blueprint.response(200, page_of(HeldGrantSchema))
def list_grants(wanted):
    """The rights that are held, and by whom."""
    return actions.list_grants(**wanted)


@blueprint.post("/grants")
@requires("operator")
@idempotent
@blueprint.arguments(NewGrantSchema)
@blueprint.response(201, GrantSchema)
def grant(wanted):
    """Give a right, over the whole bank. Nobody gives one to themselves; the same right again changes nothing."""
    return actions.grant(**wanted, by=caller().subject_id)


@blueprint.delete("/grants/<uuid:grant_id>")
@requires("operator")
@blueprint.arguments(RevocationArguments, location="query")
@blueprint.response(204)
def revoke(wanted, grant_id):
    """End a right: every service hears of it within seconds. The last operator stays one."""
    actions.revoke(grant_id, **wanted, by=caller().subject_id)


@blueprint.get("/grants/<uuid:grant_id>/changes")
@requires("operator")
@blueprint.response(200, HistorySchema)
def read_changes(grant_id):
    """Who gave and ended this right, when and why."""
    return {"items": actions.read_changes(grant_id)}
