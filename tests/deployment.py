"""The deployed shape on this machine: each service's web and worker process, as `prets serve` and `prets work` start
them, real RabbitMQ and PostgreSQL behind, the real gateway in front.
"""

import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from deploy import platform
from deploy.demo.people import open_the_bank
from deploy.demo.run import DEMONSTRATION_DATE
from deploy.mail_catcher import start_mail_catcher
from shared.migrations import migrate
from shared.operations import declare_queues
from shared.service import Service
from tests.servers import PostgresServer
from tests.servers.hosts import LocalProcess, NoServer, free_port, private_folder, wait_until

ROOT = Path(__file__).parents[1]
GATEWAY_TEMPLATE = ROOT / "deploy" / "gateway" / "nginx.conf.template"
READY_SECONDS_MAX = 120


class PlatformProcess(LocalProcess):
    """A process of the platform. It may have children (gunicorn's workers, nginx's): they die with it.

    port  where it answers health questions; None for the gateway
    """

    def __init__(
        self, command: list[str | Path], log: Path, environment: Mapping[str, str], port: int | None = None
    ):
        super().__init__(command, log, environment)
        self.port = port

    def ask_to_stop(self) -> None:
        """SIGTERM, as an orchestrator sends it; returns at once."""
        self._process.terminate()

    def kill(self) -> None:
        """SIGKILL, of all that would vanish with a container."""
        if self._process is None or self._process.poll() is not None:
            return
        os.killpg(self._process.pid, signal.SIGKILL)
        super().kill()

    def kill_child(self) -> None:
        """SIGKILL, of a process that it started; it will start another."""
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        for child in children[:1]:
            os.kill(int(child), signal.SIGKILL)

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def wait(self, seconds_max: float) -> int:
        """How it ended; raises TimeoutExpired when it did not in time."""
        return self._process.wait(seconds_max)

    @property
    def is_ready(self) -> bool:
        """It can do its work."""
        self.check_alive()
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=2).is_success
        return False

    def counted(self, metric: str, **labels: str) -> float:
        """What its /metrics count under a name, over all series with these labels."""
        answer = httpx.get(f"http://127.0.0.1:{self.port}/metrics", timeout=10).raise_for_status()
        families = text_string_to_metric_families(answer.text)
        samples = (sample for family in families for sample in family.samples if sample.name == metric)
        return sum(sample.value for sample in samples if labels.items() <= sample.labels.items())


class Deployment:
    """Every process of the platform, by name: "lending-web", "lending-worker", "lending-worker-2", "gateway".

    address  where the gateway answers
    mails    folder of what the mail server received
    """

    def __init__(
        self,
        postgres: PostgresServer,
        broker_url: str,
        lending_workers: int = 1,
        settings: Mapping[str, str] | None = None,
    ):
        self.folder = private_folder()  # the gateway's own user can enter it
        self.mails = self.folder / "mails"
        self.mail_catcher = start_mail_catcher(self.mails)
        self.gateway_port = free_port()
        self.address = f"http://127.0.0.1:{self.gateway_port}"
        self.broker_url = broker_url
        self.settings = dict(settings or {})
        self.databases = {
            name: postgres.create_database(f"{name}_{self.gateway_port}") for name in platform.SERVICES
        }
        self._keys_port = free_port()
        self.processes = dict(self._processes(lending_workers))
        self.processes["gateway"] = gateway_process(self._render_gateway())

    def prepare(self) -> None:
        """As `prets migrate` does before the first start, and the people of the demonstration bank."""
        with self.services() as services:
            for service in services.values():
                migrate(service)
                declare_queues(service)
            open_the_bank(services)

    def start(self) -> None:
        """Start every process; returns once all are ready."""
        for process in self.processes.values():
            process.start()
        self.wait_until_ready()

    def revive(self) -> None:
        """Start again what ended, as an orchestrator does."""
        for process in self.processes.values():
            if not process.alive:
                process.start()

    def wait_until_ready(self) -> None:
        for name, process in self.processes.items():
            if process.port:
                wait_until(lambda process=process: process.is_ready, name, READY_SECONDS_MAX)
        wait_until(self._gateway_answers, "gateway", READY_SECONDS_MAX)

    def ask_to_stop(self) -> None:
        """SIGTERM to every process at the same moment; returns at once."""
        for process in self.processes.values():
            process.ask_to_stop()

    def close(self) -> None:
        """End all and forget everything but the databases, which end with their server."""
        for process in self.processes.values():
            process.kill()
        self.mail_catcher.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def workers_of(self, name: str) -> list[PlatformProcess]:
        """The worker processes of a service."""
        return [process for key, process in self.processes.items() if key.startswith(f"{name}-worker")]

    @property
    def webs(self) -> list[str]:
        """The names of the web processes."""
        return [f"{name}-web" for name in platform.SERVICES]

    @contextlib.contextmanager
    def services(self) -> Iterator[dict[str, Service]]:
        """The services as their processes make them, to look into their databases."""
        made = {name: platform.create_service(name, self._settings(name)) for name in platform.SERVICES}
        try:
            yield made
        finally:
            for service in made.values():
                service.database.dispose()

    def environment(self, name: str) -> dict[str, str]:
        """What a deployment sets for one service."""
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "DATABASE_URL": self.databases[name],
            "BROKER_URL": self.broker_url,
            "TOKEN_KEYS_URL": f"http://127.0.0.1:{self._keys_port}/.well-known/jwks.json",
            "RIGHTS_URL": f"{self.address}/api/habilitations/my-grants",
            "SIGNING_KEYS_FILE": str(self.folder / "signing-keys.json"),
            "SIGNING_KEYS_CREATE": "true",
            "SEALING_KEYS_URL": f"{self.address}/api/notifications/.well-known/sealing-keys.json",
            "SEALING_KEYS_FILE": str(self.folder / "sealing-keys.json"),
            "SEALING_KEYS_CREATE": "true",
            "CODE_KEYS_FILE": str(self.folder / "code-keys.json"),
            "CODE_KEYS_CREATE": "true",
            "SMTP_URL": self.mail_catcher.url,
            "PUBLIC_URL": self.address,
            "DATA_DIR": str(self.folder),
            "BUSINESS_DATE": DEMONSTRATION_DATE.isoformat(),
        } | self.settings

    def _settings(self, name: str):
        return platform.settings_class(name).from_environment(self.environment(name))

    def _processes(self, lending_workers: int) -> Iterator[tuple[str, PlatformProcess]]:
        for name in platform.SERVICES:
            port = self._keys_port if name == "identity" else free_port()
            yield f"{name}-web", self._prets("serve", name, f"{name}-web", port)
            yield f"{name}-worker", self._prets("work", name, f"{name}-worker", free_port())
        for number in range(2, lending_workers + 1):
            key = f"lending-worker-{number}"
            yield key, self._prets("work", "lending", key, free_port())

    def _prets(self, command: str, service: str, key: str, port: int) -> PlatformProcess:
        variable = {"serve": "PORT", "work": "WORKER_PORT"}[command]
        environment = self.environment(service) | {variable: str(port)}
        words = [sys.executable, "-m", "deploy", command, service]
        return PlatformProcess(words, self.folder / f"{key}.log", environment, port)

    def _render_gateway(self) -> Path:
        places = {
            f"{name}_{kind}".upper(): f"127.0.0.1:{self.processes[f'{name}-{kind}'].port}"
            for name in platform.SERVICES
            for kind in ("web", "worker")
        }
        return render_gateway(self.folder, self.gateway_port, places)

    def _gateway_answers(self) -> bool:
        with contextlib.suppress(httpx.HTTPError):
            return httpx.get(f"{self.address}/livez", timeout=2).is_success
        return False


def render_gateway(folder: Path, port: int, places: Mapping[str, str]) -> Path:
    """The gateway's configuration as deployments make it with envsubst: nginx's own $variables stay as they are.

    places  IDENTITY_WEB → host:port, and so on
    """
    text = GATEWAY_TEMPLATE.read_text(encoding="utf-8")
    own = {
        "GATEWAY_PORT": f"127.0.0.1:{port}",
        "GATEWAY_FOLDER": str(folder),
        "GATEWAY_CLIENT": str(folder / "client"),
    }
    for name, value in {**places, **own}.items():
        text = text.replace(f"${{{name}}}", value)
    configuration = folder / "nginx.conf"
    configuration.write_text(text, encoding="utf-8")
    return configuration


def gateway_process(configuration: Path) -> PlatformProcess:
    """The gateway on a rendered configuration, not started."""
    nginx = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
    if nginx is None:
        raise NoServer("nginx is missing: install nginx")
    # One process: a worker of nginx would outlive a master that is killed with the tests.
    command = [nginx, "-c", configuration, "-g", "master_process off;"]
    return PlatformProcess(command, configuration.with_name("gateway.log"), environment={})
