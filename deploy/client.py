"""The platform as the command line reaches it: over HTTP, with the rights of a person or a system."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx

TOKEN_SECONDS_SPARE = 30
READY_SECONDS_MAX = 60
REQUEST_SECONDS_MAX = 120


class PlatformError(Exception):
    """The platform refused (status), or did not answer; the message is for whoever typed the command."""

    def __init__(self, message: str, status: int | None = None):
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Person:
    """Credentials of a person of the bank."""

    login: str
    password: str


@dataclass(frozen=True)
class System:
    """Credentials of another system of the bank."""

    client_id: str
    client_secret: str


class Client:
    """Calls the platform, presenting a token that it renews by itself.

    address      where the gateway (or the embedded platform) answers
    credentials  whose rights to use; None can only read what is public
    """

    def __init__(self, address: str, credentials: Person | System | None = None):
        self.address = address.rstrip("/")
        self.credentials = credentials
        self._http = httpx.Client(
            base_url=self.address, timeout=REQUEST_SECONDS_MAX, headers={"Accept-Language": "en"}
        )
        self._token = ""
        self._token_until = 0.0
        self._session = ""

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def get(self, path: str, **query: Any) -> Any:
        """Read; `path` starts with the service: "rates/fixings"."""
        return self.request("GET", path, params={k: v for k, v in query.items() if v is not None}).json()

    def text(self, path: str, **query: Any) -> str:
        """Read something that is not JSON."""
        return self.request("GET", path, params=query).text

    def post(self, path: str, body: Any = None, **options: Any) -> Any:
        """Change something; returns the answer's JSON, or None when there is none."""
        answer = (
            self.request("POST", path, json=body, **options)
            if body is not None
            else self.request("POST", path, **options)
        )
        return answer.json() if answer.content else None

    def delete(self, path: str) -> Any:
        """End something; returns the answer's JSON, or None when there is none."""
        answer = self.request("DELETE", path)
        return answer.json() if answer.content else None

    def every(self, path: str, **query: Any) -> Iterator[dict]:
        """Every item of a list, page after page."""
        after = None
        while True:
            page = self.get(path, after=after, **query)
            yield from page["items"]
            after = page["next"]
            if after is None:
                return

    def request(self, method: str, path: str, **options: Any) -> httpx.Response:
        """Send a request as the caller; raises PlatformError with the problem's own words."""
        headers = {"Authorization": f"Bearer {self._current_token()}"} if self.credentials else {}
        headers |= options.pop("headers", {})
        return _checked(self._send(method, path, headers=headers, **options))

    def _send(self, method: str, path: str, **options: Any) -> httpx.Response:
        try:
            return self._http.request(method, f"/api/{path}", **options)
        except httpx.HTTPError as error:
            raise PlatformError(
                f"{self.address} does not answer ({error}). Is the platform running (prets run)?"
            ) from error

    def _current_token(self) -> str:
        if time.monotonic() > self._token_until:
            answer = _checked(self._send("POST", "identity/tokens", json=self._grant())).json()
            self._token = answer["access_token"]
            self._token_until = time.monotonic() + max(0, answer["expires_in"] - TOKEN_SECONDS_SPARE)
        return self._token

    def _grant(self) -> dict[str, str]:
        if isinstance(self.credentials, System):
            return {
                "grant_type": "client_credentials",
                "client_id": self.credentials.client_id,
                "client_secret": self.credentials.client_secret,
            }
        if not self._session:
            login = {"login": self.credentials.login, "password": self.credentials.password}
            self._session = _checked(self._send("POST", "identity/sessions", json=login)).json()["session"]
        return {"grant_type": "session", "session": self._session}

    def wait_until_ready(self, is_coming: Callable[[], bool]) -> None:
        """Wait for the platform to answer; raises PlatformError after READY_SECONDS_MAX, or when it is not coming."""
        deadline = time.monotonic() + READY_SECONDS_MAX
        while not self._answers():
            if not is_coming() or time.monotonic() > deadline:
                raise PlatformError("The platform did not start; its log says why (platform.log).")
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            return self._http.get("/livez", timeout=2).is_success
        except httpx.HTTPError:
            return False


def _checked(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    try:
        problem = answer.json()
    except ValueError:
        raise PlatformError(
            f"{answer.request.url} answered {answer.status_code}.", answer.status_code
        ) from None
    lines = [problem.get("detail") or problem.get("title") or f"status {answer.status_code}"]
    for error in problem.get("errors", ()):
        allowed = f" (allowed: {error['allowed']})" if error.get("allowed") is not None else ""
        detail = "" if error["detail"] == lines[0] else f": {error['detail']}"
        lines.append(f"  {error['field']} = {error['value']!r}{detail}{allowed}")
    raise PlatformError("\n".join(lines), answer.status_code)
