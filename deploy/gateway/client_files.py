"""The web client's files in the embedded gateway, as nginx serves them in the deployed one.

Files with a digest in their name are kept by browsers for good; the page itself is asked for at each visit, and gets
a nonce of its own for the styles that Mantine makes. An address that is no file is one of the client's pages.
"""

import mimetypes
import secrets
from collections.abc import Callable, Iterable
from pathlib import Path

IMMUTABLE = "public, max-age=31536000, immutable"
NONCE_PLACE = b"__CSP_NONCE__"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self' blob:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = [("X-Content-Type-Options", "nosniff"), ("Referrer-Policy", "same-origin")]
_REFRESH_SECONDS = 2
_BUILDING = (
    "L’interface se construit ; cette page s’actualise d’elle-même.",
    "The interface is being built; this page refreshes by itself.",
)
_FAILED = (
    "L’interface n’a pas pu être construite ; les services répondent.",
    "The interface could not be built; the services answer.",
)


class ClientFiles:
    """WSGI application for what is neither a service nor a document.

    folder  where the built client is; it may come later
    reason  why there will be none, empty while there is hope
    """

    def __init__(self, folder: Path, reason: Callable[[], str]):
        self.folder = folder
        self.reason = reason

    def __call__(self, environ: dict, start_response: Callable) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "/")
        if path == "/livez":
            return _send(start_response, "200 OK", b"alive\n", "text/plain; charset=utf-8")
        if path.startswith("/api/"):
            return _nothing(
                start_response, b"The services answer under /api/<service>; /docs says what they do.\n"
            )
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return _send(start_response, "405 Method Not Allowed", b"", "text/plain", ("Allow", "GET, HEAD"))
        file = self._file(path)
        if file:
            return _send_file(file, environ, start_response)
        if path.startswith(("/assets/", "/.")):
            return _nothing(start_response, b"There is no such file; a newer client may have replaced it.\n")
        return self._page(start_response)

    def _file(self, path: str) -> Path | None:
        """The file of the built client that has this address, if there is one."""
        folder = self.folder.resolve()
        file = (folder / path.lstrip("/")).resolve()
        if not file.is_relative_to(folder) or not file.is_file():
            return None
        inside = file.relative_to(folder)
        return None if inside.parts[0].startswith(".") or file == folder / "index.html" else file

    def _page(self, start_response: Callable) -> Iterable[bytes]:
        try:
            page = (self.folder / "index.html").read_bytes()
        except FileNotFoundError:
            return self._no_page(start_response)
        nonce = secrets.token_hex(16)
        return _send(
            start_response,
            "200 OK",
            page.replace(NONCE_PLACE, nonce.encode()),
            "text/html; charset=utf-8",
            ("Cache-Control", "no-cache"),
            ("Content-Security-Policy", POLICY.format(nonce=nonce)),
        )

    def _no_page(self, start_response: Callable) -> Iterable[bytes]:
        """What is shown while the client is being built, or when it cannot be."""
        reason = self.reason()
        lines = [*_FAILED, reason] if reason else _BUILDING
        text = "".join(f"<p>{_escaped(line)}</p>" for line in [*lines, "API : /docs"])
        page = (
            f'<!DOCTYPE html><html lang="fr"><meta charset="utf-8"><title>Espace Prêts</title>{text}</html>'
        )
        more = [] if reason else [("Refresh", str(_REFRESH_SECONDS))]
        kind = "text/html; charset=utf-8"
        return _send(start_response, "503 Service Unavailable", page.encode(), kind, *more)


def _send_file(file: Path, environ: dict, start_response: Callable) -> Iterable[bytes]:
    small = file.with_name(f"{file.name}.gz")
    headers = [("Cache-Control", IMMUTABLE if file.parent.name == "assets" else "no-cache")]
    if small.is_file():
        headers.append(("Vary", "Accept-Encoding"))
        if "gzip" in environ.get("HTTP_ACCEPT_ENCODING", ""):
            headers.append(("Content-Encoding", "gzip"))
            return _send(start_response, "200 OK", small.read_bytes(), _type_of(file), *headers)
    return _send(start_response, "200 OK", file.read_bytes(), _type_of(file), *headers)


def _type_of(file: Path) -> str:
    if file.suffix in (".js", ".mjs"):
        return "text/javascript; charset=utf-8"
    kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind


def _nothing(start_response: Callable, text: bytes) -> Iterable[bytes]:
    return _send(start_response, "404 Not Found", text, "text/plain; charset=utf-8")


def _send(
    start_response: Callable, status: str, body: bytes, kind: str, *headers: tuple[str, str]
) -> Iterable[bytes]:
    start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body))), *_HEADERS, *headers])
    return [body]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
