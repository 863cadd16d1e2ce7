"""Asking for rights in a structure: who decides, and what became of it."""

from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.habilitations.clients.letters import cancel_appointment, open_appointment
from services.habilitations.clients.moves import change_request, close_request
from services.habilitations.clients.people import (
    administrators,
    applicant,
    locked,
    member,
    reader,
    readers,
    rights_of,
)
from services.habilitations.domain.appointments import OPEN_REQUESTS, RequestState, decider_exists
from services.habilitations.tables import Member, Request, Structure
from shared import clock
from shared.db import transaction
from shared.errors import Conflict, Missing
from shared.events.habilitations import AdministrationVacated, RightsRequested
from shared.ids import new_id
from shared.outbox import emit


class RightsHeldAlready(Conflict):
    french = "Vous avez déjà ces droits dans cette structure."
    english = "You hold these rights in this structure already."


class LetterOnItsWay(Conflict):
    french = "Un courrier est déjà parti pour votre première demande : attendez son code, ou annulez-la."
    english = "A letter is on its way for your first request: wait for its code, or cancel it."


class RequestClosed(Conflict):
    french = "Cette demande n'attend plus de réponse ({state})."
    english = "This request waits for no answer any more ({state})."


def ask(structure_id: UUID, person_id: UUID, rights: Collection[str]) -> Request:
    """Ask for rights; the answer says who decides. Asking again adds to a request that is still open."""
    with transaction() as session:
        structure = locked(session, structure_id)
        person = applicant(session, structure_id, person_id)
        wanted = sorted(set(rights) - rights_of(session, person_id, structure_id))
        if not wanted:
            raise RightsHeldAlready()
        request = open_request(session, structure_id, person_id)
        if request is not None and set(wanted) <= set(request.rights):
            return request
        if request is not None and request.state is RequestState.AWAITING_CODE:
            raise LetterOnItsWay()
        request = request or _new_request(session, structure_id, person_id)
        request.rights = sorted({*request.rights, *wanted})
        route(session, structure, person, request)
        return request


def cancel(request_id: UUID, person_id: UUID) -> Request:
    """Give up; a letter that is on its way is worth nothing any more."""
    with transaction() as session:
        structure, request = own(session, request_id, person_id)
        if request.state not in OPEN_REQUESTS:
            raise RequestClosed(state=request.state)
        withdraw(session, request)
        settle(session, structure)
        return request


def own(session: Session, request_id: UUID, person_id: UUID) -> tuple[Structure, Request]:
    """A person's own request, its structure locked; raises Missing for another's."""
    found = session.get(Request, request_id)
    if found is None or found.person_id != person_id:
        raise Missing()
    member(session, found.structure_id, person_id)
    structure = locked(session, found.structure_id)
    session.refresh(found)
    return structure, found


def route(session: Session, structure: Structure, person: Member, request: Request) -> None:
    """Bring a request before whoever can decide it, and tell them."""
    there = administrators(session, structure.structure_id)
    if _decidable(session, there, request):
        _put_before(session, structure, there, person, request)
    elif open_appointment(session, structure.structure_id) is not None:
        change_request(request, RequestState.AWAITING_ADMINISTRATOR)
    else:
        change_request(request, RequestState.TO_ACCEPT)


def withdraw(session: Session, request: Request) -> None:
    """End a request whose person gave up or is gone, and the letter that it made."""
    close_request(request, RequestState.CANCELLED)
    cancel_appointment(session, request)


def settle(session: Session, structure: Structure) -> None:
    """After somebody went: who waits for a decision that nobody can take any more is back at case 1, and told so."""
    if open_appointment(session, structure.structure_id) is not None:
        return
    there = administrators(session, structure.structure_id)
    left = [
        each for each in _waiting(session, structure.structure_id) if not _decidable(session, there, each)
    ]
    for request in left:
        change_request(request, RequestState.TO_ACCEPT)
    if left:
        _tell_vacancy(session, structure, left)


def route_waiting(session: Session, structure: Structure) -> None:
    """After an administrator came: what waited for one is theirs to decide."""
    for request in _waiting(session, structure.structure_id, RequestState.TO_ACCEPT):
        person = session.get_one(Member, (structure.structure_id, request.person_id))
        route(session, structure, person, request)


def open_key(structure_id: UUID, person_id: UUID) -> str:
    """What only one open request has."""
    return f"{structure_id}/{person_id}"


def open_request(session: Session, structure_id: UUID, person_id: UUID) -> Request | None:
    """What somebody asks for in a structure and nobody has answered yet."""
    return session.scalar(sa.select(Request).where(Request.open_key == open_key(structure_id, person_id)))


def _decidable(session: Session, there: list[Member], request: Request) -> bool:
    """Whether one of the administrators who are there can decide a request."""
    held = {each.person_id: rights_of(session, each.person_id, request.structure_id) for each in there}
    is_administrator = held.pop(request.person_id, None) is not None
    return decider_exists(request.rights, list(held.values()), is_administrator)


def _put_before(
    session: Session, structure: Structure, there: list[Member], person: Member, request: Request
) -> None:
    change_request(request, RequestState.AWAITING_ADMINISTRATOR)
    event = RightsRequested(
        request_id=request.request_id,
        version=request.version,
        structure_id=structure.structure_id,
        structure_name=structure.name,
        person=reader(person),
        rights=tuple(request.rights),
        asked_at=request.asked_at,
        administrators=readers(each for each in there if each.person_id != person.person_id),
    )
    emit(session, event, subject=request.request_id)


def _tell_vacancy(session: Session, structure: Structure, requests: list[Request]) -> None:
    people = [session.get_one(Member, (structure.structure_id, each.person_id)) for each in requests]
    event = AdministrationVacated(
        vacancy_id=new_id(),
        structure_id=structure.structure_id,
        structure_name=structure.name,
        waiting=readers(people),
    )
    emit(session, event, subject=structure.structure_id)


def _new_request(session: Session, structure_id: UUID, person_id: UUID) -> Request:
    request = Request(
        request_id=new_id(),
        structure_id=structure_id,
        person_id=person_id,
        rights=[],
        state=RequestState.TO_ACCEPT,
        version=0,
        open_key=open_key(structure_id, person_id),
        asked_at=clock.now(),
        changed_at=clock.now(),
    )
    session.add(request)
    return request


def _waiting(session: Session, structure_id: UUID, *others: RequestState) -> list[Request]:
    """Requests that an administrator was to decide, and those in other states, oldest first."""
    wanted = sa.select(Request).where(
        Request.structure_id == structure_id,
        Request.state.in_([RequestState.AWAITING_ADMINISTRATOR, *others]),
    )
    return list(session.scalars(wanted.order_by(Request.asked_at, Request.request_id)))
