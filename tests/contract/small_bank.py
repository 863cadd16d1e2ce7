"""A small bank in one process: the six services with their real tables, and facts carried from each to each by hand.

Every service stands as it would in the middle of its life: people, structures, a few loans, a revision done, messages
waiting, a proposal open, a dead letter. What a caller sends then meets something.
"""

import json
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import sqlalchemy as sa
from flask import Flask

from deploy import platform
from deploy.demo import bank
from deploy.demo.main_job import INPUTS, PROPOSAL
from deploy.demo.people import open_the_bank
from services.habilitations.domain.rights import RIGHTS
from shared import clock
from shared.bus import Delivery, Outgoing, Publisher
from shared.events import name_of, to_json
from shared.inbox import receive
from shared.operations import create_operations_app, declare_queues
from shared.service import Service
from shared.tables import outbox
from tests.callers import Office, publish_key, publish_sealing_key
from tests.ready_made import make_tables

LOANS = 40
KNOWN_MAX = 6
BUSINESS_DATE = "2026-01-29"
CORRECTION = {key: PROPOSAL[key] for key in ("derogation", "legal_reference", "published_on")} | {
    "value": "0.016"
}
QUESTION = {"index": "livret_a", "effective_on": "2026-02-01", "value": "0.015"}


class SmallBank:
    """Six offices and their post.

    callers  subjects who hold every right in every service: two people and a system
    """

    def __init__(self, new_database: Callable[[str], str], folder: Path):
        self.folder = folder
        self.keys_url = publish_key(folder)
        self.sealing_keys = publish_sealing_key(folder)
        self.callers = {uuid4(): "person", uuid4(): "person", uuid4(): "system"}
        self.services = {name: self._service(name, new_database(name)) for name in platform.SERVICES}
        self.offices = {
            name: Office(service, platform.create_app(service)) for name, service in self.services.items()
        }
        self._carried = dict.fromkeys(platform.SERVICES, 0)
        for office in self.offices.values():
            for subject in self.callers:
                for right in RIGHTS:
                    office.grant(subject, right)
        self._live()

    @property
    def kind(self) -> str:
        """sqlite or postgresql."""
        return self.services["rates"].database.url.get_backend_name()

    def close(self) -> None:
        for service in self.services.values():
            service.database.dispose()

    def headers(self, number: int = 0) -> dict[str, str]:
        """The headers of one of the callers, with a fresh token."""
        subject = list(self.callers)[number]
        return self.offices["rates"].headers(subject_id=subject, kind=self.callers[subject])

    def ask(self, name: str, method: str, path: str, caller: int = 0, **body: object) -> dict:
        """A request that must succeed."""
        answer = self.offices[name].client.open(path, method=method, headers=self.headers(caller), **body)
        assert answer.status_code < 300, answer.text
        return answer.get_json()

    def carry(self) -> None:
        """Deliver every fact to all who hear it, until nobody has anything more to tell."""
        while any(self._carry_from(service) for service in self.services.values()):
            pass

    def hear(self, event: object) -> None:
        """Let all who hear it have a fact that nobody of this bank told."""
        body = to_json(event)
        for listener in self.services.values():
            for line in [line for line in listener.handlers if line.type == name_of(type(event))]:
                told = Delivery(
                    queue=line.queue, id=str(uuid4()), type=line.type, body=body, source="identity"
                )
                receive(listener, told)
        self.carry()

    def operations(self) -> Flask:
        """What the worker of rates serves to operators, with a broker and a dead letter."""
        service = self.services["rates"]
        declare_queues(service)
        letter = {"id": str(uuid4()), "type": "bank.index-values", "source": "bank", "time": clock.now()}
        with Publisher(service.settings.broker_url) as publisher:
            publisher.publish([Outgoing(**letter, body=b"{}", to_queue="bank.index-values.dead")])
        return create_operations_app(service)

    def _service(self, name: str, database_url: str) -> Service:
        environment = {
            "DATABASE_URL": database_url,
            "BROKER_URL": f"embedded://{self.folder}/broker.sqlite",
            "TOKEN_KEYS_URL": self.keys_url,
            "SIGNING_KEYS_FILE": f"{self.folder}/signing-keys.json",
            "SIGNING_KEYS_CREATE": "true",
            "SEALING_KEYS_FILE": str(self.sealing_keys[0]),
            "SEALING_KEYS_URL": self.sealing_keys[1],
            "CODE_KEYS_FILE": f"{self.folder}/code-keys.json",
            "CODE_KEYS_CREATE": "true",
            "DATA_DIR": str(self.folder),
            "SMTP_URL": "smtp://127.0.0.1:1",  # nobody: mails stay, to be tried again
            "LETTER_BATCH_WAIT_SECONDS": "0",
            "BUSINESS_DATE": BUSINESS_DATE,
        }
        service = platform.create_service(name, platform.settings_for(name, environment))
        make_tables(service)
        return service

    def _live(self) -> None:
        """From the opening to the day after the first revision."""
        open_the_bank(self.services)
        self.ask("structures", "POST", "/imports", json=bank.structures())
        self.carry()
        self.ask("lending", "POST", "/imports", json=list(bank.loan_lines(LOANS)))
        self.ask("rates", "POST", "/inputs", json={"inputs": INPUTS})
        fixing = self.ask("rates", "POST", "/fixings", json=PROPOSAL)
        self.ask("rates", "POST", f"/fixings/{fixing['fixing_id']}/approval", caller=1)
        self.ask("rates", "POST", f"/fixings/{fixing['fixing_id']}/corrections", json=CORRECTION)
        self.carry()
        self.ask("lending", "POST", "/previews", json=QUESTION)
        self.carry()
        for service in self.services.values():
            with service.active():
                for loop in service.loops:
                    loop.run()

    def _carry_from(self, teller: Service) -> bool:
        told = (
            sa.select(outbox)
            .where(outbox.c.sequence > self._carried[teller.name])
            .order_by(outbox.c.sequence)
        )
        with teller.database.reading() as session:
            facts = session.execute(told).all()
        for fact in facts:
            self._carried[teller.name] = fact.sequence
            for listener in self.services.values():
                for line in [line for line in listener.handlers if line.type == fact.type]:
                    receive(listener, _delivery(line.queue, fact, teller.name))
        return bool(facts)


def _delivery(queue: str, fact: sa.Row, source: str) -> Delivery:
    return Delivery(queue=queue, id=str(fact.id), type=fact.type, body=json.loads(fact.body), source=source)


def known_values(service: Service) -> dict[str, list[str]]:
    """Values that mean something to a service, by the name that a parameter of its routes would have."""
    found: dict[str, list[str]] = {}
    with service.database.reading() as session:
        for table in service.tables.sorted_tables:
            for column in table.columns:
                values = session.scalars(sa.select(column).where(column.is_not(None)).limit(KNOWN_MAX))
                found.setdefault(_parameter(column), []).extend(map(str, values))
    return found


def _parameter(column: sa.Column) -> str:
    """`id` of letter_batches is a batch_id."""
    thing = column.table.name.rpartition("_")[2].removesuffix("s")
    return (
        f"{thing.removesuffix('he') + 'h' if thing.endswith('che') else thing}_id"
        if column.name == "id"
        else column.name
    )
