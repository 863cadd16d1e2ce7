"""gunicorn, in both shapes: one service in its web process, or the whole embedded platform in one.

Read with `gunicorn -c python:deploy.gunicorn`. From the environment:

    PRETS_PORT    the embedded platform listens there, on this machine only, in one worker
    PORT          one service listens there, on every interface
    WEB_WORKERS   processes of a service (1: scale by containers, whose /metrics are then whole)
    WEB_THREADS   requests served at the same time by each process
    FORWARDED_ALLOW_IPS  the gateway's addresses, whose X-Forwarded-Proto is believed
"""

import os
from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

from shared.logs import configure_logging
from shared.settings import Settings

_embedded_port = os.environ.get("PRETS_PORT")
_is_embedded = _embedded_port is not None

bind = f"127.0.0.1:{_embedded_port}" if _is_embedded else f"0.0.0.0:{os.environ.get('PORT', '8000')}"
proc_name = "prets" if _is_embedded else f"prets-{os.environ.get('PRETS_SERVICE', 'web')}"

worker_class = "gthread"
# The embedded broker and its databases belong to one process.
workers = 1 if _is_embedded else int(os.environ.get("WEB_WORKERS", "1"))
threads = int(os.environ.get("WEB_THREADS", "16" if _is_embedded else "8"))
# Forked workers share what was loaded before (400 MB over six services); the embedded platform starts threads
# while it loads, and threads do not survive a fork.
preload_app = not _is_embedded

# A worker that shows no sign of life for so long is replaced; loading six services counts as silence.
timeout = 120
# Requests in hand are finished; Kubernetes kills after 30 s.
graceful_timeout = 10 if _is_embedded else 25
# Longer than the gateway keeps an idle connection (60 s), so that it never writes into one we just closed.
keepalive = 75

limit_request_line = 4_094
limit_request_fields = 64
limit_request_field_size = 8_190
forwarded_allow_ips = os.environ.get("FORWARDED_ALLOW_IPS", "127.0.0.1,::1")
# No header of a request may choose the path or the caller.
forwarder_headers = ""

# One socket path for all services of a user: they would fight over it.
control_socket_disable = True
# Heartbeats are file timestamps: on disk, a busy disk looks like a dead worker.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - gunicorn makes a private file there

# Each request already is one line of ours (shared.web.entrance).
accesslog = None


class logger_class(Logger):
    """gunicorn's own lines, in the same form as all the others."""

    def setup(self, cfg: Any) -> None:
        """Hand every line to the root logger, which has the one handler."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True


class _LogSettings:
    log_format = os.environ.get("LOG_FORMAT", Settings.log_format)
    log_level = os.environ.get("LOG_LEVEL", Settings.log_level)


configure_logging(_LogSettings)


def post_fork(_server: Any, worker: Any) -> None:
    """Forget connections opened before the fork: two processes must not speak over one."""
    if preload_app:
        worker.app.wsgi().service.database.engine.dispose(close=False)
