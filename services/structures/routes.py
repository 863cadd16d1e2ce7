"""The API of structures."""

from services.structures import actions
from services.structures.schemas import (
    ContactSchema,
    CorrectedAddressSchema,
    HistorySchema,
    ImportReportSchema,
    SearchArguments,
    StructureRowSchema,
    StructureSchema,
)
from shared.auth import caller, requires
from shared.idempotency import idempotent
from shared.pagination import page_of
from shared.web import Blueprint, accepts
from shared.web.acts import serve_acts
from shared.web.lines import LINE_TYPES, body_of_lines, lines_of_request, refused_line

blueprint = Blueprint("structures", __name__)
serve_acts(blueprint, "operator", "structures.agent")
READERS = ("structures.agent", "lending.agent", "notifications.agent", "bank.structures", "bank.read")


@blueprint.post("/imports")
@requires("bank.structures", "structures.agent")
@accepts(*LINE_TYPES)
@idempotent
@blueprint.doc(requestBody=body_of_lines(StructureRowSchema, actions.LINES_MAX))
@blueprint.response(200, ImportReportSchema)
def import_structures():
    """Record structures, new or changed: a JSON array or one JSON object a line.

    The good lines enter; each bad one is reported with its number and its reason. The same line again changes nothing.
    """
    source = actions.Source(by=caller().subject_id, through="import")
    report = actions.import_structures(lines_of_request(actions.LINES_MAX), source)
    return vars(report) | {"refused": [refused_line(*line) for line in report.refused]}


@blueprint.get("/structures")
@requires(*READERS)
@blueprint.arguments(SearchArguments, location="query")
@blueprint.response(200, page_of(StructureSchema))
def find_structures(wanted):
    """Search by name, whatever its case and accents, or by SIREN, SIRET or client number of six or nine digits."""
    return actions.find_structures(wanted.pop("q"), **wanted)


@blueprint.get("/structures/<uuid:structure_id>")
@requires(*READERS)
@blueprint.response(200, StructureSchema)
def read_structure(structure_id):
    """One structure as it is now."""
    return actions.read_structure(structure_id)


@blueprint.get("/structures/<uuid:structure_id>/changes")
@requires("structures.agent", "operator")
@blueprint.response(200, HistorySchema)
def read_changes(structure_id):
    """Everything that changed a structure: who, when, and each field before and after."""
    return {"items": actions.read_changes(structure_id)}


@blueprint.put("/structures/<uuid:structure_id>/address")
@requires("structures.agent")
@idempotent
@blueprint.arguments(CorrectedAddressSchema)
@blueprint.response(200, StructureSchema)
def correct_address(corrected, structure_id):
    """Correct where letters go, and to which function they are addressed."""
    return actions.correct_address(structure_id, **corrected, by=caller().subject_id)


@blueprint.put("/structures/<uuid:structure_id>/contact")
@requires("structures.agent")
@idempotent
@blueprint.arguments(ContactSchema)
@blueprint.response(200, StructureSchema)
def change_contact(contact, structure_id):
    """Say where the structure is told things: an e-mail address, post, or both."""
    return actions.change_contact(structure_id, contact, by=caller().subject_id)
