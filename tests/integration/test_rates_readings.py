"""The history, the inputs, the computations and who may see or send them."""

import pytest

from services.rates.handlers import handlers
from services.rates.schemas import InputsSchema
from shared.db import transaction
from shared.errors import Refusal
from tests.unit.rates.desk import FIGURES, PROPOSAL, Desk, figure


@pytest.fixture
def desk(database_url, tmp_path):
    made = Desk(database_url, tmp_path)
    yield made
    made.close()


@pytest.fixture
def sqlite_desk(sqlite_url, tmp_path):
    """For rules that no database changes."""
    made = Desk(sqlite_url, tmp_path)
    yield made
    made.close()


def months(series: str, values: list[str], **more: object) -> list[dict]:
    """Six monthly figures, July to December 2025."""
    return [
        figure(series, value, month=f"2025-{month:02}", months=1, **more)
        for month, value in zip(range(7, 13), values, strict=True)
    ]


def computation(desk, **question: object) -> dict:
    asked = {"index": "livret_a", "effective_on": "2026-02-01"} | question
    return desk.post("/computations", desk.officer, asked).json


def test_loading_the_history_twice_publishes_it_once(desk):
    loaded = desk.load_history()
    assert loaded == len(desk.told()) > 100
    assert desk.load_history() == 0
    assert len(desk.told()) == loaded


def test_the_history_stops_at_the_business_date(sqlite_desk):
    sqlite_desk.load_history()
    newest = sqlite_desk.get("/indexes/livret_a/fixings", limit="1").json["items"][0]
    assert (newest["effective_on"], newest["value"]) == ("2025-08-01", "0.017")


def test_the_history_keeps_a_fixing_that_was_decided_here(desk):
    desk.ready()
    desk.published()
    assert desk.load_history() == 0


@pytest.mark.parametrize(
    ("on", "value", "precision"),
    [("1850-12-31", "0.05", "year"), ("1981-10-16", "0.085", "day"), ("2009-04-30", "0.025", "day")],
)
def test_anyone_known_reads_the_value_in_force_on_a_day(sqlite_desk, on, value, precision):
    sqlite_desk.load_history()
    reader = sqlite_desk.person("Un système", kind="system")
    fixing = sqlite_desk.get("/indexes/livret_a/fixings", reader, on=on).json["items"][0]
    assert (fixing["value"], fixing["date_precision"]) == (value, precision)


def test_no_value_is_carried_back_before_the_first_one(sqlite_desk):
    sqlite_desk.load_history()
    answer = sqlite_desk.get("/indexes/livret_a/fixings", on="1818-05-21")
    assert (answer.status_code, answer.json["type"]) == (404, "/problems/no-fixing-in-force")


def test_an_unknown_index_has_no_history(sqlite_desk):
    assert sqlite_desk.get("/indexes/euribor/fixings").status_code == 404


def test_the_history_is_read_page_by_page_newest_first(desk):
    desk.load_history()
    seen, after = [], None
    while True:
        page = desk.get("/indexes/lep/fixings", limit="10", **({"after": after} if after else {})).json
        seen += [fixing["effective_on"] for fixing in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == sorted(set(seen), reverse=True)
    assert seen[-1] == "1986-05-16"


def test_anyone_reads_when_an_index_can_change_next(sqlite_desk):
    told = sqlite_desk.get("/indexes/ldds/coming-dates").json
    assert [(each["day"][4:], each["kind"]) for each in told if each["kind"] == "normal"] in (
        [("-02-01", "normal"), ("-08-01", "normal")],
        [("-08-01", "normal"), ("-02-01", "normal")],
    )
    assert sqlite_desk.get("/indexes/euribor/coming-dates").status_code == 404


def test_the_indexes_are_listed_with_their_value_today(sqlite_desk):
    sqlite_desk.load_history()
    indexes = {
        index["code"]: index for index in sqlite_desk.get("/indexes", sqlite_desk.person("Quelqu'un")).json
    }
    assert list(indexes) == ["livret_a", "lep", "ldds", "inflation", "cel"]
    assert indexes["livret_a"]["in_force"]["value"] == indexes["ldds"]["in_force"]["value"] == "0.017"
    assert indexes["inflation"]["in_force"] is None


def test_a_computation_explains_every_step_and_writes_nothing(sqlite_desk):
    sqlite_desk.ready()
    result = computation(sqlite_desk)
    assert (result["raw"], result["value"], result["regime"]) == ("0.01405", "0.014", "F2021")
    assert result["steps"][-1]["english"] == "Livret A computed: 1.40%"
    assert sqlite_desk.get("/fixings", state="proposed").json["items"] == []


def test_a_computation_reads_six_months_when_they_are_known(desk):
    desk.ready()
    desk.post("/inputs", desk.officer, {"inputs": months("estr", ["0.0212"] + ["0.0193"] * 5)})
    estr = next(taken for taken in computation(desk)["inputs"] if taken["series"] == "estr")
    assert (len(estr["observations"]), estr["value"]) == (6, "0.019616666667")


def test_a_computation_can_read_the_inputs_as_they_were_known_on_a_day(desk):
    desk.ready()
    desk.post("/inputs", desk.officer, {"inputs": [figure("estr", "0.0213", published_on="2026-01-20")]})
    assert computation(desk)["value"] == "0.015"
    assert computation(desk, known_on="2026-01-19")["value"] == "0.014"


def test_a_computation_can_take_stated_figures_and_another_regime(sqlite_desk):
    sqlite_desk.ready()
    stated = {"euribor_3m": "0.02", "eonia": "0.02", "inflation": "0.02"}
    assert computation(sqlite_desk, inputs=stated, regime="F2008")["value"] == "0.0225"


def test_a_computation_without_its_inputs_names_them(sqlite_desk):
    sqlite_desk.load_history()
    answer = computation(sqlite_desk)
    assert (answer["status"], answer["type"]) == (409, "/problems/inputs-missing")
    assert "€STR, monthly mean from 2025-07 to 2025-12" in answer["detail"]


def test_inputs_already_known_change_nothing(desk):
    first = desk.post("/inputs", desk.officer, {"inputs": FIGURES}).json
    again = desk.post("/inputs", desk.officer, {"inputs": FIGURES}).json
    assert (first, again) == ({"recorded": 2, "already_known": 0}, {"recorded": 0, "already_known": 2})


def test_a_figure_that_contradicts_its_own_vintage_is_refused_with_the_whole_message(desk):
    desk.post("/inputs", desk.officer, {"inputs": FIGURES})
    wrong = [figure("eonia", "0.01"), figure("estr", "0.02")]
    answer = desk.post("/inputs", desk.officer, {"inputs": wrong})
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/input-contradicted")
    assert len(desk.get("/inputs").json["items"]) == len(FIGURES)


@pytest.mark.parametrize(
    "wrong",
    [
        figure("libor", "0.01"),
        figure("estr", "0.01", month="2025-13"),
        figure("estr", "0.01", month="december"),
        figure("estr", "0.01", months=3),
        figure("estr", "1.93"),
        figure("estr", "0.01", published_on="2025-11-30"),
        figure("estr", "0.01", source=""),
    ],
    ids=["series", "13th month", "month in words", "span", "percent", "before its month", "no source"],
)
def test_a_figure_that_cannot_be_is_refused(sqlite_desk, wrong):
    answer = sqlite_desk.post("/inputs", sqlite_desk.officer, {"inputs": [wrong]})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"].startswith("inputs.0.")


def test_the_bank_s_queue_records_inputs_like_the_api_and_answers(desk):
    line = handlers.find("bank.index-values", "anything")
    message = InputsSchema().load({"inputs": FIGURES})
    with desk.service.active(), transaction() as session:
        assert line.handle(message, session) == {"recorded": 2, "already_known": 0}
    assert {row["recorded_by"] for row in desk.get("/inputs").json["items"]} == {None}


def test_a_message_that_contradicts_a_vintage_is_refused_with_its_reason(sqlite_desk):
    line = handlers.find("bank.index-values", "anything")
    sqlite_desk.post("/inputs", sqlite_desk.officer, {"inputs": FIGURES})
    message = InputsSchema().load({"inputs": [figure("estr", "0.02")]})
    with (
        pytest.raises(Refusal, match=r"already 1\.93%"),
        sqlite_desk.service.active(),
        transaction() as session,
    ):
        line.handle(message, session)


@pytest.mark.parametrize(
    ("method", "path", "body", "rights"),
    [
        ("post", "/fixings", PROPOSAL, ("rates.approver", "operator", "bank.read")),
        ("post", "/inputs", {"inputs": FIGURES}, ("rates.approver", "bank.read")),
        ("post", "/computations", {"index": "lep", "effective_on": "2026-02-01"}, ("lending.agent",)),
        ("get", "/fixings", None, ("lending.agent",)),
        ("get", "/inputs", None, ("lending.agent",)),
    ],
)
def test_a_right_that_is_not_the_one_asked_for_opens_nothing(sqlite_desk, method, path, body, rights):
    someone = sqlite_desk.person("Quelqu'un", *rights)
    answer = sqlite_desk.post(path, someone, body) if method == "post" else sqlite_desk.get(path, someone)
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/right-missing")


@pytest.mark.parametrize("act", ["approval", "rejection"])
def test_an_officer_does_not_decide(sqlite_desk, act):
    fixing = sqlite_desk.ready().proposed()
    other = sqlite_desk.person("Autre", "rates.officer")
    answer = sqlite_desk.post(
        f"/fixings/{fixing['fixing_id']}/{act}", other, {"reason": "?"} if act != "approval" else None
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/indexes", "/indexes/livret_a/fixings"])
def test_anyone_reads_what_is_official(sqlite_desk, path):
    assert sqlite_desk.client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/fixings", "/inputs"])
def test_nobody_unknown_reads_what_is_in_the_making(sqlite_desk, path):
    assert sqlite_desk.client.get(path).status_code == 401


def test_a_bank_system_may_send_inputs(sqlite_desk):
    sender = sqlite_desk.person("Données de marché", "bank.index_values", kind="system")
    assert sqlite_desk.post("/inputs", sender, {"inputs": FIGURES}).status_code == 201
