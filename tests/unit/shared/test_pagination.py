import base64
import contextlib
import json
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from shared.db import UtcDateTime, Uuid, transaction
from shared.ids import new_id
from shared.pagination import CursorUnreadable, _cursor, _Key, _read_cursor, page
from tests.unit.shared import toy

ORDER = (toy.notes.c.stars.desc(), toy.notes.c.id)


def write(service, stars: list[int]) -> None:
    with service.active(), transaction() as session:
        rows = [{"id": new_id(), "text": str(place), "stars": count} for place, count in enumerate(stars)]
        if rows:
            session.execute(sa.insert(toy.notes), rows)


def one_page(service, **arguments) -> dict:
    with service.active(), transaction() as session:
        return page(session, sa.select(toy.notes), by=ORDER, **arguments)


def every_page(service, limit: int) -> list[list]:
    pages, after = [], None
    while True:
        found = one_page(service, limit=limit, after=after)
        pages.append(found["items"])
        after = found["next"]
        if after is None:
            return pages


def test_pages_hold_every_row_once_in_order(service_on_each):
    write(service_on_each, [place % 3 for place in range(7)])
    rows = [row for found in every_page(service_on_each, limit=2) for row in found]
    assert [(-row.stars, row.id) for row in rows] == sorted((-row.stars, row.id) for row in rows)
    assert len({row.id for row in rows}) == len(rows) == 7


@pytest.mark.parametrize(("count", "sizes"), [(0, [0]), (2, [2]), (3, [2, 1]), (4, [2, 2])])
def test_a_page_that_is_just_full_is_the_last_one(service, count, sizes):
    write(service, [0] * count)
    assert [len(found) for found in every_page(service, limit=2)] == sizes


def test_rows_that_come_and_go_between_two_pages_shift_nothing(service):
    write(service, [5, 4, 3, 2])
    first = one_page(service, limit=2)
    with service.active(), transaction() as session:
        session.execute(sa.delete(toy.notes).where(toy.notes.c.stars == 5))
    write(service, [5, 5])
    second = one_page(service, limit=2, after=first["next"])
    assert [row.stars for row in second["items"]] == [3, 2]


def test_a_mapped_statement_gives_its_objects(service):
    write(service, [1, 2])
    with service.active(), transaction() as session:
        found = page(session, sa.select(toy.notes.c.text), by=ORDER, limit=1)
    assert found["items"] == ["1"]


def test_a_cursor_may_be_handed_on_through_http(client, headers, service):
    write(service, [1, 2, 3])
    first = client.get("/notes?limit=2", headers=headers).json
    second = client.get("/notes", query_string={"limit": 2, "after": first["next"]}, headers=headers).json
    assert [note["stars"] for note in first["items"] + second["items"]] == [3, 2, 1]
    assert second["next"] is None


def encoded(*values) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


KEYS = [_Key(column) for column in ORDER]
MARK = json.loads(base64.urlsafe_b64decode(_cursor(KEYS, [1, UUID(int=1)]) + "=="))[0]
STRANGE = {
    "nonsense": "%%%",
    "not base64": "a",
    "not ASCII": "é",
    "not JSON": base64.urlsafe_b64encode(b"{").decode(),
    "no list": base64.urlsafe_b64encode(b'{"a": 1}').decode(),
    "empty": encoded(),
    "too short": encoded(MARK, 1),
    "too long": encoded(MARK, 1, str(UUID(int=1)), 2),
    "another list": encoded(MARK + 1, 1, str(UUID(int=1))),
    "a text for a number": encoded(MARK, "1", str(UUID(int=1))),
    "a truth for a number": encoded(MARK, True, str(UUID(int=1))),
    "no UUID": encoded(MARK, 1, "x"),
    "nothing": encoded(MARK, None, None),
    "beyond 64 bits": encoded(MARK, 2**63, str(UUID(int=1))),
    "a list inside": encoded(MARK, [1], str(UUID(int=1))),
    "bottomless": base64.urlsafe_b64encode(b"[" * 700).decode(),
}


@pytest.mark.parametrize("cursor", STRANGE.values(), ids=STRANGE.keys())
def test_a_cursor_this_list_did_not_give_is_refused(client, headers, cursor):
    answer = client.get("/notes", query_string={"after": cursor}, headers=headers)
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/cursor-unreadable")


@given(st.text(max_size=60))
def test_any_text_is_either_a_cursor_or_refused(text):
    with contextlib.suppress(CursorUnreadable):
        _read_cursor(KEYS, text)


TIMED = sa.Table(
    "timed",
    sa.MetaData(),
    sa.Column("day", sa.Date),
    sa.Column("at", UtcDateTime),
    sa.Column("name", sa.String(20)),
    sa.Column("id", Uuid),
)


@given(
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=20),
    st.uuids(),
)
def test_a_cursor_reads_back_the_values_it_was_made_of(day: date, at: datetime, name: str, id_: UUID):
    keys = [_Key(column) for column in TIMED.c]
    assert _read_cursor(keys, _cursor(keys, [day, at, name, id_])) == [day, at, name, id_]


def test_a_cursor_without_its_time_zone_is_refused():
    keys = [_Key(TIMED.c.at)]
    mark = json.loads(base64.urlsafe_b64decode(_cursor(keys, [datetime.now(UTC)]) + "=="))[0]
    with pytest.raises(CursorUnreadable):
        _read_cursor(keys, encoded(mark, "2026-02-01T08:00:00"))
