"""What notifications decides about requests for assistance: one function, one transaction."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.notifications.actions import write_to
from services.notifications.assistance.notices import RequestAnswered, RequestReceived
from services.notifications.assistance.readings import read_request
from services.notifications.assistance.tables import AssistanceEntry, AssistanceRequest
from services.notifications.domain.assistance import (
    KEPT_AFTER_CLOSING,
    Entry,
    RequestState,
    Topic,
    acknowledgement_ids,
)
from services.notifications.domain.messages import Template
from services.notifications.emails import refuse_unreachable
from services.notifications.erasing import blot_requests
from shared import clock
from shared.auth import Caller
from shared.db import transaction
from shared.errors import Conflict, Missing
from shared.ids import new_id

_FORGOTTEN_AT_ONCE = 500


class RequestIsClosed(Conflict):
    french = "Cette demande est close. Rouvrez-la pour y répondre."
    english = "This request is closed. Reopen it to answer."


class RequestIsOpen(Conflict):
    french = "Cette demande n'est pas close."
    english = "This request is not closed."


def ask(
    *,
    topic: Topic,
    name: str,
    email: str,
    message: str,
    person_id: UUID | None = None,
    structure_id: UUID | None = None,
    structure: str | None = None,
) -> dict[str, object]:
    """Keep a request, and acknowledge it by e-mail unless its address has had its fill today."""
    refuse_unreachable("email", email)
    now = clock.now()
    with transaction() as session:
        request = AssistanceRequest(
            id=new_id(),
            state=RequestState.OPEN,
            topic=topic,
            person_id=person_id,
            structure_id=structure_id,
            structure_name=structure,
            name=name,
            email=email,
            created_at=now,
            changed_at=now,
        )
        session.add(request)
        session.flush()
        acknowledged = _acknowledge(request)
        _note(session, request, Entry.ASKED, text=message, message_id=acknowledged)
        return {"reference": request.reference, "acknowledged": acknowledged is not None}


def answer(request_id: UUID, text: str, by: Caller) -> AssistanceRequest:
    """Answer by e-mail, in the thread of what went before."""
    with transaction() as session:
        request = _request(session, request_id)
        if request.state is RequestState.CLOSED:
            raise RequestIsClosed()
        message_id = write_to(
            Template.ASSISTANCE_ANSWERED,
            RequestAnswered(reference=request.reference, answer=text),
            cause_id=request.id,
            key=new_id(),
            name=request.name,
            email=request.email,
            thread=_thread(session, request),
        )
        request.state = RequestState.ANSWERED
        _note(session, request, Entry.ANSWERED, by=by, text=text, message_id=message_id)
    return read_request(request_id)


def close(request_id: UUID, by: Caller) -> AssistanceRequest:
    """Nothing more is expected."""
    with transaction() as session:
        request = _request(session, request_id)
        if request.state is RequestState.CLOSED:
            raise RequestIsClosed()
        request.state = RequestState.CLOSED
        _note(session, request, Entry.CLOSED, by=by)
    return read_request(request_id)


def reopen(request_id: UUID, by: Caller) -> AssistanceRequest:
    """Something more is to be said, after all."""
    with transaction() as session:
        request = _request(session, request_id)
        if request.state is not RequestState.CLOSED:
            raise RequestIsOpen()
        request.state = RequestState.OPEN
        _note(session, request, Entry.REOPENED, by=by)
    return read_request(request_id)


def forget_old_requests() -> bool:
    """Blot out what was closed long ago; True when there may be more."""
    with transaction() as session:
        old = sa.select(AssistanceRequest.id).where(
            AssistanceRequest.state == RequestState.CLOSED,
            AssistanceRequest.changed_at < clock.now() - KEPT_AFTER_CLOSING,
            AssistanceRequest.email != "",
        )
        found = session.scalars(old.limit(_FORGOTTEN_AT_ONCE)).all()
        blot_requests(session, found)
        return bool(found)


def _acknowledge(request: AssistanceRequest) -> UUID | None:
    """The id of the acknowledgement; None when the address has had as many as a day allows."""
    for key in acknowledgement_ids(request.email, clock.today()):
        written = write_to(
            Template.ASSISTANCE_RECEIVED,
            RequestReceived(reference=request.reference),
            cause_id=request.id,
            key=key,
            name=None,
            email=request.email,
        )
        if written:
            return written
    return None


def _request(session: Session, request_id: UUID) -> AssistanceRequest:
    """A request for changing; raises Missing."""
    found = session.scalar(
        sa.select(AssistanceRequest).where(AssistanceRequest.id == request_id).with_for_update()
    )
    if found is None or not found.email:
        raise Missing()
    return found


def _thread(session: Session, request: AssistanceRequest) -> list[UUID]:
    """The messages of a request so far, oldest first."""
    sent = sa.select(AssistanceEntry.message_id).where(
        AssistanceEntry.request_id == request.id, AssistanceEntry.message_id.is_not(None)
    )
    return list(session.scalars(sent.order_by(AssistanceEntry.id)))


def _note(
    session: Session,
    request: AssistanceRequest,
    what: Entry,
    *,
    by: Caller | None = None,
    text: str | None = None,
    message_id: UUID | None = None,
) -> None:
    request.changed_at = clock.now()
    session.add(
        AssistanceEntry(
            request_id=request.id,
            what=what,
            text=text,
            at=request.changed_at,
            by=by and by.subject_id,
            by_name=by and by.name,
            message_id=message_id,
        )
    )
