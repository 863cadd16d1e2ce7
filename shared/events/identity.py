"""What identity tells: who can present themselves."""

from uuid import UUID

from shared.events import contract


@contract("identity.staff_account_opened.v1")
class StaffAccountOpened:
    """A person of the bank can log in. Rights come from habilitations, not from the account."""

    person_id: UUID
    name: str
    email: str


@contract("identity.bank_system_registered.v1")
class BankSystemRegistered:
    """Another system of the bank can ask for tokens with its own credentials."""

    system_id: UUID
    client_id: str
    name: str


@contract("identity.account_closed.v1")
class AccountClosed:
    """A person of the bank or another of its systems can present itself no longer, and for good.

    subject_id  the person_id or the system_id
    """

    subject_id: UUID
