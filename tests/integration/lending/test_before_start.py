"""Before the amortisation starts: money is paid out, and the effect date is set; the schedule follows."""

from decimal import Decimal

import pytest

from tests.integration.lending.desk import line

AGREED = [
    {"on": "2025-09-01", "amount": "300000"},
    {"on": "2026-03-01", "amount": "400000"},
    {"on": "2026-05-01", "amount": "300000"},
]
PHASE = {
    "principal": None,
    "starts_on": "2026-09-01",
    "prefinancing": {"disbursements": AGREED, "settlement": "capitalised"},
}
AMENDED = "lending.loan_amended.v1"


@pytest.fixture
def lent(desk):
    """A loan in its prefinancing, and one that has started; returns the desk."""
    desk.enter(line(1, terms=PHASE), line(2))
    return desk


def disburse(desk, amount: str, on: str = "2026-01-29", reference: str = "V-1", loan_number="5000001"):
    body = {"reference": reference, "on": on, "amount": amount}
    return desk.post(f"/loans/{loan_number}/disbursements", body)


def start(desk, on: str, loan_number: str = "5000001", **facts):
    body = {"reference": f"E-{on}", "starts_on": on} | facts
    return desk.post(f"/loans/{loan_number}/effect-date", body)


def disbursements(desk) -> list[tuple[str, str]]:
    terms = desk.get("/loans/5000001")["terms"]
    return [(each["on"], each["amount"]) for each in terms["prefinancing"]["disbursements"]]


def test_money_paid_out_takes_the_stead_of_what_was_agreed_the_earliest_first(lent):
    assert disburse(lent, "500000").status_code == 201
    assert disbursements(lent) == [
        ("2025-09-01", "300000.00"),
        ("2026-01-29", "500000.00"),
        ("2026-05-01", "200000.00"),
    ]
    terms = lent.get("/loans/5000001")["terms"]
    assert lent.post("/simulations", terms).json["rows"] == lent.rows()
    assert lent.position(on="2026-02-10")["outstanding"] == "800000.00"
    assert lent.verify() == []


def test_interest_runs_from_the_day_of_the_disbursement(lent):
    planned = Decimal(lent.position(on="2026-04-01")["accrued_interest"])
    disburse(lent, "400000", on="2026-01-29")
    assert Decimal(lent.position(on="2026-04-01")["accrued_interest"]) > planned


def test_no_more_is_paid_out_than_was_agreed(lent):
    disburse(lent, "500000")
    answer = disburse(lent, "200000.01", reference="V-2")
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/disbursed-beyond-agreed")
    assert disburse(lent, "200000", reference="V-2").status_code == 201


def test_a_disbursement_is_noted_once_and_once_made(lent):
    assert disburse(lent, "100000").status_code == 201
    assert disburse(lent, "100000").json["type"] == "/problems/fact-known"
    assert disburse(lent, "100000", "2026-01-30", "V-2").json["type"] == "/problems/not-paid-out-yet"
    (fact,) = lent.get("/loans/5000001/facts")["items"]
    assert (fact["kind"], fact["body"]["amount"], fact["value_on"]) == (
        "disbursed",
        "100000.00",
        "2026-01-29",
    )


def test_another_effect_date_moves_every_due_date_and_the_one_before_stays_readable(lent):
    before = lent.rows()
    assert start(lent, "2026-11-15").status_code == 201
    assert lent.rows()[0]["due_on"] == "2027-11-15"
    assert lent.get("/instalments")["items"][-1]["due_on"] == "2027-11-15"
    assert lent.rows(version=lent.versions()[0]["version"]) == before
    (told,) = lent.told(AMENDED)
    assert (told["cause"], told["effective_on"], told["next_due_on"]) == (
        "effect_date",
        "2026-11-15",
        "2027-11-15",
    )
    assert lent.verify() == []


def test_what_was_not_paid_out_may_lapse(lent):
    disburse(lent, "100000")
    assert start(lent, "2026-02-10", undrawn_lapses=True).status_code == 201
    assert disbursements(lent) == [("2025-09-01", "300000.00"), ("2026-01-29", "100000.00")]
    assert Decimal(lent.get("/loans/5000001")["principal"]) > 400_000
    lent.revise("2026-02-01", "0.02")
    lent.revise("2027-02-01", "0.03")
    assert lent.verify() == []


def test_an_effect_date_before_a_disbursement_is_refused_with_the_field(lent):
    answer = start(lent, "2026-04-01")
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json["errors"]] == ["prefinancing.disbursements.2.on"]
    assert start(lent, "2026-01-28").json["type"] == "/problems/effect-date-past"


def test_once_started_or_called_nothing_of_it_moves(lent):
    for answer in (disburse(lent, "1.00", loan_number="5000002"), start(lent, "2026-05-01", "5000002")):
        assert (answer.status_code, answer.json["type"]) == (409, "/problems/amortisation-started")


def test_a_loan_without_prefinancing_that_has_not_started_takes_an_effect_date_only(desk):
    desk.enter(line(1, terms={"starts_on": "2026-05-01"}))
    assert disburse(desk, "1.00").json["type"] == "/problems/no-prefinancing"
    assert start(desk, "2026-06-01").status_code == 201
    assert desk.rows()[0]["due_on"] == "2027-06-01"


def test_nothing_moves_while_a_revision_is_at_work(lent):
    lent.publish("2026-02-01", "0.015")
    assert disburse(lent, "100000").json["type"] == "/problems/revision-at-work"
