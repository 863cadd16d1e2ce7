"""What a structure was told, read again by its people: each sees what their rights there open."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa

from services.notifications.domain.messages import READ_BY, RECEIVED, Template
from services.notifications.readings import read_html, read_pdf
from services.notifications.tables import Message
from shared.auth import Caller
from shared.db import reading
from shared.errors import Missing
from shared.pagination import page


def list_received(structure_id: UUID, reader: Caller, **paging: Any) -> dict[str, Any]:
    """Messages to a structure, the newest first; raises Missing for who may read none."""
    templates = _open_to(reader, structure_id)
    if not templates:
        raise Missing()
    with reading() as session:
        return page(session, _received(structure_id, templates), (Message.sequence.desc(),), **paging)


def read_received_html(structure_id: UUID, message_id: UUID, reader: Caller) -> str:
    """An e-mail to a structure as it went; raises Missing."""
    _must_be_open(structure_id, message_id, reader)
    return read_html(message_id)


def read_received_pdf(structure_id: UUID, message_id: UUID, reader: Caller) -> tuple[Message, bytes]:
    """A letter to a structure as it was printed; raises Missing."""
    _must_be_open(structure_id, message_id, reader)
    return read_pdf(message_id)


def _must_be_open(structure_id: UUID, message_id: UUID, reader: Caller) -> None:
    wanted = _received(structure_id, _open_to(reader, structure_id)).where(Message.id == message_id)
    with reading() as session:
        if session.scalar(wanted) is None:
            raise Missing()


def _received(structure_id: UUID, templates: list[Template]) -> sa.Select:
    return sa.select(Message).where(
        Message.structure_id == structure_id,
        Message.to_email.is_(None),
        Message.template.in_(templates),
        Message.state.in_(RECEIVED),
    )


def _open_to(reader: Caller, structure_id: UUID) -> list[Template]:
    held = {right: reader.holds(right, structure_id) for right in set(READ_BY.values())}
    return [template for template, right in READ_BY.items() if held[right]]
