"""The schedules of some loans as bytes: an index of offsets, then one compressed segment a loan.

A loan's schedule is read with two short reads of the stored value, whatever the piece holds; loans that a revision
leaves alone are carried over as the bytes they are.

    piece    b"EP1\\0" · loans: uint32 · offsets: (loans + 1) × uint32, from the first segment · segments
    segment  zlib of JSON columns: one a field of the rows, dates as ordinals, amounts in cents, and for fields of few
             values the values once with their ranks
"""

import json
import struct
import zlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import accumulate, pairwise
from typing import Any, TypeVar

from services.lending.domain.rows import Row
from shared.money import rate_text

_MAGIC = b"EP1\0"
_HEADER = struct.Struct("<4sI")
OFFSET_BYTES = 4
COMPRESSION_LEVEL = 1
_Place = TypeVar("_Place")


def pack_piece(segments: Sequence[bytes]) -> bytes:
    """Join the segments of a piece behind their index."""
    offsets = [0, *accumulate(map(len, segments))]
    return b"".join(
        [_HEADER.pack(_MAGIC, len(segments)), struct.pack(f"<{len(offsets)}I", *offsets), *segments]
    )


def unpack_piece(payload: bytes) -> list[bytes]:
    """The segments of a piece, in order of slot."""
    magic, count = _HEADER.unpack_from(payload)
    if magic != _MAGIC:
        raise ValueError(f"unknown packing {magic!r}")
    offsets = struct.unpack_from(f"<{count + 1}I", payload, _HEADER.size)
    start = offset_place(count + 1)
    return [payload[start + a : start + b] for a, b in pairwise(offsets)]


def offset_place(rank: _Place) -> _Place:
    """Where the offset of a segment lies in a piece, counted from 0: of a number, or of a column in SQL."""
    return _HEADER.size + OFFSET_BYTES * rank


def segment_range(loans: int, offsets: bytes) -> tuple[int, int]:
    """Where a segment lies in a piece of so many loans, from its two offsets: first byte, number of bytes."""
    begin, end = struct.unpack("<2I", offsets)
    return offset_place(loans + 1) + begin, end - begin


def pack_rows(rows: Sequence[Row]) -> bytes:
    """One loan's rows as bytes; the same rows always give the same bytes."""
    number, event, due_on, *rates_and_amounts = zip(*rows, strict=True)
    rates, amounts = rates_and_amounts[:2], rates_and_amounts[2:]
    days = [day.toordinal() for day in due_on]
    columns = [number, _coded(event), days, *map(_coded_rates, rates), *amounts]
    return zlib.compress(json.dumps(columns, separators=(",", ":")).encode(), COMPRESSION_LEVEL)


def unpack_rows(segment: bytes) -> tuple[Row, ...]:
    """The rows that `pack_rows` was given."""
    number, event, days, *rates_and_amounts = json.loads(zlib.decompress(segment))
    rates, amounts = rates_and_amounts[:2], rates_and_amounts[2:]
    due_on = map(date.fromordinal, days)
    columns = [number, _decoded(event), due_on, *map(_decoded_rates, rates), *amounts]
    return tuple(map(Row._make, zip(*columns, strict=True)))


def _coded(values: Sequence) -> list[list]:
    """A column of few values: each value once, and for each row which one."""
    rank = {value: n for n, value in enumerate(dict.fromkeys(values))}
    return [list(rank), [rank[value] for value in values]]


def _decoded(column: list[list]) -> list[Any]:
    distinct, ranks = column
    return [distinct[rank] for rank in ranks]


def _coded_rates(values: Sequence[Decimal | None]) -> list[list]:
    distinct, ranks = _coded(values)
    return [[None if rate is None else rate_text(rate) for rate in distinct], ranks]


def _decoded_rates(column: list[list]) -> list[Decimal | None]:
    distinct, ranks = column
    return _decoded([[None if text is None else Decimal(text) for text in distinct], ranks])
