"""The demonstration bank: who it lends to, who works there, which systems feed it. The same on every machine.

Nothing here exists. SIREN numbers carry a valid key but lie in 000 001 xxx, below the first number that INSEE
ever attributed; mail goes to example.org, which is nobody's (RFC 2606); towns and départements are invented.
"""

import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from uuid import UUID, uuid5

from stdnum import luhn

from deploy.demo import portfolio

STRUCTURES_FILE = Path(__file__).with_name("structures.toml")
FAMILY = UUID("5f1c6f5e-0000-5000-8000-000000000096")
FIRST_SIREN = 101
FIRST_CLIENT_NUMBER = 310_260

# Kind of structure → legal category and activity (INSEE), sector of the portal, addressee of its letters.
KINDS = {
    "public_housing_office": ("4140", "68.20A", "social_housing", "Le Directeur général"),
    "social_housing_company": ("5546", "68.20A", "social_housing", "La Directrice générale"),
    "social_housing_company_with_board": ("5646", "68.20A", "social_housing", "Le Président du directoire"),
    "housing_cooperative": ("5547", "68.20A", "social_housing", "La Présidente"),
    "housing_cooperative_with_board": ("5647", "68.20A", "social_housing", "La Présidente du directoire"),
    "housing_mixed_company": ("5515", "68.20A", "social_housing", "Le Directeur général"),
    "development_mixed_company": ("5515", "42.99Z", "companies", "La Directrice générale"),
    "association": ("9220", "87.90B", "social_housing", "La Présidente"),
    "foundation": ("9300", "87.90B", "social_housing", "Le Président"),
    "hospital": ("7364", "86.10Z", "local_authorities", "La Directrice générale"),
    "care_home": ("7366", "87.10A", "local_authorities", "Le Directeur"),
    "land_agency": ("4140", "84.13Z", "local_authorities", "Le Directeur général"),
    "social_action_centre": ("7361", "88.99B", "local_authorities", "La Présidente"),
    "department": ("7220", "84.11Z", "local_authorities", "Le Président du conseil départemental"),
    "metropolis": ("7344", "84.11Z", "local_authorities", "La Présidente"),
    "urban_community": ("7343", "84.11Z", "local_authorities", "Le Président"),
    "agglomeration": ("7348", "84.11Z", "local_authorities", "Le Président"),
    "community": ("7346", "84.11Z", "local_authorities", "La Présidente"),
    "municipality": ("7210", "84.11Z", "local_authorities", "Le Maire"),
}

STAFF = [
    ("Madame", "Claire", "Vasseur", ["rates.officer"]),
    ("Monsieur", "Karim", "Benali", ["rates.approver"]),
    (
        "Madame",
        "Hélène",
        "Quéméner",
        [
            "lending.agent",
            "lending.payments",
            "structures.agent",
            "notifications.agent",
            "identity.agent",
            "habilitations.agent",
        ],
    ),
    ("Monsieur", "Olivier", "Rossi", ["operator"]),
]

BANK_SYSTEMS = [
    ("registre-des-tiers", "Registre des tiers", ["bank.structures"]),
    ("gestion-des-prets", "Gestion des prêts", ["bank.loans", "bank.read"]),
    ("donnees-de-marche", "Données de marché", ["bank.index_values"]),
    ("routage-du-courrier", "Routage du courrier", ["bank.mail_status"]),
]


DEMONSTRATION_PASSWORD = "Demonstration-2026"  # noqa: S105 - of invented people, shown by the summary
"""Secrets of the demonstration are public: nothing else runs with them."""


def demonstration_secret(client_id: str) -> str:
    """What a system of the demonstration bank presents itself with."""
    return f"secret-of-the-demonstration-{client_id}"


def structures() -> list[dict]:
    """Every structure, in the import format of the service structures."""
    return [_import_row(number, entry) for number, entry in enumerate(_book()["structures"])]


def loan_lines(lines: int = portfolio.LINES) -> Iterator[dict]:
    """Loan lines in the import format of the service lending, in the order of their contracts' signatures."""
    book = _book()
    ids = {row["name"]: row["structure_id"] for row in structures()}
    towns = {town["name"]: town for town in book["towns"]}
    return portfolio.loan_lines(book["structures"], towns, ids, lines)


def staff() -> list[dict]:
    """People of the bank: person_id, title, first_name, last_name, email and the rights to grant them."""
    return [
        {
            "person_id": str(uuid5(FAMILY, f"{first} {last}")),
            "title": title,
            "first_name": first,
            "last_name": last,
            "email": f"{_plain(first)}.{_plain(last)}@banque.example.org",
            "rights": rights,
        }
        for title, first, last, rights in STAFF
    ]


def bank_systems() -> list[dict]:
    """Other systems of the bank: system_id, client_id, name and the rights to grant them."""
    return [
        {"system_id": str(uuid5(FAMILY, client_id)), "client_id": client_id, "name": name, "rights": rights}
        for client_id, name, rights in BANK_SYSTEMS
    ]


@cache
def _book() -> dict:
    return tomllib.loads(STRUCTURES_FILE.read_text(encoding="utf-8"))


def _import_row(number: int, entry: dict) -> dict:
    legal_category, naf, sector, representative = KINDS[entry["kind"]]
    siren = _keyed(f"{FIRST_SIREN + number:08d}")
    return {
        "structure_id": str(uuid5(FAMILY, siren)),
        "name": entry["name"],
        "siren": siren,
        "siret": _keyed(siren + "0001"),
        "legal_category": legal_category,
        "naf": naf,
        "sector": sector,
        "address": _address(entry),
        "representative_function": representative,
        "contact_email": f"{entry['mail']}@{_domain(entry['name'])}.example.org" if "mail" in entry else None,
        "paper_wanted": entry["paper"],
        "client_number": str(FIRST_CLIENT_NUMBER + 37 * number),
    }


def _address(entry: dict) -> dict:
    town = next(town for town in _book()["towns"] if town["name"] == entry["town"])
    return {
        "recipient": entry.get("recipient"),
        "building": entry.get("building"),
        "street": entry["street"],
        "place": entry.get("place"),
        "postcode": town["postcode"],
        "town": town["name"],
    }


def _keyed(digits: str) -> str:
    """The digits with their Luhn key behind them."""
    return digits + luhn.calc_check_digit(digits)


def _plain(text: str) -> str:
    """Lower case, without accents."""
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()


def _domain(name: str) -> str:
    words = _plain(name.replace("'", " ").replace("-", " ")).split()
    return "-".join(words)
