"""A register of establishments for the demonstration and for measuring: INSEE's columns, nobody who exists.

The structures of the demonstration bank come first, then schools, offices and companies of its invented towns, as many
as wanted; the same each time.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from stdnum import luhn

from deploy.demo import bank
from deploy.demo.draw import Draw
from services.structures.register.loading import load

SAMPLE = 400
UNITS_FILE, ESTABLISHMENTS_FILE = "StockUniteLegale.csv", "StockEtablissement.csv"
UNIT_HEADER = [
    "siren",
    "statutDiffusionUniteLegale",
    "unitePurgeeUniteLegale",
    "dateCreationUniteLegale",
    "sigleUniteLegale",
    "sexeUniteLegale",
    "prenom1UniteLegale",
    "prenom2UniteLegale",
    "prenom3UniteLegale",
    "prenom4UniteLegale",
    "prenomUsuelUniteLegale",
    "pseudonymeUniteLegale",
    "identifiantAssociationUniteLegale",
    "trancheEffectifsUniteLegale",
    "anneeEffectifsUniteLegale",
    "dateDernierTraitementUniteLegale",
    "nombrePeriodesUniteLegale",
    "categorieEntreprise",
    "anneeCategorieEntreprise",
    "dateDebut",
    "etatAdministratifUniteLegale",
    "nomUniteLegale",
    "nomUsageUniteLegale",
    "denominationUniteLegale",
    "denominationUsuelle1UniteLegale",
    "denominationUsuelle2UniteLegale",
    "denominationUsuelle3UniteLegale",
    "categorieJuridiqueUniteLegale",
    "activitePrincipaleUniteLegale",
    "nomenclatureActivitePrincipaleUniteLegale",
    "nicSiegeUniteLegale",
    "economieSocialeSolidaireUniteLegale",
    "societeMissionUniteLegale",
    "caractereEmployeurUniteLegale",
]
_ADDRESS = [
    "complementAdresse",
    "numeroVoie",
    "indiceRepetition",
    "dernierNumeroVoie",
    "indiceRepetitionDernierNumeroVoie",
    "typeVoie",
    "libelleVoie",
    "codePostal",
    "libelleCommune",
    "libelleCommuneEtranger",
    "distributionSpeciale",
    "codeCommune",
    "codeCedex",
    "libelleCedex",
    "codePaysEtranger",
    "libellePaysEtranger",
    "identifiantAdresse",
    "coordonneeLambertAbscisse",
    "coordonneeLambertOrdonnee",
]
_SECOND_ADDRESS = [
    "complementAdresse2",
    "numeroVoie2",
    "indiceRepetition2",
    "typeVoie2",
    "libelleVoie2",
    "codePostal2",
    "libelleCommune2",
    "libelleCommuneEtranger2",
    "distributionSpeciale2",
    "codeCommune2",
    "codeCedex2",
    "libelleCedex2",
    "codePaysEtranger2",
    "libellePaysEtranger2",
]
ESTABLISHMENT_HEADER = [
    *[
        "siren",
        "nic",
        "siret",
        "statutDiffusionEtablissement",
        "dateCreationEtablissement",
        "trancheEffectifsEtablissement",
    ],
    *["anneeEffectifsEtablissement", "activitePrincipaleRegistreMetiersEtablissement"],
    *["dateDernierTraitementEtablissement", "etablissementSiege", "nombrePeriodesEtablissement"],
    *(f"{name}Etablissement" for name in (*_ADDRESS, *_SECOND_ADDRESS)),
    *["dateDebut", "etatAdministratifEtablissement", "enseigne1Etablissement", "enseigne2Etablissement"],
    *["enseigne3Etablissement", "denominationUsuelleEtablissement", "activitePrincipaleEtablissement"],
    *["nomenclatureActivitePrincipaleEtablissement", "caractereEmployeurEtablissement"],
]
_KINDS = (
    ("7210", "84.11Z", "COMMUNE DE {town}"), ("7361", "88.99B", "CENTRE COMMUNAL D'ACTION SOCIALE DE {town}"),
    ("9220", "87.90B", "ASSOCIATION LES {word} DE {town}"), ("5499", "41.20A", "{word} ET FILS"),
    ("6540", "68.20B", "SCI {word} {other}"), ("5710", "62.01Z", "{word} {other} CONSEIL"),
    ("4140", "68.20A", "OFFICE PUBLIC DE L'HABITAT DE {town}"), ("7364", "86.10Z", "CENTRE HOSPITALIER {word}"),
)  # fmt: skip
_HEADS = [
    "BEL",
    "CHAMP",
    "CLAIR",
    "FONT",
    "GRAND",
    "HAUT",
    "LONG",
    "MONT",
    "NEUF",
    "PETIT",
    "PIERRE",
    "PONT",
    "ROCHE",
    "SAINT",
    "VAL",
    "VERT",
    "VIEUX",
    "BOIS",
    "COTE",
    "FER",
]
_TAILS = [
    "AGNE",
    "AIE",
    "ARD",
    "AUX",
    "AY",
    "EAU",
    "ELLE",
    "ENNE",
    "ERAC",
    "ETTE",
    "EUIL",
    "IER",
    "IGNY",
    "INES",
    "OIS",
    "OLLES",
    "ON",
    "OULT",
    "UIS",
    "URE",
]
_WAYS = ("RUE", "AV", "PL", "CHE", "BD")


def load_sample(folder: Path) -> None:
    """Take a small register into the structures service that is at work here. Doing it again changes nothing."""
    for file in write(folder, SAMPLE):
        load(file)


def write(folder: Path, count: int) -> tuple[Path, Path]:
    """Write both stock files with so many establishments; returns where."""
    folder.mkdir(parents=True, exist_ok=True)
    units, establishments = folder / UNITS_FILE, folder / ESTABLISHMENTS_FILE
    with (
        units.open("w", newline="", encoding="utf-8") as first,
        establishments.open("w", newline="", encoding="utf-8") as second,
    ):
        unit_rows, rows = csv.DictWriter(first, UNIT_HEADER), csv.DictWriter(second, ESTABLISHMENT_HEADER)
        unit_rows.writeheader()
        rows.writeheader()
        for unit, establishment in _pairs(count):
            unit_rows.writerow(unit)
            rows.writerow(establishment)
    return units, establishments


def _pairs(count: int) -> Iterator[tuple[dict, dict]]:
    for row in bank.structures()[:count]:
        address = row["address"]
        yield _pair(
            row["siren"], row["siret"], row["name"].upper(), row["legal_category"], row["naf"] or "",
            {"libelleVoieEtablissement": address["street"].upper(), "codePostalEtablissement": address["postcode"],
             "libelleCommuneEtablissement": address["town"].upper()},
        )  # fmt: skip
    for number in range(len(bank.structures()), count):
        yield _invented(number)


def _invented(number: int) -> tuple[dict, dict]:
    draw = Draw(number)
    word, other, town = (_word(draw) for _ in range(3))
    category, naf, name = draw.one_of(_KINDS)
    base = f"{10_000_000 + number:08d}"
    siren = base + luhn.calc_check_digit(base)
    siret = f"{siren}0001"
    siret += luhn.calc_check_digit(siret)
    address = {
        "numeroVoieEtablissement": str(draw.between(1, 120)),
        "typeVoieEtablissement": draw.one_of(_WAYS),
        "libelleVoieEtablissement": f"DE LA {_word(draw)}",
        "codePostalEtablissement": f"96{draw.between(100, 999)}",
        "libelleCommuneEtablissement": town,
    }
    shown = name.format(word=word, other=other, town=town)
    unit, establishment = _pair(siren, siret, shown, category, naf, address)
    if number % 50 == 0:
        establishment |= dict.fromkeys(address, "[ND]") | {
            "statutDiffusionEtablissement": "P",
            "libelleCommuneEtablissement": town,
        }
    if number % 17 == 0:
        establishment["etatAdministratifEtablissement"] = "F"
    return unit, establishment


def _word(draw: Draw) -> str:
    return draw.one_of(_HEADS) + draw.one_of(_TAILS) + draw.one_of(("", *_TAILS))


def _pair(
    siren: str, siret: str, name: str, category: str, naf: str, address: dict[str, str]
) -> tuple[dict, dict]:
    unit = {
        "siren": siren,
        "statutDiffusionUniteLegale": "O",
        "etatAdministratifUniteLegale": "A",
        "denominationUniteLegale": name,
        "categorieJuridiqueUniteLegale": category,
        "activitePrincipaleUniteLegale": naf,
        "nicSiegeUniteLegale": siret[9:],
    }
    establishment = {
        "siren": siren,
        "nic": siret[9:],
        "siret": siret,
        "statutDiffusionEtablissement": "O",
        "dateCreationEtablissement": "2013-01-01",
        "etablissementSiege": "true",
        "etatAdministratifEtablissement": "A",
        "activitePrincipaleEtablissement": naf,
        "nomenclatureActivitePrincipaleEtablissement": "NAFRev2",
        **address,
    }
    return unit, establishment
