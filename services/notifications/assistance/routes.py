"""HTTP of requests for assistance: anyone asks, support agents answer."""

from services.notifications.assistance import actions, readings
from services.notifications.assistance.schemas import (
    AnswerSchema,
    AssistanceRequestDetailSchema,
    AssistanceRequestSchema,
    KeptQuestionSchema,
    OwnQuestionSchema,
    QuestionSchema,
    RequestsQuerySchema,
)
from services.notifications.routes import AGENT
from shared.auth import authenticated, caller, public, requires
from shared.idempotency import idempotent
from shared.pagination import page_of
from shared.web import Blueprint

blueprint = Blueprint("assistance", __name__)


@blueprint.post("/visitor-assistance-requests")
@public
@idempotent
@blueprint.arguments(QuestionSchema)
@blueprint.response(201, KeptQuestionSchema)
def ask_for_assistance(question):
    """Ask for assistance without an account; an e-mail with the reference acknowledges it."""
    return actions.ask(**question)


@blueprint.post("/own-assistance-requests")
@authenticated
@idempotent
@blueprint.arguments(OwnQuestionSchema)
@blueprint.response(201, KeptQuestionSchema)
def ask_for_own_assistance(question):
    """Ask for assistance as the person who is logged in."""
    return actions.ask(**question, person_id=caller().subject_id)


@blueprint.get("/assistance-requests")
@requires(AGENT)
@blueprint.arguments(RequestsQuerySchema, location="query")
@blueprint.response(200, page_of(AssistanceRequestSchema))
def list_assistance_requests(query):
    """Requests for assistance, the newest first."""
    paging = {name: query.pop(name) for name in ("limit", "after") if name in query}
    return readings.list_requests(query, **paging)


@blueprint.get("/assistance-requests/<uuid:request_id>")
@requires(AGENT)
@blueprint.response(200, AssistanceRequestDetailSchema)
def read_assistance_request(request_id):
    """A request for assistance, with all that was said."""
    return readings.read_request(request_id)


@blueprint.post("/assistance-requests/<uuid:request_id>/answers")
@requires(AGENT)
@idempotent
@blueprint.arguments(AnswerSchema)
@blueprint.response(201, AssistanceRequestDetailSchema)
def answer_assistance_request(answer, request_id):
    """Answer by e-mail, in the thread of the acknowledgement."""
    return actions.answer(request_id, answer["text"], by=caller())


@blueprint.post("/assistance-requests/<uuid:request_id>/closure")
@requires(AGENT)
@idempotent
@blueprint.response(200, AssistanceRequestDetailSchema)
def close_assistance_request(request_id):
    """Close a request: nothing more is expected."""
    return actions.close(request_id, by=caller())


@blueprint.post("/assistance-requests/<uuid:request_id>/reopening")
@requires(AGENT)
@idempotent
@blueprint.response(200, AssistanceRequestDetailSchema)
def reopen_assistance_request(request_id):
    """Open a closed request again."""
    return actions.reopen(request_id, by=caller())
