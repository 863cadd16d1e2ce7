"""A person takes their data along, or leaves: what identity holds of them is shown, or erased here and everywhere.

What stays is the audit trail, which knows ids only, and for ninety days the ids of the facts that were told of them.
"""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session as DatabaseSession

from services.identity import attempts, mails
from services.identity.actions import end_sessions, open_account
from services.identity.devices import Visitor, forget_devices
from services.identity.profile.actions import list_sessions, owner_by_password, read_profile
from services.identity.tables import Confirmation, FormerPassword, KnownDevice, PasswordReset
from shared.audit import list_acts, record_act
from shared.db import reading, transaction
from shared.events.identity import AccountClosed
from shared.forgetting import blot_out_what_was_told
from shared.outbox import emit
from shared.pagination import LIMIT_MAX


def personal_data(person_id: UUID, presented: str) -> dict[str, Any]:
    """All that identity holds about a person; the newest acts, as many as a page holds."""
    with reading() as session:
        known = sa.select(KnownDevice).where(KnownDevice.person_id == person_id)
        return {
            "profile": read_profile(person_id),
            "sessions": list_sessions(person_id, presented),
            "known_devices": session.scalars(known.order_by(KnownDevice.used_at.desc())).all(),
            "acts": list_acts(subject_id=person_id, limit=LIMIT_MAX)["items"],
        }


def close_account(person_id: UUID, password: str, visitor: Visitor) -> None:
    """Close and erase an account at its owner's wish; everyone who holds something of them is told to erase it."""
    account = owner_by_password(person_id, password, visitor)
    goodbye = mails.mail_due("account_closed", account.email, name=mails.formal_name(account))
    with transaction() as session:
        account = open_account(session, person_id)
        attempts.open_locks(session, account)
        _erase_what_belongs_to(session, person_id)
        blot_out_what_was_told(session, person_id)
        record_act(session, "account_closed", person_id, person_id)
        emit(session, AccountClosed(subject_id=person_id, erase=True), subject=person_id)
        mails.send(session, goodbye)
        session.delete(account)


def _erase_what_belongs_to(session: DatabaseSession, person_id: UUID) -> None:
    end_sessions(session, person_id)
    forget_devices(session, person_id)
    for table in (FormerPassword, PasswordReset, Confirmation):
        session.execute(sa.delete(table).where(table.person_id == person_id))
