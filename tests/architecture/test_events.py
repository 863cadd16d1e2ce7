"""Every event has an owner who tells it, and someone who listens."""

import ast
import re

import pytest

from deploy import platform
from deploy.documents.contracts import PLATFORM, listeners_of, owner_of
from deploy.documents.event_map import OUTSIDE_ONLY
from shared.events import registry
from tests.architecture.source import imported, nodes, python_files
from tests.architecture.tellers import emits, tellers_of

NAME = re.compile(r"(?P<owner>[a-z]+)\.(?P<fact>[a-z]+(_[a-z]+)+)\.v[1-9][0-9]*")
CONTRACTS = list(registry().items())
IDS = [name for name, _ in CONTRACTS]


@pytest.mark.parametrize(("name", "contract"), CONTRACTS, ids=IDS)
def test_an_event_is_named_by_its_owner_a_past_fact_and_a_version(name, contract):
    named = NAME.fullmatch(name)
    assert named
    assert named["owner"] in {*platform.SERVICES, PLATFORM}
    assert contract.__module__ == f"shared.events.{named['owner']}"
    assert contract.__name__ == "".join(word.capitalize() for word in named["fact"].split("_"))


@pytest.mark.parametrize(("name", "contract"), CONTRACTS, ids=IDS)
def test_an_event_is_told_by_its_owner_and_nobody_else(name, contract):
    """Made in a package that emits. What every service tells is told by shared."""
    teller = "shared" if owner_of(name) == PLATFORM else owner_of(name)
    assert tellers_of(contract.__name__) == {teller}
    assert emits(teller)


@pytest.mark.parametrize("name", IDS)
def test_an_event_is_heard_by_a_service_or_listed_as_meant_for_outside(services, name):
    assert bool(listeners_of(name, services)) != (name in OUTSIDE_ONLY)


def test_only_known_events_are_listed_as_meant_for_outside():
    assert OUTSIDE_ONLY.keys() <= registry().keys()


def test_an_inbound_queue_has_one_taker(services):
    queues = [line.type for service in services for line in service.handlers if line.is_command]
    assert len(queues) == len(set(queues))
    assert all(queue.startswith("bank.") for queue in queues)


def test_handlers_leave_acknowledging_retrying_and_catching_to_the_bus():
    catching = [str(path) for path in python_files("services") if path.name == "handlers.py" and _tries(path)]
    assert catching == []


def _tries(path) -> bool:
    return any(nodes(path, ast.Try)) or "shared.bus" in imported(path)
