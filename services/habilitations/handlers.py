"""What habilitations hears: who there is to hold rights, and how far letters have come."""

from sqlalchemy.orm import Session

from services.habilitations import actions
from services.habilitations.clients import appointments, departures
from shared.events.identity import AccountClosed, BankSystemRegistered, PersonRecorded, StaffAccountOpened
from shared.events.notifications import LetterMoved
from shared.events.structures import MemberRecorded, StructureRecorded
from shared.handlers import Handlers
from shared.reconciliation import reconcile

handlers = Handlers("habilitations")
reconcile(handlers)


@handlers.on(StaffAccountOpened)
def remember_person(event: StaffAccountOpened, session: Session) -> None:
    """A person of the bank can hold rights."""
    known = {"subject_id": event.person_id, "kind": "person", "name": event.name, "email": event.email}
    actions.remember_subject(session, known)


@handlers.on(PersonRecorded)
def remember_client(event: PersonRecorded, session: Session) -> None:
    """A person who registered on the portal can hold rights in structures, and none of the bank's."""
    name = f"{event.first_name} {event.last_name}"[:121]
    actions.remember_subject(session, {"subject_id": event.person_id, "kind": "client", "name": name})


@handlers.on(BankSystemRegistered)
def remember_system(event: BankSystemRegistered, session: Session) -> None:
    """A system of the bank can hold rights."""
    actions.remember_subject(session, {"subject_id": event.system_id, "kind": "system", "name": event.name})


@handlers.on(AccountClosed)
def end_rights(event: AccountClosed, session: Session) -> None:
    """Nobody who cannot present themselves keeps a right; a structure without administrator is back at case 1."""
    departures.leave_everywhere(session, event.subject_id, erase=event.erase)
    actions.end_subject(session, event.subject_id)


@handlers.on(StructureRecorded)
def remember_structure(event: StructureRecorded, session: Session) -> None:
    """Keep the name of a structure."""
    departures.remember_structure(session, event)


@handlers.on(MemberRecorded)
def remember_member(event: MemberRecorded, session: Session) -> None:
    """Keep who belongs to a structure; who has left holds nothing there any more."""
    departures.remember_member(session, event)


@handlers.on(LetterMoved)
def follow_letter(event: LetterMoved, session: Session) -> None:
    """Note how far a letter with a code has come."""
    appointments.follow_letter(session, event)
