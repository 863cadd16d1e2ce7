"""Before anyone approves a value, a preview says what it would change, and changes nothing."""

from decimal import Decimal

import pytest
import sqlalchemy as sa

from services.lending.portfolio.tables import NextInstalment, SchedulePiece, ScheduleVersion
from services.lending.revisions.tables import RevisionPart
from tests.integration.lending.desk import (
    DEPARTMENT,
    FIXED,
    NEW_VALUE_ON,
    OTHER_BORROWER,
    TOWN,
    guaranteed,
    line,
)

LOANS = (
    line(1),
    line(2, terms=FIXED),
    line(3, product="PLAI", terms={"months_between_instalments": 3, "instalments": 40}),
    line(4, borrower_id=str(OTHER_BORROWER), **guaranteed((TOWN, "0.55"), (DEPARTMENT, "0.45"))),
    line(5, terms={"revision": "DL", "principal": "123456.78"}),
)
OF_THE_RUN = {"revision_id", "fixing_id", "legal_reference", "requested_at", "started_at", "completed_at"}


def facts_of(run: dict) -> dict:
    """What a run says of the portfolio, beside its own identity and hours."""
    return {name: fact for name, fact in run.items() if name not in OF_THE_RUN}


def parts_of(desk, run: dict) -> dict[str, list]:
    return {
        by: desk.get(f"/runs/{run['revision_id']}/parts", by=by)["items"]
        for by in ("product", "borrower", "guarantor")
    }


def test_a_preview_equals_the_revision_that_follows(desk):
    desk.enter(*LOANS)
    asked = desk.preview()
    assert (asked["state"], asked["chunks_done"], asked["chunks_total"]) == ("running", 0, 2)
    desk.work()
    preview = desk.get(f"/previews/{asked['revision_id']}")
    revision = desk.revise()
    assert facts_of(preview) == facts_of(revision)
    assert parts_of(desk, preview) == parts_of(desk, revision)
    assert (preview["loans_read"], preview["loans_revised"]) == (5, 4)
    assert Decimal(preview["first_revised_instalments_after"]) < Decimal(
        preview["first_revised_instalments_before"]
    )


def test_a_preview_changes_nothing_and_tells_nobody(desk):
    desk.enter(*LOANS)
    tables = (SchedulePiece, ScheduleVersion, NextInstalment)
    before = [desk.scalars(sa.select(sa.func.count()).select_from(table)) for table in tables]
    rows = desk.rows()
    told = len([event for event in desk.told() if "chunks" not in event])
    desk.preview()
    desk.work()
    assert [desk.scalars(sa.select(sa.func.count()).select_from(table)) for table in tables] == before
    assert desk.rows() == rows
    assert len([event for event in desk.told() if "chunks" not in event]) == told
    assert set(desk.scalars(sa.select(RevisionPart.loans))) == {None}


def test_a_preview_of_a_day_that_has_a_value_asks_about_another_value_of_that_day(desk):
    desk.enter(line(1))
    desk.revise()
    asked = desk.preview("0.016")
    desk.work()
    preview = desk.get(f"/previews/{asked['revision_id']}")
    assert preview["loans_revised"] == 1
    assert (preview["value_before"], preview["value_after"]) == ("0.017", "0.016")


def test_a_preview_asked_while_a_revision_is_at_work_waits_and_equals_the_one_that_follows(desk):
    desk.enter(*LOANS)
    desk.publish(NEW_VALUE_ON, "0.015")
    asked = desk.preview("0.0125", "2026-08-01")
    assert asked["state"] == "waiting"
    desk.work()
    preview = desk.get(f"/previews/{asked['revision_id']}")
    assert preview["state"] == "completed"
    assert facts_of(preview) == facts_of(desk.revise("2026-08-01", "0.0125"))


def test_a_preview_at_work_when_a_value_is_published_still_says_what_was_before(desk):
    desk.enter(*LOANS)
    alone = desk.preview("0.0125", "2026-08-01")
    desk.work()
    asked = desk.preview("0.0125", "2026-08-01")
    event = desk.publish(NEW_VALUE_ON, "0.015")
    of_preview = [due for due in desk.due() if due[1]["revision_id"] == asked["revision_id"]]
    of_revision = [due for due in desk.due() if due not in of_preview]
    for due in [of_preview[0], *of_revision, of_preview[1]]:
        desk.do(*due)
    desk.work()
    assert desk.revision_of(event)["state"] == "completed"
    preview, same = (desk.get(f"/previews/{run['revision_id']}") for run in (asked, alone))
    assert facts_of(preview) == facts_of(same)


def test_loans_that_come_in_while_a_preview_is_at_work_are_not_in_it(desk):
    desk.enter(line(1))
    asked = desk.preview()
    desk.enter(line(2))
    desk.work()
    assert desk.get(f"/previews/{asked['revision_id']}")["loans_read"] == 1
    assert desk.get("/portfolio")["loans"] == 2


def test_an_index_that_no_loan_follows_has_nothing_to_preview(desk):
    desk.enter(line(1, terms=FIXED))
    question = {"index": "livret_a", "effective_on": "2026-02-01", "value": "0.015"}
    answer = desk.post("/previews", question, desk.officer)
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/index-not-followed")


@pytest.mark.parametrize(
    "question",
    [
        {"index": "livret_a", "effective_on": "2026-02-01"},
        {"index": "livret_a", "effective_on": "01/02/2026", "value": "0.015"},
        {"index": "livret_a", "effective_on": "2026-02-01", "value": 0.015},
        {"index": "livret_a", "effective_on": "2026-02-01", "value": "1.5"},
        {"index": "", "effective_on": "2026-02-01", "value": "0.015"},
    ],
    ids=["no value", "another date format", "a float", "a percentage", "no index"],
)
def test_a_question_that_makes_no_sense_is_refused(desk, question):
    desk.enter(line(1))
    assert desk.post("/previews", question, desk.officer).status_code == 422


def test_only_agents_and_rates_officers_preview(desk):
    desk.enter(line(1))
    question = {"index": "livret_a", "effective_on": "2026-02-01", "value": "0.015"}
    assert desk.post("/previews", question, desk.loan_system).status_code == 403
    for right in ("lending.agent", "rates.officer", "rates.approver"):
        assert desk.post("/previews", question, desk.headers(right)).status_code == 202
