"""`prets demo` and `prets run` as people start them: one command, one folder, one port."""

import os
import re
import signal
import subprocess
import sys
from email import message_from_bytes
from email.policy import default
from functools import partial
from pathlib import Path

import httpx
import pytest

from tests.servers.hosts import die_with_the_tests, free_port, wait_until

LOANS = 120
END_SECONDS_MAX = 180
STOP_SECONDS_MAX = 20
EXIT_REFUSED = 2
EXIT_INTERRUPTED = 130


class Prets:
    """The command line in a process of its own, on a folder and a port."""

    def __init__(self, folder: Path, output: Path | None = None):
        self.folder = folder
        self.port = free_port()
        self.output = output or folder.with_suffix(".txt")

    def start(self, command: str) -> subprocess.Popen:
        words = [sys.executable, "-m", "deploy", command, "--data", self.folder, "--port", str(self.port)]
        with self.output.open("wb") as output:
            return subprocess.Popen(
                [*map(str, words), "--loans", str(LOANS)],
                stdout=output,
                stderr=output,
                env=os.environ | {"COLUMNS": "200"},
                preexec_fn=partial(die_with_the_tests, signal.SIGTERM),  # noqa: PLW1509 its platform ends with it
            )

    def run(self, command: str) -> int:
        """Run to the end; returns the exit code."""
        return self.start(command).wait(END_SECONDS_MAX)

    def said(self) -> str:
        return self.output.read_text()

    def holder(self) -> int:
        """The process that is said to use the folder."""
        return int(re.search(r"in use by process (\d+)", " ".join(self.said().split()))[1])

    def has_mails(self) -> bool:
        return any(self.folder.glob("mails/*.eml"))

    def serves(self) -> bool:
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}/livez", timeout=2).is_success
        except httpx.HTTPError:
            return False


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory) -> Prets:
    """A demonstration that ran to its end."""
    prets = Prets(tmp_path_factory.mktemp("demonstration") / "var")
    assert prets.run("demo") == 0, prets.said()
    prets.mails = sorted(prets.folder.glob("mails/*.eml"))
    return prets


@pytest.fixture
def fresh(tmp_path) -> Prets:
    """A folder where nothing ran yet."""
    return Prets(tmp_path / "var")


def end(process: subprocess.Popen, by: signal.Signals = signal.SIGINT) -> int:
    if process.poll() is None:
        process.send_signal(by)
    return process.wait(STOP_SECONDS_MAX)


def test_the_demonstration_ends_with_a_summary(demonstration):
    said = demonstration.said()
    assert "Livret A 1.70 % → 1.50 %" in said
    assert re.search(r"Loans read +120\b", said)
    assert re.search(r"Events published / received / dead +\d+ / \d+ / 0\b", said)
    assert "Went wrong" not in said


def test_its_mails_can_be_read(demonstration):
    mails = [message_from_bytes(file.read_bytes(), policy=default) for file in demonstration.mails]
    assert mails
    for mail in mails:
        assert mail["To"].addresses[0].domain.endswith(".example.org")
        assert "1,50" in mail.get_body(["plain"]).get_content()


def test_its_letters_can_be_read(demonstration):
    letters = list(demonstration.folder.glob("letters/batch-*/*.pdf"))
    assert letters
    text = subprocess.run(["pdftotext", letters[0], "-"], check=True, capture_output=True, text=True).stdout
    assert "Livret A" in text


def test_nothing_is_left_running_after_it(demonstration):
    assert not demonstration.serves()


@pytest.fixture
def serving(demonstration):
    """`prets run` on the finished demonstration, serving."""
    process = demonstration.start("run")
    wait_until(lambda: "Serving at" in demonstration.said() or process.poll() is not None, "prets run")
    assert process.poll() is None, demonstration.said()
    yield process
    end(process)


def test_a_second_start_serves_the_same_data_until_ctrl_c(demonstration, serving):
    assert "Loans read" in demonstration.said()
    assert "━" not in demonstration.said(), "the main job ran again"
    assert demonstration.serves()
    assert sorted(demonstration.folder.glob("mails/*.eml")) == demonstration.mails
    assert end(serving) == 0
    assert not demonstration.serves()


def test_closing_its_terminal_leaves_nothing_running(demonstration, serving):
    assert end(serving, by=signal.SIGHUP) == 0
    assert not demonstration.serves()


def test_a_port_and_a_folder_in_use_are_said_so(demonstration, serving, fresh):
    fresh.port = demonstration.port
    assert fresh.run("demo") == EXIT_REFUSED
    assert f"Port {fresh.port} is taken: choose another with --port" in fresh.said()
    second = Prets(demonstration.folder, output=fresh.output)
    assert second.run("demo") == EXIT_REFUSED
    assert "--data" in second.said()
    serving.kill()  # the command, not the platform behind it, which is the one that was named
    serving.wait()
    assert second.run("demo") == EXIT_REFUSED
    os.kill(second.holder(), signal.SIGTERM)
    wait_until(lambda: not demonstration.serves(), "the end of the platform")


def test_ctrl_c_in_the_middle_of_the_job_ends_it_and_a_second_start_goes_on(fresh):
    process = fresh.start("demo")
    wait_until(lambda: fresh.has_mails() or process.poll() is not None, "the first mail", END_SECONDS_MAX)
    assert process.poll() is None, fresh.said()
    assert end(process) == EXIT_INTERRUPTED
    assert "started again, it goes on" in fresh.said()
    assert fresh.run("demo") == 0, fresh.said()
