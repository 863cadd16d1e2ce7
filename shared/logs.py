"""Logs: one line per event to stderr, JSON by default, with the trace, the actor and no secret."""

import contextvars
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

import structlog
from structlog.typing import EventDict, Processor

from shared import tracing
from shared.masking import masked

_FIRST = ("time", "level", "service", "event", "trace_id", "request_id", "actor")
_service: contextvars.ContextVar[str | None] = contextvars.ContextVar("service", default=None)
_QUIET_LIBRARIES = ("sqlalchemy", "alembic", "amqp", "kombu", "urllib3", "werkzeug", "mail")


class LogSettings(Protocol):
    """The settings that logs need; a service's `Settings` has them."""

    log_format: str
    log_level: str


def configure_logging(settings: LogSettings) -> None:
    """Send every log of this process, the libraries' too, to stderr in one form (LOG_FORMAT=json or text)."""
    level = logging.getLevelNamesMapping().get(settings.log_level.upper(), logging.INFO)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(processors=_rendering(settings), foreign_pre_chain=_SHARED)
    )
    logging.root.handlers = [handler]
    logging.root.setLevel(level)
    for library in _QUIET_LIBRARIES:
        logging.getLogger(library).setLevel(max(level, logging.WARNING))


def _hand_to_logging() -> None:
    """Every line goes through the standard library's loggers, where its handlers are the only ones."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def get_logger(name: str) -> Any:
    """The logger of a module: `log.info("fixing_published", fixing_id=…)`, facts as keywords."""
    return structlog.get_logger(name)


@contextmanager
def lines_of(service: str) -> Iterator[None]:
    """Every line logged meanwhile says which service it is of."""
    mark = _service.set(service)
    try:
        yield
    finally:
        _service.reset(mark)


def bind(**facts: Any) -> None:
    """Add facts to every line logged from here on in this request or message."""
    structlog.contextvars.bind_contextvars(**facts)


def forget() -> None:
    """Drop what `bind` added: the request or message is over."""
    structlog.contextvars.clear_contextvars()


def _rendering(settings: LogSettings) -> list[Processor]:
    unneeded = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if settings.log_format == "text":
        plain = structlog.dev.ConsoleRenderer(
            colors=False, exception_formatter=structlog.dev.plain_traceback, timestamp_key="time"
        )
        return [unneeded, plain]
    return [
        unneeded,
        structlog.processors.format_exc_info,
        _in_order,
        structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
    ]


def _add_context(_logger: Any, _method: str, line: EventDict) -> EventDict:
    """Say which service is at work and which trace the line belongs to, unless the line says so itself."""
    line.setdefault("service", _service.get())
    line.setdefault("trace_id", tracing.current_trace_id())
    return {name: value for name, value in line.items() if value is not None}


def _mask_secrets(_logger: Any, _method: str, line: EventDict) -> EventDict:
    return {name: value if name == "exc_info" else masked(name, value) for name, value in line.items()}


def _in_order(_logger: Any, _method: str, line: EventDict) -> EventDict:
    return {name: line[name] for name in _FIRST if name in line} | line


_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.PositionalArgumentsFormatter(),
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    _add_context,
    _mask_secrets,
]

_hand_to_logging()  # before anyone configures: structlog's own default prints local variables, secrets too
