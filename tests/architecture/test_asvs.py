"""The table of OWASP ASVS names tests that exist."""

import ast
import re

import pytest

from tests.architecture.source import ROOT

TABLE = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[a-z_/]+\.py)::(test_[a-z0-9_]+)`", TABLE)))
ROWS = re.findall(r"^\| ([0-9]+\.[0-9]+\.[0-9]+) \| ([12]) \| ([^|]+) \| ([^|]+) \|$", TABLE, re.MULTILINE)


@pytest.mark.parametrize("path", sorted({path for path, _ in NAMED}))
def test_the_tests_that_hold_a_requirement_exist(path):
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    written = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    assert {name for where, name in NAMED if where == path} <= written


def test_each_requirement_is_told_once_and_says_how_it_is_held():
    ids = [number for number, *_ in ROWS]
    assert len(ids) == len(set(ids))
    assert len(ids) == len(re.findall(r"^\| [0-9]", TABLE, re.MULTILINE))
    assert all(held.strip() for *_, held in ROWS)
