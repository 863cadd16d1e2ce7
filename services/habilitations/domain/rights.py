"""The rights there are, what each allows, and who can hold it."""

from typing import Literal

Kind = Literal["person", "system", "client"]
"""person: of the bank; system: of the bank; client: a person of a structure, for that structure only."""

RIGHTS: dict[str, tuple[Kind, str]] = {
    "rates.officer": ("person", "Propose the value of an index."),
    "rates.approver": ("person", "Approve the value of an index that another person proposed."),
    "lending.agent": ("person", "Read every loan, import loan lines, preview a revision."),
    "lending.payments": ("person", "Say by hand that a payment came in, or was taken back."),
    "notifications.agent": ("person", "See and resend messages, see batches of letters."),
    "structures.agent": ("person", "Read and import structures, change where they are told things."),
    "identity.agent": ("person", "Find clients' accounts, unlock them, end their sessions."),
    "habilitations.agent": ("person", "See and suspend clients' rights, order their letters again."),
    "operator": ("person", "Read health and dead letters, run accounts and rights."),
    "bank.loans": ("system", "Send loan lines."),
    "bank.structures": ("system", "Send structures."),
    "bank.index_values": ("system", "Send what the values of indexes are computed from."),
    "bank.mail_status": ("system", "Tell what became of letters."),
    "bank.read": ("system", "Read what agents read."),
    "administrator": ("client", "Decide who may do what for the structure."),
    "applications.prepare": ("client", "Prepare loan applications."),
    "applications.send": ("client", "Send loan applications that are ready."),
    "applications.follow": ("client", "Follow applications from their sending to the contract."),
    "loans.read": ("client", "Read outstandings, due dates and schedules of the structure's own loans."),
    "guarantees.read": ("client", "Read the debt that the structure guarantees."),
    "documents.read": ("client", "Read the documents of the structure's loans."),
}

OPERATOR = "operator"
"""The right that gives rights over the bank: somebody must always hold it."""

ADMINISTRATOR = "administrator"
"""The right that gives rights in a structure: its last holder cannot leave without a successor."""

SERVICES = tuple(right for right, (kind, _) in RIGHTS.items() if kind == "client" and right != ADMINISTRATOR)
"""What people of a structure ask for; they become administrator by the letter, or by another administrator."""

BANK_RIGHTS = tuple(right for right, (kind, _) in RIGHTS.items() if kind != "client")
"""What operators give, over the whole bank."""


def fits(right: str, kind: Kind | None) -> bool:
    """Whether a person or a system can hold a right; who is not known yet (None) is taken at the word."""
    return kind is None or RIGHTS[right][0] == kind
