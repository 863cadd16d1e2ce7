import zlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.lending.domain.rows import Row
from services.lending.domain.schedule import schedule
from services.lending.domain.terms import Prefinancing
from services.lending.portfolio.packing import (
    OFFSET_BYTES,
    offset_place,
    pack_piece,
    pack_rows,
    segment_range,
    unpack_piece,
    unpack_rows,
)
from tests.unit.lending.loans import FIXINGS, disbursement, early, index_loan

PAID = Prefinancing(disbursements=(disbursement("2021-10-15", "300000"),), settlement="paid")
LOANS = {
    "plain": index_loan(),
    "monthly": index_loan(instalments=120, months_between_instalments=1),
    "early repayment": index_loan(early_repayments=early("2025-09-01", "100000")),
    "prefinancing": index_loan(prefinancing=PAID),
}
each_loan = pytest.mark.parametrize("loan", LOANS.values(), ids=LOANS)

rates = st.none() | st.decimals("-0.5", "0.5", places=12)
cents = st.integers(-(10**18), 10**18)
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


@each_loan
def test_a_schedule_comes_out_as_it_went_in(loan):
    rows = schedule(loan, FIXINGS).rows
    assert unpack_rows(pack_rows(rows)) == rows


@given(any_rows)
def test_whatever_rows_go_in_come_out(rows):
    assert unpack_rows(pack_rows(rows)) == rows


@given(any_rows)
def test_packing_what_was_unpacked_gives_the_same_bytes(rows):
    packed = pack_rows(rows)
    assert pack_rows(unpack_rows(packed)) == packed


def test_equal_rates_give_the_same_bytes_however_they_are_written():
    rows = schedule(index_loan(), FIXINGS).rows
    longer = [row._replace(rate=row.rate.quantize(Decimal("1e-12"))) for row in rows]
    assert pack_rows(longer) == pack_rows(rows)


@given(st.lists(st.binary(max_size=50), max_size=30))
def test_a_piece_gives_its_segments_back_all_together_and_one_by_one(segments):
    piece = pack_piece(segments)
    assert unpack_piece(piece) == segments
    for slot, segment in enumerate(segments):
        place = offset_place(slot)
        start, length = segment_range(len(segments), piece[place : place + 2 * OFFSET_BYTES])
        assert piece[start : start + length] == segment


def test_bytes_of_another_form_are_not_read_as_a_piece():
    with pytest.raises(ValueError, match="unknown packing"):
        unpack_piece(b"EP9\0" + pack_piece([b"x"])[4:])


def test_a_damaged_segment_is_not_read():
    packed = bytearray(pack_rows(schedule(index_loan(), FIXINGS).rows))
    packed[-1] ^= 0xFF
    with pytest.raises(zlib.error):
        unpack_rows(bytes(packed))


def test_a_schedule_takes_less_room_than_its_numbers_would():
    rows = schedule(LOANS["monthly"], FIXINGS).rows
    assert len(pack_rows(rows)) < len(rows) * 6 * 8
