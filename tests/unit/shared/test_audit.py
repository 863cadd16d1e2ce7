"""The audit trail: lines are chained, so that none can be changed, taken out or slipped in unseen."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from shared import clock
from shared.audit import list_acts, names_of_acts, record_act, verify_acts
from shared.db import transaction
from shared.errors import Missing
from shared.tables import acts

PERSON = uuid4()
START = datetime(2026, 2, 2, 9, tzinfo=UTC)


@pytest.fixture
def trail(service_on_each):
    with service_on_each.active():
        yield service_on_each


def _record(number, **facts):
    with transaction() as session:
        record_act(session, f"act_{number}", by=PERSON, subject_id=uuid4(), facts={"été": number} | facts)


def _record_and_refuse():
    with transaction() as session:
        record_act(session, "undone", by=None)
        raise Missing()


def _tamper(service, statement):
    with service.database.writing() as session:
        session.execute(statement)


def test_what_was_recorded_is_listed_newest_first(trail):
    for number in range(3):
        _record(number)
    assert [act.act for act in list_acts()["items"]] == ["act_2", "act_1", "act_0"]
    assert list_acts(done_by=uuid4())["items"] == []
    assert len(list_acts(done_by=PERSON)["items"]) == 3


def _days(**wanted):
    return [act.facts["day"] for act in list_acts(**wanted)["items"]]


@pytest.fixture
def week(trail, monkeypatch):
    """On each of five days a right is given, in two structures by turns, and the last one ended too."""
    structures = [uuid4(), uuid4()]
    for day in range(5):
        monkeypatch.setattr(clock, "now", lambda day=day: START + timedelta(days=day))
        with transaction() as session:
            about = {"structure_id": structures[day % 2], "facts": {"day": day}}
            record_act(session, "right_granted" if day < 4 else "right_revoked", by=PERSON, **about)
    return structures


def test_a_trail_is_read_by_structure_by_act_and_by_period_alone_or_together(week):
    assert _days(structure_id=week[0]) == [4, 2, 0]
    assert _days(act="right_granted") == [3, 2, 1, 0]
    assert _days(since=START + timedelta(days=1), before=START + timedelta(days=3)) == [2, 1]
    assert _days(structure_id=week[1], act="right_granted", since=START + timedelta(days=2)) == [3]


def test_a_trail_is_read_page_by_page_as_it_is_filtered(week):
    first = list_acts(structure_id=week[0], limit=2)
    assert _days(structure_id=week[0], limit=2, after=first["next"]) == [0]


def test_the_acts_to_choose_from_are_those_that_the_trail_holds(week):
    assert names_of_acts() == ["right_granted", "right_revoked"]


def test_a_trail_that_nobody_touched_is_intact(trail):
    assert verify_acts().intact
    for number in range(5):
        _record(number, nested={"b": [1, True, None], "a": "é"})
    found = verify_acts()
    assert (found.intact, found.acts) == (True, 5)
    assert found.head == list_acts(limit=1)["items"][0].hash


def test_acts_of_one_transaction_follow_one_another(trail):
    with transaction() as session:
        for number in range(3):
            record_act(session, f"act_{number}", by=None)
    assert verify_acts().acts == 3


def test_an_act_whose_transaction_fails_leaves_no_line(trail):
    with pytest.raises(Missing):
        _record_and_refuse()
    _record(0)
    assert (verify_acts().intact, verify_acts().acts) == (True, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"act": "another"},
        {"done_by": uuid4()},
        {"subject_id": None},
        {"facts": {"été": 8}},
        {"origin": "192.0.2.1"},
        {"hash": "0" * 64},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_line_that_was_changed_shows(trail, change):
    for number in range(4):
        _record(number)
    _tamper(trail, sa.update(acts).where(acts.c.number == 2).values(change))
    assert verify_acts().broken_at == 2


def test_a_line_that_was_taken_out_shows(trail):
    for number in range(4):
        _record(number)
    _tamper(trail, sa.delete(acts).where(acts.c.number == 2))
    assert verify_acts().broken_at == 3


def test_a_trail_whose_end_was_cut_contradicts_what_was_noted(trail):
    for number in range(4):
        _record(number)
    noted = (4, verify_acts().head)
    assert verify_acts(noted).intact
    _tamper(trail, sa.delete(acts).where(acts.c.number == 4))
    assert verify_acts().intact
    assert verify_acts(noted).broken_at == 4


def test_a_trail_that_was_written_anew_contradicts_what_was_noted(trail):
    _record(0)
    noted = (1, verify_acts().head)
    _tamper(trail, sa.delete(acts))
    _record(0)
    assert verify_acts().intact
    assert verify_acts(noted).broken_at == 1


def test_many_at_once_make_one_chain(trail):
    def record(number):
        with trail.active():
            _record(number)

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(record, range(40)))
    assert (verify_acts().intact, verify_acts().acts) == (True, 40)
