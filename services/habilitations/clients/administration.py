"""Case 2: an administrator of the structure answers requests and changes what its people may do.

Nobody gives what they do not hold, nor anything to themselves; the last administrator stays until another is named.
"""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy.orm import Session

from services.habilitations.actions import OwnRights, give, take_back
from services.habilitations.clients.moves import close_request
from services.habilitations.clients.people import (
    administrators,
    grants_of,
    locked,
    member,
    reader,
    refuse_suspended,
    rights_of,
)
from services.habilitations.clients.requests import RequestClosed, route_waiting, settle
from services.habilitations.domain.appointments import RequestState, right_refused
from services.habilitations.domain.rights import ADMINISTRATOR
from services.habilitations.tables import Member, Request, Structure
from shared.audit import record_act
from shared.db import transaction
from shared.errors import Conflict, Forbidden, Missing
from shared.events.habilitations import RequestDecided, RightsChanged
from shared.ids import new_id
from shared.outbox import emit


class RightNotYours(Forbidden):
    french = "Vous n'avez pas vous-même le droit {value} dans cette structure : vous ne pouvez pas le donner."
    english = "You do not hold the right {value} in this structure yourself: you cannot give it."


class LastAdministrator(Conflict):
    french = "C'est le dernier administrateur de la structure : nommez-en un autre d'abord."
    english = "This is the last administrator of the structure: name another one first."


def must_administer(session: Session, structure_id: UUID, person_id: UUID) -> Member:
    """An administrator of the structure; raises Missing for anybody else, as for no structure."""
    found = member(session, structure_id, person_id)
    if ADMINISTRATOR not in rights_of(session, person_id, structure_id):
        raise Missing()
    return found


def approve(request_id: UUID, rights: Collection[str] | None, reason: str | None, by: UUID) -> Request:
    """Give what a person asks for, or another choice of rights."""
    with transaction() as session:
        structure, request, decider = _to_decide(session, request_id, by)
        refuse_suspended(session, request.person_id, request.structure_id)
        given = sorted(set(request.rights if rights is None else rights))
        _refuse_excess(session, structure, decider, request.person_id, given)
        for right in given:
            give(session, request.person_id, right, request.structure_id, reason="Demande acceptée", by=by)
        close_request(request, RequestState.GRANTED, given=given, by=by, reason=reason)
        _tell_decision(session, structure, request, decider)
        if ADMINISTRATOR in given:
            route_waiting(session, structure)
        return request


def refuse(request_id: UUID, reason: str | None, by: UUID) -> Request:
    """Give nothing of what a person asks for."""
    with transaction() as session:
        structure, request, decider = _to_decide(session, request_id, by)
        close_request(request, RequestState.REFUSED, by=by, reason=reason)
        _tell_decision(session, structure, request, decider)
        return request


def set_rights(
    structure_id: UUID, person_id: UUID, rights: Collection[str], reason: str | None, by: UUID
) -> None:
    """Say what a person holds in the structure from now on: activate, change, end. The person is told."""
    with transaction() as session:
        structure = locked(session, structure_id)
        decider = must_administer(session, structure_id, by)
        person = member(session, structure_id, person_id)
        if person_id == by:
            raise OwnRights(field="person_id", value=str(person_id))
        wanted, held = set(rights), rights_of(session, person_id, structure_id)
        if wanted - held:
            refuse_suspended(session, person_id, structure_id)
        _refuse_excess(session, structure, decider, person_id, sorted(wanted))
        _change(session, structure, person, wanted, held, reason, by)


def _change(
    session: Session,
    structure: Structure,
    person: Member,
    wanted: set[str],
    held: set[str],
    reason: str | None,
    by: UUID,
) -> None:
    if wanted == held:
        return
    why = reason or "Décision d’un administrateur"
    for granted in grants_of(session, person.person_id, structure.structure_id):
        if granted.right not in wanted:
            _refuse_last(session, structure.structure_id, granted.right)
            take_back(session, granted, reason=why, by=by)
    for right in sorted(wanted - held):
        give(session, person.person_id, right, structure.structure_id, reason=why, by=by)
    tell_change(session, structure, person, wanted, held, reason)
    if ADMINISTRATOR in wanted - held:
        route_waiting(session, structure)
    settle(session, structure)


def tell_change(
    session: Session,
    structure: Structure,
    person: Member,
    now: Collection[str],
    before: Collection[str],
    reason: str | None,
    suspension: str | None = None,
) -> None:
    """Tell a person that their rights are others than before, or that the bank suspends them, or does no more.

    suspension  begun, ended; None where an administrator decided
    """
    event = RightsChanged(
        change_id=new_id(),
        structure_id=structure.structure_id,
        structure_name=structure.name,
        person=reader(person),
        rights=tuple(sorted(now)),
        given=tuple(sorted(set(now) - set(before))),
        ended=tuple(sorted(set(before) - set(now))),
        reason=reason,
        decider="bank" if suspension else "administrator",
        suspension=suspension,
    )
    emit(session, event, subject=person.person_id)


def _to_decide(session: Session, request_id: UUID, by: UUID) -> tuple[Structure, Request, Member]:
    """A request before one of those who may decide it; raises Missing for everybody else."""
    request = session.get(Request, request_id)
    if request is None:
        raise Missing()
    structure = locked(session, request.structure_id)
    session.refresh(request)
    decider = must_administer(session, request.structure_id, by)
    if request.person_id == by:
        raise OwnRights(field="request_id", value=str(request_id))
    if request.state is not RequestState.AWAITING_ADMINISTRATOR:
        raise RequestClosed(state=request.state)
    member(session, request.structure_id, request.person_id)
    return structure, request, decider


def _refuse_excess(
    session: Session, structure: Structure, decider: Member, person_id: UUID, wanted: Collection[str]
) -> None:
    already = rights_of(session, person_id, structure.structure_id)
    own = rights_of(session, decider.person_id, structure.structure_id)
    excess = right_refused(wanted, already, own)
    if excess is not None:
        raise RightNotYours(field="rights", value=excess)


def _refuse_last(session: Session, structure_id: UUID, right: str) -> None:
    if right == ADMINISTRATOR and len(administrators(session, structure_id)) <= 1:
        raise LastAdministrator()


def _tell_decision(session: Session, structure: Structure, request: Request, decider: Member) -> None:
    about = {"subject_id": request.person_id, "structure_id": structure.structure_id}
    facts = {"request_id": str(request.request_id), "state": request.state, "reason": request.reason or ""}
    record_act(session, "request_decided", by=decider.person_id, **about, facts=facts)
    person = session.get_one(Member, (structure.structure_id, request.person_id))
    event = RequestDecided(
        request_id=request.request_id,
        version=request.version,
        structure_id=structure.structure_id,
        structure_name=structure.name,
        person=reader(person),
        rights_asked=tuple(request.rights),
        rights_given=tuple(request.rights_given or ()),
        reason=request.reason,
        decided_by=decider.name,
    )
    emit(session, event, subject=request.request_id)
