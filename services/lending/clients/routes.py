"""HTTP of what clients read of all their loans at once."""

from flask import Response

from services.lending.clients import lists, revisions
from services.lending.clients.schemas import (
    GuaranteeRevisionSchema,
    LoansTodaySchema,
    StructureRevisionSchema,
)
from shared.auth import authenticated, caller
from shared.web import Blueprint

blueprint = Blueprint("clients", __name__)


@blueprint.get("/structures/<uuid:structure_id>/loans")
@authenticated
@blueprint.response(200, LoansTodaySchema)
def list_borrowed_loans(structure_id):
    """Every loan that a structure owes, as it stands today."""
    return Response(lists.borrowed_loans(structure_id, caller()), mimetype="application/json")


@blueprint.get("/structures/<uuid:structure_id>/guaranteed-loans")
@authenticated
@blueprint.response(200, LoansTodaySchema)
def list_guaranteed_loans(structure_id):
    """Every loan that a structure guarantees, as it stands today, amounts at its share."""
    return Response(lists.guaranteed_loans(structure_id, caller()), mimetype="application/json")


@blueprint.get("/structures/<uuid:structure_id>/revisions")
@authenticated
@blueprint.response(200, StructureRevisionSchema(many=True))
def list_revisions_of_borrower(structure_id):
    """What the revisions changed for what a structure owes, the newest first."""
    return revisions.revisions_of_borrower(structure_id, caller())


@blueprint.get("/structures/<uuid:structure_id>/guaranteed-revisions")
@authenticated
@blueprint.response(200, StructureRevisionSchema(many=True))
def list_revisions_of_guarantor(structure_id):
    """What the revisions changed for what a structure guarantees, at its shares, the newest first."""
    return revisions.revisions_of_guarantor(structure_id, caller())


@blueprint.get("/structures/<uuid:structure_id>/guaranteed-revisions/<uuid:revision_id>")
@authenticated
@blueprint.response(200, GuaranteeRevisionSchema)
def read_revision_of_guarantor(structure_id, revision_id):
    """What one revision changed for what a structure guarantees, at its shares, borrower by borrower."""
    return revisions.revision_of_guarantor(structure_id, revision_id, caller())
