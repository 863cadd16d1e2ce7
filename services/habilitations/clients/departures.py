"""Who comes to a structure and who goes: our copy of it, and what ends when somebody has gone."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.habilitations.actions import take_back
from services.habilitations.clients.people import grants_of, locked
from services.habilitations.clients.requests import settle, withdraw
from services.habilitations.domain.appointments import OPEN_REQUESTS
from services.habilitations.tables import Appointment, Code, Member, Request, Subject
from shared.db import insert_once
from shared.events.structures import MemberRecorded, StructureRecorded
from shared.forgetting import blot_out_what_was_told

ERASED = "—"


def remember_structure(session: Session, event: StructureRecorded) -> None:
    """Keep the name of a structure; an older version changes nothing."""
    structure = locked(session, event.structure_id)
    if structure.version < event.version:
        structure.version, structure.name = event.version, event.name


def remember_member(session: Session, event: MemberRecorded) -> None:
    """Keep who belongs to a structure; who has left holds nothing there any more."""
    structure = locked(session, event.structure_id)
    key = {"structure_id": event.structure_id, "person_id": event.person_id}
    values = {name: getattr(event, name) for name in ("version", "attached", "name", "email", "function")}
    insert_once(session, Member, key | values | {"version": 0, "attached": False})
    changed = sa.update(Member).filter_by(**key).where(Member.version < event.version)
    if session.execute(changed.values(**values)).rowcount and not event.attached:
        _end_everything(session, event.structure_id, event.person_id, "La personne a quitté la structure.")
        settle(session, structure)


def leave_everywhere(session: Session, person_id: UUID, erase: bool) -> None:
    """End all that a person whose account closed had in structures; where they ask to be erased, their name too."""
    if erase:
        _forget(session, person_id)
    theirs = sa.select(Member.structure_id).where(Member.person_id == person_id)
    for structure_id in sorted(session.scalars(theirs)):
        structure = locked(session, structure_id)
        person = session.get_one(Member, (structure_id, person_id))
        if erase:
            person.name, person.email, person.function = ERASED, "", None
        _end_everything(session, structure_id, person_id, "Le compte est fermé.")
        person.attached = False
        session.flush()
        settle(session, structure)


def _forget(session: Session, person_id: UUID) -> None:
    """Erase the name that rights are listed with, and what the outbox says: letters and decisions name people too."""
    subject = session.get(Subject, person_id)
    if subject is not None:
        subject.name = ERASED
    letters = sa.select(Code.letter_id).join(Appointment, Appointment.appointment_id == Code.appointment_id)
    decided = sa.select(Request.request_id).where(Request.decided_by == person_id)
    theirs = letters.where(Appointment.person_id == person_id).union_all(decided)
    blot_out_what_was_told(session, person_id, session.scalars(theirs).all())


def _end_everything(session: Session, structure_id: UUID, person_id: UUID, reason: str) -> None:
    for granted in grants_of(session, person_id, structure_id):
        take_back(session, granted, reason=reason)
    still_open = sa.select(Request).where(
        Request.structure_id == structure_id,
        Request.person_id == person_id,
        Request.state.in_(list(OPEN_REQUESTS)),
    )
    for request in session.scalars(still_open).all():
        withdraw(session, request)
