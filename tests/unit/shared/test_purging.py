"""What is kept for a while only: facts told, messages received, counts of those that came back."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from shared import clock, inbox, outbox
from shared.db import transaction
from shared.tables import deliveries
from shared.tables import inbox as received
from shared.tables import outbox as told


@pytest.fixture
def history(service_on_each):
    """A row of each kind for each age asked for; what is left after a purge is told by its ages."""
    with service_on_each.active():
        yield keep


def keep(*ages_days: int, published: bool = True) -> None:
    with transaction() as session:
        for days in ages_days:
            then = clock.now() - timedelta(days)
            message = {"message_id": str(days), "queue": "toy", "source": "toy", "type": "t"}
            session.execute(sa.insert(received).values(**message, received_at=then))
            session.execute(sa.insert(deliveries).values(message_id=str(days), attempts=1, last_at=then))
            fact = {
                "id": outbox.new_id(),
                "type": "t",
                "subject": str(days),
                "body": "{}",
                "created_at": then,
            }
            session.execute(sa.insert(told).values(**fact, published_at=then if published else None))


def test_messages_and_counts_go_after_their_time(history):
    history(1, inbox.KEPT_DAYS + 1)
    with transaction() as session:
        assert inbox.purge_inbox(session) == 1
        assert session.scalars(sa.select(received.c.message_id)).all() == ["1"]
        assert session.scalars(sa.select(deliveries.c.message_id)).all() == ["1"]


def test_facts_go_after_their_time_once_they_are_published(history):
    history(1, outbox.KEPT_DAYS + 1)
    history(outbox.KEPT_DAYS + 2, published=False)
    with transaction() as session:
        assert outbox.purge_outbox(session) == 1
        assert set(session.scalars(sa.select(told.c.subject))) == {"1", str(outbox.KEPT_DAYS + 2)}
