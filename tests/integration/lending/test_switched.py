"""Loans that leave inflation for the Livret A are in the portfolio like any other: revised by either, and verified."""

import pytest

from tests.integration.lending.desk import NEW_VALUE_ON, line

SWITCHED = {
    "rate": {
        "kind": "index",
        "index": "inflation",
        "margin": "0.011",
        "switch": {"on": "2027-05-01", "index": "livret_a", "margin": "0.006"},
    }
}


@pytest.fixture
def lent(desk):
    desk.publish("2022-02-01", "0.028", index="inflation")
    desk.enter(line(1, terms=SWITCHED), line(2), line(3, terms={"rate": SWITCHED["rate"] | {"switch": None}}))
    return desk


def rates(desk) -> dict[str, str]:
    return {row["due_on"][:4]: row["rate"] for row in desk.rows()}


def test_they_follow_one_index_and_then_the_other(lent):
    assert (rates(lent)["2027"], rates(lent)["2028"]) == ("0.039", "0.023")
    assert lent.verify() == []


def test_a_value_of_the_index_that_they_will_follow_revises_what_falls_due_then(lent):
    before = lent.rows()
    revision = lent.revise(NEW_VALUE_ON, "0.02")
    assert (revision["loans_revised"], revision["loans_failed"]) == (2, 0)
    assert rates(lent)["2028"] == "0.026"
    assert [row for row in lent.rows() if row["due_on"] < "2028"] == [
        row for row in before if row["due_on"] < "2028"
    ]
    assert lent.verify() == []


def test_a_value_of_the_index_that_they_follow_revises_them_until_they_leave_it(lent):
    revision = lent.revise(NEW_VALUE_ON, "0.01", index="inflation")
    assert (revision["loans_revised"], revision["loans_failed"]) == (2, 0)
    assert (rates(lent)["2027"], rates(lent)["2028"]) == ("0.021", "0.023")
    assert lent.revise("2027-08-01", "0.05", index="inflation")["loans_revised"] == 1
    assert lent.verify() == []


def test_a_preview_counts_them(lent):
    preview = lent.preview("0.02")
    lent.work()
    told = lent.get(f"/previews/{preview['revision_id']}", lent.officer)
    assert (told["loans_revised"], told["loans_failed"]) == (2, 0)


def test_an_index_that_is_only_switched_to_is_followed(desk):
    desk.publish("2022-02-01", "0.028", index="inflation")
    desk.enter(line(1, terms=SWITCHED))
    assert desk.revise(NEW_VALUE_ON, "0.02")["loans_revised"] == 1


def test_the_simulation_of_such_terms_takes_the_published_values_of_both(lent):
    terms = lent.get("/loans/5000001")["terms"]
    assert lent.post("/simulations", terms).json["rows"] == lent.rows()
