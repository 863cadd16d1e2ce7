"""What a login takes beside Argon2id, what many at once take of memory, and what they leave to the other routes.

`python -m tests.benchmarks.login` prints a table. Identity runs as deployed: gunicorn, PostgreSQL.
"""

import os
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from rich.console import Console
from rich.table import Table

from deploy import platform
from services.identity import actions
from services.identity.hashing import hash_password, password_is
from shared.migrations import migrate
from tests.deployment import PlatformProcess
from tests.servers import PostgresServer
from tests.servers.hosts import free_port, wait_until

PASSWORD = "Chaussette verte 7"
LOGINS, AT_ONCE, MANY = 60, 12, 120
READS = 150
CLAIRE = {"title": "Madame", "first_name": "Claire", "last_name": "Vasseur", "email": "claire@b.example"}


def run() -> None:
    """Measure and print."""
    table = Table("Logging in", "Measured", "Wanted", title="identity on PostgreSQL, two passwords at a time")
    with TemporaryDirectory() as folder, _identity(Path(folder)) as (process, web):
        for row in (*_share(process, web), *_at_once(process, web)):
            table.add_row(*row)
    Console(width=110).print(table)


def _share(process: PlatformProcess, web: httpx.Client) -> Iterator[tuple[str, str, str]]:
    """Logins and bare Argon2id by turns, so that both meet the same noise; and what the web process works for one."""
    kept, alone, logins, began = hash_password(PASSWORD), [], [], _worked_seconds(process)
    worked = time.thread_time()
    for _ in range(LOGINS):
        alone.append(_seconds(lambda: password_is(PASSWORD, kept)))
    worked = time.thread_time() - worked
    for _ in range(LOGINS):
        alone.append(_seconds(lambda: password_is(PASSWORD, kept)))
        logins.append(_seconds(lambda: _log_in(web)))
    argon, login = statistics.median(alone), statistics.median(logins)
    yield "Argon2id alone, median", f"{argon * 1e3:.1f} ms", ""
    yield "a login over HTTP, median", f"{login * 1e3:.1f} ms", ""
    yield "Argon2id's share of a login", f"{argon / login:.0%}", "≥ 80 %"
    share = worked / (_worked_seconds(process) - began)
    yield "  of the web process's work, whoever else is at work", f"{share:.0%}", "≥ 80 %"


def _at_once(process: PlatformProcess, web: httpx.Client) -> Iterator[tuple[str, str, str]]:
    """Many people log in at once; somebody else reads the public keys meanwhile."""
    calm, before = _reading_seconds(web), _megabytes(process)
    done = threading.Event()
    peak: list[float] = []
    watcher = threading.Thread(target=_watch, args=(process, peak, done))
    watcher.start()
    with ThreadPoolExecutor(AT_ONCE) as people:
        answers = [people.submit(_log_in, web, False) for _ in range(MANY)]
        busy = _reading_seconds(web)
        statuses = [answer.result() for answer in answers]
    done.set()
    watcher.join()
    yield f"{MANY} logins, {AT_ONCE} at once: let in", f"{statuses.count(201)}", ""
    yield "  told to come back in two seconds", f"{statuses.count(503)}", ""
    yield (
        "memory more than before, at most",
        f"{max(peak) - before:.0f} MB",
        "≤ 2 × 19 MB and what threads hold",
    )
    yield "another route meanwhile, median", f"{busy / calm:.1f} × alone ({calm * 1e3:.1f} ms)", "≤ 3 ×"


def _log_in(web: httpx.Client, must: bool = True) -> int:
    answer = web.post("/sessions", json={"login": CLAIRE["email"], "password": PASSWORD})
    if must:
        answer.raise_for_status()
    return answer.status_code


def _reading_seconds(web: httpx.Client) -> float:
    return statistics.median(_seconds(lambda: web.get("/.well-known/jwks.json")) for _ in range(READS))


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _watch(process: PlatformProcess, peak: list[float], done: threading.Event) -> None:
    while not done.wait(0.02):
        peak.append(_megabytes(process))


def _worked_seconds(process: PlatformProcess) -> float:
    """Processor time that gunicorn's workers have had."""
    tasks = [task for child in _children(process) for task in Path(f"/proc/{child}/task").iterdir()]
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def _children(process: PlatformProcess) -> list[str]:
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def _megabytes(process: PlatformProcess) -> float:
    """What gunicorn's workers hold."""
    pages = sum(int(Path(f"/proc/{child}/statm").read_text().split()[1]) for child in _children(process))
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


@contextmanager
def _identity(folder: Path) -> Iterator[tuple[PlatformProcess, httpx.Client]]:
    """Identity's web process with one account."""
    postgres = PostgresServer.start()
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": postgres.create_database(f"identity_{port}"),
        "BROKER_URL": f"embedded://{folder}/broker.sqlite",
        "TOKEN_KEYS_URL": f"http://127.0.0.1:{port}/.well-known/jwks.json",
        "SIGNING_KEYS_FILE": f"{folder}/signing-keys.json",
        "SIGNING_KEYS_CREATE": "true",
        "PORT": str(port),
    }
    service = platform.create_service("identity", platform.settings_for("identity", environment))
    migrate(service)
    with service.active():
        actions.open_staff_account(**CLAIRE, password=PASSWORD)
    words = [sys.executable, "-m", "deploy", "serve", "identity"]
    process = PlatformProcess(words, folder / "identity.log", environment, port)
    process.start()
    try:
        wait_until(lambda: process.is_ready, "identity")
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=30) as web:
            yield process, web
    finally:
        process.kill()
        service.database.dispose()
        postgres.stop()


if __name__ == "__main__":
    run()
