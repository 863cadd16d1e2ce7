"""The bank keeps a person from using their rights, and lets them again: rights end at once, and come back whole."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.habilitations.actions import give, take_back
from services.habilitations.clients.administration import tell_change
from services.habilitations.clients.people import is_suspended, locked
from services.habilitations.clients.requests import settle
from services.habilitations.tables import Grant, Member, Suspension
from shared import clock
from shared.audit import record_act
from shared.db import insert_once, transaction
from shared.errors import Conflict, Missing
from shared.ids import new_id


class SuspendedAlready(Conflict):
    french = "Cette personne est déjà suspendue."
    english = "This person is suspended already."


def suspend(person_id: UUID, structure_id: UUID | None, reason: str, by: UUID) -> Suspension:
    """End every right of a person, in one structure or in all, until the suspension ends."""
    with transaction() as session:
        structures = _structures_of(session, person_id, structure_id)
        for each in structures:
            locked(session, each)
        suspension_id = new_id()
        row = {
            "suspension_id": suspension_id,
            "person_id": person_id,
            "structure_id": str(structure_id or ""),
            "open_key": f"{structure_id or ''}/{person_id}",
            "rights": [],
            "reason": reason,
            "since": clock.now(),
            "by": by,
        }
        if not insert_once(session, Suspension, row):
            raise SuspendedAlready()
        _note(session, "person_suspended", person_id, structure_id, reason, by)
        suspension = session.get_one(Suspension, suspension_id)
        suspension.rights = [
            pair for each in structures for pair in _take(session, person_id, each, reason, by)
        ]
        return suspension


def lift(suspension_id: UUID, reason: str, by: UUID) -> Suspension:
    """End a suspension; what was taken comes back where the person still belongs and nothing else suspends them."""
    with transaction() as session:
        suspension = session.get(Suspension, suspension_id, with_for_update=True)
        if suspension is None or suspension.ended_at is not None:
            raise Missing()
        suspension.ended_at, suspension.ended_by, suspension.open_key = clock.now(), by, None
        session.flush()
        _note(session, "suspension_ended", suspension.person_id, suspension.structure, reason, by)
        for structure_id in _attached(session, suspension.person_id, suspension.structure):
            taken = [right for where, right in suspension.rights if where == str(structure_id)]
            _give_back(session, suspension.person_id, structure_id, taken, reason, by)
        return suspension


def _note(
    session: Session, act: str, person_id: UUID, structure_id: UUID | None, reason: str, by: UUID
) -> None:
    about = {"subject_id": person_id, "structure_id": structure_id}
    record_act(session, act, by=by, **about, facts={"reason": reason})


def _structures_of(session: Session, person_id: UUID, structure_id: UUID | None) -> list[UUID]:
    """Where a person belongs, in the order in which everybody locks; raises Missing where they do not."""
    found = _attached(session, person_id, structure_id)
    if not found:
        raise Missing()
    return found


def _attached(session: Session, person_id: UUID, structure_id: UUID | None) -> list[UUID]:
    theirs = sa.select(Member.structure_id).where(Member.person_id == person_id, Member.attached)
    if structure_id is not None:
        theirs = theirs.where(Member.structure_id == structure_id)
    return sorted(session.scalars(theirs))


def _take(session: Session, person_id: UUID, structure_id: UUID, reason: str, by: UUID) -> list[list[str]]:
    held = sa.select(Grant).where(
        Grant.subject_id == person_id, Grant.structure_id == str(structure_id), Grant.held
    )
    grants = session.scalars(held.order_by(Grant.right)).all()
    for granted in grants:
        take_back(session, granted, reason=reason, by=by)
    rights = [granted.right for granted in grants]
    structure, person = locked(session, structure_id), session.get_one(Member, (structure_id, person_id))
    tell_change(session, structure, person, (), rights, reason, "begun")
    settle(session, structure)
    return [[str(structure_id), right] for right in rights]


def _give_back(
    session: Session, person_id: UUID, structure_id: UUID, rights: list[str], reason: str, by: UUID
) -> None:
    structure = locked(session, structure_id)
    if is_suspended(session, person_id, structure_id):
        return
    person = session.get_one(Member, (structure_id, person_id))
    for right in rights:
        give(session, person_id, right, structure_id, reason=reason, by=by)
    tell_change(session, structure, person, rights, (), reason, "ended")
