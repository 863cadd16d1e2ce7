"""The pages of the book: what loans have in common is written once."""

from dataclasses import fields
from datetime import date
from decimal import Decimal
from uuid import UUID

import numpy as np
import pytest

from services.lending.portfolio.book import Book, first_loans, page_of
from services.lending.portfolio.schemas import LoanLine
from tests.unit.lending.loans import fixed_loan, index_loan

TOWNS = [UUID(int=number) for number in range(1, 4)]


def line(number: int) -> LoanLine:
    """Each of another borrower, product and rule than the one before; two in three are guaranteed."""
    shares = {town: Decimal("0.5") for town in TOWNS[: number % 3]} if number % 3 else {}
    terms = index_loan(instalments=number + 2) if number % 2 else fixed_loan(instalments=number + 2)
    whose = date(2020, 1, 1), UUID(int=100 + number // 2), f"PRODUCT-{number % 4}"
    return LoanLine(f"loan-{number}", f"contract-{number // 2}", *whose, "", terms, shares)


LINES = list(map(line, range(12)))


def written(book: Book) -> list:
    """All that it says."""
    facts = []
    for each in fields(book):
        values = getattr(book, each.name)
        parts = values if isinstance(values, tuple) else (values,)
        facts += [part.tolist() if isinstance(part, np.ndarray) else part for part in parts]
    return facts


@pytest.mark.parametrize("loans", range(1, 13))
def test_the_first_loans_of_a_page_are_the_page_of_the_first_loans(loans):
    assert written(Book.of([first_loans(page_of(LINES), loans)])) == written(
        Book.of([page_of(LINES[:loans])])
    )


@pytest.mark.parametrize("cut", range(1, 12))
def test_pages_one_after_the_other_say_what_one_page_does(cut):
    pages = [page_of(LINES[:cut]), page_of(LINES[cut:])]
    assert written(Book.of(pages)) == written(Book.of([page_of(LINES)]))
