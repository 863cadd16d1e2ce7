"""Ten failed logins lock an account for one hour.

Failures are counted for names that no account has as well, in the same way and at the same cost, so that
neither answers nor timing tell whether an account exists. A login counts as failed before its password is
checked and is forgiven when it was right, so that many guesses at the same instant count each.
"""

import hashlib
from datetime import timedelta

import sqlalchemy as sa

from services.identity.tables import FailedLogin, StaffAccount
from shared import clock
from shared.db import insert_once, transaction

FAILURES_MAX = 10
LOCKED = timedelta(hours=1)
REMEMBERED = timedelta(hours=24)
"""Failures further apart than this are not one series."""


def login_hash(login: str, account: StaffAccount | None) -> str:
    """Under what failures are counted: the account, whichever of its names was typed, or else the name."""
    whose = f"account {account.person_id}" if account else f"name {login}"
    return hashlib.sha256(whose.encode("utf-8", "surrogatepass")).hexdigest()


def may_try(hashed: str) -> bool:
    """Count a login as failed until it is forgiven; False while the account is locked."""
    now = clock.now()
    with transaction() as session:
        insert_once(session, FailedLogin, {"login_hash": hashed, "failures": 0, "last_at": now})
        failed = session.get_one(FailedLogin, hashed, with_for_update=True)
        if failed.locked_until and now < failed.locked_until:
            return False
        if failed.locked_until or now - failed.last_at > REMEMBERED:
            failed.failures, failed.locked_until = 0, None
        failed.failures += 1
        failed.last_at = now
        if failed.failures >= FAILURES_MAX:
            failed.locked_until = now + LOCKED
        return True


def forgive(hashed: str) -> None:
    """The login was right: the series of failures ends."""
    with transaction() as session:
        session.execute(sa.delete(FailedLogin).where(FailedLogin.login_hash == hashed))


def forget_old_failures() -> None:
    """Failures that can no longer lock anything go."""
    with transaction() as session:
        session.execute(sa.delete(FailedLogin).where(FailedLogin.last_at < clock.now() - REMEMBERED))
