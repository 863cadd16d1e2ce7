"""Every route against every kind of caller, from one table that people can read: authorization.toml.

The table is written by hand and says what is meant; the doors of the real applications are tried against it.
"""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask

from deploy.documents import OPERATIONS
from services.habilitations.domain.rights import BANK_RIGHTS, RIGHTS
from tests.contract.small_bank import SmallBank

TABLE = tomllib.loads(Path(__file__).with_name("authorization.toml").read_text(encoding="utf-8"))
ROWS = [(name, route, who) for name, routes in TABLE.items() for route, who in routes.items()]
IDS = [f"{name} {route}" for name, route, _ in ROWS]
CLIENTS_RIGHTS = tuple(right for right in RIGHTS if right not in BANK_RIGHTS)
NOT_THERE = {404, 422}
"""What is not the caller's is not there; a body that is none may be refused before anybody looks."""


@cache
def applications(bank: SmallBank) -> dict[str, Flask]:
    return {name: office.app for name, office in bank.offices.items()} | {OPERATIONS: bank.operations()}


def routes_of(app: Flask) -> Iterator[str]:
    for rule in app.url_map.iter_rules():
        yield from (f"{method} {rule.rule}" for method in rule.methods - {"HEAD", "OPTIONS"})


def status(bank: SmallBank, name: str, route: str, headers: dict[str, str]) -> int:
    """What a caller gets at a route, for a thing that is not there, with no body."""
    method, path = route.split()
    path = re.sub(r"<uuid:\w+>", lambda _: str(uuid4()), path)
    path = re.sub(r"<\w+>", "0", path)
    return applications(bank)[name].test_client().open(path, method=method, headers=headers).status_code


def holder(bank: SmallBank, name: str, *rights: str) -> dict[str, str]:
    """Somebody who holds these rights over the bank, as far as a service has heard."""
    office = bank.offices["rates" if name == OPERATIONS else name]
    return office.headers(*rights, kind="system" if rights and rights[0].startswith("bank.") else "person")


def test_every_route_has_a_row_and_every_row_a_route(bank):
    there = {f"{name} {route}" for name, app in applications(bank).items() for route in routes_of(app)}
    assert there == set(IDS)


@pytest.mark.parametrize(("name", "route", "who"), ROWS, ids=IDS)
def test_nobody_enters_without_a_token_where_the_table_says_so(bank, name, route, who):
    if who == "public":
        assert status(bank, name, route, {}) != 403
    else:
        assert status(bank, name, route, {}) == 401


@pytest.mark.parametrize(("name", "route", "who"), ROWS, ids=IDS)
def test_who_holds_nothing_meets_a_closed_door_or_nothing_there(bank, name, route, who):
    answer = status(bank, name, route, holder(bank, name))
    if isinstance(who, list):
        assert answer == 403
    elif who == "own" or isinstance(who, dict):
        assert answer in NOT_THERE
    elif who == "anyone":
        assert answer not in {401, 403}


@pytest.mark.parametrize(
    ("name", "route", "who"),
    [row for row in ROWS if isinstance(row[2], list)],
    ids=[each for each, row in zip(IDS, ROWS, strict=True) if isinstance(row[2], list)],
)
def test_each_single_right_opens_the_doors_that_the_table_names_and_no_other(bank, name, route, who):
    for right in BANK_RIGHTS:
        answer = status(bank, name, route, holder(bank, name, right))
        assert (answer != 403) == (right in who), right


@pytest.mark.parametrize(("name", "route", "who"), ROWS, ids=IDS)
def test_no_right_of_clients_opens_a_door_of_the_bank(bank, name, route, who):
    if isinstance(who, list):
        assert status(bank, name, route, holder(bank, name, *CLIENTS_RIGHTS)) == 403
