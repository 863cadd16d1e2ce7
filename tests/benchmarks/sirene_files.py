"""Stock files of the size and the make of INSEE's: names of people, companies and town halls, common words and rare.

Words follow Zipf's law, so that a few stand in a tenth of the register and most in a handful of rows. Nobody exists.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product
from pathlib import Path

import numpy as np

from deploy.demo.register import ESTABLISHMENT_HEADER, UNIT_HEADER

BLOCK = 100_000
UNITS_A_HUNDRED = 60
_ONSETS = (
    "b",
    "c",
    "ch",
    "d",
    "f",
    "g",
    "gr",
    "j",
    "l",
    "m",
    "n",
    "p",
    "pr",
    "r",
    "s",
    "t",
    "tr",
    "v",
    "br",
    "cl",
)
_VOWELS = ("a", "e", "i", "o", "u", "ou", "an", "on", "ai", "eau")
_CODAS = ("", "r", "t", "l", "n", "s", "x")
_TRADES = (
    "BATIMENT", "CONSEIL", "TRANSPORT", "BOULANGERIE", "COIFFURE", "GARAGE", "IMMOBILIER", "SERVICES", "MENUISERIE",
    "PLOMBERIE", "TAXI", "PHARMACIE", "RESTAURANT", "AGRICOLE", "INVEST", "GESTION", "PATRIMOINE", "HOLDING", "ENERGIE",
    "BOIS", "BEAUTE", "INFORMATIQUE", "NETTOYAGE", "MACONNERIE",
)  # fmt: skip
_FORMS = (
    (45, "{first} {surname}"), (8, "{word} {trade}"), (6, "SARL {word} {trade}"), (5, "SAS {word} {other}"),
    (12, "SCI {word} {surname}"), (3, "SCI DU {word}"), (4, "ASSOCIATION {trade} DE {town}"), (2, "AMICALE DES {word}"),
    (8, "SDC RESIDENCE {word} {town}"), (2, "COMMUNE DE {town}"), (2, "ECOLE PRIMAIRE {word}"),
    (2, "CENTRE HOSPITALIER DE {town}"), (1, "L'ÉTABLI DE {surname}"),
)  # fmt: skip


def write(folder: Path, count: int) -> tuple[Path, Path]:
    """Write both files with so many establishments, six units for ten of them; returns where."""
    folder.mkdir(parents=True, exist_ok=True)
    units, establishments = folder / "StockUniteLegale.csv", folder / "StockEtablissement.csv"
    vocabulary = _Vocabulary(np.random.default_rng(2026))
    with units.open("w", encoding="utf-8") as first, establishments.open("w", encoding="utf-8") as second:
        first.write(",".join(UNIT_HEADER) + "\n")
        second.write(",".join(ESTABLISHMENT_HEADER) + "\n")
        for start in range(0, count, BLOCK):
            rows = range(start, min(start + BLOCK, count))
            for unit, establishment in _lines(vocabulary, rows):
                first.write(unit)
                second.write(establishment)
    return units, establishments


class _Vocabulary:
    """Words to draw from, the first of each kind far more often than the last."""

    def __init__(self, chance: np.random.Generator):
        self.chance = chance
        syllables = ["".join(parts).upper() for parts in product(_ONSETS, _VOWELS, _CODAS)]
        chance.shuffle(syllables)
        words = ["".join(each) for each in islice(product(syllables, repeat=2), 0, None, 3)]
        chance.shuffle(words)
        self.first_names = _Zipf(chance, words[:2_000], 1.0)
        self.surnames = _Zipf(chance, words[2_000:250_000], 0.8)
        self.words = _Zipf(chance, words[250_000:500_000], 0.9)
        self.trades = _Zipf(chance, _TRADES, 0.7)
        self.towns = _Zipf(chance, list(_towns(words)), 0.8)
        weights = np.array([weight for weight, _ in _FORMS], dtype=float)
        self.forms = lambda many: chance.choice(len(_FORMS), many, p=weights / weights.sum())


class _Zipf:
    """The n-th of some words comes up as often as 1 / n^exponent."""

    def __init__(self, chance: np.random.Generator, words: Sequence[str], exponent: float):
        shares = 1 / np.arange(1, len(words) + 1) ** exponent
        self._edges, self._words, self._chance = np.cumsum(shares / shares.sum()), words, chance

    def __call__(self, many: int) -> list[str]:
        drawn = np.searchsorted(self._edges, self._chance.random(many))
        return [self._words[at] for at in np.minimum(drawn, len(self._words) - 1)]


def _towns(words: Sequence[str]) -> Iterator[str]:
    """35,000 names of towns, of one word to four."""
    shapes = ("{0}", "SAINT {0}", "{0} SUR {1}", "LA {0}", "SAINT {0} LES {1}")
    for number in range(35_000):
        yield shapes[number % len(shapes)].format(words[-number - 1], words[-(number % 300) - 1])


def _lines(vocabulary: _Vocabulary, rows: range) -> Iterator[tuple[str, str]]:
    """A line for each file, the unit's empty where it has one already."""
    many = len(rows)
    drawn = {
        "first": vocabulary.first_names(many), "surname": vocabulary.surnames(many), "word": vocabulary.words(many),
        "other": vocabulary.words(many), "trade": vocabulary.trades(many), "town": vocabulary.towns(many),
    }  # fmt: skip
    forms, chance = vocabulary.forms(many), vocabulary.chance.integers(0, 100, many)
    for at, number in enumerate(rows):
        facts = {name: column[at] for name, column in drawn.items()}
        name = _FORMS[forms[at]][1].format(**facts)
        first_of_unit = number * UNITS_A_HUNDRED // 100 != (number - 1) * UNITS_A_HUNDRED // 100
        siren = f"{100_000_000 + number * UNITS_A_HUNDRED // 100}"
        siret = f"{siren}{number % 100_000:05d}"
        yield (
            _unit(siren, name, forms[at]) if first_of_unit else "",
            _establishment(siret, facts, chance[at], number),
        )


def _template(header: Sequence[str], **facts: str) -> Callable[..., str]:
    return (",".join(facts.get(name, "") for name in header) + "\n").format


_UNIT = _template(
    UNIT_HEADER, siren="{siren}", statutDiffusionUniteLegale="O", dateCreationUniteLegale="2009-05-01",
    etatAdministratifUniteLegale="A", nomUniteLegale="{last}", prenom1UniteLegale="{first}",
    denominationUniteLegale="{name}", categorieJuridiqueUniteLegale="{category}",
    dateDernierTraitementUniteLegale="2024-03-22T14:30:22", activitePrincipaleUniteLegale="68.20B",
)  # fmt: skip
_ESTABLISHMENT = _template(
    ESTABLISHMENT_HEADER, siren="{siren}", nic="{nic}", siret="{siret}", statutDiffusionEtablissement="{shown}",
    dateCreationEtablissement="{day}", trancheEffectifsEtablissement="NN",
    dateDernierTraitementEtablissement="2024-03-22T14:30:22", etablissementSiege="{head}",
    nombrePeriodesEtablissement="2", numeroVoieEtablissement="{number}", typeVoieEtablissement="RUE",
    libelleVoieEtablissement="{street}", codePostalEtablissement="{postcode}",
    libelleCommuneEtablissement="{town}", codeCommuneEtablissement="{postcode}", dateDebut="2015-01-01",
    etatAdministratifEtablissement="{state}", enseigne1Etablissement="{sign}",
    activitePrincipaleEtablissement="68.20B", nomenclatureActivitePrincipaleEtablissement="NAFRev2",
    caractereEmployeurEtablissement="N",
)  # fmt: skip


def _unit(siren: str, name: str, form: int) -> str:
    if form == 0:
        first, last = name.split()
        return _UNIT(siren=siren, name="", first=first, last=last, category="1000")
    return _UNIT(siren=siren, name=name, first="", last="", category="6540")


def _establishment(siret: str, facts: dict[str, str], chance: int, number: int) -> str:
    hidden = chance == 0
    sign = {1: f'"LE ""{facts["word"]}"", {facts["trade"]}"', 2: f"CAFÉ {facts['word']}"}.get(chance, "")
    return _ESTABLISHMENT(
        siren=siret[:9], nic=siret[9:], siret=siret, shown="P" if hidden else "O", state="F" if chance > 60 else "A",
        day=f"{1990 + number % 30}-0{1 + number % 9}-1{number % 10}", head="true" if chance % 2 else "false",
        number="[ND]" if hidden else chance + 1, street="[ND]" if hidden else f"DE LA {facts['other']}",
        postcode="[ND]" if hidden else f"{10_000 + number % 80_000}", town=facts["town"],
        sign=sign or (f"{facts['trade']} {facts['other']}" if chance < 15 else ""),
    )  # fmt: skip
