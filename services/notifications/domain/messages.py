"""The rules of a message's life: how it goes, when it is tried again, what makes two of them the same."""

from datetime import timedelta
from enum import StrEnum
from uuid import UUID, uuid5

FIRST_RETRY_SECONDS = 5
RETRY_SECONDS_MAX = 900
GIVE_UP_AFTER = timedelta(days=3)


class Kind(StrEnum):
    """How a message reaches its recipient."""

    EMAIL = "email"
    LETTER = "letter"


class Template(StrEnum):
    """What a message tells.

    To structures: what a revision changed, what is to be paid (payment), what was agreed for a loan (amendment),
    who asks to administer their services (administrator_letter), and at their former e-mail address that it is the
    former one (contact_changed).
    To persons: the others.
    """

    REVISION = "revision"
    GUARANTEE = "guarantee"
    PAYMENT = "payment"
    AMENDMENT = "amendment"
    ADMINISTRATOR_LETTER = "administrator_letter"
    CONTACT_CHANGED = "contact_changed"
    MEMBERSHIP = "membership"
    APPOINTMENT = "appointment"
    RIGHTS_REQUESTED = "rights_requested"
    REQUEST_DECIDED = "request_decided"
    RIGHTS_CHANGED = "rights_changed"
    BANK_RIGHT_CHANGED = "bank_right_changed"
    ADMINISTRATION_VACANT = "administration_vacant"
    ASSISTANCE_RECEIVED = "assistance_received"
    ASSISTANCE_ANSWERED = "assistance_answered"


class State(StrEnum):
    """Where a message is.

    awaiting_recipient  its structure is not known here yet
    queued, sending, sent            an e-mail; sending means that a worker has it in hand
    queued, printed, in_batch, handed_over, delivered, returned
                                     a letter: made into a PDF, put into a batch, given to the mailing house; then
                                     what the mailing house says became of it, if it does
    failed                           it cannot go as it is; the reason is in its history
    cancelled                        somebody of the bank stopped it before it went
    """

    AWAITING_RECIPIENT = "awaiting_recipient"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    PRINTED = "printed"
    IN_BATCH = "in_batch"
    HANDED_OVER = "handed_over"
    DELIVERED = "delivered"
    RETURNED = "returned"
    FAILED = "failed"
    CANCELLED = "cancelled"


POSTED = frozenset({State.HANDED_OVER, State.DELIVERED, State.RETURNED})
DONE = POSTED | {State.SENT, State.IN_BATCH, State.CANCELLED}
STOPPABLE = frozenset({State.AWAITING_RECIPIENT, State.QUEUED, State.FAILED})
REPEATABLE = POSTED | {State.SENT, State.IN_BATCH, State.FAILED, State.CANCELLED}

WITH_A_CODE = frozenset({Template.ADMINISTRATOR_LETTER})
"""Letters that carry a code: it is readable on paper only, so they are never shown or sent again; a new one is."""
READ_BY = {
    Template.REVISION: "loans.read",
    Template.PAYMENT: "loans.read",
    Template.AMENDMENT: "loans.read",
    Template.GUARANTEE: "guarantees.read",
}
"""Of what structures are told: the right in the structure that opens it on the portal."""
RECEIVED = POSTED | {State.SENT, State.PRINTED, State.IN_BATCH}
"""Written for good, and gone or about to go: what a structure may read again."""

FOLLOWED = frozenset({Template.ADMINISTRATOR_LETTER})
"""Letters whose way is told on the bus, one by one; campaigns are told by batch."""


class BatchState(StrEnum):
    """Where a batch of letters is.

    closing      its letters are chosen, its files not all written
    closed       ready for the mailing house
    handed_over  the mailing house has it
    """

    CLOSING = "closing"
    CLOSED = "closed"
    HANDED_OVER = "handed_over"


def channels(template: Template, has_email: bool, paper_wanted: bool) -> tuple[Kind, ...]:
    """How a structure is told. A borrower that wants paper gets both; a guarantor gets one notice, on paper if wanted.

    Without an e-mail address everything goes by post; what carries a code goes by post only.
    """
    if not has_email or template in WITH_A_CODE:
        return (Kind.LETTER,)
    if not paper_wanted:
        return (Kind.EMAIL,)
    return (Kind.LETTER,) if template is Template.GUARANTEE else (Kind.EMAIL, Kind.LETTER)


def message_id(cause_id: UUID, template: Template, reader: UUID | str) -> UUID:
    """The id of what a fact makes us tell a structure, or a person by their address.

    The same fact gives the same id, however often it is heard.
    """
    return uuid5(cause_id, f"{template}/{reader}")


def copy_id(original: UUID, kind: Kind) -> UUID:
    """The id of the same message by a second channel."""
    return uuid5(original, kind)


def mail_id(message: UUID | str, domain: str) -> str:
    """The Message-ID of an e-mail (RFC 5322): each attempt bears the same one, so that a repetition is recognised."""
    return f"<{message}@{domain}>"


def reference(year: int, sequence: int) -> str:
    """What people quote: "EP-2026-000042"."""
    return f"EP-{year}-{sequence:06d}"


def retry_delay(attempts: int, jitter: float) -> timedelta:
    """How long to wait after so many failed attempts: it doubles each time, up to a quarter of an hour.

    jitter  a chance number in [0, 1): half of the delay varies with it, so that many retries do not come at once
    """
    seconds = min(FIRST_RETRY_SECONDS * 2 ** min(attempts - 1, 20), RETRY_SECONDS_MAX)
    return timedelta(seconds=seconds * (0.5 + jitter / 2))
