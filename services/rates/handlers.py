"""What rates hears."""

from typing import Any

from sqlalchemy.orm import Session

from services.rates import actions
from services.rates.schemas import InputsSchema
from shared.auth import project_rights
from shared.handlers import Handlers
from shared.reconciliation import reconcile

handlers = Handlers("rates")
project_rights(handlers)
reconcile(handlers)


@handlers.command("bank.index-values", schema=InputsSchema)
def record_inputs(message: dict[str, Any], _session: Session) -> dict[str, int]:
    """Record the figures that another system of the bank sends."""
    return actions.record_inputs(message["inputs"], by=None)
