"""One trace from the first request to the last e-mail: W3C trace context through HTTP and AMQP headers.

A deployment that collects spans sets a tracer provider of OpenTelemetry's before the first span; without one,
ids are made and handed on, and nothing is collected.
"""

import functools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import SpanKind, Tracer
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

_HEADER = "traceparent"
_propagator = TraceContextTextMapPropagator()


@contextmanager
def continued(name: str, traceparent: str | None, kind: SpanKind = SpanKind.CONSUMER) -> Iterator[None]:
    """Work inside the trace that a request or a message names, or begin one when it names none."""
    context = _propagator.extract({_HEADER: traceparent} if traceparent else {}, context=Context())
    with _tracer().start_as_current_span(name, context=context, kind=kind):
        yield


def current_traceparent() -> str | None:
    """What to hand on with a message or a request made from here; None outside of any trace."""
    return outgoing().get(_HEADER)


def outgoing() -> Mapping[str, str]:
    """The trace headers of a request made from here."""
    headers: dict[str, str] = {}
    _propagator.inject(headers)
    return headers


def current_trace_id() -> str | None:
    """The id of the trace at work here, 32 hexadecimal digits."""
    context = trace.get_current_span().get_span_context()
    return trace.format_trace_id(context.trace_id) if context.is_valid else None


@functools.cache
def _tracer() -> Tracer:
    provider = trace.get_tracer_provider()
    if isinstance(provider, trace.ProxyTracerProvider):
        from opentelemetry.sdk.resources import Resource  # 6 MB: only for a process that traces
        from opentelemetry.sdk.trace import TracerProvider

        provider = TracerProvider(resource=Resource.get_empty(), shutdown_on_exit=False)
    return provider.get_tracer("prets")
