"""Lists in pages that stay right while rows come and go: the next page starts after the last row seen.

A route reads `PageArguments` from its query and answers `page_of(Item)`; its action calls `page`:

    page(session, sa.select(Fixing), by=(Fixing.effective_on.desc(), Fixing.id), **arguments)
"""

import base64
import binascii
import functools
import json
import zlib
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from marshmallow import RAISE, Schema, fields, validate
from sqlalchemy.orm import Session
from sqlalchemy.sql.operators import desc_op

from shared.errors import Refusal

LIMIT_MAX = 200
LIMIT_DEFAULT = 50
CURSOR_CHARACTERS_MAX = 1_000


class CursorUnreadable(Refusal):
    """The cursor was not given by this list."""

    french = "Ce curseur ne vient pas de cette liste."
    english = "This cursor does not come from this list."


class PageArguments(Schema):
    """Which page of a list; extend it with the filters of the list."""

    class Meta:
        unknown = RAISE

    limit = fields.Integer(load_default=LIMIT_DEFAULT, validate=validate.Range(1, LIMIT_MAX))
    after = fields.String(
        validate=validate.Length(max=CURSOR_CHARACTERS_MAX),
        metadata={"description": "The `next` of the page before"},
    )


@functools.cache
def page_of(item: type[Schema]) -> type[Schema]:
    """The schema of a page of such items: {"items": […], "next": cursor or null}."""
    members = {
        "items": fields.List(fields.Nested(item), required=True),
        "next": fields.String(required=True, allow_none=True),
    }
    return type(f"{item.__name__.removesuffix('Schema')}Page", (Schema,), members)


def page(
    session: Session,
    statement: sa.Select,
    by: Sequence[sa.ColumnElement],
    limit: int = LIMIT_DEFAULT,
    after: str | None = None,
) -> dict[str, Any]:
    """The rows of a statement after a cursor, as the dict that `page_of` writes.

    by  the columns of the order, never null, the last of them unique; `.desc()` for the other way
    """
    keys = [_Key(column) for column in by]
    ordered = statement.order_by(*by).limit(limit + 1).add_columns(*(key.column for key in keys))
    if after is not None:
        ordered = ordered.where(_beyond(keys, _read_cursor(keys, after)))
    rows = session.execute(ordered).all()
    is_last = len(rows) <= limit
    width = len(rows[0]) - len(keys) if rows else 0
    return {
        "items": [row[0] if width == 1 else row for row in rows[:limit]],
        "next": None if is_last else _cursor(keys, rows[limit - 1][width:]),
    }


class _Key:
    """One column of the order, and how its values travel in a cursor."""

    def __init__(self, ordered: sa.ColumnElement):
        self.is_descending = getattr(ordered, "modifier", None) is desc_op
        self.column = ordered.element if self.is_descending else ordered
        self.kind = _python_type(self.column.type)
        self.read: Callable[[Any], Any] = _READERS[self.kind]

    def beyond(self, value: Any) -> sa.ColumnElement[bool]:
        return self.column < value if self.is_descending else self.column > value


def _python_type(column_type: sa.types.TypeEngine) -> type:
    """What values of a column are in Python; a decorated type says it of the type it decorates."""
    decorated = isinstance(column_type, sa.TypeDecorator)
    return column_type.impl_instance.python_type if decorated else column_type.python_type


_READERS: dict[type, Callable[[Any], Any]] = {
    str: str,
    int: int,
    date: date.fromisoformat,
    datetime: datetime.fromisoformat,
    UUID: UUID,
}


def _beyond(keys: list[_Key], values: list[Any]) -> sa.ColumnElement[bool]:
    """(a, b) beyond (x, y), where each column has its own direction: a > x, or a = x and b > y."""
    condition = keys[-1].beyond(values[-1])
    for key, value in zip(reversed(keys[:-1]), reversed(values[:-1]), strict=True):
        condition = sa.or_(key.beyond(value), sa.and_(key.column == value, condition))
    return condition


def _cursor(keys: list[_Key], values: Sequence[Any]) -> str:
    texts = [value if isinstance(value, int) else _text(value) for value in values]
    return base64.urlsafe_b64encode(json.dumps([_order_mark(keys), *texts]).encode()).decode().rstrip("=")


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _read_cursor(keys: list[_Key], cursor: str) -> list[Any]:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        mark, *values = json.loads(base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True))
        read = [_value(key, value) for key, value in zip(keys, values, strict=True)]
    except (ValueError, TypeError, RecursionError, binascii.Error):
        raise CursorUnreadable(field="after", value=cursor) from None
    if mark != _order_mark(keys):
        raise CursorUnreadable(field="after", value=cursor)
    return read


def _value(key: _Key, travelled: Any) -> Any:
    if isinstance(travelled, int) != (key.kind is int) or isinstance(travelled, bool):
        raise ValueError("of another type")
    value = key.read(travelled)
    if isinstance(value, datetime) and value.tzinfo is None:
        raise ValueError("an instant without its zone")
    if (isinstance(value, int) and abs(value) >= 2**63) or (isinstance(value, str) and "\x00" in value):
        raise ValueError("beyond what a database keeps")
    return value


def _order_mark(keys: list[_Key]) -> int:
    """A number that tells one order from another: a cursor is only good in the list that gave it."""
    names = ",".join(f"{key.column}{'-' if key.is_descending else '+'}" for key in keys)
    return zlib.crc32(names.encode())
