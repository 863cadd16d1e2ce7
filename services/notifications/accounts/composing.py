"""An e-mail about an account as it travels: plain text and HTML."""

from dataclasses import asdict
from datetime import datetime

from services.notifications.accounts.notices import AccountNotice
from services.notifications.domain.documents import Sender
from services.notifications.domain.french import typeset
from services.notifications.emails import assemble, template

_TEXT, _HTML = "account_email.txt.j2", "account_email.html.j2"


def compose(notice: AccountNotice, sender: Sender, to: str, name: str, mail_id: str, at: datetime) -> bytes:
    """The whole e-mail; the same arguments give the same bytes. Raises a Refusal on an address that no mail can reach.

    name     how its reader is greeted: "Madame", "Madame Martin"
    mail_id  the RFC 5322 Message-ID, with its angle brackets
    """
    contents = _printed(notice, sender, name)
    return assemble(
        sender=sender,
        reader=name,
        to=to,
        subject=notice.subject,
        text=template(_TEXT).render(contents),
        html=template(_HTML).render(contents),
        message_id=mail_id,
        at=at,
    )


def as_text(notice: AccountNotice, sender: Sender, name: str) -> str:
    """What the e-mail says, as plain text."""
    return template(_TEXT).render(_printed(notice, sender, name))


def as_html(notice: AccountNotice, sender: Sender, name: str) -> str:
    """The same as a page."""
    return template(_HTML).render(_printed(notice, sender, name))


def _printed(notice: AccountNotice, sender: Sender, name: str) -> dict:
    sentences = {
        "subject": typeset(notice.subject),
        "introduction": [typeset(each) for each in notice.introduction],
        "explanations": [typeset(each) for each in notice.explanations],
    }
    link = f"{sender.portal_url}{notice.link_path}" if notice.link_path else ""
    return asdict(notice) | sentences | {"sender": asdict(sender), "name": name, "link": link}
