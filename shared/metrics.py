"""What Prometheus reads of a service: one registry per service, because six may share a process."""

import functools
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import NamedTuple

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

_HTTP_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
_LOOP_SECONDS = (0.001, 0.01, 0.1, 0.5, 1, 5, 30, 120)
CONTENT_TYPE = CONTENT_TYPE_LATEST


class _Instruments(NamedTuple):
    registry: CollectorRegistry
    http_seconds: Histogram
    events: Counter
    outbox_unpublished: Gauge
    outbox_oldest_seconds: Gauge
    loop_seconds: Histogram


@functools.cache
def _instruments(service: str) -> _Instruments:
    registry = CollectorRegistry()
    return _Instruments(
        registry=registry,
        http_seconds=Histogram(
            "http_request_seconds",
            "Time to answer a request",
            ("method", "route", "status"),
            registry=registry,
            buckets=_HTTP_SECONDS,
        ),
        events=Counter(
            "events",
            "Events by what became of them: published, consumed, repeated, retried, dead",
            ("outcome", "type"),
            registry=registry,
        ),
        outbox_unpublished=Gauge("outbox_unpublished", "Facts not yet published", registry=registry),
        outbox_oldest_seconds=Gauge(
            "outbox_oldest_seconds", "Age of the oldest fact not yet published", registry=registry
        ),
        loop_seconds=Histogram(
            "loop_seconds",
            "Time of one round of a worker's loop",
            ("loop",),
            registry=registry,
            buckets=_LOOP_SECONDS,
        ),
    )


def observe_request(service: str, method: str, route: str, status: int, seconds: float) -> None:
    """A request was answered; `route` is the rule, never the path, so that series stay few."""
    _instruments(service).http_seconds.labels(method, route, str(status)).observe(seconds)


def count_published(service: str, count: int = 1) -> None:
    """So many facts were confirmed by the broker."""
    _instruments(service).events.labels("published", "").inc(count)


def count_consumed(service: str, event_type: str, outcome: str = "consumed") -> None:
    """A message ended: consumed, repeated (known already), retried or dead."""
    _instruments(service).events.labels(outcome, event_type).inc()


def set_outbox(service: str, unpublished: int, oldest_seconds: float) -> None:
    """How far the relay is behind."""
    _instruments(service).outbox_unpublished.set(unpublished)
    _instruments(service).outbox_oldest_seconds.set(oldest_seconds)


@contextmanager
def timed_loop(service: str, loop: str) -> Iterator[None]:
    """Time one round of a worker's loop."""
    began = perf_counter()
    try:
        yield
    finally:
        _instruments(service).loop_seconds.labels(loop).observe(perf_counter() - began)


def event_counts(service: str) -> dict[str, int]:
    """How many events of this service ended in each way, in this process."""
    counts: dict[str, int] = {}
    for metric in _instruments(service).events.collect():
        for sample in metric.samples:
            if sample.name == "events_total":
                outcome = sample.labels["outcome"]
                counts[outcome] = counts.get(outcome, 0) + int(sample.value)
    return counts


def exposition(service: str) -> bytes:
    """The text Prometheus scrapes, of type CONTENT_TYPE."""
    return generate_latest(_instruments(service).registry)
