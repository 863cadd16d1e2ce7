"""Letters with a code: ordered, at most three in ninety days; a new one kills the code of the one before."""

from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.habilitations.clients.codes import digest_of, new_code
from services.habilitations.clients.moves import move_appointment
from services.habilitations.domain.appointments import AppointmentState, may_become, next_letter_on
from services.habilitations.domain.codes import DAYS_VALID, LETTERS_DAYS, LETTERS_MAX
from services.habilitations.domain.rights import SERVICES
from services.habilitations.tables import Appointment, Code, Member, Request
from shared import clock
from shared.audit import record_act
from shared.errors import Conflict
from shared.events.habilitations import LetterDropped, LetterOrdered
from shared.ids import new_id
from shared.outbox import emit
from shared.sealing import seal

UNDELIVERABLE = ("failed", "cancelled", "returned")
"""Of a letter that reached nobody: it does not count among those that a structure may be sent."""


class LettersExhausted(Conflict):
    french = (
        "Cette structure a reçu {most} courriers en {days} jours : le prochain pourra partir le {next_on}."
    )
    english = "This structure was sent {most} letters in {days} days: the next one may go on {next_on}."


def order_letter(session: Session, appointment: Appointment, by: UUID) -> Code:
    """Have a letter with a new code sent; the code before is dead. Raises LettersExhausted."""
    end_code(session, appointment, "replaced")
    _refuse_too_many(session, appointment.structure_id)
    code, today = new_code(), clock.today()
    ordered = Code(
        letter_id=new_id(),
        appointment_id=appointment.appointment_id,
        structure_id=appointment.structure_id,
        live_for=appointment.appointment_id,
        attempts=0,
        ordered_on=today,
        ordered_by=by,
        expires_on=today + timedelta(days=DAYS_VALID),
        letter_state="ordered",
    )
    ordered.digest = digest_of(code, ordered.letter_id)
    session.add(ordered)
    record_act(
        session,
        "letter_ordered",
        by=by,
        subject_id=appointment.person_id,
        structure_id=appointment.structure_id,
        facts={"letter_id": str(ordered.letter_id)},
    )
    move_appointment(session, appointment, AppointmentState.LETTER_ORDERED, expires_on=ordered.expires_on)
    emit(session, _order(session, appointment, ordered, code), subject=ordered.letter_id)
    return ordered


def live_code(session: Session, appointment: Appointment) -> Code | None:
    """The code that can be typed for an appointment."""
    wanted = sa.select(Code).where(Code.live_for == appointment.appointment_id).with_for_update()
    return session.scalar(wanted)


def end_code(session: Session, appointment: Appointment, how: str) -> None:
    """Kill the live code of an appointment, if there is one; a letter that has not gone yet is stopped."""
    code = live_code(session, appointment)
    if code is None:
        return
    code.live_for, code.digest, code.ended = None, None, how
    session.flush()
    if code.letter_state == "ordered" and how != "used":
        dropped = LetterDropped(letter_id=code.letter_id, structure_id=code.structure_id)
        emit(session, dropped, subject=code.letter_id)


def open_appointment(session: Session, structure_id: UUID) -> Appointment | None:
    """The appointment that holds the place of a structure."""
    return session.scalar(sa.select(Appointment).where(Appointment.place == structure_id))


def appointment_of(session: Session, request: Request) -> Appointment | None:
    """The appointment that a request has led to, whatever became of it."""
    return session.scalar(sa.select(Appointment).where(Appointment.request_id == request.request_id))


def cancel_appointment(session: Session, request: Request) -> None:
    """End the appointment of a request whose person gave up or is gone, and its letter."""
    appointment = appointment_of(session, request)
    if appointment is not None and may_become(appointment.state, AppointmentState.CANCELLED):
        end_code(session, appointment, "withdrawn")
        move_appointment(session, appointment, AppointmentState.CANCELLED)


def letters_of(session: Session, appointment_id: UUID) -> list[Code]:
    """Every letter of an appointment, oldest first."""
    wanted = sa.select(Code).where(Code.appointment_id == appointment_id)
    return list(session.scalars(wanted.order_by(Code.ordered_on, Code.letter_id)))


def next_letter_of(session: Session, structure_id: UUID) -> date | None:
    """From which day a structure may be sent one more letter; None when it may today."""
    today = clock.today()
    ordered_on = session.scalars(
        sa.select(Code.ordered_on).where(
            Code.structure_id == structure_id,
            Code.letter_state.not_in(UNDELIVERABLE),
            Code.ordered_on > today - timedelta(days=LETTERS_DAYS),
        )
    ).all()
    return next_letter_on(ordered_on, today)


def _refuse_too_many(session: Session, structure_id: UUID) -> None:
    next_on = next_letter_of(session, structure_id)
    if next_on is not None:
        raise LettersExhausted(most=LETTERS_MAX, days=LETTERS_DAYS, next_on=next_on)


def _order(session: Session, appointment: Appointment, ordered: Code, code: str) -> LetterOrdered:
    person = session.get_one(Member, (appointment.structure_id, appointment.person_id))
    request = session.get_one(Request, appointment.request_id)
    return LetterOrdered(
        letter_id=ordered.letter_id,
        structure_id=appointment.structure_id,
        person_name=person.name,
        rights=tuple(right for right in SERVICES if right in request.rights),
        administers=appointment.administers,
        sealed_code=seal({"code": code}, f"letter/{ordered.letter_id}"),
        asked_on=ordered.ordered_on,
        expires_on=ordered.expires_on,
    )
