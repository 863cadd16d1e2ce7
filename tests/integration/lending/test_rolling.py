"""What falls due next moves on with the calendar."""

from datetime import date

import pytest

from services.lending.portfolio.upcoming import roll_next_instalments
from tests.integration.lending.desk import TODAY, line

MONTHLY = {"months_between_instalments": 1, "instalments": 120}


@pytest.fixture
def roll(desk):
    """The worker's loop, until it has nothing left; returns how many rounds did something."""

    def rounds(day: date) -> int:
        desk.on(day)
        done = 0
        with desk.service.active():
            while roll_next_instalments():
                done += 1
        return done

    return rounds


def due(desk) -> dict[str, str]:
    return {item["loan_number"]: item["due_on"] for item in desk.get("/instalments")["items"]}


def test_before_its_day_nothing_moves(desk, roll):
    desk.enter(line(1, terms=MONTHLY))
    assert roll(TODAY) == roll(date(2026, 1, 31)) == 0
    assert due(desk) == {"5000001": "2026-02-01"}


def test_on_its_day_an_instalment_makes_room_for_the_one_after(desk, roll):
    desk.enter(*[line(n, terms=MONTHLY) for n in range(1, 5)], line(5))
    assert roll(date(2026, 2, 1)) == 2, "a round a chunk"
    monthly = {f"500000{n}": "2026-03-01" for n in range(1, 5)}
    assert due(desk) == monthly | {"5000005": "2026-05-01"}
    (first, *_) = desk.get("/instalments")["items"]
    row = next(row for row in desk.rows() if row["due_on"] == "2026-03-01")
    assert (first["instalment"], first["number"]) == (row["instalment"], row["number"])


def test_after_weeks_of_rest_it_catches_up_at_once(desk, roll):
    desk.enter(line(1, terms=MONTHLY))
    assert roll(date(2026, 9, 15)) == 1
    assert due(desk) == {"5000001": "2026-10-01"}


def test_a_loan_that_is_repaid_has_no_next_instalment(desk, roll):
    desk.enter(line(1, terms={"instalments": 4}), line(2))
    roll(date(2026, 5, 1))
    assert due(desk) == {"5000002": "2027-05-01"}
    assert desk.get("/loans/5000001")["next_instalment"] is None


def test_a_revision_that_ends_after_the_day_is_rolled_too(desk, roll):
    """Its rows were made as of the day it started."""
    desk.enter(*[line(n, terms=MONTHLY) for n in range(1, 5)])
    desk.publish("2026-02-01", "0.015")
    desk.work(at_most=1)
    roll(date(2026, 2, 1))
    desk.work()
    assert set(due(desk).values()) == {"2026-02-01"}
    roll(date(2026, 2, 1))
    assert set(due(desk).values()) == {"2026-03-01"}


def test_the_chunks_of_a_revision_that_spans_midnight_count_the_same_next_instalments(desk):
    desk.enter(*[line(n, terms=MONTHLY) for n in range(1, 5)])
    event = desk.publish("2026-08-01", "0.015")
    desk.work(at_most=1)
    desk.on(date(2026, 2, 1))
    desk.work()
    revision = desk.revision_of(event)
    one = next(row for row in desk.rows() if row["due_on"] == "2026-02-01")
    four = f"{4 * int(one['instalment'].replace('.', ''))}"
    assert revision["next_instalments_before"].replace(".", "") == four
