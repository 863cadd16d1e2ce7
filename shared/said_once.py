"""A JSON object says each of its fields once: of two values of one field, one would have to be guessed."""

from typing import Any

_NAME_SHOWN = 40


class SaidTwice(ValueError):
    """A field stands twice in one object; `field` is its name, or how it begins."""

    def __init__(self, name: str) -> None:
        self.field = name[:_NAME_SHOWN]
        super().__init__(f"the field {self.field!r} is said twice")


def object_said_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of a parser's pairs (`object_pairs_hook`); raises SaidTwice."""
    said = dict(pairs)
    if len(said) < len(pairs):
        names = [name for name, _ in pairs]
        raise SaidTwice(next(name for name in names if names.count(name) > 1))
    return said
