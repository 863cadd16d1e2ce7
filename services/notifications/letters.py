"""A document as a letter: a PDF that a mailing house prints and that is kept for ever (PDF/A-2b).

As a program, the process behind a press (press.py): a JSON line with a letter comes in, one with its PDF goes out.
"""

import base64
import functools
import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typst

from shared.printing import answer_orders

_TEMPLATE = Path(__file__).parent / "templates" / "letter.typ"
_STANDARD = "a-2b"


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedLetter:
    """A letter as it goes to the mailing house; sha256 is that of the PDF, in hexadecimal."""

    pdf: bytes
    pages: int
    sha256: str


def print_letter(letter: dict[str, Any], at: datetime) -> PrintedLetter:
    """The letter as a PDF; the same arguments give the same bytes, on any machine.

    letter   what the template prints: a document's view, and `address`, the lines of the window
    at       instant that the PDF bears as its date of creation
    """
    compiler = _compiler()
    pdf = compiler.compile(
        format="pdf",
        sys_inputs={"letter": json.dumps(letter, ensure_ascii=False)},
        pdf_standards=[_STANDARD],
        timestamp=int(at.timestamp()),
    )
    pages = json.loads(compiler.query("<pages>", field="value", one=True))
    return PrintedLetter(pdf=pdf, pages=pages, sha256=hashlib.sha256(pdf).hexdigest())


@functools.cache
def _compiler() -> typst.Compiler:
    """It keeps what it has parsed, and is not meant to be shared by threads.

    Only typst's own fonts are used, so that a machine's fonts cannot change a letter.
    """
    fonts = typst.Fonts(include_system_fonts=False)
    return typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts)


def _answer(order: dict[str, Any]) -> dict[str, Any]:
    printed = print_letter(order["letter"], datetime.fromtimestamp(order["at"], UTC))
    pdf = base64.b64encode(printed.pdf).decode()
    return {"pdf": pdf, "pages": printed.pages, "sha256": printed.sha256}


if __name__ == "__main__":
    answer_orders(_answer)
