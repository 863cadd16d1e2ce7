"""What notifications shows: lists, one message with its history and content, counts."""

import email
import re
import zlib
from dataclasses import replace
from email.policy import default
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, selectinload, undefer

from services.notifications.domain.documents import view
from services.notifications.domain.messages import DONE, State
from services.notifications.mailing import compose
from services.notifications.press import Press
from services.notifications.sealed_letters import HIDDEN_CODE
from services.notifications.tables import Batch, Letter, Mail, Message, Recipient
from services.notifications.work import correspondence
from services.notifications.writers import notice
from shared.db import reading
from shared.errors import Missing
from shared.pagination import page

_REFERENCE = re.compile(r"EP-[0-9]{4}-0*([0-9]{1,12})", re.IGNORECASE)


def list_messages(filters: dict[str, Any], **paging: Any) -> dict[str, Any]:
    """Messages, the newest first. Filters: kind, state, template, structure_id, cause, text."""
    text, cause = filters.pop("text", None), filters.pop("cause", None)
    wanted = sa.select(Message).options(joinedload(Message.recipient))
    wanted = wanted.where(*(getattr(Message, name) == value for name, value in filters.items()))
    if cause:
        wanted = wanted.where(Message.cause_id == cause)
    if text:
        wanted = wanted.where(_found_by(text))
    with reading() as session:
        return page(session, wanted, (Message.sequence.desc(),), **paging)


def read_message(message_id: UUID) -> Message:
    """One message with its history, and what was sent or printed of it; raises Missing."""
    with reading() as session:
        message = _message(
            session,
            message_id,
            joinedload(Message.recipient),
            joinedload(Message.letter),
            joinedload(Message.mail).undefer(Mail.content),
            selectinload(Message.passages),
        )
    if message.mail is not None:
        message.mail.text = part_of(message.mail, "plain")
    message.next_attempt_at = message.due_at if message.state is State.QUEUED else None
    return message


def read_html(message_id: UUID) -> str:
    """An e-mail as its reader sees it, sent or still to come; raises Missing for what is no e-mail."""
    with reading() as session:
        message = _message(
            session,
            message_id,
            undefer(Message.event),
            joinedload(Message.recipient),
            joinedload(Message.mail).undefer(Mail.content),
        )
    if message.kind != "email":
        raise Missing()
    return part_of(message.mail or compose(message), "html")


def read_pdf(message_id: UUID) -> tuple[Message, bytes]:
    """A letter as it was printed, a code hidden; raises Missing for what is no letter, or not printed yet."""
    wanted = (
        joinedload(Message.letter).undefer(Letter.pdf),
        joinedload(Message.recipient),
        undefer(Message.event),
    )
    with reading() as session:
        message = _message(session, message_id, *wanted)
    if message.letter is None:
        raise Missing()
    return message, _without_code(message) if message.letter.sealed else message.letter.pdf


def _without_code(message: Message) -> bytes:
    """The letter as it was printed, but for its code."""
    document = replace(notice(message.template, message.event), code=HIDDEN_CODE)
    letter = view(document, correspondence(message)) | {"address": message.letter.address}
    with Press() as press:
        return press.print(letter, at=message.created_at).pdf


def list_batches(**paging: Any) -> dict[str, Any]:
    """Batches of letters, the newest first."""
    with reading() as session:
        return page(session, sa.select(Batch), (Batch.number.desc(),), **paging)


def read_batch(batch_id: UUID) -> Batch:
    """One batch with its letters; raises Missing."""
    contents = (
        sa.select(Letter)
        .join(Letter.message)
        .where(Letter.batch_id == batch_id)
        .options(joinedload(Letter.message))
        .order_by(Message.sequence)
    )
    with reading() as session:
        batch = session.get(Batch, batch_id)
        if batch is None:
            raise Missing()
        batch.contents = session.scalars(contents).all()
        return batch


def summarise(cause: UUID) -> dict[str, Any]:
    """How many messages of a cause there are of each kind, in each state."""
    counted = (
        sa.select(Message.kind, Message.state, sa.func.count().label("messages"))
        .where(Message.cause_id == cause)
        .group_by(Message.kind, Message.state)
        .order_by(Message.kind, Message.state)
    )
    with reading() as session:
        counts = session.execute(counted).all()
    return {
        "cause": cause,
        "total": sum(count.messages for count in counts),
        "done": sum(count.messages for count in counts if count.state in DONE),
        "failed": sum(count.messages for count in counts if count.state is State.FAILED),
        "counts": counts,
    }


def part_of(mail: Mail, subtype: str) -> str:
    """The plain or the html part of a composed e-mail."""
    read = email.message_from_bytes(zlib.decompress(mail.content), policy=default)
    return read.get_body((subtype,)).get_content()


def _message(session: Session, message_id: UUID, *options: Any) -> Message:
    found = session.scalar(sa.select(Message).where(Message.id == message_id).options(*options))
    if found is None:
        raise Missing()
    return found


def _found_by(text: str) -> sa.ColumnElement[bool]:
    """A whole reference names one message; other text is looked for in what people know of it."""
    reference = _REFERENCE.fullmatch(text.strip())
    if reference:
        return Message.sequence == int(reference[1])
    named = sa.select(Recipient.structure_id).where(Recipient.name.icontains(text, autoescape=True))
    mailed = sa.select(Mail.message_id).where(Mail.sent_to.icontains(text, autoescape=True))
    return sa.or_(
        Message.subject.icontains(text, autoescape=True),
        Message.structure_id.in_(named),
        Message.to_name.icontains(text, autoescape=True),
        Message.to_email.icontains(text, autoescape=True),
        Message.id.in_(mailed),
    )
