"""Debian's packages for the servers of the tests, where we may install them."""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.servers import postgres, rabbitmq
from tests.servers.hosts import docker_engine_answers

INSTALL_SECONDS_MAX = 900
NO_SERVICE_STARTS = "#!/bin/sh\nexit 101\n"
POLICY = Path("/usr/sbin/policy-rc.d")


def find_chromium() -> str | None:
    """The browser of the tests: the one without a window, which spares the work of drawing one, where it is there."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def missing_packages() -> list[str]:
    """What this machine lacks to pass the tests, as Debian names it."""
    engine = docker_engine_answers()
    present = {
        "postgresql": "TEST_DATABASE_URL" in os.environ or engine or postgres.find_programs(),
        "rabbitmq-server": "TEST_BROKER_URL" in os.environ or engine or rabbitmq.find_program(),
        "nginx": shutil.which("nginx") or Path("/usr/sbin/nginx").exists(),
        "poppler-utils": shutil.which("pdftotext"),
        "chromium-headless-shell": find_chromium(),
    }
    return [package for package, there in present.items() if not there]


def install() -> int:
    """Install what is missing and say so in one line; the exit code is 1 when something stays missing."""
    missing = missing_packages()
    if not missing:
        print("Servers for the tests: all here.")
        return 0
    words = " ".join(missing)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(f"The tests need Docker, TEST_DATABASE_URL and TEST_BROKER_URL, or these packages: {words}")
        return 1
    error = _install_packages(missing)
    print(f"Installing {words} failed: {error}" if error else f"Servers for the tests: installed {words}.")
    return 1 if error else 0


def _install_packages(packages: list[str]) -> str | None:
    """Returns the last words of apt-get when it fails."""
    with _services_left_alone():
        for command in (["update"], ["install", "--yes", "--no-install-recommends", *packages]):
            done = subprocess.run(
                ["apt-get", "-qq", *command],
                env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=INSTALL_SECONDS_MAX,
                check=False,
            )
            if done.returncode:
                return done.stderr.decode(errors="replace").strip()[-500:]
    return None


@contextlib.contextmanager
def _services_left_alone() -> Iterator[None]:
    """Debian asks this file before a package starts its service."""
    if POLICY.exists():
        yield
        return
    POLICY.write_text(NO_SERVICE_STARTS)
    POLICY.chmod(0o755)
    try:
        yield
    finally:
        POLICY.unlink()
