"""`prets run` and `prets demo`: start the embedded platform, fill it, run the main job, say what happened."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import TextIO

from rich.console import Console

from deploy import web_client
from deploy.client import Client, PlatformError
from deploy.demo.main_job import run_main_job
from deploy.demo.portfolio import LINES
from deploy.demo.summary import print_summary

DEMONSTRATION_DATE = date(2026, 1, 29)
"""The day the Journal officiel published the value of 1 February 2026: the demonstration bank lives on it."""

STOP_SECONDS_MAX = 30
EXIT_INTERRUPTED = 130
console = Console()


def run_platform(
    data_dir: Path, port: int, business_date: date | None, serve_after: bool, loans: int = LINES
) -> int:
    """Run the demonstration; returns the exit code: 0 if all went well, 1 if anything in the main job did not."""
    # Asked to stop is asked to stop, by whichever signal: the platform is ended in order.
    # SIGINT too: a shell starts background jobs with it ignored. SIGHUP comes when a terminal is closed.
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    data_dir.mkdir(parents=True, exist_ok=True)
    address = f"http://127.0.0.1:{port}"
    try:
        with (
            _platform(data_dir, port, business_date or DEMONSTRATION_DATE) as process,
            _client_being_built(serve_after),
        ):
            Client(address).wait_until_ready(lambda: process.poll() is None)
            summary = _summary(data_dir, address, loans)
            print_summary(console, summary, address, data_dir)
            if serve_after:
                _serve_until_asked_to_stop(process, address)
    except KeyboardInterrupt:
        console.print("\nStopped before the end of the main job; started again, it goes on from there.")
        return EXIT_INTERRUPTED
    return 1 if summary["problems"] else 0


def _summary(data_dir: Path, address: str, loans: int) -> dict:
    """Run the main job, unless it ran already: its summary is kept beside the data."""
    file = data_dir / "summary.json"
    if file.exists():
        return json.loads(file.read_text(encoding="utf-8"))
    summary = run_main_job(address, console, loans)
    written = file.with_suffix(".new")
    written.write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")
    written.rename(file)
    return summary


@contextmanager
def _platform(data_dir: Path, port: int, business_date: date) -> Iterator[subprocess.Popen]:
    """The embedded platform in a process of its own; its logs go to a file beside the data."""
    with _claimed(data_dir) as claim:
        _refuse_taken_port(port)
        process = _start(data_dir, port, business_date, claim)
        print(process.pid, file=claim, flush=True)
        try:
            yield process
        finally:
            _end(process)


@contextmanager
def _client_being_built(wanted: bool) -> Iterator[None]:
    """The web client is built meanwhile, in processes that give way to every other."""
    if not wanted:
        yield
        return
    build = subprocess.Popen(
        [sys.executable, "-m", "deploy.web_client"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        if build.poll() is None:
            os.killpg(build.pid, signal.SIGTERM)
        build.wait()


@contextmanager
def _claimed(data_dir: Path) -> Iterator[TextIO]:
    """Hold the folder, here and in the platform's process, which might outlive a kill of this one."""
    with (data_dir / "platform.pid").open("a+") as claim:
        try:
            fcntl.flock(claim, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            claim.seek(0)
            holder = claim.read().strip() or "that is just starting"
            raise PlatformError(
                f"{data_dir} is in use by process {holder}: "
                "end it, or choose another folder with --data (or PRETS_DATA)."
            ) from None
        claim.truncate(0)
        yield claim


def _start(data_dir: Path, port: int, business_date: date, claim: TextIO) -> subprocess.Popen:
    environment = os.environ | {
        "PRETS_DATA": str(data_dir),
        "PRETS_PORT": str(port),
        "BUSINESS_DATE": business_date.isoformat(),
        "DEMONSTRATION": "1",
        "MALLOC_ARENA_MAX": "2",  # some forty threads: glibc would keep a heap of its own for most of them
        # Whole columns of loans come and go: set, what they took is given back to the system at once.
        "MALLOC_MMAP_THRESHOLD_": "131072",
        "MALLOC_TRIM_THRESHOLD_": "131072",
    }
    with (data_dir / "platform.log").open("ab") as log:
        return subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "-c",
                "python:deploy.gunicorn",
                "deploy.embedded:application()",
            ],
            env=environment,
            stdout=log,
            stderr=log,
            pass_fds=[claim.fileno()],
            start_new_session=True,  # Ctrl-C reaches us alone: we end the platform in order
        )


def _refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise PlatformError(
                f"Port {port} is taken: choose another with --port (or PRETS_PORT)."
            ) from error


def _end(process: subprocess.Popen) -> None:
    process.terminate()
    try:
        process.wait(STOP_SECONDS_MAX)
    except (subprocess.TimeoutExpired, KeyboardInterrupt):  # asked twice: whoever asks does not want to wait
        process.kill()
        process.wait()


def _serve_until_asked_to_stop(process: subprocess.Popen, address: str) -> None:
    console.print(f"\nServing at {address}. Ctrl-C stops; `make run` starts again with the same data.")
    if why := web_client.reason():
        console.print(f"The web client cannot be built: {why}", markup=False)
    with suppress(KeyboardInterrupt):
        process.wait()
        raise PlatformError("The platform ended by itself; its log says why (platform.log).")
