"""Requests and appointments move from state to state here, and nowhere else."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from services.habilitations.clients.people import reader
from services.habilitations.domain.appointments import (
    OPEN_APPOINTMENTS,
    AppointmentState,
    RequestState,
    may_become,
)
from services.habilitations.tables import Appointment, Member, Request, Structure
from shared import clock
from shared.errors import Conflict
from shared.events.habilitations import AppointmentMoved
from shared.outbox import emit


class AppointmentClosed(Conflict):
    french = "Cette désignation est close ({state})."
    english = "This appointment is closed ({state})."


def change_request(request: Request, state: RequestState) -> None:
    """Bring a request into a state in which somebody still has to do something."""
    request.state, request.changed_at = state, clock.now()
    request.version += 1


def close_request(
    request: Request,
    state: RequestState,
    given: Collection[str] = (),
    by: UUID | None = None,
    reason: str | None = None,
) -> None:
    """Bring a request to its end."""
    change_request(request, state)
    request.open_key, request.rights_given = None, sorted(given)
    request.decided_by, request.reason = by, reason


def move_appointment(
    session: Session,
    appointment: Appointment,
    state: AppointmentState,
    why: str | None = None,
    expires_on: date | None = None,
) -> None:
    """Bring an appointment into a state and tell its person; an open one holds the place of its structure."""
    if appointment.version and not may_become(appointment.state, state):
        raise AppointmentClosed(state=appointment.state)
    appointment.state, appointment.why, appointment.changed_at = state, why, clock.now()
    appointment.version += 1
    appointment.place = appointment.structure_id if state in OPEN_APPOINTMENTS else None
    session.flush()
    _tell(session, appointment, expires_on)


def _tell(session: Session, appointment: Appointment, expires_on: date | None) -> None:
    structure = session.get_one(Structure, appointment.structure_id)
    person = session.get_one(Member, (appointment.structure_id, appointment.person_id))
    request = session.get_one(Request, appointment.request_id)
    moved = AppointmentMoved(
        appointment_id=appointment.appointment_id,
        version=appointment.version,
        structure_id=structure.structure_id,
        structure_name=structure.name,
        person=reader(person),
        rights=tuple(request.rights),
        administers=appointment.administers,
        state=appointment.state,
        why=appointment.why,
        expires_on=expires_on,
    )
    emit(session, moved, subject=appointment.appointment_id)
