"""How workers share messages: each takes some under a lease, and what a killed one held comes back."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, undefer

from services.notifications.actions import pass_into
from services.notifications.domain.documents import Correspondence
from services.notifications.domain.messages import Kind, State
from services.notifications.tables import Mail, Message
from shared import clock
from shared.db import transaction
from shared.ids import new_id
from shared.service import Probe, Service, current_service

LATE = timedelta(minutes=10)


def take(kind: Kind, limit: int, becoming: State) -> Sequence[Message]:
    """Take messages that are due, oldest first, under a lease; with their recipient and their event.

    Another worker takes others at the same time. Whoever is late loses its claim, and finds so in `finish`.
    """
    with transaction() as session:
        now, claim = clock.now(), new_id()
        taken = session.scalars(_due(kind).limit(limit)).unique().all()
        changed = [message.id for message in taken if message.state != becoming]
        for message in taken:
            message.state, message.claim, message.due_at = becoming, claim, now + lease()
        pass_into(session, changed, becoming)
        return taken


def lease() -> timedelta:
    """How long what is taken is held."""
    return timedelta(seconds=current_service().settings.lease_seconds)


def finish(message: Message, state: State, why: str | None = None, **changes: object) -> bool:
    """Let go of a message in its new state; False when the claim was lost meanwhile, and nothing is written."""
    with transaction() as session:
        values = {"state": state, "claim": None, "changed_at": clock.now(), "error": why, **changes}
        mine = sa.and_(Message.id == message.id, Message.claim == message.claim)
        if not session.execute(sa.update(Message).where(mine).values(**values)).rowcount:
            return False
        pass_into(session, [message.id], state, why)
        return True


def is_held(message: Message) -> bool:
    """Whether the lease of a message taken here still runs."""
    return clock.now() < message.due_at


def correspondence(message: Message) -> Correspondence:
    """Who writes to whom, when and under which reference."""
    return Correspondence(
        reference=message.reference,
        written_on=message.written_on,
        structure=message.recipient.name if message.recipient else "",
        client_number=message.recipient.client_number if message.recipient else None,
        sender=current_service().settings.sender,
        person=message.to_name,
    )


def _due(kind: Kind) -> sa.Select:
    return (
        sa.select(Message)
        .where(
            Message.kind == kind,
            Message.state.in_([State.QUEUED, State.SENDING]),
            Message.due_at <= clock.now(),
        )
        .order_by(Message.due_at, Message.sequence)
        .options(
            undefer(Message.event),
            joinedload(Message.recipient),
            joinedload(Message.mail).undefer(Mail.content),
        )
        .with_for_update(skip_locked=True, of=Message)
    )


def probe_messages(service: Service) -> Probe:
    """How many messages nobody took though they were due, which is a warning, and how many could not go."""
    with service.database.reading() as session:
        late = session.scalar(_count(Message.state.in_([State.QUEUED, State.SENDING]), _is_late()))
        failed = session.scalar(_count(Message.state == State.FAILED))
    return Probe("warn" if late else "pass", {"late": late, "failed": failed})


def _is_late() -> sa.ColumnElement[bool]:
    return Message.due_at < clock.now() - LATE


def _count(*conditions: sa.ColumnElement[bool]) -> sa.Select:
    return sa.select(sa.func.count()).select_from(Message).where(*conditions)
