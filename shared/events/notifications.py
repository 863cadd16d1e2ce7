"""What notifications tells: what went out."""

from datetime import date
from uuid import UUID

from shared.events import contract


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
