"""HTTP of revisions and previews."""

from services.lending.domain.rows import published_row
from services.lending.portfolio.access import READERS
from services.lending.revisions import actions
from services.lending.revisions.schemas import (
    FailureSchema,
    LoanEffectSchema,
    PartSchema,
    PartsQuerySchema,
    PreviewRequestSchema,
    RevisionSchema,
)
from shared.auth import authenticated, caller, requires
from shared.idempotency import idempotent
from shared.pagination import PageArguments, page_of
from shared.web import Blueprint

blueprint = Blueprint("revisions", __name__)


@blueprint.post("/previews")
@requires("lending.agent", "rates.officer", "rates.approver")
@idempotent
@blueprint.arguments(PreviewRequestSchema)
@blueprint.response(202, RevisionSchema)
def preview_revision(body):
    """Compute what a value of an index would change, over the whole portfolio, without changing it."""
    return actions.preview(**body, requested_by=caller().subject_id)


@blueprint.get("/previews/<uuid:revision_id>")
@requires("lending.agent", "rates.officer", "rates.approver")
@blueprint.response(200, RevisionSchema)
def read_preview(revision_id):
    """A preview: its progress, then its sums."""
    return actions.find_run(revision_id, "preview")


@blueprint.get("/revisions")
@requires(*READERS, "rates.officer", "rates.approver")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, page_of(RevisionSchema))
def list_revisions(query):
    """The revisions of the portfolio, the newest first."""
    return actions.list_revisions(**query)


@blueprint.get("/revisions/<uuid:revision_id>")
@requires(*READERS, "rates.officer", "rates.approver")
@blueprint.response(200, RevisionSchema)
def read_revision(revision_id):
    """A revision: its progress, then its sums."""
    return actions.find_run(revision_id, "revision")


@blueprint.get("/runs/<uuid:revision_id>/parts")
@requires(*READERS, "rates.officer", "rates.approver")
@blueprint.arguments(PartsQuerySchema, location="query")
@blueprint.response(200, page_of(PartSchema))
def list_parts(query, revision_id):
    """The sums of a revision or a preview by product, borrower or guarantor."""
    return actions.list_parts(revision_id, **query)


@blueprint.get("/runs/<uuid:revision_id>/failures")
@requires(*READERS)
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, page_of(FailureSchema))
def list_failures(query, revision_id):
    """The loans that a run had to leave as they were, and why."""
    return actions.list_failures(revision_id, **query)


@blueprint.get("/loans/<loan_number>/revisions/<uuid:revision_id>")
@authenticated
@blueprint.response(200, LoanEffectSchema)
def read_loan_effect(loan_number, revision_id):
    """What a revision changed for one loan: its rows before and after, from the first one that differs."""
    effect = actions.loan_effect(loan_number, revision_id, caller())
    return {
        "loan_number": effect.loan_number,
        "revision": effect.revision,
        "is_change": bool(effect.after),
        "before": list(map(published_row, effect.before)),
        "after": list(map(published_row, effect.after)),
    }
