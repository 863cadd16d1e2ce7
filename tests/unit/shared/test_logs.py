import json
import logging

import pytest
import sqlalchemy as sa

from shared import logs, tracing
from shared.logs import configure_logging, get_logger
from shared.masking import masked
from shared.settings import Settings


class Said:
    """What the process said on stderr since the last look."""

    def __init__(self, capsys):
        self.capsys = capsys
        self.text = ""

    def getvalue(self) -> str:
        self.text += self.capsys.readouterr().err
        return self.text


@pytest.fixture
def stderr(capsys):
    """What the process says, with the loggers of the test run given back afterwards."""
    handlers, level = logging.root.handlers[:], logging.root.level
    yield Said(capsys)
    logging.root.handlers, logging.root.level = handlers, level
    logs.forget()


SECRET = "hunter2"


def configured(**settings) -> None:
    configure_logging(Settings(database_url="", broker_url="", token_keys_url="", **settings))


def lines(stderr: Said) -> list[dict]:
    return [json.loads(line) for line in stderr.getvalue().splitlines()]


def test_an_event_is_one_line_of_json_that_says_when_who_and_in_which_trace(stderr, service):
    configured()
    with service.active(), tracing.continued("test", None):
        logs.bind(request_id="r-1", actor="claire")
        get_logger("rates").info("fixing_published", index="livret_a")
        trace_id = tracing.current_trace_id()
    (line,) = lines(stderr)
    assert line.pop("time").endswith("Z")
    assert line == {
        "level": "info",
        "service": "toy",
        "event": "fixing_published",
        "trace_id": trace_id,
        "request_id": "r-1",
        "actor": "claire",
        "index": "livret_a",
    }


def test_what_a_line_does_not_know_it_does_not_say(stderr):
    configured()
    get_logger("rates").info("started")
    assert lines(stderr)[0].keys() == {"time", "level", "event"}


@pytest.mark.parametrize(
    "name", ["password", "secret", "code", "token", "authorization", "Authorization", "client_secret"]
)
def test_a_secret_is_masked_at_any_depth(stderr, name):
    configured()
    get_logger("identity").info("login", **{name: SECRET, "request": {"headers": [{name: SECRET}]}})
    assert SECRET not in stderr.getvalue()
    assert lines(stderr)[0][name] == "***"


def test_an_error_is_one_line_with_its_traceback_and_without_local_variables(stderr):
    configured()
    try:
        _fail(SECRET)
    except ZeroDivisionError:
        get_logger("rates").exception("broken")
    (line,) = lines(stderr)
    assert line["exception"].startswith("Traceback")
    assert SECRET not in stderr.getvalue()


def _fail(password: str) -> float:
    return len(password) / 0


def test_before_anyone_configures_logs_no_local_variable_is_printed(caplog):
    try:
        _fail(SECRET)
    except ZeroDivisionError:
        get_logger("rates").exception("broken")
    assert "broken" in caplog.text
    assert SECRET not in caplog.text


def test_libraries_log_in_the_same_form(stderr):
    configured()
    logging.getLogger("some.library").warning("watch %s", "out")
    (line,) = lines(stderr)
    assert (line["level"], line["event"]) == ("warning", "watch out")


def test_the_statements_of_a_database_are_not_worth_a_line(stderr, service):
    configured(log_level="DEBUG")
    with service.database.reading() as session:
        session.execute(sa.select(1))
    assert stderr.getvalue() == ""


def test_events_below_the_level_are_not_said(stderr):
    configured(log_level="WARNING")
    get_logger("rates").info("detail")
    get_logger("rates").warning("matter")
    assert [line["event"] for line in lines(stderr)] == ["matter"]


def test_people_may_ask_for_text(stderr):
    configured(log_format="text")
    get_logger("rates").info("fixing_published", index="livret_a", token=SECRET)
    assert "fixing_published" in stderr.getvalue()
    assert "index=livret_a" in stderr.getvalue()
    assert SECRET not in stderr.getvalue()


def test_each_request_is_one_line_and_a_health_question_none(stderr, client, headers, writer):
    configured()
    client.post("/notes", json={"text": "a"}, headers=headers)
    client.get("/livez")
    (line,) = lines(stderr)
    assert (line["event"], line["route"], line["status"], line["actor"]) == (
        "request",
        "/notes",
        201,
        str(writer),
    )
    assert line["request_id"]
    assert headers["Authorization"] not in stderr.getvalue()


def test_what_one_request_binds_the_next_does_not_say(stderr, client, headers):
    configured()
    client.get("/notes", headers=headers)
    client.get("/places/paris/1")
    assert [("actor" in line) for line in lines(stderr)] == [True, False]


def test_masking_leaves_everything_else_as_it_was():
    value = {"list": [1, "two", None], "nested": {"postal_code": "75007"}}
    assert masked("facts", value) == value
