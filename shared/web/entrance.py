"""The entrance of a web process: each request gets an id, a trace, its service, a measure and a log line."""

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from time import perf_counter
from typing import Any

from opentelemetry.trace import SpanKind

from shared import logs, metrics, tracing
from shared.ids import new_id
from shared.service import Service

REQUEST_ID = "prets.request_id"
ROUTE = "prets.route"
UNMATCHED = "unmatched"
_GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_log = logs.get_logger(__name__)

WsgiApp = Callable[[dict, Callable], Iterable[bytes]]


class Entrance:
    """WSGI middleware around one service's application."""

    def __init__(self, application: WsgiApp, service: Service):
        self.application = application
        self.service = service

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        """Serve one request inside its service and its trace."""
        environ[REQUEST_ID] = _request_id(environ)
        visit = _Visit(environ, start_response)
        name = f"{environ['REQUEST_METHOD']} {self.service.name}"
        traceparent = environ.get("HTTP_TRACEPARENT")
        with self.service.active(), tracing.continued(name, traceparent, SpanKind.SERVER):
            logs.bind(request_id=environ[REQUEST_ID])
            try:
                body = self.application(environ, visit.start_response)
                self._account_for(visit)
                return body if isinstance(body, list | tuple) else _Within(self.service, body)
            finally:
                logs.forget()

    def _account_for(self, visit: "_Visit") -> None:
        route = visit.environ.get(ROUTE, UNMATCHED)
        method = (
            visit.environ["REQUEST_METHOD"] if route != UNMATCHED else ""
        )  # a stranger may invent methods
        seconds = perf_counter() - visit.began
        metrics.observe_request(self.service.name, method, route, visit.status, seconds)
        log = _log.debug if route in QUIET_ROUTES else _log.info
        log("request", method=method, route=route, status=visit.status, seconds=round(seconds, 4))


QUIET_ROUTES = frozenset({"/livez", "/readyz", "/metrics", "/health", "/openapi.json"})


class _Visit:
    """One request on its way: when it began, and the status it is answered with."""

    def __init__(self, environ: dict[str, Any], start_response: Callable):
        self.environ = environ
        self.began = perf_counter()
        self.status = 500
        self._start_response = start_response

    def start_response(self, status: str, headers: list, exc_info: Any = None) -> Callable:
        self.status = int(status.split(" ", 1)[0])
        return self._start_response(status, headers, exc_info)


class _Within:
    """A body that is produced while it is sent: each piece of it inside its service."""

    def __init__(self, service: Service, body: Iterable[bytes]):
        self.service = service
        self.body = body
        self._pieces = iter(body)

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        with self.service.active():
            return next(self._pieces)

    def close(self) -> None:
        if hasattr(self.body, "close"):
            with self.service.active():
                self.body.close()


def _request_id(environ: dict[str, Any]) -> str:
    given = environ.get("HTTP_X_REQUEST_ID", "")
    return given if _GIVEN_ID.fullmatch(given) else sys.intern(str(new_id()))
