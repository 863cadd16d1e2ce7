import http.client
import json
import re
import socket
import threading
import urllib.error
import urllib.request
from uuid import uuid4

import pytest
import sqlalchemy as sa

from shared import health, metrics
from shared.health import drain, exposition, install_probes, liveness, readiness, report, serve_health
from shared.migrations import migrate
from shared.service import Probe
from tests.unit.shared import toy


@pytest.fixture
def ready(bare_service):
    """The toy service with its schema, made by its own migrations."""
    migrate(bare_service)
    install_probes(bare_service)
    return bare_service


def body(answer: health.Answer) -> dict:
    return json.loads(answer.body)


def test_a_service_whose_schema_is_old_is_not_ready_until_it_is_migrated(bare_service):
    install_probes(bare_service)
    before = readiness(bare_service)
    assert (before.status, body(before)["checks"]["migrations"]) == (503, [{"status": "fail"}])
    migrate(bare_service)
    assert readiness(bare_service).status == 200


def test_a_service_whose_database_is_gone_lives_but_is_not_ready(ready):
    def gone() -> Probe:
        raise sa.exc.OperationalError("SELECT 1", {}, Exception("the password is hunter2"))

    ready.probes["database"] = gone
    assert liveness(ready).status == 200
    answer = readiness(ready)
    assert (answer.status, body(answer)["status"]) == (503, "fail")
    assert b"hunter2" not in report(ready).body


def test_a_broker_that_is_down_is_a_warning_because_the_outbox_absorbs_it(ready):
    ready.probes["consumers"] = lambda: Probe("fail", {"connected": 0})
    answer = readiness(ready)
    assert (answer.status, body(answer)["status"]) == (200, "warn")
    assert body(answer)["checks"]["consumers"] == [{"status": "warn"}]


def test_a_process_that_is_stopping_is_not_ready(ready):
    drain(ready)
    assert readiness(ready).status == 503
    assert liveness(ready).status == 200


def test_readiness_tells_no_details_and_the_report_does(ready):
    ready.probes["outbox"] = lambda: Probe("pass", {"unpublished": 3, "oldest_seconds": 1.5})
    assert b"1.5" not in readiness(ready).body
    check = body(report(ready))["checks"]["outbox"][0]
    assert check["observedValue"] == {"unpublished": 3, "oldest_seconds": 1.5}
    assert check["time"]


def test_the_report_is_as_bad_as_its_worst_probe(ready):
    ready.probes["dead_letters"] = lambda: Probe("warn", 2)
    assert (report(ready).status, body(report(ready))["status"]) == (200, "warn")
    ready.probes["relay"] = lambda: Probe("fail")
    assert (report(ready).status, body(report(ready))["status"]) == (503, "fail")


def test_metrics_say_how_far_the_relay_is_behind(ready):
    ready.probes["outbox"] = lambda: Probe("warn", {"unpublished": 7, "oldest_seconds": 90.0})
    text = exposition(ready).body.decode()
    assert "outbox_unpublished 7.0" in text
    assert "outbox_oldest_seconds 90.0" in text


def test_each_service_of_a_process_has_metrics_of_its_own():
    first, second = str(uuid4()), str(uuid4())
    metrics.count_published(first, 3)
    metrics.count_consumed(first, "rates.fixing_published.v1", "dead")
    with metrics.timed_loop(first, "sweep"):
        pass
    assert metrics.event_counts(first) == {"published": 3, "dead": 1}
    assert metrics.event_counts(second) == {}
    assert b'loop_seconds_count{loop="sweep"} 1.0' in metrics.exposition(first)


def test_a_request_is_measured_under_its_rule_and_strangers_make_no_series(client):
    def measured() -> float:
        rule = 'method="GET",route="/places/<path:place>/<int:number>",status="200"'
        return float(re.search(re.escape(f"http_request_seconds_count{{{rule}}} ") + r"(\S+)", text())[1])

    def text() -> str:
        return client.get("/metrics").text

    client.get("/places/paris/1")
    before = measured()
    for path in ("/places/paris/1", "/places/rome/2", "/nowhere", "/elsewhere"):
        client.get(path)
    client.open("/places/paris/1", method="INVENTED")
    assert measured() == before + 2
    assert 'route="unmatched"' in text()
    assert not re.search("nowhere|elsewhere|paris|INVENTED", text())


def test_on_the_web_only_an_operator_reads_the_details(service, client, headers, headers_of):
    assert client.get("/health").status_code == 401
    assert client.get("/health", headers=headers).status_code == 403
    operator = toy.grant(service, uuid4(), "operator")
    answer = client.get("/health", headers=headers_of(operator))
    assert answer.mimetype == "application/health+json"
    assert answer.json["checks"]["database"][0]["status"] == "pass"


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/metrics"])
def test_on_the_web_the_platform_asks_without_a_token(client, path):
    assert client.get(path).status_code in (200, 503)


def get(port: int, path: str, headers: dict | None = None) -> tuple[int, str, bytes]:
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read()


@pytest.mark.parametrize("path", ["/livez", "/readyz", "/health"])
def test_a_worker_answers_the_same_questions_on_a_port_of_its_own(ready, path):
    with serve_health(ready, "127.0.0.1", 0, toy.make_app(ready)) as port:
        status, content_type, answer = get(port, path)
        assert (status, content_type) == (200, "application/health+json")
        assert json.loads(answer)["serviceId"] == "toy"
        assert get(port, "/metrics")[1].startswith("text/plain")
        assert get(port, "/nothing")[0] == 404


def test_beyond_loopback_a_worker_gives_no_details(ready):
    with serve_health(ready, "0.0.0.0", 0, toy.make_app(ready)) as port:
        assert get(port, "/readyz")[0] == 200
        assert get(port, "/health")[0] == 404


def test_beside_its_health_a_worker_serves_operations_to_those_who_may(ready, headers_of):
    operator = toy.grant(ready, uuid4(), "operator")
    with serve_health(ready, "127.0.0.1", 0, toy.make_app(ready)) as port:
        assert get(port, "/operations/health")[0] == 401
        assert get(port, "/operations/health", headers_of(operator))[0] == 200


def test_a_silent_visitor_does_not_keep_others_waiting(ready):
    with (
        serve_health(ready, "127.0.0.1", 0, toy.make_app(ready)) as port,
        socket.create_connection(("127.0.0.1", port)),
    ):
        assert get(port, "/livez")[0] == 200


def test_the_port_and_its_thread_are_given_back(ready):
    with serve_health(ready, "127.0.0.1", 0, toy.make_app(ready)) as port:
        pass
    with pytest.raises(ConnectionRefusedError):
        http.client.HTTPConnection("127.0.0.1", port).connect()
    assert "toy-health" not in {thread.name for thread in threading.enumerate()}
