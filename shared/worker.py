"""The worker process of a service: its relay, its consumers, its loops and its answers to "is it well?"."""

import signal
import threading
from collections.abc import Callable
from datetime import timedelta

from shared import clock, health, logs, metrics
from shared.bus import Consumer, Queue
from shared.db import transaction
from shared.idempotency import purge_idempotency_keys
from shared.inbox import DeliveryCounter, purge_inbox, receiver
from shared.operations import create_operations_app, queues_of
from shared.outbox import Relay, outbox_backlog, purge_outbox
from shared.reconciliation import count_facts
from shared.service import Loop, Probe, Service

STOP_SECONDS = 20.0
PURGE_SECONDS = 3_600.0
RELAY_SILENT_SECONDS_MAX = 30.0
LOOP_BACKOFF_SECONDS_MAX = 30.0
OUTBOX_AGE_SECONDS_WARN = 60.0
_log = logs.get_logger(__name__)


class Worker:
    """Threads that work for one service until stopped; the embedded platform holds one of each service."""

    def __init__(self, service: Service):
        self.service = service
        self.relay = Relay(service)
        self.consumers = [self._consumer(queues) for queues in _consumer_queues(service)]
        self._stopped = threading.Event()
        self._threads = [
            threading.Thread(target=self._relay, name=f"{service.name}-relay", daemon=True),
            *(self._loop_thread(loop) for loop in [*service.loops, *self._own_loops()]),
        ]
        service.probes |= {
            "outbox": self._probe_outbox,
            "relay": self._probe_relay,
            "consumers": self._probe_consumers,
        }

    def start(self) -> None:
        """Start every thread; returns at once."""
        for thread in self._threads:
            thread.start()
        for consumer in self.consumers:
            consumer.start()

    def ask_to_stop(self) -> None:
        """Let every thread end after what it has in hand; returns at once."""
        self._stopped.set()
        self.service.database.wake()
        self.relay.stop()
        for consumer in self.consumers:
            consumer.stop(timeout_seconds=0)

    def stop(self, timeout_seconds: float = STOP_SECONDS) -> None:
        """Finish what is in hand and end every thread."""
        self.ask_to_stop()
        deadline = clock.now() + timedelta(seconds=timeout_seconds)
        for stop in [
            *(consumer.stop for consumer in self.consumers),
            *(_joiner(thread) for thread in self._threads),
        ]:
            stop(max(0.1, (deadline - clock.now()).total_seconds()))

    def run(self) -> None:
        """Work until SIGTERM or SIGINT, answering health questions meanwhile."""
        asked_to_stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: asked_to_stop.set())
        settings = self.service.settings
        operations = create_operations_app(self.service)
        with health.serve_health(
            self.service, settings.worker_host, settings.worker_port, operations
        ) as port:
            self.start()
            _log.info("worker_started", service=self.service.name, health_port=port)
            asked_to_stop.wait()
            health.drain(self.service)
            self.stop()
        _log.info("worker_stopped", service=self.service.name)

    def _own_loops(self) -> list[Loop]:
        """What every worker does besides its service's work."""
        seconds = self.service.settings.reconcile_seconds
        return [
            Loop("purge", self._purge, PURGE_SECONDS),
            Loop("count-facts", lambda: count_facts(self.service), seconds),
        ]

    def _consumer(self, queues: list[Queue]) -> Consumer:
        settings = self.service.settings
        return Consumer(
            settings.broker_url,
            queues,
            receiver(self.service),
            delivery_counter=DeliveryCounter(self.service),
            broker_nodes=settings.broker_nodes,
            observe=self._observe,
        )

    def _observe(self, _queue: str, message_type: str, outcome: str, _seconds: float) -> None:
        metrics.count_consumed(self.service.name, message_type, outcome)

    def _relay(self) -> None:
        with self.service.active():
            self.relay.run()

    def _loop_thread(self, loop: Loop) -> threading.Thread:
        name = f"{self.service.name}-{loop.name}"
        return threading.Thread(target=self._run_loop, args=(loop,), name=name, daemon=True)

    def _run_loop(self, loop: Loop) -> None:
        failures = 0
        while not self._stopped.is_set():
            try:
                with self.service.active(), metrics.timed_loop(self.service.name, loop.name):
                    more = loop.run()
                failures = 0
                pause = 0.0 if more else loop.idle_seconds
            except Exception as error:  # a loop outlives any error of one round: the next may succeed
                failures += 1
                pause = min(2.0**failures, LOOP_BACKOFF_SECONDS_MAX)
                _log.exception("loop_failed", loop=loop.name, reason=str(error), retry_seconds=pause)
            self._stopped.wait(pause)
            # Where nothing changes, nothing is due: looking every second would cost more than all else at rest.
            if pause and not self._stopped.is_set():
                self.service.database.rest()

    def _purge(self) -> None:
        with transaction() as session:
            purge_outbox(session)
            purge_inbox(session)
            purge_idempotency_keys(session)

    def _probe_outbox(self) -> Probe:
        with self.service.database.reading() as session:
            count, age_seconds = outbox_backlog(session)
        status = "warn" if age_seconds > OUTBOX_AGE_SECONDS_WARN else "pass"
        return Probe(status, {"unpublished": count, "oldest_seconds": round(age_seconds, 3)})

    def _probe_relay(self) -> Probe:
        state = self.relay.state
        silent = state.last_loop_at is None or (clock.now() - state.last_loop_at).total_seconds()
        status = "warn" if state.error or silent is True or silent > RELAY_SILENT_SECONDS_MAX else "pass"
        return Probe(status, {"leader": state.leader, "last_loop_at": str(state.last_loop_at)}, state.error)

    def _probe_consumers(self) -> Probe:
        connected = sum(consumer.connected for consumer in self.consumers)
        return Probe("pass" if connected == len(self.consumers) else "warn", {"connected": connected})


def _joiner(thread: threading.Thread) -> Callable[[float], None]:
    return thread.join


def _consumer_queues(service: Service) -> list[list[Queue]]:
    """One consumer for the service's own and inbound queues; one for each thread of each work queue."""
    work = [queue for queue in queues_of(service) if queue.name.startswith(f"{service.name}.")]
    facts = [queue for queue in queues_of(service) if queue not in work]
    return ([facts] if facts else []) + [
        [queue] for queue in work for _ in range(service.settings.worker_threads)
    ]
