"""How people look for a structure: by a name typed in haste, or by one of its numbers."""

import re
import string
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from services.structures.domain.numbers import printed_client_number

WORDS_MAX = 8
SIREN_DIGITS, SIRET_DIGITS = 9, 14
_TYPED = string.ascii_lowercase + string.digits
_LINE_END = "\n"


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
    return " ".join(text.translate(_PLAIN).split())


def spaced_words(texts: Sequence[str]) -> list[str]:
    """Each as `searchable`, with as many spaces between words as there happen to be; none holds a line end.

    All at once, as Python translates a long text without accents much quicker than many short ones.
    """
    plain = [text if text.isascii() else text.translate(_PLAIN) for text in texts]
    return _LINE_END.join(plain).translate(_PLAIN_LINES).split(_LINE_END)


class _Plain(dict):
    """What each sign becomes, worked out when it is met first: letters and digits stay, in lower case."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFKD", chr(code))
        letters = "".join(sign for sign in decomposed if not unicodedata.combining(sign)).casefold()
        self[code] = re.sub(r"[\W_]", " ", letters.replace("œ", "oe").replace("æ", "ae"))
        return self[code]


_PLAIN = _Plain()
_PLAIN_LINES = _Plain({ord(_LINE_END): _LINE_END})


def slips(word: str) -> set[str]:
    """What may have been meant by a word with one letter too many, missing or wrong, or two that changed places."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    meant = {before + after[1:] for before, after in cuts if after}
    meant |= {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    for letter in _TYPED:
        meant |= {before + letter + after for before, after in cuts}
        meant |= {before + letter + after[1:] for before, after in cuts if after}
    return meant - {word}


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
