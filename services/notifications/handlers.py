"""What notifications hears. Handlers only write rows: workers do the sending and the printing."""

from sqlalchemy.orm import Session

from services.notifications import actions
from services.notifications.domain.messages import Template
from shared.auth import project_rights
from shared.events.lending import GuaranteeRevised, StructureRevised
from shared.events.structures import StructureRecorded
from shared.handlers import Handlers
from shared.reconciliation import reconcile

handlers = Handlers("notifications")
project_rights(handlers)
reconcile(handlers)


@handlers.on(StructureRecorded)
def remember_the_recipient(event: StructureRecorded, _session: Session) -> None:
    """Keep how to reach a structure, and release what waited for it."""
    actions.remember_recipient(event)


@handlers.on(StructureRevised)
def tell_the_borrower(event: StructureRevised, _session: Session) -> None:
    """A borrower is told what a revision changed for its loans."""
    actions.tell(Template.REVISION, event)


@handlers.on(GuaranteeRevised)
def tell_the_guarantor(event: GuaranteeRevised, _session: Session) -> None:
    """A guarantor is told what a revision changed for the debt that it guarantees."""
    actions.tell(Template.GUARANTEE, event)
