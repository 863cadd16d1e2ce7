"""What notifications decides about messages: one function, one transaction."""

from collections.abc import Sequence
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, undefer

from services.notifications.domain.messages import (
    REPEATABLE,
    STOPPABLE,
    WITH_A_CODE,
    Kind,
    State,
    Template,
    channels,
    copy_id,
    message_id,
)
from services.notifications.sealed_letters import forget_code, tell_moves
from services.notifications.tables import Message, Passage, Recipient
from services.notifications.writers import notice
from shared import clock, tracing
from shared.db import insert_once, transaction
from shared.errors import Conflict, Missing
from shared.events import to_json
from shared.events.structures import StructureRecorded
from shared.ids import new_id

STOPPED = "Notre équipe a arrêté le courrier avant son envoi."


class MessageUnderWay(Conflict):
    french = "Ce message n'est pas encore parti ({state}) : il n'y a rien à renvoyer."
    english = "This message has not gone yet ({state}): there is nothing to send again."


class CodeInside(Conflict):
    french = "Ce courrier porte un code : il ne part qu'une fois. Demandez un nouveau courrier."
    english = "This letter carries a code: it goes once only. Order a new letter."


class MessageGone(Conflict):
    french = "Ce message ne peut plus être arrêté ({state})."
    english = "This message can no longer be stopped ({state})."


def remember_recipient(event: StructureRecorded) -> None:
    """Keep how to reach a structure, and release what waited for it; an older version changes nothing."""
    with transaction() as session:
        _lock_structure(session, event.structure_id)
        values = _recipient_values(event)
        _tell_the_former_address(session, event)
        insert_once(session, Recipient, values | {"version": 0})
        session.execute(
            sa.update(Recipient)
            .where(Recipient.structure_id == event.structure_id, Recipient.version < event.version)
            .values(**values)
        )
        _release(session, session.get_one(Recipient, event.structure_id))


def tell(template: Template, event: object, cause_id: UUID) -> None:
    """Plan what a fact about a structure makes us tell it: once, however often the fact is heard."""
    with transaction() as session:
        _lock_structure(session, event.structure_id)
        body = to_json(event)
        plan = {
            "template": template,
            "structure_id": event.structure_id,
            "cause_id": cause_id,
            "subject": notice(template, body).subject,
            "event": body,
            "traceparent": tracing.current_traceparent(),
        }
        first = message_id(cause_id, template, event.structure_id)
        recipient = session.get(Recipient, event.structure_id)
        if recipient is None:
            _add(session, id=first, kind=None, state=State.AWAITING_RECIPIENT, **plan)
            return
        for key, kind in _ways(first, template, recipient):
            _add(session, id=key, kind=kind, state=State.QUEUED, **plan)


def write_to(
    template: Template,
    event: object,
    *,
    cause_id: UUID,
    name: str | None,
    email: str,
    structure_id: UUID | None = None,
    key: UUID | None = None,
    thread: Sequence[UUID] = (),
) -> UUID | None:
    """Plan what a fact makes us tell a person by e-mail: once, however often it is heard; nothing to who was erased.

    key     the id of the message, where it does not follow from the cause, the template and the address
    thread  the messages before it in their conversation, oldest first
    Returns the id; None where nothing is new.
    """
    if not email:
        return None
    body = to_json(event)
    new = key or message_id(cause_id, template, email)
    with transaction() as session:
        added = _add(
            session,
            id=new,
            kind=Kind.EMAIL,
            state=State.QUEUED,
            template=template,
            structure_id=structure_id,
            to_name=name,
            to_email=email,
            cause_id=cause_id,
            subject=notice(template, body).subject,
            event=body,
            thread=[str(each) for each in thread],
            traceparent=tracing.current_traceparent(),
        )
    return new if added else None


def resend(original_id: UUID, by: UUID) -> Message:
    """Send a message again, as a new one: to the address that is known now, with today's date."""
    with transaction() as session:
        original = _message(session, original_id)
        if original.template in WITH_A_CODE:
            raise CodeInside()
        if original.state not in REPEATABLE:
            raise MessageUnderWay(state=original.state)
        copied = (
            "kind", "template", "structure_id", "to_name", "to_email", "cause_id", "subject", "event", "thread",
        )  # fmt: skip
        plan = {name: getattr(original, name) for name in copied}
        new = new_id()
        _add(session, id=new, state=State.QUEUED, resend_of=original.id, by=by, **plan)
        return _message(session, new)


def cancel(message_id: UUID, by: UUID) -> Message:
    """Stop a message that has not gone."""
    with transaction() as session:
        message = _message(session, message_id)
        is_in_hand = message.claim is not None and message.due_at > clock.now()
        if message.state not in STOPPABLE or is_in_hand:
            raise MessageGone(state=message.state)
        message.state, message.claim, message.changed_at = State.CANCELLED, None, clock.now()
        forget_code(session, message.id)
        pass_into(session, [message.id], State.CANCELLED, by=by)
        tell_moves(
            session, [message.id], State.CANCELLED, STOPPED
        )  # whoever waits for its code waits in vain
        return message


def pass_into(
    session: Session, messages: list[UUID], state: State, why: str | None = None, by: UUID | None = None
) -> None:
    """Write in the history of messages that they came into a state, now."""
    now = clock.now()
    session.add_all(Passage(message_id=key, state=state, at=now, why=why, by=by) for key in messages)


def _message(session: Session, message_id: UUID) -> Message:
    """A message for changing, with its recipient; raises Missing."""
    found = session.scalar(
        sa.select(Message)
        .where(Message.id == message_id)
        .options(undefer(Message.event), joinedload(Message.recipient))
        .with_for_update(of=Message)
    )
    if found is None:
        raise Missing()
    return found


def _recipient_values(event: StructureRecorded) -> dict:
    kept = (
        "structure_id", "version", "name", "client_number",
        "representative_function", "contact_email", "paper_wanted",
    )  # fmt: skip
    return {name: getattr(event, name) for name in kept} | {"address": to_json(event.address)}


def _tell_the_former_address(session: Session, event: StructureRecorded) -> None:
    """Whoever reads where a structure is told no more learns of it: the change may be nobody's wish there."""
    known = session.get(Recipient, event.structure_id)
    if known is None or known.version >= event.version or known.contact_email in (None, event.contact_email):
        return
    write_to(
        Template.CONTACT_CHANGED,
        event,
        cause_id=uuid5(event.structure_id, f"contact/{event.version}"),
        name=None,
        email=known.contact_email,
        structure_id=event.structure_id,
    )


def _release(session: Session, recipient: Recipient) -> None:
    """Queue what waited for this recipient."""
    waiting = session.scalars(
        sa.select(Message)
        .where(Message.structure_id == recipient.structure_id, Message.state == State.AWAITING_RECIPIENT)
        .options(undefer(Message.event))
    )
    for message in waiting.all():
        (_, kind), *others = _ways(message.id, message.template, recipient)
        message.kind, message.state = kind, State.QUEUED
        message.due_at = message.changed_at = clock.now()
        pass_into(session, [message.id], State.QUEUED)
        copied = ("template", "structure_id", "cause_id", "subject", "event", "traceparent")
        plan = {name: getattr(message, name) for name in copied}
        for key, other in others:
            _add(session, id=key, kind=other, state=State.QUEUED, **plan)


def _ways(first: UUID, template: Template, recipient: Recipient) -> list[tuple[UUID, Kind]]:
    """The messages that tell one notice: an id and a kind for each."""
    kind, *others = channels(template, bool(recipient.contact_email), recipient.paper_wanted)
    return [(first, kind), *((copy_id(first, other), other) for other in others)]


def _add(session: Session, by: UUID | None = None, **values: object) -> bool:
    """Add a message; False where it is there already."""
    now = clock.now()
    row = {"written_on": clock.today(), "due_at": now, "created_at": now, "changed_at": now, **values}
    added = bool(insert_once(session, Message, row))
    if added:
        pass_into(session, [row["id"]], row["state"], by=by)
    return added


def _lock_structure(session: Session, structure_id: UUID) -> None:
    """Whoever plans for a structure and whoever makes it known wait for each other; SQLite's writers do anyway."""
    if session.get_bind().dialect.name == "postgresql":
        key = structure_id.int & (2**63 - 1)
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(key)))
