"""Messages about rights and structures, and requests for assistance, when who they were for is to be forgotten."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.accounts.tables import PersonAddress
from services.notifications.assistance.tables import AssistanceEntry, AssistanceRequest
from services.notifications.domain.assistance import RequestState
from services.notifications.domain.messages import STOPPABLE, State
from services.notifications.tables import Mail, Message
from shared import clock

ERASED = "—"


def forget_person(session: Session, person_id: UUID) -> None:
    """Blot out name, address and contents of what was sent to the addresses of a person; only that it was stays."""
    addresses = session.scalars(
        sa.select(PersonAddress.email).where(PersonAddress.person_id == person_id)
    ).all()
    blot_requests(session, session.scalars(requests_of(person_id, addresses)).all())
    _blot_messages(session, Message.to_email.in_(addresses))


def requests_of(person_id: UUID, addresses: Collection[str]) -> sa.Select:
    """The ids of what a person asked for, logged in or not."""
    known = [address.lower() for address in addresses]
    theirs = sa.or_(
        AssistanceRequest.person_id == person_id, sa.func.lower(AssistanceRequest.email).in_(known)
    )
    return sa.select(AssistanceRequest.id).where(theirs)


def blot_requests(session: Session, requests: Collection[UUID]) -> None:
    """Close requests for assistance, and blot out who asked, what was said and what was sent; that it was stays."""
    values = dict.fromkeys(("person_id", "structure_id", "structure_name"))
    blotted = values | {"name": ERASED, "email": "", "state": RequestState.CLOSED}
    session.execute(sa.update(AssistanceRequest).where(AssistanceRequest.id.in_(requests)).values(**blotted))
    said = (AssistanceEntry.request_id.in_(requests), AssistanceEntry.text.is_not(None))
    session.execute(sa.update(AssistanceEntry).where(*said).values(text=ERASED))
    _blot_messages(session, Message.cause_id.in_(requests))


def _blot_messages(session: Session, which: sa.ColumnElement[bool]) -> None:
    found = dict(session.execute(sa.select(Message.id, Message.state).where(which)).tuples().all())
    stopped = [key for key, state in found.items() if state in STOPPABLE]
    session.execute(sa.delete(Mail).where(Mail.message_id.in_(found)))
    session.execute(
        sa.update(Message)
        .where(Message.id.in_(stopped))
        .values(state=State.CANCELLED, changed_at=clock.now())
    )
    blotted = {"to_name": ERASED, "to_email": "", "subject": ERASED, "event": {}}
    session.execute(sa.update(Message).where(Message.id.in_(found)).values(**blotted))
