"""A document as a letter: a PDF that a mailing house prints and that is kept for ever (PDF/A-2b)."""

import hashlib
import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import typst

from services.notifications.domain.documents import Correspondence, Document, view

_TEMPLATE = Path(__file__).parent / "templates" / "letter.typ"
_STANDARD = "a-2b"
_ROWS_REMEMBERED_MAX = 100
_DOCUMENTS_REMEMBERED = 10
_thread = threading.local()


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedLetter:
    """A letter as it goes to the mailing house; sha256 is that of the PDF, in hexadecimal."""

    pdf: bytes
    pages: int
    sha256: str


def print_letter(
    document: Document, correspondence: Correspondence, address: Sequence[str], at: datetime
) -> PrintedLetter:
    """The letter as a PDF; the same arguments give the same bytes, on any machine.

    address  the lines of the window (domain.addresses.address_lines)
    at       instant that the PDF bears as its date of creation
    """
    letter = view(document, correspondence) | {"address": list(address)}
    compiler = _compiler()
    pdf = compiler.compile(
        format="pdf",
        sys_inputs={"letter": json.dumps(letter, ensure_ascii=False)},
        pdf_standards=[_STANDARD],
        timestamp=int(at.timestamp()),
    )
    pages = json.loads(compiler.query("<pages>", field="value", one=True))
    _remember(sum(len(table.rows) for table in document.tables))
    return PrintedLetter(pdf=pdf, pages=pages, sha256=hashlib.sha256(pdf).hexdigest())


def _compiler() -> typst.Compiler:
    """One compiler per thread: it keeps what it has parsed, and is not meant to be shared.

    Only typst's own fonts are used, so that a machine's fonts cannot change a letter.
    """
    if not hasattr(_thread, "compiler"):
        fonts = typst.Fonts(include_system_fonts=False)
        _thread.compiler = typst.Compiler(_TEMPLATE, root=_TEMPLATE.parent, font_paths=fonts)
    return _thread.compiler


def _remember(rows: int) -> None:
    """Count the rows printed; after many, make typst forget them.

    It keeps all of its last ten documents, at some 150 kB a row: letters of 1,000 rows would hold 1.7 GB. Empty
    documents push them out.
    """
    _thread.rows = getattr(_thread, "rows", 0) + rows
    if _thread.rows > _ROWS_REMEMBERED_MAX:
        _thread.rows = 0
        nothing = typst.Compiler(ignore_system_fonts=True)
        for _ in range(_DOCUMENTS_REMEMBERED):
            nothing.compile(b" ", format="pdf")
