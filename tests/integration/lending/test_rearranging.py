"""A rearrangement: from a due date on other terms apply to what is left; what fell due before stays as it was."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests.integration.lending.desk import BORROWER, FIXED, line

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


def test_a_preview_tells_what_a_rearrangement_then_makes_and_writes_nothing(lent):
    before = lent.rows()
    answer = lent.post("/loans/5000001/rearrangement-previews", {"effective_on": ON} | CHEAPER)
    assert answer.status_code == 200, answer.text
    assert answer.json["before"] == after(before)
    assert lent.rows() == before
    rearranged(lent, **CHEAPER)
    assert answer.json["after"] == after(lent.rows())


def test_a_preview_refuses_what_a_rearrangement_refuses(lent):
    answer = lent.post("/loans/5000001/rearrangement-previews", {"effective_on": "2026-05-02"} | LONGER)
    assert answer.status_code == 422
    assert "effective_on" in answer.text


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
    lent.on(date(2028, 4, 1))
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


def test_it_begins_no_later_than_the_end_of_the_period_that_runs(lent):
    """Rates to come would be those of the former terms, and what they give could no longer be revised."""
    answer = attempt(lent, on="2027-05-01", **LONGER)
    assert answer.json["type"] == "/problems/no-due-date"
    assert "01/05/2026 au 01/05/2026" in answer.json["errors"][0]["allowed"]


def to_quarters(desk, loan_number: str = "5000001", on: str = ON, **agreed) -> list[dict]:
    """Agree on forty quarterly instalments, the rate of that day being the contract's; returns those that are left."""
    quarterly = {"months_between_instalments": 3, "progressivity": "0.005"}
    terms = {"instalments": 40, "agreed": quarterly | agreed}
    rearranged(desk, loan_number, on=on, **terms)
    return after(desk.rows(loan_number), on)


def test_instalments_may_come_more_often_from_that_day_on(lent):
    before = lent.rows()
    left = to_quarters(lent)
    assert lent.rows()[:4] == before[:4]
    assert [row["number"] for row in left] == list(range(5, 45))
    assert [row["due_on"] for row in left[:3]] == ["2026-08-01", "2026-11-01", "2027-02-01"]
    assert (left[-1]["due_on"], left[-1]["outstanding"]) == ("2036-05-01", "0.00")
    terms = lent.get("/loans/5000001")["terms"]
    assert left == rest(lent, {name: terms[name] for name in terms if name != "resumes"}, left, before)
    assert lent.rows(version=lent.versions()[0]["version"]) == before
    assert lent.verify() == []


def test_instalments_may_come_less_often_however_many_there_were(lent):
    before = lent.rows("5000002")
    rearranged(lent, "5000002", on="2026-02-01", instalments=20, agreed={"months_between_instalments": 12})
    rows = lent.rows("5000002")
    assert rows[:45] == before[:45]
    assert [(row["number"], row["due_on"]) for row in rows[44:47]] == [
        (45, "2026-02-01"),
        (46, "2027-02-01"),
        (47, "2028-02-01"),
    ]
    assert (rows[-1]["due_on"], rows[-1]["outstanding"]) == ("2046-02-01", "0.00")
    assert lent.verify() == []


def test_the_original_day_of_the_month_comes_back_after_a_short_month(desk):
    desk.enter(line(1, terms=MONTHLY | {"starts_on": "2022-05-31"}))
    desk.on(date(2026, 2, 20))
    left = to_quarters(desk, on="2026-02-28")
    assert [row["due_on"] for row in left[:3]] == ["2026-05-31", "2026-08-31", "2026-11-30"]


@pytest.mark.parametrize("day_count", ["30/360", "act/365"])
@pytest.mark.parametrize("applies", ["every_instalment", "every_year"])
def test_a_loan_of_another_periodicity_is_revised_called_read_and_verified_as_ever(desk, day_count, applies):
    facts = {"day_count": day_count, "progressivity_applies": applies}
    desk.enter(line(1, terms=facts), line(2))
    before = desk.rows()
    to_quarters(desk)
    desk.revise("2026-08-01", "0.0125")
    left = after(desk.rows())
    assert {row["rate"] for row in left} == {"0.023", "0.0185"}
    terms = desk.get("/loans/5000001")["terms"]
    assert left == rest(desk, {name: terms[name] for name in terms if name != "resumes"}, left, before)
    desk.on(date(2026, 10, 20))
    assert desk.bill("2026-11-01")["instalments"] == 4
    desk.revise("2027-02-01", "0.02")
    owed = desk.get(f"/structures/{BORROWER}/outstandings", on="2027-03-15")["total"]
    sheets = [desk.get(f"/loans/500000{n}", on="2027-03-15") for n in (1, 2)]
    for name in ("outstanding", "deferred_interest", "accrued_interest"):
        assert Decimal(owed[name]) == sum(Decimal(sheet[name]) for sheet in sheets)
    coming = desk.get(f"/structures/{BORROWER}/instalments", due_from="2027-01-01", due_until="2027-12-31")
    assert [item["due_on"] for item in coming["items"] if item["loan_number"] == "5000001"] == [
        "2027-02-01",
        "2027-05-01",
        "2027-08-01",
        "2027-11-01",
    ]
    assert desk.verify() == []


def test_the_periodicity_may_change_twice_and_an_early_repayment_between(desk):
    desk.enter(line(1))
    to_quarters(desk)
    question = {"on": "2026-09-15", "amount": "50000"}
    request = desk.post("/loans/5000001/early-repayments", question).json
    assert (
        desk.post(f"/loans/5000001/early-repayments/{request['request_id']}/agreement", None).status_code
        == 200
    )
    desk.on(date(2027, 1, 10))
    terms = {"instalments": 5, "agreed": {"months_between_instalments": 12}}
    rearranged(desk, reference="A-2", on="2027-02-01", **terms)
    rows = desk.rows()
    assert [row["due_on"] for row in rows[-6:]] == [
        "2027-02-01",
        *(f"{year}-02-01" for year in range(2028, 2033)),
    ]
    assert rows[-1]["outstanding"] == "0.00"
    desk.revise("2028-02-01", "0.02")
    assert desk.verify() == []


def test_other_terms_without_a_word_on_the_periodicity_leave_it_as_it_was_agreed_last(desk):
    desk.enter(line(1))
    to_quarters(desk)
    desk.on(date(2026, 7, 10))
    rearranged(desk, reference="A-2", on="2026-08-01", **CHEAPER)
    assert [row["due_on"] for row in after(desk.rows(), "2026-08-01")[:2]] == ["2026-11-01", "2027-02-01"]
    assert desk.verify() == []


def test_eighty_years_are_counted_from_the_start_whatever_the_periodicity_was(desk):
    desk.enter(line(1, terms=MONTHLY))
    terms = {"agreed": {"months_between_instalments": 12}}
    answer = attempt(desk, on="2026-02-01", instalments=77, **terms)
    assert answer.json["errors"][0]["field"] == "instalments"
    rearranged(desk, on="2026-02-01", instalments=76, **terms)
    assert desk.rows()[-1]["due_on"] == "2102-02-01"


@pytest.mark.parametrize("months", [0, 2, 24, "3"])
def test_a_periodicity_that_is_none_is_refused(lent, months):
    answer = attempt(lent, instalments=6, agreed={"months_between_instalments": months})
    assert answer.status_code == 422


def test_before_a_rearrangement_interest_runs_as_the_former_terms_say(lent):
    """Days of then are counted as they were then, whichever way they are asked for."""
    days = ("2026-03-15", "2025-07-10")
    before = [lent.get("/loans/5000001", on=day)["accrued_interest"] for day in days]
    total = lent.get(f"/structures/{BORROWER}/outstandings", on=days[0])["total"]
    rearranged(lent, instalments=6, agreed={"interest_mode": "proportional"})
    assert [lent.get("/loans/5000001", on=day)["accrued_interest"] for day in days] == before
    assert [lent.position(on=day)["accrued_interest"] for day in days] == before
    assert lent.get(f"/structures/{BORROWER}/outstandings", on=days[0])["total"] == total
    later = lent.get("/loans/5000001", on="2026-11-15")["accrued_interest"]
    assert later != "0.00"


def test_in_prefinancing_interest_ran_at_the_rate_of_the_former_terms(desk):
    paid = {
        "principal": None,
        "starts_on": "2026-03-01",
        "months_between_instalments": 1,
        "prefinancing": {"disbursements": [{"on": "2025-09-01", "amount": "300000"}], "settlement": "paid"},
    }
    desk.enter(line(1, terms=paid))
    asked = {"on": "2025-12-15"}
    before = desk.get("/loans/5000001", **asked)["accrued_interest"]
    total = desk.get(f"/structures/{BORROWER}/outstandings", **asked)["total"]
    desk.on(date(2026, 3, 10))
    rearranged(desk, on="2026-04-01", **CHEAPER)
    assert desk.get("/loans/5000001", **asked)["accrued_interest"] == before
    assert desk.position(**asked)["accrued_interest"] == before
    assert desk.get(f"/structures/{BORROWER}/outstandings", **asked)["total"] == total


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
