"""Lines of a CSV file as columns, with numpy: a stock file has billions of fields, and most of them are not wanted.

Lines without a quotation mark are cut at their commas all at once; the others go through Python's csv first.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_SEPARATOR, _LINE_END, _COMMA_INSIDE = "\x1f", "\n", "\x1e"
"""Between fields, once quotation marks are gone; a field that holds one would be cut there, and its row reported."""

_FEW = 4
"""A column with a text in less than one row of four is filled where there is one."""


@dataclass(frozen=True)
class Cut:
    """Lines that were cut into fields.

    columns  the wanted fields of each whole line, a column each
    numbers  which lines those are, from 0
    torn     the lines that have another number of fields, and which number
    """

    columns: list[list[str]]
    numbers: list[int]
    torn: dict[int, int]


def cut(lines: Sequence[str], width: int, wanted: Sequence[int]) -> Cut:
    """The wanted fields of lines that should have `width` fields each."""
    text = _separated(lines)
    signs = _signs(text)
    ends, separators = np.flatnonzero(signs == ord(_LINE_END)), np.flatnonzero(signs == ord(_SEPARATOR))
    counts = np.diff(np.searchsorted(separators, ends), prepend=0)
    whole = counts == width - 1
    starts = np.concatenate(([0], ends + 1))[:-1]
    inner = separators[np.repeat(whole, counts)].reshape(-1, width - 1)
    edges = np.column_stack((starts[whole] - 1, inner, ends[whole]))
    columns = [_column(text, edges[:, at] + 1, edges[:, at + 1]) for at in wanted]
    torn = np.flatnonzero(~whole)
    return Cut(
        columns,
        np.flatnonzero(whole).tolist(),
        dict(zip(torn.tolist(), (counts[torn] + 1).tolist(), strict=True)),
    )


def has_open_quote(text: str) -> bool:
    """Whether a field is still open at the end of a text, so that it goes on in the next line."""
    return text.count('"') % 2 == 1


def _separated(lines: Sequence[str]) -> str:
    """The lines with separators that no field holds, each with its end."""
    text = "".join(lines).replace("\r\n", "\n")
    if '"' not in text:
        plain = text.replace(",", _SEPARATOR)
    elif any(has_open_quote(line) for line in lines if '"' in line):
        plain = "".join(map(_joined, csv.reader(lines)))
    else:
        text = "".join([_unquoted(line) if '"' in line else line for line in lines])
        plain = text.replace(",", _SEPARATOR).replace(_COMMA_INSIDE, ",")
    return plain if plain.endswith(_LINE_END) else plain + _LINE_END


def _unquoted(line: str) -> str:
    return _joined(next(csv.reader([line]))).replace(",", _COMMA_INSIDE)


def _joined(fields: Sequence[str]) -> str:
    return _SEPARATOR.join(fields).replace("\n", " ") + _LINE_END


def _signs(text: str) -> np.ndarray:
    """A number for each sign; bytes where they suffice, as they do for nearly all that INSEE writes."""
    try:
        return np.frombuffer(text.encode("latin-1"), dtype="u1")
    except UnicodeEncodeError:
        return np.frombuffer(text.encode("utf-32-le"), dtype="<u4")


def _column(text: str, starts: np.ndarray, ends: np.ndarray) -> list[str]:
    filled = np.flatnonzero(ends > starts)
    if len(filled) * _FEW > len(starts):
        return [text[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
    column = [""] * len(starts)
    for at, start, end in zip(filled.tolist(), starts[filled].tolist(), ends[filled].tolist(), strict=True):
        column[at] = text[start:end]
    return column
