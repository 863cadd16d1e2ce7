"""HTTP of the life of loans."""

from services.lending.domain.rows import published_row
from services.lending.life import (
    actions,
    early_repayments,
    payment_returns,
    payments,
    prefinancing,
    rearrangements,
    what_if,
)
from services.lending.life.payment_schemas import PaymentReportSchema, PaymentReturnSchema, PaymentSchema
from services.lending.life.schemas import (
    DisbursedSchema,
    EffectDateSchema,
    GuaranteedWhatIfSchema,
    LoanFactSchema,
    OtherTermsSchema,
    PositionQuerySchema,
    PositionSchema,
    RearrangementPreviewSchema,
    RearrangementSchema,
    RepaymentQuestionSchema,
    RepaymentQuoteSchema,
    RepaymentRequestSchema,
    WhatIfQuerySchema,
    WhatIfSchema,
)
from shared.auth import authenticated, caller, requires
from shared.idempotency import idempotent
from shared.pagination import PageArguments, page_of
from shared.web import Blueprint

blueprint = Blueprint("life", __name__)
PAYMENTS = "lending.payments"
"""The right to say by hand that money came or went: whoever agrees terms with borrowers need not hold it."""


@blueprint.post("/payments")
@requires(PAYMENTS)
@idempotent
@blueprint.arguments(PaymentSchema)
@blueprint.response(200, PaymentReportSchema)
def take_payment(message):
    """Take a payment that did not come by the queue; one that is known already changes nothing."""
    return payments.take_payment(message, source=str(caller().subject_id))


@blueprint.post("/payment-returns")
@requires(PAYMENTS)
@idempotent
@blueprint.arguments(PaymentReturnSchema)
@blueprint.response(200, PaymentReportSchema)
def take_payment_return(message):
    """Note that a bank took a payment back; what it settled is due again from that day on."""
    return payment_returns.take_return(message, source=str(caller().subject_id))


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


@blueprint.post("/loans/<loan_number>/early-repayment-quotes")
@authenticated
@blueprint.arguments(RepaymentQuestionSchema)
@blueprint.response(200, RepaymentQuoteSchema)
def quote_early_repayment(body, loan_number):
    """What an early repayment would cost, and what the loan would be after it; nothing is kept."""
    return early_repayments.quote(loan_number, caller(), **body)


@blueprint.get("/loans/<loan_number>/early-repayments")
@authenticated
@blueprint.response(200, RepaymentRequestSchema(many=True))
def list_early_repayments(loan_number):
    """The early repayments that were asked for, and what became of each."""
    return early_repayments.list_requests(loan_number, caller())


@blueprint.post("/loans/<loan_number>/early-repayments")
@requires("lending.agent")
@idempotent
@blueprint.arguments(RepaymentQuestionSchema)
@blueprint.response(201, RepaymentRequestSchema)
def ask_for_early_repayment(body, loan_number):
    """Note that a borrower asks for an early repayment, with its quote."""
    return early_repayments.ask(loan_number, caller(), **body)


@blueprint.post("/loans/<loan_number>/early-repayments/<uuid:request_id>/agreement")
@requires("lending.agent")
@idempotent
@blueprint.response(200, RepaymentRequestSchema)
def agree_to_early_repayment(loan_number, request_id):
    """Agree to an early repayment at the cost that was told: the loan has a new schedule from now on."""
    return early_repayments.agree(loan_number, request_id, caller())


@blueprint.post("/loans/<loan_number>/early-repayments/<uuid:request_id>/withdrawal")
@requires("lending.agent")
@idempotent
@blueprint.response(200, RepaymentRequestSchema)
def withdraw_early_repayment(loan_number, request_id):
    """Note that an early repayment that was asked for will not take place."""
    return early_repayments.withdraw(loan_number, request_id, caller())


@blueprint.post("/loans/<loan_number>/disbursements")
@requires("lending.agent")
@idempotent
@blueprint.arguments(DisbursedSchema)
@blueprint.response(201, LoanFactSchema)
def disburse(body, loan_number):
    """Note money paid out to the borrower before the amortisation starts; the schedule follows."""
    return prefinancing.disburse(loan_number, caller(), **body)


@blueprint.post("/loans/<loan_number>/effect-date")
@requires("lending.agent")
@idempotent
@blueprint.arguments(EffectDateSchema)
@blueprint.response(201, LoanFactSchema)
def set_effect_date(body, loan_number):
    """Set the day on which the amortisation starts, as long as it has not."""
    return prefinancing.set_effect_date(loan_number, caller(), **body)


@blueprint.post("/loans/<loan_number>/rearrangement-previews")
@requires("lending.agent")
@blueprint.arguments(OtherTermsSchema)
@blueprint.response(200, RearrangementPreviewSchema)
def preview_rearrangement(body, loan_number):
    """What falls due after a due date, as it is and as other terms would make it; nothing is kept."""
    told = rearrangements.preview(loan_number, **body)
    return {name: list(map(published_row, getattr(told, name))) for name in ("before", "after")}


@blueprint.post("/loans/<loan_number>/rearrangements")
@requires("lending.agent")
@idempotent
@blueprint.arguments(RearrangementSchema)
@blueprint.response(201, LoanFactSchema)
def rearrange(body, loan_number):
    """Let other terms take the place of a loan's own from a due date on: a new version of terms and schedule."""
    return rearrangements.rearrange(loan_number, caller(), **body)


@blueprint.get("/structures/<uuid:structure_id>/what-if")
@authenticated
@blueprint.arguments(WhatIfQuerySchema, location="query")
@blueprint.response(200, WhatIfSchema)
def ask_what_if(query, structure_id):
    """What a value of an index would change for what a structure owes; answered at once, nothing is kept."""
    question = what_if.Question(query["index"], query["effective_on"], query["value"])
    return what_if.what_if(structure_id, caller(), question, query["limit"], query["offset"])


@blueprint.get("/structures/<uuid:structure_id>/guaranteed-what-if")
@authenticated
@blueprint.arguments(WhatIfQuerySchema, location="query")
@blueprint.response(200, GuaranteedWhatIfSchema)
def ask_guaranteed_what_if(query, structure_id):
    """What a value of an index would change for what a structure guarantees, at its shares, and by borrower."""
    question = what_if.Question(query["index"], query["effective_on"], query["value"])
    return what_if.guaranteed_what_if(structure_id, caller(), question, query["limit"], query["offset"])
