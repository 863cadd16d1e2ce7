"""The deployed shape on this machine: each service's web and worker process, as `prets serve` and `prets work` start
them, real RabbitMQ and PostgreSQL behind, the real gateway in front.
"""

import os
import sys
from collections.abc import Iterable
from pathlib import Path

import httpx

from deploy import platform
from deploy.demo.people import open_the_bank
from deploy.demo.run import DEMONSTRATION_DATE
from deploy.mail_catcher import start_mail_catcher
from shared.migrations import migrate
from shared.operations import declare_queues
from shared.service import Service
from tests.servers import PostgresServer
from tests.servers.hosts import LocalProcess, free_port, wait_until

TEMPLATE = Path(__file__).parents[1] / "deploy" / "gateway" / "nginx.conf.template"
READY_SECONDS_MAX = 120


class Deployment:
    """Every process of the platform, by name: "lending-web", "lending-worker-2", "gateway".

    address     where the gateway answers
    mails       folder of what the mail server received
    """

    def __init__(self, postgres: PostgresServer, broker_url: str, folder: Path, lending_workers: int, chunk_loans: int):
        self.folder = folder
        self.mails = folder / "mails"
        self.mail_catcher = start_mail_catcher(self.mails)
        self.ports = {f"{name}-{kind}": free_port() for name in platform.SERVICES for kind in ("web", "worker")}
        self.gateway_port = free_port()
        self.address = f"http://127.0.0.1:{self.gateway_port}"
        self.broker_url = broker_url
        self.chunk_loans = chunk_loans
        self.databases = {name: postgres.create_database(f"{name}_{self.gateway_port}") for name in platform.SERVICES}
        self.processes = dict(self._processes(lending_workers))

    def start(self) -> None:
        """Migrate, fill in the people, start every process, wait until all are ready."""
        services = {name: self.service(name) for name in platform.SERVICES}
        for service in services.values():
            migrate(service)
            declare_queues(service)
        open_the_bank(services)
        for service in services.values():
            service.database.dispose()
        for process in self.processes.values():
            process.start()
        for name, port in self.ports.items():
            wait_until(lambda port=port: _ready(port), name, READY_SECONDS_MAX)

    def stop(self) -> None:
        for process in self.processes.values():
            process.stop()
        self.mail_catcher.stop()

    def service(self, name: str) -> Service:
        """A service as its processes make it, to look into its database."""
        return platform.create_service(name, platform.settings_for(name, self.environment(name)))

    def environment(self, name: str) -> dict[str, str]:
        """What a deployment sets for one service."""
        return {
            "PATH": os.environ["PATH"],
            "DATABASE_URL": self.databases[name],
            "BROKER_URL": self.broker_url,
            "TOKEN_KEYS_URL": f"http://127.0.0.1:{self.ports['identity-web']}/.well-known/jwks.json",
            "SIGNING_KEYS_FILE": str(self.folder / "signing-keys.json"),
            "SIGNING_KEYS_CREATE": "true",
            "SMTP_URL": self.mail_catcher.url,
            "PUBLIC_URL": self.address,
            "DATA_DIR": str(self.folder),
            "CHUNK_LOANS": str(self.chunk_loans),
            "BUSINESS_DATE": DEMONSTRATION_DATE.isoformat(),
        }

    def workers_of(self, name: str) -> list[LocalProcess]:
        """The worker processes of a service."""
        return [process for key, process in self.processes.items() if key.startswith(f"{name}-worker")]

    def _processes(self, lending_workers: int) -> Iterable[tuple[str, LocalProcess]]:
        for name in platform.SERVICES:
            yield f"{name}-web", self._prets("serve", name, {"PORT": str(self.ports[f"{name}-web"])})
            yield f"{name}-worker", self._prets("work", name, {"WORKER_PORT": str(self.ports[f"{name}-worker"])})
        for number in range(2, lending_workers + 1):
            yield f"lending-worker-{number}", self._prets("work", "lending", {"WORKER_PORT": "0"})
        yield "gateway", self._gateway()

    def _prets(self, command: str, name: str, more: dict[str, str]) -> LocalProcess:
        words = [sys.executable, "-m", "deploy", command, name]
        log = self.folder / f"{name}-{command}.log"
        environment = self.environment(name) | more | {"PYTHONPATH": str(TEMPLATE.parents[2])}
        return LocalProcess(words, log, environment=environment)

    def _gateway(self) -> LocalProcess:
        places = {
            f"{key.replace('-', '_').upper()}": f"127.0.0.1:{port}" for key, port in self.ports.items()
        }
        places |= {"GATEWAY_PORT": f"127.0.0.1:{self.gateway_port}", "GATEWAY_FOLDER": str(self.folder)}
        # Like envsubst with a list of names: nginx's own $variables stay as they are.
        text = TEMPLATE.read_text(encoding="utf-8")
        for name, place in places.items():
            text = text.replace(f"${{{name}}}", place)
        configuration = self.folder / "nginx.conf"
        configuration.write_text(text, encoding="utf-8")
        return LocalProcess(["/usr/sbin/nginx", "-c", configuration], self.folder / "gateway.log")


def _ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=2).is_success
    except httpx.HTTPError:
        return False
