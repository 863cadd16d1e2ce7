"""HTTP of the portfolio."""

from flask import Response

from services.lending.domain.rows import published_row, rows_csv
from services.lending.portfolio import actions, billing, debts, imports, instalments
from services.lending.portfolio.access import READERS
from services.lending.portfolio.due_schemas import (
    BillingReportSchema,
    BillingRunSchema,
    BillingSchema,
    DayQuerySchema,
    GuaranteedInstalmentsSchema,
    GuaranteedOutstandingsSchema,
    InstalmentsDueSchema,
    InstalmentsQuerySchema,
    NextInstalmentSchema,
    OutstandingsSchema,
    PeriodQuerySchema,
)
from services.lending.portfolio.packing import rows_json, rows_of
from services.lending.portfolio.schemas import (
    FixingsQuerySchema,
    ImportReportSchema,
    KnownFixingSchema,
    LoanLineSchema,
    LoanSchema,
    LoanSheetSchema,
    LoansQuerySchema,
    PortfolioSummarySchema,
    ScheduleQuerySchema,
    ScheduleVersionSchema,
)
from services.lending.schemas import ScheduleSchema, TermsSchema
from shared.auth import authenticated, caller, public, requires
from shared.idempotency import idempotent
from shared.pagination import PageArguments, page_of
from shared.web import Blueprint, accepts
from shared.web.lines import LINE_TYPES, body_of_lines, lines_of_request, refused_line

blueprint = Blueprint("portfolio", __name__)


@blueprint.post("/imports")
@requires("bank.loans", "lending.agent")
@accepts(*LINE_TYPES)
@idempotent
@blueprint.doc(requestBody=body_of_lines(LoanLineSchema, imports.LINES_MAX))
@blueprint.response(200, ImportReportSchema)
def import_loans():
    """Take loan lines: a JSON array, or one JSON object a line; the good ones enter, each bad one is reported."""
    report = imports.import_loans(lines_of_request(imports.LINES_MAX))
    return {**vars(report), "refused": [refused_line(*line) for line in report.refused]}


@blueprint.get("/portfolio")
@requires(*READERS)
@blueprint.response(200, PortfolioSummarySchema)
def read_portfolio():
    """The whole portfolio: loans, principal, what falls due next."""
    return actions.portfolio_summary()


@blueprint.get("/loans")
@requires(*READERS)
@blueprint.arguments(LoansQuerySchema, location="query")
@blueprint.response(200, page_of(LoanSchema))
def list_loans(query):
    """Loan lines of a borrower, of a guarantor, of a product, of a contract, one by its number, or all."""
    return actions.list_loans(**query)


@blueprint.get("/loans/<loan_number>")
@authenticated
@blueprint.arguments(DayQuerySchema, location="query")
@blueprint.response(200, LoanSheetSchema)
def read_loan(query, loan_number):
    """One loan line: terms, guarantors, what it owes on a day, class of risk, next instalment."""
    return actions.loan_sheet(loan_number, caller(), query["on"])


@blueprint.get("/loans/<loan_number>/schedule")
@authenticated
@blueprint.arguments(ScheduleQuerySchema, location="query")
@blueprint.response(200, ScheduleSchema)
@blueprint.alt_response(200, content_type="text/csv", success=True)
def read_schedule(query, loan_number):
    """A loan's schedule as it is now, or in an older version, as JSON or CSV."""
    packed = actions.loan_rows(loan_number, caller(), query.get("version"))
    if query["format"] == "csv":
        return Response(rows_csv(rows_of(packed)), content_type="text/csv; charset=utf-8")
    return Response(f'{{"rows":{rows_json(packed)}}}', mimetype="application/json")


@blueprint.get("/loans/<loan_number>/versions")
@authenticated
@blueprint.response(200, ScheduleVersionSchema(many=True))
def list_versions(loan_number):
    """The versions of a loan's schedule, oldest first; the last one is what readers see."""
    return actions.loan_versions(loan_number, caller())


@blueprint.get("/structures/<uuid:structure_id>/outstandings")
@authenticated
@blueprint.arguments(DayQuerySchema, location="query")
@blueprint.response(200, OutstandingsSchema)
def read_outstandings(query, structure_id):
    """What a structure owes on a day, past or to come, by product and in total."""
    return debts.outstandings(structure_id, caller(), query["on"])


@blueprint.get("/structures/<uuid:structure_id>/guaranteed-outstandings")
@authenticated
@blueprint.arguments(DayQuerySchema, location="query")
@blueprint.response(200, GuaranteedOutstandingsSchema)
def read_guaranteed_outstandings(query, structure_id):
    """What a structure guarantees on a day, at its share of each loan, by product, by borrower and in total."""
    return debts.guaranteed_outstandings(structure_id, caller(), query["on"])


@blueprint.get("/structures/<uuid:structure_id>/instalments")
@authenticated
@blueprint.arguments(PeriodQuerySchema, location="query")
@blueprint.response(200, InstalmentsDueSchema)
def list_instalments_due(query, structure_id):
    """What a borrower's loans collect in a period, twelve months unless told: by month, and one by one."""
    return instalments.instalments_due(structure_id, caller(), **query)


@blueprint.get("/structures/<uuid:structure_id>/guaranteed-instalments")
@authenticated
@blueprint.arguments(PeriodQuerySchema, location="query")
@blueprint.response(200, GuaranteedInstalmentsSchema)
def list_guaranteed_instalments_due(query, structure_id):
    """What the loans that a structure guarantees collect in a period, at its shares: by month, borrower, one by one."""
    return instalments.guaranteed_instalments_due(structure_id, caller(), **query)


@blueprint.get("/instalments")
@requires(*READERS)
@blueprint.arguments(InstalmentsQuerySchema, location="query")
@blueprint.response(200, page_of(NextInstalmentSchema))
def list_next_instalments(query):
    """The next instalment of each loan, the soonest first."""
    return actions.list_next_instalments(**query)


@blueprint.get("/fixings")
@public
@blueprint.arguments(FixingsQuerySchema, location="query")
@blueprint.response(200, page_of(KnownFixingSchema))
def list_fixings(query):
    """The values of the indexes that schedules are computed from."""
    return actions.list_fixings(**query)


@blueprint.post("/billing-runs")
@requires("lending.agent")
@idempotent
@blueprint.arguments(BillingSchema)
@blueprint.response(200, BillingReportSchema)
def bill_instalments(body):
    """Call the instalments due up to a day; they are frozen from then on."""
    return billing.bill_instalments(body["due_until"], source=str(caller().subject_id))


@blueprint.get("/billing-runs")
@requires(*READERS)
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, page_of(BillingRunSchema))
def list_billing_runs(query):
    """The runs that called instalments, the newest first: each day's, and those that agents asked for."""
    return billing.list_billing_runs(**query)


@blueprint.post("/simulations")
@public
@blueprint.arguments(TermsSchema)
@blueprint.response(200, ScheduleSchema)
def simulate(terms):
    """The schedule of any terms, computed and not stored."""
    return {"rows": list(map(published_row, actions.simulate(terms).rows))}
