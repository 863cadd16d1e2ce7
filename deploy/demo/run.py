"""`prets run` and `prets demo`: start the embedded platform, fill it, run the main job, say what happened."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from rich.console import Console

from deploy.client import Client, PlatformError
from deploy.demo.main_job import run_main_job
from deploy.demo.summary import print_summary

DEMONSTRATION_DATE = date(2026, 1, 29)
"""The day the Journal officiel published the value of 1 February 2026: the demonstration bank lives on it."""

STOP_SECONDS_MAX = 30
console = Console()


def run_platform(data_dir: Path, port: int, business_date: date | None, serve_after: bool) -> int:
    """Run the demonstration; returns the exit code: 0 if all went well, 1 if anything in the main job did not."""
    stop = _stop_on_signals()
    data_dir.mkdir(parents=True, exist_ok=True)
    address = f"http://127.0.0.1:{port}"
    with _platform(data_dir, port, business_date or DEMONSTRATION_DATE) as process:
        Client(address).wait_until_ready(lambda: process.poll() is None and not stop.is_set())
        summary = _summary(data_dir, address)
        print_summary(console, summary, address, data_dir)
        if serve_after and not stop.is_set():
            console.print(
                f"\nServing at {address}. Ctrl-C stops; `make run` starts again with the same data."
            )
            _wait(process, stop)
    return 1 if summary["problems"] else 0


def _summary(data_dir: Path, address: str) -> dict:
    """Run the main job, unless it ran already: its summary is kept beside the data."""
    file = data_dir / "summary.json"
    if file.exists():
        return json.loads(file.read_text(encoding="utf-8"))
    summary = run_main_job(address, console)
    written = file.with_suffix(".new")
    written.write_text(json.dumps(summary, ensure_ascii=False, indent=1), encoding="utf-8")
    written.rename(file)
    return summary


@contextmanager
def _platform(data_dir: Path, port: int, business_date: date) -> Iterator[subprocess.Popen]:
    """The embedded platform in a process of its own; its logs go to a file beside the data."""
    _refuse_taken_port(port)
    environment = os.environ | {
        "PRETS_DATA": str(data_dir),
        "PRETS_PORT": str(port),
        "BUSINESS_DATE": business_date.isoformat(),
        "DEMONSTRATION": "1",
    }
    with (data_dir / "platform.log").open("ab") as log:
        process = subprocess.Popen(
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
            start_new_session=True,  # Ctrl-C reaches us alone: we end the platform in order
        )
    try:
        yield process
    finally:
        _end(process)


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
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _stop_on_signals() -> threading.Event:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: _interrupt(stop))
    signal.signal(signal.SIGINT, lambda *_: _interrupt(stop))
    return stop


def _interrupt(stop: threading.Event) -> None:
    if stop.is_set():
        raise KeyboardInterrupt  # asked twice: whoever asks does not want to wait
    stop.set()


def _wait(process: subprocess.Popen, stop: threading.Event) -> None:
    while not stop.wait(0.5):
        if process.poll() is not None:
            raise PlatformError("The platform ended by itself; its log says why (platform.log).")
