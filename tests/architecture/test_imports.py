"""Who may know whom; and that a web process knows no broker."""

import select
import socket

import pytest
from importlinter.cli import lint_imports

from deploy import platform
from deploy.documents.contracts import json_schema
from deploy.documents.examples import example_of
from shared.db import transaction
from shared.events import from_json, schema_of
from shared.events.rates import FixingPublished
from shared.migrations import migrate
from shared.outbox import emit
from tests.architecture.source import ROOT, imported, python_files

WEB_ROOMS = {"routes.py", "schemas.py", "actions.py"}


def test_the_contracts_of_imports_are_kept(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    broken = lint_imports(no_cache=True)
    assert not broken, capsys.readouterr().out


def test_no_code_of_http_imports_the_bus():
    web = [path for path in python_files("services") if path.name in WEB_ROOMS]
    web += python_files("shared/web")
    assert [str(path) for path in web if any(name.startswith("shared.bus") for name in imported(path))] == []


@pytest.fixture
def broker():
    """Where a broker would listen: whoever connects is seen."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def test_no_web_process_ever_connects_to_the_broker(broker, tmp_path):
    """Made, asked how it is, and telling a fact: all of it without the broker, which nobody answers for."""
    for name in platform.SERVICES:
        _serve_something(name, _settings(name, tmp_path, broker.getsockname()[1]))
    connecting, _, _ = select.select([broker], [], [], 0)
    assert connecting == []


def _settings(name, folder, port):
    return platform.settings_for(
        name,
        {
            "DATABASE_URL": f"sqlite:///{folder}/{name}.sqlite",
            "BROKER_URL": f"amqp://guest:guest@127.0.0.1:{port}/",
            "TOKEN_KEYS_URL": f"file://{folder}/keys.json",
            "SIGNING_KEYS_FILE": f"{folder}/signing-keys.json",
            "SIGNING_KEYS_CREATE": "true",
            "DATA_DIR": str(folder),
        },
    )


def _serve_something(name, settings) -> None:
    service = platform.create_service(name, settings)
    migrate(service)
    client = platform.create_app(service).test_client()
    assert client.get("/readyz").status_code == 200
    with service.active(), transaction() as session:
        emit(session, from_json(FixingPublished, example_of(json_schema(schema_of(FixingPublished)))))
    assert client.get("/openapi.json").status_code == 200
    service.database.dispose()
