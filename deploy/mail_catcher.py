"""A small SMTP server for the demonstration: it takes every mail and keeps it as an .eml file, for nobody to receive.

    catcher = start_mail_catcher(Path("var/mails"))
    … SMTP_URL=catcher.url …
    catcher.stop()

A file is named after the Message-ID, so that a mail sent twice is one file. Loopback only.
"""

import hashlib
import os
import re
import tempfile
from email import message_from_bytes
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

HOST = "127.0.0.1"
MAIL_BYTES_MAX = 33_554_432
_NAME_CHARACTERS_MAX = 120


class MailCatcher:
    """The running server. `url` is what SMTP_URL takes; `folder` is where the mails are."""

    def __init__(self, folder: Path, port: int = 0):
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._controller = _Controller(
            _Keeper(folder), hostname=HOST, port=port, data_size_limit=MAIL_BYTES_MAX
        )
        self._controller.start()
        self.url = f"smtp://{HOST}:{self._controller.port}"

    def stop(self) -> None:
        """End the server; the files stay."""
        self._controller.stop(no_assert=True)


def start_mail_catcher(folder: Path, port: int = 0) -> MailCatcher:
    """Start catching mails into a folder; port 0 takes any free one."""
    return MailCatcher(folder, port)


def file_name(content: bytes) -> str:
    """The name of a mail's file: its Message-ID in safe characters, or its hash where it has none."""
    message_id = str(message_from_bytes(content).get("Message-ID", "")).strip().strip("<>")
    digest = hashlib.sha256(message_id.encode() or content).hexdigest()[:16]
    safe = re.sub(r"[^A-Za-z0-9.@_-]", "-", message_id).strip(".-")[:_NAME_CHARACTERS_MAX]
    return f"{safe}.eml" if safe and safe == message_id else f"{safe or 'mail'}-{digest}.eml"


class _Keeper:
    """Writes each mail whole or not at all, before the client is told that it was taken."""

    def __init__(self, folder: Path):
        self.folder = folder

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:
        content = envelope.original_content
        descriptor, partial = tempfile.mkstemp(dir=self.folder, suffix=".partial")
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(partial, self.folder / file_name(content))
        return "250 Kept"


class _Controller(Controller):
    def _trigger_server(self) -> None:
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()
