"""What notifications tells: what went out."""

from datetime import date, datetime
from uuid import UUID

from shared.events import contract, part


@part
class SentMessage:
    """One e-mail that a mail server took.

    cause_id  what made us write: the id of the revision
    mail_id   its Message-ID
    """

    message_id: UUID
    template: str
    structure_id: UUID
    cause_id: UUID
    mail_id: str
    sent_at: datetime


@contract("notifications.messages_sent.v1")
class MessagesSent:
    """E-mails went out, at most SENT_MAX in one event; each is told once."""

    messages: tuple[SentMessage, ...]


@contract("notifications.letter_batch_closed.v1")
class LetterBatchClosed:
    """A batch of letters is ready for the mailing house; no letter will join it any more.

    manifest_sha256  of the manifest, which lists each letter with its pages and the SHA-256 of its PDF
    """

    batch_id: UUID
    number: str
    closed_on: date
    letters: int
    pages: int
    manifest_sha256: str


@contract("notifications.letter_moved.v1")
class LetterMoved:
    """A letter of those that are followed one by one came further on its way.

    letter_id  as whoever ordered it named it
    state      failed, cancelled, handed_over, delivered, returned
    why        in French, for failed, cancelled and returned
    """

    letter_id: UUID
    structure_id: UUID
    state: str
    why: str | None
    at: datetime


SENT_MAX = 500
"""E-mails that one event tells of: a campaign of 15,000 takes 30 events, not 15,000."""
