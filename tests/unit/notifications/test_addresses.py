import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.addresses import (
    AddressIncomplete,
    AddressTooLong,
    AddressUnreadable,
    PostalAddress,
    PostcodeInvalid,
    address_lines,
    addressee,
)
from shared.errors import Refusal


def lines(**elements) -> tuple[str, ...]:
    return address_lines(
        PostalAddress(
            **{
                "function": "Monsieur ou Madame le Maire",
                "structure": "Commune de Digne",
                "street": "1, rue de l’Église",
                "postcode": "04000",
                "town": "Digne-les-Bains",
                **elements,
            }
        )
    )


def test_the_lines_go_from_the_person_to_the_town():
    assert lines(building="Bâtiment A", place="BP 214") == (
        "Monsieur ou Madame le Maire",
        "COMMUNE DE DIGNE",
        "BÂTIMENT A",
        "1 RUE DE L EGLISE",
        "BP 214",
        "04000 DIGNE LES BAINS",
    )


def test_what_needs_a_seventh_line_is_refused():
    with pytest.raises(AddressTooLong) as refused:
        lines(recipient="Service des finances", building="Bâtiment A", place="BP 214")
    assert refused.value.facts["field"] == "address"


def test_an_element_that_is_empty_prints_no_line():
    assert lines(building="", recipient=None, place="  ") == (
        "Monsieur ou Madame le Maire",
        "COMMUNE DE DIGNE",
        "1 RUE DE L EGLISE",
        "04000 DIGNE LES BAINS",
    )


def test_three_lines_are_all_in_capitals():
    assert lines(street=None) == ("MONSIEUR OU MADAME LE MAIRE", "COMMUNE DE DIGNE", "04000 DIGNE LES BAINS")


def test_the_structure_keeps_its_accents_and_hyphens_above_the_fourth_line():
    assert lines(structure="Commune de Saint-Étienne")[1] == "COMMUNE DE SAINT-ÉTIENNE"


def test_from_the_fourth_line_on_there_are_letters_digits_and_spaces_only():
    assert lines(recipient="Régie", building="Bât. n° 3 – 2e étage")[3] == "BAT N 3 2E ETAGE"


def test_a_long_structure_flows_on_a_second_line_where_there_is_room():
    assert lines(structure="Office public de l’habitat de la métropole du Grand Lyon")[1:3] == (
        "OFFICE PUBLIC DE L'HABITAT DE LA",
        "MÉTROPOLE DU GRAND LYON",
    )


def test_a_long_structure_is_abbreviated_where_there_is_no_room():
    written = lines(structure="Office public de l’habitat de la ville de Lyon", building="A", place="BP 1")
    assert written[1] == "OPH DE LA VILLE DE LYON"


def test_a_street_is_abbreviated_only_as_far_as_it_takes():
    assert "12 AVENUE DES FLEURS" in lines(street="12 avenue des Fleurs")
    assert "12 AV DU GENERAL DE GAULLE" not in lines(street="12 avenue du Général de Gaulle")
    assert "128 BD DU MARECHAL JEAN DE LATTRE" in lines(street="128, boulevard du Maréchal Jean de Lattre")


@pytest.mark.parametrize(
    ("elements", "refusal", "field"),
    [
        ({"street": "1 rue " + "interminable " * 4}, AddressTooLong, "street"),
        ({"town": "Saint-Rémy-en-Bouzemont-Saint-Genest-et-Isson Cedex"}, AddressTooLong, "town"),
        ({"structure": "A" * 39}, AddressTooLong, "structure"),
        ({"structure": "mot " * 40}, AddressTooLong, "address"),
        ({"structure": " "}, AddressIncomplete, "structure"),
        ({"structure": "—"}, AddressIncomplete, "structure"),
        ({"town": ""}, AddressIncomplete, "town"),
        ({"postcode": "4000"}, PostcodeInvalid, "postcode"),
        ({"postcode": "2A004"}, PostcodeInvalid, "postcode"),
        ({"structure": "市役所"}, AddressUnreadable, "structure"),
        ({"street": "1 rue\x00"}, AddressUnreadable, "street"),
        ({"structure": "Commune\u202ede Digne"}, AddressUnreadable, "structure"),
    ],
)
def test_an_address_that_cannot_be_written_is_refused_with_the_element_and_the_reason(
    elements, refusal, field
):
    with pytest.raises(refusal) as refused:
        lines(**elements)
    assert refused.value.facts["field"] == field
    assert field in refused.value.sentences.french or elements[field] in refused.value.sentences.french


ELEMENT = st.text(st.sampled_from("aàéÈçœŒ&'’-.,/ nNrRuUeE0123456789°º"), max_size=50)


@given(
    function=ELEMENT, structure=ELEMENT, recipient=ELEMENT, building=ELEMENT,
    street=ELEMENT, place=ELEMENT, town=ELEMENT,
)  # fmt: skip
def test_an_address_is_written_by_the_standard_or_refused(**elements):
    try:
        written = lines(**elements)
    except Refusal:
        return
    assert 3 <= len(written) <= 6
    assert all(line == line.strip() and 0 < len(line) <= 38 for line in written)
    assert all(line == line.upper() for line in written[-3:])
    assert all(re.fullmatch(r"[A-Z0-9]+( [A-Z0-9]+)*", line) for line in [*written[3:], written[-1]])


@given(structure=ELEMENT.filter(lambda text: len(text) <= 30 and re.search(r"[a-zA-Z0-9]", text)))
def test_no_letter_of_a_name_that_fits_is_lost(structure):
    spelled = structure.replace("’", "'").replace("œ", "OE").replace("Œ", "OE").upper()
    assert lines(structure=structure)[1].split() == spelled.split()


@pytest.mark.parametrize(
    ("function", "named"),
    [
        ("Le Maire", "Monsieur ou Madame le Maire"),
        ("maire", "Monsieur ou Madame le Maire"),
        ("La Présidente", "Madame la Présidente"),
        ("L’administrateur", "Monsieur ou Madame l'Administrateur"),
        ("Administrateur", "Monsieur ou Madame l'Administrateur"),
        ("Le Directeur général", "M. ou Mme le Directeur général"),
        ("Monsieur le Préfet", "Monsieur le Préfet"),
        ("", "M. ou Mme le Représentant légal"),
    ],
)
def test_a_letter_is_addressed_to_the_function_and_not_to_a_name(function, named):
    assert addressee(function) == named
