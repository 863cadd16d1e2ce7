"""A fixing from its proposal to its publication, over HTTP; what it writes, on both databases."""

from uuid import uuid4

import pytest

from tests.unit.rates.desk import PROPOSAL, Desk, figure, historic_id


@pytest.fixture
def desk(database_url, tmp_path):
    made = Desk(database_url, tmp_path)
    yield made.ready()
    made.close()


@pytest.fixture
def sqlite_desk(sqlite_url, tmp_path):
    """For rules that no database changes."""
    made = Desk(sqlite_url, tmp_path)
    yield made.ready()
    made.close()


def refusal(answer) -> str:
    assert answer.content_type == "application/problem+json"
    return answer.json["type"].removeprefix("/problems/")


def test_a_rate_is_proposed_by_one_and_published_by_another(desk):
    proposed = desk.proposed()
    assert (proposed["state"], proposed["value"], proposed["computed_value"]) == (
        "proposed",
        "0.015",
        "0.014",
    )
    assert desk.in_force("livret_a", "2026-02-01") == "0.017"

    approved = desk.post(f"/fixings/{proposed['fixing_id']}/approval", desk.approver).json

    assert (approved["state"], approved["proposed_by_name"], approved["decided_by_name"]) == (
        "approved",
        "Claire Vasseur",
        "Karim Benali",
    )
    assert desk.in_force("livret_a", "2026-01-31") == "0.017"
    assert desk.in_force("livret_a", "2026-02-01") == "0.015"


def test_publishing_the_livret_a_tells_it_and_the_ldds_that_equals_it(desk):
    fixing = desk.published()
    livret_a, ldds = desk.told()
    assert livret_a == {
        "fixing_id": fixing["fixing_id"],
        "index": "livret_a",
        "effective_on": "2026-02-01",
        "value": "0.015",
        "computed_value": "0.014",
        "derogation": True,
        "legal_reference": PROPOSAL["legal_reference"],
        "published_on": "2026-01-29",
        "supersedes": None,
        "version": 1,
    }
    assert ldds == livret_a | {"index": "ldds", "fixing_id": ldds["fixing_id"]}
    assert desk.in_force("ldds", "2026-02-01") == "0.015"


def test_nothing_is_told_before_the_approval(desk):
    desk.proposed()
    assert desk.told() == []


def test_the_computed_rate_needs_no_derogation(sqlite_desk):
    assert sqlite_desk.published(value="0.014", derogation=False)["derogation"] is False


def test_the_vintage_of_the_inputs_is_kept_with_the_fixing(desk):
    fixing = desk.proposed()
    estr = next(taken for taken in fixing["computation"]["inputs"] if taken["series"] == "estr")
    assert estr["observations"] == [
        {
            "month": "2025-12",
            "months": 6,
            "value": "0.0193",
            "published_on": "2026-01-15",
            "source": "Banque de France",
            "approximate": False,
        }
    ]


def test_nobody_approves_their_own_proposal(desk):
    both = desk.person("Seule", "rates.officer", "rates.approver")
    fixing = desk.post("/fixings", both, PROPOSAL).json
    answer = desk.post(f"/fixings/{fixing['fixing_id']}/approval", both)
    assert (answer.status_code, refusal(answer)) == (403, "self-approval")
    assert desk.told() == []


@pytest.mark.parametrize(
    ("changes", "status", "kind"),
    [
        pytest.param({"effective_on": "2026-03-01"}, 422, "fixing-out-of-calendar", id="calendar"),
        pytest.param({"value": "0.0155"}, 422, "fixing-not-rounded", id="rounding"),
        pytest.param({"value": "0.004"}, 422, "fixing-below-floor", id="minimum"),
        pytest.param({"derogation": False}, 422, "fixing-differs-from-computation", id="no derogation"),
        pytest.param({"value": "0.014"}, 422, "derogation-without-deviation", id="no deviation"),
        pytest.param({"index": "ldds"}, 422, "index-not-proposable", id="follows the Livret A"),
        pytest.param({"effective_on": "2026-08-01"}, 409, "inputs-missing", id="inputs not known"),
        pytest.param({"effective_on": "2025-08-01"}, 409, "fixing-already-published", id="already published"),
        pytest.param({"effective_on": "2024-02-01"}, 422, "revision-suspended", id="suspended"),
        pytest.param({"value": 0.015}, 422, "invalid", id="a number instead of a string"),
        pytest.param({"value": "0.0150001"}, 422, "invalid", id="seven decimals"),
        pytest.param({"legal_reference": " "}, 422, "invalid", id="blank reference"),
        pytest.param({"index": "euribor"}, 422, "invalid", id="unknown index"),
        pytest.param({"rate": "0.015"}, 422, "invalid", id="unknown field"),
    ],
)
def test_a_proposal_against_a_rule_is_refused_by_its_name(sqlite_desk, changes, status, kind):
    answer = sqlite_desk.post("/fixings", sqlite_desk.officer, PROPOSAL | changes)
    assert (answer.status_code, refusal(answer)) == (status, kind)
    assert sqlite_desk.get("/fixings", state="proposed").json["items"] == []


def test_a_refusal_says_the_rule_and_its_text_in_french_by_default(sqlite_desk):
    answer = sqlite_desk.post(
        "/fixings", sqlite_desk.officer, PROPOSAL | {"derogation": False}, **{"Accept-Language": "fr"}
    )
    assert "1,40\u00a0%" in answer.json["detail"]
    assert "JORFTEXT000043114027" in answer.json["detail"]
    assert answer.json["errors"][0]["field"] == "value"


def test_a_second_proposal_for_the_same_day_is_a_conflict(desk):
    first = desk.proposed()
    answer = desk.post("/fixings", desk.officer, PROPOSAL)
    assert (answer.status_code, refusal(answer)) == (409, "fixing-already-proposed")
    assert first["fixing_id"] in answer.json["detail"]


@pytest.mark.parametrize("ending", ["rejection", "withdrawal"])
def test_a_proposal_that_ended_leaves_room_for_another(desk, ending):
    fixing = desk.proposed()
    by = desk.approver if ending == "rejection" else desk.officer
    ended = desk.post(f"/fixings/{fixing['fixing_id']}/{ending}", by, {"reason": "Faute de frappe"})
    assert (ended.status_code, ended.json["decision_reason"]) == (200, "Faute de frappe")
    assert desk.proposed()["version"] == 1
    assert desk.told() == []


@pytest.mark.parametrize("act", ["approval", "rejection", "withdrawal"])
def test_what_is_decided_is_not_decided_again(desk, act):
    fixing = desk.published()
    by = desk.officer if act == "withdrawal" else desk.approver
    body = None if act == "approval" else {"reason": "Trop tard"}
    answer = desk.post(f"/fixings/{fixing['fixing_id']}/{act}", by, body)
    assert (answer.status_code, refusal(answer)) == (409, "fixing-not-proposed")
    assert len(desk.told()) == 2


def test_only_the_proposer_withdraws(sqlite_desk):
    fixing = sqlite_desk.proposed()
    other = sqlite_desk.person("Autre", "rates.officer")
    answer = sqlite_desk.post(f"/fixings/{fixing['fixing_id']}/withdrawal", other, {"reason": "Non"})
    assert (answer.status_code, refusal(answer)) == (403, "not-the-proposer")


def test_an_approval_waits_for_the_journal_officiel(sqlite_desk):
    fixing = sqlite_desk.proposed(published_on="2026-01-30")
    answer = sqlite_desk.post(f"/fixings/{fixing['fixing_id']}/approval", sqlite_desk.approver)
    assert (answer.status_code, refusal(answer)) == (409, "fixing-not-yet-official")


def test_an_input_revised_since_the_proposal_calls_for_a_new_one(desk):
    fixing = desk.proposed()
    desk.post("/inputs", desk.officer, {"inputs": [figure("estr", "0.0213", published_on="2026-01-20")]})
    answer = desk.post(f"/fixings/{fixing['fixing_id']}/approval", desk.approver)
    assert (answer.status_code, refusal(answer)) == (409, "computation-outdated")


def test_figures_stated_by_the_proposer_replace_the_recorded_ones(sqlite_desk):
    fixing = sqlite_desk.published(inputs={"estr": "0.0213"}, derogation=False)
    assert fixing["computed_value"] == "0.015"
    assert {taken["method"] for taken in fixing["computation"]["inputs"]} == {"given", "six_month_mean"}


def test_the_lep_is_proposed_and_published_on_its_own(sqlite_desk):
    fixing = sqlite_desk.published(index="lep", value="0.025")
    assert (fixing["computed_value"], [event["index"] for event in sqlite_desk.told()]) == ("0.019", ["lep"])


def test_a_correction_is_a_new_version_that_supersedes(desk):
    first = desk.published()
    wanted = {name: PROPOSAL[name] for name in ("derogation", "published_on")}
    correction = desk.post(
        f"/fixings/{first['fixing_id']}/corrections",
        desk.officer,
        wanted | {"value": "0.016", "legal_reference": "Rectificatif au JO du 29/01/2026"},
    )
    assert (correction.status_code, correction.json["version"]) == (201, 2)
    assert desk.in_force("livret_a", "2026-02-01") == "0.015"

    desk.post(f"/fixings/{correction.json['fixing_id']}/approval", desk.approver)

    assert desk.in_force("livret_a", "2026-02-01") == desk.in_force("ldds", "2026-02-01") == "0.016"
    corrected, ldds = desk.told()[2:]
    assert (corrected["supersedes"], corrected["version"]) == (first["fixing_id"], 2)
    assert (ldds["supersedes"], ldds["version"]) == (desk.told()[1]["fixing_id"], 2)
    versions = desk.get("/fixings", index="livret_a", effective_on="2026-02-01").json["items"]
    assert [version["value"] for version in versions] == ["0.016", "0.015"]


def test_a_historic_fixing_can_be_corrected_against_what_its_formula_gave(desk):
    fixing_id = historic_id(desk, "livret_a", "2012-02-01")
    wanted = {"value": "0.0275", "legal_reference": "Erratum", "published_on": "2012-02-01"}
    correction = desk.post(f"/fixings/{fixing_id}/corrections", desk.officer, wanted)
    assert (correction.status_code, correction.json["computed_value"]) == (201, "0.0275")
    wrong = desk.post(
        f"/fixings/{historic_id(desk, 'livret_a', '2013-02-01')}/corrections", desk.officer, wanted
    )
    assert refusal(wrong) == "fixing-differs-from-computation"


@pytest.mark.parametrize(
    ("index", "on", "kind"),
    [
        pytest.param("ldds", "2012-02-01", "index-not-proposable", id="follows the Livret A"),
        pytest.param("livret_a", "2025-08-01", "correction-without-change", id="same value, same text"),
    ],
)
def test_a_correction_that_corrects_nothing_is_refused(sqlite_desk, index, on, kind):
    known = sqlite_desk.get(f"/indexes/{index}/fixings", on=on).json["items"][0]
    wanted = {name: known[name] for name in ("value", "legal_reference", "published_on")}
    answer = sqlite_desk.post(f"/fixings/{known['fixing_id']}/corrections", sqlite_desk.officer, wanted)
    assert refusal(answer) == kind


def test_only_the_newest_version_is_corrected(desk):
    first = desk.published()
    wanted = {
        "value": "0.016",
        "derogation": True,
        "legal_reference": "Rectificatif",
        "published_on": "2026-01-29",
    }
    second = desk.post(f"/fixings/{first['fixing_id']}/corrections", desk.officer, wanted).json
    again = desk.post(f"/fixings/{first['fixing_id']}/corrections", desk.officer, wanted)
    assert refusal(again) == "fixing-already-proposed"
    desk.post(f"/fixings/{second['fixing_id']}/approval", desk.approver)
    stale = desk.post(f"/fixings/{first['fixing_id']}/corrections", desk.officer, wanted)
    assert refusal(stale) == "fixing-not-in-force"


@pytest.mark.parametrize("act", ["approval", "rejection", "withdrawal", "corrections"])
def test_a_fixing_that_does_not_exist_is_missing(sqlite_desk, act):
    bodies = {
        "approval": None,
        "corrections": {name: PROPOSAL[name] for name in ("value", "legal_reference", "published_on")},
    }
    by = sqlite_desk.approver if act in {"approval", "rejection"} else sqlite_desk.officer
    answer = sqlite_desk.post(f"/fixings/{uuid4()}/{act}", by, bodies.get(act, {"reason": "?"}))
    assert answer.status_code == 404


def test_the_same_request_with_the_same_key_proposes_once(desk):
    answers = [desk.post("/fixings", desk.officer, PROPOSAL, **{"Idempotency-Key": "k1"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json["fixing_id"] == answers[1].json["fixing_id"]
