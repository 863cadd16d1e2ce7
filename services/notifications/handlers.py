"""What notifications hears. Handlers only write rows: workers do the sending and the printing."""

from sqlalchemy.orm import Session

from services.notifications import actions
from services.notifications.accounts import actions as accounts
from services.notifications.accounts.mailing import plan_mail
from services.notifications.domain.messages import Template
from shared.auth import project_rights
from shared.events.identity import AccountClosed, MailDue, PersonRecorded
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


@handlers.on(MailDue)
def write_about_an_account(event: MailDue, _session: Session) -> None:
    """A person is told something about their account."""
    plan_mail(event)


@handlers.on(PersonRecorded)
def remember_the_address(event: PersonRecorded, _session: Session) -> None:
    """Know by which addresses a person's messages are found."""
    accounts.remember_address(event)


@handlers.on(AccountClosed)
def erase_who_left(event: AccountClosed, _session: Session) -> None:
    """Keep nothing about a person who closed their account."""
    if event.erase:
        accounts.erase_person(event.subject_id)
