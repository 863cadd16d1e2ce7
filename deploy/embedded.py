"""The whole platform in one process, on files: six web applications behind one address, their workers as threads.

The same code as deployed; only the URLs differ. gunicorn runs it with one worker of many threads, because the
embedded broker is one process's file.
"""

import atexit
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from deploy import platform, web_client
from deploy.demo.people import open_the_bank
from deploy.gateway.client_files import ClientFiles
from deploy.gateway.embedded import Gateway
from deploy.mail_catcher import start_mail_catcher
from deploy.reference import Reference
from shared import logs
from shared.migrations import migrate
from shared.operations import create_operations_app, declare_queues
from shared.service import Service
from shared.worker import Worker

_log = logs.get_logger(__name__)


@dataclass(frozen=True)
class Embedded:
    """Where the embedded platform lives.

    data_dir       its databases, its broker, its letters and its mails
    address        where it is served, as its own services reach it
    business_date  the day it believes it is; the calendar day when absent
    """

    data_dir: Path
    address: str
    business_date: date | None

    def environment(self, service: str, smtp_url: str) -> dict[str, str]:
        """The settings of one service, as the environment variables they would be if it were deployed."""
        data_dir = self.data_dir.resolve()
        given = {
            "DATABASE_URL": f"sqlite:///{data_dir}/{service}.sqlite",
            "BROKER_URL": f"embedded://{data_dir}/broker.sqlite",
            "TOKEN_KEYS_URL": f"{self.address}/api/identity/.well-known/jwks.json",
            "SIGNING_KEYS_FILE": f"{data_dir}/signing-keys.json",
            "SIGNING_KEYS_CREATE": "true",
            "RIGHTS_URL": f"{self.address}/api/habilitations/my-grants",
            "SEALING_KEYS_URL": f"{self.address}/api/notifications/.well-known/sealing-keys.json",
            "SEALING_KEYS_FILE": f"{data_dir}/sealing-keys.json",
            "SEALING_KEYS_CREATE": "true",
            "CODE_KEYS_FILE": f"{data_dir}/code-keys.json",
            "CODE_KEYS_CREATE": "true",
            "SMTP_URL": smtp_url,
            "DATA_DIR": str(data_dir),
            "PUBLIC_URL": self.address,
        }
        if self.business_date:
            given["BUSINESS_DATE"] = self.business_date.isoformat()
        # What the operator sets goes before our defaults: LOG_LEVEL, a real SMTP_URL, …
        kept = {name: value for name, value in os.environ.items() if name not in given or name == "SMTP_URL"}
        return given | kept


class Platform:
    """Six services at work in this process."""

    def __init__(self, embedded: Embedded):
        embedded.data_dir.mkdir(parents=True, exist_ok=True)
        self.maintenance = embedded.data_dir / "maintenance"
        self.mail_catcher = start_mail_catcher(embedded.data_dir / "mails")
        self.services = [self._service(embedded, name) for name in platform.SERVICES]
        for service in self.services:
            migrate(service)
            # Of all before anyone tells a fact: nobody's first facts are lost on the others.
            declare_queues(service)
        self.workers = [Worker(service) for service in self.services]

    def _service(self, embedded: Embedded, name: str) -> Service:
        settings = platform.settings_class(name).from_environment(
            embedded.environment(name, self.mail_catcher.url)
        )
        return platform.create_service(name, settings)

    def start(self) -> None:
        """Start every worker's threads."""
        for worker in self.workers:
            worker.start()

    def stop(self) -> None:
        """End what is in hand, then everything; nothing is lost if this never happens."""
        for worker in self.workers:
            worker.ask_to_stop()
        for worker in self.workers:
            worker.stop()
        self.mail_catcher.stop()
        for service in self.services:
            service.database.dispose()

    def wsgi(self) -> Callable:
        """One application: each service under /api/<service>, its worker's operations one step below, the reference
        under /docs, the web client everywhere else.
        """
        mounts = {}
        for service in self.services:
            mounts[f"/api/{service.name}"] = platform.create_app(service)
            mounts[f"/api/{service.name}/operations"] = create_operations_app(service)
        mounts["/docs"] = Reference(self.services)
        client = ClientFiles(web_client.BUILT, web_client.reason)
        return Gateway(DispatcherMiddleware(client, mounts), self.maintenance)


def application() -> Callable:
    """What gunicorn runs: the platform that the environment describes, started in this very process."""
    data_dir, port = Path(os.environ["PRETS_DATA"]), int(os.environ["PRETS_PORT"])
    day = os.environ.get("BUSINESS_DATE")
    embedded = Embedded(data_dir, f"http://127.0.0.1:{port}", date.fromisoformat(day) if day else None)
    running = Platform(embedded)
    logs.configure_logging(running.services[0].settings)
    if os.environ.get("DEMONSTRATION"):
        open_the_bank({service.name: service for service in running.services})
    running.start()
    atexit.register(running.stop)
    return running.wsgi()
