"""Any event there can be, drawn from the types of its contract."""

import dataclasses
import types
import typing
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from hypothesis import strategies as st

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=60)
"""What a database can keep."""
INTEGER = st.integers(-(2**63) + 1, 2**63 - 1)

_SCALARS = {
    str: TEXT,
    int: INTEGER,
    bool: st.booleans(),
    UUID: st.uuids(),
    date: st.dates(),
    datetime: st.datetimes(timezones=st.just(UTC)),
    Decimal: st.decimals(-(10**18), 10**18, allow_nan=False, places=12),
}


def event_of(contract: type) -> st.SearchStrategy:
    """Any event of a contract."""
    hints = typing.get_type_hints(contract)
    members = {field.name: _of(hints[field.name]) for field in dataclasses.fields(contract)}
    return st.builds(contract, **members)


def _of(hint: type) -> st.SearchStrategy:
    if isinstance(hint, types.UnionType):
        return st.one_of(*(st.none() if kind is type(None) else _of(kind) for kind in typing.get_args(hint)))
    if typing.get_origin(hint) is tuple:
        return st.lists(_of(typing.get_args(hint)[0]), max_size=3).map(tuple)
    return event_of(hint) if dataclasses.is_dataclass(hint) else _SCALARS[hint]
