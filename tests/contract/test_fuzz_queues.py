"""Bad input, on every queue that messages come in by: each is taken with its answer, or refused with the reason; and a
refused one leaves every table as it was.

Bodies are drawn from the schema of each command and event, right and wrong (schemathesis), from good examples spoilt in
a few places, and from any JSON there is. FUZZ_EXAMPLES: see test_fuzz_routes.
"""

import json
from collections.abc import Iterator
from itertools import cycle
from uuid import uuid4

import pytest
import schemathesis
from hypothesis import strategies as st
from schemathesis import GenerationMode

from deploy.documents.contracts import json_schema
from deploy.documents.examples import example_of
from deploy.documents.offline import offline_services
from shared.bus import Delivery, Refused
from shared.events import schema_of
from shared.handlers import Subscription
from shared.inbox import receive
from tests.contract import junk
from tests.contract.fuzzing import EXAMPLES, LEAKS, each
from tests.contract.small_bank import SmallBank
from tests.contract.watch import Watch

SENDERS_SAY = ["", "", "", "fuzz", "é" * 100, "x" * 255, "00-0-0-00"]
"""What else may stand in the envelope of a message: the envelope holds it to 255 bytes."""


def _lines() -> list[tuple[str, Subscription]]:
    with offline_services() as services:
        return [(service.name, line) for service in services for line in service.handlers]


LINES = _lines()
each_line = pytest.mark.parametrize(
    ("name", "line"), LINES, ids=[f"{name} {line.queue} {line.type}" for name, line in LINES]
)


@pytest.fixture(scope="module")
def watches(bank) -> Iterator[dict[str, Watch]]:
    opened = {name: Watch(service) for name, service in bank.services.items()}
    yield opened
    for watch in opened.values():
        watch.close()


@each_line
def test_a_message_is_taken_with_its_answer_or_refused_with_the_reason(bank, watches, name, line):
    schema = json_schema(line.contract if line.is_command else schema_of(line.contract))
    counter = Counter(bank, name, line, watches[name])
    for bodies in (_from_schema(schema), junk.spoilt(example_of(schema)), junk.JSON):
        each(bodies, counter.take, EXAMPLES[bank.kind])
    assert not counter.faults, "\n".join(counter.faults)


class Counter:
    """Hands messages of one line of a handler table to its service, and writes down what must not be."""

    def __init__(self, bank: SmallBank, name: str, line: Subscription, watch: Watch):
        self.service, self.line, self.watch = bank.services[name], line, watch
        self.faults: list[str] = []
        self.outcomes: dict[str, int] = {}
        self.tails = cycle(SENDERS_SAY)
        watch.changed()

    def take(self, body: object) -> None:
        """One message, delivered twice."""
        body = json.loads(junk.as_json(body))
        delivery = Delivery(
            queue=self.line.queue, id=str(uuid4()), type=self.line.type, body=body, source="fuzz"
        )
        for fault in self._faults_of(delivery):
            self.faults.append(f"{fault}\n  {json.dumps(body)[:600]}")

    def _faults_of(self, delivery: Delivery) -> Iterator[str]:
        outcome, said = self._received(delivery)
        self.outcomes[outcome] = self.outcomes.get(outcome, 0) + 1
        changed = self.watch.changed()
        if outcome == "taken":
            yield from self._faults_of_answer(said)
            if self.line.once and (self._received(delivery) != (outcome, said) or self.watch.changed()):
                yield "taken twice"
        else:
            if changed:
                yield f"{outcome}, and yet it changed {changed}"
            if outcome == "failed" or not said or any(leak in str(said) for leak in LEAKS):
                yield f"{outcome}: {said}"

    def _received(self, delivery: Delivery) -> tuple[str, object]:
        try:
            return "taken", receive(self.service, delivery)
        except Refused as refused:
            return "refused", str(refused)
        except Exception as error:  # whatever it is, it is what we look for
            return "failed", repr(error)

    def _faults_of_answer(self, answer: object) -> Iterator[str]:
        if self.line.is_command and not isinstance(answer, dict):
            yield f"a command answered with {answer!r}"
        json.dumps(answer)


def _from_schema(schema: dict) -> st.SearchStrategy:
    """Bodies that the schema allows, and bodies that it does not."""
    content = {"application/json": {"schema": schema}}
    operation = {
        "requestBody": {"required": True, "content": content},
        "responses": {"200": {"description": "taken"}},
    }
    paths = {"/queue": {"post": operation}}
    document = {"openapi": "3.1.0", "info": {"title": "A queue", "version": "1"}, "paths": paths}
    queue = schemathesis.openapi.from_dict(document)["/queue"]["POST"]
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
    cases = st.one_of(*(queue.as_strategy(generation_mode=mode) for mode in modes))
    return cases.map(lambda case: case.body).filter(_is_json)


def _is_json(body: object) -> bool:
    """Whether a body could arrive at all: bytes that are no JSON end in the envelope, before any service."""
    try:
        json.dumps(body)
    except (TypeError, ValueError):
        return False
    return True
