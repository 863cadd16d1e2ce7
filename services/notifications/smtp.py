"""Handing mails to an SMTP server, and what its answers mean."""

import smtplib
import ssl
from dataclasses import dataclass
from typing import Self
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 30
_TOO_LARGE = 552
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class ServerUnreadable(ValueError):
    """The address of a server is not one; the message says what is allowed."""


class TemporaryFailure(Exception):
    """The mail was not taken this time: the server cannot be reached, is busy, or said to come back (4xx)."""


class ServerUnavailable(TemporaryFailure):
    """The server cannot be reached, or does not accept us: no mail would go now."""


class PermanentRefusal(Exception):
    """The server refuses this mail and will again (5xx)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Server:
    """An SMTP server: scheme is smtp, smtp+starttls or smtps."""

    scheme: str
    host: str
    port: int
    user: str = ""
    password: str = ""

    @classmethod
    def from_url(cls, url: str) -> Self:
        """Read smtp://user:password@host:port and its two encrypted kinds; raises ServerUnreadable."""
        try:
            parts = urlsplit(url)
            port = parts.port or _PORTS[parts.scheme]
        except (ValueError, KeyError):
            raise ServerUnreadable(f"is not {', '.join(f'{scheme}://' for scheme in _PORTS)}.") from None
        if not parts.hostname:
            raise ServerUnreadable("names no host.")
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(scheme=parts.scheme, host=parts.hostname, port=port, user=user, password=password)


class Connection:
    """One connection for many mails, opened at the first and opened again after it broke.

    with Connection(server) as connection:
        connection.send("us@bank.example", "them@town.example", content)
    """

    def __init__(self, server: Server):
        self._server = server
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        if self._smtp is not None:
            try:
                self._smtp.quit()
            except (OSError, smtplib.SMTPException):
                self._drop()

    def send(self, sender: str, recipient: str, content: bytes) -> None:
        """Hand over one mail; raises TemporaryFailure or PermanentRefusal with what the server said."""
        smtp = self._open()
        try:
            smtp.sendmail(sender, [recipient], content)
        except smtplib.SMTPRecipientsRefused as refused:
            ((code, text),) = refused.recipients.values()
            raise _failure(code, text) from None
        except smtplib.SMTPSenderRefused as refused:
            if refused.smtp_code == _TOO_LARGE:
                raise _failure(refused.smtp_code, refused.smtp_error) from None
            # It is us whom the server does not accept: no mail is to blame, and an operator can mend it.
            raise ServerUnavailable(f"{refused.smtp_code} {_text(refused.smtp_error)}") from None
        except smtplib.SMTPResponseException as refused:
            raise _failure(refused.smtp_code, refused.smtp_error) from None
        except (OSError, smtplib.SMTPException) as error:
            self._drop()
            raise TemporaryFailure(f"the connection broke: {error}") from None

    def _open(self) -> smtplib.SMTP:
        if self._smtp is None:
            try:
                self._smtp = _connected(self._server)
            except (OSError, smtplib.SMTPException) as error:
                # Even a 5xx: while our own login or greeting is refused, no mail is to blame.
                raise ServerUnavailable(f"no connection to {self._server.host}: {error}") from None
        return self._smtp

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None


def _connected(server: Server) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.scheme == "smtps":
        smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_SECONDS, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        if server.scheme == "smtp+starttls":
            smtp.starttls(context=context)
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _failure(code: int, text: bytes | str) -> Exception:
    kind = PermanentRefusal if code >= 500 else TemporaryFailure
    return kind(f"{code} {_text(text)}")


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said
