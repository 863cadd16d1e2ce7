"""What the databases, the broker and the post show after a disaster: is anything lost, is anything doubled?"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from uuid import UUID

import sqlalchemy as sa

from services.lending.revisions.tables import Revision, RevisionChunk
from services.lending.revisions.verification import verify_portfolio
from services.notifications.domain.messages import DONE, BatchState, Kind, Template, message_id
from services.notifications.tables import Batch, Letter, Mail, Message
from shared.bus import DeadLetter, DeadLetters
from shared.db import reading
from shared.events import name_of
from shared.events.lending import GuaranteeRevised, StructureRevised
from shared.operations import queues_of
from shared.service import Service
from shared.tables import inbox, outbox
from tests.deployment import Deployment
from tests.fault.portfolio import loans_that_differ
from tests.fault.post import PostOffice
from tests.messages import eventually

CALM_SECONDS_MAX = 240
TELLING = {StructureRevised: Template.REVISION, GuaranteeRevised: Template.GUARANTEE}
Services = Mapping[str, Service]


def wait_for_calm(services: Services) -> None:
    """Until nothing is on its way any more."""

    def calm() -> bool:
        told = not (unpublished(services) or lost(services))
        notifications = services["notifications"]
        return told and not (messages_not_out(notifications) or batches_not_written(notifications))

    eventually(calm, CALM_SECONDS_MAX)


def expect_nothing_lost_nor_doubled(deployment: Deployment, post: PostOffice) -> int:
    """Wait for calm, and fail if anything is lost, doubled or wrong; returns how many facts were told."""
    with deployment.services() as services:
        wait_for_calm(services)
        assert dead(services) == []
        assert told_twice(services) == []
        _expect_every_message(services, deployment, post)
        with services["lending"].active():
            _expect_every_schedule()
        return _count(services, sa.select(sa.func.count()).select_from(outbox))


def unpublished(services: Services) -> list[str]:
    """Facts that their service still keeps to itself."""
    return list(_column(services.values(), sa.select(outbox.c.type).where(outbox.c.published_at.is_(None))))


def lost(services: Services) -> list[tuple[str, str]]:
    """Facts told that a queue should have brought and did not: queue, id."""
    told = list(_rows(services.values(), sa.select(outbox.c.type, outbox.c.id)))
    found = []
    for service in services.values():
        heard = set(_rows([service], sa.select(inbox.c.queue, inbox.c.message_id)))
        lines = [line for line in service.handlers if line.once and not line.is_command]
        wanted = (
            (line.queue, str(event_id)) for line in lines for name, event_id in told if name == line.type
        )
        found += [fact for fact in wanted if fact not in heard]
    return found


def told_twice(services: Services) -> list[tuple[str, str]]:
    """Facts of the trade that were told again under another id, as an effect that happened twice would be."""
    facts = sa.select(outbox.c.type, outbox.c.body).where(outbox.c.type.not_like("platform.%"))
    counted = Counter(_rows(services.values(), facts))
    return [fact for fact, count in counted.items() if count > 1]


def dead(services: Services) -> list[DeadLetter]:
    """Messages that could not be handled."""
    return [
        letter
        for service in services.values()
        for letter in DeadLetters(
            service.settings.broker_url, [queue.name for queue in queues_of(service)]
        ).list()
    ]


def messages_not_out(notifications: Service) -> list[str]:
    """Messages that have not gone where they should."""
    return list(_column([notifications], sa.select(Message.state).where(Message.state.not_in(DONE))))


def batches_not_written(notifications: Service) -> list[str]:
    """Batches whose letters are chosen, and whose folder is not known to be complete."""
    return list(_column([notifications], sa.select(Batch.number).where(Batch.state == BatchState.CLOSING)))


def _expect_every_message(services: Services, deployment: Deployment, post: PostOffice) -> None:
    notifications = services["notifications"]
    assert set(_column([notifications], sa.select(Message.id))) >= _to_tell(services["lending"])
    mails = set(_column([notifications], sa.select(Mail.mail_id)))
    assert len(mails) == len(_messages(notifications, Kind.EMAIL))
    assert set(post.deliveries) == mails
    assert post.changed_between_deliveries() == []
    letters = _messages(notifications, Kind.LETTER)
    batched = sa.select(Letter.message_id).where(Letter.batch_id.is_not(None))
    assert sorted(_column([notifications], batched)) == letters
    assert _letters_in_folders(deployment) == letters


def _to_tell(lending: Service) -> set[UUID]:
    """The id of a message for each structure that a revision touched."""
    found = set()
    for event, template in TELLING.items():
        facts = sa.select(outbox.c.body).where(outbox.c.type == name_of(event))
        for body in map(json.loads, _column([lending], facts)):
            found.add(message_id(UUID(body["revision_id"]), template, UUID(body["structure_id"])))
    return found


def _messages(notifications: Service, kind: Kind) -> list[UUID]:
    return sorted(_column([notifications], sa.select(Message.id).where(Message.kind == kind)))


def _letters_in_folders(deployment: Deployment) -> list[UUID]:
    """The id of each letter in each batch, as the mailing house finds them."""
    manifests = deployment.folder.glob("letters/batch-*/manifest.json")
    batches = [json.loads(file.read_bytes()) for file in manifests]
    return sorted(UUID(letter["letter_id"]) for batch in batches for letter in batch["letters"])


def _expect_every_schedule() -> None:
    """Each revision did each of its chunks once, and each schedule is what a computation from scratch gives."""
    with reading() as session:
        runs = session.scalars(sa.select(Revision)).all()
        done = Counter(session.scalars(sa.select(RevisionChunk.revision_id)))
        assert all(run.state == "completed" and run.loans_failed == 0 for run in runs)
        assert {run.id: run.chunks_total for run in runs} == {run.id: run.chunks_done for run in runs} == done
        assert loans_that_differ(session) == []
    assert verify_portfolio() == []


def _count(services: Services, query: sa.Select) -> int:
    return sum(_column(services.values(), query))


def _column(services: Iterable[Service], query: sa.Select) -> Iterator:
    return (row[0] for row in _rows(services, query))


def _rows(services: Iterable[Service], query: sa.Select) -> Iterator[tuple]:
    for service in services:
        with service.database.reading() as session:
            yield from map(tuple, session.execute(query))
