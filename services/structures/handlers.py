"""What structures hears: its rights, and the bank's register of third parties."""

from sqlalchemy.orm import Session

from services.structures import actions
from services.structures.members.actions import erase, remember_person
from services.structures.schemas import StructureRowSchema
from shared.auth import project_rights
from shared.events.identity import AccountClosed, PersonRecorded
from shared.handlers import Handlers
from shared.reconciliation import reconcile

handlers = Handlers("structures")
project_rights(handlers)
reconcile(handlers)


@handlers.on(PersonRecorded)
def remember_address(event: PersonRecorded, session: Session) -> None:
    """Know where to write to a person who joins a structure and gives no other address."""
    remember_person(session, event)


@handlers.on(AccountClosed)
def detach(event: AccountClosed, session: Session) -> None:
    """Nobody whose account is closed belongs to a structure."""
    erase(session, event.subject_id, wholly=event.erase)


@handlers.command("bank.structures", schema=StructureRowSchema)
def record_structure(row: dict, session: Session) -> dict:
    """Record a structure that the register sends; the answer says whether that changed anything."""
    outcome = actions.import_structure(row, actions.Source(by=None, through="bank.structures"))
    return {"structure_id": str(row["structure_id"]), "outcome": outcome}
