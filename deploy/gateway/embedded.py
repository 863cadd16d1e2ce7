"""The gateway of the embedded platform: what deploy/gateway/nginx.conf.template does, in front of one application.

A browser's cookie becomes a short-lived token and goes to identity only; what clients say of themselves in other
headers goes nowhere; changes that pages of other sites ask for are refused; where people prove who they are, few
requests a second are taken.
"""

import json
import threading
import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from shared.errors import Refusal, problem
from shared.ids import new_id

SESSION_COOKIE = "__Host-session"
EXCHANGE = "/api/identity/tokens/exchange"
SERVICES = "/api/"
IDENTITY = "/api/identity/"
SIMULATIONS = "/api/lending/simulations"
ASSISTANCE = tuple(f"/api/notifications/{who}-assistance-requests" for who in ("visitor", "own"))
DOORS = (
    *(
        f"{IDENTITY}{name}"
        for name in ("sessions", "browser-sessions", "registrations", "reminders", "password-")
    ),
    SIMULATIONS,
    *ASSISTANCE,
)
TOKEN_SECONDS = 5
TOKENS_KEPT_MAX = 1_000
DOOR_RATE, DOOR_BURST = 5, 20
"""Requests a second from one address where people prove who they are or anyone has us compute or write; and at once."""
MAINTENANCE_RETRY_SECONDS = 5
ADDRESSES_KEPT_MAX = 10_000
HEADERS = [
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
_CLAIMED = tuple(
    f"HTTP_{name}"
    for name in ("FORWARDED", "REMOTE_USER", "X_REMOTE_USER", "X_FORWARDED_USER", "X_FORWARDED_PROTO")
)
_READING = ("GET", "HEAD", "OPTIONS")

WsgiApp = Callable[[dict, Callable], Iterable[bytes]]


class RequestFromElsewhere(Refusal):
    status = 403
    french = "Cette demande vient d'une page d'un autre site : elle est refusée."
    english = "This request comes from a page of another site: it is refused."


class TooManyRequests(Refusal):
    status = 429
    french = "Trop de demandes à la fois. Réessayez dans un instant."
    english = "Too many requests at once. Try again in a moment."


class UnderMaintenance(Refusal):
    status = 503
    french = "Le portail est en maintenance. Réessayez plus tard."
    english = "The portal is under maintenance. Try again later."


class PathUnknown(Refusal):
    status = 404
    french = "Cette adresse n'existe pas."
    english = "There is no such address."


class Gateway:
    """WSGI middleware in front of all services.

    maintenance  while this file exists, nobody gets further
    """

    def __init__(self, application: WsgiApp, maintenance: Path | None = None):
        self.application = application
        self.maintenance = maintenance
        self._tokens: dict[str, tuple[float, str]] = {}
        self._doors = _Buckets()
        self._lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        """Let a request pass as services are to see it, or refuse it."""
        start = _with_headers(start_response)
        try:
            self._admit(environ)
        except Refusal as refusal:
            return _answer(refusal, environ, start)
        # Only services ask who is calling; the client's own files are the same for everyone.
        if environ.get("PATH_INFO", "").startswith(SERVICES):
            self._present(environ)
        return self.application(environ, start)

    def _admit(self, environ: dict[str, Any]) -> None:
        path = environ.get("PATH_INFO", "")
        if self.maintenance and path != "/livez" and self.maintenance.exists():
            raise UnderMaintenance(retry_after_seconds=MAINTENANCE_RETRY_SECONDS)
        if is_from_elsewhere(environ):
            raise RequestFromElsewhere()
        if path == EXCHANGE:
            raise PathUnknown()
        if path.startswith(DOORS) and not self._doors.take(environ.get("REMOTE_ADDR", "")):
            raise TooManyRequests(retry_after_seconds=1)

    def _present(self, environ: dict[str, Any]) -> None:
        """Write who calls, from the cookie, and take away what the client claims."""
        for name in _CLAIMED:
            environ.pop(name, None)
        environ["HTTP_X_FORWARDED_FOR"] = environ.get("REMOTE_ADDR", "")
        environ["HTTP_X_REQUEST_ID"] = new_id().hex
        token = self._token(session_of(environ), environ)
        if token:
            environ["HTTP_AUTHORIZATION"] = token
        if not environ.get("PATH_INFO", "").startswith(IDENTITY):
            environ.pop("HTTP_COOKIE", None)

    def _token(self, session: str, environ: dict[str, Any]) -> str:
        """What to present for a session: kept for some seconds, because a page asks many things at once."""
        if not session:
            return ""
        kept_at, token = self._tokens.get(session, (float("-inf"), ""))
        if time.monotonic() - kept_at < TOKEN_SECONDS:
            return token
        token = self._exchange(session, environ)
        with self._lock:
            if len(self._tokens) >= TOKENS_KEPT_MAX:
                self._tokens.clear()
            self._tokens[session] = (time.monotonic(), token)
        return token

    def _exchange(self, session: str, environ: dict[str, Any]) -> str:
        given: dict[str, str] = {}

        def note(_status: str, headers: list[tuple[str, str]], _error: Any = None) -> Callable:
            given.update((name.lower(), value) for name, value in headers)
            return lambda _data: None

        asked = {name: value for name, value in environ.items() if not name.startswith("HTTP_")} | {
            "REQUEST_METHOD": "POST",
            "PATH_INFO": EXCHANGE,
            "SCRIPT_NAME": "",
            "QUERY_STRING": "",
            "CONTENT_LENGTH": "0",
            "CONTENT_TYPE": "",
            "wsgi.input": BytesIO(),
            "HTTP_COOKIE": f"{SESSION_COOKIE}={session}",
            "HTTP_X_FORWARDED_FOR": environ["HTTP_X_FORWARDED_FOR"],
            "HTTP_X_REQUEST_ID": environ["HTTP_X_REQUEST_ID"],
        }
        body = self.application(asked, note)
        if hasattr(body, "close"):
            body.close()
        return given.get("authorization", "")


class _Buckets:
    """So many requests a second from one address, and a few more at once."""

    def __init__(self) -> None:
        self._levels: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def take(self, address: str) -> bool:
        with self._lock:
            now = time.monotonic()
            if len(self._levels) >= ADDRESSES_KEPT_MAX:
                self._levels.clear()
            level, at = self._levels.get(address, (0.0, now))
            level = max(0.0, level - (now - at) * DOOR_RATE)
            if level > DOOR_BURST:
                return False
            self._levels[address] = (level + 1, now)
            return True


def session_of(environ: dict[str, Any]) -> str:
    """The secret of the session that a browser presents; empty where it presents none."""
    try:
        cookie = SimpleCookie(environ.get("HTTP_COOKIE", "")).get(SESSION_COOKIE)
    except CookieError:
        return ""
    return cookie.value if cookie else ""


def is_from_elsewhere(environ: dict[str, Any]) -> bool:
    """Whether a page of another site asks for a change, or nobody says that it is one of ours."""
    if environ["REQUEST_METHOD"] in _READING:
        return False
    fetched_from = environ.get("HTTP_SEC_FETCH_SITE")
    if fetched_from is not None:
        return fetched_from not in ("same-origin", "none")
    origin = environ.get("HTTP_ORIGIN")
    if origin is not None:
        return urlsplit(origin).netloc != environ.get("HTTP_HOST")
    return bool(session_of(environ))


def _answer(refusal: Refusal, environ: dict[str, Any], start_response: Callable) -> list[bytes]:
    language = "en" if environ.get("HTTP_ACCEPT_LANGUAGE", "").startswith("en") else "fr"
    body = json.dumps(problem(refusal, language), ensure_ascii=False).encode()
    headers = [("Content-Type", "application/problem+json"), ("Content-Length", str(len(body)))]
    if "retry_after_seconds" in refusal.facts:
        headers.append(("Retry-After", str(refusal.facts["retry_after_seconds"])))
    start_response(f"{refusal.status} {HTTPStatus(refusal.status).phrase}", headers)
    return [body]


def _with_headers(start_response: Callable) -> Callable:
    def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Callable:
        return start_response(status, [*headers, *HEADERS], *error)

    return start
