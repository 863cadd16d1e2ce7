"""The toy service under the gunicorn configuration that every web process runs with."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.servers.hosts import free_port


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def web(tmp_path, sqlite_url, port):
    """A web process of two workers; its home is empty, so that whatever it leaves there is seen."""
    environment = os.environ | {
        "DATABASE_URL": sqlite_url,
        "BROKER_URL": "embedded:///nowhere",
        "TOKEN_KEYS_URL": "file:///nowhere",
        "PORT": str(port),
        "WEB_WORKERS": "2",
        "HOME": str(tmp_path / "home"),
        "XDG_RUNTIME_DIR": "",
    }
    command = ["-m", "gunicorn", "-c", "python:deploy.gunicorn", "tests.unit.shared.toy:application()"]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen([sys.executable, *command], env=environment, stdout=log, stderr=log)
    _wait_until_alive(port, process)
    yield process
    process.kill()
    process.wait()


def _wait_until_alive(port: int, process: subprocess.Popen) -> None:
    for _ in range(300):
        assert process.poll() is None
        try:
            _get(port, "/livez")
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the web process does not answer")


def _get(port: int, path: str, headers: dict | None = None) -> bytes:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers or {})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read()


def test_a_web_process_answers_and_ends_in_order_when_asked(web, port):
    assert json.loads(_get(port, "/places/paris/7")) == {"place": "paris", "number": 7}
    web.send_signal(signal.SIGTERM)
    assert web.wait(30) == 0


def test_no_header_of_a_request_chooses_its_path(web, port):
    headers = {"Path-Info": "/livez", "PATH_INFO": "/livez", "SCRIPT_NAME": "/places"}
    assert json.loads(_get(port, "/places/paris/7", headers))["place"] == "paris"


def test_a_web_process_leaves_no_control_socket(web, tmp_path):
    assert not (tmp_path / "home").exists()


def test_every_line_of_a_web_process_is_json_and_each_request_is_one(web, port, tmp_path):
    _get(port, "/places/paris/7")
    web.send_signal(signal.SIGTERM)
    web.wait(30)
    lines = [json.loads(line) for line in Path(tmp_path / "log").read_text().splitlines()]
    assert [line["route"] for line in lines if line["event"] == "request"] == [
        "/places/<path:place>/<int:number>"
    ]
