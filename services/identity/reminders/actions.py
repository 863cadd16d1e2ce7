"""A forgotten password or identifier. Asking only leaves a line, whoever asks for whom: the worker looks and writes."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.identity import attempts
from services.identity.actions import end_sessions
from services.identity.domain.identifiers import login_key
from services.identity.hashing import hash_secret, new_secret, turn
from services.identity.mails import mail_to, send, send_if_few
from services.identity.sessions import hash_new_password, replace_password
from services.identity.tables import Account, PasswordReset, Reminder
from shared import clock
from shared.db import reading, transaction
from shared.errors import Missing
from shared.ids import new_id

LINK_LIFE = timedelta(minutes=30)
REMINDERS_AT_ONCE = 50
IDENTIFIER, PASSWORD = "identifier", "password"


class LinkOver(Missing):
    french = "Ce lien ne sert plus : il a plus de trente minutes, ou il a déjà servi. Demandez-en un autre."
    english = "This link is no longer good: it is over thirty minutes old, or was used. Ask for another."


def ask_for(about: str, login: str) -> None:
    """Somebody forgot something; if there is an account of this name, its address is written to."""
    with transaction() as session:
        session.add(Reminder(reminder_id=new_id(), about=about, login=login_key(login)))


def answer_reminders() -> bool:
    """Write to the owners of what is asked for; True when there may be more."""
    with reading() as session:
        asked = session.scalars(
            sa.select(Reminder).order_by(Reminder.reminder_id).limit(REMINDERS_AT_ONCE)
        ).all()
    for reminder in asked:
        _answer(reminder)
    return len(asked) == REMINDERS_AT_ONCE


def choose_password(secret: str, new_password: str) -> None:
    """Replace a forgotten password, with the link that went to the owner's address; opens any lock, ends sessions."""
    account = _account_of_link(secret)
    with turn():
        new_hash = hash_new_password(account, new_password)
    mail = mail_to(account, "password_changed")
    with transaction() as session:
        _use_up(session, secret)
        replace_password(session, account, new_hash, "password_reset_by_link")
        session.execute(sa.delete(PasswordReset).where(PasswordReset.person_id == account.person_id))
        attempts.open_locks(session, account)
        end_sessions(session, account.person_id)
        send(session, mail)


def forget_old_links() -> None:
    """Links that are no longer good go."""
    with transaction() as session:
        session.execute(sa.delete(PasswordReset).where(PasswordReset.expires_at <= clock.now()))


def _answer(reminder: Reminder) -> None:
    account, secret = _account_named(reminder.login), new_secret()
    mail = _mail(reminder, account, secret) if account else None
    with transaction() as session:
        # Another worker may have answered it meanwhile.
        if session.execute(sa.delete(Reminder).where(Reminder.reminder_id == reminder.reminder_id)).rowcount:
            if mail and reminder.about == PASSWORD:
                session.add(_link(account, secret))
            if mail:
                send_if_few(session, mail, account.email)


def _mail(reminder: Reminder, account: Account, secret: str):
    if reminder.about == IDENTIFIER:
        return mail_to(account, "identifier_reminder", identifier=account.identifier)
    return mail_to(account, "password_reset", link=secret, expires_at=clock.now() + LINK_LIFE)


def _link(account: Account, secret: str) -> PasswordReset:
    return PasswordReset(
        secret_hash=hash_secret(secret), person_id=account.person_id, expires_at=clock.now() + LINK_LIFE
    )


def _account_named(key: str) -> Account | None:
    named = sa.or_(Account.identifier == key, Account.email_key == key)
    with reading() as session:
        return session.scalar(sa.select(Account).where(named, Account.closed_at.is_(None)))


def _account_of_link(secret: str) -> Account:
    good = (PasswordReset.secret_hash == hash_secret(secret), PasswordReset.expires_at > clock.now())
    with reading() as session:
        account = session.scalar(
            sa.select(Account).join(PasswordReset).where(*good, Account.closed_at.is_(None))
        )
    if account is None:
        raise LinkOver()
    return account


def _use_up(session: Session, secret: str) -> None:
    used = sa.delete(PasswordReset).where(PasswordReset.secret_hash == hash_secret(secret))
    if not session.execute(used).rowcount:
        raise LinkOver()
