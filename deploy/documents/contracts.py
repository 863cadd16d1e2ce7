"""What the code itself says of events and commands: who tells, who hears, which fields, what they mean."""

import fnmatch
import re
from collections.abc import Iterable, Iterator
from typing import Any

from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields

from shared.handlers import Subscription
from shared.service import Service

PLATFORM = "platform"
"""The owner of what every service tells."""
_FIELD = re.compile(r"(?P<names>[a-z*][\w*]*(?:, [a-z*][\w*]*)*) {2,}(?P<text>\S.*)")


def owner_of(name: str) -> str:
    """The service that tells an event: the first word of its name."""
    return name.partition(".")[0]


def listeners_of(name: str, services: Iterable[Service]) -> list[str]:
    """The services that hear an event."""
    return sorted({service.name for service in services for line in service.handlers if line.type == name})


def commands_of(services: Iterable[Service]) -> list[tuple[Service, Subscription]]:
    """Every inbound queue with the service that takes from it, in order of name."""
    lines = [(service, line) for service in services for line in service.handlers if line.is_command]
    return sorted(lines, key=lambda taken: taken[1].type)


def summary_of(documented: Any) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((documented.__doc__ or "").partition("\n\n")[0].split())


def description_of(documented: Any) -> str:
    """What a docstring says after its first paragraph, less what it says of single fields."""
    rest = (documented.__doc__ or "").partition("\n\n")[2].splitlines()
    described = {number for number, _, _ in _described_lines(rest)}
    return "\n".join(line.strip() for number, line in enumerate(rest) if number not in described).strip()


def field_text(documented: Any, field: str) -> str | None:
    """What a docstring says of one field, in a line such as `value  fraction of 1`; a name may hold a `*`."""
    rest = (documented.__doc__ or "").partition("\n\n")[2].splitlines()
    lines: dict[str, list[str]] = {}
    for _, names, text in _described_lines(rest):
        lines.setdefault(names, []).append(text)
    for names, texts in lines.items():
        if any(fnmatch.fnmatchcase(field, name) for name in names.split(", ")):
            return " ".join(texts)
    return None


def _described_lines(lines: list[str]) -> Iterator[tuple[int, str, str]]:
    """Line number, names and text of each line about fields; a line further right goes on with the one before."""
    names, margin = "", 0
    for number, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        found = _FIELD.fullmatch(line.strip())
        if found:
            names, margin = found["names"], indent
            yield number, names, found["text"]
        elif names and line.strip() and indent > margin:
            yield number, names, line.strip()
        else:
            names = ""


def json_schema(schema: type[Schema]) -> dict[str, Any]:
    """The JSON Schema of what a marshmallow schema reads, with everything nested in place."""
    converter = OpenAPIConverter("3.1.0", schema_name_resolver=lambda _schema: None, spec=None)
    converter.add_attribute_function(_own_form)
    converter.add_attribute_function(_own_words)
    return converter.schema2jsonschema(schema())


def _own_form(_converter: OpenAPIConverter, field: fields.Field, **_: Any) -> dict[str, Any]:
    """A field of our own says with an attribute `openapi` what it is in JSON."""
    own = dict(getattr(field, "openapi", {}))
    if own and field.allow_none:
        own["type"] = [own["type"], "null"]
    return own


def _own_words(_converter: OpenAPIConverter, field: fields.Field, **_: Any) -> dict[str, Any]:
    """What the contract's docstring says of this field."""
    contract = getattr(field.parent, "contract_class", None)
    text = field_text(contract, field.name) if contract else None
    return {"description": text} if text else {}
