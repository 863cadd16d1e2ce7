"""Environment → one frozen dataclass. A field `broker_url` is read from BROKER_URL."""

import dataclasses
import os
import types
import typing
from collections.abc import Mapping
from datetime import date
from pathlib import Path


class SettingRefused(Exception):
    """An environment variable is missing or unreadable; the message names it and says what is allowed."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Settings:
    """What every service needs to know. A service with needs of its own extends this.

    database_url      sqlite:////absolute/path or postgresql+psycopg://…
    broker_url        embedded:///absolute/path or amqp://user:password@host:port/vhost
    rights_url        where habilitations confirms what a caller may do (shared.confirming); nothing is asked without
    token_keys_url    where identity publishes the keys that sign tokens: http(s):// or file://
    sealing_keys_url  where notifications publishes the key that secrets for messages are sealed with (shared.sealing)
    data_dir          where files are written (letters, exports)
    business_date     run the bank as of this day; the calendar day in Paris when absent
    worker_port       where a worker answers health questions, on loopback unless worker_host says otherwise
    reconcile_seconds how often a service tells how many facts it told, so that missing ones are asked for again
    broker_nodes      size of the RabbitMQ cluster: from 3 nodes on, queues are quorum queues
    """

    database_url: str
    broker_url: str
    token_keys_url: str
    sealing_keys_url: str = ""
    rights_url: str = ""
    data_dir: Path = Path("var")
    business_date: date | None = None
    broker_nodes: int = 1
    worker_threads: int = 1
    reconcile_seconds: float = 300.0
    worker_host: str = "127.0.0.1"
    worker_port: int = 0
    log_format: str = "json"
    log_level: str = "INFO"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> typing.Self:
        """Read every field from the variable of the same name in capitals; raises SettingRefused."""
        hints = typing.get_type_hints(cls)
        given = {}
        for field in dataclasses.fields(cls):
            text = environment.get(field.name.upper())
            if text:
                given[field.name] = _read(field.name.upper(), text, hints[field.name])
            elif field.default is dataclasses.MISSING:
                raise SettingRefused(
                    f"{field.name.upper()} must be set: {cls.__name__} has no default for it."
                )
        return cls(**given)


def _read(name: str, text: str, kind: type) -> object:
    if isinstance(kind, types.UnionType):
        kind = next(member for member in typing.get_args(kind) if member is not type(None))
    try:
        return _READERS[kind](text)
    except ValueError:
        raise SettingRefused(f"{name}={text!r} is not {_ALLOWED[kind]}.") from None


def _boolean(text: str) -> bool:
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}[text.lower()]


def _boolean_or_refused(text: str) -> bool:
    try:
        return _boolean(text)
    except KeyError:
        raise ValueError(text) from None


_READERS = {
    str: str, int: int, float: float, bool: _boolean_or_refused, Path: Path, date: date.fromisoformat,
}  # fmt: skip
_ALLOWED = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    Path: "a path",
    date: "a date such as 2026-02-01",
}
