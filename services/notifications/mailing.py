"""Sending e-mails: composed once, handed to the mail server until it takes them, told on the bus when it has."""

import random
import zlib
from collections.abc import Sequence

import sqlalchemy as sa

from services.notifications import emails
from services.notifications.domain.messages import GIVE_UP_AFTER, Kind, State, mail_id, retry_delay
from services.notifications.smtp import (
    Connection,
    PermanentRefusal,
    Server,
    ServerUnavailable,
    TemporaryFailure,
)
from services.notifications.tables import Mail, Message
from services.notifications.work import correspondence, finish, is_held, take
from services.notifications.writers import notice
from shared import clock, logs, tracing
from shared.db import insert_once, transaction
from shared.errors import Refusal
from shared.events.notifications import SENT_MAX, MessagesSent, SentMessage
from shared.outbox import emit
from shared.service import current_service

BATCH = 50
_log = logs.get_logger(__name__)


def send_due_mails() -> bool:
    """One round: take some mails, send them over one connection, tell what went. True when there may be more."""
    taken = take(Kind.EMAIL, BATCH, becoming=State.SENDING)
    if taken:
        with Connection(Server.from_url(current_service().settings.smtp_url)) as connection:
            _send(connection, prepare(taken))
    return bool(announce_sent_mails() or taken)


def announce_sent_mails() -> int:
    """Tell the e-mails that went out and are not told yet, in one event; returns how many."""
    with transaction() as session:
        rows = session.execute(_UNTOLD).all()
        if rows:
            emit(session, MessagesSent(messages=tuple(_sent(message, key) for message, key in rows)))
            told = [message.sequence for message, _ in rows]
            session.execute(sa.update(Message).where(Message.sequence.in_(told)).values(announced=True))
        return len(rows)


def compose(message: Message) -> Mail:
    """A message as an e-mail to the address known now; raises a Refusal when it cannot be written."""
    domain = current_service().settings.mail_domain
    key, thread = mail_id(message.id, domain), [mail_id(each, domain) for each in message.thread]
    to = message.to_email or (message.recipient and message.recipient.contact_email) or ""
    document = notice(message.template, message.event)
    content = emails.compose(document, correspondence(message), to, key, message.created_at, thread)
    return Mail(message_id=message.id, mail_id=key, sent_to=to, content=zlib.compress(content))


def prepare(taken: Sequence[Message]) -> list[tuple[Message, Mail]]:
    """Each message with its mail: that of its first attempt, or a new one, kept before any of them goes."""
    new = {message.id: mail for message in taken if not message.mail and (mail := _try_to_compose(message))}
    with transaction() as session:
        for mail in new.values():
            insert_once(session, Mail, {column.key: getattr(mail, column.key) for column in Mail.__table__.c})
    return [(message, mail) for message in taken if (mail := message.mail or new.get(message.id))]


def _try_to_compose(message: Message) -> Mail | None:
    try:
        return compose(message)
    except Refusal as refusal:
        finish(message, State.FAILED, why=refusal.sentences.french)
    except Exception:  # a message that breaks its template must not hold up its neighbours
        _log.exception("mail_not_composed", message_id=str(message.id))
        finish(message, State.FAILED, why="Erreur interne : le message n'a pas pu être composé.")
    return None


def _send(connection: Connection, mails: list[tuple[Message, Mail]]) -> None:
    """Send while the leases run; when the server cannot be reached, the rest need not try."""
    unreachable = None
    for message, mail in mails:
        if not is_held(message):
            return
        if unreachable:
            _postpone(message, unreachable)
        else:
            unreachable = _attempt(connection, message, mail)


def _attempt(connection: Connection, message: Message, mail: Mail) -> str | None:
    """Try to send one mail and write down what came of it; returns why when the server is out of reach."""
    sender = current_service().settings.sender_email
    with tracing.continued("send e-mail", message.traceparent):
        try:
            connection.send(sender, mail.sent_to, zlib.decompress(mail.content))
        except ServerUnavailable as failure:
            _postpone(message, str(failure))
            return str(failure)
        except TemporaryFailure as failure:
            _postpone(message, str(failure))
        except PermanentRefusal as refusal:
            finish(message, State.FAILED, why=str(refusal), attempts=message.attempts + 1)
        else:
            finish(message, State.SENT, attempts=message.attempts + 1)
        return None


def _postpone(message: Message, why: str) -> None:
    """Back to the queue, for later; given up after GIVE_UP_AFTER."""
    attempts = message.attempts + 1
    if clock.now() - message.created_at > GIVE_UP_AFTER:
        finish(message, State.FAILED, why=why, attempts=attempts)
        return
    wait = retry_delay(attempts, jitter=random.random())  # noqa: S311 - spreads retries, guards nothing
    finish(message, State.QUEUED, why=why, attempts=attempts, due_at=clock.now() + wait)


def _sent(message: Message, key: str) -> SentMessage:
    return SentMessage(
        message_id=message.id,
        template=message.template,
        structure_id=message.structure_id,
        cause_id=message.cause_id,
        mail_id=key,
        sent_at=message.changed_at,
    )


_UNTOLD = (
    sa.select(Message, Mail.mail_id)
    .join(Mail, Mail.message_id == Message.id)
    .where(
        Message.kind == Kind.EMAIL,
        Message.state == State.SENT,
        sa.not_(Message.announced),
        Message.structure_id.is_not(None),
    )
    .order_by(Message.sequence)
    .limit(SENT_MAX)
    .with_for_update(skip_locked=True, of=Message)
)
