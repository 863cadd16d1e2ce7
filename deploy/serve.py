"""The web process of one service: gunicorn, in this very process, with the configuration that both shapes share."""

import os
import sys


def serve_service(service: str, port: int) -> None:
    """Serve one service on all interfaces until SIGTERM; never returns."""
    # Each thread that checks a password would keep the 19 MiB it took in a heap of its own: they share two.
    heaps = {"MALLOC_ARENA_MAX": os.environ.get("MALLOC_ARENA_MAX", "2")}
    environment = os.environ | {"PRETS_SERVICE": service, "PORT": str(port)} | heaps
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "-c",
        "python:deploy.gunicorn",
        f"deploy.serve:application('{service}')",
    ]
    os.execve(sys.executable, command, environment)  # noqa: S606 - gunicorn replaces us, so that signals reach it


def application(service: str):
    """What gunicorn runs."""
    from deploy import platform
    from shared.logs import configure_logging

    made = platform.create_service(service)
    configure_logging(made.settings)
    return platform.create_app(made)
