"""Every message there is, with invented people and figures: for agents to read before anybody gets one.

Nothing of it exists: the town, the people and the amounts are made up (samples.json), and codes are hidden.
"""

import functools
import json
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from html import escape
from pathlib import Path
from typing import Any

from services.notifications.accounts.samples import account_sample, account_samples, sample_html, sample_text
from services.notifications.domain.addresses import PostalAddress, address_lines
from services.notifications.domain.documents import Correspondence, Document, view
from services.notifications.domain.messages import WITH_A_CODE, Kind, Template
from services.notifications.emails import brief, render_html, render_text
from services.notifications.press import Press
from services.notifications.sealed_letters import HIDDEN_CODE
from services.notifications.writers import notice
from shared.errors import Missing
from shared.service import current_service

_AT = datetime(2026, 1, 29, 9, 30, tzinfo=UTC)
_TOWN = "Commune de Villerive"
_PERSON = "Bruno Roca"
_TO_STRUCTURES = WITH_A_CODE | {
    Template.REVISION,
    Template.GUARANTEE,
    Template.PAYMENT,
    Template.AMENDMENT,
    Template.CONTACT_CHANGED,
}
_WITHOUT_STRUCTURE = {Template.ASSISTANCE_RECEIVED, Template.BANK_RIGHT_CHANGED}
_UNNAMED = _TO_STRUCTURES | {Template.ASSISTANCE_RECEIVED}
_WINDOW = address_lines(
    PostalAddress(
        function="Monsieur ou Madame le Maire",
        structure=_TOWN,
        building="Hôtel de ville",
        street="12 place de la Libération",
        postcode="96220",
        town="Villerive",
    )
)


@dataclass(frozen=True)
class Sample:
    """One message to look at: its template, and the fact that it tells, as JSON."""

    template: Template
    event: dict[str, Any]

    @property
    def is_letter(self) -> bool:
        """It goes by post only."""
        return self.template in WITH_A_CODE


@functools.cache
def samples() -> dict[str, Sample]:
    """By the name that stands in their address."""
    listed = json.loads(Path(__file__).with_name("samples.json").read_text(encoding="utf-8"))
    return {name: Sample(Template(each["template"]), each["event"]) for name, each in listed.items()}


def listed() -> list[dict[str, Any]]:
    """Every sample: its name, what it is about, its subject and the ways it goes; those about accounts come last."""
    messages = [
        {"name": name, "template": sample.template, "subject": _document(name).subject, "ways": _ways(sample)}
        for name, sample in samples().items()
    ]
    accounts = [
        {"name": name, "template": None, "subject": account_sample(name).subject, "ways": (Kind.EMAIL,)}
        for name in account_samples()
    ]
    return messages + accounts


def _ways(sample: Sample) -> tuple[Kind, ...]:
    """People are told by e-mail only; structures on paper too, but for the change of their e-mail address."""
    if sample.is_letter:
        return (Kind.LETTER,)
    may_be_printed = sample.template in _TO_STRUCTURES - {Template.CONTACT_CHANGED}
    return (Kind.EMAIL, Kind.LETTER) if may_be_printed else (Kind.EMAIL,)


def page() -> str:
    """All samples on one page: each e-mail in a frame, each letter behind a link."""
    parts = [_entry(name, sample) for name, sample in samples().items()]
    parts += [_mail_entry(name, account_sample(name).subject) for name in account_samples()]
    return f"<!DOCTYPE html><html lang=fr><meta charset=utf-8><title>Modèles de messages</title>{''.join(parts)}</html>"


def html(name: str) -> str:
    """A sample as an e-mail. Raises Missing."""
    if name in account_samples():
        return sample_html(name, current_service().settings.sender)
    return render_html(view(brief(_document(name)), _correspondence(name)))


def text(name: str) -> str:
    """A sample as plain text. Raises Missing."""
    if name in account_samples():
        return sample_text(name, current_service().settings.sender)
    return render_text(view(brief(_document(name)), _correspondence(name)))


def pdf(name: str) -> bytes:
    """A sample as a letter, its code hidden. Raises Missing."""
    code = HIDDEN_CODE if _sample(name).is_letter else ""
    letter = view(replace(_document(name), code=code), _correspondence(name)) | {"address": list(_WINDOW)}
    with Press() as press:
        return press.print(letter, at=_AT).pdf


def _entry(name: str, sample: Sample) -> str:
    subject = _document(name).subject
    if sample.is_letter:
        return f'{_title(name, subject)}<p><a href="templates/{name}/pdf">Courrier (PDF)</a></p>'
    return _mail_entry(name, subject)


def _title(name: str, subject: str) -> str:
    return f"<h2>{escape(name)}</h2><p>{escape(subject)}</p>"


def _mail_entry(name: str, subject: str) -> str:
    shown = f'title="{escape(subject)}" src="templates/{name}/html"'
    frame = f'<iframe {shown} sandbox style="width:100%;height:40em"></iframe>'
    return f'{_title(name, subject)}<p><a href="templates/{name}/text">Texte brut</a></p>{frame}'


def _sample(name: str) -> Sample:
    if name not in samples():
        raise Missing()
    return samples()[name]


def _document(name: str) -> Document:
    sample = _sample(name)
    return notice(sample.template, sample.event)


def _correspondence(name: str) -> Correspondence:
    template = _sample(name).template
    has_structure = template not in _WITHOUT_STRUCTURE
    return Correspondence(
        reference="EP-2026-000000",
        written_on=date(2026, 1, 29),
        structure=_TOWN if has_structure else "",
        client_number="000310260" if has_structure else None,
        sender=current_service().settings.sender,
        person=None if template in _UNNAMED else _PERSON,
    )
