"""Workers of the two small services in processes of their own, which can die at one chosen place of their code.

The process ends itself with SIGKILL there: nothing of it runs any more, no handler, no `finally`, no farewell to a
server. Processes are forked from a server that has imported everything, so that a start takes milliseconds.
"""

import importlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from uuid import UUID

from shared.worker import Worker
from tests.integration.two_services import make_pair
from tests.servers.hosts import die_with_the_tests

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.fault.mortal", __name__])
END_SECONDS_MAX = 30


@dataclass(frozen=True)
class Crash:
    """Where a worker dies.

    when    "before" or "after" the call of a function
    where   the function: "module:name" or "module:Class.name"
    thread  only in threads whose name holds this
    call    at which call, counted from 1
    """

    when: str
    where: str
    thread: str = ""
    call: int = 1


@dataclass(frozen=True)
class Places:
    """What the two services stand on."""

    teller_url: str
    listener_url: str
    broker_url: str
    folder: Path


class WorkerProcess:
    """One worker, "teller" or "listener", running until it is killed, by itself or by us.

    poison  subjects on which the listener's handler fails
    """

    def __init__(self, role: str, places: Places, crash: Crash | None = None, poison: tuple[UUID, ...] = ()):
        self.role = role
        self.places = places
        self._process = _processes.Process(target=_work, args=(role, places, crash, poison), daemon=True)
        self._process.start()

    def wait_for_crash(self) -> None:
        """Until it killed itself; fails when it ended otherwise or not at all."""
        self._process.join(END_SECONDS_MAX)
        assert self._process.exitcode == -signal.SIGKILL, f"ended with {self._process.exitcode}"

    def kill(self) -> None:
        self._process.kill()
        self._process.join()

    def stop(self) -> int:
        """SIGTERM; returns the exit code."""
        self._process.terminate()
        self._process.join(END_SECONDS_MAX)
        return self._process.exitcode

    @property
    def alive(self) -> bool:
        return self._process.is_alive()


def _work(role: str, places: Places, crash: Crash | None, poison: tuple[UUID, ...]) -> None:
    die_with_the_tests()
    _write_to(places.folder / f"{role}.log")
    if crash:
        _arm(crash)
    pair = make_pair(
        places.teller_url, places.listener_url, places.broker_url, places.folder, with_tables=False
    )
    pair.poison.update(poison)
    Worker(getattr(pair, role)).run()


def _write_to(log: Path) -> None:
    with log.open("ab") as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)


def _arm(crash: Crash) -> None:
    module, _, path = crash.where.partition(":")
    *owners, name = path.split(".")
    owner = importlib.import_module(module)
    for attribute in owners:
        owner = getattr(owner, attribute)
    setattr(owner, name, _deadly(getattr(owner, name), crash))


def _deadly(real: Callable, crash: Crash) -> Callable:
    calls = count(1)

    def dying(*arguments, **named):
        dies = crash.thread in threading.current_thread().name and next(calls) == crash.call
        if dies and crash.when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*arguments, **named)
        if dies:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    return dying
