"""A person leaves: what the outbox still says of them is blotted out. Facts keep their ids, for reconciliation."""

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared.tables import outbox

PERSONAL = frozenset(
    {"name", "person_name", "decided_by", "title", "first_name", "last_name", "identifier", "email"}
)


def blot_out_what_was_told(session: Session, person_id: UUID, subjects: Collection[UUID] = ()) -> None:
    """Empty the names and addresses of a person in every fact that the outbox keeps, wherever it names them.

    subjects  what facts about these say at their top is the person's, although it stands there without the person's id
    """
    named = outbox.c.body.contains(str(person_id))
    about = outbox.c.subject.in_([str(each) for each in subjects])
    told = sa.select(outbox.c.sequence, outbox.c.body, about.label("wholly")).where(sa.or_(named, about))
    for row in session.execute(told).all():
        blotted = _blotted(json.loads(row.body), str(person_id), row.wholly)
        body = json.dumps(blotted, ensure_ascii=False, separators=(",", ":"))
        session.execute(sa.update(outbox).where(outbox.c.sequence == row.sequence).values(body=body))


def _blotted(told: Any, person_id: str, wholly: bool) -> Any:
    """The same with each part that is the person's emptied; parts of others stay."""
    if isinstance(told, list):
        return [_blotted(each, person_id, False) for each in told]
    if not isinstance(told, dict):
        return told
    is_theirs = wholly or told.get("person_id") == person_id
    return {
        name: "" if is_theirs and name in PERSONAL else _blotted(value, person_id, False)
        for name, value in told.items()
    }
