"""Whether a service is well: the same answers from its web process and from its worker.

/livez    the process answers; nothing else is asked
/readyz   it can do its work: own database reached, schema current, not draining. Anything else is a warning:
          a broker that is down stops nobody, because the outbox absorbs it
/health   every probe with what it observed, as application/health+json
/metrics  for Prometheus

On web processes /health asks for the right `operator`; the other three tell nothing of substance, are open
inside the platform, and the gateway does not hand them on. A worker has no users to recognise: it tells all
on a loopback address only, and elsewhere (probes of Kubernetes) answers the other three. On the same port, under
/operations, operators with a token find what only a worker can do: it holds the broker's address.
"""

import ipaddress
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http import HTTPStatus
from http.server import ThreadingHTTPServer
from socketserver import ThreadingMixIn
from typing import NamedTuple
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

import sqlalchemy as sa
from werkzeug.middleware.dispatcher import DispatcherMiddleware

from shared import clock, logs, metrics
from shared.service import Probe, Service
from shared.tables import inbox

HEALTH_JSON = "application/health+json"
NEEDED_TO_WORK = frozenset({"database", "migrations", "draining"})
INBOX_WINDOW = timedelta(hours=1)
QUESTION_SECONDS_MAX = 10
_WORST_LAST = ("pass", "warn", "fail")
_log = logs.get_logger(__name__)


class Answer(NamedTuple):
    """What a health question is answered, whatever serves it."""

    status: int
    content_type: str
    body: bytes


def install_probes(service: Service) -> None:
    """Give a service the probes that every process of it has."""
    service.probes.setdefault("database", partial(_probe_database, service))
    service.probes.setdefault("migrations", _Migrations(service))
    service.probes.setdefault("inbox", partial(_probe_inbox, service))


def drain(service: Service) -> None:
    """Say that this process is about to end, so that no new work is sent to it."""
    service.probes["draining"] = lambda: Probe("fail", output="the process is stopping")


def liveness(service: Service) -> Answer:
    """The process is there."""
    return _answer(200, {"status": "pass", "serviceId": service.name})


def readiness(service: Service) -> Answer:
    """The service can do its work: 200, with warnings if any, or 503."""
    statuses = {name: _run(name, probe).status for name, probe in _present(service).items()}
    for name in statuses.keys() - NEEDED_TO_WORK:
        statuses[name] = "pass" if statuses[name] == "pass" else "warn"
    worst = _worst(statuses.values())
    checks = {name: [{"status": status}] for name, status in sorted(statuses.items())}
    return _answer(_http_status(worst), {"status": worst, "serviceId": service.name, "checks": checks})


def report(service: Service) -> Answer:
    """Every probe, with what it observed."""
    found = {name: _run(name, probe) for name, probe in sorted(_present(service).items())}
    worst = _worst(probe.status for probe in found.values())
    checks = {name: [_detail(probe)] for name, probe in found.items()}
    return _answer(_http_status(worst), {"status": worst, "serviceId": service.name, "checks": checks})


def exposition(service: Service) -> Answer:
    """The metrics of this process; how far the relay is behind is looked up at this moment."""
    if "outbox" in service.probes:
        observed = _run("outbox", service.probes["outbox"]).observed
        if isinstance(observed, dict):
            metrics.set_outbox(service.name, observed["unpublished"], observed["oldest_seconds"])
    return Answer(200, metrics.CONTENT_TYPE, metrics.exposition(service.name))


Question = Callable[[Service], Answer]
OPEN_QUESTIONS: dict[str, Question] = {"/livez": liveness, "/readyz": readiness, "/metrics": exposition}
ALL_QUESTIONS: dict[str, Question] = {**OPEN_QUESTIONS, "/health": report}


@contextmanager
def serve_health(service: Service, host: str, port: int, operations: Callable) -> Iterator[int]:
    """Answer health questions in threads of their own; yields the port (a free one is found for 0).

    operations  the application under /operations, which recognises its callers by itself
    """
    install_probes(service)
    questions = ALL_QUESTIONS if _is_loopback(host) else OPEN_QUESTIONS
    server = _Server((host, port), _QuietHandler)
    server.set_app(DispatcherMiddleware(partial(_wsgi, service, questions), {"/operations": operations}))
    thread = threading.Thread(target=server.serve_forever, name=f"{service.name}-health", daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = ThreadingHTTPServer.request_queue_size


class _QuietHandler(WSGIRequestHandler):
    timeout = QUESTION_SECONDS_MAX

    def log_message(self, *_args: object) -> None:
        """Probes come every few seconds: they are not worth a line."""


def _wsgi(service: Service, questions: dict[str, Question], environ: dict, start_response: Callable) -> list:
    question = questions.get(environ["PATH_INFO"])
    answer = question(service) if question else Answer(404, "text/plain", b"")
    status = HTTPStatus(answer.status)
    headers = [("Content-Type", answer.content_type), ("Cache-Control", "no-store")]
    start_response(f"{status.value} {status.phrase}", headers)
    return [answer.body]


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _present(service: Service) -> dict[str, Callable[[], Probe]]:
    return dict(service.probes)  # a worker may add its own while we answer


def _run(name: str, probe: Callable[[], Probe]) -> Probe:
    try:
        return probe()
    except Exception as error:  # whatever a probe meets is its finding: the report must still be given
        _log.warning("probe_failed", probe=name, reason=str(error))
        return Probe("fail", output=type(error).__name__)


def _detail(probe: Probe) -> dict:
    detail = {"status": probe.status, "observedValue": probe.observed, "output": probe.output}
    return {"time": clock.now().isoformat()} | {
        name: value for name, value in detail.items() if value not in (None, "")
    }


def _worst(statuses: Iterator[str]) -> str:
    return max(statuses, key=_WORST_LAST.index, default="pass")


def _http_status(worst: str) -> int:
    return 503 if worst == "fail" else 200


def _answer(status: int, body: dict) -> Answer:
    return Answer(status, HEALTH_JSON, json.dumps(body, default=str).encode())


def _probe_database(service: Service) -> Probe:
    began = clock.now()
    with service.database.reading() as session:
        session.execute(sa.select(1))
    return Probe("pass", {"seconds": round((clock.now() - began).total_seconds(), 4)})


def _probe_inbox(service: Service) -> Probe:
    with service.database.reading() as session:
        received, last = session.execute(
            sa.select(sa.func.count(), sa.func.max(inbox.c.received_at)).where(
                inbox.c.received_at > clock.now() - INBOX_WINDOW
            )
        ).one()
    return Probe("pass", {"received_last_hour": received, "last_received_at": last})


class _Migrations:
    """Whether the schema is the one this code was written for; once it is, it stays so for this process."""

    def __init__(self, service: Service):
        self.service = service
        self.are_current = False

    def __call__(self) -> Probe:
        if not self.are_current:
            from shared.migrations import pending  # alembic, 10 MB that most processes need for a moment only

            waiting = pending(self.service)
            if waiting:
                return Probe("fail", waiting, "migrations are waiting: prets migrate")
            self.are_current = True
        return Probe("pass")
