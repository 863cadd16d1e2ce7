"""The HTTP routes of rates."""

from typing import Any
from uuid import UUID

from services.rates import actions, readings
from services.rates.schemas import (
    ComingDateSchema,
    ComputationQuestionSchema,
    ComputationSchema,
    CorrectionSchema,
    FixingFiltersSchema,
    FixingSchema,
    FixingSummarySchema,
    HistoryArgumentsSchema,
    IndexSchema,
    InputFiltersSchema,
    InputsReportSchema,
    InputsSchema,
    ProposalSchema,
    ReasonSchema,
    RecordedInputSchema,
)
from services.rates.tables import Fixing
from shared.auth import caller, public, requires
from shared.idempotency import idempotent
from shared.pagination import page_of
from shared.web import Blueprint

blueprint = Blueprint("rates", __name__)
_READERS = ("rates.officer", "rates.approver", "operator", "bank.read", "bank.index_values")
_PAGING = ("limit", "after")


@blueprint.get("/indexes")
@blueprint.response(200, IndexSchema(many=True))
@public
def list_indexes() -> list[dict[str, Any]]:
    """List the indexes, each with its official value on the business date."""
    return readings.list_indexes()


@blueprint.get("/indexes/<index>/fixings")
@blueprint.arguments(HistoryArgumentsSchema, location="query")
@blueprint.response(200, page_of(FixingSummarySchema))
@public
def read_history(arguments: dict[str, Any], index: str) -> dict[str, Any]:
    """Read the official fixings of an index, newest first, or the one in force on a day."""
    return readings.read_history(index, **arguments)


@blueprint.get("/indexes/<index>/coming-dates")
@blueprint.response(200, ComingDateSchema(many=True))
@public
def list_coming_dates(index: str) -> list[dict[str, Any]]:
    """List the days on which an index can change next, up to and with the second normal one."""
    return readings.coming_dates(index)


@blueprint.post("/computations")
@blueprint.arguments(ComputationQuestionSchema)
@blueprint.response(200, ComputationSchema)
@requires(*_READERS)
def compute_index(question: dict[str, Any]) -> dict[str, Any]:
    """Compute an index with every step explained; nothing is written."""
    return readings.compute_index(**question)


@blueprint.get("/inputs")
@blueprint.arguments(InputFiltersSchema, location="query")
@blueprint.response(200, page_of(RecordedInputSchema))
@requires(*_READERS)
def read_inputs(arguments: dict[str, Any]) -> dict[str, Any]:
    """List the recorded inputs in all their vintages, newest month first."""
    return readings.read_inputs(*_filters_and_paging(arguments))


@blueprint.post("/inputs")
@blueprint.arguments(InputsSchema)
@blueprint.response(201, InputsReportSchema)
@requires("rates.officer", "bank.index_values")
@idempotent
def record_inputs(message: dict[str, Any]) -> dict[str, int]:
    """Record published inputs of the formulas; the ones already known change nothing."""
    return actions.record_inputs(message["inputs"], by=caller().subject_id)


@blueprint.get("/fixings")
@blueprint.arguments(FixingFiltersSchema, location="query")
@blueprint.response(200, page_of(FixingSummarySchema))
@requires(*_READERS)
def read_fixings(arguments: dict[str, Any]) -> dict[str, Any]:
    """List fixings in any state and version, newest first."""
    return readings.read_fixings(*_filters_and_paging(arguments))


@blueprint.post("/fixings")
@blueprint.arguments(ProposalSchema)
@blueprint.response(201, FixingSchema)
@requires("rates.officer")
@idempotent
def propose_fixing(wanted: dict[str, Any]) -> Fixing:
    """Propose a fixing: its value is the computed one, or a derogation by the minister."""
    return actions.propose_fixing(wanted, proposer=caller())


@blueprint.get("/fixings/<uuid:fixing_id>")
@blueprint.response(200, FixingSchema)
@requires(*_READERS)
def read_fixing(fixing_id: UUID) -> Fixing:
    """Read a fixing with its computation and who decided what."""
    return readings.read_fixing(fixing_id)


@blueprint.post("/fixings/<uuid:fixing_id>/approval")
@blueprint.response(200, FixingSchema)
@requires("rates.approver")
@idempotent
def approve_fixing(fixing_id: UUID) -> Fixing:
    """Approve a proposed fixing, as another person than its proposer, and publish it."""
    return actions.approve_fixing(fixing_id, approver=caller())


@blueprint.post("/fixings/<uuid:fixing_id>/rejection")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, FixingSchema)
@requires("rates.approver")
@idempotent
def reject_fixing(decision: dict[str, str], fixing_id: UUID) -> Fixing:
    """Reject a proposed fixing."""
    return actions.reject_fixing(fixing_id, approver=caller(), reason=decision["reason"])


@blueprint.post("/fixings/<uuid:fixing_id>/withdrawal")
@blueprint.arguments(ReasonSchema)
@blueprint.response(200, FixingSchema)
@requires("rates.officer")
@idempotent
def withdraw_fixing(decision: dict[str, str], fixing_id: UUID) -> Fixing:
    """Withdraw one's own proposal."""
    return actions.withdraw_fixing(fixing_id, proposer=caller(), reason=decision["reason"])


@blueprint.post("/fixings/<uuid:fixing_id>/corrections")
@blueprint.arguments(CorrectionSchema)
@blueprint.response(201, FixingSchema)
@requires("rates.officer")
@idempotent
def correct_fixing(wanted: dict[str, Any], fixing_id: UUID) -> Fixing:
    """Propose a correction of an official fixing: a new version that supersedes it once approved."""
    return actions.correct_fixing(fixing_id, wanted, proposer=caller())


def _filters_and_paging(arguments: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    paging = {name: arguments.pop(name) for name in _PAGING if name in arguments}
    return arguments, paging
