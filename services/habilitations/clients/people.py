"""Who belongs to a structure, and what each of them holds there: what every decision about rights starts from."""

from collections.abc import Iterable
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.habilitations.domain.rights import ADMINISTRATOR
from services.habilitations.tables import Grant, Member, Structure, Suspension
from shared.db import insert_once
from shared.errors import Conflict, Missing
from shared.events.habilitations import Reader


class PersonSuspended(Conflict):
    french = "La banque a suspendu les droits de cette personne."
    english = "The bank has suspended this person's rights."


class FunctionMissing(Conflict):
    french = "Indiquez d'abord votre fonction dans cette structure."
    english = "Say first what your function in this structure is."


def locked(session: Session, structure_id: UUID) -> Structure:
    """The row of a structure: whoever decides something for it waits for whoever is deciding."""
    insert_once(session, Structure, {"structure_id": structure_id, "version": 0, "name": ""})
    wanted = sa.select(Structure).where(Structure.structure_id == structure_id).with_for_update()
    return session.scalars(wanted).one()


def member(session: Session, structure_id: UUID, person_id: UUID) -> Member:
    """A person who belongs to the structure today; raises Missing for anybody else, as for no structure."""
    found = session.get(Member, (structure_id, person_id))
    if found is None or not found.attached:
        raise Missing()
    return found


def applicant(session: Session, structure_id: UUID, person_id: UUID) -> Member:
    """A member who may come to rights: not suspended, function known."""
    found = member(session, structure_id, person_id)
    refuse_suspended(session, person_id, structure_id)
    if not found.function:
        raise FunctionMissing()
    return found


def refuse_suspended(session: Session, person_id: UUID, structure_id: UUID) -> None:
    """Stop what a suspended person may not come to."""
    if is_suspended(session, person_id, structure_id):
        raise PersonSuspended()


def is_suspended(session: Session, person_id: UUID, structure_id: UUID) -> bool:
    """Whether the bank keeps a person from their rights in a structure."""
    wanted = sa.select(Suspension.suspension_id).where(
        Suspension.person_id == person_id,
        Suspension.structure_id.in_(["", str(structure_id)]),
        Suspension.ended_at.is_(None),
    )
    return session.scalar(wanted.limit(1)) is not None


def grants_of(session: Session, person_id: UUID, structure_id: UUID) -> list[Grant]:
    """What a person holds in a structure, in the order of the rights."""
    held = sa.select(Grant).where(
        Grant.subject_id == person_id, Grant.structure_id == str(structure_id), Grant.held
    )
    return list(session.scalars(held.order_by(Grant.right)))


def rights_of(session: Session, person_id: UUID, structure_id: UUID) -> set[str]:
    """The names of what a person holds in a structure."""
    return {granted.right for granted in grants_of(session, person_id, structure_id)}


def administrators(session: Session, structure_id: UUID) -> list[Member]:
    """Those who administer a structure today."""
    wanted = (
        sa.select(Member)
        .join(Grant, sa.and_(Grant.subject_id == Member.person_id, Grant.held))
        .where(
            Member.structure_id == structure_id,
            Member.attached,
            Grant.structure_id == str(structure_id),
            Grant.right == ADMINISTRATOR,
        )
        .order_by(Member.person_id)
    )
    return list(session.scalars(wanted))


def reader(person: Member) -> Reader:
    """A person as events name whom to tell."""
    return Reader(person_id=person.person_id, name=person.name, email=person.email)


def readers(people: Iterable[Member]) -> tuple[Reader, ...]:
    """Several of them."""
    return tuple(map(reader, people))
