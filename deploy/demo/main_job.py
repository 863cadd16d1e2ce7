"""The main job of the demonstration: a new Livret A value, from its formula to the letters, through the public API."""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from deploy import platform as platform_services
from deploy.client import Client, Person, PlatformError, System
from deploy.demo import bank
from deploy.demo.portfolio import LINES

INPUTS = [
    {
        "series": "inflation",
        "month": "2025-12",
        "months": 6,
        "value": "0.0088",
        "published_on": "2026-01-15",
        "source": "INSEE, série 001763852, moyenne semestrielle telle que publiée",
        "approximate": True,
    },
    {
        "series": "estr",
        "month": "2025-12",
        "months": 6,
        "value": "0.0193",
        "published_on": "2026-01-15",
        "source": "Banque centrale européenne, €STR, moyenne semestrielle telle que publiée",
        "approximate": True,
    },
]
"""The figures of the official computation of 1 February 2026, as the press gave them: 1.405 %, rounded to 1.40 %."""

PROPOSAL = {
    "index": "livret_a",
    "effective_on": "2026-02-01",
    "value": "0.015",
    "derogation": True,
    "legal_reference": "Arrêté du 28 janvier 2026, art. 1er, JORF n° 0024 du 29 janvier 2026",
    "published_on": "2026-01-29",
}
PREVIEWED = (
    "loans_read",
    "loans_revised",
    "first_revised_instalments_after",
    "next_instalments_after",
    "outstanding",
)
FORBIDDEN = 403
BATCH = 500
POLL_SECONDS = 0.2
WAIT_SECONDS_MAX = 120


def run_main_job(address: str, console: Console, loans: int = LINES) -> dict[str, Any]:
    """Fill the demonstration bank with so many loan lines and revise it; returns the summary."""
    with _bars(console) as progress:
        return MainJob(address, progress, loans).run()


def _bars(console: Console) -> Progress:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:<28}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    return Progress(*columns, console=console)


class MainJob:
    """Walks through the stages, timing each one. Each acts with the rights of the person or system whose work it is."""

    def __init__(self, address: str, progress: Progress, loans: int = LINES):
        self.address = address
        self.progress = progress
        self.loans = loans
        self.seconds: dict[str, float] = {}
        self.problems: list[str] = []

    def run(self) -> dict[str, Any]:
        """All stages in order; returns the facts of the summary."""
        self.record_structures()
        self.import_loans()
        fixing = self.propose()
        preview = self.preview(fixing)
        portfolio = self.portfolio()
        revision = self.approve(fixing)
        messages = self.wait_for_messages(revision)
        return {
            "fixing": fixing,
            "portfolio": portfolio,
            "preview": preview,
            "revision": revision,
            "messages": messages,
            "bus": self.bus(),
            "seconds": {name: round(seconds, 2) for name, seconds in self.seconds.items()},
            "problems": self.problems + self._what_went_wrong(revision, preview, messages),
        }

    def record_structures(self) -> None:
        """The register of third parties sends the structures."""
        rows = bank.structures()
        with self.stage("Structures", len(rows)) as show, self.system("registre-des-tiers") as platform:
            self.wait_for_rights()
            self.wait_for_quiet()
            report = platform.post("structures/imports", rows)
            self._report_refused("structure", report["refused"])
            self.wait_for_quiet()
            show(len(rows))

    def import_loans(self) -> None:
        """The loan system sends the loan lines, in batches."""
        lines = list(bank.loan_lines(self.loans))
        with self.stage("Loan lines", len(lines)) as show, self.system("gestion-des-prets") as platform:
            for first in range(0, len(lines), BATCH):
                report = platform.post("lending/imports", lines[first : first + BATCH])
                self._report_refused("loan line", report["refused"])
                show(first + BATCH)

    def propose(self) -> dict[str, Any]:
        """A rates officer computes the official value and proposes the one that the minister fixed."""
        with self.stage("Computed and proposed"):
            with self.system("donnees-de-marche") as platform:
                platform.post("rates/inputs", {"inputs": INPUTS})
            with self.person("rates.officer") as platform:
                return platform.post("rates/fixings", PROPOSAL, headers=_once("proposal"))

    def preview(self, fixing: dict[str, Any]) -> dict[str, Any]:
        """What would change is seen before anyone approves."""
        question = {
            "index": fixing["index"],
            "effective_on": fixing["effective_on"],
            "value": fixing["value"],
        }
        with self.stage("Previewed") as show, self.person("lending.agent") as platform:
            run = platform.post("lending/previews", question, headers=_once("preview"))
            return self._follow(platform, f"lending/previews/{run['revision_id']}", show)

    def portfolio(self) -> dict[str, Any]:
        """The portfolio before the revision."""
        with self.person("lending.agent") as platform:
            return platform.get("lending/portfolio")

    def approve(self, fixing: dict[str, Any]) -> dict[str, Any]:
        """Another officer approves; lending recomputes every loan concerned."""
        with self.stage("Approved and recomputed") as show:
            with self.person("rates.approver") as platform:
                platform.post(f"rates/fixings/{fixing['fixing_id']}/approval", headers=_once("approval"))
            with self.person("lending.agent") as platform:
                run = self._revision_of(platform, fixing)
                return self._follow(platform, f"lending/revisions/{run['revision_id']}", show)

    def wait_for_messages(self, revision: dict[str, Any]) -> dict[str, Any]:
        """Every borrower and guarantor concerned is told: e-mails sent, letters printed and batched."""
        with self.stage("E-mails and letters") as show, self.person("notifications.agent") as platform:
            self.wait_for_quiet()
            return self._until(
                lambda: platform.get("notifications/summary", cause=revision["revision_id"]),
                lambda summary: _all_out(summary, show),
            )

    def bus(self) -> dict[str, int]:
        """Events published, received and dead, over all services."""
        with self.person("operator") as platform:
            reports = _reports(platform)
        return {name: sum(report[name] for report in reports) for name in ("published", "received", "dead")}

    def wait_for_rights(self) -> None:
        """Until every service has heard that the operator is one: rights travel as events."""
        with self.person("operator") as platform:
            for service in platform_services.SERVICES:
                self._until(lambda path=f"{service}/operations/bus": _may_read(platform, path), bool)

    def wait_for_quiet(self) -> None:
        """Until every fact told has been heard by all who hear its kind, and what they told then, too."""
        with self.person("operator") as platform:
            self._until(
                lambda: (_reports(platform), _reports(platform)),
                lambda seen: seen[0] == seen[1] and _is_quiet(seen[0]),
            )

    @contextmanager
    def stage(self, name: str, total: int | None = None) -> Iterator[Callable[..., None]]:
        """Time a stage and show its bar; yields a function that says how far it has come."""
        task = self.progress.add_task(name, total=total)
        started = time.perf_counter()
        yield lambda done, total=total: self.progress.update(
            task, completed=min(done, total or done), total=total
        )
        self.seconds[name] = time.perf_counter() - started
        if self.progress.tasks[task].total is None:
            self.progress.update(task, total=1, completed=1)

    def system(self, client_id: str) -> Client:
        """The platform, as one of the bank's systems."""
        return Client(self.address, System(client_id, bank.demonstration_secret(client_id)))

    def person(self, right: str) -> Client:
        """The platform, as the person of the bank who holds a right."""
        member = next(member for member in bank.staff() if right in member["rights"])
        return Client(self.address, Person(member["email"], bank.DEMONSTRATION_PASSWORD))

    def _revision_of(self, platform: Client, fixing: dict[str, Any]) -> dict[str, Any]:
        def find() -> dict | None:
            runs = platform.every("lending/revisions")
            return next((run for run in runs if run["fixing_id"] == fixing["fixing_id"]), None)

        return self._until(find, lambda run: run is not None)

    def _follow(self, platform: Client, path: str, show: Callable[..., None]) -> dict[str, Any]:
        def is_completed(run: dict) -> bool:
            show(run["chunks_done"], run["chunks_total"])
            return run["state"] == "completed"

        return self._until(lambda: platform.get(path), is_completed)

    def _until(self, ask: Callable[[], Any], is_done: Callable[[Any], bool]) -> Any:
        deadline = time.monotonic() + WAIT_SECONDS_MAX
        while not is_done(answer := ask()):
            if time.monotonic() > deadline:
                raise PlatformError(f"Nothing came after {WAIT_SECONDS_MAX} s; the platform's log says more.")
            time.sleep(POLL_SECONDS)
        return answer

    def _report_refused(self, what: str, refused: list[dict[str, Any]]) -> None:
        self.problems += [f"{what} {line['line']} refused: {line['problem']['detail']}" for line in refused]

    def _what_went_wrong(
        self, revision: dict[str, Any], preview: dict[str, Any], messages: dict[str, Any]
    ) -> list[str]:
        found = []
        if revision["loans_failed"]:
            found.append(f"{revision['loans_failed']} loans could not be recomputed")
        if any(revision[name] != preview[name] for name in PREVIEWED):
            found.append("the revision differs from its preview")
        if messages["failed"]:
            found.append(f"{messages['failed']} messages could not be sent")
        if self.bus()["dead"]:
            found.append("messages lie in the dead letters (prets bus dead-letters list)")
        return found


def _once(step: str) -> dict[str, str]:
    """A job that is started again, because it was stopped on its way, does not take a step twice."""
    return {"Idempotency-Key": f"demonstration-{step}"}


def _reports(platform: Client) -> list[dict[str, Any]]:
    return [platform.get(f"{service}/operations/bus") for service in platform_services.SERVICES]


def _is_quiet(reports: list[dict[str, Any]]) -> bool:
    """Nothing is on its way; a dead letter will not be heard until somebody replays it."""
    told = sum((Counter(report["told"]) for report in reports), Counter())
    unheard = any(told[name] > count for report in reports for name, count in report["heard"].items())
    dead = any(report["dead"] for report in reports)
    moving = any(report["unpublished"] + report["waiting"] for report in reports)
    return not moving and (dead or not unheard)


def _may_read(platform: Client, path: str) -> bool:
    try:
        platform.get(path)
    except PlatformError as error:
        if error.status != FORBIDDEN:
            raise
        return False
    return True


def _all_out(summary: dict[str, Any], show: Callable[..., None]) -> bool:
    show(summary["done"], summary["total"])
    return summary["total"] > 0 and summary["done"] + summary["failed"] == summary["total"]
