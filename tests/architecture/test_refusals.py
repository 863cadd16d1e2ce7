"""What the platform refuses is said in both languages, with the same facts, under a name of its own."""

import ast
from string import Formatter

from shared.errors import _TITLES, Invalid, Refusal, problem_type
from tests.architecture.source import PACKAGES, import_everything, nodes, python_files

FILLED_BY_ITSELF = {Invalid: {"fields"}}


def _refusals() -> list[type[Refusal]]:
    import_everything()
    found, waiting = [], [Refusal]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        found.append(kind)
    return [kind for kind in dict.fromkeys(found) if kind.__module__.split(".")[0] in PACKAGES]


def _facts(sentence: str) -> set[str]:
    return {name.partition(".")[0] for _, name, _, _ in Formatter().parse(sentence) if name}


def test_a_refusal_speaks_both_languages_with_the_same_facts():
    for kind in _refusals():
        assert ("french" in vars(kind)) == ("english" in vars(kind)), kind
        assert kind.french != kind.english, kind
        assert _facts(kind.french) == _facts(kind.english), kind
        assert kind.french.endswith(".")
        assert kind.english.endswith(".")


def test_a_kind_of_refusal_has_an_address_of_its_own():
    addresses = [problem_type(kind) for kind in _refusals()]
    assert sorted(addresses) == sorted(set(addresses))


def test_a_refusal_has_a_status_with_a_title():
    for kind in _refusals():
        assert kind.status in _TITLES, kind


def test_a_refusal_is_explained_where_it_is_written():
    unexplained = [kind for kind in _refusals() if not kind.__doc__ and "french" not in vars(kind)]
    assert unexplained == []


def test_whoever_refuses_gives_the_facts_that_the_sentence_needs():
    """A fact left out would be a fault of ours in the middle of an answer."""
    kinds = {kind.__name__: kind for kind in _refusals()}
    lacking = [
        f"{path}:{call.lineno} {call.func.id} without {missing}"
        for path in python_files()
        for call in nodes(path, ast.Call)
        if isinstance(call.func, ast.Name) and call.func.id in kinds
        if (missing := _missing(call, kinds[call.func.id]))
    ]
    assert lacking == []


def _missing(call: ast.Call, kind: type[Refusal]) -> set[str]:
    given = {word.arg for word in call.keywords}
    if None in given or kind.__init__ not in (
        Refusal.__init__,
        Invalid.__init__,
    ):  # **facts, or facts of its own
        return set()
    of_itself = {
        name for parent, names in FILLED_BY_ITSELF.items() if issubclass(kind, parent) for name in names
    }
    return (_facts(kind.french) | _facts(kind.english)) - given - of_itself
