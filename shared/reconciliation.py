"""A wiped broker or a purged queue heals without hands: services count what they told and what they heard.

Every few minutes a service tells how many facts of each type it published, hour by hour. A listener's inbox holds a
part of those facts, each once, so fewer rows than the count means that some are missing: it asks for that hour again,
and the inbox ignores what it knew. The count comes through the same queue behind the facts it counts, so what is
still waiting there is not taken for lost.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from shared import clock, logs
from shared.events import name_of
from shared.events.platform import FactCount, FactsCounted, ResendRequested
from shared.handlers import Handlers
from shared.outbox import emit, tell_apart
from shared.service import Service, current_service
from shared.tables import inbox, outbox

HOURS_COUNTED = 48
SETTLED_SHARE = 0.2
"""A fact is counted once it has been published for a fifth of the time between two counts: some may be in hand."""

REQUESTS_MAX = 3
"""How often on end a worker asks for the same hour: a fact in the dead letters is missing until it is replayed."""

_log = logs.get_logger(__name__)


def reconcile(handlers: Handlers, *work_queues: str) -> None:
    """Let a service answer to counts and requests; the queues named are its work queues, which are compared too."""
    for queue in (None, *work_queues):
        name = f"{handlers.service}.{queue}" if queue else handlers.service
        handlers.on(FactsCounted, queue, once=False)(_comparison(handlers, name))
    handlers.on(ResendRequested, once=False)(tell_again)


def _comparison(handlers: Handlers, queue: str):
    def compare_with_the_inbox(event: FactsCounted, session: Session) -> None:
        """Ask again for the facts that this queue should have brought and did not."""
        heard = {line.type for line in handlers if line.queue == queue and line.once}
        for count in (count for count in event.counts if count.type in heard):
            if _heard(session, queue, event.service, count) < count.facts:
                _ask_again(session, queue, event.service, count)
            else:
                current_service().resends_asked.pop(_hour(queue, event.service, count), None)

    return compare_with_the_inbox


def _heard(session: Session, queue: str, teller: str, count: FactCount) -> int:
    return session.scalar(
        sa.select(sa.func.count()).where(
            inbox.c.queue == queue,
            inbox.c.source == teller,
            inbox.c.type == count.type,
            inbox.c.told_at >= count.since,
            inbox.c.told_at < count.until,
        )
    )


def _ask_again(session: Session, queue: str, teller: str, count: FactCount) -> None:
    service = current_service()
    hour = _hour(queue, teller, count)
    service.resends_asked[hour] += 1
    if service.resends_asked[hour] <= REQUESTS_MAX:
        _log.warning("facts_missing", teller=teller, type=count.type, since=count.since.isoformat())
        emit(
            session,
            ResendRequested(
                service=teller, by=service.name, type=count.type, since=count.since, until=count.until
            ),
        )


def _hour(queue: str, teller: str, count: FactCount) -> tuple[str, str, str, datetime]:
    return queue, teller, count.type, count.since


def tell_again(event: ResendRequested, session: Session) -> None:
    """Publish once more the facts that another service misses, if they are ours."""
    service = current_service()
    if event.service != service.name:
        return
    told = session.execute(
        sa.update(outbox)
        .where(outbox.c.type == event.type, *_in_span(event.since, event.until))
        .values(published_at=None)
    ).rowcount
    session.info["rings_outbox"] = True
    _log.warning("facts_told_again", type=event.type, by=event.by, facts=told)


def count_facts(service: Service) -> None:
    """Tell how many facts this service published in each of the last hours; nothing when there were none."""
    with service.database.reading() as session:
        counts = tuple(_counts(session, service.settings.reconcile_seconds * SETTLED_SHARE))
    if counts:
        tell_apart(service, FactsCounted(service=service.name, counts=counts))


def _counts(session: Session, settled_seconds: float) -> Iterator[FactCount]:
    settled = clock.now() - timedelta(seconds=settled_seconds)
    hour = settled.replace(minute=0, second=0, microsecond=0)
    own = [name_of(FactsCounted), name_of(ResendRequested)]
    for back in range(HOURS_COUNTED):
        since = hour - timedelta(hours=back)
        until = since + timedelta(hours=1)
        rows = session.execute(
            sa.select(outbox.c.type, sa.func.count())
            .where(outbox.c.published_at < settled, outbox.c.type.not_in(own), *_in_span(since, until))
            .group_by(outbox.c.type)
        )
        yield from (FactCount(type=name, since=since, until=until, facts=facts) for name, facts in rows)


def _in_span(since: datetime, until: datetime) -> tuple[sa.ColumnElement[bool], ...]:
    return outbox.c.created_at >= since, outbox.c.created_at < until
