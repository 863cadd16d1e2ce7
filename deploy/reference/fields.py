"""JSON Schemas as the rows of a table: one row a field, nested fields further right."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

DEPTH_MAX = 6
_LIMITS = (
    ("minimum", "≥ {}"),
    ("maximum", "≤ {}"),
    ("minLength", "at least {} characters"),
    ("maxLength", "at most {} characters"),
    ("minItems", "at least {} items"),
    ("maxItems", "at most {} items"),
    ("pattern", "like `{}`"),
    ("default", "{} when absent"),
)
_UNSAID = {("minLength", 1), ("minItems", 0), ("default", "")}
"""What goes without saying."""


@dataclass(frozen=True)
class Field:
    """A field of an object, or a parameter of a request.

    depth  how many objects it lies in
    limits what its values keep to, in words
    """

    name: str
    kind: str
    required: bool
    text: str
    limits: tuple[str, ...]
    choices: tuple[str, ...]
    depth: int = 0


def fields_of(schema: dict[str, Any], components: dict[str, Any], depth: int = 0) -> Iterator[Field]:
    """Every field of an object or of the objects of a list, those inside it after it."""
    schema = _inside(schema, components)
    required = schema.get("required", ())
    for name, member in schema.get("properties", {}).items():
        yield field_of(name, member, name in required, components, depth)
        if depth < DEPTH_MAX:
            yield from fields_of(member, components, depth + 1)


def field_of(
    name: str,
    schema: dict[str, Any],
    required: bool,
    components: dict[str, Any],
    depth: int = 0,
    text: str = "",
) -> Field:
    """One field; its text is its own, unless a text is given."""
    schema = _resolved(schema, components)
    return Field(
        name=name,
        kind=kind_of(schema, components),
        required=required,
        text=text or schema.get("description", ""),
        limits=tuple(_limits(schema)),
        choices=tuple(str(choice) for choice in schema.get("enum", ()) if choice is not None),
        depth=depth,
    )


def kind_of(schema: dict[str, Any], components: dict[str, Any]) -> str:
    """What a value is, in a few words: "uuid", "list of objects", "text or null"."""
    schema = _resolved(schema, components)
    kinds = schema.get("type", "any")
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return " or ".join(_named(kind, schema, components) for kind in kinds)


def _named(kind: str, schema: dict[str, Any], components: dict[str, Any]) -> str:
    if kind == "array":
        inner = kind_of(schema.get("items", {}), components)
        return f"list of {inner}{'' if inner.endswith('s') else 's'}"
    if kind == "string":
        return {"date-time": "instant"}.get(schema.get("format", ""), schema.get("format", "text"))
    return {"integer": "whole number", "boolean": "true or false"}.get(kind, kind)


def _limits(schema: dict[str, Any]) -> Iterator[str]:
    for key, words in _LIMITS:
        value = schema.get(key)
        if value is not None and value != [] and (key, value) not in _UNSAID:
            yield words.format(str(value).lower() if isinstance(value, bool) else value)


def _inside(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """The object that a schema is, or the one that its lists are of."""
    schema = _resolved(schema, components)
    while "items" in schema:
        schema = _resolved(schema["items"], components)
    return schema


def _resolved(schema: dict[str, Any], components: dict[str, Any]) -> dict[str, Any]:
    """A schema with its reference followed; what stands beside the reference goes first."""
    for joined in ("allOf", "anyOf", "oneOf"):
        if schema.get(joined):
            schema = {**schema[joined][0], **{key: value for key, value in schema.items() if key != joined}}
    if "$ref" in schema:
        return {**components.get(schema["$ref"].rsplit("/", 1)[1], {}), **schema}
    return schema
