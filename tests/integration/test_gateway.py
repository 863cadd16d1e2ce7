"""The gateway: the real nginx with its real configuration, and the embedded one, held to the same behaviour."""

import contextlib
import json
import threading
from collections.abc import Callable, Iterator

import httpx
import pytest
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

from deploy import platform
from deploy.gateway.embedded import ASSISTANCE, DOOR_BURST, SIMULATIONS, Gateway
from tests.deployment import gateway_process, render_gateway
from tests.portal import CENDRINE, PASSWORD, portal_on
from tests.servers.hosts import free_port, wait_until

COOKIE = "__Host-session"


def echo(environ: dict, start_response: Callable) -> list[bytes]:
    """A service that says what reached it."""
    seen = {name: value for name, value in environ.items() if name.startswith("HTTP_")}
    length = len(environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)))
    start_response("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(seen | {"length": length}).encode()]


@contextlib.contextmanager
def served(application: Callable) -> Iterator[int]:
    """An application on a port of its own."""
    server = make_server("127.0.0.1", 0, application, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server.server_port
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    folder = tmp_path_factory.mktemp("portal")
    urls = (f"sqlite:///{folder}/identity.sqlite", f"sqlite:///{folder}/notifications.sqlite")
    with portal_on(*urls, folder) as opened:
        opened.register()
        yield opened


@pytest.fixture(params=["nginx", "embedded"])
def gateway(request, portal, tmp_path):
    """A fresh gateway before identity and an echo in place of every other service; with its maintenance switch."""
    open_gateway = {"nginx": _nginx, "embedded": _embedded}[request.param]
    with open_gateway(portal.identity.app, tmp_path) as address, httpx.Client(base_url=address) as client:
        client.switch = tmp_path / "maintenance"
        yield client


@contextlib.contextmanager
def _nginx(identity: Callable, folder) -> Iterator[str]:
    port = free_port()
    with served(identity) as identity_port, served(echo) as echo_port:
        places = {
            f"{name}_{kind}".upper(): f"127.0.0.1:{identity_port if name == 'identity' else echo_port}"
            for name in platform.SERVICES
            for kind in ("web", "worker")
        }
        process = gateway_process(render_gateway(folder, port, places))
        process.start()
        address = f"http://127.0.0.1:{port}"
        try:
            wait_until(lambda: _answers(address), "gateway", 20)
            yield address
        finally:
            process.kill()


@contextlib.contextmanager
def _embedded(identity: Callable, folder) -> Iterator[str]:
    mounts = {f"/api/{name}": identity if name == "identity" else echo for name in platform.SERVICES}
    with served(Gateway(DispatcherMiddleware(_alive, mounts), folder / "maintenance")) as port:
        yield f"http://127.0.0.1:{port}"


def _alive(_environ: dict, start_response: Callable) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"alive\n"]


def _answers(address: str) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return httpx.get(f"{address}/livez", timeout=2).is_success
    return False


@pytest.fixture
def session(gateway) -> str:
    """The secret of a session opened by a browser through the gateway."""
    body = {"login": CENDRINE["email"], "password": PASSWORD}
    answer = gateway.post("/api/identity/browser-sessions", json=body)
    assert answer.status_code == 201, answer.text
    gateway.cookies.clear()  # plain http here: cookies are given by hand
    (cookie,) = [each for each in answer.headers.get_list("Set-Cookie") if each.startswith(COOKIE)]
    return cookie.partition("=")[2].partition(";")[0]


def _seen(gateway, method="GET", **headers) -> dict:
    answer = gateway.request(method, "/api/lending/anything", headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_cookie_becomes_a_token_and_goes_no_further(gateway, session):
    seen = _seen(gateway, Cookie=f"theme=dark; {COOKIE}={session}")
    assert seen["HTTP_AUTHORIZATION"].startswith("Bearer ey")
    assert not seen.get("HTTP_COOKIE")
    profile = gateway.get("/api/identity/profile", headers={"Cookie": f"{COOKIE}={session}"})
    assert profile.json()["email"] == CENDRINE["email"]


def test_the_token_of_a_cookie_serves_the_requests_of_some_seconds(gateway, session):
    presented = {_seen(gateway, Cookie=f"{COOKIE}={session}")["HTTP_AUTHORIZATION"] for _ in range(5)}
    assert len(presented) == 1


def test_a_session_that_is_nobodys_gets_no_token_and_may_still_log_in(gateway):
    cookie = f"{COOKIE}={'x' * 43}"
    assert not _seen(gateway, Cookie=cookie).get("HTTP_AUTHORIZATION")
    assert gateway.get("/api/identity/profile", headers={"Cookie": cookie}).status_code == 401
    body = {"login": CENDRINE["email"], "password": PASSWORD}
    ours = {"Cookie": cookie, "Sec-Fetch-Site": "same-origin"}
    assert gateway.post("/api/identity/browser-sessions", json=body, headers=ours).status_code == 201


def test_bank_systems_present_their_own_tokens(gateway):
    assert _seen(gateway, Authorization="Bearer theirs")["HTTP_AUTHORIZATION"] == "Bearer theirs"


def test_the_cookie_goes_before_a_token_that_a_page_sends(gateway, session):
    seen = _seen(gateway, Cookie=f"{COOKIE}={session}", Authorization="Bearer forged")
    assert seen["HTTP_AUTHORIZATION"] != "Bearer forged"


def test_what_a_client_says_of_itself_goes_nowhere(gateway):
    claimed = {
        "X-Forwarded-For": "198.51.100.7",
        "X-Forwarded-User": "operator",
        "X-Remote-User": "operator",
        "Remote-User": "operator",
        "Forwarded": "for=198.51.100.7",
        "X-Request-ID": "chosen-by-the-client",
    }
    seen = _seen(gateway, **claimed)
    assert not set(claimed.values()) & set(seen.values())
    assert seen["HTTP_X_FORWARDED_FOR"] == "127.0.0.1"


def test_each_request_has_an_id_of_its_own(gateway):
    ids = {_seen(gateway)["HTTP_X_REQUEST_ID"] for _ in range(3)}
    assert len(ids) == 3
    assert {len(each) for each in ids} == {32}


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "https://127.0.0.1.evil.example"},
    ],
    ids=lambda headers: "; ".join(headers.values()),
)
def test_a_change_that_another_site_asks_for_is_refused(gateway, session, headers):
    for method in ("POST", "PUT", "PATCH", "DELETE"):
        asked = gateway.request(
            method, "/api/lending/anything", headers=headers | {"Cookie": f"{COOKIE}={session}"}
        )
        assert (asked.status_code, asked.headers["Content-Type"]) == (403, "application/problem+json")
    assert _seen(gateway, **headers)


def test_a_change_with_a_cookie_says_from_which_page_it_comes(gateway, session):
    cookie = {"Cookie": f"{COOKIE}={session}"}
    assert gateway.post("/api/lending/anything", headers=cookie).status_code == 403
    host = gateway.base_url.netloc.decode()
    for ours in ({"Sec-Fetch-Site": "same-origin"}, {"Origin": f"http://{host}"}):
        assert _seen(gateway, "POST", **(cookie | ours))["HTTP_AUTHORIZATION"]


def test_a_program_without_a_cookie_may_change_things(gateway):
    assert _seen(gateway, "POST", Authorization="Bearer theirs")


def test_nobody_outside_exchanges_a_cookie_for_a_token(gateway, session):
    headers = {"Cookie": f"{COOKIE}={session}", "Sec-Fetch-Site": "same-origin"}
    answer = gateway.post("/api/identity/tokens/exchange", headers=headers)
    assert (answer.status_code, "Authorization" in answer.headers) == (404, False)


def test_doors_take_few_requests_at_once_and_the_rest_is_not_slowed_down(gateway):
    body = {"about": "identifier", "login": "nobody@yoplamail.example"}
    asked = [gateway.post("/api/identity/reminders", json=body) for _ in range(3 * DOOR_BURST)]
    assert {answer.status_code for answer in asked} == {204, 429}
    refused = next(answer for answer in asked if answer.status_code == 429)
    assert refused.headers["Content-Type"] == "application/problem+json"
    assert refused.headers["Retry-After"] == "1"
    assert all(_seen(gateway) for _ in range(50))


@pytest.mark.parametrize("path", [SIMULATIONS, *ASSISTANCE])
def test_what_anyone_may_have_computed_or_written_is_a_door_too(gateway, path):
    asked = [gateway.post(path, json={}).status_code for _ in range(3 * DOOR_BURST)]
    assert asked[0] != 429 == asked[-1]


def test_security_headers_are_on_every_answer(gateway):
    for path in ("/api/lending/anything", "/api/identity/profile", "/livez"):
        answer = gateway.get(path)
        assert answer.headers["Permissions-Policy"].startswith("camera=()")
        assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_during_maintenance_everyone_is_told_and_the_gateway_itself_is_well(gateway):
    gateway.switch.touch()
    told = gateway.get("/api/lending/anything", headers={"Accept-Language": "en"})
    assert (told.status_code, told.headers["Content-Type"]) == (503, "application/problem+json")
    assert "maintenance" in told.json()["detail"]
    assert told.headers["Retry-After"] == "5"
    assert gateway.get("/livez").status_code == 200
    gateway.switch.unlink()
    assert _seen(gateway)
