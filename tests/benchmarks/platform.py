"""The embedded platform as a newcomer meets it: how long it takes, what it weighs, what it costs when nothing happens.

`python -m tests.benchmarks.platform` prints a table. It runs the whole demonstration.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from rich.console import Console
from rich.table import Table

from shared.db import REST_SECONDS
from tests.servers.hosts import free_port

IDLE_SECONDS = 30
READY_SECONDS_MAX = 300
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def run() -> None:
    """Measure two starts of the platform and print the table."""
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        first = _first_start(data)
        second = _second_start(data)
    table = Table("Embedded platform", "Measured", "Wanted", title="make run, environment already made")
    for row in (*first, *second):
        table.add_row(*row)
    Console(width=110).print(table)


def _first_start(data: Path) -> Iterator[tuple[str, str, str]]:
    with _platform(data) as (process, address):
        started = time.perf_counter()
        _wait((data / "summary.json").exists, process)
        ready = time.perf_counter() - started
        summary = json.loads((data / "summary.json").read_text(encoding="utf-8"))
        yield "from start to summary, 5,000 loans", f"{ready:.1f} s", "with the environment ≤ 60 s"
        for stage, seconds in summary["seconds"].items():
            yield f"  {stage.lower()}", f"{seconds:.1f} s", ""
        _wait(lambda: _shows_the_client(address), process)
        yield "from start to the web client, built beside", f"{time.perf_counter() - started:.1f} s", ""
        time.sleep(REST_SECONDS + 5)  # the build's last processes end, the loops come to rest
        yield "memory after the main job, all processes", f"{_megabytes(process):.0f} MB", "≤ 300 MB"
        before = _cpu_seconds(process)
        time.sleep(IDLE_SECONDS)
        idle = (_cpu_seconds(process) - before) / IDLE_SECONDS
        yield f"processor when idle, over {IDLE_SECONDS} s", f"{idle:.2%}", "≤ 1 %"


def _second_start(data: Path) -> Iterator[tuple[str, str, str]]:
    started = time.perf_counter()
    with _platform(data) as (process, address):
        _wait(lambda: _answers(address), process)
        yield "second start, data kept", f"{time.perf_counter() - started:.1f} s", "≤ 5 s"
        yield "memory of a second start, all processes", f"{_megabytes(process):.0f} MB", "≤ 300 MB"


@contextmanager
def _platform(data: Path) -> Iterator[tuple[subprocess.Popen, str]]:
    port = free_port()
    command = [sys.executable, "-m", "deploy", "run", "--data", str(data), "--port", str(port)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process, f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _wait(ready, process: subprocess.Popen) -> None:
    deadline = time.monotonic() + READY_SECONDS_MAX
    while not ready():
        if process.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("the platform did not come up")
        time.sleep(0.05)


def _answers(address: str) -> bool:
    try:
        return httpx.get(f"{address}/api/lending/readyz", timeout=1).is_success
    except httpx.HTTPError:
        return False


def _shows_the_client(address: str) -> bool:
    """The page is the built client, not the one that says why there is none yet."""
    try:
        return "/assets/" in httpx.get(f"{address}/", timeout=1).text
    except httpx.HTTPError:
        return False


def _family(process: subprocess.Popen) -> list[int]:
    """The process and all that descend from it."""
    family = [process.pid]
    for pid in family:
        children = Path(f"/proc/{pid}/task/{pid}/children")
        if children.exists():
            family += [int(child) for child in children.read_text().split()]
    return family


def _megabytes(process: subprocess.Popen) -> float:
    """Proportional set size where the kernel tells it: pages that processes share count once."""
    return sum(map(_pss_bytes, _family(process))) / 1e6


def _pss_bytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except ProcessLookupError:  # it has ended, and its parent has not looked yet
        return 0
    except FileNotFoundError:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))


def _cpu_seconds(process: subprocess.Popen) -> float:
    return sum(_ticks(pid) for pid in _family(process)) / TICKS


def _ticks(pid: int) -> int:
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return int(after_name[11]) + int(after_name[12])


if __name__ == "__main__":
    run()
