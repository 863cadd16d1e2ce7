"""The portal as a person lives it: identity, the e-mails that notifications sends for it, browsers with cookies."""

import email
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from email.policy import default
from pathlib import Path
from uuid import UUID

import sqlalchemy as sa

from services.identity import app as identity_app
from services.identity import attempts, signing
from services.identity.reminders import actions as reminders
from services.identity.settings import Settings as IdentitySettings
from services.notifications.accounts.mailing import send_account_mails
from shared.events import from_json, registry
from shared.service import Service
from shared.tables import outbox
from shared.tokens import Subject, issue_token
from tests.callers import Office, office, publish_sealing_key
from tests.unit.notifications.mail_room import MailRoom, PostOffice, mail_room

CENDRINE = {
    "title": "Madame",
    "first_name": "Cendrine",
    "last_name": "Martin",
    "email": "cendrine@yoplamail.example",
    "password": "Chaussette verte 7",
    "password_confirmation": "Chaussette verte 7",
    "structure_kind": "local_authorities",
    "terms_accepted": True,
}
PASSWORD = CENDRINE["password"]


class Portal:
    """Identity and notifications at work, and a mail server whose mailboxes can be read."""

    def __init__(self, identity: Office, notifications: MailRoom, post_office: PostOffice):
        self.identity, self.notifications, self.post_office = identity, notifications, post_office
        self._carried = 0

    def work(self) -> None:
        """Let the workers do what is to be done: look up who forgot what, carry facts, send e-mails."""
        with self.identity.service.active():
            reminders.answer_reminders()
            attempts.tell_of_locks()
        self._carry()
        self.notifications.run(send_account_mails)

    def mails(self, address: str) -> list[email.message.EmailMessage]:
        """What came to an address, in order, once the workers have worked."""
        self.work()
        came = [content for recipient, content in self.post_office.taken if recipient == address]
        return [email.message_from_bytes(content, policy=default) for content in came]

    def subjects(self, address: str) -> list[str]:
        """The subjects of what came to an address."""
        return [mail["Subject"] for mail in self.mails(address)]

    def last_text(self, address: str) -> str:
        """The plain text of the last mail that came to an address."""
        return self.mails(address)[-1].get_body(("plain",)).get_content()

    def last_code(self, address: str) -> str:
        """The code of four digits that the last mail shows on a line of its own."""
        return re.search(r"^ +([0-9]{4})\s*$", self.last_text(address), re.MULTILINE)[1]

    def last_link(self, address: str) -> str:
        """The secret in the last link that came."""
        texts = (mail.get_body(("plain",)).get_content() for mail in self.mails(address))
        return re.findall(r"/mot-de-passe#(\S+)", "\n".join(texts))[-1]

    def headers_of(self, person_id: UUID) -> dict[str, str]:
        """What a person of the bank presents who is logged in."""
        key = signing.signing_key(self.identity.service.settings)
        return {
            "Authorization": f"Bearer {issue_token(key, Subject(person_id, 'person', 'Hélène Quéméner'))}"
        }

    def post(self, path: str, **body: object):
        """A request of somebody who has not logged in."""
        return self.identity.new_client().post(path, json=body)

    def start(self, **changes: object) -> str:
        """Fill in the form; returns the secret of the registration."""
        answer = self.post("/registrations", **(CENDRINE | changes))
        assert answer.status_code == 202, answer.text
        return answer.json["secret"]

    def confirm(self, secret: str, code: str):
        """Type a code."""
        return self.post("/registrations/confirmation", secret=secret, code=code)

    def register(self, **changes: object) -> dict:
        """From the form to the account; returns its identifier and its person_id."""
        secret = self.start(**changes)
        answer = self.confirm(secret, self.last_code((CENDRINE | changes)["email"]))
        assert answer.status_code == 201, answer.text
        return answer.json

    def _carry(self) -> None:
        newer = sa.select(outbox).where(outbox.c.sequence > self._carried).order_by(outbox.c.sequence)
        with self.identity.service.database.reading() as session:
            facts = session.execute(newer).all()
        heard = {line.type for line in self.notifications.service.handlers}
        for fact in facts:
            if fact.type in heard:
                self.notifications.hear(from_json(registry()[fact.type], json.loads(fact.body)))
            self._carried = fact.sequence


class Browser:
    """A browser on the portal: it keeps its cookies, and its token as the gateway would."""

    def __init__(self, portal: Portal):
        self.portal = portal
        self.client = portal.identity.new_client()

    def log_in(self, login: str, password: str = PASSWORD):
        """Try to log in; returns the answer."""
        body = {"login": login, "password": password}
        return self.client.post("/browser-sessions", json=body, base_url="https://localhost")

    def ask(self, method: str, path: str, **body: object):
        """A request with the token that the gateway gets for the cookie, if the session lasts."""
        headers = {"Authorization": self.exchange().headers.get("Authorization", "")}
        given = {"json": body} if body or method in ("POST", "PATCH") else {}
        return self.client.open(path, method=method, headers=headers, base_url="https://localhost", **given)

    def exchange(self):
        """What the gateway asks identity for the cookie of a request."""
        return self.client.post("/tokens/exchange", base_url="https://localhost")


@contextmanager
def portal_on(identity_url: str, notifications_url: str, folder: Path) -> Iterator[Portal]:
    """A portal on two empty databases."""
    post_office = PostOffice()
    published, (_, sealing_url) = folder / "signing-public.json", publish_sealing_key(folder)
    settings = IdentitySettings(
        database_url=identity_url,
        broker_url="embedded:///nowhere",
        token_keys_url=published.as_uri(),
        sealing_keys_url=sealing_url,
        signing_keys_file=folder / "signing.json",
        signing_keys_create=True,
    )
    service = identity_app.create_service(settings)
    published.write_text(json.dumps(signing.published_keys(settings)))
    with (
        office(service, identity_app.create_app) as identity,
        mail_room(notifications_url, folder, post_office.url) as notifications,
    ):
        yield Portal(identity, notifications, post_office)
    post_office.close()


@contextmanager
def statements_of(service: Service) -> Iterator[list[str]]:
    """The SQL that a service runs meanwhile, in order, without its values."""
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    sa.event.listen(service.database.engine, "before_cursor_execute", note)
    yield seen
    sa.event.remove(service.database.engine, "before_cursor_execute", note)


def earlier(portal: Portal, column: sa.orm.InstrumentedAttribute, by: timedelta) -> None:
    """Let so much time pass for a column of identity's."""
    with portal.identity.service.database.writing() as session:
        for row in session.scalars(sa.select(column.class_)):
            setattr(row, column.key, getattr(row, column.key) - by)
