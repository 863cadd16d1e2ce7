"""Identity, structures and habilitations when many ask at the same instant, on each kind of database."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from uuid import uuid4

import pytest
import sqlalchemy as sa

from deploy.demo import bank
from services.habilitations import actions as habilitations_actions
from services.habilitations import app as habilitations_app
from services.habilitations.settings import Settings as HabilitationsSettings
from services.identity import actions as identity_actions
from services.identity import app as identity_app
from services.identity.attempts import FAILURES_MAX
from services.identity.settings import Settings as IdentitySettings
from services.identity.tables import Account, FailedLogin
from services.structures import app as structures_app
from services.structures.settings import Settings as StructuresSettings
from tests.callers import office, publish_key

CALLERS = 12
LUC = {"title": "Monsieur", "first_name": "Luc", "last_name": "Hardy", "email": "luc.hardy@example.org"}


@pytest.fixture
def at_work(database_url, tmp_path):
    """Open one service's office."""
    common = {
        "database_url": database_url,
        "broker_url": "embedded:///nowhere",
        "token_keys_url": publish_key(tmp_path),
    }
    with ExitStack() as stack:

        def open_office(app, settings_class, **own):
            return stack.enter_context(
                office(app.create_service(settings_class(**common, **own)), app.create_app)
            )

        yield open_office


@pytest.fixture
def identity(at_work, tmp_path):
    own = {"signing_keys_file": tmp_path / "signing.json", "signing_keys_create": True}
    return at_work(identity_app, IdentitySettings, **own)


def test_many_guesses_at_once_count_each_and_lock_at_ten(identity):
    with identity.service.active():
        account = identity_actions.open_staff_account(**LUC, password="Chaussette verte 7")
    guess = {"login": account.identifier, "password": "Mauvais 123"}
    statuses = []
    while statuses.count(401) <= FAILURES_MAX:  # who finds too many waiting is asked to come back
        answers = _all_at_once(lambda _: _post(identity, "/sessions", guess), range(FAILURES_MAX))
        statuses += [answer.status_code for answer in answers]
    assert set(statuses) <= {401, 503}
    with identity.service.database.reading() as session:
        assert session.scalars(sa.select(FailedLogin.failures)).all() == [FAILURES_MAX]
    right = _post(identity, "/sessions", {"login": account.identifier, "password": "Chaussette verte 7"})
    assert right.status_code == 401


def test_one_address_asked_for_many_times_at_once_gets_one_account(identity):
    operator = identity.headers("operator")
    answers = _all_at_once(lambda _: _post(identity, "/staff", LUC, operator), range(CALLERS))
    statuses = sorted(answer.status_code for answer in answers)
    assert statuses[0] == 201
    assert set(statuses[1:]) <= {409, 503}
    with identity.service.database.reading() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Account)) == 1
    assert len(identity.told("identity.staff_account_opened.v1")) == 1


def test_the_same_import_sent_many_times_at_once_records_each_structure_once(at_work):
    structures = at_work(structures_app, StructuresSettings)
    register, rows = structures.headers("bank.structures"), bank.structures()
    shuffled = [rows, rows[::-1], rows[20:] + rows[:20], rows]
    reports = [
        answer.json
        for answer in _all_at_once(lambda lines: _post(structures, "/imports", lines, register), shuffled)
    ]
    assert sum(report["recorded"] for report in reports) == len(rows)
    assert sum(report["unchanged"] for report in reports) == 3 * len(rows)
    assert len(structures.told()) == len(rows)


def test_a_right_given_many_times_at_once_is_told_once(at_work):
    habilitations = at_work(habilitations_app, HabilitationsSettings)
    operator, holder = habilitations.headers("operator"), str(uuid4())
    body = {"subject_id": holder, "right": "lending.agent", "reason": "prise de poste"}
    answers = _all_at_once(lambda _: _post(habilitations, "/grants", body, operator), range(CALLERS))
    assert {answer.status_code for answer in answers} == {201}
    assert len(habilitations.told()) == 1


def test_operators_who_revoke_one_another_at_once_leave_one(at_work):
    habilitations = at_work(habilitations_app, HabilitationsSettings)
    with habilitations.service.active():
        grants = [
            habilitations_actions.grant(uuid4(), "operator", reason="mise en service").grant_id
            for _ in range(CALLERS)
        ]
    operator = habilitations.headers("operator")

    def revoke(grant_id):
        path = f"/grants/{grant_id}?reason=essai"
        return habilitations.new_client().delete(path, headers=operator).status_code

    assert sorted(_all_at_once(revoke, grants)) == [204] * (CALLERS - 1) + [409]


def _post(at_work, path, body, headers=None):
    return at_work.new_client().post(path, json=body, headers=headers)


def _all_at_once(ask, asked):
    with ThreadPoolExecutor(CALLERS) as threads:
        return list(threads.map(ask, asked))
