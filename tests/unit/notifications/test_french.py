from datetime import date
from decimal import Decimal

import pytest
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.domain.french import (
    count,
    day,
    euros,
    euros_change,
    lower_first,
    of_index,
    percent,
    short_day,
    the_index,
    typeset,
    whole,
)


@given(st.integers(-(10**17), 10**17))
def test_amounts_are_written_as_babel_writes_them(cents):
    expected = format_currency(Decimal(cents) / 100, "EUR", locale="fr_FR", currency_digits=True)
    assert euros(cents) == expected.replace("-", "\u2212")


def test_an_amount_never_breaks_at_the_end_of_a_line():
    assert euros(123_456_789) == "1\u202f234\u202f567,89\u00a0€"


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [(100, 90, "\u22120,10\u00a0€"), (90, 100, "+0,10\u00a0€"), (5, 5, "inchangé")],
)
def test_a_change_of_amount_has_its_sign(before, after, said):
    assert euros_change(before, after) == said


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        ("0.015", "1,50\u202f%"),
        ("0", "0,00\u202f%"),
        ("-0.005", "\u22120,50\u202f%"),
        ("0.0123456", "1,2346\u202f%"),
        ("0.02125", "2,125\u202f%"),
        ("1.5", "150,00\u202f%"),
    ],
)
def test_a_rate_has_two_decimals_and_four_where_it_needs_them(rate, said):
    assert percent(Decimal(rate)) == said


def test_only_the_first_of_a_month_is_an_ordinal():
    assert day(date(2026, 2, 1)) == "1er février 2026"
    assert day(date(2026, 8, 21)) == "21 août 2026"
    assert short_day(date(2026, 2, 1)) == "01/02/2026"


def test_french_has_no_plural_below_two():
    assert [count(number, "ligne", "lignes") for number in (0, 1, 2, 1500)] == [
        "0\u00a0ligne",
        "1\u00a0ligne",
        "2\u00a0lignes",
        "1\u202f500\u00a0lignes",
    ]
    assert whole(15_000) == "15\u202f000"


def test_an_index_takes_its_article():
    assert (the_index("livret_a"), of_index("livret_a")) == ("le Livret A", "du Livret A")
    assert of_index("inflation") == "de l’inflation hors tabac"


def test_a_text_of_law_is_quoted_inside_a_sentence():
    assert lower_first("Arrêté du 28 janvier 2026") == "arrêté du 28 janvier 2026"
    assert lower_first("CRBF n° 86-13") == "CRBF n° 86-13"
    assert lower_first("") == ""


def test_high_punctuation_never_starts_a_line():
    assert typeset("Objet : « A ; B » ?") == "Objet\u00a0: «\u00a0A\u202f; B\u00a0»\u202f?"
