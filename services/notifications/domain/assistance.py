"""The rules of a request for assistance: what it may be about, how far it has come, how many mails it may cause."""

import re
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID, uuid5

ACKNOWLEDGED_A_DAY_MAX = 3
"""Anyone may type anyone's address: so many acknowledgements reach it a day, however many requests name it."""
KEPT_AFTER_CLOSING = timedelta(days=2 * 365)

_REFERENCE = re.compile(r"AS-[0-9]{4}-0*([0-9]{1,12})", re.IGNORECASE)
_ACKNOWLEDGEMENTS = UUID("b4a6d0a5-2f0e-5f6e-9a53-6f1f6a3d9c11")


class Topic(StrEnum):
    """What somebody needs help with."""

    REGISTRATION = "registration"
    LOGIN = "login"
    STRUCTURE = "structure"
    RIGHTS = "rights"
    LETTER = "letter"
    LOANS = "loans"
    RATES = "rates"
    OTHER = "other"


class RequestState(StrEnum):
    """Where a request is.

    open      somebody waits for an answer
    answered  an answer went; more may follow
    closed    nothing more is expected
    """

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Entry(StrEnum):
    """What happened to a request, one line each."""

    ASKED = "asked"
    ANSWERED = "answered"
    CLOSED = "closed"
    REOPENED = "reopened"


def reference(year: int, sequence: int) -> str:
    """What people quote: "AS-2026-000042"."""
    return f"AS-{year}-{sequence:06d}"


def sequence_of(text: str) -> int | None:
    """The number in a whole reference; None for any other text."""
    found = _REFERENCE.fullmatch(text.strip())
    return int(found[1]) if found else None


def acknowledgement_ids(email: str, day: date) -> tuple[UUID, ...]:
    """The ids that acknowledgements to one address may have on one day: when all are taken, no more go."""
    to = f"{email.casefold()}/{day.isoformat()}"
    return tuple(uuid5(_ACKNOWLEDGEMENTS, f"{to}/{number}") for number in range(ACKNOWLEDGED_A_DAY_MAX))
