"""Where a server of the tests runs, and how it is started, frozen, killed and forgotten there."""

import atexit
import contextlib
import ctypes
import os
import random
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

START_SECONDS_MAX = 60
STOP_SECONDS_MAX = 20
FOLDER_PREFIX = "espace-prets-tests-"
START_ATTEMPTS = 3
PORT_MIN, PORT_MAX = 10_000, 32_000
OUTGOING_PORTS = Path("/proc/sys/net/ipv4/ip_local_port_range")
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)
_chance = random.SystemRandom()
_claims: list[socket.socket] = []


class NoServer(Exception):
    """A server the tests need cannot be had here; the message says what to do about it."""


class HasEnded(NoServer):
    """A server ended while it was starting."""


def free_port() -> int:
    """A port that nobody listens on, that no other process of the tests was given, and, where there are such, below
    those that the system gives to outgoing connections: one of them might take it before its server does.
    """
    while True:
        port = _chance.randrange(PORT_MIN, _first_outgoing_port())
        with contextlib.suppress(OSError), socket.create_server(("0.0.0.0", port)):
            _claim(port)
            return port


def _first_outgoing_port() -> int:
    """The first one, or PORT_MAX where that leaves too few below, or is not told."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        first = int(OUTGOING_PORTS.read_text().split()[0])
        if first > PORT_MIN + 1_000:
            return min(first, PORT_MAX)
    return PORT_MAX


def _claim(port: int) -> None:
    """Hold a name of the network for as long as this process lives; raises OSError where another one holds it."""
    claim = socket.socket(socket.AF_UNIX)
    try:
        claim.bind(f"\0espace-prets-tests-port-{port}")
    except OSError:
        claim.close()
        raise
    _claims.append(claim)


def wait_until(ready: Callable[[], bool], what: str, seconds: float = START_SECONDS_MAX) -> None:
    deadline = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > deadline:
            raise NoServer(f"{what} was not ready after {seconds} s")
        time.sleep(0.05)


def private_folder(owner: str | None = None) -> Path:
    """A folder in the system's temporary one, removed at exit at the latest."""
    _sweep_folders_of_killed_runs()
    folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER_PREFIX}{os.getpid()}-"))
    folder.chmod(0o755)
    if owner:
        shutil.chown(folder, owner)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _sweep_folders_of_killed_runs() -> None:
    for folder in Path(tempfile.gettempdir()).glob(f"{FOLDER_PREFIX}*-*"):
        pid = folder.name.removeprefix(FOLDER_PREFIX).partition("-")[0]
        if not Path("/proc", pid).exists():
            shutil.rmtree(folder, ignore_errors=True)


def die_with_the_tests(by: signal.Signals = signal.SIGKILL) -> None:
    """A child outlives neither Ctrl-C nor SIGKILL of the process that runs the tests."""
    _libc.prctl(PR_SET_PDEATHSIG, by)


class LocalProcess:
    """A program of this machine, in its own session so that Ctrl-C reaches the tests alone."""

    def __init__(
        self,
        command: Iterable[str | Path],
        log: Path,
        environment: Mapping[str, str] | None = None,
        user: str | None = None,
        stop_signal: signal.Signals = signal.SIGTERM,
    ) -> None:
        self.command = [str(word) for word in command]
        self.log = log
        self._environment = environment
        self._user = user
        self._stop_signal = stop_signal
        self._process: subprocess.Popen | None = None

    def start(self) -> None:
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self._environment,
                cwd="/",
                user=self._user,
                group=self._user,
                start_new_session=True,
                preexec_fn=die_with_the_tests,  # noqa: PLW1509 one system call, which takes no lock
            )
        atexit.register(self.stop)

    def check_alive(self) -> None:
        if self._process.poll() is not None:
            raise HasEnded(f"{self.command[0]} ended:\n{self.log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        self._end(self._stop_signal)

    def kill(self) -> None:
        self._end(signal.SIGKILL)

    def freeze(self) -> None:
        """Returns once every thread stands still: until then some still answer."""
        os.kill(self._process.pid, signal.SIGSTOP)
        os.waitid(os.P_PID, self._process.pid, os.WSTOPPED)

    def thaw(self) -> None:
        os.kill(self._process.pid, signal.SIGCONT)

    def _end(self, with_signal: signal.Signals) -> None:
        if self._process is None or self._process.poll() is not None:
            return
        self.thaw()
        self._process.send_signal(with_signal)
        try:
            self._process.wait(STOP_SECONDS_MAX)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        atexit.unregister(self.stop)


def _attempted(start: Callable[[], Any]) -> Any:
    """What `start` gives; a server that ends while it starts gets another chance: its port may just have been taken."""
    for _ in range(START_ATTEMPTS - 1):
        with contextlib.suppress(HasEnded):
            return start()
        time.sleep(1)
    return start()


class Container:
    """A container of the Docker engine, on fixed ports so that a restart keeps its address."""

    def __init__(self, image: str, ports: Mapping[int, int], environment: Mapping[str, str]) -> None:
        from testcontainers.core.container import DockerContainer

        self._container = DockerContainer(image).with_envs(**environment)
        for inside, outside in ports.items():
            self._container.with_bind_ports(inside, outside)
        self._started = False

    def start(self) -> None:
        if self._started:
            self._wrapped.start()
        else:
            self._container.start()
            self._started = True

    @property
    def _wrapped(self):
        return self._container.get_wrapped_container()

    def check_alive(self) -> None:
        self._wrapped.reload()
        if self._wrapped.status not in {"created", "running"}:
            raise HasEnded(f"the container ended:\n{self._wrapped.logs(tail=30).decode(errors='replace')}")

    def stop(self) -> None:
        self._wrapped.stop(timeout=STOP_SECONDS_MAX)

    def kill(self) -> None:
        self._wrapped.kill()

    def freeze(self) -> None:
        self._wrapped.pause()

    def thaw(self) -> None:
        self._wrapped.unpause()

    @property
    def address(self) -> str:
        """Where its ports are: not on this machine when the engine is elsewhere."""
        return self._container.get_container_host_ip()

    def forget(self) -> None:
        self._container.stop()


class Server(ABC):
    """A server of the tests, wherever it runs.

    name  what people call it
    host  where; None for a server that was given and is not ours to kill
    """

    name: ClassVar[str]

    def __init__(self, host: LocalProcess | Container | None) -> None:
        self._host = host
        self._folder: Path | None = None

    @classmethod
    def start_own(cls) -> Self:
        """Start one that may be killed and frozen, whatever was given; raises NoServer."""
        start = cls._in_docker if docker_engine_answers() else cls._on_this_machine
        return _attempted(start)

    @classmethod
    @abstractmethod
    def _in_docker(cls) -> Self: ...

    @classmethod
    @abstractmethod
    def _on_this_machine(cls) -> Self: ...

    @abstractmethod
    def _answers(self) -> bool:
        """Whether it does its work now; raises NoServer when it never will."""

    @property
    def killable(self) -> bool:
        return self._host is not None

    def kill(self) -> None:
        """SIGKILL, as when the machine dies; what it promised to keep survives."""
        self._host.kill()

    def restart(self) -> None:
        """Start again after `kill`, or stop cleanly and start; returns once it answers."""
        self._host.stop()
        _attempted(self._start_again)

    def _start_again(self) -> None:
        self._host.start()
        self._wait()

    def freeze(self) -> None:
        """Connections stay open, and whoever asks gets no answer."""
        self._host.freeze()

    def thaw(self) -> None:
        self._host.thaw()

    def stop(self) -> None:
        """End it and forget its data."""
        if self._host is None:
            return
        self._end()
        if isinstance(self._host, Container):
            self._host.forget()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _end(self) -> None:
        self._host.stop()

    def _wait(self) -> Self:
        wait_until(self._answers, self.name)
        return self


def docker_engine_answers() -> bool:
    """Ask `/_ping` ourselves: the client library takes far longer to find out that nobody is there."""
    address = os.environ.get("DOCKER_HOST", "unix:///var/run/docker.sock")
    scheme, _, rest = address.partition("://")
    with contextlib.suppress(OSError, ValueError), _docker_socket(scheme, rest) as engine:
        engine.sendall(b"GET /_ping HTTP/1.0\r\nHost: docker\r\n\r\n")
        return b" 200 " in engine.recv(200)
    return False


def _docker_socket(scheme: str, rest: str) -> socket.socket:
    if scheme == "tcp":
        host, _, port = rest.rstrip("/").partition(":")
        return socket.create_connection((host, int(port or 2375)), timeout=0.5)
    engine = socket.socket(socket.AF_UNIX)
    engine.settimeout(0.5)
    engine.connect(rest)
    return engine
