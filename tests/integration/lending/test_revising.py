"""A published value recomputes the loans that follow its index, chunk by chunk, and shows them all at once."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
import sqlalchemy as sa

from services.lending.portfolio.packing import PackedLoan
from services.lending.portfolio.pieces import Piece
from services.lending.portfolio.tables import NextInstalment, SchedulePiece, VisibleChunk
from shared.bus import Refused
from shared.events.lending import LINES_MAX
from shared.ids import new_id
from tests.integration.lending.desk import (
    BORROWER,
    FIXED,
    HISTORY,
    NEW_VALUE_ON,
    OTHER_BORROWER,
    SHARE_DUE,
    TOWN,
    fixing,
    guaranteed,
    lending,
    line,
    terms,
)

COMPLETED = "lending.revision_completed.v1"
STRUCTURE_REVISED = "lending.structure_revised.v1"
GUARANTEE_REVISED = "lending.guarantee_revised.v1"
ODD = {
    "terms": {
        "principal": "700000",
        "starts_on": "2023-06-15",
        "months_between_instalments": 3,
        "instalments": 60,
    }
}


def payloads(desk) -> list[PackedLoan]:
    """The schedules that readers see as they are kept, by chunk and slot."""
    pieces = desk.scalars(
        sa.select(SchedulePiece)
        .join(
            VisibleChunk,
            (VisibleChunk.chunk == SchedulePiece.chunk)
            & (VisibleChunk.version_id == SchedulePiece.version_id),
        )
        .order_by(SchedulePiece.chunk, SchedulePiece.first_slot)
    )
    kept = [Piece.from_bytes(piece.payload) for piece in pieces]
    return [piece.loan(rank) for piece in kept for rank in range(piece.loans)]


def test_loans_that_follow_the_index_are_revised_and_the_others_stay_as_they_are(desk):
    desk.enter(line(1), line(2, terms=FIXED), line(3, **ODD), line(4), line(5))
    fixed = desk.rows("5000002")
    revision = desk.revise()
    assert (revision["state"], revision["chunks_done"], revision["chunks_total"]) == ("completed", 2, 2)
    assert (revision["loans_read"], revision["loans_revised"], revision["loans_failed"]) == (5, 4, 0)
    assert desk.rows("5000002") == fixed
    assert {row["rate"] for row in desk.rows() if row["due_on"] > "2026-05-01"} == {"0.021"}
    assert desk.verify() == []


def test_the_instalment_after_the_new_value_is_still_collected_at_the_old_rate(desk):
    desk.enter(line(1))
    revision = desk.revise()
    effect = desk.get(f"/loans/5000001/revisions/{revision['revision_id']}")
    assert effect["is_change"]
    assert effect["after"][0]["due_on"] == effect["before"][0]["due_on"] == "2027-05-01"
    assert (effect["before"][0]["rate"], effect["after"][0]["rate"]) == ("0.023", "0.021")
    assert effect["after"] == desk.rows()[-len(effect["after"]) :]
    assert effect["before"] == desk.rows(version=desk.versions()[0]["version"])[-len(effect["before"]) :]


def test_a_loan_that_the_revision_left_alone_has_no_effect_to_show(desk):
    desk.enter(line(1), line(2, terms=FIXED))
    revision = desk.revise()
    effect = desk.get(f"/loans/5000002/revisions/{revision['revision_id']}")
    assert effect.pop("revision")["value_after"] == "0.015"
    assert effect == {"loan_number": "5000002", "is_change": False, "before": [], "after": []}


def test_readers_see_the_old_schedules_until_the_last_chunk_is_done_then_all_new_ones(desk):
    desk.enter(*[line(n) for n in range(1, 8)])
    old = desk.rows()
    event = desk.publish(NEW_VALUE_ON, "0.015")
    desk.work(at_most=2)
    revision = desk.revision_of(event)
    assert (revision["state"], revision["chunks_done"], revision["chunks_total"]) == ("running", 2, 3)
    assert {str(desk.rows(f"500000{n}")) for n in range(1, 8)} == {str(old)}
    assert desk.status(f"/loans/5000001/revisions/{revision['revision_id']}") == 404
    assert desk.told(COMPLETED) == []
    desk.work()
    new = {str(desk.rows(f"500000{n}")) for n in range(1, 8)}
    assert len(new) == 1
    assert str(old) not in new


def test_each_borrower_is_told_once_with_each_of_its_revised_lines(desk):
    theirs = {"borrower_id": str(OTHER_BORROWER)}
    desk.enter(
        line(1), line(2, **ODD), line(3, terms=FIXED), line(4, **theirs), line(5, **theirs, terms=FIXED)
    )
    revision = desk.revise()
    told = {event["structure_id"]: event for event in desk.told(STRUCTURE_REVISED)}
    assert set(told) == {str(BORROWER), str(OTHER_BORROWER)}
    ours = told[str(BORROWER)]
    assert [entry["loan_number"] for entry in ours["loans"]] == ["5000001", "5000002"]
    assert (ours["loans_revised"], ours["loans_unchanged"]) == (2, 1)
    assert ours["revision_id"] == revision["revision_id"]
    first = ours["loans"][0]
    before, after = (desk.rows(version=version["version"])[4] for version in desk.versions())
    assert first["first_revised_on"] == after["due_on"]
    assert Decimal(first["instalment_before_cents"]) == Decimal(before["instalment"]) * 100
    assert Decimal(first["instalment_after_cents"]) == Decimal(after["instalment"]) * 100
    assert (first["rate_before"], first["rate_after"]) == ("0.023", "0.021")
    assert first["progressivity_after"] == after["progressivity"]


def test_a_borrower_whose_loans_all_stay_is_told_nothing(desk):
    desk.enter(line(1), line(2, borrower_id=str(OTHER_BORROWER), terms=FIXED))
    desk.revise()
    assert {event["structure_id"] for event in desk.told(STRUCTURE_REVISED)} == {str(BORROWER)}


def test_the_facts_of_the_fixing_are_told_with_the_value_before(desk):
    desk.enter(line(1))
    desk.revise(derogation=True)
    (told,) = desk.told(COMPLETED)
    assert told["facts"] == {
        "index": "livret_a",
        "effective_on": "2026-02-01",
        "value_before": "0.017",
        "value_after": "0.015",
        "derogation": True,
        "legal_reference": "Arrêté du 28 janvier 2026, art. 1er",
        "published_on": "2026-01-29",
    }


def test_the_sums_of_borrowers_and_of_products_are_those_of_the_revision(desk):
    desk.enter(
        line(1),
        line(2, product="PLAI", **ODD),
        line(3, borrower_id=str(OTHER_BORROWER)),
        line(4, terms=FIXED),
    )
    revision = desk.revise()
    for by in ("borrower", "product"):
        parts = desk.get(f"/runs/{revision['revision_id']}/parts", by=by)["items"]
        for name in set(parts[0]) - {"key", "name"}:
            assert sum(Decimal(part[name]) for part in parts) == Decimal(revision[name]), name
    (told,) = desk.told(COMPLETED)
    assert told["outstanding_cents"] == Decimal(revision["outstanding"]) * 100
    events = desk.told(STRUCTURE_REVISED)
    assert sum(event["outstanding_cents"] for event in events) == told["outstanding_cents"]
    assert sum(event["loans_revised"] for event in events) == told["loans_revised"] == 3


def test_a_borrower_is_told_at_most_so_many_lines_and_how_many_there_are(sqlite_url, tmp_path):
    short = {"instalments": 6}
    with lending(sqlite_url, tmp_path, chunk_loans=400) as desk:
        desk.enter(*[line(n, terms=short) for n in range(LINES_MAX)])
        desk.enter(*[line(n, terms=short) for n in range(LINES_MAX, LINES_MAX + 5)])
        desk.revise()
        (told,) = desk.told(STRUCTURE_REVISED)
    assert told["loans_revised"] == LINES_MAX + 5
    numbers = [entry["loan_number"] for entry in told["loans"]]
    assert numbers == [f"{5_000_000 + n}" for n in range(LINES_MAX)]


def test_the_same_value_again_changes_no_schedule_and_tells_no_structure(desk):
    desk.enter(line(1), line(2, **ODD))
    before = payloads(desk)
    revision = desk.revise(value="0.017")
    assert (revision["loans_read"], revision["loans_revised"]) == (2, 0)
    assert payloads(desk) == before
    assert desk.told(STRUCTURE_REVISED) == desk.told(GUARANTEE_REVISED) == []
    assert len(desk.told(COMPLETED)) == 1
    assert len(desk.versions()) == 1


def test_a_value_of_an_index_that_no_loan_follows_is_remembered_and_revises_nothing(desk):
    desk.enter(line(1))
    event = desk.publish("2026-02-01", "0.025", index="lep")
    assert desk.revision_of(event) is None
    assert desk.due() == []


def test_loans_of_the_other_indexes_stay_as_they_are(desk):
    desk.publish("2020-02-01", "0.01", index="lep")
    followers = {"rate": {"kind": "index", "index": "lep", "margin": "0.006"}}
    desk.enter(line(1), line(2, terms=followers))
    livret_a = desk.rows()
    revision = desk.revise(value="0.02", index="lep")
    assert (revision["loans_read"], revision["loans_revised"]) == (2, 1)
    assert desk.rows() == livret_a
    assert desk.rows("5000002")[-1]["rate"] == "0.026"
    assert desk.verify() == []


def test_an_empty_portfolio_has_nothing_to_revise(desk):
    event = desk.publish(NEW_VALUE_ON, "0.015")
    assert desk.revision_of(event) is None
    desk.enter(line(1))
    assert desk.rows()[-1]["rate"] == "0.021"
    assert desk.verify() == []


def test_a_fixing_heard_twice_is_one_fixing_and_one_revision(desk):
    desk.enter(line(1))
    event = fixing(NEW_VALUE_ON, "0.015")
    event_id = desk.hear(event)
    desk.hear(event, event_id)
    desk.hear(event)
    desk.work()
    assert len(desk.get("/revisions")["items"]) == 1
    assert len(desk.get("/fixings")["items"]) == len(HISTORY) + 1
    assert len(desk.told(COMPLETED)) == 1


def test_a_chunk_done_twice_is_done_once(desk):
    desk.enter(*[line(n) for n in range(1, 5)])
    event = desk.publish(NEW_VALUE_ON, "0.015")
    first, second = desk.due()
    desk.do(*first)
    desk.do(*first)
    desk.do("told by another hand", first[1])
    assert desk.revision_of(event)["chunks_done"] == 1
    desk.do(*second)
    desk.do("told by another hand, late", second[1])
    assert len(desk.due()) == 1
    desk.work()
    assert desk.revision_of(event)["state"] == "completed"
    assert len(desk.told(COMPLETED)) == 1


def test_a_revision_is_shown_at_once_and_ends_when_the_last_share_was_told(desk):
    desk.enter(line(1), line(2, **guaranteed((TOWN, "1"))))
    event = desk.publish(NEW_VALUE_ON, "0.015")
    desk.work(at_most=1)
    assert desk.rows()[-1]["rate"] == "0.021"
    assert (desk.revision_of(event)["state"], desk.told(STRUCTURE_REVISED)) == ("running", [])
    borrowers, guarantors = desk.due()
    for times, due in enumerate([borrowers, borrowers, ("told by another hand", borrowers[1])]):
        desk.do(*due)
        assert len(desk.told(STRUCTURE_REVISED)) == 1, times
    assert (desk.revision_of(event)["state"], desk.told(COMPLETED)) == ("running", [])
    desk.do(*guarantors)
    assert desk.revision_of(event)["state"] == "completed"
    assert len(desk.told(GUARANTEE_REVISED)) == len(desk.told(COMPLETED)) == 1


def test_a_share_that_no_revision_planned_is_refused(desk):
    desk.enter(line(1))
    desk.revise()
    (revision,) = desk.get("/revisions")["items"]
    body = {"revision_id": revision["revision_id"], "share": 7}
    with pytest.raises(Refused):
        desk.do("never planned", body)


def test_a_revision_that_changes_nothing_has_nobody_to_tell(desk):
    desk.enter(line(1))
    assert desk.revise(value="0.017")["state"] == "completed"
    assert len(desk.told(COMPLETED)) == 1
    assert desk.told(SHARE_DUE) == desk.told(STRUCTURE_REVISED) == []


def test_revisions_queue_up_and_each_is_compared_with_the_one_before(desk):
    desk.enter(*[line(n) for n in range(1, 5)])
    events = [desk.publish(NEW_VALUE_ON, "0.015"), desk.publish("2026-08-01", "0.0125")]
    desk.work(at_most=1)
    assert [desk.revision_of(event)["state"] for event in events] == ["running", "waiting"]
    desk.work()
    assert [desk.revision_of(event)["state"] for event in events] == ["completed", "completed"]
    first, second = (event["loans"][0] for event in desk.told(STRUCTURE_REVISED))
    assert (first["rate_before"], first["rate_after"]) == ("0.023", "0.021")
    assert (second["rate_before"], second["rate_after"]) == ("0.021", "0.0185")
    assert [told["facts"]["value_before"] for told in desk.told(COMPLETED)] == ["0.017", "0.015"]
    assert len(desk.versions()) == 3
    assert desk.verify() == []


def test_each_revision_uses_the_values_known_when_it_was_planned(desk):
    """The second value is known already when the chunks of the first one are done."""
    desk.enter(line(1))
    first = desk.publish(NEW_VALUE_ON, "0.015")
    desk.publish("2026-08-01", "0.0125")
    desk.work(at_most=1)
    (_, version) = desk.versions()
    assert version["revision_id"] == desk.revision_of(first)["revision_id"]
    assert {row["rate"] for row in desk.rows() if row["due_on"] > "2026-05-01"} == {"0.021"}


def test_fixings_in_any_order_repeated_or_not_give_the_same_bytes(desk, tmp_path_factory):
    values = [
        fixing(NEW_VALUE_ON, "0.015"),
        fixing("2026-08-01", "0.0125"),
        fixing("2027-02-01", "0.02"),
        fixing("2027-08-01", "0.02"),
    ]
    corrected = fixing("2026-08-01", "0.013", version=2, supersedes=values[1].fixing_id)
    told = [*values, corrected]
    desk.enter(line(1), line(2, **ODD), line(3, terms=FIXED), line(4))
    for event in told:
        desk.hear(event)
        desk.work()
    for order in ([4, 1, 3, 0, 2], [2, 3, 4, 2, 0, 0, 1, 4]):
        folder = tmp_path_factory.mktemp("shuffled")
        with lending(f"sqlite:///{folder / 'lending.sqlite'}", folder) as other:
            other.enter(line(1), line(2, **ODD), line(3, terms=FIXED), line(4))
            for rank in order:
                other.hear(told[rank])
                other.work(at_most=1)
            other.work()
            assert payloads(other) == payloads(desk)
            assert other.verify() == []


def test_a_correction_of_the_newest_value_revises_again(desk):
    desk.enter(line(1))
    event = desk.publish(NEW_VALUE_ON, "0.015")
    desk.work()
    revision = desk.revise(value="0.016", version=2, supersedes=event.fixing_id)
    assert revision["loans_revised"] == 1
    assert desk.rows()[-1]["rate"] == "0.022"
    assert revision["value_before"] == "0.017"


def test_a_correction_that_comes_before_what_it_corrects_stands(desk):
    desk.enter(line(1))
    wrong = fixing(NEW_VALUE_ON, "0.015")
    desk.revise(value="0.016", version=2, supersedes=wrong.fixing_id)
    desk.hear(wrong)
    desk.work()
    assert desk.rows()[-1]["rate"] == "0.022"
    assert desk.revision_of(wrong)["loans_revised"] == 0


def correct(desk, day: str, value: str) -> dict:
    """A value of the history was wrong; returns the revision."""
    (known,) = [fixing for fixing in desk.get("/fixings")["items"] if fixing["effective_on"] == day]
    return desk.revise(day, value, version=2, supersedes=UUID(known["fixing_id"]))


def test_a_late_correction_of_an_old_value_leaves_what_was_called_and_recomputes_the_rest(desk):
    """What was due before a loan entered had been called by whoever sent it."""
    desk.enter(line(1), line(2, **ODD))
    before = desk.rows()
    revision = correct(desk, "2025-02-01", "0.02")
    after = desk.rows()
    assert after[:3] == before[:3]
    assert (after[3]["due_on"], before[3]["rate"], after[3]["rate"]) == ("2026-05-01", "0.03", "0.026")
    assert after[-1]["outstanding"] == "0.00"
    assert desk.verify() == []
    assert revision["loans_revised"] == 1, "all that the second loan owed at that value was called"


WHOLE = {"progressivity": "0", "revision": "SR"}


def repaid_whole(desk) -> dict:
    """A loan whose outstanding is given back in May 2030, to the cent, at the values known now."""
    simulated = desk.post("/simulations", terms(**WHOLE)).json["rows"]
    owed = next(row["outstanding"] for row in simulated if row["due_on"] == "2030-05-01")
    return WHOLE | {"early_repayments": [{"on": "2030-05-01", "amount": owed, "indemnity": {"kind": "none"}}]}


def test_a_loan_that_cannot_be_computed_keeps_its_schedule_is_reported_and_holds_nobody_up(desk):
    """At a lower rate more is repaid before: less is owed in 2030 than would be given back."""
    desk.enter(line(1), line(2, terms=repaid_whole(desk)), line(3), line(4))
    kept = desk.rows("5000002")
    revision = desk.revise()
    assert (revision["state"], revision["loans_revised"], revision["loans_failed"]) == ("completed", 3, 1)
    (failure,) = desk.get(f"/runs/{revision['revision_id']}/failures")["items"]
    assert failure["loan_number"] == "5000002"
    assert "remboursement anticipé" in failure["reason"].lower()
    assert desk.rows("5000002") == kept
    (part,) = desk.get(f"/runs/{revision['revision_id']}/parts", by="product")["items"]
    assert part["loans_failed"] == 1
    assert desk.verify() == []


def test_a_loan_that_could_not_be_computed_is_tried_again_by_the_next_revision(desk):
    desk.enter(line(1), line(2, terms=repaid_whole(desk)))
    desk.revise()
    revision = desk.revise(value="0.02", version=2)
    assert (revision["loans_revised"], revision["loans_failed"]) == (2, 0)
    assert desk.verify() == []


def test_an_early_repayment_of_all_that_leaves_something_over_at_the_new_rate_goes_on(desk):
    """Before, the loan ends with it; after, it has more rows than before."""
    desk.enter(line(1, terms=repaid_whole(desk)))
    before = desk.rows()
    revision = desk.revise(value="0.03")
    assert revision["loans_failed"] == 0
    assert len(desk.rows()) > len(before)
    effect = desk.get(f"/loans/5000001/revisions/{revision['revision_id']}")
    assert len(effect["after"]) > len(effect["before"])
    assert desk.verify() == []


def test_what_falls_due_next_follows_the_schedule_that_readers_see(desk):
    desk.enter(line(1), line(2, **ODD))
    desk.publish(NEW_VALUE_ON, "0.03")
    desk.publish("2026-08-01", "0.0125")
    desk.work()
    for item in desk.get("/instalments")["items"]:
        rows = {row["number"]: row for row in desk.rows(item["loan_number"])}
        assert rows[item["number"]]["instalment"] == item["instalment"]
        assert rows[item["number"]]["due_on"] == item["due_on"]
    assert len(desk.get("/instalments")["items"]) == 2


def test_revisions_are_listed_the_newest_first(desk):
    desk.enter(line(1))
    desk.revise()
    desk.revise("2026-08-01", "0.0125")
    days = [run["effective_on"] for run in desk.get("/revisions", desk.officer)["items"]]
    assert days == ["2026-08-01", "2026-02-01"]


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/revisions/{}", {}),
        ("/previews/{}", {}),
        ("/runs/{}/parts", {"by": "product"}),
        ("/runs/{}/failures", {}),
    ],
)
def test_a_run_that_is_not_there_is_missing(desk, path, query):
    assert desk.status(path.format(new_id()), **query) == 404


def test_a_revision_is_no_preview_and_a_preview_no_revision(desk):
    desk.enter(line(1))
    preview = desk.preview()["revision_id"]
    desk.work()
    revision = desk.revise()["revision_id"]
    assert desk.status(f"/revisions/{preview}") == desk.status(f"/previews/{revision}") == 404
    assert [run["revision_id"] for run in desk.get("/revisions")["items"]] == [revision]


def test_a_next_instalment_that_stays_is_written_once(desk):
    """What falls due next was announced at the old rate: only a value that takes effect before moves it."""
    desk.enter(line(1), line(2))
    before = desk.get("/instalments")["items"]
    desk.revise()
    assert desk.get("/instalments")["items"] == before
    assert len(desk.scalars(sa.select(NextInstalment))) == 2


def test_a_next_instalment_that_moves_is_shown_with_its_revision_and_replaces_the_old_one(desk):
    """A value of the past, which the next instalment's period begins after."""
    desk.enter(line(1), line(2, **ODD))
    desk.on(date(2027, 4, 1))
    before = desk.get("/instalments")["items"]
    desk.publish(NEW_VALUE_ON, "0.015")
    (first, *_) = desk.due()
    assert desk.get("/instalments")["items"] == before
    desk.do(*first)
    after = {item["loan_number"]: item for item in desk.get("/instalments")["items"]}
    for loan_number, item in after.items():
        row = next(row for row in desk.rows(loan_number) if row["due_on"] == item["due_on"])
        assert (item["number"], item["instalment"]) == (row["number"], row["instalment"])
        assert row["rate"] == "0.021"
    assert len(desk.scalars(sa.select(NextInstalment))) == 2
