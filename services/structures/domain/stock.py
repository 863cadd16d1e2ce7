"""Rows of INSEE's stock files, as the register keeps them.

StockUniteLegale says how organisations are named, StockEtablissement where they work. Columns are found by their names,
so that files with more or fewer of them can be read. What INSEE may not show stands as [ND] in the files. A piece of a
file is worked on column by column: a rule costs one pass over a column.

Source: INSEE, dessin des fichiers stock SIRENE, version 3.11.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from itertools import compress
from operator import attrgetter

from services.structures.domain.search import SIREN_DIGITS, SIRET_DIGITS, spaced_words
from services.structures.domain.stock_lines import cut
from shared.errors import Bilingual

HIDDEN = "[ND]"
WORDS_CHARACTERS = 500
"""Of names and town together: PostgreSQL takes words of less than 2,046 bytes, and no sign has more than four."""

_LINES_OF_A_HEADER = 1
_DATE_CHARACTERS = 10
_CONTROLS = dict.fromkeys((*range(32), 127), " ")

Fields = Mapping[str, Sequence[str]]
"""What a file says, a column each, all of the same length."""

Columns = dict[str, Sequence[str | None]]
"""What a table keeps, a column each, all of the same length."""


@dataclass(frozen=True)
class BadRow:
    """A row that the register does not take.

    line   where it is in the file, the header being line 1, as long as no field holds a line end
    value  what stands there
    """

    line: int
    field: str
    value: str
    allowed: Bilingual


@dataclass(frozen=True)
class Piece:
    """Some rows of a file: how many were read, what the register keeps of them, and those that it does not take."""

    read: int
    columns: Columns
    bad: Sequence[BadRow]


@dataclass(frozen=True)
class Rule:
    """What a field of a file may hold.

    all_hold  whether a whole column does, where that is quicker to see; it may say no to a column that does
    """

    holds: Callable[[str], bool]
    allowed: Bilingual
    all_hold: Callable[[Sequence[str]], bool] = lambda _: False


@dataclass(frozen=True)
class Stock:
    """A kind of stock file: what is read of it, what some fields must be, and what the register makes of them all."""

    needs: tuple[str, ...]
    rules: Mapping[str, Rule]
    kept: Callable[[Fields], Columns]


def kind_of(header: Sequence[str]) -> Stock | None:
    """Units, establishments, or None for the header of another file."""
    return next((stock for stock in (ESTABLISHMENTS, UNITS) if set(stock.needs) <= set(header)), None)


def take(stock: Stock, header: Sequence[str], lines: Sequence[str], before: int = 0) -> Piece:
    """Read lines of a stock file: the good ones as columns of the register, the others each with its first fault.

    before  how many lines came before these, without the header
    """
    first = before + _LINES_OF_A_HEADER + 1
    found = cut(lines, len(header), [header.index(name) for name in stock.needs])
    fields = dict(zip(stock.needs, found.columns, strict=True))
    torn = [_torn(first + at, count, header) for at, count in found.torn.items()]
    return _piece(stock, fields, [first + at for at in found.numbers], len(lines), torn)


def take_fields(stock: Stock, fields: Fields, before: int = 0) -> Piece:
    """Read rows of a stock file that keeps columns, as `take` does; the first row counts as line 2, as in CSV."""
    first = before + _LINES_OF_A_HEADER + 1
    count = len(fields[stock.needs[0]])
    return _piece(stock, fields, range(first, first + count), count)


def _piece(
    stock: Stock, fields: Fields, lines: Sequence[int], read: int, torn: Sequence[BadRow] = ()
) -> Piece:
    """The good rows and the bad ones.

    lines  where each row is in the file
    read   how many lines of it they are
    torn   rows that could not be cut into fields
    """
    fields = {name: _printable(column) for name, column in fields.items()}
    faults = _faults(stock, fields)
    bad = [BadRow(lines[at], name, value, stock.rules[name].allowed) for at, (name, value) in faults.items()]
    if faults:
        good = [at not in faults for at in range(len(lines))]
        fields = {name: list(compress(column, good)) for name, column in fields.items()}
    return Piece(read, stock.kept(fields), sorted([*torn, *bad], key=attrgetter("line")))


def with_names(columns: Columns, names: Mapping[str, str], acronyms: Mapping[str, str]) -> Columns:
    """Establishments with the names of their units, and the words that each is found by.

    names, acronyms  of each unit that is known, by its SIREN
    """
    usual, signs, towns = columns["name"], columns["sign"], columns["town"]
    units = [names.get(siren, "") for siren in columns["siren"]]
    short = [acronyms.get(siren, "") for siren in columns["siren"]]
    shown = [unit or name or sign for unit, name, sign in zip(units, usual, signs, strict=True)]
    found_by = [
        f"{unit} {acronym} {name} {sign} {town}"[:WORDS_CHARACTERS]
        for unit, acronym, name, sign, town in zip(units, short, usual, signs, towns, strict=True)
    ]
    signs = [
        sign or (name if name != first else "") for first, name, sign in zip(shown, usual, signs, strict=True)
    ]
    return columns | {"name": shown, "sign": signs, "words": spaced_words(found_by)}


def _printable(column: Sequence[str]) -> Sequence[str]:
    if "".join(column).isprintable():
        return column
    return [text if text.isprintable() else " ".join(text.translate(_CONTROLS).split()) for text in column]


def _torn(line: int, count: int, header: Sequence[str]) -> BadRow:
    allowed = Bilingual(f"{len(header)} champs, comme l'en-tête", f"{len(header)} fields, as in the header")
    return BadRow(line, "", f"{count}", allowed)


def _faults(stock: Stock, fields: Fields) -> dict[int, tuple[str, str]]:
    """Where a row cannot be kept: the first field that is at fault and what stands there."""
    faults: dict[int, tuple[str, str]] = {}
    for name, rule in stock.rules.items():
        column = fields[name]
        wrong = set() if rule.all_hold(column) else {value for value in set(column) if not rule.holds(value)}
        if wrong:
            for at, value in enumerate(column):
                if value in wrong:
                    faults.setdefault(at, (name, value))
    return faults


def _units(fields: Fields) -> Columns:
    of = partial(_shown, fields, "UniteLegale")
    people = (f"{first} {last}".strip() for first, last in zip(of("prenom1"), of("nom"), strict=True))
    return {
        "siren": fields["siren"],
        "name": [name or person for name, person in zip(of("denomination"), people, strict=True)],
        "acronym": of("sigle"),
        "legal_category": of("categorieJuridique"),
    }


def _establishments(fields: Fields) -> Columns:
    of = partial(_shown, fields, "Etablissement")
    street = zip(*map(of, ("numeroVoie", "indiceRepetition", "typeVoie", "libelleVoie")), strict=True)
    return {
        "siret": fields["siret"],
        "siren": [siret[:SIREN_DIGITS] for siret in fields["siret"]],
        "is_closed": _flags(of("etatAdministratif"), _CLOSED),
        "is_head_office": _flags(fields["etablissementSiege"], *_YES),
        "masked": _flags(of("statutDiffusion"), *_MASKED),
        "created_on": [day or None for day in of("dateCreation")],
        "naf": of("activitePrincipale"),
        "name": of("denominationUsuelle"),
        "sign": of("enseigne1"),
        "building": of("complementAdresse"),
        "street": [" ".join(filter(None, parts)) for parts in street],
        "place": of("distributionSpeciale"),
        "postcode": _first(of("codeCedex"), of("codePostal")),
        "town": _first(of("libelleCedex"), of("libelleCommune")),
    }


def _shown(fields: Fields, what: str, name: str) -> Sequence[str]:
    """A column, empty where INSEE hides what stands there."""
    column = fields[name + what]
    return column if HIDDEN not in column else ["" if text == HIDDEN else text for text in column]


def _first(preferred: Sequence[str], otherwise: Sequence[str]) -> list[str]:
    return [one or other for one, other in zip(preferred, otherwise, strict=True)]


def _flags(column: Sequence[str], *meant: str) -> list[str]:
    """1 or 0, as every database reads them."""
    return ["1" if text in meant else "0" for text in column]


def _digits(count: int) -> Rule:
    def holds(text: str) -> bool:
        return len(text) == count and text.isascii() and text.isdigit()

    def all_hold(column: Sequence[str]) -> bool:
        joined = "".join(column)
        return set(map(len, column)) == {count} and joined.isascii() and joined.isdigit()

    return Rule(holds, Bilingual(f"{count} chiffres", f"{count} digits"), all_hold)


def _one_of(*values: str) -> Rule:
    said = ", ".join(values)
    return Rule(values.__contains__, Bilingual(said, said))


def _at_most(count: int) -> Rule:
    allowed = Bilingual(f"{count} signes au plus", f"at most {count} characters")
    return Rule(lambda text: len(text) <= count, allowed)


def _is_day(text: str) -> bool:
    """Whether a date is written as INSEE does, or is not told."""
    if text in ("", HIDDEN):
        return True
    try:
        return len(text) == _DATE_CHARACTERS and date.fromisoformat(text) is not None
    except ValueError:
        return False


_YES, _NO = ("true", "True", "1"), ("false", "False", "0")
_OPEN, _CLOSED = "A", "F"
_MASKED = ("P", "N")

UNITS = Stock(
    needs=(
        "siren",
        *(f"{name}UniteLegale" for name in ("denomination", "sigle", "nom", "prenom1", "categorieJuridique")),
    ),
    rules={"siren": _digits(SIREN_DIGITS), "categorieJuridiqueUniteLegale": _at_most(4)},
    kept=_units,
)

ESTABLISHMENTS = Stock(
    needs=(
        "siret",
        "etablissementSiege",
        *(
            f"{name}Etablissement"
            for name in (
                "statutDiffusion", "dateCreation", "complementAdresse", "numeroVoie", "indiceRepetition", "typeVoie",
                "libelleVoie", "codePostal", "libelleCommune", "distributionSpeciale", "codeCedex", "libelleCedex",
                "etatAdministratif", "enseigne1", "denominationUsuelle", "activitePrincipale",
            )
        ),
    ),
    rules={
        "siret": _digits(SIRET_DIGITS),
        "etatAdministratifEtablissement": _one_of(_OPEN, _CLOSED),
        "statutDiffusionEtablissement": _one_of("O", *_MASKED),
        "etablissementSiege": _one_of(*_YES, *_NO),
        "dateCreationEtablissement": Rule(_is_day, Bilingual("une date AAAA-MM-JJ", "a date YYYY-MM-DD")),
        "activitePrincipaleEtablissement": _at_most(6),
        "codePostalEtablissement": _at_most(5),
        "codeCedexEtablissement": _at_most(5),
    },
    kept=_establishments,
)  # fmt: skip
