"""Notifications at work for a test: its real tables, its real web application, a mail server that can be difficult."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import sqlalchemy as sa
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from services.notifications import batching, mailing, printing
from services.notifications.app import create_app, create_service
from services.notifications.settings import Settings
from services.notifications.tables import Message, Passage
from shared.db import transaction
from shared.service import Service
from tests.callers import Office, office, publish_key, publish_sealing_key
from tests.unit.notifications.samples import structure_recorded, structure_revised

AGENT = "notifications.agent"


class MailRoom(Office):
    """The service, its callers, and its workers' loops on demand."""

    def run(self, *rounds: Callable[[], object], service: Service | None = None) -> None:
        """Repeat each loop, in order, until it has nothing more to do."""
        with (service or self.service).active():
            for work in rounds:
                while work():
                    pass

    def send(self) -> None:
        self.run(mailing.send_due_mails)

    def print(self) -> None:
        self.run(printing.print_due_letters)

    def batch(self) -> None:
        self.run(batching.make_batches)

    def hear(self, *events: object) -> None:
        """Handle events as the bus would deliver them."""
        with self.service.active():
            for event in events:
                line = next(line for line in self.service.handlers if line.contract is type(event))
                with transaction() as session:
                    line.handle(event, session)

    def tell_towns(self, count: int, **recorded: object) -> list[UUID]:
        """So many towns, each told of a revision; returns their ids."""
        towns = [uuid4() for _ in range(count)]
        for number, town in enumerate(towns):
            known = {"contact_email": f"town{number}@towns.example", **recorded}
            self.hear(structure_recorded(structure_id=town, **known), structure_revised(structure_id=town))
        return towns

    def messages(self, **wanted: object) -> list[Message]:
        """Messages in order of creation, those with these attributes."""
        with self.service.database.reading() as session:
            found = session.scalars(sa.select(Message).order_by(Message.sequence)).all()
        return [m for m in found if all(getattr(m, name) == value for name, value in wanted.items())]

    def states(self) -> list[tuple[str | None, str]]:
        """The kind and the state of every message, in order of creation."""
        return [(message.kind, message.state) for message in self.messages()]

    def passages(self, message: Message) -> list[tuple[str, str | None]]:
        """The states a message came through, each with its reason."""
        history = sa.select(Passage).where(Passage.message_id == message.id).order_by(Passage.id)
        with self.service.database.reading() as session:
            return [(passage.state, passage.why) for passage in session.scalars(history)]

    def make_due(self) -> None:
        """Let the time of every retry and every lease come."""
        with self.service.database.writing() as session:
            session.execute(sa.update(Message).values(due_at=datetime(2000, 1, 1, tzinfo=UTC)))

    def at_once(self, work: Callable[[], object], workers: int) -> None:
        """Run a loop in several workers at the same time, each with a service of its own."""
        services = [create_service(self.service.settings) for _ in range(workers)]
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(lambda service: self.run(work, service=service), services))
        for service in services:
            service.database.dispose()


@contextmanager
def mail_room(database_url: str, folder: Path, smtp_url: str = "", **settings: object) -> Iterator[MailRoom]:
    """A mail room on an empty database; letters are batched without waiting, unless told otherwise."""
    given = {"letter_batch_wait_seconds": 0, **settings}
    service = create_service(
        Settings(
            database_url=database_url,
            broker_url="embedded:///nowhere",
            token_keys_url=publish_key(folder),
            data_dir=folder,
            sealing_keys_file=publish_sealing_key(folder)[0],
            smtp_url=smtp_url or "smtp://127.0.0.1:1",
            **given,
        )
    )
    with office(service, create_app) as opened:
        yield MailRoom(opened.service, create_app(service))


class PostOffice:
    """A real SMTP server that keeps what it takes, refuses whom it is told to, and can hang up.

    answers  by recipient: what it says instead of taking the mail ("550 No such user")
    hang_up  breaks the connection in the middle of so many mails
    """

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.answers: dict[str, str] = {}
        self.hang_up = 0
        self._controller = _Controller(self, hostname="127.0.0.1", port=0)
        self._controller.start()
        self.url = f"smtp://127.0.0.1:{self._controller.port}"

    def close(self) -> None:
        self._controller.stop()

    async def handle_RCPT(self, _server, _session, envelope, address, _options) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session, envelope) -> str:
        if self.hang_up:
            self.hang_up -= 1
            server.transport.close()
            return "421 Closing"
        self.taken.append((envelope.rcpt_tos[0], envelope.original_content))
        return "250 OK"


class _Controller(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def manifest(folder: Path) -> dict:
    """What a batch's folder says it holds."""
    return json.loads((folder / batching.MANIFEST).read_text(encoding="utf-8"))
