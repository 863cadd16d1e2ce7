"""Every schedule can be computed again from what it knew; what was altered is found."""

import pytest
import sqlalchemy as sa

from services.lending.portfolio.pieces import Piece
from services.lending.portfolio.tables import BilledInstalment, SchedulePiece
from shared.db import transaction
from tests.integration.lending.desk import FIXED, line

MONTHLY = {"months_between_instalments": 1, "instalments": 120}


@pytest.fixture
def portfolio(desk):
    """Three chunks, three versions, something called between them."""
    desk.enter(line(1), line(2, terms=MONTHLY), line(3, terms=FIXED), line(4), line(5, terms=MONTHLY))
    desk.revise()
    desk.post("/billing-runs", {"due_until": "2026-03-15"})
    desk.enter(line(6), line(7))
    desk.revise("2026-08-01", "0.0125")
    return desk


def alter(desk, version: int, slot: int) -> None:
    """One cent more in the last row of one schedule."""
    with desk.service.active(), transaction() as session:
        this = (SchedulePiece.version_id == version, SchedulePiece.chunk == 0, SchedulePiece.first_slot == 0)
        piece = session.scalars(sa.select(SchedulePiece).where(*this)).one()
        kept = Piece.from_bytes(piece.payload)
        kept.outstanding = kept.outstanding.copy()
        kept.outstanding[kept.rows[slot + 1] - 1] += 1
        piece.payload = kept.to_bytes()


def test_what_nobody_altered_is_reproduced_in_every_version(portfolio):
    assert len(portfolio.versions()) == 3
    assert portfolio.verify() == []


@pytest.mark.parametrize("rank", [0, 1, 2], ids=["the first", "an older", "the visible"])
def test_an_altered_version_is_found(portfolio, rank):
    alter(portfolio, portfolio.versions("5000002")[rank]["version"], slot=1)
    assert portfolio.verify() == ["5000002"]


def test_an_altered_call_is_found(portfolio):
    with portfolio.service.active(), transaction() as session:
        of_loan = BilledInstalment.loan_number == "5000005"
        session.execute(sa.update(BilledInstalment).where(of_loan).values(interest_cents=1))
    assert portfolio.verify() == ["5000005"]


def test_an_empty_portfolio_has_nothing_to_verify(desk):
    assert desk.verify() == []
