"""The broker is away and no worker runs: rights that ended end all the same, a few minutes later at most."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from uuid import UUID, uuid4

import pytest
from werkzeug.serving import make_server

from services.habilitations import actions
from services.habilitations import app as habilitations_app
from services.habilitations.settings import Settings as HabilitationsSettings
from services.structures import app as structures_app
from services.structures.settings import Settings as StructuresSettings
from shared.auth import record_grant, record_revocation
from shared.confirming import CONFIRMED_SECONDS, RETRY_SECONDS, RightsSource
from shared.db import transaction
from shared.events.habilitations import RightGranted, RightRevoked
from tests.callers import Office, office, publish_key
from tests.servers.hosts import free_port

RIGHT = "structures.agent"


class TwoServices:
    """Habilitations and structures, which hear nothing of one another; an agent who wants to search."""

    def __init__(self, habilitations: Office, structures: Office, url: str):
        self.habilitations, self.structures, self.url = habilitations, structures, url
        self.agent = uuid4()
        self.asked = 0

    def give(self) -> UUID:
        with self.habilitations.service.active():
            return actions.grant(self.agent, RIGHT, reason="arrivée").grant_id

    def end(self, grant_id: UUID) -> None:
        with self.habilitations.service.active():
            actions.revoke(grant_id, reason="départ")

    def hears(self, contract: type, version: int) -> None:
        """Structures hears of a change as it would by the broker."""
        event = contract(subject_id=self.agent, right=RIGHT, structure_id=None, version=version)
        with self.structures.service.active(), transaction() as session:
            (record_grant if contract is RightGranted else record_revocation)(event, session)

    def confirms_after(self, seconds: float, url: str | None = None) -> None:
        self.structures.app.rights_source = RightsSource(self.url if url is None else url, seconds)

    def status(self) -> int:
        headers = self.structures.headers(subject_id=self.agent)
        return self.structures.client.get("/structures", headers=headers).status_code

    def count(self, application):
        """The same application, counting what it is asked."""

        def counting(environ, start_response):
            self.asked += 1
            return application(environ, start_response)

        return counting


@pytest.fixture
def services(database_url, tmp_path) -> Iterator[TwoServices]:
    common = {"broker_url": "embedded:///nowhere", "token_keys_url": publish_key(tmp_path)}
    at_habilitations = HabilitationsSettings(
        database_url=f"sqlite:///{tmp_path}/habilitations.sqlite", **common
    )
    at_structures = StructuresSettings(database_url=database_url, **common)
    port = free_port()
    with ExitStack() as stack:
        habilitations = stack.enter_context(
            office(habilitations_app.create_service(at_habilitations), habilitations_app.create_app)
        )
        structures = stack.enter_context(
            office(structures_app.create_service(at_structures), structures_app.create_app)
        )
        two = TwoServices(habilitations, structures, f"http://127.0.0.1:{port}/my-grants")
        stack.enter_context(_served(two.count(habilitations.app), port))
        yield two


@contextmanager
def _served(application, port: int) -> Iterator[None]:
    server = make_server("127.0.0.1", port, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_right_that_ended_while_nobody_could_be_told_ends_when_it_is_confirmed(services):
    granted = services.give()
    services.hears(RightGranted, 1)
    services.confirms_after(0)
    assert services.status() == 200
    services.end(granted)
    assert services.status() == 403


def test_a_right_given_meanwhile_opens_the_door(services):
    services.confirms_after(0)
    assert services.status() == 403
    services.give()
    assert services.status() == 200


def test_a_copy_that_is_ahead_of_the_answer_stands(services):
    services.give()
    services.hears(RightRevoked, 2)
    services.confirms_after(0)
    assert services.status() == 403


def test_rights_are_asked_for_once_in_four_minutes(services):
    services.give()
    services.confirms_after(CONFIRMED_SECONDS)
    assert [services.status() for _ in range(3)] == [200] * 3
    assert services.asked == 1


def test_an_answer_and_the_wait_after_a_failure_stay_within_five_minutes():
    assert CONFIRMED_SECONDS + RETRY_SECONDS < 300


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/my-grants", "{folder}", "ftp://nowhere"])
def test_where_habilitations_does_not_answer_the_copy_stands(services, tmp_path, url):
    nonsense = tmp_path / "nonsense.json"
    nonsense.write_text('{"items": [{"right": 7}]}')
    services.hears(RightGranted, 1)
    services.confirms_after(0, url.format(folder=nonsense.as_uri()))
    assert services.status() == 200


def test_habilitations_own_copy_needs_no_broker_at_all(services):
    with services.habilitations.service.active():
        given = actions.grant(services.agent, "habilitations.agent", reason="arrivée")
    headers = services.habilitations.headers(subject_id=services.agent)
    assert services.habilitations.client.get("/appointments", headers=headers).status_code == 200
    services.end(given.grant_id)
    assert services.habilitations.client.get("/appointments", headers=headers).status_code == 403
