"""Messages about rights and structures, when the person they were for asks to be forgotten."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.accounts.tables import PersonAddress
from services.notifications.domain.messages import STOPPABLE, State
from services.notifications.tables import Mail, Message
from shared import clock

ERASED = "—"


def forget_person(session: Session, person_id: UUID) -> None:
    """Blot out name, address and contents of what was sent to the addresses of a person; only that it was stays."""
    addresses = sa.select(PersonAddress.email).where(PersonAddress.person_id == person_id)
    theirs = sa.select(Message.id, Message.state).where(Message.to_email.in_(addresses))
    found = dict(session.execute(theirs).tuples().all())
    stopped = [key for key, state in found.items() if state in STOPPABLE]
    session.execute(sa.delete(Mail).where(Mail.message_id.in_(found)))
    session.execute(
        sa.update(Message)
        .where(Message.id.in_(stopped))
        .values(state=State.CANCELLED, changed_at=clock.now())
    )
    blotted = {"to_name": ERASED, "to_email": "", "subject": ERASED, "event": {}}
    session.execute(sa.update(Message).where(Message.id.in_(found)).values(**blotted))
