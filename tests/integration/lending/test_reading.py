"""What people and systems read of the portfolio: loans, schedules, what falls due next, simulations."""

import csv
import io

import pytest

from services.lending.domain.rows import COLUMNS
from shared.ids import new_id
from tests.integration.lending.desk import (
    BORROWER,
    FIXED,
    OTHER_BORROWER,
    TODAY,
    TOWN,
    guaranteed,
    line,
    terms,
)


def test_a_schedule_reads_the_same_as_json_and_as_csv(desk):
    desk.enter(line(1))
    rows = desk.rows()
    answer = desk.client.get("/loans/5000001/schedule?format=csv", headers=desk.agent)
    assert answer.content_type == "text/csv; charset=utf-8"
    read = list(csv.DictReader(io.StringIO(answer.text)))
    assert tuple(read[0]) == COLUMNS == tuple(rows[0])
    assert read == [row | {"number": str(row["number"])} for row in rows]


def test_a_schedule_is_that_of_the_loans_terms_at_the_published_values(desk):
    desk.enter(line(1), line(2, terms={"months_between_instalments": 3, "instalments": 40, "revision": "SR"}))
    for number, facts in (("5000001", {}), ("5000002", {"months_between_instalments": 3, "instalments": 40})):
        same = terms(**facts, **({"revision": "SR"} if facts else {}))
        assert desk.post("/simulations", same).json["rows"] == desk.rows(number)


def test_an_instalment_keeps_the_rate_in_force_when_its_period_began(desk):
    desk.enter(line(1))
    rates = {row["due_on"]: row["rate"] for row in desk.rows()}
    assert rates["2023-05-01"] == "0.016"
    assert rates["2024-05-01"] == "0.036"
    assert rates["2026-05-01"] == "0.03"
    assert rates["2027-05-01"] == "0.023"


def test_each_version_of_a_schedule_stays_readable(desk):
    desk.enter(line(1))
    first = desk.rows()
    revision = desk.revise()
    versions = desk.versions()
    assert [version["revision_id"] for version in versions] == [None, revision["revision_id"]]
    assert desk.rows(version=versions[0]["version"]) == first
    assert desk.rows(version=versions[1]["version"]) == desk.rows() != first


def test_a_version_that_is_not_shown_yet_is_not_there(desk):
    desk.enter(*[line(n) for n in range(1, 5)])
    desk.publish("2026-02-01", "0.015")
    desk.work(at_most=1)
    (only,) = desk.versions()
    assert desk.status("/loans/5000001/schedule", version=only["version"] + 1) == 404


@pytest.mark.parametrize("version", [0, -1, "one", 2**63])
def test_what_is_no_version_is_refused(desk, version):
    desk.enter(line(1))
    assert desk.status("/loans/5000001/schedule", version=version) in {404, 422}


def test_a_loan_that_came_later_has_no_version_from_before_it_came(desk):
    """Its chunk has one: the schedule of a loan is looked for by its slot, which that version does not hold."""
    desk.enter(line(1))
    desk.revise()
    desk.enter(line(2))
    assert desk.get("/portfolio")["loans"] == 2
    (only,) = desk.versions("5000002")
    older = desk.versions("5000001")[0]
    assert desk.status("/loans/5000002/schedule", version=older["version"]) == 404
    assert desk.rows("5000002", version=only["version"]) == desk.rows("5000002") == desk.rows("5000001")


def test_a_loan_says_what_is_outstanding_and_due_next_on_a_day(desk):
    desk.enter(line(1))
    rows = {row["due_on"]: row for row in desk.rows()}
    sheet = desk.get("/loans/5000001", on="2026-05-01")
    assert sheet["outstanding"] == rows["2026-05-01"]["outstanding"]
    assert sheet["next_instalment"]["due_on"] == "2027-05-01"
    assert sheet["next_instalment"]["instalment"] == rows["2027-05-01"]["instalment"]
    last = desk.get("/loans/5000001", on="2032-05-01")
    assert (last["outstanding"], last["next_instalment"]) == ("0.00", None)


def test_the_portfolio_counts_its_loans_and_what_falls_due_next(desk):
    desk.enter(line(1), line(2, contract_number="20001", terms=FIXED))
    summary = desk.get("/portfolio")
    upcoming = desk.get("/instalments")["items"]
    assert summary == {
        "as_of": str(TODAY),
        "loans": 2,
        "contracts": 1,
        "principal": "2000000.00",
        "next_instalments": f"{sum(float(item['instalment']) for item in upcoming):.2f}",
    }


def test_an_empty_portfolio_reads_as_nothing(desk):
    summary = desk.get("/portfolio")
    assert (summary["loans"], summary["principal"], summary["next_instalments"]) == (0, "0.00", "0.00")
    assert desk.get("/instalments")["items"] == desk.get("/loans")["items"] == []


def test_loans_are_found_by_number_borrower_guarantor_product_and_contract(desk):
    desk.enter(
        line(1),
        line(2, borrower_id=str(OTHER_BORROWER), **guaranteed((TOWN, "1"))),
        line(3, product="PLAI", **guaranteed((TOWN, "0.5"), (BORROWER, "0.5"))),
    )

    def found(**query):
        return [loan["loan_number"] for loan in desk.get("/loans", **query)["items"]]

    assert found() == ["5000001", "5000002", "5000003"]
    assert found(borrower_id=BORROWER) == ["5000001", "5000003"]
    assert found(guarantor_id=TOWN) == ["5000002", "5000003"]
    assert found(guarantor_id=TOWN, product="PLAI") == ["5000003"]
    assert found(contract_number="20002") == ["5000002"]
    assert found(loan_number="5000002") == ["5000002"]
    assert found(borrower_id=new_id()) == found(loan_number="5000009") == []


def test_a_loan_says_the_names_of_who_owes_it_and_of_who_guarantees_it(desk):
    desk.enter(line(1, **guaranteed((TOWN, "0.5"), (OTHER_BORROWER, "0.5"))))
    assert desk.get("/loans")["items"][0]["borrower_name"] == "Valmonde Habitat"
    sheet = desk.get("/loans/5000001")
    assert sheet["borrower_name"] == "Valmonde Habitat"
    names = {each["structure_id"]: each["name"] for each in sheet["guarantors"]}
    assert names == {str(TOWN): "Commune de Valmonde", str(OTHER_BORROWER): "Foyer du Levant"}


def test_loans_come_in_pages(desk):
    desk.enter(*[line(n) for n in range(1, 6)])
    first = desk.get("/loans", limit=3)
    second = desk.get("/loans", limit=3, after=first["next"])
    numbers = [loan["loan_number"] for loan in first["items"] + second["items"]]
    assert numbers == [f"500000{n}" for n in range(1, 6)]
    assert second["next"] is None


def test_next_instalments_are_listed_the_soonest_first_and_between_two_days(desk):
    desk.enter(
        line(1),
        line(2, terms={"months_between_instalments": 3, "instalments": 40}),
        line(3, borrower_id=str(OTHER_BORROWER), terms={"starts_on": "2022-03-15"}),
    )

    def due(**query):
        return [(item["loan_number"], item["due_on"]) for item in desk.get("/instalments", **query)["items"]]

    assert due() == [("5000002", "2026-02-01"), ("5000003", "2026-03-15"), ("5000001", "2026-05-01")]
    assert due(due_from="2026-03-15", due_until="2026-04-30") == [("5000003", "2026-03-15")]
    assert due(borrower_id=BORROWER) == [("5000002", "2026-02-01"), ("5000001", "2026-05-01")]


def test_fixings_are_listed_as_they_arrived(desk):
    desk.publish("2026-02-01", "0.025", index="lep")
    values = [(known["index"], known["value"]) for known in desk.get("/fixings")["items"]]
    assert values[:2] == [("livret_a", "0.005"), ("livret_a", "0.01")]
    assert values[-1] == ("lep", "0.025")
    assert len(desk.get("/fixings", index="lep")["items"]) == 1


def test_a_simulation_uses_its_own_fixings_where_it_has_some_and_stores_nothing(desk):
    own = terms(fixings=[{"effective_on": "2022-01-01", "value": "0.01"}])
    rows = desk.post("/simulations", own, desk.officer).json["rows"]
    assert {row["rate"] for row in rows} == {"0.016"}
    assert desk.get("/portfolio")["loans"] == 0


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"starts_on": "2019-05-01"}, "fixing-missing"),
        ({"instalments": 0}, "invalid"),
        ({"rate": {"kind": "index", "index": "lep", "margin": "0"}}, "fixing-missing"),
    ],
)
def test_a_simulation_that_cannot_be_computed_is_refused(desk, facts, kind):
    answer = desk.post("/simulations", terms(**facts))
    assert (answer.status_code, answer.json["type"]) == (422, f"/problems/{kind}")


@pytest.mark.parametrize("path", ["/loans/5999999", "/loans/5999999/schedule", "/loans/5999999/versions"])
def test_a_loan_that_is_not_there_is_missing(desk, path):
    assert desk.status(path) == 404


@pytest.mark.parametrize("path", ["/portfolio", "/loans", "/instalments"])
def test_only_readers_of_all_loans_read_them(desk, path):
    desk.enter(line(1))
    assert desk.status(path, desk.officer) == 403
    assert desk.status(path, desk.headers("bank.read", kind="system")) == 200
