"""The rights there are, what each allows, and who can hold it."""

from typing import Literal

Kind = Literal["person", "system"]

RIGHTS: dict[str, tuple[Kind, str]] = {
    "rates.officer": ("person", "Propose the value of an index."),
    "rates.approver": ("person", "Approve the value of an index that another person proposed."),
    "lending.agent": ("person", "Read every loan, import loan lines, preview a revision."),
    "notifications.agent": ("person", "See and resend messages, see batches of letters."),
    "structures.agent": ("person", "Read and import structures, change where they are told things."),
    "operator": ("person", "Read health and dead letters, run accounts and rights."),
    "bank.loans": ("system", "Send loan lines."),
    "bank.structures": ("system", "Send structures."),
    "bank.index_values": ("system", "Send what the values of indexes are computed from."),
    "bank.read": ("system", "Read what agents read."),
}

OPERATOR = "operator"
"""The right that gives rights: somebody must always hold it."""


def fits(right: str, kind: Kind | None) -> bool:
    """Whether a person or a system can hold a right; who is not known yet (None) is taken at the word."""
    return kind is None or RIGHTS[right][0] == kind
