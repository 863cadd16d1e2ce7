"""What identity tells: who can present themselves, and what people must be told about their accounts."""

from datetime import datetime
from uuid import UUID

from shared.events import contract


@contract("identity.staff_account_opened.v1")
class StaffAccountOpened:
    """A person of the bank can log in. Rights come from habilitations, not from the account."""

    person_id: UUID
    name: str
    email: str


@contract("identity.person_recorded.v1")
class PersonRecorded:
    """A person registered on the portal, or changed their profile: who they are now.

    version     counts the changes of this person: the higher one wins, whatever arrives first
    identifier  four letters and three digits, the name they log in with
    """

    person_id: UUID
    version: int
    identifier: str
    title: str
    first_name: str
    last_name: str
    email: str


@contract("identity.bank_system_registered.v1")
class BankSystemRegistered:
    """Another system of the bank can ask for tokens with its own credentials."""

    system_id: UUID
    client_id: str
    name: str


@contract("identity.account_closed.v1")
class AccountClosed:
    """A person or another system of the bank can present itself no longer, and for good.

    subject_id  the person_id or the system_id
    erase       whoever hears it erases what it holds about the person; ids may stay where acts are recorded
    """

    subject_id: UUID
    erase: bool = False


@contract("identity.mail_due.v1")
class MailDue:
    """A person must be told something about their account, by e-mail. Only notifications can read what.

    person_id   whose account; None when nobody has one (yet, or any more)
    about       which message, by name
    sealed      address, name and what the message says, sealed for notifications under `purpose_of_mail(message_id)`
    expires_at  it is not worth sending after that; None when it always is
    """

    message_id: UUID
    person_id: UUID | None
    about: str
    sealed: str
    expires_at: datetime | None


def purpose_of_mail(message_id: UUID) -> str:
    """What the secret of a mail is sealed for (shared.sealing)."""
    return f"mail/{message_id}"
