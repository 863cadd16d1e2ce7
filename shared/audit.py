"""The audit trail of a service: who did what, to whom, when and from where, each line chained to the one before.

    record_act(session, "right_granted", by=caller().subject_id, subject_id=person_id, facts={"right": right})

Lines are only added. Each keeps a SHA-256 of itself and of the hash before it, so that a line changed, taken out or
slipped in breaks the chain from there on; and every new hash goes to the logs, so that a trail whose end was cut, or
that was written anew as a whole, contradicts what was noted elsewhere. Facts hold no secret, and nobody's name or
address: ids only.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import g, has_request_context, request
from sqlalchemy.orm import Session

from shared import clock, logs
from shared.db import reading
from shared.pagination import LIMIT_DEFAULT, page
from shared.tables import acts

ACT_CHARACTERS_MAX = 60
ORIGIN_CHARACTERS_MAX = 60
_BEFORE_THE_FIRST = "0" * 64
_ROWS_AT_ONCE = 1_000
_LOCK_KEY = 0x0E5_0AC7  # who adds to a trail waits for the one before: the advisory lock's number, arbitrary but fixed
_PENDING = "acts_to_record"
_log = logs.get_logger(__name__)


@dataclass(frozen=True)
class Verification:
    """What checking a trail found.

    acts       how many lines were read
    head       the hash of the last one, to be noted outside
    broken_at  the number of the first line that does not follow from those before; None when all do
    """

    acts: int
    head: str
    broken_at: int | None

    @property
    def intact(self) -> bool:
        """Whether every line is as it was written."""
        return self.broken_at is None


def record_act(
    session: Session,
    act: str,
    by: UUID | None,
    subject_id: UUID | None = None,
    facts: dict[str, Any] | None = None,
    structure_id: UUID | None = None,
) -> None:
    """Add a line in the transaction of what it tells: it is numbered and chained as the last thing before the commit.

    by     None for the platform itself, and for who has not presented themselves yet
    facts  what JSON keeps exactly: texts, whole numbers, true and false, lists and dicts of them
    """
    if _PENDING not in session.info:
        session.info[_PENDING] = []
        sa.event.listen(session, "before_commit", _append_pending, once=True)
    session.info[_PENDING].append(
        {
            "done_at": clock.now(),
            "done_by": by,
            "act": act,
            "subject_id": subject_id,
            "structure_id": structure_id,
            "facts": facts or {},
            **_origin(),
        }
    )


def list_acts(
    since: datetime | None = None,
    before: datetime | None = None,
    limit: int = LIMIT_DEFAULT,
    after: str | None = None,
    **alike: Any,
) -> dict[str, Any]:
    """A page of the trail, newest first: all of it, or the lines that are as wanted.

    since, before  the period: from, and up to but without
    alike          columns and what they must hold: done_by, subject_id, structure_id, act
    """
    wanted = sa.select(acts).filter_by(**alike)
    if since is not None:
        wanted = wanted.where(acts.c.done_at >= since)
    if before is not None:
        wanted = wanted.where(acts.c.done_at < before)
    with reading() as session:
        return page(session, wanted, by=(acts.c.number.desc(),), limit=limit, after=after)


def names_of_acts() -> list[str]:
    """The acts that the trail holds, each once, in order: one look into an index for each."""
    names: list[str] = []
    with reading() as session:
        while (name := session.scalar(_following(names[-1] if names else ""))) is not None:
            names.append(name)
    return names


def _following(name: str) -> sa.Select:
    return sa.select(sa.func.min(acts.c.act)).where(acts.c.act > name)


def verify_acts(noted: tuple[int, str] | None = None) -> Verification:
    """Compute the whole chain again.

    noted  the number and the hash of a line, as logs kept them: the trail must still have that very line
    """
    number, head = 0, _BEFORE_THE_FIRST
    for row in _in_order():
        number += 1
        head_now = _hash(head, row)
        if row["number"] != number or row["hash"] != head_now or _contradicts(noted, row):
            return Verification(number - 1, head, row["number"])
        head = head_now
    if noted and noted[0] > number:
        return Verification(number, head, number + 1)
    return Verification(number, head, None)


def _contradicts(noted: tuple[int, str] | None, row: dict[str, Any]) -> bool:
    return noted is not None and noted[0] == row["number"] and noted[1] != row["hash"]


def _in_order() -> Iterator[dict[str, Any]]:
    with reading() as session:
        options = {"yield_per": _ROWS_AT_ONCE}
        for row in session.execute(sa.select(acts).order_by(acts.c.number), execution_options=options):
            yield dict(row._mapping)


def _append_pending(session: Session) -> None:
    pending = session.info.pop(_PENDING, [])
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK_KEY)))
    last = session.execute(
        sa.select(acts.c.number, acts.c.hash).order_by(acts.c.number.desc()).limit(1)
    ).first()
    number, head = last or (0, _BEFORE_THE_FIRST)
    for act in pending:
        number += 1
        row = act | {"number": number}
        head = _hash(head, row)
        session.execute(sa.insert(acts).values(row | {"hash": head}))
        _log.info("act_recorded", number=number, hash=head, act=act["act"])


def _hash(before: str, row: dict[str, Any]) -> str:
    """SHA-256 of the hash before and of the line as canonical JSON."""
    told = {name: row[name] for name in sorted(row) if name != "hash"}
    told["done_at"] = told["done_at"].astimezone(UTC).isoformat(timespec="microseconds")
    text = json.dumps(told, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
    return hashlib.sha256(f"{before}{text}".encode()).hexdigest()


def _origin() -> dict[str, str | None]:
    """From where: the caller's address as the gateway saw it, and the request."""
    if not has_request_context():
        return {"origin": None, "request_id": None}
    return {"origin": client_address(), "request_id": g.get("request_id")}


def client_address() -> str:
    """The address of who sends the request of this moment. The gateway writes X-Forwarded-For anew for each."""
    forwarded = request.headers.get("X-Forwarded-For", "").partition(",")[0].strip()
    return (forwarded or request.remote_addr or "")[:ORIGIN_CHARACTERS_MAX]
