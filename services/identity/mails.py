"""E-mails about accounts. What they say, and to whom, leaves identity sealed: notifications alone can read it."""

import hashlib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.identity.domain.identifiers import login_key
from services.identity.tables import Account, MailCount
from shared import clock, logs
from shared.db import insert_once, transaction
from shared.events.identity import MailDue, purpose_of_mail
from shared.ids import new_id
from shared.outbox import emit
from shared.sealing import SealingImpossible, seal

_log = logs.get_logger(__name__)
MAILS_MAX = 6
MAILS_WITHIN = timedelta(hours=1)
"""Anyone can make us write to an address that is not theirs: that often, and no more."""


def mail_due(
    about: str, email: str, person_id: UUID | None = None, expires_at: datetime | None = None, **said: Any
) -> MailDue:
    """An e-mail to an address, sealed; raises SealingImpossible. Seal before a transaction: the key may be far.

    said  what the message says: code, identifier, link…
    """
    message_id = new_id()
    sealed = seal({"email": email, **said}, purpose_of_mail(message_id))
    return MailDue(
        message_id=message_id, person_id=person_id, about=about, sealed=sealed, expires_at=expires_at
    )


def mail_to(account: Account, about: str, **said: Any) -> MailDue:
    """An e-mail to the owner of an account, at the address it has now."""
    return mail_due(about, account.email, account.person_id, name=formal_name(account), **said)


def if_possible(make: Callable[..., MailDue], *given: Any, **said: Any) -> MailDue | None:
    """What is made of that; None while nothing can be sealed: what protects an account does not wait for its e-mail."""
    try:
        return make(*given, **said)
    except SealingImpossible:
        _log.warning("mail_left_out", reason="no sealing key of notifications was ever read")
        return None


def send(session: Session, mail: MailDue | None) -> None:
    """Let the e-mail, if there is one, leave with this transaction."""
    if mail is not None:
        emit(session, mail, subject=mail.message_id)


def send_if_few(session: Session, mail: MailDue, email: str) -> None:
    """The same, unless anyone made us write to this address too often lately; nobody is told which."""
    if _may_write_to(session, email):
        send(session, mail)


def formal_name(account: Account) -> str:
    """How a message greets its reader."""
    return f"{account.title} {account.last_name}"


def forget_old_counts() -> None:
    """Counts that hold nobody back any more go."""
    with transaction() as session:
        session.execute(sa.delete(MailCount).where(MailCount.since < clock.now() - MAILS_WITHIN))


def _may_write_to(session: Session, email: str) -> bool:
    key, now = hashlib.sha256(login_key(email).encode("utf-8", "surrogatepass")).hexdigest(), clock.now()
    insert_once(session, MailCount, {"address_hash": key, "since": now, "mails": 0})
    counted = session.get_one(MailCount, key, with_for_update=True)
    if now - counted.since > MAILS_WITHIN:
        counted.since, counted.mails = now, 0
    counted.mails += 1
    return counted.mails <= MAILS_MAX
