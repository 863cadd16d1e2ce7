"""Helping a client with their account: found, shown, unlocked, logged out. Each act says why, in the audit trail.

The client is told of it by e-mail, without the reason: it is the bank's.
"""

from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session as DatabaseSession

from services.identity import attempts
from services.identity.actions import end_sessions, open_account
from services.identity.devices import forget_devices
from services.identity.mails import if_possible, mail_to, send
from services.identity.tables import CLIENT, Account, BankSystem, KnownDevice, Session
from shared import clock
from shared.audit import list_acts, record_act
from shared.db import reading, transaction
from shared.errors import Missing
from shared.events.identity import MailDue
from shared.pagination import page

ACTS_SHOWN = 20


def find_accounts(typed: str, **page_wanted: Any) -> dict[str, Any]:
    """A page of clients' open accounts, by name: each word typed is part of a name, an address or an identifier."""
    known_by = Account.first_name + " " + Account.last_name + " " + Account.email + " " + Account.identifier
    wanted = sa.select(Account).where(Account.kind == CLIENT, Account.closed_at.is_(None))
    for word in typed.split():
        wanted = wanted.where(known_by.icontains(word, autoescape=True))
    with reading() as session:
        by_name = (Account.last_name, Account.first_name, Account.person_id)
        return page(session, wanted, by=by_name, **page_wanted)


def read_account(person_id: UUID) -> dict[str, Any]:
    """One client's account with its locks, sessions, devices and newest acts; raises Missing."""
    with reading() as session:
        account = session.get(Account, person_id)
        if account is None or account.kind != CLIENT or account.closed_at:
            raise Missing()
        return _sheet(session, account)


def names_of(ids: Collection[UUID]) -> list[dict[str, Any]]:
    """What people with an open account, and the bank's systems, are called; who left is nobody any more."""
    people = sa.select(Account).where(Account.person_id.in_(ids), Account.closed_at.is_(None))
    systems = sa.select(BankSystem).where(BankSystem.system_id.in_(ids))
    with reading() as session:
        named = [(each.person_id, each.name) for each in session.scalars(people)]
        named += [(each.system_id, each.name) for each in session.scalars(systems)]
    return [{"person_id": known, "name": name} for known, name in named]


def unlock(person_id: UUID, reason: str, by: UUID) -> dict[str, Any]:
    """Let a client try again before the hour is over, wherever they failed."""
    mail = _mail_about(person_id, "account_unlocked")
    with transaction() as session:
        account = _client_account(session, person_id)
        attempts.open_locks(session, account)
        record_act(session, "account_unlocked", by, person_id, {"reason": reason})
        send(session, mail)
        return _sheet(session, account)


def log_out(person_id: UUID, reason: str, by: UUID) -> dict[str, Any]:
    """Log a client out everywhere and know none of their devices any more: one of them was lost, say."""
    mail = _mail_about(person_id, "logged_out_by_the_bank")
    with transaction() as session:
        account = _client_account(session, person_id)
        end_sessions(session, person_id)
        forget_devices(session, person_id)
        record_act(session, "sessions_ended", by, person_id, {"reason": reason})
        send(session, mail)
        return _sheet(session, account)


def _mail_about(person_id: UUID, about: str) -> MailDue | None:
    """An e-mail that tells a client what was done for them, if it can be sealed; raises Missing."""
    with reading() as session:
        account = _client_account(session, person_id, to_change=False)
    return if_possible(mail_to, account, about)


def _client_account(session: DatabaseSession, person_id: UUID, to_change: bool = True) -> Account:
    account = open_account(session, person_id, to_change)
    if account.kind != CLIENT:
        raise Missing()
    return account


def _sheet(session: DatabaseSession, account: Account) -> dict[str, Any]:
    sessions = sa.select(Session).where(
        Session.person_id == account.person_id, Session.expires_at > clock.now()
    )
    devices = sa.select(KnownDevice).where(KnownDevice.person_id == account.person_id)
    return {
        "account": account,
        "locked_until": attempts.locked_until(session, account),
        "sessions": session.scalars(sessions.order_by(Session.used_at.desc(), Session.session_id)).all(),
        "devices": [
            {
                "used_at": each.used_at,
                "locked_until": attempts.locked_until(session, account, each.secret_hash),
            }
            for each in session.scalars(devices.order_by(KnownDevice.used_at.desc()))
        ],
        "acts": list_acts(subject_id=account.person_id, limit=ACTS_SHOWN)["items"],
    }
