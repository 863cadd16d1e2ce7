"""HTTP of the life of loans."""

from services.lending.life import actions, payments
from services.lending.life.schemas import (
    LoanFactSchema,
    PaymentReportSchema,
    PaymentSchema,
    PositionQuerySchema,
    PositionSchema,
)
from shared.auth import authenticated, caller, requires
from shared.idempotency import idempotent
from shared.pagination import PageArguments, page_of
from shared.web import Blueprint

blueprint = Blueprint("life", __name__)


@blueprint.post("/payments")
@requires("lending.agent")
@idempotent
@blueprint.arguments(PaymentSchema)
@blueprint.response(200, PaymentReportSchema)
def take_payment(message):
    """Take a payment that did not come by the queue; one that is known already changes nothing."""
    return payments.take_payment(message, source=str(caller().subject_id))


@blueprint.get("/loans/<loan_number>/position")
@authenticated
@blueprint.arguments(PositionQuerySchema, location="query")
@blueprint.response(200, PositionSchema)
def read_position(query, loan_number):
    """What a loan owes, has paid and is late with on any day, as known now or at any instant before."""
    return actions.position(loan_number, caller(), **query)


@blueprint.get("/loans/<loan_number>/facts")
@authenticated
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, page_of(LoanFactSchema))
def list_facts(query, loan_number):
    """What happened to a loan since it entered, in order."""
    return actions.list_facts(loan_number, caller(), **query)
