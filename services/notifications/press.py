"""The press: prints letters in a process of its own, whose end gives the memory back.

with Press() as press:
    letter = press.print(view, at)
"""

import base64
from datetime import datetime
from typing import Any, Self

from services.notifications.letters import PrintedLetter
from shared.printing import PrintingProcess

ROWS_MAX = 200
"""After so many rows, some 30 MB, the process is replaced."""


class Press:
    """Prints one letter after the other; use it from one thread. Its process ends with it, or with the worker."""

    def __init__(self) -> None:
        self._process = PrintingProcess("services.notifications.letters", ROWS_MAX)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def print(self, letter: dict[str, Any], at: datetime) -> PrintedLetter:
        """The letter as a PDF (letters.print_letter); raises shared.printing.Unprintable."""
        rows = sum(len(table["rows"]) for table in letter["tables"])
        answer = self._process.ask({"letter": letter, "at": at.timestamp()}, rows)
        pdf = base64.b64decode(answer["pdf"])
        return PrintedLetter(pdf=pdf, pages=answer["pages"], sha256=answer["sha256"])

    def close(self) -> None:
        """End the process; printing again starts another."""
        self._process.close()
