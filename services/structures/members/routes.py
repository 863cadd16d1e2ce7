"""HTTP of members."""

from services.structures.domain.functions import FUNCTIONS
from services.structures.members import actions
from services.structures.members.schemas import (
    FunctionsSchema,
    JoiningSchema,
    MemberChangeSchema,
    MembershipSchema,
    MembersSchema,
    MyMembershipsSchema,
    PersonalDataSchema,
    RemovalSchema,
)
from shared.auth import authenticated, caller, requires
from shared.idempotency import idempotent
from shared.web import Blueprint

blueprint = Blueprint("members", __name__)


@blueprint.get("/functions")
@authenticated
@blueprint.response(200, FunctionsSchema)
def list_functions():
    """The functions that people choose from."""
    return {"items": [{"function": name, "label": label} for name, label in FUNCTIONS.items()]}


@blueprint.get("/memberships")
@authenticated
@blueprint.response(200, MyMembershipsSchema)
def list_my_memberships():
    """The caller's structures, the default one first."""
    return {"items": actions.my_memberships(caller().subject_id)}


@blueprint.post("/memberships")
@authenticated
@idempotent
@blueprint.arguments(JoiningSchema)
@blueprint.response(201, MembershipSchema)
def join(wanted):
    """Attach the caller to the structure of an establishment. A closed one is refused."""
    return actions.join(caller(), **wanted)


@blueprint.patch("/memberships/<uuid:structure_id>")
@authenticated
@idempotent
@blueprint.arguments(MemberChangeSchema)
@blueprint.response(200, MembershipSchema)
def change_membership(changes, structure_id):
    """Change the caller's phone, e-mail address or function in a structure, each on its own."""
    return actions.change(caller().subject_id, structure_id, changes)


@blueprint.put("/memberships/<uuid:structure_id>/default")
@authenticated
@idempotent
@blueprint.response(200, MembershipSchema)
def show_by_default(structure_id):
    """Show this structure of the caller's first from now on."""
    return actions.show_by_default(caller().subject_id, structure_id)


@blueprint.delete("/memberships/<uuid:structure_id>")
@authenticated
@blueprint.response(204)
def leave(structure_id):
    """Leave a structure: the caller's rights there end. Its last administrator names another one first."""
    actions.leave(caller().subject_id, structure_id)


@blueprint.get("/structures/<uuid:structure_id>/members")
@requires("structures.agent", "habilitations.agent")
@blueprint.response(200, MembersSchema)
def list_members(structure_id):
    """Who belongs to a structure, and who did."""
    return {"items": actions.members_of(structure_id)}


@blueprint.post("/structures/<uuid:structure_id>/members/<uuid:person_id>/removal")
@authenticated
@idempotent
@blueprint.arguments(RemovalSchema)
@blueprint.response(204)
def remove_member(removal, structure_id, person_id):
    """Detach a person: for administrators of the structure, and for the bank, even its last administrator."""
    actions.remove(person_id, structure_id, by=caller(), **removal)


@blueprint.get("/personal-data")
@authenticated
@blueprint.response(200, PersonalDataSchema)
def export_personal_data():
    """All that is held here about the caller."""
    return {"memberships": actions.personal_data(caller().subject_id)}
