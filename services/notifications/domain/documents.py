"""What a message says, before it becomes an e-mail or a letter: one text for every medium.

All strings are ready to read: amounts, rates and days are already in French.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Literal

from services.notifications.domain.french import day, typeset

Align = Literal["left", "right"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One key figure; `detail` says where it comes from or how it moved."""

    label: str
    value: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of a table; an essential one stays where there is little room, as in an e-mail."""

    title: str
    align: Align = "left"
    essential: bool = True


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows of cells, as many as columns; `totals` closes the table, `note` says what it leaves out."""

    title: str
    subtitle: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    totals: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """The whole of a message.

    subject       of the e-mail, and what the letter is about
    introduction  paragraphs: what happened, and why
    figures       what it comes to, in a few numbers or words
    code          what is to be typed, in groups; letters only, and filled in when they are printed
    notice_title, notice
                  the one thing that must not be missed
    explanations  paragraphs that follow: what to do, where to look
    tables        the details; annexes of a letter
    online_label  what the link to the portal says, none when empty
    online_path   the page that the link leads to
    """

    subject: str
    introduction: tuple[str, ...]
    figures: tuple[Figure, ...] = ()
    code: str = ""
    notice_title: str = ""
    notice: str = ""
    explanations: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    online_label: str = ""
    online_path: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sender:
    """Who writes: the bank's service, as letterheads, signatures and mail headers name it.

    place      where letters are written ("Paris"), before their date
    email      the From address; nobody reads it, answers go to reply_to
    """

    name: str
    department: str
    address: tuple[str, ...]
    place: str
    phone: str
    email: str
    reply_to: str
    signatory: str
    portal_url: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Correspondence:
    """What makes a document a message to somebody.

    reference      of this message, to quote in an answer
    written_on     business date on it
    structure      name of the structure it is for
    person         name of the person it is for; None when the structure itself is told
    client_number  nine digits, as printed on contracts
    """

    reference: str
    written_on: date
    structure: str
    client_number: str | None
    sender: Sender
    person: str | None = None

    @property
    def reader(self) -> str:
        """Who reads it."""
        return self.person or self.structure


def view(document: Document, correspondence: Correspondence) -> dict:
    """All that a template prints, with French spaces in every sentence."""
    about = asdict(correspondence) | {"written_on": day(correspondence.written_on)}
    return _typeset({**asdict(document), **about})


def _typeset(value: Any) -> Any:
    if isinstance(value, str):
        return typeset(value)
    if isinstance(value, dict):
        return {name: _typeset(item) for name, item in value.items()}
    return [_typeset(item) for item in value] if isinstance(value, list | tuple) else value
