"""Ten failed logins lock an account for one hour, for everyone but a device where its owner has logged in before.

Failures are counted for names that no account has as well, in the same way and at the same cost, so that neither
answers nor timing tell whether an account exists. A login counts as failed before its password is checked and is
forgiven when it was right, so that many guesses at the same instant count each. A known device has a count of its own:
who guesses elsewhere does not lock the owner out, and a stolen device has ten guesses like anyone.
"""

import hashlib
from datetime import datetime, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.identity.mails import mail_to, send
from services.identity.tables import Account, FailedLogin, KnownDevice
from shared import clock
from shared.audit import record_act
from shared.db import insert_once, reading, transaction

FAILURES_MAX = 10
LOCKED = timedelta(hours=1)
REMEMBERED = timedelta(hours=24)
"""Failures further apart than this are not one series."""
TOLD_AT_ONCE = 50


def login_hash(login: str, account: Account | None, known_device: str | None = None) -> str:
    """Under what failures are counted: the known device, else the account by whichever name, else the name.

    known_device  the hash of a device's secret
    """
    whose = f"account {account.person_id}" if account else f"name {login}"
    if account and known_device:
        whose = f"{whose} device {known_device}"
    return hashlib.sha256(whose.encode("utf-8", "surrogatepass")).hexdigest()


def may_try(hashed: str, person_id: UUID | None = None) -> bool:
    """Count a login as failed until it is forgiven; False while the account is locked.

    person_id  who is told when this count locks their account
    """
    now = clock.now()
    with transaction() as session:
        first = {"login_hash": hashed, "person_id": person_id, "failures": 1, "last_at": now, "told": False}
        if insert_once(session, FailedLogin, first):
            return True
        failed = session.get_one(FailedLogin, hashed, with_for_update=True)
        if failed.locked_until and now < failed.locked_until:
            return False
        if failed.locked_until or now - failed.last_at > REMEMBERED:
            failed.failures, failed.locked_until, failed.told = 0, None, False
        failed.failures += 1
        failed.last_at = now
        if failed.failures >= FAILURES_MAX:
            failed.locked_until = now + LOCKED
            record_act(session, "login_locked", by=None, subject_id=person_id)
        return True


def forgive(hashed: str) -> None:
    """The login was right: the series of failures ends."""
    with transaction() as session:
        session.execute(sa.delete(FailedLogin).where(FailedLogin.login_hash == hashed))


def open_locks(session: Session, account: Account) -> None:
    """End every series of failures of an account: elsewhere, and at each of the devices it is known from."""
    devices = session.scalars(
        sa.select(KnownDevice.secret_hash).where(KnownDevice.person_id == account.person_id)
    )
    hashes = [login_hash("", account, device) for device in (None, *devices)]
    session.execute(sa.delete(FailedLogin).where(FailedLogin.login_hash.in_(hashes)))


def locked_until(session: Session, account: Account, known_device: str | None = None) -> datetime | None:
    """Until when an account is locked, at one of its devices or anywhere else; None when it is open."""
    failed = session.get(FailedLogin, login_hash("", account, known_device))
    is_locked = failed is not None and failed.locked_until is not None and clock.now() < failed.locked_until
    return failed.locked_until if is_locked else None


def tell_of_locks() -> bool:
    """Tell owners that their account was locked: in a loop, so that no login takes longer where there is an owner."""
    with reading() as session:
        untold = session.execute(_UNTOLD.limit(TOLD_AT_ONCE)).all()
    for login_hash, account in untold:
        mail = mail_to(account, "account_locked")
        with transaction() as session:
            if session.execute(_mark_told(login_hash)).rowcount:
                send(session, mail)
    return len(untold) == TOLD_AT_ONCE


def forget_old_failures() -> None:
    """Failures that can no longer lock anything go."""
    with transaction() as session:
        session.execute(sa.delete(FailedLogin).where(FailedLogin.last_at < clock.now() - REMEMBERED))


_UNTOLD = (
    sa.select(FailedLogin.login_hash, Account)
    .join(Account, Account.person_id == FailedLogin.person_id)
    .where(FailedLogin.locked_until.is_not(None), sa.not_(FailedLogin.told))
    .order_by(FailedLogin.last_at)
)


def _mark_told(login_hash: str) -> sa.Update:
    waiting = (
        FailedLogin.login_hash == login_hash,
        FailedLogin.locked_until.is_not(None),
        sa.not_(FailedLogin.told),
    )
    return sa.update(FailedLogin).where(*waiting).values(told=True)
