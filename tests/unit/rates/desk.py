"""A rates desk to test with: the real service on a real database, its officers, and what they send."""

import json
from datetime import date
from pathlib import Path
from uuid import UUID, uuid4

import sqlalchemy as sa
from joserfc.jwk import OKPKey

from services.rates import actions
from services.rates.app import create_app, create_service
from services.rates.settings import Settings
from shared.auth import Caller, record_grant
from shared.db import reading, transaction
from shared.events.habilitations import RightGranted
from shared.service import Service
from shared.tables import outbox
from shared.tokens import Subject, issue_token
from tests.ready_made import make_tables

BUSINESS_DATE = "2026-01-29"
ORDER = "Arrêté du 28/01/2026, JO du 29/01/2026"
PROPOSAL = {
    "index": "livret_a",
    "effective_on": "2026-02-01",
    "value": "0.015",
    "derogation": True,
    "legal_reference": ORDER,
    "published_on": "2026-01-29",
}


def figure(series: str, value: str, *, month: str = "2025-12", months: int = 6, **more: object) -> dict:
    """A published figure as the API takes it: the mean of the second half of 2025, unless said otherwise."""
    told = {"published_on": "2026-01-15", "source": "Banque de France"}
    return {"series": series, "month": month, "months": months, "value": value, **told, **more}


FIGURES = [figure("inflation", "0.0088"), figure("estr", "0.0193")]


class Desk:
    """The service, a proposer, an approver, and the HTTP client through which they all go."""

    def __init__(self, database_url: str, folder: Path):
        self.key = OKPKey.generate_key("Ed25519", parameters={"kid": "key-1"})
        keys = folder / "keys.json"
        keys.write_text(json.dumps({"keys": [self.key.as_dict(private=False)]}))
        self.service: Service = create_service(
            Settings(
                database_url=database_url,
                broker_url=f"embedded://{folder / 'broker.sqlite'}",
                token_keys_url=f"file://{keys}",
                business_date=date.fromisoformat(BUSINESS_DATE),
            )
        )
        make_tables(self.service)
        self.client = create_app(self.service).test_client()
        self.officer = self.person("Claire Vasseur", "rates.officer")
        self.approver = self.person("Karim Benali", "rates.approver")

    def person(self, name: str, *rights: str, kind: str = "person") -> Caller:
        """Someone with these rights."""
        someone = Caller(uuid4(), kind, name)
        with self.service.active(), transaction() as session:
            for right in rights:
                record_grant(
                    RightGranted(subject_id=someone.subject_id, right=right, structure_id=None, version=1),
                    session,
                )
        return someone

    def post(self, path: str, by: Caller, body: object = None, **headers: str):
        return self.client.post(path, json=body, headers=self._headers(by) | headers)

    def get(self, path: str, by: Caller | None = None, **query: str):
        return self.client.get(path, query_string=query, headers=self._headers(by or self.officer))

    def load_history(self) -> int:
        with self.service.active():
            return actions.load_history()

    def ready(self) -> "Desk":
        """The history loaded, the inputs of February 2026 recorded, the outbox emptied."""
        self.load_history()
        assert self.post("/inputs", self.officer, {"inputs": FIGURES}).status_code == 201
        with self.service.active(), transaction() as session:
            session.execute(sa.delete(outbox))
        return self

    def proposed(self, **changes: object) -> dict:
        """A fixing that waits for approval."""
        answer = self.post("/fixings", self.officer, PROPOSAL | changes)
        assert answer.status_code == 201, answer.json
        return answer.json

    def published(self, **changes: object) -> dict:
        """A fixing proposed by one and approved by the other."""
        answer = self.post(f"/fixings/{self.proposed(**changes)['fixing_id']}/approval", self.approver)
        assert answer.status_code == 200, answer.json
        return answer.json

    def in_force(self, index: str, on: str) -> str:
        """The value in force on a day, as the API says it."""
        return self.get(f"/indexes/{index}/fixings", on=on).json["items"][0]["value"]

    def told(self) -> list[dict]:
        """Bodies of the events waiting in the outbox, oldest first."""
        with self.service.active(), reading() as session:
            rows = session.execute(sa.select(outbox.c.type, outbox.c.body).order_by(outbox.c.sequence)).all()
        assert {row.type for row in rows} <= {"rates.fixing_published.v1"}
        return [json.loads(row.body) for row in rows]

    def close(self) -> None:
        self.service.database.dispose()

    def _headers(self, by: Caller) -> dict[str, str]:
        token = issue_token(self.key, Subject(by.subject_id, by.kind, by.name))
        return {"Authorization": f"Bearer {token}", "Accept-Language": "en"}


def historic_id(desk: Desk, index: str, on: str) -> UUID:
    """The id of the fixing in force on a day."""
    return UUID(desk.get(f"/indexes/{index}/fixings", on=on).json["items"][0]["fixing_id"])
