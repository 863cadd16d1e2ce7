"""Where a person has logged in before, by a secret that the device keeps."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.identity.hashing import hash_secret, new_secret
from services.identity.tables import Account, KnownDevice
from shared import clock
from shared.db import insert_once, reading, transaction
from shared.ids import new_id

KNOWN_FOR = timedelta(days=365)
DEVICES_MAX = 20
"""Of one person: the one that was not used for longest goes."""


@dataclass(frozen=True)
class Visitor:
    """From where somebody logs in.

    device   the secret of the device, empty where it has none
    session  the secret of the session that it presents: the next login takes its place
    origin   its address, as the gateway saw it
    browser  what it says it is
    """

    device: str = ""
    origin: str = ""
    browser: str = ""
    session: str = ""


def known_device(visitor: Visitor, account: Account | None) -> str | None:
    """The hash of the visitor's device if this account's owner used it before; as much work where there is none."""
    if not visitor.device:
        return None
    hashed = hash_secret(visitor.device)
    whose = account.person_id if account else new_id()
    with reading() as session:
        found = session.get(KnownDevice, (hashed, whose))
    return hashed if found and found.used_at > clock.now() - KNOWN_FOR else None


def remember_device(session: Session, visitor: Visitor, person_id: UUID) -> str:
    """Know this device of this person from now on; returns its secret, a new one unless it has one."""
    secret, now = visitor.device or new_secret(), clock.now()
    row = {"secret_hash": hash_secret(secret), "person_id": person_id}
    if not insert_once(session, KnownDevice, row | {"used_at": now}):
        session.execute(sa.update(KnownDevice).filter_by(**row).values(used_at=now))
    return secret


def forget_devices(session: Session, person_id: UUID) -> None:
    """No device of this person is known any more."""
    session.execute(sa.delete(KnownDevice).where(KnownDevice.person_id == person_id))


def forget_old_devices() -> None:
    """Devices that were not used for a year go, and those beyond the most that a person may have."""
    counted = sa.select(KnownDevice.person_id).group_by(KnownDevice.person_id)
    with transaction() as session:
        session.execute(sa.delete(KnownDevice).where(KnownDevice.used_at < clock.now() - KNOWN_FOR))
        for person_id in session.scalars(counted.having(sa.func.count() > DEVICES_MAX)).all():
            session.execute(_beyond_the_most(person_id))


def _beyond_the_most(person_id: UUID) -> sa.Delete:
    theirs = sa.select(KnownDevice.secret_hash).where(KnownDevice.person_id == person_id)
    kept = theirs.order_by(KnownDevice.used_at.desc(), KnownDevice.secret_hash).limit(DEVICES_MAX)
    return sa.delete(KnownDevice).where(
        KnownDevice.person_id == person_id, KnownDevice.secret_hash.not_in(kept.scalar_subquery())
    )
