"""One way to change rows: what an action does and what it tells are committed together."""

import ast

from tests.architecture.source import imported, nodes, python_files

COMMITS = {
    "shared/db.py": "the one way to change rows",
    "shared/migrations/__init__.py": "the lock around a migration is no row of ours",
    "shared/bus/embedded_store.py": "the embedded broker's own file",
}


def test_commit_is_written_only_where_a_reason_is_given():
    assert {str(path) for path in python_files() if _commits(path)} == set(COMMITS)


def test_sessions_are_opened_by_the_helpers_of_shared_db_only():
    openers = {
        str(path)
        for path in python_files()
        for call in nodes(path, ast.Call)
        if _called(call) in {"Session", "sessionmaker", "scoped_session"} and call.args  # on an engine
    }
    assert openers == {"shared/db.py"}


def test_services_change_rows_in_transactions_they_can_join():
    """`writing()` always commits by itself: only the plumbing, which nobody calls from an action, may use it."""
    writers = [str(path) for path in python_files("services") if "writing" in _attributes(path)]
    assert writers == []


def test_services_publish_through_their_outbox_only():
    publishers = [str(path) for path in python_files("services") if "shared.bus" in imported(path)]
    assert publishers == []


def _commits(path) -> bool:
    texts = (node.value for node in nodes(path, ast.Constant) if isinstance(node.value, str))
    return "commit" in _attributes(path) or any(text.strip().upper() == "COMMIT" for text in texts)


def _attributes(path) -> set[str]:
    return {node.attr for node in nodes(path, ast.Attribute)}


def _called(call: ast.Call) -> str:
    return getattr(call.func, "id", None) or getattr(call.func, "attr", "")
