"""The web side of every service.

    app = create_web_app(service, [blueprint], title="Rates")

    blueprint = Blueprint("rates", __name__)

    @blueprint.post("/fixings/<uuid:fixing_id>/approval")
    @requires("rates.approver")
    @idempotent
    @blueprint.response(200, Fixing)
    def approve_fixing(fixing_id):
        \"\"\"Approve a proposed fixing and publish it.\"\"\"
        return actions.approve_fixing(fixing_id, approver=caller())

The function's name is the operationId, its docstring the summary. Decorators that say who may call
(`shared.auth`), what is read (`accepts`) and what may be repeated (`shared.idempotency`) only mark the
function: the application enforces them, in the order written in `application.py`.
"""

from shared.web.application import create_web_app
from shared.web.bodies import accepts
from shared.web.openapi import Blueprint
from shared.web.problems import language

__all__ = ["Blueprint", "accepts", "create_web_app", "language"]
