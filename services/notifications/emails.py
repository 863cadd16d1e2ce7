"""A document as an e-mail: plain text and HTML, ready for SMTP, the same bytes each time it is composed."""

import textwrap
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from itertools import zip_longest
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, select_autoescape

from services.notifications.domain.documents import Correspondence, Document, Sender, Table, view
from services.notifications.domain.french import whole
from shared.errors import Refusal
from shared.fields import SENDABLE

TABLE_ROWS_MAX = 50
TEXT_COLUMNS = 76
_COLUMN_GAP = "  "


class MailAddressUnusable(Refusal):
    french = "L'adresse électronique « {value} » ne peut recevoir aucun message."
    english = "No mail can reach the address {value}."


def compose(
    document: Document,
    correspondence: Correspondence,
    to: str,
    message_id: str,
    at: datetime,
    thread: Sequence[str] = (),
) -> bytes:
    """The whole e-mail as it travels; the same arguments give the same bytes: a retry is recognisable.

    message_id  the RFC 5322 Message-ID, with its angle brackets
    at          instant of the Date header
    thread      the Message-IDs before it in its conversation, oldest first
    Raises a Refusal on an address that no mail can reach.
    """
    contents = view(brief(document), correspondence)
    return assemble(
        sender=correspondence.sender,
        reader=correspondence.reader,
        to=to,
        subject=document.subject,
        text=render_text(contents),
        html=render_html(contents),
        message_id=message_id,
        at=at,
        thread=thread,
    )


def assemble(
    *,
    sender: Sender,
    reader: str,
    to: str,
    subject: str,
    text: str,
    html: str,
    message_id: str,
    at: datetime,
    thread: Sequence[str] = (),
) -> bytes:
    """Headers, text and HTML as one message; raises a Refusal on an address that no mail can reach.

    reader  the name of whom it is for
    thread  the Message-IDs before it in its conversation, oldest first (RFC 5322, 3.6.4)
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = _mailbox(sender.name, sender.email)
    message["To"] = _mailbox(reader, to)
    message["Reply-To"] = _mailbox(sender.department, sender.reply_to)
    message["Subject"] = subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = message_id
    if thread:
        message["In-Reply-To"], message["References"] = thread[-1], " ".join(thread)
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = "fr"
    message.set_boundary(f"=_{message_id.strip('<>').partition('@')[0]}")
    return message.as_bytes()


def brief(document: Document) -> Document:
    """The document with tables short enough for an e-mail: the essential columns of the first rows."""
    return replace(document, tables=tuple(_brief_table(table) for table in document.tables))


def render_text(contents: dict) -> str:
    """The plain text part."""
    return template("email.txt.j2").render(contents)


def render_html(contents: dict) -> str:
    """The HTML part: no image, no script, nothing fetched from elsewhere."""
    return template("email.html.j2").render(contents)


def template(name: str) -> Template:
    """A template of this service: what is put into HTML is escaped."""
    return _templates.get_template(name)


def refuse_unreachable(field: str, address: str) -> None:
    """Raise a Refusal on an address that no mail can reach."""
    if not SENDABLE.fullmatch(address):
        raise MailAddressUnusable(field=field, value=address)


def _mailbox(name: str, address: str) -> Address:
    refuse_unreachable("contact_email", address)
    return Address(display_name=" ".join(name.split()), addr_spec=address)


def _brief_table(table: Table) -> Table:
    kept = [number for number, column in enumerate(table.columns) if column.essential]
    hidden = len(table.rows) - TABLE_ROWS_MAX
    note = f"Seules les {TABLE_ROWS_MAX} premières lignes sont reprises ici, sur {whole(len(table.rows))}."
    return replace(
        table,
        columns=tuple(table.columns[number] for number in kept),
        rows=tuple(_picked(row, kept) for row in table.rows[:TABLE_ROWS_MAX]),
        totals=_picked(table.totals, kept) if table.totals else (),
        note=" ".join(part for part in (note if hidden > 0 else "", table.note) if part),
    )


def _picked(row: tuple[str, ...], kept: list[int]) -> tuple[str, ...]:
    return tuple(row[number] for number in kept)


def _wrapped(text: str, hanging: str = "") -> str:
    return textwrap.fill(
        text, TEXT_COLUMNS, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
    )


def _columns(table: dict) -> str:
    """A table in plain text, its columns aligned for who reads in a fixed-width font."""
    bodies = [*table["rows"], *([table["totals"]] if table["totals"] else [])]
    titles = [column["title"] for column in table["columns"]]
    # A column is as wide as its longest cell or its title's longest word: titles fold, cells do not.
    widths = [
        max(*(len(word) for word in title.split()), *(len(row[number]) for row in bodies))
        for number, title in enumerate(titles)
    ]
    folded = [textwrap.wrap(title, width) for title, width in zip(titles, widths, strict=True)]
    heads = list(zip_longest(*folded, fillvalue=""))
    rule = ["-" * width for width in widths]
    return "\n".join(_aligned(line, widths, table["columns"]) for line in [*heads, rule, *bodies])


def _aligned(cells: Sequence[str], widths: list[int], columns: list[dict]) -> str:
    padded = (
        cell.rjust(width) if column["align"] == "right" else cell.ljust(width)
        for cell, width, column in zip(cells, widths, columns, strict=True)
    )
    return _COLUMN_GAP.join(padded).rstrip()


_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {"wrap": _wrapped, "columns": _columns}
