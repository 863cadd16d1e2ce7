"""The e-mails that the platform sent, as their readers find them."""

import re
from email import message_from_bytes
from email.policy import default
from pathlib import Path

from tests.servers.hosts import wait_until

MAIL_SECONDS_MAX = 60


class Mailbox:
    """Every mailbox of the platform's mail server."""

    def __init__(self, folder: Path):
        self.folder = folder

    def text(self, address: str, subject: str) -> str:
        """The plain text of the last mail with this subject that came to an address, once there is one."""
        wait_until(lambda: self._texts(address, subject), f"“{subject}” for {address}", MAIL_SECONDS_MAX)
        return self._texts(address, subject)[-1]

    def code(self, address: str, subject: str) -> str:
        """The code of four digits in that mail, alone on its line."""
        return re.search(r"^ +([0-9]{4})\s*$", self.text(address, subject), re.MULTILINE)[1]

    def link(self, address: str, subject: str) -> str:
        """The path and secret of the link in that mail."""
        return re.search(r"https?://[^/\s]+(/\S+)", self.text(address, subject))[1]

    def _texts(self, address: str, subject: str) -> list[str]:
        came = [
            message_from_bytes(path.read_bytes(), policy=default)
            for path in sorted(self.folder.glob("*.eml"))
        ]
        return [
            mail.get_body(("plain",)).get_content()
            for mail in came
            if mail["Subject"] == subject and address in mail["To"]
        ]
