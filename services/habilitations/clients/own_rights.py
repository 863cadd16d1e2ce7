"""What a person is shown of their own: what they may do in each structure, what is under way, why nothing is."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.habilitations.clients.letters import letters_of, next_letter_of
from services.habilitations.clients.people import is_suspended, rights_of
from services.habilitations.clients.requests import open_request
from services.habilitations.domain.appointments import OPEN_APPOINTMENTS, AppointmentState, RequestState
from services.habilitations.tables import Appointment, Member, Request, Structure
from shared.db import reading

_STEPS = {
    RequestState.TO_ACCEPT: "accept",
    RequestState.AWAITING_CODE: "type_code",
    RequestState.AWAITING_ADMINISTRATOR: "wait",
}


def my_rights(person_id: UUID) -> dict[str, Any]:
    """What a person may do in each of their structures, what is under way there, and why nothing came of the last."""
    theirs = sa.select(Member).where(Member.person_id == person_id, Member.attached)
    with reading() as session:
        memberships = session.scalars(theirs.order_by(Member.structure_id)).all()
        return {"items": [_my_structure(session, each.structure_id, person_id) for each in memberships]}


def _my_structure(session: Session, structure_id: UUID, person_id: UUID) -> dict[str, Any]:
    structure = session.get(Structure, structure_id)
    request = open_request(session, structure_id, person_id)
    appointment = _last_appointment(session, structure_id, person_id)
    is_open = appointment is not None and appointment.state in OPEN_APPOINTMENTS
    return {
        "structure_id": structure_id,
        "name": structure.name if structure else "",
        "rights": sorted(rights_of(session, person_id, structure_id)),
        "suspended": is_suspended(session, person_id, structure_id),
        "request": request,
        "appointment": appointment if is_open else None,
        "expires_on": _expires_on(session, appointment) if is_open else None,
        "letter_ended": _letter_ended(session, appointment, request),
        "last_refusal": _last_refusal(session, structure_id, person_id, appointment),
        "next_step": _STEPS[request.state] if request else None,
    }


def _last_appointment(session: Session, structure_id: UUID, person_id: UUID) -> Appointment | None:
    theirs = sa.select(Appointment).where(
        Appointment.person_id == person_id, Appointment.structure_id == structure_id
    )
    newest_first = theirs.order_by(Appointment.changed_at.desc(), Appointment.appointment_id)
    return session.scalars(newest_first.limit(1)).first()


def _expires_on(session: Session, appointment: Appointment):
    """The last day on which the code of an appointment can be typed; None where no code lives."""
    letters = letters_of(session, appointment.appointment_id)
    return next((letter.expires_on for letter in letters if letter.live_for), None)


def _letter_ended(
    session: Session, appointment: Appointment | None, request: Request | None
) -> dict[str, Any] | None:
    """Why nothing is active though a letter went out, as long as its person is to say whether another one shall."""
    if appointment is None or appointment.state is not AppointmentState.EXPIRED:
        return None
    if request is None or request.state is not RequestState.TO_ACCEPT:
        return None
    return {
        "appointment_id": appointment.appointment_id,
        "how": letters_of(session, appointment.appointment_id)[-1].ended,
        "why": appointment.why,
        "ended_at": appointment.changed_at,
        "next_letter_on": next_letter_of(session, appointment.structure_id),
    }


def _last_refusal(
    session: Session, structure_id: UUID, person_id: UUID, appointment: Appointment | None
) -> dict[str, Any] | None:
    """The person's last request where it was refused; an answer to what they ask since takes its place."""
    theirs = sa.select(Request).where(Request.person_id == person_id, Request.structure_id == structure_id)
    newest_first = theirs.order_by(Request.asked_at.desc(), Request.request_id)
    last = session.scalars(newest_first.limit(1)).first()
    if last is None or last.state is not RequestState.REFUSED:
        return None
    was_by_letter = appointment is not None and appointment.request_id == last.request_id
    return {
        "request_id": last.request_id,
        "rights": last.rights,
        "reason": last.reason,
        "by": "representative" if was_by_letter else "administrator",
        "decided_at": last.changed_at,
    }
