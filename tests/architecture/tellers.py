"""Which part of the code makes which events."""

import ast
import functools
from pathlib import Path

from tests.architecture.source import nodes, python_files


@functools.cache
def tellers_of(contract: str) -> frozenset[str]:
    """The services that make an event, by the name of its class; `shared` where all of them do."""
    return frozenset(service_of(path) for path in _tellers() if contract in made_in(path))


def service_of(path: Path) -> str:
    """The service that a file belongs to, or the package."""
    return path.parts[1] if path.parts[0] == "services" else path.parts[0]


@functools.cache
def made_in(path: Path) -> frozenset[str]:
    """Classes that a file calls, by their names or through a name chosen before the call."""
    called = {getattr(call.func, "id", "") for call in nodes(path, ast.Call)}
    chosen = {
        name.id
        for assignment in nodes(path, ast.Assign)
        for target in assignment.targets
        if getattr(target, "id", "") in called
        for name in ast.walk(assignment.value)
        if isinstance(name, ast.Name)
    }
    return frozenset(called | chosen)


@functools.cache
def emits(service: str) -> bool:
    """Whether a service, or shared, calls `emit` anywhere."""
    calls = (
        call.func for path in _tellers() if service_of(path) == service for call in nodes(path, ast.Call)
    )
    return any("emit" in (getattr(called, "id", ""), getattr(called, "attr", "")) for called in calls)


def _tellers() -> list[Path]:
    """Files that may tell: hearing an event is no telling, and neither is saying what one is."""
    files = python_files("services", "shared")
    return [path for path in files if path.name != "handlers.py" and path.parts[:2] != ("shared", "events")]
