"""A program that prints documents, in a process of its own whose end gives the memory back.

typst keeps 150 kB for each row of a table, of its last ten documents, and what it frees stays with the process: an
annex of 800 rows would leave a worker 180 MB larger for good.

    with PrintingProcess("services.<service>.<module>", rows_max=200) as printing:
        answer = printing.ask({"letter": …}, rows=12)

    def main() -> None:  # of that module
        answer_orders(lambda order: {"pdf": …})

Orders and answers are JSON, a line each, on the program's stdin and stdout.
"""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from typing import Any, Self

TRIES = 2
"""A process may be killed for want of memory that others take; an order that ends two of them is at fault."""


class Unprintable(Exception):
    """The program cannot print this; the message says why."""


class PrintingProcess:
    """Gives one order after the other; use it from one thread. The process ends with it, or with the worker.

    module    what `python -m` runs
    rows_max  after so many rows the process is replaced
    """

    def __init__(self, module: str, rows_max: int) -> None:
        self._module = module
        self._rows_max = rows_max
        self._rows = 0
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, order: dict[str, Any], rows: int) -> dict[str, Any]:
        """The answer to an order that holds so many rows; raises Unprintable."""
        line = json.dumps(order).encode() + b"\n"
        for _ in range(TRIES):
            if answer := self._answer(line):
                self._count(rows)
                return _said(json.loads(answer))
            self.close()
        raise Unprintable(f"{TRIES} processes ended before they had printed it")

    def close(self) -> None:
        """End the process; asking again starts another."""
        if self._process:
            self._process.communicate()
        self._process, self._rows = None, 0

    def _answer(self, line: bytes) -> bytes:
        """The answer to one line; empty when the process ended instead."""
        self._process = self._process or self._start()
        try:
            self._process.stdin.write(line)
            self._process.stdin.flush()
        except BrokenPipeError:
            return b""
        return self._process.stdout.readline()

    def _count(self, rows: int) -> None:
        self._rows += rows
        if self._rows > self._rows_max:
            self.close()

    def _start(self) -> subprocess.Popen:
        command = [sys.executable, "-m", self._module]
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own


def _said(answer: dict[str, Any]) -> dict[str, Any]:
    if "error" in answer:
        raise Unprintable(answer["error"])
    return answer


def answer_orders(answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer what comes in until there is no more; an order that fails is answered with its error."""
    for number in (signal.SIGINT, signal.SIGTERM):  # the worker's: it closes our input when it has its answer
        signal.signal(number, signal.SIG_IGN)
    for line in sys.stdin.buffer:
        try:
            said = answer(json.loads(line))
        except Exception as error:  # whatever it is, the next order may be well
            said = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.buffer.write(json.dumps(said).encode() + b"\n")
        sys.stdout.buffer.flush()
