"""The web client behind the gateway: the real nginx and the embedded gateway, held to the same behaviour."""

import contextlib
import gzip
import re

import httpx
import pytest

from deploy import platform
from deploy.gateway.client_files import NONCE_PLACE, POLICY, ClientFiles
from deploy.gateway.embedded import Gateway
from tests.deployment import gateway_process, render_gateway
from tests.integration.test_gateway import served
from tests.servers.hosts import free_port, wait_until

PAGE = f'<html><meta property="csp-nonce" nonce="{NONCE_PLACE.decode()}"></html>'
SCRIPT = "export const answer = 42; // " + "x" * 200


@pytest.fixture(params=["nginx", "embedded"])
def gateway(request, tmp_path):
    """A gateway before a client of one page, one script and one drawing."""
    _write_client(tmp_path / "client")
    start = {"nginx": _nginx, "embedded": _embedded}[request.param]
    with start(tmp_path) as port, httpx.Client(base_url=f"http://127.0.0.1:{port}") as client:
        wait_until(lambda: _answers(client), "gateway", 20)
        yield client


def _write_client(folder):
    (folder / "assets").mkdir(parents=True)
    (folder / "index.html").write_text(PAGE)
    (folder / ".sources").write_text("of nobody's business")
    (folder / "favicon.svg").write_text("<svg/>")
    (folder / "assets" / "index-abc.js").write_text(SCRIPT)
    (folder / "assets" / "index-abc.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    for path in (folder, *folder.rglob("*")):  # nginx may run as another user
        path.chmod(0o755)


@contextlib.contextmanager
def _nginx(folder):
    port = free_port()
    places = {
        f"{name}_{kind}".upper(): "127.0.0.1:9" for name in platform.SERVICES for kind in ("web", "worker")
    }
    process = gateway_process(render_gateway(folder, port, places))
    process.start()
    yield port
    process.kill()


@contextlib.contextmanager
def _embedded(folder):
    with served(Gateway(ClientFiles(folder / "client", lambda: ""))) as port:
        yield port


def _answers(client) -> bool:
    with contextlib.suppress(httpx.HTTPError):
        return client.get("/livez").is_success
    return False


@pytest.mark.parametrize("path", ["/", "/connexion", "/prets/12/echeancier", "/index.html"])
def test_an_address_that_is_no_file_is_a_page_of_the_client(gateway, path):
    answer = gateway.get(path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_page_may_load_our_own_files_only_and_has_a_nonce_of_its_own_each_time(gateway):
    seen = set()
    for _ in range(3):
        answer = gateway.get("/")
        (nonce,) = re.findall('nonce="([0-9a-f]{32})"', answer.text)
        policy = answer.headers["Content-Security-Policy"]
        assert f"style-src 'self' 'nonce-{nonce}'" in policy
        assert policy.startswith("default-src 'none'; script-src 'self';")
        assert "unsafe" not in policy
        seen.add(nonce)
    assert len(seen) == 3


def test_both_gateways_write_the_same_policy(gateway):
    written = gateway.get("/").headers["Content-Security-Policy"]
    assert re.sub("[0-9a-f]{32}", "{nonce}", written) == POLICY


def test_files_named_after_their_content_are_kept_for_good_and_sent_compressed(gateway):
    small = gateway.get("/assets/index-abc.js")
    assert (small.text, small.headers["Content-Encoding"]) == (SCRIPT, "gzip")
    assert small.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert small.headers["Content-Type"].startswith("text/javascript")
    plain = gateway.get("/assets/index-abc.js", headers={"Accept-Encoding": "identity"})
    assert (plain.text, plain.headers.get("Content-Encoding")) == (SCRIPT, None)


def test_other_files_are_asked_for_at_each_visit(gateway):
    answer = gateway.get("/favicon.svg")
    assert (answer.headers["Content-Type"], answer.headers["Cache-Control"]) == ("image/svg+xml", "no-cache")


@pytest.mark.parametrize("path", ["/assets/index-gone.js", "/assets/../.sources", "/api/nobody/here"])
def test_what_is_neither_a_file_nor_a_page_is_not_there(gateway, path):
    assert gateway.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/.sources", "/assets/%2e%2e/.sources", "/%2e%2e/nginx.conf", "//etc/hostname"]
)
def test_nothing_outside_of_what_is_public_is_shown(gateway, path):
    answer = gateway.get(path)
    assert "nobody's business" not in answer.text
    assert "worker_processes" not in answer.text


def test_security_headers_are_on_the_client_too(gateway):
    for path in ("/", "/assets/index-abc.js", "/livez"):
        headers = gateway.get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_while_the_client_is_being_built_a_page_says_so_and_asks_again(tmp_path):
    with served(Gateway(ClientFiles(tmp_path, lambda: ""))) as port:
        answer = httpx.get(f"http://127.0.0.1:{port}/connexion")
    assert (answer.status_code, answer.headers["Refresh"]) == (503, "2")
    assert "se construit" in answer.text


def test_when_the_client_cannot_be_built_the_page_says_why(tmp_path):
    with served(Gateway(ClientFiles(tmp_path, lambda: "npm is <missing>"))) as port:
        answer = httpx.get(f"http://127.0.0.1:{port}/")
    assert "Refresh" not in answer.headers
    assert "npm is &lt;missing>" in answer.text
