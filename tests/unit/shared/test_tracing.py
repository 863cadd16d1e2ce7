import re

import pytest

from shared import tracing

PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
TRACE_ID = "0af7651916cd43dd8448eb211c80319c"


def test_a_trace_is_continued_under_a_new_span():
    with tracing.continued("handle", PARENT):
        handed_on = tracing.current_traceparent()
        assert tracing.current_trace_id() == TRACE_ID
    assert handed_on.split("-")[1] == TRACE_ID
    assert handed_on.split("-")[2] != "b7ad6b7169203331"


@pytest.mark.parametrize(
    "strange",
    [
        None,
        "",
        "nonsense",
        "00-" + "0" * 32 + "-b7ad6b7169203331-01",
        "ff" + PARENT[2:],
        PARENT + "é",
        "x" * 5_000,
    ],
)
def test_a_strange_parent_begins_a_trace_of_our_own(strange):
    with tracing.continued("handle", strange):
        assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}", tracing.current_traceparent())
        assert tracing.current_trace_id() != TRACE_ID


def test_outside_of_any_trace_there_is_nothing_to_hand_on():
    assert tracing.current_traceparent() is None
    assert tracing.current_trace_id() is None
    assert tracing.outgoing() == {}


def test_a_trace_ends_where_its_work_ends():
    with tracing.continued("one", PARENT):
        pass
    assert tracing.current_trace_id() is None


def test_a_message_handled_inside_a_request_keeps_its_own_trace():
    with tracing.continued("request", None):
        outer = tracing.current_trace_id()
        with tracing.continued("message", PARENT):
            assert tracing.current_trace_id() == TRACE_ID
        assert tracing.current_trace_id() == outer


def test_a_request_continues_the_trace_of_the_gateway(app, client):
    seen = []
    app.before_request(lambda: seen.append(tracing.current_trace_id()) or None)
    client.get("/livez", headers={"traceparent": PARENT})
    client.get("/livez")
    assert seen[0] == TRACE_ID
    assert seen[1] not in (None, TRACE_ID)
