"""The loans of the demonstration bank: operations that became contracts of one or more lines.

Products, their margins by date and their longest terms come from lending's catalogue; amounts, works and
addresses are invented, at prices of their time. Every loan is alive at ALIVE_ON.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from deploy.demo.draw import Draw
from services.lending.data.catalogue import products

SEED = 20260201
LINES = 5_000
FIRST_YEAR, LAST_YEAR = 1995, 2025
ALIVE_ON = date(2026, 1, 29)
LAST_START = date(2025, 12, 31)
FIRST_LOAN_NUMBER = 5_010_000
FIRST_CONTRACT_NUMBER = 20_101

STREETS = [
    "rue des Tilleuls", "rue du Moulin à vent", "avenue des Forges", "allée des Merisiers", "rue du Stade",
    "chemin des Grandes Terres", "place du Champ de foire", "rue Louise Aubertin", "boulevard de Ceinture",
    "rue du Puits carré", "impasse des Lilas", "rue des Trois Ponts", "rue de la Corderie", "rue du Levant",
]  # fmt: skip
ESTATES = [
    "Les Genêts", "La Colline", "Les Grands Prés", "Le Clos Fleuri", "Les Aulnes", "La Plaine", "Beauregard",
    "Les Hauts de Brume", "Le Parc", "Les Acacias", "La Tuilerie", "Bellevue",
]  # fmt: skip
INSTITUTIONS = [
    "d'un établissement d'hébergement pour personnes âgées de {n} places", "d'un foyer de vie de {n} places",
    "d'une résidence pour jeunes actifs de {n} logements", "d'une maison d'enfants de {n} places",
]  # fmt: skip

# Market rates that fixed-rate loans of those years carry: invented, near what was paid.
FIXED_RATES = {
    1995: "0.072",
    2000: "0.055",
    2005: "0.037",
    2010: "0.035",
    2015: "0.018",
    2020: "0.008",
    2023: "0.036",
}


@dataclass(frozen=True)
class Part:
    """One line that an operation may need.

    share   part of the operation's loans, in percent, before chance moves it by a tenth
    chance  how often operations have it
    terms   usual terms in years, with their weights
    """

    product: str
    share: int
    chance: float
    terms: Mapping[int, int]


HOUSE = {40: 60, 35: 15, 32: 10, 30: 10, 25: 5}
LAND = {50: 70, 60: 25, 40: 5}
WORKS = {15: 20, 20: 40, 25: 40}

OPERATIONS = {
    "construction": [
        Part("PLUS", 44, 0.95, HOUSE),
        Part("PLUS_FONCIER", 12, 0.7, LAND),
        Part("PLAI", 20, 0.6, HOUSE),
        Part("PLAI_FONCIER", 6, 0.4, LAND),
        Part("PHARE", 8, 0.03, HOUSE),
    ],
    "purchase": [
        Part("PLUS", 50, 0.9, HOUSE),
        Part("PLUS_FONCIER", 20, 0.6, LAND),
        Part("PLAI", 20, 0.5, HOUSE),
    ],
    "refurbishment": [
        Part("PAM", 50, 0.85, WORKS),
        Part("PAM_ECO", 35, 0.55, WORKS),
        Part("PAM_BEI", 25, 0.1, WORKS),
    ],
    "social_plus": [
        Part("PLS", 45, 1, HOUSE),
        Part("PLS_FONCIER", 15, 0.6, LAND),
        Part("CPLS", 25, 0.4, HOUSE),
    ],
    "institution": [Part("PHARE", 70, 1, {20: 15, 25: 25, 30: 35, 35: 15, 40: 10})],
    "land": [
        Part("GAIA_LT", 80, 0.7, {30: 20, 40: 40, 50: 30, 60: 10}),
        Part("GAIA_CT", 60, 0.5, {15: 100}),
    ],
}

RISING = {"0": 50, "0.005": 35, "0.0025": 15}
FALLING = {"-0.005": 50, "-0.01": 25, "-0.0025": 15, "-0.02": 10}
SHARED_GUARANTEES = {("0.55", "0.45"): 45, ("0.5", "0.5"): 30, ("0.7", "0.3"): 15, ("0.8", "0.2"): 10}


@dataclass(frozen=True)
class Contract:
    """What the lines of one contract have in common."""

    order: int
    borrower: str
    town: Mapping
    signed_on: date
    starts_on: date
    months: int
    guarantors: tuple[tuple[str, str], ...]


def loan_lines(borrowers: list[dict], towns: Mapping, ids: Mapping[str, str], lines: int) -> Iterator[dict]:
    """That many loan lines, in the import format of lending.

    borrowers  entries of structures.toml; those with a weight borrow
    towns      entries of structures.toml by name
    ids        structure ids by name
    """
    drawn = _contracts(Draw(SEED), [entry for entry in borrowers if "weight" in entry], towns, lines)
    drawn.sort(key=lambda pair: (pair[0].signed_on, pair[0].order))
    number = FIRST_LOAN_NUMBER
    for rank, (contract, contract_lines) in enumerate(drawn):
        for line in contract_lines:
            yield _import_row(contract, line, number, FIRST_CONTRACT_NUMBER + rank, ids)
            number += 1


def _contracts(
    draw: Draw, borrowers: list[dict], towns: Mapping, lines: int
) -> list[tuple[Contract, list[dict]]]:
    """Contracts with their lines, until there are enough lines."""
    entries = {entry["name"]: entry for entry in borrowers}
    weights = {name: entry["weight"] for name, entry in entries.items()}
    drawn, left = [], lines
    while left:
        borrower = entries[draw.weighted(weights)]
        contract = _contract(draw, len(drawn), borrower, towns)
        contract_lines = _lines(draw, contract, draw.weighted(borrower["works"]))[:left]
        if contract_lines:
            drawn.append((contract, contract_lines))
            left -= len(contract_lines)
    return drawn


def _contract(draw: Draw, order: int, borrower: Mapping, towns: Mapping) -> Contract:
    town = towns[
        draw.one_of([name for name, town in towns.items() if town["department"] in borrower["area"]])
    ]
    signed_on = _day_of_signature(draw)
    return Contract(
        order=order,
        borrower=borrower["name"],
        town=town,
        signed_on=signed_on,
        starts_on=_start(draw, signed_on),
        months=draw.weighted({12: 74, 3: 26}),
        guarantors=_guarantors(draw, borrower["name"], town),
    )


def _day_of_signature(draw: Draw) -> date:
    """Any day of thirty years: the bank grew, and old loans are repaid, so recent years weigh more."""
    years = {year: year - FIRST_YEAR + 8 for year in range(FIRST_YEAR, LAST_YEAR + 1)}
    return date(draw.weighted(years), 1, 1) + timedelta(days=draw.between(0, 300))


def _start(draw: Draw, signed_on: date) -> date:
    """Some months after the signature; often the first of a month, sometimes its last day."""
    later = signed_on + timedelta(days=draw.between(30, min(540, (LAST_START - signed_on).days)))
    if draw.chance(0.6):
        later = later.replace(day=1)
    elif draw.chance(0.04):
        later = later.replace(month=draw.one_of([1, 3, 5, 7, 8, 10, 12]), day=31)
    return max(signed_on, later)


def _guarantors(draw: Draw, borrower: str, town: Mapping) -> tuple[tuple[str, str], ...]:
    """Who guarantees a loan of that town, with shares that sum to 1."""
    municipality = ("Commune d'" if town["name"][0] in "AEIOUÉ" else "Commune de ") + town["name"]
    several = [municipality, town["community"], town["department"]]
    if draw.chance(0.25):
        return tuple(
            zip([several[draw.between(0, 1)], several[2]], draw.weighted(SHARED_GUARANTEES), strict=True)
        )
    if draw.chance(0.05):
        return tuple(zip(several, ("0.5", "0.3", "0.2"), strict=True))
    return ((draw.weighted({municipality: 45, town["community"]: 30, town["department"]: 25}), "1"),)


def _lines(draw: Draw, contract: Contract, works: str) -> list[dict]:
    """The lines that an operation needs, of products that were offered then and are not repaid yet."""
    units = draw.between(4, 30) if draw.chance(0.8) else draw.between(31, 90)
    subject = _object(draw, works, units, contract)
    loans_euros = units * _price_euros(contract.signed_on.year, works)
    lines = []
    for part in OPERATIONS[works]:
        years = _term(draw, part, contract)
        if draw.chance(part.chance) and years:
            euros = loans_euros * part.share * draw.between(90, 110) // 10_000
            terms = {"principal": f"{euros}.00"} | _terms(draw, part.product, years, contract)
            lines.append({"product": part.product, "object": subject, "terms": terms})
    return lines


def _price_euros(year: int, works: str) -> int:
    """What one dwelling or place costs, in euros of its year."""
    new = 62_000 + 3_300 * (year - FIRST_YEAR)
    return {"refurbishment": new // 4, "land": new // 3}.get(works, new)


def _term(draw: Draw, part: Part, contract: Contract) -> int | None:
    """Years of the line; None when the product was not offered, or every such loan is repaid by now."""
    product = products()[part.product]
    if product.offered_from and contract.signed_on < product.offered_from:
        return None
    longest = product.longest_term(contract.signed_on)
    alive = {
        years: weight
        for years, weight in part.terms.items()
        if years <= longest and contract.starts_on.year + years > ALIVE_ON.year
    }
    return draw.weighted(alive) if alive else None


def _object(draw: Draw, works: str, units: int, contract: Contract) -> str:
    street = f"{draw.between(1, 98)} {draw.one_of(STREETS)}"
    town = contract.town["name"]
    match works:
        case "refurbishment":
            return f"Réhabilitation de {units} logements, résidence {draw.one_of(ESTATES)}, {town}"
        case "institution":
            return f"Construction {draw.one_of(INSTITUTIONS).format(n=units)}, {street}, {town}"
        case "land":
            return f"Acquisition d'un terrain pour {units} logements, {street}, {town}"
        case "purchase":
            return f"Acquisition en VEFA de {units} logements, {street}, {town}"
        case _:
            return f"Construction de {units} logements, {street}, {town}"


def _terms(draw: Draw, code: str, years: int, contract: Contract) -> dict:
    """The terms of one line, as contracts of that product have them."""
    months = contract.months if contract.months in products()[code].periodicities else 12
    terms = {
        "starts_on": contract.starts_on.isoformat(),
        "instalments": years * 12 // months,
        "months_between_instalments": months,
    }
    if months < 12 and draw.chance(0.3):
        terms["interest_mode"] = "proportional"
    fixed = not products()[code].margins or (products()[code].fixed_rate and draw.chance(0.15))
    if fixed:
        return terms | _growing(draw, months, "none") | {"rate": _fixed_rate(draw, contract)}
    terms["rate"] = _indexed_rate(code, years, contract)
    if draw.chance(0.06):
        return terms | _constant_principal(draw)
    revision = draw.weighted({"DR": 48, "DL": 31, "SR": 21})
    return terms | _growing(draw, months, revision) | _deferral(draw, code, months)


def _fixed_rate(draw: Draw, contract: Contract) -> dict:
    year = max(known for known in FIXED_RATES if known <= contract.signed_on.year)
    return {
        "kind": "fixed",
        "value": str(Decimal(FIXED_RATES[year]) + Decimal(draw.between(-20, 20)) / 10_000),
    }


def _indexed_rate(code: str, years: int, contract: Contract) -> dict:
    margin = products()[code].margin_on(contract.signed_on, years)
    return {"kind": "index", "index": "livret_a", "margin": str(margin)}


def _growing(draw: Draw, months: int, revision: str) -> dict:
    """Instalments that grow or shrink; with a limited double revision (DL) they never shrink."""
    choices = FALLING if revision != "DL" and draw.chance(0.6) else RISING
    growth = {
        "profile": "instalment_priority",
        "progressivity": draw.weighted(choices),
        "revision": revision,
    }
    if months < 12 and draw.chance(0.5):
        growth["progressivity_applies"] = "every_year"
    return growth


def _constant_principal(draw: Draw) -> dict:
    growth = draw.weighted({"0": 75, "0.01": 15, "0.02": 10})
    return {"profile": "capital_priority", "capital_progressivity": growth, "revision": "SR"}


def _deferral(draw: Draw, code: str, months: int) -> dict:
    """Up to two years without principal, for one new building in eight."""
    if code.startswith("PAM") or not draw.chance(0.12):
        return {}
    interest = draw.weighted({"paid": 60, "capitalised": 25, "deferred": 15})
    return {"deferral": {"instalments": draw.between(1, 2) * 12 // months, "interest": interest}}


def _import_row(
    contract: Contract, line: dict, number: int, contract_number: int, ids: Mapping[str, str]
) -> dict:
    return {
        "loan_number": str(number),
        "contract_number": str(contract_number),
        "contract_signed_on": contract.signed_on.isoformat(),
        "borrower_id": ids[contract.borrower],
        "product": line["product"],
        "object": line["object"],
        "terms": line["terms"],
        "guarantors": [{"structure_id": ids[name], "share": share} for name, share in contract.guarantors],
    }
