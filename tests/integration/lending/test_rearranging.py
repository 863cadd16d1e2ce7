"""A rearrangement: from a due date on other terms apply to what is left; what fell due before stays as it was."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.integration.lending.desk import FIXED, line

MONTHLY = {"months_between_instalments": 1, "instalments": 120}
FIRST_FIXED = {
    "kind": "index",
    "index": "livret_a",
    "margin": "0.006",
    "fixed_until": "2030-05-01",
    "fixed_value": "0.02",
}
ON = "2026-05-01"
LONGER = {"instalments": 16, "agreed": {}}
CHEAPER = {"instalments": 6, "agreed": {"rate": {"kind": "index", "index": "livret_a", "margin": "0.002"}}}


@pytest.fixture
def lent(desk):
    desk.enter(line(1), line(2, terms=MONTHLY), line(3, terms=FIXED), line(4))
    return desk


def attempt(desk, loan_number: str = "5000001", reference: str = "A-1", on: str = ON, **what):
    return desk.post(
        f"/loans/{loan_number}/rearrangements", {"reference": reference, "effective_on": on} | what
    )


def rearranged(desk, *where: str, **what):
    answer = attempt(desk, *where, **what)
    assert answer.status_code == 201, answer.text
    return answer.json


def after(rows: list[dict], day: str = ON) -> list[dict]:
    return [row for row in rows if row["due_on"] > day]


def rest(desk, terms: dict, left: list[dict], before: list[dict]) -> list[dict]:
    """What the same terms give for a loan that starts with what is left."""
    owed = [row for row in before if row["due_on"] <= ON][-1]["outstanding"]
    alone = terms | {"principal": owed, "starts_on": ON, "instalments": len(left)}
    rows = desk.post("/simulations", alone).json["rows"]
    return [row | {"number": row["number"] + left[0]["number"] - 1} for row in rows]


def test_a_longer_loan_keeps_what_fell_due_and_repays_the_rest_over_more_instalments(lent):
    before = lent.rows()
    rearranged(lent, **LONGER)
    rows = lent.rows()
    assert rows[:4] == before[:4]
    assert [row["number"] for row in rows] == list(range(1, 21))
    assert (rows[-1]["due_on"], rows[-1]["outstanding"]) == ("2042-05-01", "0.00")
    assert rows[4]["number"] == 5
    assert Decimal(rows[4]["instalment"]) < Decimal(before[4]["instalment"])
    assert lent.rows(version=lent.versions()[0]["version"]) == before
    assert lent.verify() == []


def test_other_terms_are_those_of_a_loan_that_starts_that_day_with_what_is_left(lent):
    before = lent.rows()
    rearranged(lent, **CHEAPER)
    terms, left = lent.get("/loans/5000001")["terms"], after(lent.rows())
    assert terms["rate"]["contract_rate"] == "0.019"  # 1.7 % + 0.2 %, in force on that day
    assert {row["rate"] for row in left} == {"0.019"}
    assert left == rest(lent, terms, left, before)


def test_what_follows_is_revised_called_and_verified_as_ever(lent):
    for number in (1, 2, 3):
        what = {"instalments": 60, "agreed": CHEAPER["agreed"] | {"revision": "SR", "progressivity": "0"}}
        rearranged(lent, f"500000{number}", on={1: ON, 2: "2026-02-01", 3: ON}[number], **what)
    lent.revise()
    assert {row["rate"] for row in after(lent.rows("5000003"))} == {"0.017"}
    lent.on(date(2026, 4, 20))
    lent.bill("2026-07-01")
    lent.revise("2026-08-01", "0.0125")
    lent.revise("2027-02-01", "0.02")
    assert lent.verify() == []


def test_a_value_that_changes_no_rate_moves_no_cent_of_a_rearranged_loan(lent):
    """Its first rows are not what its terms give from the start, and must not be taken for billed ones."""
    rearranged(
        lent,
        "5000002",
        on="2026-02-01",
        instalments=100,
        agreed={"rate": FIRST_FIXED, "progressivity": "0.01"},
    )
    before = lent.rows("5000002")
    lent.revise("2026-08-01", "0.03")
    now = lent.rows("5000002")
    assert [row for row in now if row["due_on"] <= "2030-05-01"] == [
        row for row in before if row["due_on"] <= "2030-05-01"
    ]
    assert now != before
    assert lent.verify() == []


def test_values_that_come_in_the_wrong_order_give_what_they_give_in_the_right_one(lent):
    before = lent.rows()
    rearranged(lent, **CHEAPER)
    lent.revise("2028-02-01", "0.03")
    lent.revise("2026-08-01", "0.01")
    left = after(lent.rows())
    assert {row["rate"] for row in left} == {"0.019", "0.012", "0.032"}
    assert left == rest(lent, lent.get("/loans/5000001")["terms"], left, before)
    assert lent.verify() == []


def test_a_deferral_counts_from_the_rearrangement(lent):
    rearranged(lent, instalments=10, agreed={"deferral": {"instalments": 2, "interest": "paid"}})
    left = after(lent.rows())
    assert [row["principal_repaid"] == "0.00" for row in left[:3]] == [True, True, False]
    assert left[-1]["outstanding"] == "0.00"


def test_an_early_repayment_may_follow_and_another_rearrangement_too(lent):
    rearranged(lent, **LONGER)
    question = {"on": "2027-02-01", "amount": "50000"}
    request = lent.post("/loans/5000001/early-repayments", question).json
    lent.post(f"/loans/5000001/early-repayments/{request['request_id']}/agreement", None)
    rearranged(lent, reference="A-2", on="2028-05-01", instalments=5)
    rows = lent.rows()
    assert [row["due_on"] for row in rows if row["event"] == "early_repayment"] == ["2027-02-01"]
    assert (rows[-1]["due_on"], rows[-1]["outstanding"]) == ("2033-05-01", "0.00")
    lent.revise()
    assert lent.verify() == []


def test_the_state_before_can_still_be_asked_for_and_the_fact_says_what_was_agreed(lent):
    then, owed = datetime.now(UTC).isoformat(), lent.position(on="2030-06-01")["outstanding"]
    rearranged(lent, **CHEAPER)
    assert lent.position(on="2030-06-01")["outstanding"] != owed
    assert lent.position(on="2030-06-01", known_at=then)["outstanding"] == owed
    (fact,) = lent.get("/loans/5000001/facts")["items"]
    assert (fact["kind"], fact["reference"], fact["value_on"]) == ("rearranged", "A-1", ON)
    assert fact["body"]["agreed"] == CHEAPER["agreed"]
    (told,) = lent.told("lending.loan_amended.v1")
    assert (told["cause"], told["last_due_on"]) == ("rearrangement", "2032-05-01")


def test_it_begins_on_a_due_date_that_was_not_passed_by_a_call(lent):
    for day in ("2026-06-01", "2025-05-01", "2032-05-01"):
        answer = attempt(lent, on=day, **LONGER)
        assert (answer.status_code, answer.json["type"]) == (422, "/problems/no-due-date")
    lent.bill(ON)
    rearranged(lent, **LONGER)
    assert lent.verify() == []


def test_terms_that_contradict_themselves_are_refused_with_the_field(lent):
    answer = attempt(lent, instalments=6, agreed={"profile": "capital_priority"})
    assert answer.status_code == 422
    assert {error["field"] for error in answer.json["errors"]} == {"progressivity", "revision"}
    assert attempt(lent, instalments=6, agreed={"starts_on": ON}).status_code == 422


def test_a_rearrangement_is_agreed_once_and_not_under_a_revision(lent):
    rearranged(lent, **LONGER)
    assert attempt(lent, **LONGER).json["type"] == "/problems/fact-known"
    lent.publish("2026-02-01", "0.015")
    assert attempt(lent, reference="A-2", **LONGER).json["type"] == "/problems/revision-at-work"


def test_only_agents_rearrange(lent):
    body = {"reference": "A-1", "effective_on": ON} | LONGER
    assert lent.post("/loans/5000001/rearrangements", body, lent.loan_system).status_code == 403
