"""Joining a structure, saying what one does there, leaving it: one function, one transaction."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from services.structures.register.opening import structure_of_siret
from services.structures.tables import Membership, Person, Structure
from shared import clock
from shared.audit import record_act
from shared.auth import Caller
from shared.db import insert_once, reading, transaction
from shared.errors import Conflict, Missing, Refusal
from shared.events.identity import PersonRecorded
from shared.events.structures import MemberRecorded
from shared.forgetting import blot_out_what_was_told
from shared.outbox import emit
from shared.tables import rights

ADMINISTRATOR, AGENT = "administrator", "structures.agent"
STRUCTURES_MAX = 50
NAME_CHARACTERS = 121
ERASED = "—"


class EmailNeeded(Refusal):
    french = "Indiquez l'adresse électronique où vous joindre dans cette structure."
    english = "Give the e-mail address at which you can be reached in this structure."


class MemberAlready(Conflict):
    french = "Vous êtes déjà rattaché à cette structure."
    english = "You belong to this structure already."


class TooManyStructures(Conflict):
    french = "Une personne se rattache à {most} structures au plus."
    english = "A person belongs to at most {most} structures."


class LastAdministratorLeaves(Conflict):
    french = (
        "Vous êtes le dernier administrateur de cette structure : nommez-en un autre avant de la quitter."
    )
    english = "You are the last administrator of this structure: name another one before you leave it."


class OwnRemoval(Conflict):
    french = "On ne se détache pas soi-même ainsi : quittez la structure depuis votre profil."
    english = "Nobody detaches themselves this way: leave the structure from your profile."


class StaffHasNoStructure(Conflict):
    french = "Seul un client se rattache à une structure."
    english = "Only a client belongs to a structure."


def join(
    caller: Caller, siret: str, email: str | None, phone: str | None, function: str | None
) -> Membership:
    """Attach the caller to the structure of an establishment; the first one is shown by default."""
    with transaction() as session:
        if caller.kind != "person":
            raise StaffHasNoStructure()
        email = email or _address(session, caller.subject_id)
        structure = structure_of_siret(session, siret)
        membership = _membership(session, structure.structure_id, caller)
        if membership.attached:
            raise MemberAlready()
        _refuse_too_many(session, caller.subject_id)
        membership.attached, membership.left_at = True, None
        membership.name, membership.joined_at = caller.name[:NAME_CHARACTERS], clock.now()
        membership.email, membership.phone, membership.function = email, phone, function
        if _default(session, caller.subject_id) is None:
            membership.default_of = caller.subject_id
        _record(session, structure, membership, "joined", by=caller.subject_id)
        return membership


def change(person_id: UUID, structure_id: UUID, changes: dict[str, Any]) -> Membership:
    """Say something else of oneself in a structure."""
    with transaction() as session:
        structure, membership = _of(session, person_id, structure_id)
        if any(getattr(membership, name) != value for name, value in changes.items()):
            for name, value in changes.items():
                setattr(membership, name, value)
            _record(session, structure, membership, "member_changed", by=person_id)
        return membership


def show_by_default(person_id: UUID, structure_id: UUID) -> Membership:
    """Show this structure first from now on."""
    with transaction() as session:
        _, membership = _of(session, person_id, structure_id)
        session.execute(sa.update(Membership).filter_by(default_of=person_id).values(default_of=None))
        membership.default_of = person_id
        return membership


def leave(person_id: UUID, structure_id: UUID) -> None:
    """Detach oneself: rights there end with it. The last administrator names another one first."""
    with transaction() as session:
        structure, membership = _of(session, person_id, structure_id)
        if _administrators(session, structure_id) == [person_id]:
            raise LastAdministratorLeaves()
        _detach(session, structure, membership, by=person_id, decider="person")


def remove(person_id: UUID, structure_id: UUID, by: Caller, reason: str) -> None:
    """Detach somebody: by an administrator of the structure, who stays one, or by the bank, whoever it is."""
    with transaction() as session:
        session.get(
            Structure, structure_id, with_for_update=True
        )  # of two who detach each other, one succeeds
        if not by.holds(AGENT) and by.subject_id not in _administrators(session, structure_id):
            raise Missing()
        structure, membership = _of(session, person_id, structure_id)
        if by.subject_id == person_id:
            raise OwnRemoval(field="person_id", value=str(person_id))
        decider = "bank" if by.holds(AGENT) else "administrator"
        _detach(session, structure, membership, by=by.subject_id, decider=decider, reason=reason)


def remember_person(session: Session, event: PersonRecorded) -> None:
    """Keep where to write to a person, and let them bear their name in each structure; an older version is no news."""
    key = {"person_id": event.person_id}
    insert_once(session, Person, key | {"version": 0, "email": event.email})
    newer = sa.update(Person).filter_by(**key).where(Person.version < event.version)
    if session.execute(newer.values(version=event.version, email=event.email)).rowcount:
        _rename(session, event.person_id, f"{event.first_name} {event.last_name}"[:NAME_CHARACTERS])


def erase(session: Session, person_id: UUID, wholly: bool) -> None:
    """Detach somebody whose account closed from everything; where they ask for it, forget their name too."""
    if wholly:
        session.execute(sa.delete(Person).where(Person.person_id == person_id))
        blot_out_what_was_told(session, person_id)
    theirs = sa.select(Membership).where(Membership.person_id == person_id)
    for membership in session.scalars(theirs.order_by(Membership.structure_id)).all():
        structure = session.get_one(Structure, membership.structure_id, with_for_update=True)
        if wholly:
            membership.name, membership.email = ERASED, ""
            membership.phone, membership.function = None, None
        if membership.attached:
            _detach(session, structure, membership, by=None, decider="account", reason="compte fermé")


def my_memberships(person_id: UUID) -> Sequence[Membership]:
    """A person's structures, the default one first."""
    wanted = (
        sa.select(Membership)
        .where(Membership.person_id == person_id, Membership.attached)
        .options(joinedload(Membership.structure))
        .order_by(Membership.default_of.is_(None), Membership.joined_at)
    )
    with reading() as session:
        return session.scalars(wanted).all()


def members_of(structure_id: UUID) -> Sequence[Membership]:
    """Who belongs to a structure, and who did; raises Missing for no structure."""
    wanted = sa.select(Membership).where(Membership.structure_id == structure_id)
    with reading() as session:
        if session.get(Structure, structure_id) is None:
            raise Missing()
        return session.scalars(wanted.order_by(Membership.name, Membership.person_id)).all()


def personal_data(person_id: UUID) -> Sequence[Membership]:
    """All memberships of a person, past ones too."""
    with reading() as session:
        return session.scalars(sa.select(Membership).where(Membership.person_id == person_id)).all()


def _rename(session: Session, person_id: UUID, name: str) -> None:
    theirs = sa.select(Membership).where(Membership.person_id == person_id, Membership.attached)
    otherwise = theirs.where(Membership.name != name).order_by(Membership.structure_id)
    for membership in session.scalars(otherwise).all():
        structure = session.get_one(Structure, membership.structure_id, with_for_update=True)
        membership.name = name
        _record(session, structure, membership, "member_renamed", by=person_id, decider="account")


def _address(session: Session, person_id: UUID) -> str:
    """The address of a person's account; raises EmailNeeded where identity has not told of it."""
    person = session.get(Person, person_id)
    if person is None or not person.email:
        raise EmailNeeded(field="email", value=None)
    return person.email


def _membership(session: Session, structure_id: UUID, caller: Caller) -> Membership:
    """The one row of a person in a structure, locked; made, not attached, where there was none."""
    key = {"structure_id": structure_id, "person_id": caller.subject_id}
    name = caller.name[:NAME_CHARACTERS]
    new = {"version": 0, "attached": False, "name": name, "email": "", "joined_at": clock.now()}
    insert_once(session, Membership, key | new)
    return session.scalars(sa.select(Membership).filter_by(**key).with_for_update()).one()


def _of(session: Session, person_id: UUID, structure_id: UUID) -> tuple[Structure, Membership]:
    """A membership that lasts, its structure locked; raises Missing for any other."""
    structure = session.get(Structure, structure_id, with_for_update=True)
    membership = session.get(Membership, (structure_id, person_id))
    if structure is None or membership is None or not membership.attached:
        raise Missing()
    return structure, membership


def _detach(
    session: Session,
    structure: Structure,
    membership: Membership,
    by: UUID | None,
    decider: str,
    reason: str | None = None,
) -> None:
    membership.attached, membership.left_at, membership.default_of = False, clock.now(), None
    _record(session, structure, membership, "left", by, decider, reason)


def _administrators(session: Session, structure_id: UUID) -> list[UUID]:
    """Who administers a structure and still belongs to it, as far as we have heard."""
    wanted = (
        sa.select(Membership.person_id)
        .join(rights, rights.c.subject_id == Membership.person_id)
        .where(
            Membership.structure_id == structure_id,
            Membership.attached,
            rights.c.right == ADMINISTRATOR,
            rights.c.structure_id == str(structure_id),
            rights.c.granted,
        )
    )
    return list(session.scalars(wanted))


def _refuse_too_many(session: Session, person_id: UUID) -> None:
    theirs = sa.select(sa.func.count()).where(Membership.person_id == person_id, Membership.attached)
    if session.scalar(theirs.select_from(Membership)) >= STRUCTURES_MAX:
        raise TooManyStructures(most=STRUCTURES_MAX)


def _default(session: Session, person_id: UUID) -> Membership | None:
    return session.scalar(sa.select(Membership).where(Membership.default_of == person_id))


def _record(
    session: Session,
    structure: Structure,
    membership: Membership,
    act: str,
    by: UUID | None,
    decider: str = "person",
    reason: str | None = None,
) -> None:
    membership.version += 1
    about = {"subject_id": membership.person_id, "structure_id": structure.structure_id}
    record_act(session, act, by=by, **about, facts={"reason": reason} if reason else None)
    told = MemberRecorded(
        person_id=membership.person_id,
        structure_id=structure.structure_id,
        structure_name=structure.name,
        version=membership.version,
        attached=membership.attached,
        name=membership.name,
        email=membership.email,
        function=membership.function,
        decider=decider,
        reason=reason,
    )
    emit(session, told, subject=membership.person_id)
