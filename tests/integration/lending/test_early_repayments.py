"""An early repayment is quoted, asked for, agreed to: then the schedule is another one, and so it stays."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.integration.lending.desk import BORROWER, FIXED, OTHER_BORROWER, TOWN, guaranteed, line

MONTHLY = {"months_between_instalments": 1, "instalments": 120}
AMENDED = "lending.loan_amended.v1"
ON = "2026-04-15"
QUESTION = {"on": ON, "amount": "100000"}
NONE = {"indemnity": {"kind": "none"}}


@pytest.fixture
def lent(desk):
    """Loans of a first chunk, and one of a second; returns the desk."""
    desk.enter(line(1), line(2, terms=MONTHLY), line(3, terms=FIXED), line(4))
    return desk


def quoted(desk, loan_number: str = "5000001", **question):
    answer = desk.post(f"/loans/{loan_number}/early-repayment-quotes", QUESTION | question)
    assert answer.status_code == 200, answer.text
    return answer.json


def asked(desk, loan_number: str = "5000001", **question):
    answer = desk.post(f"/loans/{loan_number}/early-repayments", QUESTION | question)
    assert answer.status_code == 201, answer.text
    return answer.json


def decide(desk, request, what: str = "agreement", loan_number: str = "5000001"):
    return desk.post(f"/loans/{loan_number}/early-repayments/{request['request_id']}/{what}", None)


def agreed(desk, loan_number: str = "5000001", **question):
    request = asked(desk, loan_number, **question)
    answer = decide(desk, request, loan_number=loan_number)
    assert answer.status_code == 200, answer.text
    return answer.json


def test_a_quote_adds_up_and_is_what_the_simulation_of_such_terms_gives(lent):
    told = quoted(lent)
    parts = ("principal", "deferred_interest", "accrued_interest", "indemnity")
    assert sum(Decimal(told[name]) for name in parts) == Decimal(told["total"])
    assert told["indemnity"] == "1500.00"  # six months at 3 %: 2.4 % + 0.6 % since 1 May 2025
    terms = lent.get("/loans/5000001")["terms"]
    repaid = terms | {"early_repayments": [QUESTION | {"indemnity": {"kind": "six_months"}}]}
    rows = lent.post("/simulations", repaid).json["rows"]
    (row,) = [row for row in rows if row["event"] == "early_repayment"]
    assert (row["instalment"], row["outstanding"]) == (told["total"], told["outstanding"])
    following = next(row for row in rows if row["due_on"] > ON)
    assert told["next_instalment"]["instalment"] == following["instalment"]


def test_a_quote_changes_nothing(lent):
    rows, versions = lent.rows(), lent.versions()
    quoted(lent)
    assert (lent.rows(), lent.versions()) == (rows, versions)
    assert lent.get("/loans/5000001/facts")["items"] == []


def test_once_agreed_the_new_schedule_is_seen_and_the_one_before_stays_readable(lent):
    before, others = lent.rows(), [lent.rows(f"500000{n}") for n in (2, 3, 4)]
    told = quoted(lent)
    assert agreed(lent)["state"] == "agreed"
    rows = lent.rows()
    (repaid,) = [row for row in rows if row["event"] == "early_repayment"]
    assert (repaid["due_on"], repaid["instalment"]) == (ON, told["total"])
    assert [row for row in rows if row["due_on"] < ON] == [row for row in before if row["due_on"] < ON]
    assert rows[-1]["outstanding"] == "0.00"
    assert lent.rows(version=lent.versions()[0]["version"]) == before
    assert [lent.rows(f"500000{n}") for n in (2, 3, 4)] == others
    assert (
        lent.get("/loans/5000001")["next_instalment"]["instalment"] == told["next_instalment"]["instalment"]
    )
    due = [each for each in lent.get("/instalments")["items"] if each["loan_number"] == "5000001"]
    assert [each["instalment"] for each in due] == [told["next_instalment"]["instalment"]]
    assert lent.verify() == []


def test_those_who_follow_the_bank_are_told(lent):
    before = lent.get("/loans/5000001")["next_instalment"]["instalment"]
    told = quoted(lent)
    agreed(lent)
    (event,) = lent.told(AMENDED)
    assert (event["loan_number"], event["cause"], event["effective_on"]) == ("5000001", "early_repayment", ON)
    assert event["structure_id"] == str(BORROWER)
    assert Decimal(event["payable_cents"]) == Decimal(told["total"]) * 100
    assert Decimal(event["next_instalment_before_cents"]) == Decimal(before) * 100
    assert event["next_instalment_after_cents"] == Decimal(told["next_instalment"]["instalment"]) * 100


def test_what_follows_is_revised_called_and_verified_as_ever(lent):
    agreed(lent)
    agreed(lent, "5000002")
    lent.revise()
    assert {row["rate"] for row in lent.rows() if row["due_on"] > "2026-05-01"} == {"0.021"}
    assert [row["due_on"] for row in lent.rows() if row["event"] == "early_repayment"] == [ON]
    lent.on(date(2026, 4, 20))
    lent.bill("2026-07-01")
    lent.revise("2026-08-01", "0.0125")
    assert lent.verify() == []
    for number in ("5000001", "5000002", "5000003"):
        terms = lent.get(f"/loans/{number}")["terms"]
        assert lent.post("/simulations", terms).json["rows"] == lent.rows(number)


def test_loans_that_enter_beside_an_amended_one_are_computed_as_ever(lent):
    agreed(lent, "5000004")
    lent.enter(line(5), line(6, terms=MONTHLY))
    assert lent.rows("5000005")[-1]["outstanding"] == "0.00"
    agreed(lent, "5000005")
    lent.revise()
    assert lent.verify() == []


def test_a_line_that_was_amended_is_still_known_as_it_was_sent(lent):
    agreed(lent)
    report = lent.send(line(1))
    assert (report["already_known"], report["refused"]) == (1, [])


def test_all_may_be_given_back_and_then_nothing_falls_due(lent):
    asked_for = asked(lent, amount=None)
    assert asked_for["outstanding"] == "0.00"
    assert decide(lent, asked_for).status_code == 200
    assert lent.rows()[-1]["due_on"] == ON
    lent.on(date(2026, 4, 16))
    assert lent.get("/loans/5000001")["outstanding"] == "0.00"
    assert lent.get("/loans/5000001")["next_instalment"] is None
    lent.revise("2026-08-01", "0.03")
    assert lent.verify() == []


def test_two_of_one_loan_are_both_kept(lent):
    agreed(lent)
    agreed(lent, on="2027-04-15", amount="50000")
    days = [row["due_on"] for row in lent.rows() if row["event"] == "early_repayment"]
    assert days == [ON, "2027-04-15"]
    assert lent.verify() == []


def test_it_is_owed_on_its_day_like_an_instalment(lent):
    total = agreed(lent)["total"]
    assert lent.position(on="2026-04-14")["due"] == "0.00"
    position = lent.position(on="2026-04-20")
    assert (position["due"], position["late"]) == (total, total)
    assert position["unpaid"][0]["event"] == "early_repayment"
    lent.on(date(2026, 4, 15))
    lent.pay(total, ON)
    assert lent.position(on="2026-04-20")["late"] == "0.00"


def test_the_state_before_it_was_agreed_can_still_be_asked_for(lent):
    before, owed = datetime.now(UTC).isoformat(), lent.position(on="2030-01-01")["outstanding"]
    agreed(lent)
    assert lent.position(on="2030-01-01")["outstanding"] != owed
    assert lent.position(on="2030-01-01", known_at=before)["outstanding"] == owed


def test_a_request_is_decided_once(lent):
    request = asked(lent)
    assert [each["state"] for each in lent.get("/loans/5000001/early-repayments")] == ["asked"]
    assert decide(lent, request, "withdrawal").json["state"] == "withdrawn"
    for what in ("agreement", "withdrawal"):
        answer = decide(lent, request, what)
        assert (answer.status_code, answer.json["type"]) == (409, "/problems/repayment-decided")
    assert [each["state"] for each in lent.get("/loans/5000001/early-repayments")] == ["withdrawn"]
    assert len(lent.versions()) == 1


def test_a_quote_that_a_new_value_changed_holds_no_longer(lent):
    request = asked(lent, on="2027-06-15")
    lent.revise("2026-02-01", "0.03")
    answer = decide(lent, request)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/quote-outdated")
    assert lent.verify() == []


def test_nothing_is_agreed_while_a_revision_is_at_work(lent):
    request = asked(lent)
    lent.publish("2026-02-01", "0.015")
    answer = decide(lent, request)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/revision-at-work")
    lent.work()
    lent.preview()
    assert decide(lent, request).json["type"] == "/problems/revision-at-work"
    lent.work()
    assert decide(lent, request).status_code == 200


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ({"on": "2026-01-28"}, "repayment-out-of-time"),
        ({"on": "2032-05-01"}, "repayment-out-of-time"),
        ({"amount": "1000000.01"}, "repayment-beyond-outstanding"),
    ],
    ids=["yesterday", "the last due date", "too much"],
)
def test_what_cannot_be_is_refused_with_what_can(lent, question, kind):
    answer = lent.post("/loans/5000001/early-repayment-quotes", QUESTION | question)
    assert (answer.status_code, answer.json["type"]) == (422, f"/problems/{kind}")
    assert answer.json["errors"][0]["allowed"]


def test_none_comes_before_what_was_called(lent):
    lent.bill("2026-05-01")
    answer = lent.post("/loans/5000001/early-repayment-quotes", QUESTION)
    assert answer.json["type"] == "/problems/repayment-out-of-time"
    assert quoted(lent, on="2026-05-01")["accrued_interest"] == "0.00"


def test_at_a_fixed_rate_the_bank_gives_the_curve(lent):
    ours = lent.client_of(BORROWER, "loans.read")
    path, curve = "/loans/5000003/early-repayment-quotes", [{"months": 12, "rate": "0.01"}]
    assert lent.post(path, QUESTION, ours).json["type"] == "/problems/indemnity-to-be-agreed"
    actuarial = QUESTION | {"indemnity": {"kind": "actuarial", "curve": curve}}
    assert lent.post(path, actuarial, ours).json["type"] == "/problems/indemnity-is-the-banks"
    assert Decimal(lent.post(path, actuarial).json["indemnity"]) > 0
    agreed(lent, "5000003", indemnity=actuarial["indemnity"])
    assert lent.verify() == []


def test_clients_quote_and_follow_their_own_loans_and_decide_nothing(desk):
    desk.enter(line(1, **guaranteed((TOWN, "1"))))
    ours = desk.client_of(BORROWER, "loans.read")
    others = [desk.client_of(OTHER_BORROWER, "loans.read"), desk.client_of(TOWN, "guarantees.read")]
    path = "/loans/5000001/early-repayment"
    assert desk.post(f"{path}-quotes", QUESTION, ours).status_code == 200
    assert desk.status(f"{path}s", ours) == 200
    assert desk.post(f"{path}s", QUESTION, ours).status_code == 403
    for other in others:
        assert desk.post(f"{path}-quotes", QUESTION, other).status_code == 404
        assert desk.status(f"{path}s", other) == 404
