"""Callers of a service under test: its real web application, real tokens, rights as habilitations announces them."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import OKPKey

from shared.auth import record_grant
from shared.db import transaction
from shared.events.habilitations import RightGranted
from shared.sealing import ensure_sealing_keys, published_sealing_keys
from shared.service import Service
from shared.tables import outbox, plumbing
from shared.tokens import Subject, issue_token
from tests.ready_made import make_tables

KEY = OKPKey.generate_key("Ed25519", parameters={"kid": "test"}, private=True)


class Office:
    """A service at work, and whoever calls it."""

    def __init__(self, service: Service, app: Flask):
        self.service = service
        self.app = app
        self.client = self.new_client()

    def new_client(self) -> FlaskClient:
        """A client of its own for a thread."""
        return self.app.test_client()

    def headers(self, *rights: str, subject_id: UUID | None = None, kind: str = "person") -> dict[str, str]:
        """A caller with these rights over the whole bank."""
        subject_id = subject_id or uuid4()
        for right in rights:
            self.grant(subject_id, right)
        token = issue_token(KEY, Subject(subject_id, kind, "Claire Vasseur"))
        return {"Authorization": f"Bearer {token}"}

    def grant(self, subject_id: UUID, right: str) -> None:
        """Let the service hear of a right."""
        with self.service.active(), transaction() as session:
            event = RightGranted(subject_id=subject_id, right=right, structure_id=None, version=1)
            record_grant(event, session)

    def everything_kept(self) -> str:
        """All that the database holds, plumbing included, as one text to search for what must not be there."""
        tables = (*self.service.tables.sorted_tables, *plumbing.sorted_tables)
        with self.service.database.reading() as session:
            return "\n".join(str(session.execute(sa.select(table)).all()) for table in tables)

    def told(self, name: str | None = None) -> list[dict]:
        """The facts in the outbox, in order, of one contract or of all."""
        facts = sa.select(outbox.c.body).order_by(outbox.c.sequence)
        if name:
            facts = facts.where(outbox.c.type == name)
        with self.service.database.reading() as session:
            return [json.loads(body) for body in session.scalars(facts)]


def publish_key(folder: Path) -> str:
    """Put the public key of the callers where a service reads it; returns its address."""
    path = folder / "token-keys.json"
    path.write_text(json.dumps({"keys": [KEY.as_dict(private=False)]}))
    return path.as_uri()


def publish_sealing_key(folder: Path) -> tuple[Path, str]:
    """Make the keys with which notifications opens secrets; returns their file, and the address of the public one."""
    private, public = folder / "sealing-keys.json", folder / "sealing-key.json"
    ensure_sealing_keys(private)
    public.write_text(json.dumps(published_sealing_keys(private)))
    return private, public.as_uri()


@contextmanager
def office(service: Service, create_app: Callable[[Service], Flask]) -> Iterator[Office]:
    """A service with its tables made by its own migrations, closed at the end."""
    make_tables(service)
    try:
        yield Office(service, create_app(service))
    finally:
        service.database.dispose()
