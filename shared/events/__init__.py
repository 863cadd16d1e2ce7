"""Contracts: what services tell one another.

A contract is one frozen dataclass with units in its docstring. Its marshmallow schema, its JSON, its entry in
asyncapi.json and its round-trip test derive from it. Producers are strict; consumers ignore fields that they do
not know, so adding a field with a default is safe and anything else is a new version.
"""

import dataclasses
import functools
import importlib
import pkgutil
import re
import types
import typing
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

import orjson
from marshmallow import EXCLUDE, Schema, ValidationError, fields

_contracts: dict[str, type] = {}


def part(cls: type) -> type:
    """Make a frozen dataclass of something that events contain, such as an address."""
    return dataclasses.dataclass(frozen=True, kw_only=True, slots=True)(cls)


def contract(name: str) -> typing.Callable[[type], type]:
    """Make a frozen dataclass of an event and register it under `<owner>.<past fact>.v<version>`."""

    def register(cls: type) -> type:
        if name in _contracts:
            raise RuntimeError(f"two contracts are named {name}")
        cls = part(cls)
        _contracts[name] = cls
        cls.__contract__ = name
        return cls

    return register


def name_of(cls: type) -> str:
    """The routing key of a contract."""
    return cls.__contract__


def registry() -> dict[str, type]:
    """Every contract by name, of every owner."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return dict(sorted(_contracts.items()))


def to_bytes(event: object) -> bytes:
    """The body of an event as JSON: dates, decimals and ids as strings. One may hold a thousand lines."""
    return orjson.dumps(event, default=_decimal_text)


def written(part: str) -> object:
    """What `to_bytes` made of a part of events before, to stand in its stead."""
    return orjson.Fragment(part)


def to_json(event: object) -> dict:
    """The body of an event, in JSON's own types."""
    return orjson.loads(to_bytes(event))


def from_json(cls: type, body: dict) -> object:
    """Read an event; raises marshmallow's ValidationError on what the contract does not allow."""
    return _made(cls).load(body)


DECIMAL_PATTERN = r"^-?[0-9]{1,20}(\.[0-9]{1,80})?$"


def _decimal_text(value: object) -> str:
    """What orjson does not know of the types that contracts are made of."""
    if isinstance(value, Decimal):
        return format(value, "f")
    raise TypeError(f"{type(value).__name__} is not a type of contracts")


class DecimalText(fields.Field):
    """A Decimal as a string, so that no reader makes a float of it."""

    openapi: typing.ClassVar = {"type": "string", "pattern": DECIMAL_PATTERN, "examples": ["0.015"]}

    def _deserialize(self, value, attr, data, **kwargs):
        if not isinstance(value, str) or not re.fullmatch(DECIMAL_PATTERN, value):
            raise ValidationError("Not a decimal number in a string.")
        return Decimal(value)


@functools.cache
def _made(cls: type) -> Schema:
    """One schema of a contract serves every event: making one costs more than reading an event."""
    return schema_of(cls)()


@functools.cache
def schema_of(cls: type) -> type[Schema]:
    """The marshmallow schema of a contract or of a part of one."""
    hints = typing.get_type_hints(cls)
    members = {field.name: _field(field, hints[field.name]) for field in dataclasses.fields(cls)}
    return type(cls.__name__, (_ContractSchema,), {**members, "contract_class": cls})


class _ContractSchema(Schema):
    contract_class: type

    class Meta:
        unknown = EXCLUDE

    def load(self, data, **kwargs):
        return self.contract_class(**super().load(data, **kwargs))


def _field(field: dataclasses.Field, hint: type) -> fields.Field:
    required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
    options = {"required": required}
    if isinstance(hint, types.UnionType):
        hint = next(member for member in typing.get_args(hint) if member is not type(None))
        options["allow_none"] = True
    return _of_type(hint, options)


def _of_type(hint: type, options: dict) -> fields.Field:
    if typing.get_origin(hint) is tuple:
        return _Tuple(_of_type(typing.get_args(hint)[0], {}), **options)
    if dataclasses.is_dataclass(hint):
        return _Part(schema_of(hint), **options)
    return _SCALARS[hint](**options)


class _Tuple(fields.List):
    def _deserialize(self, value, attr, data, **kwargs):
        return tuple(super()._deserialize(value, attr, data, **kwargs))


class _Part(fields.Nested):
    pass


_SCALARS = {
    str: fields.String,
    int: functools.partial(fields.Integer, strict=True),
    bool: fields.Boolean,
    UUID: fields.UUID,
    date: fields.Date,
    datetime: functools.partial(fields.AwareDateTime, format="iso"),
    Decimal: DecimalText,
}
