"""Bad input, on every route of every service: never a fault of ours, never a half-done change, always a problem that
people can quote.

Requests are drawn from each operation's own schema, right and wrong (schemathesis), and from good examples spoilt in a
few places, by callers who hold every right, so that nothing stops at the door. FUZZ_EXAMPLES says how many of each kind
for each operation; without it, few ones, the same each time. FUZZ_EXAMPLES=500 takes about an hour.
"""

from collections.abc import Iterator
from itertools import cycle

import pytest
from flask import Flask

from deploy.documents import OPERATIONS
from shared.service import Service
from tests.contract.documents import METHODS, OPENAPI
from tests.contract.fuzzing import EXAMPLES, Desk, each
from tests.contract.requests import Operation
from tests.contract.small_bank import SmallBank, known_values
from tests.contract.watch import Watch

EXCUSED = {"identity": frozenset({"failed_logins", "confirmations"})}
"""What a refusal may change: failed logins and tries at codes are counted."""
EVERY = [
    (name, path, method)
    for name, document in OPENAPI.items()
    for path, item in document["paths"].items()
    for method in METHODS
    if method in item
]


class Applications:
    """The applications of a small bank, each with what it knows and a watch over its tables."""

    def __init__(self, bank: SmallBank):
        self.bank = bank
        self.apps: dict[str, Flask] = {name: office.app for name, office in bank.offices.items()}
        self.apps[OPERATIONS] = bank.operations()
        self.watches = {name: Watch(self.service(name)) for name in self.apps}
        self.known = {name: known_values(self.service(name)) for name in self.apps}
        letters = self.apps[OPERATIONS].test_client().get("/dead-letters", headers=bank.headers()).get_json()
        self.known[OPERATIONS]["letter_id"] = [letter["id"] for letter in letters]
        self.callers = cycle(range(len(bank.callers)))

    def service(self, name: str) -> Service:
        return self.bank.services["rates" if name == OPERATIONS else name]

    def close(self) -> None:
        for watch in self.watches.values():
            watch.close()


@pytest.fixture(scope="module")
def applications(bank) -> Iterator[Applications]:
    opened = Applications(bank)
    yield opened
    opened.close()


@pytest.mark.parametrize(("name", "path", "method"), EVERY, ids=[f"{n} {m.upper()} {p}" for n, p, m in EVERY])
def test_no_request_meets_a_fault_or_leaves_a_change_half_done(applications, name, path, method):
    bank = applications.bank
    operation = Operation(applications.apps[name], path, method, applications.known[name])
    desk = Desk(
        applications.apps[name], applications.watches[name], operation, EXCUSED.get(name, frozenset())
    )

    def send(request: dict) -> None:
        caller = bank.headers(next(applications.callers))
        desk.send(request | {"headers": {**request["headers"], **caller}})

    each(operation.from_schema(), send, EXAMPLES[bank.kind])
    each(operation.spoilt(), send, EXAMPLES[bank.kind])
    assert not desk.faults, "\n".join(desk.faults)
