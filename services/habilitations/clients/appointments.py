"""Case 1: nobody can decide, so whoever represents the structure does, by handing over the code of a letter."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.habilitations.actions import give
from services.habilitations.clients.codes import is_code_of
from services.habilitations.clients.letters import (
    UNDELIVERABLE,
    appointment_of,
    end_code,
    live_code,
    order_letter,
)
from services.habilitations.clients.moves import change_request, close_request, move_appointment
from services.habilitations.clients.people import applicant, locked, rights_of
from services.habilitations.clients.requests import own, route, route_waiting, settle
from services.habilitations.domain.appointments import AppointmentState, RequestState
from services.habilitations.domain.codes import ATTEMPTS_MAX, read_code
from services.habilitations.domain.rights import ADMINISTRATOR
from services.habilitations.tables import Appointment, Code, Request
from shared import clock
from shared.audit import record_act
from shared.db import insert_once, reading, transaction
from shared.errors import Bilingual, Conflict, Missing, Refusal
from shared.events.notifications import LetterMoved
from shared.ids import new_id

_BATCH = 50
_EXPIRED = "Le code n’a pas été saisi à temps."
_MISTYPED = f"Un code a été mal saisi {ATTEMPTS_MAX} fois."


class CodeUnreadable(Refusal):
    french = "Ce n'est pas la forme d'un code ; attendu : {allowed}."
    english = "This has not the form of a code; expected: {allowed}."


class LetterCodeWrong(Refusal):
    french = "Ce code n'est pas le bon. Il reste {left} essais."
    english = "This is not the code. {left} attempts are left."


class NoCodeExpected(Conflict):
    french = "Aucun code n'est attendu ici : il a expiré, ou un nouveau courrier doit être demandé."
    english = "No code is expected here: it has expired, or a new letter is to be ordered."


def accept(request_id: UUID, person_id: UUID) -> Request:
    """Accept to ask whoever represents the structure: a letter goes out. Doing it again changes nothing.

    Of two at the same instant one has the place; the other's request waits for the administrator to be.
    """
    with transaction() as session:
        structure, request = own(session, request_id, person_id)
        if request.state is not RequestState.TO_ACCEPT:
            return request
        person = applicant(session, structure.structure_id, person_id)
        _expire_overdue(session, structure.structure_id)
        route(session, structure, person, request)
        if request.state is RequestState.TO_ACCEPT:
            _begin(session, request)
        return request


def order_again(appointment_id: UUID, by: UUID, as_agent: bool) -> Appointment:
    """Have a new letter sent: the code before is dead. By the person concerned, or by somebody of the bank."""
    with transaction() as session:
        appointment = _for_change(session, appointment_id)
        if not as_agent and appointment.person_id != by:
            raise Missing()
        applicant(session, appointment.structure_id, appointment.person_id)
        _take_place_again(session, appointment)
        order_letter(session, appointment, by)
        return appointment


def type_code(structure_id: UUID, person_id: UUID, typed: str) -> Appointment:
    """Make rights active by the code of a letter. Each try is counted, and kept, before it is compared."""
    code = read_code(typed)
    if code is None:
        allowed = Bilingual(
            "12 lettres et chiffres, en trois groupes", "12 letters and digits, in three groups"
        )
        raise CodeUnreadable(field="code", value=None, allowed=allowed)
    tried = _count_attempt(structure_id, person_id)
    if is_code_of(code, tried.digest, tried.letter_id):
        return _activate(tried.letter_id)
    if tried.attempts >= ATTEMPTS_MAX:
        _end_as_mistyped(tried.letter_id)
    raise LetterCodeWrong(field="code", value=None, left=ATTEMPTS_MAX - tried.attempts)


def refuse(appointment_id: UUID, reason: str, by: UUID) -> Appointment:
    """Whoever represents the structure told the bank no: the request is closed, its code dead."""
    with transaction() as session:
        appointment = _for_change(session, appointment_id)
        structure = locked(session, appointment.structure_id)
        about = {"subject_id": appointment.person_id, "structure_id": appointment.structure_id}
        record_act(session, "appointment_refused", by=by, **about, facts={"reason": reason})
        end_code(session, appointment, "withdrawn")
        move_appointment(session, appointment, AppointmentState.REFUSED, why=reason)
        close_request(_request_of(session, appointment), RequestState.REFUSED, by=by, reason=reason)
        settle(session, structure)
        return appointment


def expire_due_codes() -> bool:
    """One round: end what was not typed in time. True when there may be more."""
    with reading() as session:
        overdue = sa.select(Code.structure_id).where(
            Code.live_for.is_not(None), Code.expires_on < clock.today()
        )
        structures = session.scalars(overdue.distinct().limit(_BATCH)).all()
    for structure_id in structures:
        with transaction() as session:
            structure = locked(session, structure_id)
            _expire_overdue(session, structure_id)
            settle(session, structure)
    return len(structures) == _BATCH


def follow_letter(session: Session, event: LetterMoved) -> None:
    """Note how far a letter has come; one that reaches nobody needs somebody of the bank, and its code is dead."""
    locked(session, event.structure_id)
    code = session.get(Code, event.letter_id, with_for_update=True)
    if code is None:
        return
    code.letter_state, code.letter_why = event.state, event.why
    if event.state in UNDELIVERABLE and code.live_for is not None:
        appointment = session.get_one(Appointment, code.appointment_id)
        end_code(session, appointment, "undeliverable")
        move_appointment(session, appointment, AppointmentState.NEEDS_AGENT, why=event.why)


def _begin(session: Session, request: Request) -> None:
    """Take the place of the structure and have the letter sent; whose code expired takes it again."""
    appointment = appointment_of(session, request) or _new_appointment(session, request)
    if appointment is None:
        change_request(request, RequestState.AWAITING_ADMINISTRATOR)
        return
    change_request(request, RequestState.AWAITING_CODE)
    order_letter(session, appointment, request.person_id)


def _new_appointment(session: Session, request: Request) -> Appointment | None:
    """None for the second of two at the same instant: the database takes one, whoever forgets the lock."""
    key = {"appointment_id": new_id(), "structure_id": request.structure_id, "person_id": request.person_id}
    row = key | {
        "request_id": request.request_id,
        "administers": ADMINISTRATOR not in rights_of(session, request.person_id, request.structure_id),
        "state": AppointmentState.LETTER_ORDERED,
        "version": 0,
        "place": request.structure_id,
        "accepted_at": clock.now(),
        "changed_at": clock.now(),
    }
    taken = insert_once(session, Appointment, row)
    return session.get_one(Appointment, row["appointment_id"]) if taken else None


def _take_place_again(session: Session, appointment: Appointment) -> None:
    """An appointment that expired comes back, unless another one has the place or an administrator has come."""
    _expire_overdue(session, appointment.structure_id)
    if appointment.state is not AppointmentState.EXPIRED:
        return
    request = _request_of(session, appointment)
    structure = locked(session, appointment.structure_id)
    person = applicant(session, appointment.structure_id, appointment.person_id)
    route(session, structure, person, request)
    if request.state is not RequestState.TO_ACCEPT:
        raise NoCodeExpected()
    change_request(request, RequestState.AWAITING_CODE)


def _count_attempt(structure_id: UUID, person_id: UUID) -> Code:
    """Count a try, in a transaction of its own; raises NoCodeExpected when there is none left to count."""
    with transaction() as session:
        theirs = sa.select(Appointment.appointment_id).where(
            Appointment.structure_id == structure_id, Appointment.person_id == person_id
        )
        counted = (
            sa.update(Code)
            .where(Code.live_for.in_(theirs), Code.attempts < ATTEMPTS_MAX, Code.expires_on >= clock.today())
            .values(attempts=Code.attempts + 1)
            .returning(Code.letter_id, Code.digest, Code.attempts)
        )
        tried = session.execute(counted).first()
        if tried is not None:
            record_act(session, "code_tried", by=person_id, subject_id=person_id, structure_id=structure_id)
    if tried is None:
        raise NoCodeExpected()
    return tried


def _activate(letter_id: UUID) -> Appointment:
    with transaction() as session:
        appointment, structure = _of_letter(session, letter_id)
        applicant(session, appointment.structure_id, appointment.person_id)
        code = live_code(session, appointment)
        if code is None or code.letter_id != letter_id:
            raise NoCodeExpected()
        request = _request_of(session, appointment)
        end_code(session, appointment, "used")
        rights = [*([ADMINISTRATOR] if appointment.administers else []), *request.rights]
        for right in rights:
            give(
                session, appointment.person_id, right, appointment.structure_id,
                reason="Code du courrier au représentant légal",
            )  # fmt: skip
        close_request(request, RequestState.GRANTED, given=rights)
        move_appointment(session, appointment, AppointmentState.ACTIVE)
        if appointment.administers:
            route_waiting(session, structure)
        return appointment


def _end_as_mistyped(letter_id: UUID) -> None:
    with transaction() as session:
        appointment, structure = _of_letter(session, letter_id)
        code = live_code(session, appointment)
        if code is not None and code.letter_id == letter_id:
            _expire(session, appointment, "mistyped", _MISTYPED)
            settle(session, structure)


def _expire_overdue(session: Session, structure_id: UUID) -> None:
    overdue = sa.select(Appointment).join(Code, Code.live_for == Appointment.appointment_id)
    overdue = overdue.where(Appointment.structure_id == structure_id, Code.expires_on < clock.today())
    for appointment in session.scalars(overdue).all():
        _expire(session, appointment, "expired", _EXPIRED)


def _expire(session: Session, appointment: Appointment, how: str, why: str) -> None:
    """The place is free for others; the person may order a new letter while it is."""
    end_code(session, appointment, how)
    move_appointment(session, appointment, AppointmentState.EXPIRED, why=why)
    change_request(_request_of(session, appointment), RequestState.TO_ACCEPT)


def _of_letter(session: Session, letter_id: UUID):
    code = session.get_one(Code, letter_id)
    structure = locked(session, code.structure_id)
    return session.get_one(Appointment, code.appointment_id, populate_existing=True), structure


def _for_change(session: Session, appointment_id: UUID) -> Appointment:
    found = session.get(Appointment, appointment_id)
    if found is None:
        raise Missing()
    locked(session, found.structure_id)
    session.refresh(found)
    return found


def _request_of(session: Session, appointment: Appointment) -> Request:
    return session.get_one(Request, appointment.request_id)
