"""The press: prints letters in a process of its own, whose end gives the memory back.

typst keeps 150 kB for each row of a table, of its last ten documents, and what it frees stays with the process:
an annex of 800 rows would leave a worker 180 MB larger for good.

    with Press() as press:
        letter = press.print(view, at)
"""

import base64
import json
import subprocess
import sys
from datetime import datetime
from typing import Any, Self

from services.notifications.letters import PrintedLetter

ROWS_MAX = 200
"""After so many rows, some 30 MB, the process is replaced."""
TRIES = 2
"""A process may be killed for want of memory that others take; a letter that ends two of them is at fault."""


class LetterUnprintable(Exception):
    """The press cannot print this letter; the message says why."""


class Press:
    """Prints one letter after the other; use it from one thread. Its process ends with it, or with the worker."""

    def __init__(self) -> None:
        self._process: subprocess.Popen | None = None
        self._rows = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def print(self, letter: dict[str, Any], at: datetime) -> PrintedLetter:
        """The letter as a PDF (letters.print_letter); raises LetterUnprintable."""
        order = json.dumps({"letter": letter, "at": at.timestamp()}).encode() + b"\n"
        for _ in range(TRIES):
            if answer := self._ask(order):
                self._count(letter)
                return _printed(json.loads(answer))
            self.close()
        raise LetterUnprintable(f"{TRIES} processes ended before they had printed it")

    def close(self) -> None:
        """End the process; printing again starts another."""
        if self._process:
            self._process.communicate()
        self._process, self._rows = None, 0

    def _ask(self, order: bytes) -> bytes:
        """The answer to one line; empty when the process ended instead."""
        self._process = self._process or _start()
        try:
            self._process.stdin.write(order)
            self._process.stdin.flush()
        except BrokenPipeError:
            return b""
        return self._process.stdout.readline()

    def _count(self, letter: dict[str, Any]) -> None:
        self._rows += sum(len(table["rows"]) for table in letter["tables"])
        if self._rows > ROWS_MAX:
            self.close()


def _start() -> subprocess.Popen:
    command = [sys.executable, "-m", "services.notifications.letters"]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603 - our own


def _printed(answer: dict[str, Any]) -> PrintedLetter:
    if "error" in answer:
        raise LetterUnprintable(answer["error"])
    return PrintedLetter(pdf=base64.b64decode(answer["pdf"]), pages=answer["pages"], sha256=answer["sha256"])
