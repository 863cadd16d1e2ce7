"""Identity says who calls, habilitations what they may do, and structures believes both by itself: over real HTTP
keys, both brokers and both databases."""

import json
import threading
from contextlib import ExitStack, contextmanager
from uuid import uuid4

import pytest
from werkzeug.serving import make_server

from deploy.demo import bank
from services.habilitations import actions as habilitations_actions
from services.habilitations import app as habilitations_app
from services.habilitations.settings import Settings as HabilitationsSettings
from services.identity import actions as identity_actions
from services.identity import app as identity_app
from services.identity.settings import Settings as IdentitySettings
from services.structures import app as structures_app
from services.structures.settings import Settings as StructuresSettings
from shared import clock
from shared.bus import DeadLetters, Outgoing, Publisher
from shared.bus.connections import close, connect
from shared.ids import new_id
from shared.worker import Worker
from tests.callers import office
from tests.messages import eventually
from tests.servers.hosts import free_port

PASSWORD = "Chaussette verte 7"
ROW = bank.structures()[0]


class People:
    """Three services at work, each with its worker."""

    def __init__(self, identity, habilitations, structures, broker_url):
        self.identity, self.habilitations, self.structures = identity, habilitations, structures
        self.broker_url = broker_url

    def open_account(self, first_name: str) -> dict[str, str]:
        """A person who logs in; returns the headers of their requests."""
        email = f"{first_name.lower()}@banque.example.org"
        with self.identity.service.active():
            account = identity_actions.open_staff_account(
                title="Madame", first_name=first_name, last_name="Hardy", email=email, password=PASSWORD
            )
        session = self._post("/sessions", {"login": email, "password": PASSWORD})["session"]
        token = self._post("/tokens", {"grant_type": "session", "session": session})["access_token"]
        return {"person_id": account.person_id, "headers": {"Authorization": f"Bearer {token}"}}

    def give(self, subject_id, right: str):
        """A right, as it is given when the platform is set up."""
        with self.habilitations.service.active():
            return habilitations_actions.grant(subject_id, right, reason="mise en service")

    def status_of_search(self, person) -> int:
        return self.structures.client.get("/structures", headers=person["headers"]).status_code

    def _post(self, path, body):
        return self.identity.client.post(path, json=body).json


@pytest.fixture(params=["embedded", "deployed"])
def people(request, tmp_path):
    """On SQLite files and the embedded broker, and on PostgreSQL and RabbitMQ."""
    names = ("identity", "habilitations", "structures")
    if request.param == "embedded":
        broker_url = request.getfixturevalue("embedded_broker_url")
        databases = [f"sqlite:///{tmp_path / name}.sqlite" for name in names]
    else:
        broker_url = request.getfixturevalue("amqp_url")
        databases = [_postgres_database(request, name) for name in names]
    with ExitStack() as stack:
        yield _people(stack, databases, broker_url, tmp_path)


def test_a_right_given_opens_a_service_and_a_right_ended_closes_it(people):
    agent = people.open_account("Alice")
    assert people.status_of_search(agent) == 403
    given = people.give(agent["person_id"], "structures.agent")
    eventually(lambda: people.status_of_search(agent) == 200)
    with people.habilitations.service.active():
        habilitations_actions.revoke(given.grant_id, reason="départ")
    eventually(lambda: people.status_of_search(agent) == 403)


def test_an_operator_of_identity_has_the_right_from_habilitations_like_everyone(people):
    operator = people.open_account("Alice")
    people.give(operator["person_id"], "operator")
    eventually(lambda: people.identity.client.get("/staff", headers=operator["headers"]).status_code == 200)


def test_closing_an_account_ends_its_rights_in_every_service(people):
    """Though no key of notifications is known here, with which the e-mail about it would be sealed."""
    agent, operator = people.open_account("Alice"), people.open_account("Bob")
    people.give(agent["person_id"], "structures.agent")
    eventually(lambda: people.status_of_search(agent) == 200)
    with people.identity.service.active():
        identity_actions.close_staff_account(agent["person_id"], by=operator["person_id"])
    eventually(lambda: people.status_of_search(agent) == 403)


def test_the_register_sends_a_structure_on_its_queue_and_is_answered(people):
    with _answers(people.broker_url) as answers:
        _send(people.broker_url, ROW, reply_to=answers.queue)
        assert answers.next() == {"structure_id": ROW["structure_id"], "outcome": "recorded"}
    (told,) = people.structures.told("structures.structure_recorded.v1")
    assert told["name"] == ROW["name"]


def test_a_wrong_structure_on_the_queue_lies_in_the_dead_letters_with_its_reason(people):
    _send(people.broker_url, ROW | {"siren": "123456789"})
    letters = DeadLetters(people.broker_url, ["bank.structures"])
    (letter,) = eventually(lambda: list(letters.list()))
    assert "siren" in letter.reason
    assert people.structures.told() == []


def _postgres_database(request, service: str) -> str:
    server, name = request.getfixturevalue("postgres"), f"{service}_{uuid4().hex}"
    request.addfinalizer(lambda: server.drop_database(name))
    return server.create_database(name)


def _people(stack, databases, broker_url, tmp_path) -> People:
    port = free_port()
    common = {"broker_url": broker_url, "token_keys_url": f"http://127.0.0.1:{port}/.well-known/jwks.json"}
    own = {"signing_keys_file": tmp_path / "signing.json", "signing_keys_create": True}
    parts = [
        (identity_app, IdentitySettings, own),
        (habilitations_app, HabilitationsSettings, {}),
        (structures_app, StructuresSettings, {}),
    ]
    offices = [
        stack.enter_context(
            office(app.create_service(settings(database_url=url, **common, **more)), app.create_app)
        )
        for url, (app, settings, more) in zip(databases, parts, strict=True)
    ]
    stack.enter_context(_served(offices[0].app, port))
    stack.enter_context(_working([office.service for office in offices]))
    return People(*offices, broker_url)


@contextmanager
def _served(app, port):
    """Identity on a real port: where the others fetch the keys."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()


@contextmanager
def _working(services):
    workers = [Worker(service) for service in services]
    for worker in workers:
        worker.start()
    eventually(lambda: all(consumer.connected for worker in workers for consumer in worker.consumers))
    try:
        yield
    finally:
        for worker in workers:
            worker.stop()


def _send(broker_url, row, reply_to=None):
    command = Outgoing(
        id=str(new_id()),
        type="bank.structures",
        source="registre-des-tiers",
        time=clock.now(),
        body=json.dumps(row).encode(),
        to_queue="bank.structures",
        reply_to=reply_to,
    )
    with Publisher(broker_url) as publisher:
        assert not publisher.publish([command]).unroutable


class _Answers:
    """A queue of our own where answers come."""

    def __init__(self, broker_url):
        self.queue = f"replies.{uuid4().hex}"
        self.connection = connect(broker_url)
        self.channel = self.connection.channel()
        self.channel.queue_declare(self.queue, durable=True, auto_delete=False)

    def next(self):
        message = eventually(lambda: self.channel.basic_get(self.queue, no_ack=True))
        body = message.body if isinstance(message.body, str) else bytes(message.body).decode()
        return json.loads(body)


@contextmanager
def _answers(broker_url):
    answers = _Answers(broker_url)
    try:
        yield answers
    finally:
        close(answers.connection)
