"""Small faults, one at a time, in the source of a module."""

import ast
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

_COMPARISONS = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}
_ARITHMETIC = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
    ast.LShift: ast.RShift,
    ast.RShift: ast.LShift,
}
_TWINS = {"min": "max", "max": "min", "bisect_left": "bisect_right", "bisect_right": "bisect_left"}
_WORDS = {"Bilingual", "refused_value", "_only_with", "TypeVar", "Literal"}
"""Calls whose arguments are sentences, or types: what they say is held elsewhere."""

Fault = Callable[[ast.AST], ast.AST | None]


@dataclass(frozen=True)
class Mutant:
    """One fault: where it is, what it changes, and the module's source with it.

    rank  among the like faults of its function, in the order of the source
    """

    module: str
    line: int
    function: str
    before: str
    after: str
    source: str
    rank: int = 1

    @property
    def name(self) -> str:
        """The fault without its line, as lists of known ones say it."""
        return f"{self.module}.{self.function}: {self.before} → {self.after} ({self.rank})"


def mutants_of(module: str, path: Path) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its source."""
    text, seen = path.read_text(encoding="utf-8"), Counter()
    for place, node in enumerate(_nodes(ast.parse(text))):
        for rank in range(len(_faults(node))):
            mutant = _mutant(module, text, place, rank)
            seen[mutant.name] += 1
            yield replace(mutant, rank=seen[mutant.name])


def _mutant(module: str, text: str, place: int, rank: int) -> Mutant:
    tree = ast.parse(text)
    node = _nodes(tree)[place]
    before, line, function = ast.unparse(node), node.lineno, _function_around(tree, node)
    changed = _faults(node)[rank](node)
    after = ast.unparse(changed)
    if changed is not node:
        _Replace(node, changed).visit(tree)
    return Mutant(module, line, function, before, after, ast.unparse(ast.fix_missing_locations(tree)))


class _Replace(ast.NodeTransformer):
    def __init__(self, node: ast.AST, by: ast.AST) -> None:
        self._node, self._by = node, by

    def visit(self, node: ast.AST) -> ast.AST:
        """The node, or what comes in its place."""
        return self._by if node is self._node else self.generic_visit(node)


def _nodes(tree: ast.Module) -> list[ast.AST]:
    """The nodes that compute something: not annotations, decorators, docstrings and sentences."""
    found: list[ast.AST] = []
    _collect(tree, found)
    return found


def _collect(node: ast.AST, found: list[ast.AST]) -> None:
    if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Call) and _called(node) in _WORDS):
        return
    found.append(node)
    for name, value in ast.iter_fields(node):
        if name in {"annotation", "returns", "decorator_list", "bases", "keywords"} and name != "keywords":
            continue
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.AST):
                _collect(child, found)


def _faults(node: ast.AST) -> list[Fault]:
    match node:
        case ast.Compare(ops=[op]):
            return [_operator("ops", [other()]) for other in _COMPARISONS[type(op)]]
        case ast.BinOp(op=op) if type(op) in _ARITHMETIC and not isinstance(node.left, ast.JoinedStr):
            return [_operator("op", _ARITHMETIC[type(op)]())]
        case ast.AugAssign(op=op) if type(op) in _ARITHMETIC:
            return [_operator("op", _ARITHMETIC[type(op)]()), _nothing]
        case ast.BoolOp(op=op):
            return [_operator("op", ast.Or() if isinstance(op, ast.And) else ast.And())]
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            return [lambda _: operand]
        case ast.Constant(value=bool() as value):
            return [_operator("value", not value)]
        case ast.Constant(value=int() as value):
            return [_operator("value", value + 1)]
        case ast.Name(id=name) if name in _TWINS:
            return [_operator("id", _TWINS[name])]
        case ast.Expr(value=ast.Call()) | ast.Raise() | ast.Break():
            return [_nothing]
        case ast.If(test=test) | ast.IfExp(test=test) if not isinstance(test, ast.Compare | ast.UnaryOp):
            return [_negated_test]
    return []


def _operator(field: str, value: object) -> Fault:
    def change(node: ast.AST) -> ast.AST:
        setattr(node, field, value)
        return node

    return change


def _nothing(_: ast.AST) -> ast.AST:
    return ast.Pass()


def _negated_test(node: ast.AST) -> ast.AST:
    node.test = ast.UnaryOp(op=ast.Not(), operand=node.test)
    return node


def _called(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _function_around(tree: ast.Module, wanted: ast.AST) -> str:
    """The innermost function or class that holds a node, dotted from the outside."""
    for outer in ast.iter_child_nodes(tree):
        if any(node is wanted for node in ast.walk(outer)):
            named = isinstance(outer, ast.FunctionDef | ast.ClassDef)
            inner = _function_around(outer, wanted)
            return ".".join(filter(None, (outer.name if named else "", inner)))
    return ""
