"""The product catalogue says dated facts and nothing that it does not know."""

from datetime import date
from decimal import Decimal

import pytest

from services.lending.data.catalogue import products


@pytest.mark.parametrize(
    ("code", "signed_on", "years", "margin"),
    [
        ("PLUS", date(2008, 7, 31), 40, "0.008"),
        ("PLUS", date(2008, 8, 1), 40, "0.006"),
        ("PLAI", date(2008, 7, 31), 40, "0.003"),
        ("PLAI", date(2013, 2, 1), 40, "-0.002"),
        ("PLS", date(2013, 8, 1), 40, "0.0111"),
        ("PAM_ECO", date(2015, 9, 22), 15, "-0.0075"),
        ("PAM_ECO", date(2015, 9, 22), 16, "-0.0045"),
        ("PAM_ECO", date(2015, 9, 22), 25, "-0.0025"),
    ],
)
def test_a_margin_is_the_one_of_the_day_of_signature(code, signed_on, years, margin):
    assert products()[code].margin_on(signed_on, years) == Decimal(margin)


def test_a_margin_that_no_source_gives_is_not_guessed():
    assert products()["DUOZ"].margin_on(date(2025, 1, 1), 20) is None
    assert products()["PAM_ECO"].margin_on(date(2015, 9, 22), 26) is None


def test_a_land_loan_has_the_margin_of_the_building_it_belongs_to():
    assert products()["PLUS_FONCIER"].margins == products()["PLUS"].margins
    assert products()["PLAI_FONCIER"].margins == products()["PLAI"].margins


@pytest.mark.parametrize(
    ("signed_on", "years"), [(date(2013, 12, 31), 50), (date(2015, 1, 1), 60), (date(2018, 6, 1), 50)]
)
def test_the_longest_term_of_a_land_loan_depends_on_the_day(signed_on, years):
    assert products()["PLUS_FONCIER"].longest_term(signed_on) == years


def test_every_product_and_every_margin_names_its_source():
    for product in products().values():
        assert product.source, product.code
        assert product.confidence in {"source", "derived", "memory"}
        assert all(
            row.source and row.confidence in {"source", "derived", "memory"} for row in product.margins
        )


def test_the_margins_of_one_term_never_overlap():
    for product in products().values():
        for margin in product.margins:
            same = [
                row for row in product.margins if row.term_years == margin.term_years and row is not margin
            ]
            assert not any(row.first_day <= margin.first_day <= (row.last_day or date.max) for row in same), (
                product.code
            )
