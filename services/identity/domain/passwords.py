"""What a password must be.

Portal rule: at least 8 characters, at least 3 of the 4 classes, never a former one. Beyond it: up to 128
characters of any script, spaces included; none that everybody uses, none with the person's name or address.
"""

import re
import unicodedata
from collections.abc import Iterable

from services.identity.domain.common_passwords import COMMON_WORDS, KEYBOARD_ROWS, most_used
from shared.errors import Bilingual, Refusal

CHARACTERS_MIN, CHARACTERS_MAX = 8, 128
CLASSES_MIN = 3
OWN_WORD_CHARACTERS_MIN = 3
SEQUENCE_CHARACTERS_MIN = 6
FORMER_KEPT = 10
"""Former passwords of a person that are refused: each costs a full check, so their number is bounded."""

_READ_AS = str.maketrans("@43€1!0$5", "aaeeiioss")


class PasswordRefused(Refusal):
    """A password that does not keep the rules; it is never part of the facts."""

    french = "Ce mot de passe est refusé : {reason}."
    english = "This password is refused: {reason}."


LENGTH = Bilingual(
    f"il faut de {CHARACTERS_MIN} à {CHARACTERS_MAX} caractères",
    f"{CHARACTERS_MIN} to {CHARACTERS_MAX} characters are needed",
)
CLASSES = Bilingual(
    "il faut au moins 3 des 4 catégories : majuscules, minuscules, chiffres, caractères spéciaux",
    "at least 3 of 4 kinds are needed: upper case, lower case, digits, special characters",
)
COMMON = Bilingual("il est trop courant", "it is too common")
LISTED = Bilingual(
    "il est parmi les plus utilisés, et essayé en premier par qui veut deviner",
    "it is among the most used ones, which are tried first by whoever guesses",
)
OWN = Bilingual("il contient votre nom ou votre adresse", "it contains your name or your address")
FORMER = Bilingual("vous l'avez déjà utilisé", "you have used it before")


def normalised(password: str) -> str:
    """The same text however a keyboard composed its accents (Unicode NFC); nothing is cut."""
    return unicodedata.normalize("NFC", password)


def check_password(password: str, own_words: Iterable[str], field: str = "password") -> None:
    """Raise PasswordRefused, for one reason at a time, unless the password keeps the rules.

    own_words  the person's names, identifier and e-mail address
    """
    reasons = {
        LENGTH: not CHARACTERS_MIN <= len(password) <= CHARACTERS_MAX,
        CLASSES: len({_class(sign) for sign in password}) < CLASSES_MIN,
        OWN: _contains_one(password, own_words),
        COMMON: _is_common(password),
        LISTED: _is_listed(password),
    }
    for reason, applies in reasons.items():
        if applies:
            raise PasswordRefused(field=field, reason=reason)


def _class(sign: str) -> str:
    if sign.isupper():
        return "upper"
    if sign.islower():
        return "lower"
    return "digit" if sign.isdigit() else "special"


def _contains_one(password: str, own_words: Iterable[str]) -> bool:
    plain = _plain(password)
    words = {part for word in own_words for part in re.split(r"[\W_]+", _plain(word))}
    return any(word in plain for word in words if len(word) >= OWN_WORD_CHARACTERS_MIN)


def _is_common(password: str) -> bool:
    """A word of everybody, a run of the keyboard or one sign repeated, whatever surrounds or disguises it."""
    plain = _plain(password)
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    disguised = re.sub(r"[^a-z]", "", core.translate(_READ_AS))
    signs = set(re.sub(r"[\W_]", "", plain))
    return len(signs) <= 2 or bool({core, disguised} & COMMON_WORDS) or _is_keyboard_run(plain)


def _is_listed(password: str) -> bool:
    """One of the most used passwords, whatever its capitals and whatever signs surround it."""
    plain = _plain(password)
    return bool({plain, re.sub(r"^[\W_]+|[\W_]+$", "", plain)} & most_used(CHARACTERS_MIN))


def _is_keyboard_run(plain: str) -> bool:
    """Whether what is left without runs of neighbouring keys is too little to guess."""
    left = plain
    for row in KEYBOARD_ROWS:
        for start in range(len(row) - SEQUENCE_CHARACTERS_MIN + 1):
            left = left.replace(row[start : start + SEQUENCE_CHARACTERS_MIN], "")
    return len(left) < SEQUENCE_CHARACTERS_MIN and left != plain


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
