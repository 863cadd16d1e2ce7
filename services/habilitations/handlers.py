"""What habilitations hears: its own rights, and who there is to hold some."""

from sqlalchemy.orm import Session

from services.habilitations import actions
from shared.auth import project_rights
from shared.events.identity import AccountClosed, BankSystemRegistered, StaffAccountOpened
from shared.handlers import Handlers
from shared.reconciliation import reconcile

handlers = Handlers("habilitations")
project_rights(handlers)
reconcile(handlers)


@handlers.on(StaffAccountOpened)
def remember_person(event: StaffAccountOpened, session: Session) -> None:
    """A person of the bank can hold rights."""
    actions.remember_subject(session, {"subject_id": event.person_id, "kind": "person", "name": event.name})


@handlers.on(BankSystemRegistered)
def remember_system(event: BankSystemRegistered, session: Session) -> None:
    """A system of the bank can hold rights."""
    actions.remember_subject(session, {"subject_id": event.system_id, "kind": "system", "name": event.name})


@handlers.on(AccountClosed)
def end_rights(event: AccountClosed, session: Session) -> None:
    """Nobody who cannot present themselves keeps a right."""
    actions.end_subject(session, event.subject_id)
