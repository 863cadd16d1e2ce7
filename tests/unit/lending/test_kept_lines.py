"""The line of a revised loan, written by hand for speed: read as any event is, it is the loan."""

from datetime import date
from uuid import UUID

import orjson
from hypothesis import given
from hypothesis import strategies as st

from services.lending.portfolio.book import Book, page_of
from services.lending.portfolio.packing import units
from services.lending.portfolio.schemas import LoanLine
from services.lending.revisions.effects import Effects
from services.lending.revisions.lines import kept_lines
from shared.events import from_json
from shared.events.lending import RevisedLoan
from tests.unit.lending.loans import index_loan

BORROWERS = UUID(int=1), UUID(int=2)
texts = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)
cents = st.integers(0, 2**43)
rates = st.decimals(-1, 1, places=6)


@st.composite
def revised_loans(draw) -> RevisedLoan:
    return RevisedLoan(
        loan_number=draw(texts.filter(str.strip)),
        contract_number=draw(texts),
        product=draw(texts),
        rate_before=draw(rates),
        rate_after=draw(rates),
        progressivity_before=draw(rates),
        progressivity_after=draw(rates),
        first_revised_on=draw(st.dates(date(2000, 1, 1), date(2150, 12, 31))),
        instalment_before_cents=draw(cents),
        instalment_after_cents=draw(cents),
        outstanding_cents=draw(cents),
    )


def book_of(loans: list[RevisedLoan]) -> Book:
    """The loans, of one borrower and the other by turns."""
    facts = [
        (loan.loan_number, loan.contract_number, date(2020, 1, 1), BORROWERS[place % 2], loan.product)
        for place, loan in enumerate(loans)
    ]
    return Book.of([page_of([LoanLine(*each, "", index_loan(), {}) for each in facts])])


def kept(loans: list[RevisedLoan]) -> dict[int, str]:
    """The lines of the loans, all of them revised."""
    effects = Effects.none(len(loans))
    for place, loan in enumerate(loans):
        effects.is_change[place] = True
        for name in ("rate_before", "rate_after", "progressivity_before", "progressivity_after"):
            getattr(effects, name)[place] = units(getattr(loan, name))
        effects.first_revised_on[place] = loan.first_revised_on.toordinal()
        effects.first_before[place] = loan.instalment_before_cents
        effects.first_after[place] = loan.instalment_after_cents
        effects.outstanding[place] = loan.outstanding_cents
    return kept_lines(book_of(loans), effects)


@given(st.lists(revised_loans(), min_size=1, max_size=5))
def test_a_line_is_read_as_the_loan_whatever_its_numbers_and_product_are(loans):
    by_borrower = kept(loans)
    for rank, lines in by_borrower.items():
        told = [from_json(RevisedLoan, orjson.loads(line)) for line in lines.split("\n")]
        assert told == loans[rank::2]


@given(revised_loans())
def test_loans_that_did_not_change_have_no_line(loan):
    assert kept_lines(book_of([loan]), Effects.none(1)) == {}
