"""What notifications holds about a person: shown to them, listed for support, erased when they leave."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from services.notifications.accounts.tables import AccountMail, PersonAddress
from services.notifications.assistance.tables import AssistanceRequest
from services.notifications.erasing import forget_person, requests_of
from services.notifications.tables import Message
from shared.db import insert_once, reading, transaction
from shared.events.identity import PersonRecorded
from shared.pagination import LIMIT_MAX, page


def remember_address(event: PersonRecorded) -> None:
    """Know an address of a person. One blotted out, of a person who left, is none."""
    if event.email:
        with transaction() as session:
            insert_once(session, PersonAddress, {"person_id": event.person_id, "email": event.email})


def erase_person(person_id: UUID) -> None:
    """Nothing is left of a person who closed their account, but for the mail that tells them so."""
    with transaction() as session:
        forget_person(session, person_id)
        for table in (AccountMail, PersonAddress):
            session.execute(sa.delete(table).where(table.person_id == person_id))


def list_account_mails(person_id: UUID | None = None, **page_wanted: Any) -> dict[str, Any]:
    """E-mails about accounts, newest first: of one person, or of all."""
    wanted = sa.select(AccountMail)
    if person_id is not None:
        wanted = wanted.where(AccountMail.person_id == person_id)
    newest_first = (AccountMail.created_at.desc(), AccountMail.mail_id.desc())
    with reading() as session:
        return page(session, wanted, by=newest_first, **page_wanted)


def personal_data(person_id: UUID) -> dict[str, Any]:
    """All that notifications holds about a person; the newest messages, as many as a page holds."""
    addresses = sa.select(PersonAddress.email).where(PersonAddress.person_id == person_id)
    messages = sa.select(Message).where(Message.to_email.in_(addresses)).order_by(Message.sequence.desc())
    with reading() as session:
        known = session.scalars(addresses.order_by(PersonAddress.email)).all()
        asked = (
            sa.select(AssistanceRequest)
            .where(AssistanceRequest.id.in_(requests_of(person_id, known)))
            .options(joinedload(AssistanceRequest.recipient), selectinload(AssistanceRequest.entries))
            .order_by(AssistanceRequest.sequence.desc())
        )
        return {
            "addresses": known,
            "assistance_requests": session.scalars(asked.limit(LIMIT_MAX)).all(),
            "messages": session.scalars(messages.limit(LIMIT_MAX)).all(),
            "account_mails": list_account_mails(person_id, limit=LIMIT_MAX)["items"],
        }
