"""The engine against the rules written once more in their plainest form (naive.py)."""

from hypothesis import assume, given
from hypothesis import strategies as st

from services.lending.domain.early_repayment import EarlyRepaymentTooLarge
from services.lending.domain.schedule import schedule
from tests.unit.lending.naive import naive_rows
from tests.unit.lending.strategies import both_indexes, fixings, terms, with_early_repayments


def assert_same(loan, values):
    histories = both_indexes(values)
    try:
        computed = schedule(loan, histories).rows
    except EarlyRepaymentTooLarge:
        assume(False)
    assert list(map(tuple, computed)) == naive_rows(loan, histories)


@given(terms(switches=True), fixings())
def test_the_engine_gives_what_the_rules_in_their_plainest_form_give(loan, values):
    assert_same(loan, values)


@given(terms(switches=True).flatmap(lambda loan: st.tuples(with_early_repayments(loan), fixings())))
def test_early_repayments_too(drawn):
    assert_same(*drawn)
