"""Encrypted and authenticated mail servers."""

import datetime
import socket
import ssl

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from services.notifications.smtp import Connection, Server, ServerUnavailable, ServerUnreadable

MAIL = b"Message-ID: <1@bank.example>\r\nSubject: x\r\n\r\nhello\r\n.a dot\r\n"


class Taker:
    def __init__(self):
        self.taken = []

    async def handle_DATA(self, _server, _session, envelope):
        self.taken.append(envelope.original_content)
        return "250 OK"


class _Controller(Controller):
    def _trigger_server(self):
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost that signs itself, with its key; returns their file and a server's context."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(today - datetime.timedelta(days=1))
        .not_valid_after(today + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "localhost.pem"
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file.write_bytes(made.public_bytes(pem) + private)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return file, context


def _authenticate(_server, _session, _envelope, _mechanism, data):
    return AuthResult(success=(data.login, data.password) == (b"prets", b"s:e/c@ret"), handled=False)


@pytest.fixture
def server(certificate):
    """A server that asks for STARTTLS and a login before it takes a mail."""
    taker = Taker()
    controller = _Controller(
        taker,
        hostname="localhost",
        port=0,
        tls_context=certificate[1],
        require_starttls=True,
        authenticator=_authenticate,
        auth_required=True,
    )
    controller.start()
    yield taker, controller.port
    controller.stop()


def send(url: str) -> None:
    with Connection(Server.from_url(url)) as connection:
        connection.send("us@bank.example", "them@town.example", MAIL)


def test_a_mail_goes_encrypted_under_our_login(server, certificate, monkeypatch):
    taker, port = server
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    send(f"smtp+starttls://prets:s%3Ae%2Fc%40ret@localhost:{port}")
    assert taker.taken == [MAIL]


@pytest.mark.parametrize("login", ["prets:wrong@", ""])
def test_a_server_that_does_not_know_us_costs_no_mail(server, certificate, monkeypatch, login):
    taker, port = server
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    with pytest.raises(ServerUnavailable, match=r"53[05]"):
        send(f"smtp+starttls://{login}localhost:{port}")
    assert taker.taken == []


def test_nothing_is_said_to_a_server_whose_certificate_is_not_trusted(server):
    taker, port = server
    with pytest.raises(ServerUnavailable, match="certificate"):
        send(f"smtp+starttls://prets:s%3Ae%2Fc%40ret@localhost:{port}")
    assert taker.taken == []


def test_a_server_encrypted_from_the_first_byte(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    taker = Taker()

    class Wrapped(_Controller):
        def _trigger_server(self):
            self.port = self.server.sockets[0].getsockname()[1]
            client = ssl.create_default_context()
            with socket.create_connection(("localhost", self.port)) as plain:
                client.wrap_socket(plain, server_hostname="localhost").recv(100)

    controller = Wrapped(taker, hostname="localhost", port=0, ssl_context=certificate[1])
    controller.start()
    try:
        send(f"smtps://localhost:{controller.port}")
    finally:
        controller.stop()
    assert taker.taken == [MAIL]


@pytest.mark.parametrize(
    "url", ["", "localhost:25", "http://localhost", "smtp://", "smtp://host:port", "smtp://host:99999"]
)
def test_an_address_that_names_no_server_is_refused(url):
    with pytest.raises(ServerUnreadable):
        Server.from_url(url)


def test_each_kind_of_server_has_its_port():
    ports = {url: Server.from_url(f"{url}://host").port for url in ("smtp", "smtp+starttls", "smtps")}
    assert ports == {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
