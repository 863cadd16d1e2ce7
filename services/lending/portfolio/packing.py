"""The schedules of a chunk as bytes: an index of offsets, then one compressed segment a loan.

A loan's schedule is read with two short reads of the stored value, whatever the chunk holds; loans that a revision
leaves alone are carried over as the bytes they are.

    chunk    b"EP1\\0" · loans: uint32 · offsets: (loans + 1) × uint32, from the first segment · segments
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

from services.lending.domain.rows import Row

_MAGIC = b"EP1\0"
_HEADER = struct.Struct("<4sI")
_OFFSET = struct.Struct("<I")
HEADER_BYTES = _HEADER.size
COMPRESSION_LEVEL = 1


def pack_chunk(segments: Sequence[bytes]) -> bytes:
    """Join the segments of a chunk behind their index."""
    offsets = [0, *accumulate(map(len, segments))]
    return b"".join(
        [_HEADER.pack(_MAGIC, len(segments)), struct.pack(f"<{len(offsets)}I", *offsets), *segments]
    )


def unpack_chunk(payload: bytes) -> list[bytes]:
    """The segments of a chunk, in order of slot."""
    magic, count = _HEADER.unpack_from(payload)
    if magic != _MAGIC:
        raise ValueError(f"unknown packing {magic!r}")
    offsets = struct.unpack_from(f"<{count + 1}I", payload, HEADER_BYTES)
    start = HEADER_BYTES + _OFFSET.size * (count + 1)
    return [payload[start + a : start + b] for a, b in pairwise(offsets)]


def slot_range(slot: int) -> tuple[int, int]:
    """Where a slot's two offsets lie in a chunk: first byte, number of bytes."""
    return HEADER_BYTES + _OFFSET.size * slot, 2 * _OFFSET.size


def segment_range(loans: int, offsets: bytes) -> tuple[int, int]:
    """Where a segment lies, from its two offsets: first byte, number of bytes."""
    begin, end = struct.unpack("<2I", offsets)
    return HEADER_BYTES + _OFFSET.size * (loans + 1) + begin, end - begin


def pack_rows(rows: Sequence[Row]) -> bytes:
    """One loan's rows as bytes; the same rows always give the same bytes."""
    number, event, due_on, *rates_and_amounts = zip(*rows, strict=True)
    rates, amounts = rates_and_amounts[:2], rates_and_amounts[2:]
    columns = [number, _coded(event), [day.toordinal() for day in due_on], *map(_coded, rates), *amounts]
    return zlib.compress(json.dumps(columns, default=str, separators=(",", ":")).encode(), COMPRESSION_LEVEL)


def unpack_rows(segment: bytes) -> tuple[Row, ...]:
    """The rows that `pack_rows` was given."""
    number, event, due_on, *rates_and_amounts = json.loads(zlib.decompress(segment))
    rates, amounts = rates_and_amounts[:2], rates_and_amounts[2:]
    columns = [
        number,
        _decoded(event),
        map(date.fromordinal, due_on),
        *map(_decoded_decimals, rates),
        *amounts,
    ]
    return tuple(map(Row._make, zip(*columns, strict=True)))


def _coded(values: Sequence) -> list:
    """A column of few values: each value once, and for each row which one."""
    distinct = list(dict.fromkeys(values))
    rank = {value: n for n, value in enumerate(distinct)}
    return [distinct, [rank[value] for value in values]]


def _decoded(column: list) -> list:
    distinct, ranks = column
    return [distinct[rank] for rank in ranks]


def _decoded_decimals(column: list) -> list[Decimal | None]:
    distinct, ranks = column
    return _decoded([[None if text is None else Decimal(text) for text in distinct], ranks])
