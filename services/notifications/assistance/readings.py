"""What agents see of requests for assistance."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from services.notifications.assistance.tables import AssistanceEntry, AssistanceRequest
from services.notifications.domain.assistance import sequence_of
from services.notifications.tables import Recipient
from shared.db import reading
from shared.errors import Missing
from shared.pagination import page


def list_requests(filters: dict[str, Any], **paging: Any) -> dict[str, Any]:
    """Requests, the newest first. Filters: state, topic, person_id, structure_id, text."""
    text = filters.pop("text", None)
    wanted = sa.select(AssistanceRequest).options(joinedload(AssistanceRequest.recipient))
    wanted = wanted.where(*(getattr(AssistanceRequest, name) == value for name, value in filters.items()))
    if text:
        wanted = wanted.where(_found_by(text))
    with reading() as session:
        return page(session, wanted, (AssistanceRequest.sequence.desc(),), **paging)


def read_request(request_id: UUID) -> AssistanceRequest:
    """One request with all that was said; raises Missing."""
    wanted = (
        sa.select(AssistanceRequest)
        .where(AssistanceRequest.id == request_id)
        .options(joinedload(AssistanceRequest.recipient), selectinload(AssistanceRequest.entries))
    )
    with reading() as session:
        found = session.scalar(wanted)
    if found is None:
        raise Missing()
    return found


def _found_by(text: str) -> sa.ColumnElement[bool]:
    """A whole reference names one request; other text is looked for in who asked and in what was said."""
    sequence = sequence_of(text)
    if sequence is not None:
        return AssistanceRequest.sequence == sequence
    named = sa.select(Recipient.structure_id).where(Recipient.name.icontains(text, autoescape=True))
    said = sa.select(AssistanceEntry.request_id).where(AssistanceEntry.text.icontains(text, autoescape=True))
    return sa.or_(
        AssistanceRequest.name.icontains(text, autoescape=True),
        AssistanceRequest.email.icontains(text, autoescape=True),
        AssistanceRequest.structure_name.icontains(text, autoescape=True),
        AssistanceRequest.structure_id.in_(named),
        AssistanceRequest.id.in_(said),
    )
