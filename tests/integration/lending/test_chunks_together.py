"""Chunks revised together become what each becomes alone: schedules, next instalments, sums, what is told."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from services.lending.portfolio.tables import NextInstalment, SchedulePiece
from services.lending.revisions.tables import SUMS, RevisionChunk, RevisionPart
from shared.events import from_json, to_json
from shared.events.lending import RevisedLoan
from tests.integration.lending.desk import (
    DEPARTMENT,
    FIXED,
    OTHER_BORROWER,
    TOWN,
    Desk,
    guaranteed,
    lending,
    line,
)

THIRDS = ((TOWN, "0.3333"), (DEPARTMENT, "0.6667"))
DAYS_COUNTED = {"day_count": "act/365", "interest_mode": "proportional"}
STARTED_SOON = {"starts_on": "2026-01-20", "instalments": 8}
LINES = (
    line(1),
    line(2, terms=FIXED),
    line(3, borrower_id=str(OTHER_BORROWER), **guaranteed((TOWN, "1"))),
    line(4, terms=DAYS_COUNTED, **guaranteed(*THIRDS)),
    line(5, product="PLAI", **guaranteed((DEPARTMENT, "0.5"), (TOWN, "0.5"))),
    line(6, borrower_id=str(OTHER_BORROWER), product="PLS", terms=STARTED_SOON),
    line(7, terms=FIXED),
    line(8, terms=FIXED),
    line(9, terms=FIXED),
    line(10, terms={"deferral": {"instalments": 6, "interest": "capitalised"}}, **guaranteed(*THIRDS)),
    line(11, terms={"months_between_instalments": 3, "instalments": 60}),
)
"""Four chunks of three: of every way to be revised some, and one chunk that stays as it is."""

TOLD = ("lending.structure_revised.v1", "lending.guarantee_revised.v1", "lending.revision_completed.v1")


@pytest.fixture(params=["sqlite", "postgresql"])
def revised(request, tmp_path) -> Callable[[int], dict[str, Any]]:
    """What comes of the lines where so many chunks are revised at once, in a database of its own."""

    def revise(chunks_at_once: int) -> dict[str, Any]:
        url = f"sqlite:///{tmp_path}/{chunks_at_once}.db"
        if request.param == "postgresql":
            url = request.getfixturevalue("postgres").create_database(f"test_{uuid4().hex}")
        with lending(url, tmp_path, chunks_at_once=chunks_at_once) as desk:
            desk.enter(*LINES)
            revision = desk.revise()
            assert desk.verify() == []
            return outcome(desk, revision)

    return revise


def outcome(desk: Desk, revision: dict[str, Any]) -> dict[str, Any]:
    kind = RevisionPart.kind, RevisionPart.key, RevisionPart.other
    sums = (sa.func.sum(getattr(RevisionPart, name)) for name in SUMS)
    of_chunk = (getattr(RevisionChunk, name) for name in ("chunk", "by_exact_rules", *SUMS))
    return {
        "messages": len(desk.told("lending.chunks_due.v1")),
        "revision": without_its_own(revision),
        "schedules": rows(
            desk, sa.select(SchedulePiece.chunk, SchedulePiece.version_id, SchedulePiece.payload)
        ),
        "next": rows(desk, sa.select(*NextInstalment.__table__.c)),
        "chunks": rows(desk, sa.select(*of_chunk)),
        "parts": rows(desk, sa.select(*kind, *sums).group_by(*kind)),
        "told": [without_its_own(event) for name in TOLD for event in desk.told(name)],
    }


def rows(desk: Desk, query: sa.Select) -> list[tuple]:
    with desk.service.database.reading() as session:
        return sorted(tuple(map(_number, row)) for row in session.execute(query))


def _number(value: object) -> object:
    return int(value) if isinstance(value, Decimal) else value


def without_its_own(facts: dict[str, Any]) -> dict[str, Any]:
    """Without what is another in every run: its ids and instants."""
    return {
        name: fact
        for name, fact in facts.items()
        if not name.endswith("_at") and name not in {"revision_id", "fixing_id"}
    }


@pytest.mark.parametrize("chunks_at_once", [2, 3, 100])
def test_however_many_chunks_a_message_carries_the_outcome_is_the_same(revised, chunks_at_once):
    alone, together = revised(1), revised(chunks_at_once)
    assert (alone.pop("messages"), together.pop("messages")) == (4, -(-4 // chunks_at_once))
    assert alone["revision"]["loans_revised"] == 7
    assert len({chunk for chunk, *_ in alone["schedules"]}) == 4
    assert together == alone


def test_a_line_that_is_kept_until_it_is_told_is_what_the_contract_says(sqlite_url, tmp_path):
    with lending(sqlite_url, tmp_path) as desk:
        desk.enter(*LINES)
        desk.revise()
        kept = [text for text in desk.scalars(sa.select(RevisionPart.loans)) if text]
    lines = [json.loads(line) for text in kept for line in text.split("\n")]
    assert len(lines) == 7
    assert [to_json(from_json(RevisedLoan, line)) for line in lines] == lines
    assert all(list(line) == list(RevisedLoan.__slots__) for line in lines)
