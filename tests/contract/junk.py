"""What people and programs send by mistake, and strangers on purpose."""

import copy
import json
from typing import Any

from hypothesis import strategies as st

TEXTS = [
    "", " ", "\x00", "a\x00b", "\ud800", "é" * 300, "x" * 20_000, "\n", "1\n", "²", "١٢", "%", "'", "--", "../..",
    "null", "NaN", "1e5", "-0", "0x1", "2026-02-30", "0001-01-01", "9999-12-31", "2026-02-01T00:00:00Z",
    "00000000-0000-0000-0000-000000000000", "{}", "<script>", "=1+1", "\u202eabc", "\ufeff",
]  # fmt: skip
NUMBERS = [0, -1, 1, 2**31, 2**53 + 1, 2**63 - 1, 2**63, -(2**63), 2**64, 10**30, 0.1, -0.0, 1e308]
SHAPES = [None, True, False, [], {}, [[]], [None], {"": None}, {"a": {"b": [1]}}]
JUNK = st.sampled_from([*TEXTS, *NUMBERS, *SHAPES]).map(copy.deepcopy)
"""Single values of the wrong kind, size, alphabet or date."""
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
BYTES = st.sampled_from(
    [b"", b"{", b"[" * 5_000, b"\xff\xfe", b'{"a":NaN}', b"[" + b"1" * 5_000 + b"]", b'"\\ud800"', b"null"]
)
"""Bodies that are no JSON, or hardly."""


@st.composite
def spoilt(draw: st.DrawFn, example: Any) -> Any:
    """A good value with one to three places spoilt: replaced by junk, left out, doubled, or a stranger beside it."""
    value = copy.deepcopy(example)
    for _ in range(draw(st.integers(1, 3))):
        places = list(_places(value))
        if not places:
            return draw(JUNK)
        holder, key = draw(st.sampled_from(places))
        _spoil(draw, holder, key)
    return value


def as_json(value: Any) -> str:
    """Half characters travel escaped, as JSON allows."""
    return json.dumps(value, ensure_ascii=True)


def _spoil(draw: st.DrawFn, holder: Any, key: Any) -> None:
    way = draw(st.sampled_from(["replace", "replace", "replace", "leave out", "add"]))
    if way == "replace":
        holder[key] = draw(JUNK)
    elif way == "leave out":
        del holder[key]
    elif isinstance(holder, dict):
        holder[draw(st.sampled_from(["stranger", "id", "__class__", "", "é"]))] = draw(JUNK)
    else:
        holder.append(copy.deepcopy(holder[key]))


def _places(value: Any):
    """Every place in a value, as what holds it and the key there."""
    if isinstance(value, dict | list):
        for key in list(value) if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])
