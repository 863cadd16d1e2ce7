"""What notifications needs to know beyond what every service does."""

from dataclasses import dataclass
from pathlib import Path

from services.notifications.domain.documents import Sender
from services.notifications.smtp import Server, ServerUnreadable
from shared import settings
from shared.settings import SettingRefused


@dataclass(frozen=True, kw_only=True)
class Settings(settings.Settings):
    """Where mails and letters go, and in whose name.

    smtp_url                     smtp://, smtp+starttls:// or smtps://, with user:password@ where asked for
    public_url                   the address of the portal, as messages give it
    letter_batch_size_max        letters in one batch, at most
    letter_batch_wait_seconds    how long a printed letter waits for others before its batch is closed
    lease_seconds                how long a worker holds what it took: what a killed one held comes back after that
    sealing_keys_file            private keys that open what others sealed for messages (shared.sealing)
    sealing_keys_create          make that file when it is absent: on one machine; elsewhere it is a secret given
    sender_*                     the letterhead; sender_address has its lines separated by "|"
    """

    smtp_url: str = "smtp://127.0.0.1:25"
    public_url: str = "https://espace-prets.example"
    letter_batch_size_max: int = 500
    letter_batch_wait_seconds: int = 3
    lease_seconds: int = 120
    sealing_keys_file: Path = Path("var/sealing-keys.json")
    sealing_keys_create: bool = False
    sender_name: str = "Espace Prêts"
    sender_department: str = "Prêts sur fonds d’épargne"
    sender_address: str = "8 place des Épargnants|75000 PARIS"
    sender_place: str = "Paris"
    sender_phone: str = "01 99 00 12 34"
    sender_email: str = "ne-pas-repondre@espace-prets.example"
    sender_reply_to: str = "assistance@espace-prets.example"
    sender_signatory: str = "La direction de la gestion des prêts"

    def __post_init__(self):
        try:
            Server.from_url(self.smtp_url)
        except ServerUnreadable as error:
            raise SettingRefused(f"SMTP_URL {error}") from None

    @property
    def sender(self) -> Sender:
        """Who writes, as letterheads and mail headers name it."""
        return Sender(
            name=self.sender_name,
            department=self.sender_department,
            address=tuple(self.sender_address.split("|")),
            place=self.sender_place,
            phone=self.sender_phone,
            email=self.sender_email,
            reply_to=self.sender_reply_to,
            signatory=self.sender_signatory,
            portal_url=self.public_url,
        )

    @property
    def mail_domain(self) -> str:
        """The right-hand side of our Message-IDs."""
        return self.sender_email.rpartition("@")[2]
