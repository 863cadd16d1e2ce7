"""A RabbitMQ for the tests, with its management API, which makes a virtual host in 20 ms."""

import base64
import json
import os
import secrets
import shutil
import socket
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, unquote, urlsplit
from uuid import uuid4

from tests.servers.hosts import (
    Container,
    LocalProcess,
    NoServer,
    Server,
    free_port,
    private_folder,
)

IMAGE = "rabbitmq:3.10-management"
PROTOCOL_HEADER = b"AMQP\x00\x00\x09\x01"
CONFIGURATION = """\
listeners.tcp.1 = 127.0.0.1:{port}
management.tcp.ip = 127.0.0.1
management.tcp.port = {management_port}
log.file = false
log.console = true
log.console.level = warning
"""


class RabbitServer(Server):
    """A broker on which each test has its own virtual host.

    url             amqp://user:password@host:port, without a virtual host
    management_url  http://host:port of its management API
    """

    name = "RabbitMQ with its management API"

    def __init__(self, url: str, management_url: str, host: LocalProcess | Container | None) -> None:
        super().__init__(host)
        self.url = url
        self.management_url = management_url
        self._epmd: LocalProcess | None = None

    @classmethod
    def start(cls) -> Self:
        """Start one from what there is: a given URL, Docker, this machine's programs; raises NoServer."""
        if given := os.environ.get("TEST_BROKER_URL"):
            return cls._given(given)
        return cls.start_own()

    @classmethod
    def _given(cls, url: str) -> Self:
        parts = urlsplit(url)
        management_url = os.environ.get("TEST_BROKER_MANAGEMENT_URL", f"http://{parts.hostname}:15672")
        return cls(parts._replace(path="").geturl(), management_url, host=None)._wait()

    @classmethod
    def _in_docker(cls) -> Self:
        port, management_port = free_port(), free_port()
        container = Container(IMAGE, ports={5672: port, 15672: management_port}, environment={})
        container.start()
        return cls(*_urls(container.address, port, management_port), container)._wait()

    @classmethod
    def _on_this_machine(cls) -> Self:
        program = find_program()
        if program is None:
            raise NoServer(
                "RabbitMQ is missing: set TEST_BROKER_URL, start Docker or install rabbitmq-server"
            )
        folder, port, management_port, epmd_port = private_folder(), free_port(), free_port(), free_port()
        _write_configuration(folder, port, management_port)
        epmd = LocalProcess([_epmd(), "-port", str(epmd_port), "-address", "127.0.0.1"], folder / "epmd.log")
        epmd.start()
        process = LocalProcess([program], folder / "log", _environment(folder, port, epmd_port))
        process.start()
        server = cls(*_urls("127.0.0.1", port, management_port), process)
        server._epmd, server._folder = epmd, folder
        return server._wait()

    def create_vhost(self, name: str) -> str:
        """Make an empty virtual host and give its URL."""
        user = quote(unquote(urlsplit(self.url).username), safe="")
        self.ask("PUT", f"vhosts/{name}")
        self.ask("PUT", f"permissions/{name}/{user}", {"configure": ".*", "write": ".*", "read": ".*"})
        return f"{self.url}/{name}"

    @contextmanager
    def vhost(self) -> Iterator[str]:
        """The URL of an empty virtual host, deleted at the end."""
        name = f"test-{uuid4().hex}"
        yield self.create_vhost(name)
        self.delete_vhost(name)

    def delete_vhost(self, name: str) -> None:
        self.ask("DELETE", f"vhosts/{name}")

    def close_connections(self) -> None:
        """Cut every client off, as a network would."""
        for connection in self.ask("GET", "connections"):
            self.ask("DELETE", f"connections/{quote(connection['name'], safe='')}")

    def _end(self) -> None:
        self._host.kill()  # its clean shutdown takes 6 s, and nothing is kept
        if self._epmd:
            self._epmd.stop()

    def ask(self, method: str, path: str, body: Any = None) -> Any:
        """Call the management API; `path` comes after /api/."""
        parts = urlsplit(self.url)
        credentials = f"{unquote(parts.username)}:{unquote(parts.password)}".encode()
        headers = {
            "Authorization": f"Basic {base64.b64encode(credentials).decode()}",
            "Content-Type": "application/json",
        }
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.management_url}/api/{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=10) as answer:
            return json.loads(answer.read() or b"null")

    def _answers(self) -> bool:
        try:
            with socket.create_connection(_address(self.url), timeout=2) as client:
                client.sendall(PROTOCOL_HEADER)
                if not client.recv(1):
                    return False
            self.ask("GET", "vhosts")
        except (OSError, urllib.error.URLError):
            if self._host:
                self._host.check_alive()
            return False
        return True


def find_program() -> Path | None:
    """The server itself: the wrapper Debian puts on PATH changes user and wants system folders."""
    debian = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
    if debian.exists():
        return debian
    found = shutil.which("rabbitmq-server")
    return Path(found) if found else None


def _epmd() -> str:
    """Erlang's name server, started by us so that it ends with us."""
    found = shutil.which("epmd") or next(map(str, Path("/usr/lib/erlang").glob("erts-*/bin/epmd")), None)
    if found is None:
        raise NoServer("epmd is missing: install erlang")
    return found


def _urls(address: str, port: int, management_port: int) -> tuple[str, str]:
    return f"amqp://guest:guest@{address}:{port}", f"http://{address}:{management_port}"


def _address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return parts.hostname, parts.port or 5672


def _write_configuration(folder: Path, port: int, management_port: int) -> None:
    (folder / "rabbitmq.conf").write_text(CONFIGURATION.format(port=port, management_port=management_port))
    (folder / "plugins").write_text("[rabbitmq_management].")
    (folder / "environment.conf").touch()
    cookie = folder / ".erlang.cookie"
    cookie.touch(0o600)
    cookie.write_text(secrets.token_hex(16))


def _environment(folder: Path, port: int, epmd_port: int) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "RUNNING_UNDER_SYSTEMD": "true",  # the process we start is then the node itself
        "RABBITMQ_NODENAME": f"espace-prets-{port}@localhost",
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "logs"),
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "environment.conf"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
        "RABBITMQ_DIST_PORT": str(free_port()),
        "ERL_EPMD_PORT": str(epmd_port),
    }
