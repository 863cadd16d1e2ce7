"""A bank whose people and systems do not give up: they repeat what got no answer, with the same Idempotency-Key."""

import threading
import time
from collections.abc import Callable
from itertools import islice
from typing import Any
from uuid import uuid4

import httpx
from rich.progress import Progress

from deploy.client import Client, Person, PlatformError, System
from deploy.demo import bank
from deploy.demo.main_job import MainJob

AWAY = {502, 503, 504}
REPEAT_SECONDS = 0.3
PATIENCE_SECONDS = 300
LOANS_A_ROUND = 10
LINES_MAX = 3_000
VALUES = ("0.015", "0.016")
CORRECTION = {
    "derogation": True,
    "legal_reference": "Arrêté rectificatif",
    "published_on": "2026-01-29",
}


class PatientClient(Client):
    """Sends a request again until it is answered by the service itself.

    faults  where to write answers that no client should ever see, whatever dies behind
    """

    def __init__(self, address: str, credentials: Person | System, faults: list[str]):
        super().__init__(address, credentials)
        self.faults = faults

    def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        if method == "POST":
            options["headers"] = {"Idempotency-Key": str(uuid4())} | options.get("headers", {})
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            answer = self._try(method, path, **options)
            if answer is not None:
                return answer
            time.sleep(REPEAT_SECONDS)
        raise AssertionError(f"{method} {path}: no answer in {PATIENCE_SECONDS} s")

    def _try(self, method: str, path: str, **options: Any) -> httpx.Response | None:
        try:
            answer = super()._send(method, path, **options)
        except PlatformError:
            return None
        if answer.is_server_error and answer.status_code not in AWAY:
            self.faults.append(f"{method} {path}: {answer.status_code} {answer.text[:500]}")
        return None if answer.is_server_error else answer


class PatientJob(MainJob):
    """The main job of such a bank; then, as often as wanted, a correction of the fixing while more loans come in.

    is_open   the structures are known everywhere: loans come in from now on
    faults    answers that nobody should ever have seen
    rounds    corrections so far
    """

    def __init__(self, address: str, loans: int):
        super().__init__(address, Progress(disable=True), loans)
        self.is_open = threading.Event()
        self.faults: list[str] = []
        self.rounds = 0
        self._fixing: dict[str, Any] = {}
        self._lines = bank.loan_lines(LINES_MAX)

    def import_loans(self) -> None:
        self.is_open.set()
        self._import(self.loans)

    def wait_for_quiet(self) -> None:
        """Later there is no quiet to wait for: something always dies."""
        if not self.is_open.is_set():
            super().wait_for_quiet()

    def propose(self) -> dict[str, Any]:
        self._fixing = super().propose()
        return self._fixing

    def correct_while_importing(self) -> None:
        """Publish a correction of the last fixing; some loan lines arrive at the same time."""
        self.correct()
        self._import(LOANS_A_ROUND)
        self.follow_the_revision()

    def correct(self) -> None:
        """Publish a correction of the last fixing."""
        self.rounds += 1
        wanted = CORRECTION | {"value": VALUES[self.rounds % 2], "note": f"Correction n° {self.rounds}"}
        with self.person("rates.officer") as platform:
            address = f"rates/fixings/{self._fixing['fixing_id']}/corrections"
            self._fixing = platform.post(address, wanted)
        self.publish()

    def publish(self) -> None:
        """Approve the last fixing."""
        with self.person("rates.approver") as platform:
            platform.post(f"rates/fixings/{self._fixing['fixing_id']}/approval")

    def follow_the_revision(self) -> dict[str, Any]:
        """Wait until the last fixing has been applied to every loan; returns its revision."""
        with self.person("lending.agent") as platform:
            run = self._revision_of(platform, self._fixing)
            return self._follow(platform, f"lending/revisions/{run['revision_id']}", lambda *_: None)

    def _import(self, count: int) -> None:
        with self.system("gestion-des-prets") as platform:
            report = platform.post("lending/imports", list(islice(self._lines, count)))
        self._report_refused("loan line", report["refused"])

    def system(self, client_id: str) -> Client:
        return PatientClient(self.address, super().system(client_id).credentials, self.faults)

    def person(self, right: str) -> Client:
        return PatientClient(self.address, super().person(right).credentials, self.faults)

    def _until(self, ask: Callable[[], Any], is_done: Callable[[Any], bool]) -> Any:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not is_done(answer := ask()):
            assert time.monotonic() < deadline, f"nothing came in {PATIENCE_SECONDS} s; last: {answer}"
            time.sleep(REPEAT_SECONDS)
        return answer
