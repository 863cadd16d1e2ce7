"""Making a fixing official: its row, and the event that tells everyone who lends at that index."""

from typing import Any
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from services.rates.ledger import newest_live
from services.rates.reference import HistoricFixing, rulebook
from services.rates.tables import APPROVED, Fixing
from shared import clock
from shared.db import insert_once
from shared.events.rates import FixingPublished
from shared.ids import new_id
from shared.outbox import emit

_HISTORY = UUID("6f1f2a0c-5d3b-5f0e-9a53-1c6c6f9b1818")
"""Namespace of the ids of historic fixings, so that they are the same in every database."""


def publish(session: Session, fixing: Fixing) -> None:
    """Tell an official fixing."""
    session.add(fixing)
    session.flush()
    emit(session, _event(fixing), subject=fixing.index)


def follower_of(session: Session, leader: Fixing, index: str) -> Fixing:
    """The fixing of an index that equals the Livret A: official with it, by the same two persons."""
    before = newest_live(session, index, leader.effective_on)
    copied = {column.name: getattr(leader, column.name) for column in Fixing.__table__.columns}
    own = {
        "fixing_id": new_id(),
        "index": index,
        "version": before.version + 1 if before else 1,
        "supersedes": before and before.fixing_id,
        "follows": leader.fixing_id,
        "computation": None,
    }
    return Fixing(**copied | own)


def publish_historic(session: Session, known: HistoricFixing) -> bool:
    """Publish a value of the history, unless its day already has a fixing; says whether it was new."""
    row = _historic_row(known)
    if not insert_once(session, Fixing, row):
        return False
    emit(session, _event(Fixing(**row)), subject=known.index)
    return True


def _historic_row(known: HistoricFixing) -> dict[str, Any]:
    return {
        "fixing_id": uuid5(_HISTORY, f"{known.index}/{known.effective_on}"),
        "index": known.index,
        "effective_on": known.effective_on,
        "version": 1,
        "state": APPROVED,
        "value": known.value,
        "computed_value": known.computed_value,
        "derogation": bool(known.derogation),
        "legal_reference": known.legal_reference or f"Source : {known.source}",
        "published_on": known.published_on or known.effective_on,
        "regime": rulebook().regime_on(known.effective_on).code,
        "revision": "historic",
        "computation": None,
        "supersedes": None,
        "follows": None,
        "date_precision": known.date_precision,
        "source": known.source,
        "note": known.note,
        "proposed_by": None,
        "proposed_by_name": "",
        "proposed_at": clock.now(),
        "decided_by": None,
        "decided_by_name": "",
        "decided_at": clock.now(),
        "decision_reason": "",
    }


def _event(fixing: Fixing) -> FixingPublished:
    return FixingPublished(
        fixing_id=fixing.fixing_id,
        index=fixing.index,
        effective_on=fixing.effective_on,
        value=fixing.value,
        computed_value=fixing.computed_value,
        derogation=fixing.derogation,
        legal_reference=fixing.legal_reference,
        published_on=fixing.published_on,
        supersedes=fixing.supersedes,
        version=fixing.version,
    )
