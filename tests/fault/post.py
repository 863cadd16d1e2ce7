"""A mail server that remembers every delivery, also the second one of the same mail."""

from collections import defaultdict
from email import message_from_bytes

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.servers.hosts import free_port

HOST = "127.0.0.1"


class PostOffice:
    """The server; `url` is what SMTP_URL takes, and stays the same when it is closed and opened again.

    deliveries  by Message-ID, the bytes of each delivery
    """

    def __init__(self):
        self.deliveries: dict[str, list[bytes]] = defaultdict(list)
        self._port = free_port()
        self.url = f"smtp://{HOST}:{self._port}"
        self.open()

    def open(self) -> None:
        """Take mails."""
        self._controller = Controller(self, hostname=HOST, port=self._port)
        self._controller.start()

    def close(self) -> None:
        """Answer nobody."""
        self._controller.stop(no_assert=True)

    def changed_between_deliveries(self) -> list[str]:
        """Message-IDs under which different mails came."""
        return [key for key, copies in self.deliveries.items() if len(set(copies)) > 1]

    @property
    def repeated(self) -> int:
        """Deliveries of mails that had come before."""
        return sum(len(copies) - 1 for copies in self.deliveries.values())

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.original_content
        self.deliveries[message_from_bytes(content)["Message-ID"].strip()].append(content)
        return "250 Kept"
