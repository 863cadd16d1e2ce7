"""Columns against the exact rules: whole chunks of any loans, each to the cent or left to the exact rules."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import numpy as np
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from deploy.demo.bank import loan_lines
from services.lending.domain.batch import lines as batch_lines
from services.lending.domain.batch.calendar import due_on, dues_before
from services.lending.domain.batch.lines import Lines
from services.lending.domain.batch.rounding import Rounding
from services.lending.domain.batch.shares import split
from services.lending.domain.calendar import due_dates, is_stub
from services.lending.domain.effect import effect_of
from services.lending.domain.fixings import Fixing, IndexHistory
from services.lending.domain.schedule import schedule
from services.lending.domain.shares import split_by_shares
from services.lending.domain.terms import Deferral, Terms, followed_index
from services.lending.portfolio.book import Book, page_of
from services.lending.portfolio.computing import revised_schedule
from services.lending.portfolio.packing import pack
from services.lending.portfolio.pieces import Piece
from services.lending.portfolio.schemas import LoanLine, LoanLineSchema
from services.lending.revisions.columns import revise_columns
from services.lending.revisions.effects import Effects, column_effects
from services.lending.revisions.rules import Rules
from services.rates.reference import history
from shared.errors import Refusal
from tests.unit.lending.loans import FIXINGS, early, index_loan
from tests.unit.lending.strategies import fixings, terms, with_early_repayments

SOMEONE = UUID(int=1)
AS_OF = date(2026, 1, 29)


def line(number: int, loan: Terms) -> LoanLine:
    return LoanLine(f"{number}", f"{number}", AS_OF, SOMEONE, "PLUS", "", loan, {})


def book_of(loans: list[Terms]) -> Book:
    return Book.of([page_of([line(number, loan) for number, loan in enumerate(loans)])])


def revised(loans: list[Terms], known: list[Fixing], new: Fixing, called: dict[int, date] | None = None):
    """What columns make of loans whose index takes a new value; and each loan's schedule before."""
    before = [schedule(loan, known) for loan in loans]
    rules = Rules("livret_a", IndexHistory([*known, new]), new.effective_on)
    piece = Piece.of([pack(plan) for plan in before])
    book = book_of(loans)
    result = revise_columns(book, piece, rules, called or {})
    effects, _, told = column_effects(book, piece, result, new.effective_on, AS_OF)
    return before, rules, result, effects, told


def check(loans: list[Terms], known: list[Fixing], new: Fixing) -> int:
    """Hold each loan against the exact rules; returns how many columns revised."""
    before, rules, result, effects, told = revised(loans, known, new)
    for slot, (loan, plan) in enumerate(zip(loans, before, strict=True)):
        if result.open[slot]:
            continue
        exact = revised_schedule(loan, rules.history, plan, date.min, new.effective_on)
        assert result.piece.rows_of(slot) == exact.rows
        if told[slot]:
            wanted = Effects.none(1)
            wanted.put(0, effect_of(plan, exact, new.effective_on, AS_OF))
            for name in Effects.__slots__:
                assert getattr(effects, name)[slot] == getattr(wanted, name)[0], name
    return int(result.changed.sum())


@st.composite
def any_loan(draw) -> Terms:
    loan = draw(terms())
    return draw(with_early_repayments(loan)) if draw(st.booleans()) else loan


@st.composite
def usual_loans(draw) -> Terms:
    """What columns hold, of amounts and rates where rounding is close."""
    kind, months = draw(st.sampled_from(["SR", "DR", "DL"])), draw(st.sampled_from([1, 3, 6, 12]))
    count = draw(st.integers(2, min(200, 80 * 12 // months)))
    interest, deferred = draw(st.sampled_from(["paid", "deferred", "capitalised"])), draw(st.integers(0, 60))
    facts = {
        "deferral": Deferral(instalments=min(deferred, count - 1), interest=interest),
        "principal_cents": draw(st.integers(100, 10**11)),
        "starts_on": draw(st.dates(date(2016, 1, 1), date(2025, 12, 31))),
        "instalments": count,
        "months_between_instalments": months,
        "revision": kind,
        "rate": {"margin": draw(st.integers(-20, 200)) * Decimal("0.0001")},
        "interest_mode": draw(st.sampled_from(["equivalent", "proportional"])),
    }
    if kind == "SR" and draw(st.booleans()):
        return index_loan(**facts, profile=draw(st.sampled_from(["capital_priority", "in_fine"])))
    return index_loan(
        **facts,
        progressivity=draw(st.integers(-200, 200)) * Decimal("0.0001"),
        progressivity_applies=draw(st.sampled_from(["every_instalment", "every_year"])),
    )


new_values = st.builds(
    Fixing,
    st.dates(date(2015, 1, 1), date(2050, 1, 1)),
    st.integers(0, 500).map(lambda n: Decimal(n).scaleb(-4)),
)
many_loans = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@given(st.lists(any_loan(), min_size=1, max_size=6), fixings(), new_values)
@many_loans
def test_whatever_loans_a_chunk_holds_columns_revise_them_as_the_exact_rules_do(loans, known, new):
    known = [fixing for fixing in known if fixing.effective_on != new.effective_on]
    try:
        check(loans, known, new)
    except Refusal:  # terms that the engine refuses never enter the portfolio
        return


@given(st.lists(usual_loans(), min_size=5, max_size=15), st.integers(0, 500))
@many_loans
def test_usual_loans_are_revised_by_columns_to_the_cent(loans, value):
    changed = check(loans, list(FIXINGS), Fixing(date(2026, 2, 1), Decimal(value).scaleb(-4)))
    event(f"revised by columns: {changed * 10 // len(loans)} in 10")


def livret_a_until_2026() -> list[Fixing]:
    return [
        Fixing(each.effective_on, each.value)
        for each in history()
        if each.index == "livret_a" and date(1986, 1, 1) < each.effective_on < date(2026, 2, 1)
    ]


def test_columns_revise_nearly_all_of_a_portfolio():
    """The demonstration bank: mixed products, ages, periods, révisabilités."""
    lines = [LoanLineSchema().load(line) for line in loan_lines(600)]
    loans = [line.terms for line in lines]
    assert check(loans, livret_a_until_2026(), Fixing(date(2026, 2, 1), Decimal("0.015"))) > 0.95 * sum(
        followed_index(loan) == "livret_a" for loan in loans
    )


def test_a_deferral_that_runs_is_revised_by_columns_to_the_cent():
    """Half of it is past; its interest grows what is amortised after it, but where it is paid."""
    loans = [
        index_loan(**facts, deferral=Deferral(instalments=8, interest=interest), principal_cents=principal)
        for facts in (
            {},
            {"interest_mode": "proportional", "months_between_instalments": 6, "instalments": 40},
            {"progressivity": Decimal("0.01"), "progressivity_applies": "every_year"},
        )
        for interest in ("paid", "deferred", "capitalised")
        for principal in (1, 99_999_999_999, 123_456_789)
    ]
    assert check(loans, list(FIXINGS), Fixing(date(2026, 2, 1), Decimal("0.0135"))) > 0.9 * len(loans)


def test_principal_parts_that_a_deferral_moves_are_left_to_the_exact_rules():
    loans = [
        index_loan(
            revision="SR",
            profile="capital_priority",
            deferral=Deferral(instalments=6, interest=interest),
        )
        for interest in ("paid", "deferred", "capitalised")
    ]
    *_, result, _, _ = revised(loans, list(FIXINGS), Fixing(date(2026, 2, 1), Decimal("0.015")))
    assert result.open.tolist() == [False, True, True]
    check(loans, list(FIXINGS), Fixing(date(2026, 2, 1), Decimal("0.015")))


def test_a_value_that_another_follows_is_left_to_the_exact_rules():
    known = [*FIXINGS, Fixing(date(2027, 2, 1), Decimal("0.02"))]
    _, _, result, _, _ = revised([index_loan()], known, Fixing(date(2026, 2, 1), Decimal("0.015")))
    assert result.open.tolist() == [True]


def test_called_instalments_beyond_the_new_value_are_left_to_the_exact_rules():
    new = Fixing(date(2026, 2, 1), Decimal("0.015"))
    for until, is_open in ((date(2027, 4, 30), False), (date(2027, 5, 1), True)):
        *_, result, _, _ = revised([index_loan()], list(FIXINGS), new, called={0: until})
        assert result.open.tolist() == [is_open]


def test_an_early_repayment_to_come_is_left_to_the_exact_rules():
    loans = [index_loan(early_repayments=early(day, "100000")) for day in ("2026-04-30", "2026-05-01")]
    *_, result, _, _ = revised(loans, list(FIXINGS), Fixing(date(2026, 2, 1), Decimal("0.015")))
    assert result.open.tolist() == [False, True]


def test_an_early_repayment_between_today_and_the_next_instalment_is_left_to_the_exact_rules():
    """Its row bears interest that is yet to come."""
    loans = [index_loan(early_repayments=early("2026-04-30", "100000")), index_loan()]
    new = Fixing(date(2026, 5, 1), Decimal("0.015"))
    *_, told = revised(loans, list(FIXINGS), new)
    assert told.tolist() == [False, True]
    check(loans, list(FIXINGS), new)


def test_rows_are_the_same_however_few_of_them_are_computed_at_a_time(monkeypatch):
    lines = [LoanLineSchema().load(each).terms for each in loan_lines(200)]
    loans = [loan for loan in lines if followed_index(loan) == "livret_a"]
    new = Fixing(date(2026, 2, 1), Decimal("0.0135"))

    def rows_and_undecided():
        _, _, result, _, _ = revised(loans, livret_a_until_2026(), new)
        return [result.piece.rows_of(slot) for slot in range(len(loans))], result.open.tolist()

    all_at_once = rows_and_undecided()
    for entries in (1, 7, 1_000):
        monkeypatch.setattr(batch_lines, "_BLOCK", entries)
        assert rows_and_undecided() == all_at_once


def rounded(amounts, factors, grain=None):
    """The cents of amounts times factors, each of a loan of its own, and what is known of them."""
    lines = Lines.of(np.ones(len(amounts), np.int64))
    rounding, cents = Rounding(lines, grain), np.empty(len(amounts))
    for block in lines.blocks():
        for line, inner, *_ in block.spans:
            rounding.product(np.array(amounts)[line], np.array(factors)[line], inner, out=cents[line])
        rounding.check(block, cents)
    return cents.tolist(), rounding


def test_an_amount_too_close_to_half_a_cent_to_tell_is_not_decided():
    cents, rounding = rounded([10.5, 10.5 - 2.0**-49, 10.4], [1.0, 1.0, 1.0])
    assert cents[2] == 10
    assert rounding.are_sure(np.full(3, 11.0), 2.0**-50).tolist() == [False, False, True]


def test_on_a_known_grain_exact_halves_go_up_and_are_decided():
    """2.1 % of 50 cents is 1.05 cents; of 500 cents, 10.5: thousandths of a cent are the grain."""
    cents, rounding = rounded([500.0, 499.0], [0.021, 0.021], np.full(2, 0.25 / 1000))
    assert cents == [11, 10]
    assert rounding.are_sure(np.full(2, 11.0), 2.0**-50).all()


def test_an_amount_whose_error_may_be_large_is_not_decided_however_far_from_a_half():
    _, rounding = rounded([10.0, 10.0], [1.0, 1.0])
    assert rounding.are_sure(np.array([11.0, 2.0**43]), 2.0**-50).tolist() == [True, False]


def test_amounts_beyond_what_columns_hold_are_not_decided():
    loan = index_loan(principal_cents=10**14)
    *_, result, _, _ = revised([loan], list(FIXINGS), Fixing(date(2026, 2, 1), Decimal("0.015")))
    assert result.open.tolist() == [True]


@given(
    st.dates(date(1990, 1, 1), date(2030, 12, 31)),
    st.none() | st.integers(1, 600),
    st.sampled_from([1, 3, 6, 12]),
    st.dates(date(1990, 1, 1), date(2060, 12, 31)),
)
def test_due_dates_are_counted_as_they_are_listed(starts_on, stub_days, months, day):
    first = date.fromordinal(starts_on.toordinal() + stub_days) if stub_days else None
    if not is_stub(starts_on, first, months):
        first = None
    listed = due_dates(starts_on, first, months, 900 // months)
    columns = [
        np.array([each]) for each in (starts_on.toordinal(), first.toordinal() if first else 0, months)
    ]
    assert dues_before(day, *columns)[0] == sum(due < day for due in listed)
    numbered = [starts_on, *listed]
    for number in (0, 1, 2, len(listed)):
        assert due_on(np.array([number]), *columns)[0] == numbered[number].toordinal()


@given(st.lists(st.integers(0, 10**12), min_size=1, max_size=4), st.lists(st.integers(1, 1000), max_size=3))
def test_shares_of_columns_are_the_shares_of_each_amount(amounts, parts):
    first = 10**6 - sum(parts)
    shares = np.array([[first, *parts, 0]])
    exact = [Decimal(part).scaleb(-6) for part in (first, *parts)]
    split_up = split(np.array([amounts]), shares)[0]
    assert [line[:-1] for line in split_up.tolist()] == [split_by_shares(cents, exact) for cents in amounts]
