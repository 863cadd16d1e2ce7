"""The tests of lending against mutants, each in a process of its own that starts with everything else loaded."""

import contextlib
import importlib
import importlib.util
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from importlib.abc import Loader, MetaPathFinder
from pathlib import Path

from tests.mutation.mutants import Mutant

ROOT = Path(__file__).parents[2]
DOMAIN = "services.lending.domain"
TESTS = ROOT / "tests/unit/lending"
FIRST = ("test_worked_tables", "test_plainest_form", "test_instalments", "test_rates", "test_early_repayment")
"""Those that notice most, so that a mutant dies young."""
ELSEWHERE = ("batch", "packing", "columns", "rules", "command", "book", "pieces")
"""Files about other code than the domain's."""
SECONDS_MAX = 180
"""A mutant that runs longer goes round in circles."""
_OPTIONS = (
    "-x",
    "-q",
    "--assert=plain",
    "-p",
    "no:cacheprovider",
    "-c",
    os.devnull,
    "--confcutdir",
    str(TESTS),
)
"""Nothing that these tests do without: a process starts in a second, and there are hundreds."""
KILLED, SURVIVED, ENDLESS = "killed", "survived", "endless"


def judged(mutants: Iterable[Mutant], processes: int) -> Iterator[tuple[Mutant, str]]:
    """Each mutant with its fate, as it is known; so many at a time."""
    _load_everything_else()
    running: dict[int, tuple[Mutant, float]] = {}
    for mutant in mutants:
        while len(running) >= processes:
            yield from _ended(running)
        running[_start(mutant)] = mutant, time.monotonic()
    while running:
        yield from _ended(running)


def _load_everything_else() -> None:
    """Import what tests need and mutants are not, once for all; and nothing of the domain."""
    for name in ("hypothesis.strategies", "marshmallow", "pytest", "shared.fields", "shared.validation"):
        importlib.import_module(name)
    loaded = [name for name in sys.modules if name.startswith("services.lending")]
    if loaded:
        raise RuntimeError(f"{loaded[0]} is loaded already: mutants would not be seen")


def _start(mutant: Mutant) -> int:
    child = os.fork()
    if child:
        return child
    os.setsid()
    os._exit(_exit_code_of_tests(mutant))


def _exit_code_of_tests(mutant: Mutant) -> int:
    import pytest

    with open(os.devnull, "w", encoding="utf-8") as nowhere, contextlib.redirect_stdout(nowhere):
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
        os.environ |= {"HYPOTHESIS_PROFILE": "mutants", "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
        sys.meta_path.insert(0, _Spoilt(mutant))
        codes = (int(pytest.main([*_OPTIONS, *map(str, files)])) for files in _tests(mutant.module))
        return next((code for code in codes if code), 0)


def _tests(module: str) -> tuple[list[Path], list[Path]]:
    """The module's own tests with those that notice most, then all others."""
    found = [path for path in sorted(TESTS.glob("test_*.py")) if not any(w in path.stem for w in ELSEWHERE)]
    young = [path for path in found if path.stem in FIRST or module in path.stem]
    return young, [path for path in found if path not in young]


class _Spoilt(MetaPathFinder, Loader):
    """Gives the mutant where its module is asked for."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant
        self._name = f"{DOMAIN}.{mutant.module}"

    def find_spec(self, name, path=None, target=None):
        """The mutant's own spec, none for any other module."""
        return importlib.util.spec_from_loader(name, self) if name == self._name else None

    def exec_module(self, module) -> None:
        """Run the mutated source."""
        exec(compile(self._mutant.source, self._name, "exec"), module.__dict__)


def _ended(running: dict[int, tuple[Mutant, float]]) -> Iterator[tuple[Mutant, str]]:
    """Those of the running mutants that have met their fate by now."""
    for child, (mutant, since) in list(running.items()):
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            del running[child]
            yield mutant, SURVIVED if os.waitstatus_to_exitcode(status) == 0 else KILLED
        elif time.monotonic() - since > SECONDS_MAX:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            del running[child]
            yield mutant, ENDLESS
    time.sleep(0.02)
