"""The identifier a person logs in with: four letters of the first name and three digits, such as cend589."""

import re
import unicodedata
from collections.abc import Callable

LETTERS, NUMBERS = 4, 1_000
FILLER = "x"


def identifier_stem(first_name: str) -> str:
    """The four letters: of the first name, without accents, filled up where it is shorter."""
    decomposed = unicodedata.normalize("NFKD", first_name.casefold().replace("œ", "oe").replace("æ", "ae"))
    letters = re.sub(r"[^a-z]", "", decomposed)
    return letters[:LETTERS].ljust(LETTERS, FILLER)


def free_identifier(first_name: str, taken: set[str], choose: Callable[[list[str]], str]) -> str | None:
    """An identifier that nobody has; None when the thousand of this stem are given.

    choose  picks one of those that are free
    """
    stem = identifier_stem(first_name)
    free = [name for name in (f"{stem}{number:03}" for number in range(NUMBERS)) if name not in taken]
    return choose(free) if free else None


def login_key(typed: str) -> str:
    """An identifier or an e-mail address as it is compared: case and surrounding spaces do not matter."""
    return unicodedata.normalize("NFC", typed.strip().casefold())
