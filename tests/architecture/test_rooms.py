"""Each service has the same rooms, and a page that says what is in them."""

import re
from pathlib import Path

import pytest

from deploy import platform
from deploy.documents.contracts import PLATFORM, owner_of
from shared.events import registry
from shared.health import ALL_QUESTIONS
from tests.architecture.source import ROOT, python_files
from tests.architecture.tellers import tellers_of

ROOMS = ("app.py", "routes.py", "schemas.py", "actions.py", "handlers.py", "tables.py", "settings.py")
OF_THE_SERVICE = ("README.md", "app.py", "handlers.py", "tables.py", "settings.py", "domain", "migrations")
HOMELESS = {"utils", "util", "common", "base", "helpers", "misc"}
_EVENT = re.compile(r"\b[a-z]+\.[a-z]+_[a-z_]+\.v[0-9]+")
_METHODS = r"(?:GET|POST|PUT|PATCH|DELETE)"
_ROUTE = re.compile(rf"({_METHODS}(?:[ ·,]+{_METHODS})*) +(/[^\s,·|]*)")
each_service = pytest.mark.parametrize("name", platform.SERVICES)


def _folder(name: str) -> Path:
    return ROOT / "services" / name


def _page(name: str) -> str:
    return (_folder(name) / "README.md").read_text(encoding="utf-8")


@each_service
def test_a_service_has_the_rooms_where_people_look_for_them(name):
    folder = _folder(name)
    features = [path.parent for path in folder.glob("*/routes.py")]
    assert [room for room in OF_THE_SERVICE if not (folder / room).exists()] == []
    assert [room for room in ROOMS if not any((place / room).exists() for place in (folder, *features))] == []


def test_nothing_lives_in_a_folder_or_file_that_says_nothing():
    homeless = [str(path) for path in python_files() if {*path.parts, path.stem} & HOMELESS]
    assert homeless == []


@each_service
def test_the_page_of_a_service_names_every_route_and_no_other(apps, name):
    assert _routes_on(_page(name)) == set(_routes_of(apps[name]))


@each_service
def test_the_page_of_a_service_names_every_event_it_tells_or_hears_and_no_other(services, name):
    service = next(each for each in services if each.name == name)
    heard = {line.type for line in service.handlers if not line.is_command}
    told = {event for event, contract in registry().items() if name in tellers_of(contract.__name__)}
    ours = {event for event in heard | told if owner_of(event) != PLATFORM}
    assert set(_EVENT.findall(_page(name))) == ours
    assert ours <= registry().keys()


@each_service
def test_the_page_of_a_service_names_every_inbound_queue_and_table(services, name):
    service = next(each for each in services if each.name == name)
    queues = {line.type for line in service.handlers if line.is_command}
    named = set(re.findall(r"`([^`]+)`", _page(name)))
    assert queues - named == set()
    assert set(service.tables.tables) - named == set()


def _routes_of(app):
    for rule in app.url_map.iter_rules():
        if rule.rule not in {*ALL_QUESTIONS, "/openapi.json"}:
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                yield f"{method} {_nameless(rule.rule)}"


def _routes_on(page: str) -> set[str]:
    """`GET · POST /staff` names two; a query after the path is explanation."""
    rows = "\n".join(line for line in page.replace("`", "").splitlines() if line.startswith("|"))
    return {
        f"{method} {_nameless(path)}"
        for methods, path in _ROUTE.findall(rows)
        for method in re.findall(_METHODS, methods)
    }


def _nameless(path: str) -> str:
    return re.sub(r"<[^>]*>", "<>", path.partition("?")[0])
