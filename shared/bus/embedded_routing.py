"""Where a message goes on the embedded broker: exchanges, queues and bindings, in memory."""

from collections.abc import Iterable
from dataclasses import dataclass

DEFAULT_EXCHANGE = ""
"""Leads every message straight to the queue its key names."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """type: topic, fanout or direct; alternate: the exchange that takes what no queue of this one wants."""

    type: str
    alternate: str | None


@dataclass(frozen=True, slots=True)
class QueueRule:
    """What becomes of a queue's messages in time: after `ttl_ms` they go to the queue `dead_letter_to`."""

    ttl_ms: int | None
    dead_letter_to: str | None


class Routing:
    """The broker's map. Whoever changes it calls `changed`, because found routes are remembered."""

    def __init__(
        self,
        exchanges: dict[str, Exchange],
        queues: dict[str, QueueRule],
        bindings: Iterable[tuple[str, str, str]],
    ) -> None:
        self.exchanges = exchanges
        self.queues = queues
        self.bindings = set(bindings)
        self._found: dict[tuple[str, str], tuple[str, ...]] = {}

    def changed(self) -> None:
        self._found = {}

    def keys(self, exchange: str, queue: str) -> set[str]:
        """The keys by which a queue is bound to an exchange."""
        return {key for source, key, target in self.bindings if (source, target) == (exchange, queue)}

    def route(self, exchange: str, key: str) -> tuple[str, ...]:
        """The queues a message goes to; where there are none, those of the alternate exchange."""
        if exchange == DEFAULT_EXCHANGE:
            return (key,) if key in self.queues else ()
        found = self._found.get((exchange, key))
        if found is None:
            found = self._found[exchange, key] = self._find(exchange, key)
        return found

    def expiry(self, queue: str, now: float) -> float | None:
        """When a message that joins this queue now must leave it (seconds since the epoch), if ever."""
        rule = self.queues.get(queue)
        return None if rule is None or rule.ttl_ms is None else now + rule.ttl_ms / 1000

    def _find(self, name: str, key: str) -> tuple[str, ...]:
        exchange = self.exchanges[name]
        queues = {
            queue
            for source, pattern, queue in self.bindings
            if source == name and matches(exchange.type, pattern, key)
        }
        if queues or exchange.alternate is None:
            return tuple(sorted(queues))
        return self.route(exchange.alternate, key)


def matches(kind: str, pattern: str, key: str) -> bool:
    """Whether a binding lets a key through; in a topic `*` is one word and `#` any number, none included."""
    if kind == "fanout":
        return True
    if kind == "direct":
        return pattern == key
    return _words_match(pattern.split("."), key.split("."))


def _words_match(pattern: list[str], words: list[str]) -> bool:
    if not pattern:
        return not words
    if pattern[0] == "#":
        return any(_words_match(pattern[1:], words[start:]) for start in range(len(words) + 1))
    return bool(words) and pattern[0] in ("*", words[0]) and _words_match(pattern[1:], words[1:])
