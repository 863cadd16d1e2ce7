"""Finding a structure by what people type."""

import pytest

from services.structures.domain.numbers import printed_client_number
from services.structures.domain.search import question, searchable
from tests.unit.structures.conftest import ROWS

FOUND_BY = {row["name"]: row for row in ROWS}
HOSPITAL = FOUND_BY["Centre hospitalier de Valmonde"]


@pytest.mark.parametrize(
    ("typed", "compared"),
    [
        ("L'ÉTABLISSEMENT  Public", "l etablissement public"),
        ("Cœur-de-Ville", "coeur de ville"),
        ("SAINT‑AUBIN", "saint aubin"),
        ("  ", ""),
        ("!?%_", ""),
    ],
)
def test_names_are_compared_without_case_accents_and_punctuation(typed, compared):
    assert searchable(typed) == compared


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("314363", "000314363"),
        ("000314363", "000314363"),
        ("14363", None),
        ("100314363", None),
        ("٣١٤٣٦٣", None),
    ],
)
def test_a_client_number_has_six_digits_typed_and_nine_printed(typed, printed):
    assert printed_client_number(typed) == printed


def test_nine_digits_may_be_a_siren_or_a_client_number():
    asked = question("000 314 363")
    assert (asked.siren, asked.client_number) == ("000314363", "000314363")


@pytest.mark.parametrize(
    "typed",
    [
        "centre hospitalier de valmonde",
        "HOSPITALIER VALMONDE",
        "hôspitaliér",
        HOSPITAL["siren"],
        HOSPITAL["siret"],
        f"{HOSPITAL['siret'][:3]} {HOSPITAL['siret'][3:6]} {HOSPITAL['siret'][6:9]} {HOSPITAL['siret'][9:]}",
        HOSPITAL["client_number"],
        "000" + HOSPITAL["client_number"],
    ],
)
def test_a_structure_is_found_by_any_of_its_names_and_numbers(filled, typed):
    assert HOSPITAL["name"] in _found(filled, typed)


@pytest.mark.parametrize("typed", ["%", "_", "''", "introuvable", "999999999", "12345678901234"])
def test_what_matches_nothing_finds_nothing(filled, typed):
    assert _found(filled, typed) == []


def test_an_empty_search_gives_everything_in_order_of_name_page_by_page(filled):
    agent = filled.headers("lending.agent")
    names, query = [], {"limit": 10}
    while query:
        page = filled.client.get("/structures", query_string=query, headers=agent).json
        names += [item["name"] for item in page["items"]]
        query = {"limit": 10, "after": page["next"]} if page["next"] else None
    assert names == sorted((row["name"] for row in ROWS), key=searchable)


def test_a_structure_is_read_whole(filled):
    agent = filled.headers("bank.read")
    read = filled.client.get(f"/structures/{HOSPITAL['structure_id']}", headers=agent).json
    del read["recorded_at"]
    assert read == HOSPITAL | {"version": 1, "client_number": "000" + HOSPITAL["client_number"]}


def test_a_structure_that_is_not_there_is_missing(filled):
    agent = filled.headers("structures.agent")
    path = "/structures/00000000-0000-0000-0000-000000000001"
    assert filled.client.get(path, headers=agent).status_code == 404
    assert filled.client.get(path + "/changes", headers=agent).status_code == 404


@pytest.mark.parametrize("right", ["rates.officer", "bank.loans"])
def test_who_has_no_business_with_structures_reads_none(filled, right):
    other = filled.headers(right)
    assert filled.client.get("/structures", headers=other).status_code == 403


def _found(structures, typed):
    agent = structures.headers("structures.agent")
    found = structures.client.get("/structures", query_string={"q": typed}, headers=agent)
    return [item["name"] for item in found.json["items"]]
