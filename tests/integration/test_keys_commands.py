"""`prets keys`: what an operator sees of the keys, and a new one while everything goes on."""

import json

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.client import PlatformError
from deploy.commands.keys import KINDS
from services.habilitations.clients.codes import ensure_code_key
from services.identity import actions, signing
from services.identity.app import create_app, create_service
from services.identity.settings import Settings
from shared.key_files import listed_keys
from shared.sealing import ensure_sealing_keys, published_sealing_keys
from tests.callers import office
from tests.portal import PASSWORD


@pytest.fixture
def folder(tmp_path):
    """A folder with a key of each kind."""
    settings = _settings(tmp_path)
    signing.ensure_keys(settings)
    ensure_sealing_keys(tmp_path / "sealing-keys.json")
    ensure_code_key(tmp_path / "code-keys.json")
    return tmp_path


def _settings(folder) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder}/identity.sqlite",
        broker_url="embedded:///nowhere",
        token_keys_url=(folder / "published.json").as_uri(),
        signing_keys_file=folder / "signing-keys.json",
        signing_keys_create=True,
    )


def prets(*words: str):
    return CliRunner().invoke(app, ["keys", *words], catch_exceptions=False, env={"COLUMNS": "200"})


def secrets_in(folder) -> set[str]:
    files = [json.loads((folder / kind.file_name).read_text())["keys"] for kind in KINDS.values()]
    return {entry.get("d") or entry["key"] for entries in files for entry in entries}


@pytest.mark.parametrize("kind", KINDS)
def test_a_new_key_is_added_and_listed_and_no_key_is_ever_shown(folder, kind):
    file = folder / KINDS[kind].file_name
    ((before, _),) = listed_keys(file)
    rotated = prets("rotate", kind, "--data", str(folder))
    (kept, _), (new, _) = listed_keys(file)
    assert (kept, rotated.exit_code) == (before, 0)
    assert new in rotated.output
    shown = prets("list", "--data", str(folder)).output
    assert before in shown
    assert new in shown
    assert not [secret for secret in secrets_in(folder) if secret in shown + rotated.output]
    assert file.stat().st_mode & 0o777 == 0o600


def test_who_is_logged_in_notices_nothing_of_a_new_signing_key(folder):
    settings = _settings(folder)
    with office(create_service(settings), create_app) as identity:
        published = folder / "published.json"
        published.write_text(json.dumps(identity.client.get("/.well-known/jwks.json").json))
        token = _token(identity)
        prets("rotate", "signing", "--data", str(folder))
        published.write_text(json.dumps(identity.client.get("/.well-known/jwks.json").json))
        for each in (token, _token(identity)):
            headers = {"Authorization": f"Bearer {each}"}
            assert identity.client.get("/profile", headers=headers).status_code == 200


def test_the_newest_sealing_key_is_the_one_that_others_seal_with(folder):
    prets("rotate", "sealing", "--data", str(folder))
    file = folder / "sealing-keys.json"
    (published,) = published_sealing_keys(file)["keys"]
    assert published["kid"] == listed_keys(file)[-1][0]


def test_the_variable_of_a_kind_says_where_its_file_is(folder, tmp_path_factory, monkeypatch):
    monkeypatch.setenv("SEALING_KEYS_FILE", str(folder / "sealing-keys.json"))
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    shown = prets("list", "--data", str(elsewhere)).output
    assert "sealing" in shown
    assert "signing" not in shown


def test_a_kind_that_is_none_and_a_file_that_is_not_there_are_said_so(tmp_path):
    assert prets("rotate", "passwords", "--data", str(tmp_path)).exit_code == 2
    assert "No keys" in prets("list", "--data", str(tmp_path)).output
    with pytest.raises(PlatformError, match="code-keys"):
        prets("rotate", "codes", "--data", str(tmp_path))


def _token(identity) -> str:
    with identity.service.active():
        actions.open_staff_account(
            title="Madame", first_name="Claire", last_name="Vasseur", email="c@b.example", password=PASSWORD
        )
    session = identity.client.post("/sessions", json={"login": "c@b.example", "password": PASSWORD}).json[
        "session"
    ]
    grant = {"grant_type": "session", "session": session}
    return identity.client.post("/tokens", json=grant).json["access_token"]
