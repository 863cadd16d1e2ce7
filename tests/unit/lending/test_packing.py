import json
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.lending.domain.rows import Row, published_row
from services.lending.domain.schedule import Schedule, schedule
from services.lending.domain.terms import Deferral, Prefinancing
from services.lending.portfolio.layout import Reading, places_of
from services.lending.portfolio.packing import pack, rows_json, rows_of
from services.lending.portfolio.pieces import Piece
from tests.unit.lending.loans import FIXINGS, disbursement, early, fixed_loan, index_loan

PAID = Prefinancing(disbursements=(disbursement("2021-10-15", "300000"),), settlement="paid")
LOANS = {
    "plain": index_loan(),
    "monthly": index_loan(instalments=120, months_between_instalments=1),
    "early repayment": index_loan(early_repayments=early("2025-09-01", "100000", kind="six_months")),
    "repaid early": index_loan(early_repayments=early("2022-09-01", "1000000")),
    "prefinancing": index_loan(prefinancing=PAID),
    "capitalised deferral": index_loan(deferral=Deferral(instalments=2, interest="capitalised")),
    "deferred interest": index_loan(deferral=Deferral(instalments=2, interest="deferred")),
    "stub": index_loan(first_due_on=date(2022, 8, 31)),
    "large": index_loan(principal_cents=10**13),
    "without interest": fixed_loan("0"),
}
PLANS = {name: schedule(loan, FIXINGS) for name, loan in LOANS.items()}
each_plan = pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)

rates = st.none() | st.decimals("-0.5", "0.5", places=12)
cents = st.integers(-(10**15), 10**15)
any_rows = st.lists(
    st.builds(
        Row,
        st.integers(0, 960),
        st.sampled_from(["instalment", "early_repayment", "prefinancing_interest"]),
        st.dates(date(1800, 1, 1), date(2199, 12, 31)),
        rates,
        rates,
        *[cents] * 6,
    ),
    min_size=1,
    max_size=40,
).map(tuple)


@each_plan
def test_a_schedule_comes_out_as_it_went_in(plan):
    assert rows_of(pack(plan)) == plan.rows


def test_only_rows_that_are_no_regular_instalments_are_kept_whole():
    kept_whole = {name: len(pack(plan).irregular) for name, plan in PLANS.items()}
    assert kept_whole == dict.fromkeys(PLANS, 0) | {
        "early repayment": 1,
        "repaid early": 1,
        "prefinancing": 1,
    }


@given(any_rows)
def test_whatever_rows_go_in_come_out(rows):
    assert rows_of(pack(Schedule(index_loan(), 100_000_000, rows))) == rows


@given(any_rows)
def test_whatever_rows_go_in_are_told_as_text_to_the_cent(rows):
    told = json.loads(rows_json(pack(Schedule(index_loan(), 100_000_000, rows))))
    assert told == [published_row(row) for row in rows]


@pytest.mark.parametrize(
    "plans", [list(PLANS.values()), *([plan] for plan in PLANS.values())], ids=["all", *PLANS]
)
def test_a_piece_gives_its_loans_back_all_together_and_one_by_one(plans):
    payload = Piece.of([pack(plan) for plan in plans]).to_bytes()
    again = Piece.from_bytes(payload)
    for rank, plan in enumerate(plans):
        assert again.rows_of(rank) == plan.rows
        reading = Reading.begin(rank, _cut(payload, places_of(rank, len(plans))))
        assert rows_of(reading.loan(_cut(payload, reading.places()))) == plan.rows


def test_the_same_schedules_give_the_same_bytes_however_their_piece_came_about():
    loans = [pack(plan) for plan in PLANS.values()]
    payload = Piece.of(loans).to_bytes()
    other = Piece.of([*loans[:3], loans[0], *loans[4:]])
    assert other.to_bytes() != payload
    assert other.with_loans({3: loans[3]}).to_bytes() == payload
    assert Piece.from_bytes(payload).to_bytes() == payload


def test_equal_rates_give_the_same_bytes_however_they_are_written():
    plan = PLANS["plain"]
    longer = tuple(row._replace(rate=row.rate.quantize(Decimal("1e-12"))) for row in plan.rows)
    packed = [pack(Schedule(plan.terms, plan.principal_cents, rows)) for rows in (plan.rows, longer)]
    assert Piece.of(packed[:1]).to_bytes() == Piece.of(packed[1:]).to_bytes()


def test_an_empty_piece_is_a_piece():
    assert Piece.from_bytes(Piece.of([]).to_bytes()).loans == 0


def test_bytes_of_another_form_are_not_read_as_a_piece():
    payload = Piece.of([pack(PLANS["plain"])]).to_bytes()
    with pytest.raises(ValueError, match="unknown packing"):
        Piece.from_bytes(b"EP9\0" + payload[4:])


def test_a_regular_row_takes_two_amounts_of_four_bytes():
    short, long = (Piece.of([pack(PLANS[name])]).to_bytes() for name in ("plain", "monthly"))
    added_stretches = len(pack(PLANS["monthly"]).stretches) - len(pack(PLANS["plain"]).stretches)
    assert len(long) - len(short) <= (120 - 10) * 8 + added_stretches * 24


def test_deferred_interest_is_kept_of_the_loans_that_have_any():
    plain, deferring = (pack(PLANS[name]) for name in ("plain", "deferred interest"))
    with_one, without = (
        len(Piece.of(loans).to_bytes()) for loans in ([plain] * 9 + [deferring], [plain] * 10)
    )
    added_stretches = len(deferring.stretches) - len(plain.stretches)
    assert with_one - without <= len(deferring.interest) * 4 + added_stretches * 24


def _cut(payload: bytes, places: list[tuple[int, int]]) -> list[bytes]:
    return [payload[begin : begin + length] for begin, length in places]
