"""The engine against the rules written once more in their plainest form (naive.py)."""

from hypothesis import assume, given
from hypothesis import strategies as st

from services.lending.domain.early_repayment import EarlyRepaymentTooLarge
from services.lending.domain.schedule import schedule
from tests.unit.lending.naive import naive_rows
from tests.unit.lending.strategies import fixings, terms, with_early_repayments


@given(terms(plain=True), fixings())
def test_the_engine_gives_what_the_rules_in_their_plainest_form_give(loan, values):
    assert list(map(tuple, schedule(loan, values).rows)) == naive_rows(loan, values)


@given(terms(plain=True).flatmap(lambda loan: st.tuples(with_early_repayments(loan), fixings())))
def test_early_repayments_too(drawn):
    loan, values = drawn
    try:
        computed = schedule(loan, values).rows
    except EarlyRepaymentTooLarge:
        assume(False)
    assert list(map(tuple, computed)) == naive_rows(loan, values)
