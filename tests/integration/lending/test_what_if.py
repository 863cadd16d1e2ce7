"""A borrower asks what a value would change for its loans: what the bank's preview says of them; nothing is kept."""

from decimal import Decimal

import pytest

from tests.integration.lending.desk import BORROWER, FIXED, NEW_VALUE_ON, OTHER_BORROWER, line

MONTHLY = {"months_between_instalments": 1, "instalments": 120}
ODD = {"day_count": "act/365", "principal": "700000"}
QUESTION = {"index": "livret_a", "effective_on": str(NEW_VALUE_ON), "value": "0.02"}
PATH = f"/structures/{BORROWER}/what-if"
FIGURES = ("next_instalments", "due_within_a_year", "interest_to_maturity")


@pytest.fixture
def lent(desk):
    """Three chunks, in which loans of another borrower stand between."""
    theirs = {"borrower_id": str(OTHER_BORROWER)}
    desk.enter(line(1), line(2, **theirs), line(3, terms=MONTHLY), line(4, terms=FIXED), line(5, **theirs))
    desk.enter(line(6, terms=ODD), line(7, **theirs), line(8, terms=MONTHLY))
    return desk


def of_preview(desk) -> dict[str, str]:
    preview = desk.preview("0.02")
    desk.work()
    parts = desk.get(f"/runs/{preview['revision_id']}/parts", by="borrower")["items"]
    return next(part for part in parts if part["key"] == str(BORROWER))


def test_it_is_what_the_preview_of_the_bank_says_of_these_loans(lent):
    told, preview = lent.get(PATH, **QUESTION), of_preview(lent)
    assert (
        (told["loans"], told["loans_changed"]) == (preview["loans_read"], preview["loans_revised"]) == (5, 4)
    )
    assert told["total"] == {name: preview[name] for name in told["total"]}
    assert set(told["total"]) == {f"{name}_{when}" for name in FIGURES for when in ("before", "after")}


def test_the_loans_sum_to_the_total_and_are_told_in_parts(lent):
    told = lent.get(PATH, **QUESTION)
    assert [item["loan_number"][-1] for item in told["items"]] == ["1", "3", "4", "6", "8"]
    for name, total in told["total"].items():
        assert sum(Decimal(item[name]) for item in told["items"]) == Decimal(total), name
    part = lent.get(PATH, **QUESTION, limit=2, offset=1)
    assert (part["items"], part["total"]) == (told["items"][1:3], told["total"])


def test_it_is_what_the_loans_become_once_the_value_is_published(lent):
    told = {item["loan_number"]: item for item in lent.get(PATH, **QUESTION)["items"]}
    lent.revise(NEW_VALUE_ON, "0.02")
    now = {item["loan_number"]: item for item in lent.get(PATH, **QUESTION)["items"]}
    for number, item in told.items():
        assert not now[number]["is_change"]
        for name in FIGURES:
            assert now[number][f"{name}_before"] == item[f"{name}_after"]


def test_nothing_is_kept(lent):
    rows, versions = lent.rows(), lent.versions()
    lent.get(PATH, **QUESTION)
    assert (lent.rows(), lent.versions(), lent.due()) == (rows, versions, [])


def test_whoever_reads_the_loans_of_a_structure_may_ask_and_nobody_else(lent):
    assert lent.status(PATH, lent.client_of(BORROWER, "loans.read"), **QUESTION) == 200
    assert lent.status(PATH, lent.client_of(BORROWER, "guarantees.read"), **QUESTION) == 404
    assert lent.status(PATH, lent.client_of(OTHER_BORROWER, "loans.read"), **QUESTION) == 404


def test_a_structure_without_loans_is_answered_with_nothing(desk):
    told = desk.get(PATH, **QUESTION)
    assert (told["loans"], told["items"], set(told["total"].values())) == (0, [], {"0.00"})


def test_it_is_asked_again_once_a_revision_at_work_is_done(lent):
    lent.publish(NEW_VALUE_ON, "0.015")
    answer = lent.client.get(PATH, query_string=QUESTION, headers=lent.agent)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/revision-at-work")
    lent.work()
    assert lent.status(PATH, **QUESTION) == 200
    assert lent.status(PATH, **QUESTION | {"index": "cac40"}) == 422
