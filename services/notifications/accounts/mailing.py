"""Sending e-mails about accounts: opened, written, sent, and forgotten, all in one go.

What a mail says is never kept readable. Each attempt writes the same bytes again, so a repetition is recognisable.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa

from services.notifications.accounts.composing import compose
from services.notifications.accounts.notices import NOTICES
from services.notifications.accounts.tables import AccountMail
from services.notifications.domain.messages import GIVE_UP_AFTER, mail_id, retry_delay
from services.notifications.smtp import (
    Connection,
    PermanentRefusal,
    Server,
    ServerUnavailable,
    TemporaryFailure,
)
from services.notifications.work import lease
from shared import clock, logs, tracing
from shared.db import insert_once, transaction
from shared.errors import Refusal
from shared.events.identity import MailDue, purpose_of_mail
from shared.ids import new_id
from shared.sealing import SealBroken, unseal
from shared.service import current_service

BATCH = 20
KEPT = timedelta(days=90)
_BLOT = "…"
_log = logs.get_logger(__name__)


def plan_mail(event: MailDue) -> None:
    """Keep a mail until it is sent: once, however often the fact is heard."""
    now = clock.now()
    row = {
        "mail_id": event.message_id,
        "person_id": event.person_id,
        "about": event.about,
        "sealed": event.sealed,
        "state": "queued",
        "attempts": 0,
        "due_at": now,
        "expires_at": event.expires_at,
        "traceparent": tracing.current_traceparent(),
        "created_at": now,
        "changed_at": now,
    }
    with transaction() as session:
        insert_once(session, AccountMail, row)


def send_account_mails() -> bool:
    """One round: take some mails and send them over one connection. True when there may be more."""
    taken = _take()
    if taken:
        with Connection(Server.from_url(current_service().settings.smtp_url)) as connection:
            _send(connection, taken)
    return bool(taken)


def forget_account_mails() -> None:
    """That a mail was sent is forgotten after ninety days."""
    with transaction() as session:
        old = AccountMail.created_at < clock.now() - KEPT
        session.execute(sa.delete(AccountMail).where(old, AccountMail.state != "queued"))


def _take() -> Sequence[AccountMail]:
    with transaction() as session:
        now, claim = clock.now(), new_id()
        due = sa.select(AccountMail).where(AccountMail.state == "queued", AccountMail.due_at <= now)
        oldest = due.order_by(AccountMail.due_at, AccountMail.mail_id).limit(BATCH)
        taken = session.scalars(oldest.with_for_update(skip_locked=True)).all()
        for mail in taken:
            mail.claim, mail.due_at = claim, now + lease()
        return taken


def _send(connection: Connection, mails: Sequence[AccountMail]) -> None:
    """Send while the leases run; when the server cannot be reached, the rest need not try."""
    unreachable = None
    for mail in mails:
        if clock.now() >= mail.due_at:
            return
        if unreachable:
            _postpone(mail, unreachable)
        else:
            unreachable = _attempt(connection, mail)


def _attempt(connection: Connection, mail: AccountMail) -> str | None:
    """Try to send one mail; returns why when the server is out of reach."""
    if mail.expires_at and clock.now() >= mail.expires_at:
        _finish(mail, "expired")
        return None
    with tracing.continued("send account e-mail", mail.traceparent):
        opened = _opened(mail)
        return _hand_over(connection, mail, *opened) if opened else None


def _opened(mail: AccountMail) -> tuple[str, bytes] | None:
    """The address and the whole e-mail; None when it cannot be written, and is given up."""
    settings = current_service().settings
    try:
        said = unseal(mail.sealed or "", purpose_of_mail(mail.mail_id), settings.sealing_keys_file)
        to, name = said.pop("email"), said.pop("name")
        key = mail_id(mail.mail_id, settings.mail_domain)
        return to, compose(NOTICES[mail.about](**said), settings.sender, to, name, key, mail.created_at)
    except SealBroken as broken:
        _finish(mail, "failed", f"Le contenu scellé ne s'ouvre pas : {broken}.")
    except Refusal:
        _finish(mail, "failed", "L'adresse ne peut recevoir aucun message.")
    except Exception as error:  # a mail that breaks its template must not hold up its neighbours
        _log.error("account_mail_not_composed", mail_id=str(mail.mail_id), reason=type(error).__name__)
        _finish(mail, "failed", "Erreur interne : le message n'a pas pu être composé.")
    return None


def _hand_over(connection: Connection, mail: AccountMail, to: str, content: bytes) -> str | None:
    try:
        connection.send(current_service().settings.sender_email, to, content)
    except ServerUnavailable as failure:
        _postpone(mail, str(failure))
        return str(failure)
    except TemporaryFailure as failure:
        _postpone(mail, str(failure).replace(to, _BLOT))
    except PermanentRefusal as refusal:
        _finish(mail, "failed", str(refusal).replace(to, _BLOT), attempts=mail.attempts + 1)
    else:
        _finish(mail, "sent", attempts=mail.attempts + 1)
    return None


def _postpone(mail: AccountMail, why: str) -> None:
    attempts, now = mail.attempts + 1, clock.now()
    if now - mail.created_at > GIVE_UP_AFTER:
        _finish(mail, "failed", why, attempts=attempts)
        return
    wait = retry_delay(attempts, jitter=random.random())  # noqa: S311 - spreads retries, guards nothing
    _write(mail, state="queued", error=why, attempts=attempts, due_at=_no_later(mail, now + wait))


def _no_later(mail: AccountMail, due_at: datetime) -> datetime:
    """A mail that will expire first is taken up then, so that what it says is destroyed in time."""
    return min(due_at, mail.expires_at) if mail.expires_at else due_at


def _finish(mail: AccountMail, state: str, why: str | None = None, **changes: object) -> None:
    """The end of a mail: what it said is destroyed."""
    _write(mail, state=state, error=why, sealed=None, **changes)


def _write(mail: AccountMail, **values: object) -> None:
    """Write what became of a mail, unless another worker has it by now."""
    mine = (AccountMail.mail_id == mail.mail_id, AccountMail.claim == mail.claim)
    with transaction() as session:
        session.execute(
            sa.update(AccountMail).where(*mine).values(claim=None, changed_at=clock.now(), **values)
        )
