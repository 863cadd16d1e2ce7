"""Cendrine, from her first visit to the day she leaves: HTTP behind the gateway, with real workers and e-mails."""

import re
import threading
from email import message_from_bytes
from email.policy import default

import httpx
import pytest
from werkzeug.serving import make_server

from deploy.embedded import Embedded, Platform
from tests.portal import CENDRINE, PASSWORD
from tests.servers.hosts import free_port, wait_until

ADDRESS = CENDRINE["email"]
ANOTHER = "Autre chaussette 8"
OURS = {"Sec-Fetch-Site": "same-origin"}
MAIL_SECONDS_MAX = 60


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """The embedded platform at work, empty: six services, their workers, a broker, a mail server, the gateway."""
    folder, port = tmp_path_factory.mktemp("platform"), free_port()
    running = Platform(Embedded(folder, f"http://127.0.0.1:{port}", None))
    server = make_server("127.0.0.1", port, running.wsgi(), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    running.start()
    yield f"http://127.0.0.1:{port}", folder / "mails"
    running.stop()
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def cendrine(address):
    visitor = Visitor(*address)
    yield visitor
    visitor.web.close()


class Visitor:
    """Somebody with a browser and a mailbox."""

    def __init__(self, address: str, mails):
        self.web = httpx.Client(base_url=f"{address}/api/identity", headers=OURS, timeout=30)
        self.mails = mails

    def post(self, path: str, expected: int, **body: object) -> httpx.Response:
        """Send a form, with the cookies that the browser holds."""
        answer = self.web.post(path, json=body, headers=self._cookies())
        assert answer.status_code == expected, answer.text
        self.keep(answer)
        return answer

    def get(self, path: str) -> httpx.Response:
        """Open a page, with the cookies that the browser holds."""
        return self.web.get(path, headers=self._cookies())

    def keep(self, answer: httpx.Response) -> None:
        """Keep cookies as a browser does on https; this client is on http, where it would not send them."""
        for line in answer.headers.get_list("Set-Cookie"):
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]

    def mail(self, subject: str) -> str:
        """The text of a mail with this subject, once it has come."""
        wait_until(lambda: self._texts(subject), subject, MAIL_SECONDS_MAX)
        return self._texts(subject)[-1]

    def _texts(self, subject: str) -> list[str]:
        came = [
            message_from_bytes(path.read_bytes(), policy=default) for path in sorted(self.mails.glob("*.eml"))
        ]
        return [mail.get_body(("plain",)).get_content() for mail in came if mail["Subject"] == subject]

    def _cookies(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    @property
    def cookies(self) -> dict[str, str]:
        return self.__dict__.setdefault("_jar", {})


def test_cendrine_registers_forgets_her_password_and_leaves(cendrine):
    asked = cendrine.post("/registrations", 202, **CENDRINE).json()
    code = re.search(
        r"^ +([0-9]{4})\s*$", cendrine.mail("Votre code pour finaliser votre inscription"), re.M
    )[1]
    wrong = f"{(int(code) + 1) % 10_000:04}"
    cendrine.post("/registrations/confirmation", 422, secret=asked["secret"], code=wrong)
    opened = cendrine.post("/registrations/confirmation", 201, secret=asked["secret"], code=code).json()
    assert opened["identifier"] in cendrine.mail("Bienvenue : votre identifiant de connexion")

    assert cendrine.get("/profile").status_code == 401
    cendrine.post("/browser-sessions", 201, login=opened["identifier"], password=PASSWORD)
    assert cendrine.get("/profile").json()["email"] == ADDRESS
    assert cendrine.get("/staff").status_code == 403

    cendrine.post("/reminders", 204, about="password", login=ADDRESS)
    link = re.search(r"/mot-de-passe#(\S+)", cendrine.mail("Choisissez un nouveau mot de passe"))[1]
    cendrine.post("/password-resets", 204, secret=link, new_password=ANOTHER)
    cendrine.mail("Votre mot de passe a été changé")
    cendrine.post("/browser-sessions", 401, login=ADDRESS, password=PASSWORD)
    cendrine.post("/browser-sessions", 201, login=ADDRESS, password=ANOTHER)
    assert len(cendrine.get("/profile/sessions").json()) == 1

    cendrine.post("/profile/closure", 204, password=ANOTHER)
    cendrine.mail("Votre compte est fermé")
    cendrine.post("/browser-sessions", 401, login=ADDRESS, password=ANOTHER)
