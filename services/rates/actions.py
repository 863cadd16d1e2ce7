"""What rates changes: one function, one transaction."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from services.rates.domain.computation import Computation
from services.rates.domain.indexes import LDDS, LIVRET_A
from services.rates.domain.measures import GIVEN
from services.rates.domain.proposal import Proposal, Recorded, check_place, check_proposal
from services.rates.domain.refusals import (
    ComputationOutdated,
    CorrectionWithoutChange,
    FixingAlreadyProposed,
    FixingAlreadyPublished,
    FixingNotInForce,
    FixingNotProposed,
    FixingNotYetOfficial,
    InputContradicted,
    InputsMissing,
    NoFormula,
    NotTheProposer,
    SelfApproval,
)
from services.rates.domain.wording import percent
from services.rates.ledger import computed, locked, newest_live, past_of
from services.rates.publication import follower_of, publish, publish_historic
from services.rates.reference import history, rulebook
from services.rates.snapshot import snapshot
from services.rates.tables import APPROVED, PROPOSED, REJECTED, STATE_NAMES, WITHDRAWN, Fixing, Input
from shared import clock
from shared.auth import Caller
from shared.db import insert_once, transaction
from shared.ids import new_id
from shared.money import rate_from_text


def propose_fixing(wanted: Mapping[str, Any], proposer: Caller) -> Fixing:
    """Propose a value for an index from a day on; it waits for another person's approval.

    wanted  index, effective_on, value, derogation, legal_reference, published_on, note, inputs (figures that
            the proposer states, instead of the recorded ones)
    """
    with transaction() as session:
        revision = check_place(rulebook(), wanted["index"], wanted["effective_on"])
        _refuse_if_known(newest_live(session, wanted["index"], wanted["effective_on"]))
        return _propose(session, {**wanted, "revision": revision}, proposer, corrected=None)


def correct_fixing(fixing_id: UUID, wanted: Mapping[str, Any], proposer: Caller) -> Fixing:
    """Propose a new version of an official fixing; once approved, it supersedes that one.

    wanted  value, derogation, legal_reference, published_on, note, inputs
    """
    with transaction() as session:
        corrected = locked(session, fixing_id)
        revision = check_place(rulebook(), corrected.index, corrected.effective_on)
        _check_newest(session, corrected)
        if (wanted["value"], wanted["legal_reference"]) == (corrected.value, corrected.legal_reference):
            raise CorrectionWithoutChange()
        place = {
            "index": corrected.index,
            "effective_on": corrected.effective_on,
            "revision": revision,
        }
        return _propose(session, {**wanted, **place}, proposer, corrected)


def approve_fixing(fixing_id: UUID, approver: Caller) -> Fixing:
    """Make a proposed fixing official; the bus tells everyone who lends at that index."""
    with transaction() as session:
        fixing = _waiting(session, fixing_id)
        if fixing.proposed_by == approver.subject_id:
            raise SelfApproval()
        if fixing.published_on > clock.today():
            raise FixingNotYetOfficial(published_on=fixing.published_on)
        _check_still_computed(session, fixing)
        _decide(fixing, APPROVED, approver)
        publish(session, fixing)
        if fixing.index == LIVRET_A and rulebook().has_rule(LDDS, fixing.effective_on):
            publish(session, follower_of(session, fixing, LDDS))
        return fixing


def reject_fixing(fixing_id: UUID, approver: Caller, reason: str) -> Fixing:
    """Refuse a proposed fixing, and say why."""
    with transaction() as session:
        fixing = _waiting(session, fixing_id)
        _decide(fixing, REJECTED, approver, reason)
        return fixing


def withdraw_fixing(fixing_id: UUID, proposer: Caller, reason: str) -> Fixing:
    """Take back one's own proposal, and say why."""
    with transaction() as session:
        fixing = _waiting(session, fixing_id)
        if fixing.proposed_by != proposer.subject_id:
            raise NotTheProposer()
        _decide(fixing, WITHDRAWN, proposer, reason)
        return fixing


def record_inputs(figures: Sequence[Mapping[str, Any]], by: UUID | None) -> dict[str, int]:
    """Record published figures; those already known count apart. All of them enter, or none.

    figures  series, month, months, value, published_on, source, approximate
    by       who sends them; None for a message of the bank's queue
    """
    with transaction() as session:
        new = sum(_record_once(session, figure, by) for figure in figures)
    return {"recorded": new, "already_known": len(figures) - new}


def load_history(until: date | None = None) -> int:
    """Publish each official value of the files that is not published yet; returns how many.

    Idempotent: a fixing of the history has the same id everywhere, and a day that has a fixing keeps it.
    until  last effective day to load; the business date when absent, so that a value to come is still decided
    """
    last = until or clock.today()
    with transaction() as session:
        published = set(session.execute(sa.select(Fixing.index, Fixing.effective_on)).tuples())
        missing = [each for each in history() if (each.index, each.effective_on) not in published]
        return sum(publish_historic(session, each) for each in missing if each.effective_on <= last)


def _refuse_if_known(live: Fixing | None) -> None:
    if live is None:
        return
    conflict = FixingAlreadyProposed if live.state == PROPOSED else FixingAlreadyPublished
    raise conflict(index=live.index, effective_on=live.effective_on, fixing_id=live.fixing_id)


def _check_newest(session: Session, fixing: Fixing) -> None:
    newest = newest_live(session, fixing.index, fixing.effective_on)
    if newest is not None and newest.state == PROPOSED:
        _refuse_if_known(newest)
    if newest is None or newest.fixing_id != fixing.fixing_id:
        allowed = newest.fixing_id if newest else "–"
        raise FixingNotInForce(field="fixing_id", value=fixing.fixing_id, allowed=allowed)


def _propose(
    session: Session, wanted: Mapping[str, Any], proposer: Caller, corrected: Fixing | None
) -> Fixing:
    terms = dict(wanted)
    stated = terms.pop("inputs")
    index, effective_on = terms["index"], terms["effective_on"]
    computation = _computation_for(session, index, effective_on, stated, corrected)
    proposal = Proposal(
        index=index, effective_on=effective_on, value=terms["value"], derogation=terms["derogation"]
    )
    check_proposal(rulebook(), proposal, computation, past_of(session, effective_on))
    fixing = Fixing(
        **terms,
        fixing_id=new_id(),
        version=corrected.version + 1 if corrected else 1,
        state=PROPOSED,
        computed_value=computation and computation.value,
        regime=rulebook().regime_on(effective_on).code,
        computation=snapshot(computation) if isinstance(computation, Computation) else None,
        supersedes=corrected and corrected.fixing_id,
        date_precision=corrected.date_precision if corrected else "day",
        source="",
        proposed_by=proposer.subject_id,
        proposed_by_name=proposer.name,
        proposed_at=clock.now(),
        decided_by_name="",
        decision_reason="",
    )
    session.add(fixing)
    session.flush()
    return fixing


def _computation_for(
    session: Session, index: str, effective_on: date, stated: Mapping[str, Decimal], corrected: Fixing | None
) -> Computation | Recorded | None:
    """What the formula gives; for a correction without recorded inputs, what it gave as far as known."""
    try:
        return computed(session, index, effective_on, inputs=stated)
    except NoFormula:
        return None
    except InputsMissing:
        if corrected is None:
            raise
        return _recorded(corrected)


def _recorded(fixing: Fixing) -> Recorded | None:
    if fixing.computed_value is None:
        return None
    regime = rulebook().regime_on(fixing.effective_on)
    rule = rulebook().rule_on(fixing.index, fixing.effective_on)
    return Recorded(
        value=fixing.computed_value, regime=regime.code, legal_reference=(rule or regime).legal_reference
    )


def _waiting(session: Session, fixing_id: UUID) -> Fixing:
    fixing = locked(session, fixing_id)
    if fixing.state != PROPOSED:
        raise FixingNotProposed(state=STATE_NAMES[fixing.state])
    return fixing


def _check_still_computed(session: Session, fixing: Fixing) -> None:
    """A revised input, or a corrected Livret A before, may have changed the result since the proposal."""
    if fixing.computation is None:
        return
    stated = {
        taken["series"]: rate_from_text(taken["value"])
        for taken in fixing.computation["inputs"]
        if taken["method"] == GIVEN
    }
    result = computed(session, fixing.index, fixing.effective_on, inputs=stated).value
    if result != fixing.computed_value:
        raise ComputationOutdated(computed=percent(result), proposed=percent(fixing.computed_value))


def _decide(fixing: Fixing, state: str, by: Caller, reason: str = "") -> None:
    fixing.state = state
    fixing.decided_by = by.subject_id
    fixing.decided_by_name = by.name
    fixing.decided_at = clock.now()
    fixing.decision_reason = reason


def _record_once(session: Session, figure: Mapping[str, Any], by: UUID | None) -> bool:
    row = {**figure, "input_id": new_id(), "recorded_by": by, "recorded_at": clock.now()}
    if insert_once(session, Input, row):
        return True
    vintage = {name: figure[name] for name in ("series", "month", "months", "published_on")}
    known = session.scalars(sa.select(Input).filter_by(**vintage)).one()
    if known.value != figure["value"]:
        raise InputContradicted(
            series=figure["series"],
            month=f"{figure['month']:%m/%Y}",
            published_on=figure["published_on"],
            known=percent(known.value),
            field="value",
            value=figure["value"],
            allowed=known.value,
        )
    return False
