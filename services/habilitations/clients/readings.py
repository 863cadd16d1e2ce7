"""What habilitations shows of clients' rights: to administrators their structure, to agents all."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.habilitations.clients.administration import must_administer
from services.habilitations.clients.letters import letters_of
from services.habilitations.clients.people import is_suspended, member, rights_of
from services.habilitations.clients.requests import open_request
from services.habilitations.tables import (
    Appointment,
    Change,
    Grant,
    Member,
    Request,
    Structure,
    Suspension,
)
from shared.auth import Caller
from shared.db import reading
from shared.errors import Missing
from shared.pagination import page

AGENT = "habilitations.agent"


def list_users(structure_id: UUID, caller: Caller) -> dict[str, Any]:
    """The people of a structure, for its administrators and for the bank's agents."""
    people = sa.select(Member).where(Member.structure_id == structure_id, Member.attached)
    with reading() as session:
        _refuse_strangers(session, structure_id, caller)
        found = session.scalars(people.order_by(Member.name, Member.person_id)).all()
        return {"items": [_user(session, each) for each in found]}


def read_user(structure_id: UUID, person_id: UUID, caller: Caller) -> dict[str, Any]:
    """One person's sheet."""
    with reading() as session:
        _refuse_strangers(session, structure_id, caller)
        person = member(session, structure_id, person_id)
        return _user(session, person) | {
            "requests": _requests(session, person_id, structure_id),
            "changes": _changes(session, person_id, structure_id),
        }


def list_appointments(state: str | None, structure_id: UUID | None, **page_wanted: Any) -> dict[str, Any]:
    """Appointments, the newest first, with the names of whom they are about."""
    belongs = sa.and_(
        Member.structure_id == Appointment.structure_id, Member.person_id == Appointment.person_id
    )
    wanted = (
        sa.select(Appointment, Structure.name, Member.name)
        .join(Structure, Structure.structure_id == Appointment.structure_id)
        .join(Member, belongs)
    )
    if state is not None:
        wanted = wanted.where(Appointment.state == state)
    if structure_id is not None:
        wanted = wanted.where(Appointment.structure_id == structure_id)
    newest_first = (Appointment.accepted_at.desc(), Appointment.appointment_id)
    with reading() as session:
        found = page(session, wanted, by=newest_first, **page_wanted)
    named = [
        _columns(appointment) | {"structure_name": structure, "person_name": person}
        for appointment, structure, person, *_ in found["items"]
    ]
    return found | {"items": named}


def read_appointment(appointment_id: UUID, caller: Caller) -> dict[str, Any]:
    """One appointment with its letters, for its person and for the bank's agents."""
    with reading() as session:
        found = session.get(Appointment, appointment_id)
        if found is None or not (found.person_id == caller.subject_id or caller.holds(AGENT)):
            raise Missing()
        structure = session.get_one(Structure, found.structure_id)
        person = session.get_one(Member, (found.structure_id, found.person_id))
        names = {"structure_name": structure.name, "person_name": person.name}
        return _columns(found) | names | {"letters": letters_of(session, appointment_id)}


def find_people(typed: str, **page_wanted: Any) -> dict[str, Any]:
    """People of structures by part of their name or address, each with each of their structures."""
    wanted = sa.select(Member, Structure.name).join(Structure, Structure.structure_id == Member.structure_id)
    if typed.strip():
        looked_for = typed.strip()
        wanted = wanted.where(
            sa.or_(
                Member.name.icontains(looked_for, autoescape=True),
                Member.email.icontains(looked_for, autoescape=True),
            )
        )
    by_name = (Member.name, Member.person_id, Member.structure_id)
    with reading() as session:
        found = page(session, wanted, by=by_name, **page_wanted)
    items = [_columns(person) | {"structure_name": name} for person, name, *_ in found["items"]]
    return found | {"items": items}


def list_suspensions(person_id: UUID | None, **page_wanted: Any) -> dict[str, Any]:
    """Suspensions, the newest first."""
    wanted = sa.select(Suspension)
    if person_id is not None:
        wanted = wanted.where(Suspension.person_id == person_id)
    with reading() as session:
        return page(session, wanted, by=(Suspension.since.desc(), Suspension.suspension_id), **page_wanted)


def personal_data(person_id: UUID) -> dict[str, Any]:
    """All that is held about a person."""
    with reading() as session:
        memberships = session.scalars(sa.select(Member).where(Member.person_id == person_id)).all()
        rights = session.scalars(sa.select(Grant).where(Grant.subject_id == person_id)).all()
        theirs = sa.select(Appointment).where(Appointment.person_id == person_id)
        return {
            "memberships": [_texts(_columns(each)) for each in memberships],
            "rights": [_texts(_columns(each)) for each in rights],
            "requests": _requests(session, person_id),
            "appointments": session.scalars(theirs).all(),
        }


def _user(session: Session, person: Member) -> dict[str, Any]:
    return _columns(person) | {
        "rights": sorted(rights_of(session, person.person_id, person.structure_id)),
        "request": open_request(session, person.structure_id, person.person_id),
        "suspended": is_suspended(session, person.person_id, person.structure_id),
    }


def _requests(session: Session, person_id: UUID, structure_id: UUID | None = None) -> list[Request]:
    wanted = sa.select(Request).where(Request.person_id == person_id)
    if structure_id is not None:
        wanted = wanted.where(Request.structure_id == structure_id)
    return list(session.scalars(wanted.order_by(Request.asked_at, Request.request_id)))


def _changes(session: Session, person_id: UUID, structure_id: UUID) -> list[dict[str, Any]]:
    wanted = (
        sa.select(Change, Grant.right)
        .join(Grant, Grant.grant_id == Change.grant_id)
        .where(Grant.subject_id == person_id, Grant.structure_id == str(structure_id))
        .order_by(Change.changed_at, Grant.right)
    )
    return [_columns(change) | {"right": right} for change, right in session.execute(wanted)]


def _refuse_strangers(session: Session, structure_id: UUID, caller: Caller) -> None:
    if not caller.holds(AGENT):
        must_administer(session, structure_id, caller.subject_id)


def _columns(row: Any) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in sa.inspect(type(row)).column_attrs}


def _texts(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value if isinstance(value, bool | int) else value and str(value) for name, value in row.items()
    }
