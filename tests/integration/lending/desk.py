"""Lending at work on a small bank: what other services tell it, what systems send it, its chunks done by hand."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4, uuid5

import sqlalchemy as sa

from services.lending.app import create_app, create_service
from services.lending.revisions.verification import verify_portfolio
from services.lending.settings import Settings
from shared import clock
from shared.auth import record_grant
from shared.bus import Delivery
from shared.db import transaction
from shared.events import name_of, to_json
from shared.events.habilitations import RightGranted
from shared.events.rates import FixingPublished
from shared.events.structures import Address, StructureRecorded
from shared.ids import new_id
from shared.inbox import receive
from shared.tables import inbox, outbox
from tests.callers import Office, office, publish_key

TODAY = date(2026, 1, 29)
NEW_VALUE_ON = date(2026, 2, 1)
HISTORY = {
    "2020-02-01": "0.005",
    "2022-02-01": "0.01",
    "2022-08-01": "0.02",
    "2023-02-01": "0.03",
    "2025-02-01": "0.024",
    "2025-08-01": "0.017",
}
"""The Livret A as the tests know it before the value of 1 February 2026."""

_NAMES = UUID("3c1f6a52-9f0e-5b7a-8a3e-2f6d1f0b7c11")
CHUNKS_DUE, SHARE_DUE = "lending.chunks_due.v1", "lending.announcements_due.v1"


def structure_id(name: str) -> UUID:
    return uuid5(_NAMES, name)


BORROWER = structure_id("Valmonde Habitat")
OTHER_BORROWER = structure_id("Foyer du Levant")
TOWN = structure_id("Commune de Valmonde")
DEPARTMENT = structure_id("Département de l'Orlaine")
STRUCTURES = ("Valmonde Habitat", "Foyer du Levant", "Commune de Valmonde", "Département de l'Orlaine")


def terms(**facts: Any) -> dict[str, Any]:
    """A million at Livret A + 0.60 % over ten years, double révisabilité, yearly instalments on 1 May."""
    usual = {
        "principal": "1000000",
        "starts_on": "2022-05-01",
        "instalments": 10,
        "months_between_instalments": 12,
        "progressivity": "0.005",
        "revision": "DR",
        "rate": {"kind": "index", "index": "livret_a", "margin": "0.006"},
    }
    return usual | facts


FIXED = {"rate": {"kind": "fixed", "value": "0.0275"}, "revision": "none"}


def line(number: int = 1, **facts: Any) -> dict[str, Any]:
    """A loan line as the bank's loan system sends it; `terms` adds to the usual ones."""
    usual = {
        "loan_number": f"{5_000_000 + number}",
        "contract_number": f"{20_000 + number}",
        "contract_signed_on": "2022-03-10",
        "borrower_id": str(BORROWER),
        "product": "PLUS",
        "object": "Construction de 12 logements, rue des Tilleuls",
        "guarantors": [],
    }
    return usual | facts | {"terms": terms(**facts.get("terms", {}))}


def guaranteed(*shares: tuple[UUID, str]) -> dict[str, Any]:
    """The guarantors of a line, with their shares."""
    return {"guarantors": [{"structure_id": str(who), "share": share} for who, share in shares]}


def fixing(day: str | date, value: str, index: str = "livret_a", **facts: Any) -> FixingPublished:
    """A value as rates tells it."""
    usual = {
        "fixing_id": new_id(),
        "computed_value": None,
        "derogation": False,
        "legal_reference": "Arrêté du 28 janvier 2026, art. 1er",
        "published_on": TODAY,
        "supersedes": None,
        "version": 1,
    }
    day = date.fromisoformat(day) if isinstance(day, str) else day
    return FixingPublished(index=index, effective_on=day, value=Decimal(value), **usual | facts)


class Desk(Office):
    """Lending with its callers: an agent, who takes payments by hand, the bank's loan system, a rates officer."""

    def __init__(self, made: Office):
        super().__init__(made.service, made.app)
        self.agent = self.headers("lending.agent")
        self.loan_system = self.headers("bank.loans", kind="system")
        self.cashier = self.headers("lending.payments")
        self.officer = self.headers("rates.officer")

    def open(self) -> "Desk":
        """The structures and the history are known."""
        for name in STRUCTURES:
            self.hear(structure(name))
        for day, value in HISTORY.items():
            self.publish(day, value)
        return self

    def client_of(self, structure: UUID, right: str) -> dict[str, str]:
        """A person with a right over one structure."""
        person = uuid4()
        with self.service.active(), transaction() as session:
            event = RightGranted(subject_id=person, right=right, structure_id=structure, version=1)
            record_grant(event, session)
        return self.headers(subject_id=person)

    def get(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> Any:
        """What a path answers, which must be well."""
        answer = self.client.get(path, query_string=query, headers=headers or self.agent)
        assert answer.status_code == 200, answer.text
        return answer.json

    def status(self, path: str, headers: dict[str, str] | None = None, **query: Any) -> int:
        return self.client.get(path, query_string=query, headers=headers or self.agent).status_code

    def post(self, path: str, body: Any, headers: dict[str, str] | None = None, **more: str) -> Any:
        """The answer, whatever it is."""
        return self.client.post(path, json=body, headers=(headers or self.agent) | more)

    def send(self, *lines: Any) -> dict[str, Any]:
        """Import lines; returns the report."""
        answer = self.post("/imports", list(lines), self.loan_system)
        assert answer.status_code == 200, answer.text
        return answer.json

    def enter(self, *lines: dict[str, Any]) -> None:
        """Import lines, all of which must be good."""
        report = self.send(*lines)
        assert (report["accepted"], report["refused"]) == (len(lines), [])

    def hear(self, event: object, event_id: UUID | None = None, queue: str = "lending") -> UUID:
        """A fact arrives, as a consumer hands it over."""
        event_id = event_id or new_id()
        self._receive(queue, str(event_id), name_of(type(event)), to_json(event))
        return event_id

    def command(
        self, body: Any, message_id: str | None = None, queue: str = "bank.loans"
    ) -> dict[str, Any] | None:
        """A loan line, or another command, arrives on an inbound queue; returns what its sender is answered."""
        return self._receive(queue, message_id or str(new_id()), queue, body)

    def pay(self, amount: str, on: str | date, message_id: str | None = None, **facts: str) -> dict[str, Any]:
        """A payment arrives on its queue, for the first loan unless told; returns what its sender is answered."""
        whom = {} if "contract_number" in facts else {"loan_number": "5000001"}
        usual = {"reference": str(new_id()), "amount": amount, "value_on": str(on)}
        return self.command(usual | whom | facts, message_id, "bank.payments")

    def position(self, loan_number: str = "5000001", **query: Any) -> dict[str, Any]:
        """Where a loan stands."""
        return self.get(f"/loans/{loan_number}/position", **query)

    def bill(self, due_until: str | date) -> dict[str, Any]:
        """Call what is due up to a day; returns the report."""
        answer = self.post("/billing-runs", {"due_until": str(due_until)})
        assert answer.status_code == 200, answer.text
        return answer.json

    def publish(self, day: str | date, value: str, **facts: Any) -> FixingPublished:
        """Rates publishes a value."""
        event = fixing(day, value, **facts)
        self.hear(event)
        return event

    def revise(self, day: str | date = NEW_VALUE_ON, value: str = "0.015", **facts: Any) -> dict[str, Any]:
        """Rates publishes a value, and every chunk that follows from it is done; returns the revision."""
        event = self.publish(day, value, **facts)
        self.work()
        return self.revision_of(event)

    def revision_of(self, event: FixingPublished) -> dict[str, Any] | None:
        """The revision that a fixing caused, if it did."""
        runs = self.get("/revisions")["items"]
        return next((run for run in runs if run["fixing_id"] == str(event.fixing_id)), None)

    def preview(
        self, value: str = "0.015", day: str | date = NEW_VALUE_ON, index: str = "livret_a"
    ) -> dict[str, Any]:
        """Ask what a value would change; returns the preview before any of its chunks is done."""
        question = {"index": index, "effective_on": str(day), "value": value}
        answer = self.post("/previews", question, self.officer)
        assert answer.status_code == 202, answer.text
        return answer.json

    def work(self, at_most: int | None = None) -> int:
        """Do what is due, and what follows from it; returns how many messages that took."""
        done = 0
        while done != at_most and (due := self.due()):
            self.do(*due[0])
            done += 1
        return done

    def do(self, message_id: str, body: dict[str, Any]) -> None:
        """Do a piece of work, as a worker that takes the message."""
        self._receive("lending.work", message_id, CHUNKS_DUE if "chunks" in body else SHARE_DUE, body)

    def due(self) -> list[tuple[str, dict[str, Any]]]:
        """The chunks, and the shares to tell, that were said to be due and were not done yet, in order."""
        with self.service.database.reading() as session:
            done = set(session.scalars(sa.select(inbox.c.message_id).where(inbox.c.queue == "lending.work")))
            told = sa.select(outbox.c.id, outbox.c.body).where(outbox.c.type.in_([CHUNKS_DUE, SHARE_DUE]))
            rows = session.execute(told.order_by(outbox.c.sequence)).all()
        return [(str(row.id), json.loads(row.body)) for row in rows if str(row.id) not in done]

    def rows(self, loan_number: str = "5000001", **query: Any) -> list[dict[str, Any]]:
        """A loan's schedule."""
        return self.get(f"/loans/{loan_number}/schedule", **query)["rows"]

    def versions(self, loan_number: str = "5000001") -> list[dict[str, Any]]:
        return self.get(f"/loans/{loan_number}/versions")

    def on(self, day: date) -> None:
        """Another business day begins."""
        clock.pin_business_date(day)

    def verify(self) -> list[str]:
        with self.service.active():
            return verify_portfolio()

    def scalars(self, query: sa.Select) -> list[Any]:
        """A look into the database, for what no route tells."""
        with self.service.database.reading() as session:
            return list(session.scalars(query))

    def _receive(self, queue: str, message_id: str, kind: str, body: Any) -> dict[str, Any] | None:
        return receive(
            self.service, Delivery(queue=queue, id=message_id, type=kind, body=body, source="test")
        )


def structure(name: str, version: int = 1) -> StructureRecorded:
    """A structure as structures tells it."""
    return StructureRecorded(
        structure_id=structure_id(name),
        version=version,
        name=name,
        siren="552081317",
        siret="55208131766522",
        legal_category="5599",
        sector="social_housing",
        address=Address(
            recipient=None,
            building=None,
            street="1 rue des Tilleuls",
            place=None,
            postcode="96000",
            town="Valmonde",
        ),
        representative_function="Le Directeur général",
        contact_email="prets@valmonde.example.org",
        paper_wanted=False,
        client_number="000123456",
    )


@contextmanager
def lending(database_url: str, folder: Path, chunk_loans: int = 3, **more: Any) -> Iterator[Desk]:
    """Lending at work on an empty database, its structures and fixings known; a chunk holds three loans."""
    settings = Settings(
        **{
            "database_url": database_url,
            "broker_url": "embedded:///nowhere",
            "token_keys_url": publish_key(folder),
            "business_date": TODAY,
            "chunk_loans": chunk_loans,
            "chunks_at_once": 1,
        }
        | more
    )
    try:
        with office(create_service(settings), create_app) as made:
            yield Desk(made).open()
    finally:
        clock.pin_business_date(None)
