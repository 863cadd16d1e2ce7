"""The tree as it is written: what the tests of the architecture read."""

import ast
import functools
import importlib
import os
import pkgutil
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGES = ("services", "shared", "deploy")
_KEPT_DOTTED = {".ci", ".gitignore"}
_MADE = {"var", "__pycache__", "node_modules", "dist", "dist.new"}


def python_files(*folders: str) -> Iterator[Path]:
    """The Python files of these folders, ours being the default, with paths from the root."""
    for folder in folders or PACKAGES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT)


@functools.cache
def tree(path: Path) -> ast.Module:
    """The syntax of a file."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def nodes(path: Path, kind: type) -> Iterator:
    """Every node of a kind in a file."""
    return (node for node in ast.walk(tree(path)) if isinstance(node, kind))


@functools.cache
def imported(path: Path) -> set[str]:
    """Full names of the modules that a file imports, wherever in it."""
    names = {alias.name for node in nodes(path, ast.Import) for alias in node.names}
    for node in nodes(path, ast.ImportFrom):
        names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def import_everything() -> None:
    """Import every module of ours, so that all their classes are known; frozen migrations aside."""
    for package in map(importlib.import_module, PACKAGES):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations" not in module.name and not module.name.endswith("__main__"):
                importlib.import_module(module.name)


def kept_files() -> Iterator[Path]:
    """Every file that belongs to the project, less what running it makes."""
    for folder, inner, files in os.walk(ROOT):
        inner[:] = sorted(name for name in inner if _is_kept(name))
        for name in sorted(files):
            if _is_kept(name):
                yield (Path(folder) / name).relative_to(ROOT)


def _is_kept(name: str) -> bool:
    if name.startswith("."):
        return name in _KEPT_DOTTED
    return name not in _MADE and not name.endswith(".egg-info")
