"""The address block of a letter, as postal sorting machines read it.

At most 6 lines of 38 characters, none empty: function of the person, structure, department or building,
street, box or hamlet, postcode and town. The last three are in capitals, and so is the structure, which may
flow into them; from the fourth line and from the street on, letters, digits and spaces only. Words are
abbreviated only where a line would not fit otherwise. What still does not fit is refused, never cut: a letter
that goes to the wrong place is worse than one that waits for a clerk.

Source: AFNOR NF Z10-011 (January 2013).
"""

import re
import unicodedata
from dataclasses import dataclass, fields

from services.notifications.domain.postal_words import ABBREVIATIONS
from shared.errors import Bilingual, Refusal

LINES_MAX = 6
CHARACTERS_MAX = 38
CAPITAL_LINES = 3
PUNCTUATED_LINES = 3

_PLAIN = str.maketrans({"’": "'", "‘": "'", "–": "-", "—": "-", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
_SIGNS = frozenset("°º²ª")


class AddressIncomplete(Refusal):
    french = "L'adresse postale ne peut pas être écrite : le champ « {field} » est vide."
    english = "The postal address cannot be written: the field {field} is empty."


class AddressUnreadable(Refusal):
    french = "L'adresse postale contient dans « {field} » un caractère que la poste ne lit pas ({value})."
    english = "The postal address holds in {field} a character that the post cannot read ({value})."


class AddressTooLong(Refusal):
    french = "L'adresse postale ne tient pas dans la fenêtre : « {value} » ({field}), pour {allowed}."
    english = "The postal address does not fit the window: {value} ({field}), for {allowed}."


class PostcodeInvalid(Refusal):
    french = "Le code postal « {value} » n'a pas la forme attendue : {allowed}."
    english = "The postcode {value} has not the expected form: {allowed}."


_ROOM = Bilingual(
    f"{LINES_MAX} lignes de {CHARACTERS_MAX} caractères", f"{LINES_MAX} lines of {CHARACTERS_MAX} characters"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class PostalAddress:
    """Where a letter goes, by its elements; an empty one prints no line.

    function   whom it is for, by function and not by name ("Monsieur ou Madame le Maire")
    recipient  department inside the structure
    building   entrance, building, floor, residence
    street     number and street
    place      box, hamlet or place
    town       with its CEDEX where it has one
    """

    function: str
    structure: str
    recipient: str | None = None
    building: str | None = None
    street: str | None = None
    place: str | None = None
    postcode: str
    town: str


def address_lines(address: PostalAddress) -> tuple[str, ...]:
    """The 3 to 6 lines of the window. Raises a Refusal that says why an address cannot be written."""
    texts = {field.name: _one_line(field.name, getattr(address, field.name)) for field in fields(address)}
    _check(texts)
    foot = _foot(texts)
    head = _head(texts, room=LINES_MAX - len(foot))
    if len(head) + len(foot) <= CAPITAL_LINES:
        head[0] = head[0].upper()
    plain = [_fitting("recipient", capitals(line)) for line in head[PUNCTUATED_LINES:]]
    return (*head[:PUNCTUATED_LINES], *plain, *foot)


def addressee(function: str) -> str:
    """How a letter names whoever holds a function: "Le Maire" → "Monsieur ou Madame le Maire".

    Shortened to "M. ou Mme" where the line would be too long; the feminine article says that it is a woman.
    """
    title = " ".join(function.translate(_PLAIN).split()) or "représentant légal"
    if re.match(r"(monsieur|madame|m\.|mme)\b", title, re.IGNORECASE):
        return title
    article, title = _article(title)
    courtesies = ("Madame",) if article == "la " else ("Monsieur ou Madame", "M. ou Mme")
    forms = [f"{courtesy} {article}{title}" for courtesy in courtesies]
    return next((form for form in forms if len(form) <= CHARACTERS_MAX), forms[-1])


def capitals(text: str) -> str:
    """Letters, digits and single spaces, without accents: what the standard asks of the last lines."""
    spelled = text.translate(_PLAIN).replace("&", " ET ")
    return re.sub(r"[^A-Z0-9]+", " ", _unaccented(spelled).upper()).strip()


def _article(title: str) -> tuple[str, str]:
    """The article that a title takes, and the title with its capital: ("le ", "Maire")."""
    given = re.match(r"(le|la)\s+|l'", title, re.IGNORECASE)
    bare = title[given.end() :] if given else title
    bare = bare[:1].upper() + bare[1:]
    if given and given.group().lower().startswith("la"):
        return "la ", bare
    return ("l'" if capitals(bare)[:1] in tuple("AEIOUY") else "le "), bare


def _one_line(name: str, text: str | None) -> str:
    """An element on one line, in characters that the post prints and reads; empty when only punctuation."""
    line = unicodedata.normalize("NFC", " ".join((text or "").translate(_PLAIN).split()))
    for character in line:
        if character not in _SIGNS and not (_unaccented(character).isascii() and character.isprintable()):
            raise AddressUnreadable(field=name, value=f"U+{ord(character):04X}")
    return line if capitals(line) else ""


def _check(texts: dict[str, str]) -> None:
    for name in ("function", "structure", "postcode", "town"):
        if not texts[name]:
            raise AddressIncomplete(field=name, value=texts[name])
    if not re.fullmatch(r"[0-9]{5}", texts["postcode"]):
        allowed = Bilingual("5 chiffres", "5 digits")
        raise PostcodeInvalid(field="postcode", value=texts["postcode"], allowed=allowed)


def _foot(texts: dict[str, str]) -> list[str]:
    """Street, box or hamlet, postcode and town: one line each, in capitals, without punctuation."""
    lines = {name: capitals(texts[name]) for name in ("street", "place")}
    lines["town"] = f"{texts['postcode']} {capitals(texts['town'])}"
    return [_fitting(name, _shortened(line)) for name, line in lines.items() if line]


def _head(texts: dict[str, str], room: int) -> list[str]:
    """Function, structure, department, building: on as many lines as there is room for, else abbreviated."""
    head = {name: texts[name].upper() for name in ("function", "structure", "recipient", "building")}
    head = {name: text for name, text in head.items() if text} | {"function": texts["function"]}
    for shape in (str, _shortened):
        lines = [(name, line) for name, text in head.items() for line in _wrapped(shape(text))]
        if len(lines) <= room and all(len(line) <= CHARACTERS_MAX for _, line in lines):
            return [line for _, line in lines]
    for name, line in lines:
        _fitting(name, line)
    raise AddressTooLong(field="address", value=" / ".join(line for _, line in lines), allowed=_ROOM)


def _wrapped(text: str) -> list[str]:
    """The text on as few lines as it needs, broken between words."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) <= CHARACTERS_MAX or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _shortened(text: str) -> str:
    """The text as it is where it fits, else in capitals with as many abbreviations as it takes."""
    line = text
    for words, short in ABBREVIATIONS.items():
        if len(line) <= CHARACTERS_MAX:
            break
        line = re.sub(rf"\b{words}\b", short, capitals(line))
    return line


def _fitting(name: str, line: str) -> str:
    if len(line) > CHARACTERS_MAX:
        raise AddressTooLong(field=name, value=line, allowed=_ROOM)
    return line


def _unaccented(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
