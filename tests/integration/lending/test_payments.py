"""Payments come in once and settle what was called; where a loan stands is told of any day, as known at any time."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from urllib.parse import quote

import pytest
import sqlalchemy as sa

from services.lending.domain.fixings import Fixing
from services.lending.domain.late_interest import late_interest
from services.lending.life.tables import LoanFact, Payment
from shared.bus import Refused
from shared.money import cents_from_text
from tests.integration.lending.desk import BORROWER, HISTORY, OTHER_BORROWER, line

MONTHLY = {"months_between_instalments": 1, "instalments": 120, "starts_on": "2022-05-01"}
LIVRET_A = [Fixing(date.fromisoformat(day), Decimal(value)) for day, value in HISTORY.items()]
FEBRUARY, MARCH = "2026-02-01", "2026-03-01"


@pytest.fixture
def called(desk):
    """A loan of monthly instalments, of which February and March are called; returns the desk."""
    desk.enter(line(1, terms=MONTHLY))
    desk.bill(MARCH)
    return desk


def due(desk, day: str, loan_number: str = "5000001") -> str:
    return next(row["instalment"] for row in desk.rows(loan_number) if row["due_on"] == day)


def less(amount: str, other: str) -> str:
    return str(Decimal(amount) - Decimal(other))


def test_an_instalment_that_is_paid_on_its_day_is_settled(called):
    amount = due(called, FEBRUARY)
    assert called.pay(amount, FEBRUARY, reference="VIR-1") == {
        "reference": "VIR-1",
        "outcome": "accepted",
        "parts": [{"loan_number": "5000001", "amount": amount}],
    }
    position = called.position(on=FEBRUARY)
    assert (position["due"], position["paid"], position["late"]) == (amount, amount, "0.00")
    assert position["unpaid"] == []
    assert called.position(on="2026-01-31")["due"] == "0.00"


def test_what_is_not_paid_is_late_the_day_after_and_bears_interest(called):
    amount = due(called, FEBRUARY)
    assert called.position(on=FEBRUARY)["late"] == "0.00"
    position = called.position(on="2026-02-20")
    cost = late_interest(cents_from_text(amount), date(2026, 2, 1), date(2026, 2, 20), LIVRET_A).cents
    assert position["late"] == amount
    assert cents_from_text(position["late_interest"]) == cost > 0
    assert [(item["due_on"], item["unpaid"]) for item in position["unpaid"]] == [(FEBRUARY, amount)]


def test_a_part_is_kept_as_a_part_and_too_much_as_a_credit_that_settles_the_next(called):
    first, second = due(called, FEBRUARY), due(called, MARCH)
    called.pay("100.00", FEBRUARY)
    assert called.position(on=FEBRUARY)["unpaid"][0]["unpaid"] == less(first, "100.00")
    called.pay(less(first, "50.00"), FEBRUARY)
    assert called.position(on=FEBRUARY)["credit"] == "50.00"
    assert called.position(on=MARCH)["unpaid"][0]["unpaid"] == less(second, "50.00")


def test_a_payment_is_taken_once_whichever_way_it_comes_again(called):
    called.pay("100.00", FEBRUARY, message_id="m-1", reference="VIR-1")
    called.pay("100.00", FEBRUARY, message_id="m-1", reference="VIR-1")
    assert called.pay("100.00", FEBRUARY, reference="VIR-1")["outcome"] == "already_known"
    again = {"reference": "VIR-1", "loan_number": "5000001", "value_on": FEBRUARY, "amount": "100"}
    answer = called.post("/payments", again, called.cashier)
    assert (answer.status_code, answer.json["outcome"]) == (200, "already_known")
    assert answer.json["parts"] == [{"loan_number": "5000001", "amount": "100.00"}]
    assert called.position(on=FEBRUARY)["paid"] == "100.00"
    assert len(called.scalars(sa.select(LoanFact))) == 1


@pytest.mark.parametrize(
    "other", [{"amount": "100.01"}, {"value_on": "2026-02-02"}, {"loan_number": "5000002"}], ids=str
)
def test_another_payment_of_the_same_name_is_refused(called, other):
    called.enter(line(2, terms=MONTHLY))
    told = {"reference": "VIR-1", "loan_number": "5000001", "value_on": FEBRUARY, "amount": "100.00"}
    called.post("/payments", told, called.cashier)
    answer = called.post("/payments", told | other, called.cashier)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/payment-reference-taken")


@pytest.mark.parametrize(
    ("whom", "kind"),
    [({"loan_number": "9999999"}, "unknown-loan"), ({"contract_number": "99999"}, "unknown-contract")],
    ids=["loan", "contract"],
)
def test_a_payment_for_nobody_is_refused_with_the_reason_and_leaves_nothing(called, whom, kind):
    body = {"reference": "VIR-1", "value_on": FEBRUARY, "amount": "100.00"} | whom
    with pytest.raises(Refused) as refused:
        called.command(body, queue="bank.payments")
    assert refused.value.answer["type"] == f"/problems/{kind}"
    assert called.scalars(sa.select(Payment)) == []


def test_a_payment_names_a_loan_or_a_contract_and_never_a_line_of_another(called):
    told = {"reference": "VIR-1", "value_on": FEBRUARY, "amount": "1.00"}
    assert called.post("/payments", told, called.cashier).status_code == 422
    line_of = told | {"loan_number": "5000001"}
    answer = called.post("/payments", line_of | {"contract_number": "20002"}, called.cashier)
    assert answer.json["type"] == "/problems/line-of-another-contract"
    assert called.post("/payments", line_of | {"contract_number": "20001"}, called.cashier).status_code == 200


def test_a_payment_of_weeks_ahead_is_refused(called):
    body = {"reference": "VIR-1", "loan_number": "5000001", "value_on": MARCH, "amount": "1.00"}
    answer = called.post("/payments", body, called.cashier)
    assert answer.json["type"] == "/problems/paid-too-early"


def test_a_payment_for_a_contract_is_shared_among_its_lines_to_the_cent(desk):
    contract = {"contract_number": "30000"}
    desk.enter(line(1, **contract, terms=MONTHLY), line(2, **contract, terms=MONTHLY), line(3, terms=MONTHLY))
    desk.bill(MARCH)
    whole = str(2 * Decimal(due(desk, FEBRUARY)) + 30)
    answer = desk.pay(whole, FEBRUARY, **contract)
    assert sum(Decimal(part["amount"]) for part in answer["parts"]) == Decimal(whole)
    assert [desk.position(f"500000{n}", on=FEBRUARY)["unpaid"] for n in (1, 2)] == [[], []]
    assert [desk.position(f"500000{n}", on=FEBRUARY)["credit"] for n in (1, 2)] == ["30.00", "0.00"]
    assert desk.position("5000003", on=FEBRUARY)["paid"] == "0.00"


def test_where_a_loan_stood_is_told_as_it_was_known_then(called):
    before = datetime.now(UTC)
    called.pay(due(called, FEBRUARY), FEBRUARY)
    old = called.position(on="2026-02-20", known_at=before.isoformat())
    assert old["late"] == due(called, FEBRUARY)
    assert called.position(on="2026-02-20")["late"] == "0.00"


def test_a_schedule_that_was_revised_since_is_told_as_it_was_seen_then(called):
    before, version = datetime.now(UTC), called.position()["version"]
    owed = called.position(on="2030-06-01")["outstanding"]
    called.revise("2026-02-01", "0.01")
    now = called.position(on="2030-06-01")
    then = called.position(on="2030-06-01", known_at=before.isoformat())
    assert (then["version"], then["outstanding"]) == (version, owed)
    assert (now["version"] > version, now["outstanding"] != owed) == (True, True)


def test_lateness_follows_the_values_known_then(called):
    before = datetime.now(UTC)
    cost = called.position(on="2026-06-01")["late_interest"]
    called.publish("2026-02-01", "0.05")
    called.work()
    assert Decimal(called.position(on="2026-06-01")["late_interest"]) > Decimal(cost)
    assert called.position(on="2026-06-01", known_at=before.isoformat())["late_interest"] == cost


def test_before_it_entered_nothing_was_known_of_a_loan(called):
    known_at = quote((datetime.now(UTC) - timedelta(days=1)).isoformat())
    answer = called.client.get(f"/loans/5000001/position?known_at={known_at}", headers=called.agent)
    assert (answer.status_code, answer.json["type"]) == (422, "/problems/not-known-yet")


@pytest.mark.parametrize("instant", ["0001-01-01T00:00:00+12:00", "9999-12-31T23:59:59-12:00", "2026-01-01"])
def test_an_instant_that_is_none_is_refused(called, instant):
    assert called.status("/loans/5000001/position", known_at=instant) == 422


def test_what_happened_is_told_in_order_to_whoever_may_read_the_loan(called):
    called.pay("100.00", FEBRUARY, reference="VIR-1")
    called.pay("50.00", FEBRUARY, reference="VIR-2")
    facts = called.get("/loans/5000001/facts")["items"]
    assert [(fact["sequence"], fact["kind"], fact["reference"], fact["source"]) for fact in facts] == [
        (1, "payment_received", "VIR-1", "bank.payments"),
        (2, "payment_received", "VIR-2", "bank.payments"),
    ]
    assert facts[0]["body"] == {"amount": "100.00", "of_payment": "100.00"}
    ours = called.client_of(BORROWER, "loans.read")
    theirs = called.client_of(OTHER_BORROWER, "loans.read")
    for path in ("/loans/5000001/facts", "/loans/5000001/position"):
        assert (called.status(path, ours), called.status(path, theirs)) == (200, 404)


def test_only_who_may_take_payments_does_so_by_hand(called):
    body = {"reference": "VIR-1", "loan_number": "5000001", "value_on": FEBRUARY, "amount": "1.00"}
    assert called.post("/payments", body, called.loan_system).status_code == 403
    assert called.post("/payments", body).status_code == 403
