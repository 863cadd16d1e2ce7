"""Instalments are called once; what was called is frozen, whatever later values say."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.lending.portfolio.billing import DAYS_AHEAD_MAX
from services.lending.portfolio.tables import BilledInstalment
from services.lending.portfolio.upcoming import roll_next_instalments
from tests.integration.lending.desk import BORROWER, FIXED, NEW_VALUE_ON, OTHER_BORROWER, TODAY, line

CALLED = "lending.instalments_called.v1"

QUARTERLY = {"months_between_instalments": 3, "instalments": 40}
MONTHLY = {"months_between_instalments": 1, "instalments": 120}


@pytest.fixture
def bill(desk):
    """Call what is due up to a day; returns the report."""
    return desk.bill


def test_what_is_due_up_to_a_day_is_called_once_at_the_amounts_of_the_schedule(desk, bill):
    desk.enter(line(1, terms=MONTHLY), line(2, terms=QUARTERLY), line(3), line(4, terms=MONTHLY))
    report = bill("2026-03-15")
    rows = {
        (number, row["due_on"]): row
        for number in ("5000001", "5000002", "5000004")
        for row in desk.rows(number)
    }
    due = [("5000001", "2026-02-01"), ("5000001", "2026-03-01"), ("5000002", "2026-02-01")]
    due += [("5000004", "2026-02-01"), ("5000004", "2026-03-01")]
    assert report["instalments"] == 5
    assert Decimal(report["amount"]) == sum(Decimal(rows[key]["instalment"]) for key in due)
    called = desk.scalars(
        sa.select(BilledInstalment).order_by(BilledInstalment.loan_number, BilledInstalment.due_on)
    )
    assert [(row.loan_number, str(row.due_on)) for row in called] == due
    assert bill("2026-03-15") == {"due_until": "2026-03-15", "instalments": 0, "amount": "0.00"}
    assert bill("2026-04-01")["instalments"] == 2
    assert desk.get("/loans/5000001")["billed_until"] == "2026-04-01"
    assert desk.get("/loans/5000003")["billed_until"] == str(TODAY)
    assert desk.verify() == []


def test_what_is_due_is_called_even_after_its_day_has_passed(desk, bill):
    """The next instalment has moved on with the calendar, and the call came late."""
    desk.enter(line(1, terms=MONTHLY))
    desk.on(date(2026, 3, 20))
    with desk.service.active():
        while roll_next_instalments():
            pass
    assert desk.get("/instalments")["items"][0]["due_on"] == "2026-04-01"
    assert bill("2026-03-20")["instalments"] == 2


def test_a_loan_that_enters_after_a_call_is_called_by_the_next_one(desk, bill):
    desk.enter(line(1, terms=MONTHLY))
    bill("2026-03-15")
    desk.enter(line(2, terms=MONTHLY))
    assert bill("2026-03-15")["instalments"] == 2


def test_what_was_called_stays_as_it_was_and_the_rest_is_recomputed(desk, bill):
    """A correction reaches back to before what was called."""
    desk.enter(line(1, terms=MONTHLY), line(2, terms=MONTHLY | {"revision": "SR"}), line(3, terms=FIXED))
    before = desk.rows()
    bill("2026-03-31")
    (known,) = [each for each in desk.get("/fixings")["items"] if each["effective_on"] == "2025-08-01"]
    revision = desk.revise("2025-08-01", "0.03", version=2, supersedes=UUID(known["fixing_id"]))
    after = desk.rows()
    called = len([row for row in before if row["due_on"] <= "2026-03-31"])
    assert after[:called] == before[:called]
    assert after[called]["rate"] == "0.036"
    assert after[called]["due_on"] == "2026-04-01"
    assert revision["loans_revised"] == 2
    assert desk.verify() == []
    bill("2026-05-01")
    desk.revise("2026-05-01", "0.01")
    assert desk.verify() == []


def test_each_call_says_which_version_it_was_made_from(desk, bill):
    desk.enter(line(1, terms=MONTHLY))
    bill("2026-02-01")
    desk.revise()
    bill("2026-03-01")
    first, second = desk.scalars(sa.select(BilledInstalment.version_id).order_by(BilledInstalment.due_on))
    assert [first, second] == [version["version"] for version in desk.versions()]


def test_each_borrower_is_told_what_a_run_called_and_no_other_run(desk, bill):
    theirs = {"borrower_id": str(OTHER_BORROWER)}
    desk.enter(
        line(1, terms=MONTHLY), line(2, terms=QUARTERLY), line(3, **theirs), line(4, **theirs, terms=MONTHLY)
    )
    bill("2026-02-15")
    told = {event["structure_id"]: event for event in desk.told(CALLED)}
    assert set(told) == {str(BORROWER), str(OTHER_BORROWER)}
    ours = told[str(BORROWER)]
    row = next(row for row in desk.rows() if row["due_on"] == "2026-02-01")
    assert [entry["loan_number"] for entry in ours["lines"]] == ["5000001", "5000002"]
    assert Decimal(ours["lines"][0]["instalment_cents"]) == Decimal(row["instalment"]) * 100
    assert ours["amount_cents"] == sum(entry["instalment_cents"] for entry in ours["lines"])
    names = ("instalment_cents", "interest_cents", "principal_cents")
    sums = {name: sum(entry[name] for entry in ours["lines"]) for name in names}
    assert ours["days"] == [{"due_on": "2026-02-01", "instalments": 2, **sums}]
    bill("2026-03-15")
    again = desk.told(CALLED)[2:]
    assert {entry["due_on"] for event in again for entry in event["lines"]} == {"2026-03-01"}
    bill("2026-03-15")
    assert len(desk.told(CALLED)) == 4


def test_instalments_are_called_so_many_days_ahead(desk):
    desk.enter(line(1, terms=MONTHLY))
    answer = desk.post("/billing-runs", {"days_ahead": 31})
    assert answer.json["due_until"] == "2026-03-01"
    assert answer.json["instalments"] == 2
    for body in ({}, {"days_ahead": 31, "due_until": "2026-03-01"}):
        assert desk.post("/billing-runs", body).status_code == 422
    assert desk.post("/billing-runs", {"days_ahead": 101}).json["type"] == "/problems/called-too-early"


def test_nothing_is_called_while_a_revision_is_at_work(desk, bill):
    desk.enter(*[line(n, terms=MONTHLY) for n in range(1, 5)])
    desk.publish(NEW_VALUE_ON, "0.015")
    desk.work(at_most=1)
    answer = desk.post("/billing-runs", {"due_until": "2026-03-15"})
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/revision-at-work")
    assert int(answer.headers["Retry-After"]) > 0
    desk.work()
    assert bill("2026-03-15")["instalments"] == 8


def test_a_preview_does_not_hold_calls_up(desk, bill):
    desk.enter(line(1, terms=MONTHLY))
    desk.preview()
    assert bill("2026-02-01")["instalments"] == 1


def test_the_last_instalment_is_called_and_nothing_after_it(desk, bill):
    desk.enter(line(1, terms={"instalments": 46, "months_between_instalments": 1}))
    assert bill("2026-04-30")["instalments"] == 2
    assert desk.rows()[-1]["due_on"] == "2026-03-01"


def test_prefinancing_interest_that_is_paid_is_called_too(desk, bill):
    paid = {
        "principal": None,
        "starts_on": "2026-03-01",
        "prefinancing": {"disbursements": [{"on": "2025-09-01", "amount": "300000"}], "settlement": "paid"},
    }
    desk.enter(line(1, terms=paid))
    assert desk.rows()[0]["event"] == "prefinancing_interest"
    assert bill("2026-03-15")["amount"] == desk.rows()[0]["instalment"]


def test_nobody_calls_years_ahead_by_a_slip_of_the_pen(desk):
    desk.enter(line(1, terms=MONTHLY))
    last = TODAY + timedelta(DAYS_AHEAD_MAX)
    answer = desk.post("/billing-runs", {"due_until": str(last + timedelta(1))})
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/called-too-early")
    assert answer.json["errors"][0]["field"] == "due_until"
    assert desk.post("/billing-runs", {"due_until": str(last)}).status_code == 200


def test_a_call_repeated_with_its_key_gets_the_same_answer(desk):
    desk.enter(line(1, terms=MONTHLY))
    key = {"Idempotency-Key": "march"}
    answers = [desk.post("/billing-runs", {"due_until": "2026-03-15"}, **key).json for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0]["instalments"] == 2


def test_only_agents_call(desk):
    assert desk.post("/billing-runs", {"due_until": "2026-03-15"}, desk.loan_system).status_code == 403
