"""What habilitations does: one function, one transaction."""

from collections.abc import Sequence
from uuid import UUID, uuid5

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.habilitations.domain.rights import BANK_RIGHTS, OPERATOR, RIGHTS, fits
from services.habilitations.tables import Change, Grant, Subject
from shared import clock
from shared.audit import record_act
from shared.auth import record_grant, record_revocation
from shared.db import insert_once, reading, transaction
from shared.errors import Conflict, Missing, Refusal
from shared.events.habilitations import BankRightChanged, Reader, RightGranted, RightRevoked
from shared.ids import new_id
from shared.outbox import emit
from shared.pagination import page

_OPERATORS_LOCK = 0x4A_B1


class UnknownRight(Refusal):
    french = "Le droit {value} n'existe pas ; il y a : {allowed}."
    english = "There is no right {value}; there are: {allowed}."


class RightForOthers(Refusal):
    french = "Le droit {value} n'est pas pour ce genre de titulaire."
    english = "The right {value} is not for this kind of holder."


class OwnRights(Conflict):
    french = "Personne ne se donne de droits à soi-même."
    english = "Nobody gives themselves rights."


class RightOfOtherScope(Refusal):
    french = "Le droit {value} ne se donne pas à cette échelle."
    english = "The right {value} is not given at this scale."


class HolderClosed(Conflict):
    french = "Ce compte est fermé : il ne peut plus recevoir de droits."
    english = "This account is closed: it can be given no more rights."


class LastOperator(Conflict):
    french = "C'est le dernier opérateur : nommez-en un autre d'abord."
    english = "This is the last operator: name another one first."


def grant(
    subject_id: UUID, right: str, *, reason: str, by: UUID | None = None, structure_id: UUID | None = None
) -> Grant:
    """Let a person or a bank system do something; a right that is held already stays as it is.

    by            who gives it; None when the platform is set up
    structure_id  the structure it is for; None for the whole bank
    """
    if right not in RIGHTS:
        raise UnknownRight(field="right", value=right, allowed=list(RIGHTS))
    if by == subject_id:
        raise OwnRights(field="subject_id", value=str(subject_id))
    if (structure_id is None) != (right in BANK_RIGHTS):
        raise RightOfOtherScope(field="right", value=right)
    with transaction() as session:
        _check_holder(session, subject_id, right)
        return give(session, subject_id, right, structure_id, reason=reason, by=by)


def revoke(grant_id: UUID, *, reason: str, by: UUID | None = None) -> None:
    """End a right; one that has ended already is missing."""
    with transaction() as session:
        granted = session.get(Grant, grant_id, with_for_update=True)
        if granted is None or not granted.held:
            raise Missing()
        if granted.right == OPERATOR:
            _refuse_last_operator(session)
        _change(session, granted, held=False, by=by, reason=reason)


def give(
    session: Session,
    subject_id: UUID,
    right: str,
    structure_id: UUID | None,
    *,
    reason: str,
    by: UUID | None = None,
) -> Grant:
    """Turn a right on, unless it is; whoever calls has decided that it may be."""
    granted = _grant_row(session, subject_id, right, structure_id)
    if not granted.held:
        _change(session, granted, held=True, by=by, reason=reason)
    return granted


def take_back(session: Session, granted: Grant, *, reason: str, by: UUID | None = None) -> None:
    """Turn a right off, unless it is; whoever calls has decided that it must be."""
    if granted.held:
        _change(session, granted, held=False, by=by, reason=reason)


def remember_subject(session: Session, subject: dict) -> None:
    """Keep what identity told of a person or a system; a closing that came first stands."""
    if not insert_once(session, Subject, {"email": None, "closed": False} | subject):
        known = session.get_one(Subject, subject["subject_id"], with_for_update=True)
        known.kind, known.name = subject["kind"], subject["name"]
        known.email = None if known.closed else subject.get("email")


def end_subject(session: Session, subject_id: UUID) -> None:
    """End every right of someone whose account closed, and let no more be given."""
    row = {"subject_id": subject_id, "kind": None, "name": "", "email": None, "closed": True}
    if not insert_once(session, Subject, row):
        known = session.get_one(Subject, subject_id, with_for_update=True)
        known.closed, known.email = True, None
    held = sa.select(Grant).where(Grant.subject_id == subject_id, Grant.held).with_for_update()
    for granted in session.scalars(held):
        _change(session, granted, held=False, by=None, reason="Le compte est fermé.")


def list_grants(subject_id: UUID | None, right: str | None, **page_wanted) -> dict:
    """A page of the rights that are held, with the names of who holds them."""
    held = (
        sa.select(Grant, Subject.name, Subject.kind)
        .outerjoin(Subject, Subject.subject_id == Grant.subject_id)
        .where(Grant.held)
    )
    if subject_id is not None:
        held = held.where(Grant.subject_id == subject_id)
    if right is not None:
        held = held.where(Grant.right == right)
    with reading() as session:
        found = page(session, held, by=(Grant.grant_id,), **page_wanted)
    return found | {"items": [_listed(granted, name, kind) for granted, name, kind, *_ in found["items"]]}


def grants_of(subject_id: UUID) -> Sequence[Grant]:
    """Every right that somebody holds or held, with its version: what the copies of all services must agree with."""
    with reading() as session:
        return session.scalars(
            sa.select(Grant).where(Grant.subject_id == subject_id).order_by(Grant.right, Grant.structure_id)
        ).all()


def read_changes(grant_id: UUID) -> Sequence[Change]:
    """Everything that changed a right, oldest first."""
    with reading() as session:
        changes = session.scalars(
            sa.select(Change).where(Change.grant_id == grant_id).order_by(Change.version)
        ).all()
    if not changes:
        raise Missing()
    return changes


def _listed(granted: Grant, name: str | None, kind: str | None) -> dict:
    return {
        "grant_id": granted.grant_id,
        "subject_id": granted.subject_id,
        "subject_name": name or None,
        "subject_kind": kind,
        "right": granted.right,
        "structure_id": granted.structure,
        "changed_at": granted.changed_at,
    }


def _check_holder(session: Session, subject_id: UUID, right: str) -> None:
    holder = session.get(Subject, subject_id)
    if holder is None:
        return
    if holder.closed:
        raise HolderClosed(field="subject_id", value=str(subject_id))
    if not fits(right, holder.kind):
        raise RightForOthers(field="right", value=right)


def _grant_row(session: Session, subject_id: UUID, right: str, structure_id: UUID | None) -> Grant:
    """The one row of this right of this subject, locked; made, not held, where there was none."""
    key = {"subject_id": subject_id, "right": right, "structure_id": str(structure_id or "")}
    new = {"grant_id": new_id(), "held": False, "version": 0, "changed_at": clock.now()}
    insert_once(session, Grant, key | new)
    return session.scalars(sa.select(Grant).filter_by(**key).with_for_update()).one()


def _refuse_last_operator(session: Session) -> None:
    # Two operators who revoke each other at the same instant: the second must see the first.
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_OPERATORS_LOCK)))
    operators = sa.select(sa.func.count()).where(Grant.right == OPERATOR, Grant.held)
    if session.scalar(operators.select_from(Grant)) <= 1:
        raise LastOperator()


def _change(session: Session, granted: Grant, *, held: bool, by: UUID | None, reason: str) -> None:
    """Turn a right on or off: its row, the trail of it, and the event that every service hears."""
    granted.held, granted.version, granted.changed_at = held, granted.version + 1, clock.now()
    session.add(
        Change(
            grant_id=granted.grant_id,
            version=granted.version,
            held=held,
            changed_at=granted.changed_at,
            changed_by=by,
            reason=reason,
        )
    )
    record_act(
        session,
        "right_granted" if held else "right_revoked",
        by=by,
        subject_id=granted.subject_id,
        structure_id=granted.structure,
        facts={"right": granted.right, "reason": reason},
    )
    event = RightGranted if held else RightRevoked
    told = event(
        subject_id=granted.subject_id,
        right=granted.right,
        structure_id=granted.structure,
        version=granted.version,
    )
    (record_grant if held else record_revocation)(told, session)  # our own copy needs no broker
    emit(session, told, subject=granted.subject_id)
    if by is not None and granted.structure is None:
        _tell_holder(session, granted, reason)


def _tell_holder(session: Session, granted: Grant, reason: str) -> None:
    """Let a person of the bank know what an operator decided; a system reads no e-mail."""
    holder = session.get(Subject, granted.subject_id)
    if holder is None or not holder.email:
        return
    changed = BankRightChanged(
        change_id=uuid5(granted.grant_id, str(granted.version)),
        person=Reader(person_id=holder.subject_id, name=holder.name, email=holder.email),
        right=granted.right,
        held=granted.held,
        reason=reason,
    )
    emit(session, changed, subject=holder.subject_id)
