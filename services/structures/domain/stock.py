"""Rows of INSEE's stock files, as the register keeps them.

StockUniteLegale says how organisations are named, StockEtablissement where they work. Columns are found by their names,
so that files with more or fewer of them can be read. What INSEE may not show stands as [ND] in the files.

Source: INSEE, dessin des fichiers stock SIRENE, version 3.11.
"""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from services.structures.domain.search import searchable

HIDDEN = "[ND]"
ESTABLISHMENT_COLUMNS = (
    "siret", "siren", "is_closed", "is_head_office", "masked", "created_on", "naf", "name", "sign",
    "building", "street", "place", "postcode", "town", "words",
)  # fmt: skip
UNIT_COLUMNS = ("siren", "name", "acronym", "legal_category")
_ESTABLISHMENT_NEEDS = (
    "siret", "siren", "statutDiffusionEtablissement", "dateCreationEtablissement", "etablissementSiege",
    "complementAdresseEtablissement", "numeroVoieEtablissement", "indiceRepetitionEtablissement",
    "typeVoieEtablissement", "libelleVoieEtablissement", "codePostalEtablissement",
    "libelleCommuneEtablissement", "distributionSpecialeEtablissement", "codeCedexEtablissement",
    "libelleCedexEtablissement", "etatAdministratifEtablissement", "enseigne1Etablissement",
    "denominationUsuelleEtablissement", "activitePrincipaleEtablissement",
)  # fmt: skip
_UNIT_NEEDS = (
    "siren", "denominationUniteLegale", "sigleUniteLegale", "nomUniteLegale", "prenom1UniteLegale",
    "categorieJuridiqueUniteLegale",
)  # fmt: skip
_PUNCTUATION = str.maketrans({chr(code): " " for code in range(128) if not chr(code).isalnum()})

Row = tuple
Reader = Callable[[Sequence[str]], Row]


def kind_of(header: Sequence[str]) -> str | None:
    """units, establishments, or None for the header of another file."""
    there = set(header)
    if there.issuperset(_ESTABLISHMENT_NEEDS):
        return "establishments"
    return "units" if there.issuperset(_UNIT_NEEDS) else None


def unit_reader(header: Sequence[str]) -> Reader:
    """Reads a line of StockUniteLegale as UNIT_COLUMNS."""
    return partial(_unit, *(header.index(name) for name in _UNIT_NEEDS))


def establishment_reader(header: Sequence[str]) -> Reader:
    """Reads a line of StockEtablissement as ESTABLISHMENT_COLUMNS, but for the names of its unit."""
    return partial(_establishment, [header.index(name) for name in _ESTABLISHMENT_NEEDS])


def named(row: Row, unit_name: str, acronym: str) -> Row:
    """The row of an establishment with its unit's name, and the words that it is found by."""
    name, sign, town = row[7], row[8], row[13]
    shown = unit_name or name or sign
    words = _words(f"{unit_name} {acronym} {name if name != unit_name else ''} {sign} {town}")
    return (*row[:7], shown, sign if sign else name if name != shown else "", *row[9:14], words)


def one_slip_apart(typed: str, known: str) -> bool:
    """Whether one letter too many, missing, wrong, or two that changed places make one word of the other."""
    if len(typed) > len(known):
        typed, known = known, typed
    if len(known) - len(typed) > 1 or typed == known:
        return typed == known
    start = next((at for at, (a, b) in enumerate(zip(typed, known, strict=False)) if a != b), len(typed))
    if len(typed) < len(known):
        return typed[start:] == known[start + 1 :]
    swapped = typed[start : start + 2] == known[start : start + 2][::-1]
    return typed[start + 1 :] == known[start + 1 :] or (swapped and typed[start + 2 :] == known[start + 2 :])


def _unit(
    siren: int, name: int, acronym: int, last: int, first: int, category: int, line: Sequence[str]
) -> Row:
    person = f"{_shown(line[first])} {_shown(line[last])}".strip()
    return (line[siren], _shown(line[name]) or person, _shown(line[acronym]), line[category][:4])


def _establishment(at: list[int], line: Sequence[str]) -> Row:
    (
        siret, siren, diffusion, created, head, complement, number, repetition, way, street, postcode, town,
        special, cedex, cedex_town, state, sign, usual, naf,
    ) = (line[index] for index in at)  # fmt: skip
    masked = diffusion != "O"
    parts = (number, repetition, way, street)
    return (
        siret,
        siren,
        state == "F",
        head in ("true", "True", "1"),
        masked,
        _day(created),
        naf[:6],
        _shown(usual),
        _shown(sign),
        _shown(complement),
        " ".join(part for part in parts if part and part != HIDDEN),
        _shown(special),
        (_shown(cedex) or _shown(postcode))[:5],
        _shown(cedex_town) or _shown(town),
        "",
    )


def _shown(text: str) -> str:
    return "" if text == HIDDEN else text


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _words(text: str) -> str:
    """As `searchable`, ten times as fast for the plain capitals that most of the register is written in."""
    if text.isascii():
        return " ".join(text.lower().translate(_PUNCTUATION).split())
    return searchable(text)
