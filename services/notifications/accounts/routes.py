"""HTTP of e-mails about accounts."""

from services.notifications.accounts import actions
from services.notifications.accounts.schemas import (
    AccountMailSchema,
    AccountMailsQuerySchema,
    PersonalMessagesSchema,
)
from services.notifications.routes import AGENT
from shared.auth import authenticated, caller, requires
from shared.pagination import page_of
from shared.web import Blueprint

blueprint = Blueprint("accounts", __name__)


@blueprint.get("/account-mails")
@requires(AGENT)
@blueprint.arguments(AccountMailsQuerySchema, location="query")
@blueprint.response(200, page_of(AccountMailSchema))
def list_account_mails(wanted):
    """E-mails about accounts, newest first: that they were sent and when, not what they said."""
    return actions.list_account_mails(**wanted)


@blueprint.get("/personal-data")
@authenticated
@blueprint.response(200, PersonalMessagesSchema)
def personal_data():
    """All that this service holds about who asks. Other services answer the same question for themselves."""
    return actions.personal_data(caller().subject_id)
