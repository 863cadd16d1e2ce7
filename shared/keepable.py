"""What no database of ours could keep, found before it gets near one, in whatever came from outside."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from shared.errors import Bilingual, FieldError, Invalid, Refusal

NESTING_MAX = 32
INTEGER_MAX = 2**63 - 1
_ERRORS_MAX = 20
# PostgreSQL keeps no NUL character, and UTF-8 has no lone surrogates.
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_TEXT = Bilingual("un texte sans caractère nul ni demi-caractère", "a text without null or half characters")
_NUMBER = Bilingual("un nombre d'au plus 64 bits", "a number of at most 64 bits")

_Path = tuple[Any, ...]


class NestedTooDeep(Refusal):
    """Lists in lists in lists, beyond what any schema of ours reads."""

    french = f"Les données sont imbriquées sur plus de {NESTING_MAX} niveaux."
    english = f"The data is nested more than {NESTING_MAX} levels deep."


def refuse_unkeepable(value: Any) -> None:
    """Refuse NUL characters, lone surrogates, numbers beyond 64 bits and bottomless nesting, anywhere."""
    if not _is_keepable(value):
        raise Invalid(_error(path, found) for path, found in islice(_unkeepable(value, ()), _ERRORS_MAX))


def _is_keepable(value: Any) -> bool:
    """Whether all is well, told level by level: several times as fast as the walk that names fields."""
    level = [value]
    for _ in range(NESTING_MAX + 1):
        if _UNKEEPABLE.search("".join([item for item in level if type(item) is str])):
            return False
        numbers = [item for item in level if type(item) in (int, float)]
        if numbers and not -INTEGER_MAX <= min(numbers) <= max(numbers) <= INTEGER_MAX:
            return False
        level = _next_level(level)
        if not level:
            return True
    raise NestedTooDeep()


def _next_level(level: list) -> list:
    inner: list = []
    for item in level:
        if type(item) is dict:
            inner += item
            inner += item.values()
        elif type(item) in (list, tuple):
            inner += item
    return inner


def _unkeepable(value: Any, path: _Path) -> Iterator[tuple[_Path, Any]]:
    if type(value) is dict:
        for key, item in value.items():
            yield from _unkeepable(key, path)
            yield from _unkeepable(item, (*path, key))
    elif type(value) in (list, tuple):
        for place, item in enumerate(value):
            yield from _unkeepable(item, (*path, place))
    elif not _is_keepable(value):
        yield path, value


def _error(path: _Path, found: Any) -> FieldError:
    allowed = _TEXT if isinstance(found, str) else _NUMBER
    return FieldError(
        field=".".join(str(step) for step in path) or "body",
        value=found,
        allowed=allowed,
        french=f"Cette valeur ne peut pas être conservée ; attendu : {allowed.french}.",
        english=f"This value cannot be kept; expected: {allowed.english}.",
    )
