"""How people look for a structure: by a name typed in haste, or by one of its numbers."""

import re
import unicodedata
from dataclasses import dataclass

from services.structures.domain.numbers import printed_client_number

WORDS_MAX = 8
SIREN_DIGITS, SIRET_DIGITS = 9, 14


@dataclass(frozen=True, kw_only=True)
class Question:
    """What was typed, as it can be compared: words of the name, or numbers that the digits may be.

    anything  nothing was typed: every structure answers
    """

    anything: bool = False
    words: tuple[str, ...] = ()
    siren: str | None = None
    siret: str | None = None
    client_number: str | None = None


def searchable(text: str) -> str:
    """The text in lower case, without accents, ligatures or punctuation, one space between words."""
    unfolded = text.casefold().replace("œ", "oe").replace("æ", "ae")
    letters = (sign for sign in unicodedata.normalize("NFKD", unfolded) if not unicodedata.combining(sign))
    return re.sub(r"[\W_]+", " ", "".join(letters)).strip()


def question(typed: str) -> Question:
    """Read what was typed: digits, in groups or not, are a number; anything else is part of a name."""
    digits = re.sub(r"[\s.\u00a0]", "", typed)
    if not (digits.isascii() and digits.isdigit()):
        return Question(anything=not typed.strip(), words=tuple(searchable(typed).split()[:WORDS_MAX]))
    return Question(
        words=(digits,),
        siren=digits if len(digits) == SIREN_DIGITS else None,
        siret=digits if len(digits) == SIRET_DIGITS else None,
        client_number=printed_client_number(digits),
    )
