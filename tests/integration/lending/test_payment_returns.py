"""A payment that its bank takes back is a fact that names it: what it settled is due again, nothing is forgotten."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa

from services.lending.domain.late_interest import late_interest
from services.lending.life.tables import LoanFact, PaymentReturn
from shared.bus import Refused
from shared.money import cents_from_text
from tests.integration.lending.desk import line
from tests.integration.lending.test_payments import FEBRUARY, LIVRET_A, MARCH, MONTHLY, due

RETURNED_ON = "2026-02-03"


@pytest.fixture
def paid(desk):
    """A loan whose instalment of February was paid on its day; returns the desk."""
    desk.enter(line(1, terms=MONTHLY))
    desk.bill(MARCH)
    desk.pay(due(desk, FEBRUARY), FEBRUARY, reference="VIR-1")
    return desk


def a_return(desk, **facts: str) -> dict[str, str]:
    usual = {"reference": "RET-1", "returns": "VIR-1", "value_on": RETURNED_ON, "amount": due(desk, FEBRUARY)}
    return usual | {"why": "Provision insuffisante"} | facts


def take(desk, **facts: str) -> dict:
    """A return arrives on the queue; returns what its sender is answered."""
    return desk.command(a_return(desk, **facts), queue="bank.payments")


def by_hand(desk, headers=None, **facts: str):
    return desk.post("/payment-returns", a_return(desk, **facts), headers or desk.cashier)


def test_what_a_returned_payment_settled_is_due_again_and_late_since_its_own_day(paid):
    amount = due(paid, FEBRUARY)
    answer = take(paid)
    assert answer == {
        "reference": "RET-1",
        "outcome": "accepted",
        "parts": [{"loan_number": "5000001", "amount": amount}],
    }
    position = paid.position(on="2026-02-20")
    cost = late_interest(cents_from_text(amount), date(2026, 2, 1), date(2026, 2, 20), LIVRET_A).cents
    assert (position["late"], position["paid"]) == (amount, "0.00")
    assert cents_from_text(position["late_interest"]) == cost > 0


def test_before_the_day_of_its_return_a_payment_counts_as_it_did(paid):
    take(paid)
    assert paid.position(on="2026-02-02")["paid"] == due(paid, FEBRUARY)
    assert paid.position(on="2026-02-02")["unpaid"] == []
    assert paid.position(on=RETURNED_ON)["late"] == due(paid, FEBRUARY)


def test_what_was_known_before_the_return_came_is_told_as_it_was(paid):
    before = datetime.now(UTC)
    old = paid.position(on="2026-02-20")
    take(paid)
    then = paid.position(on="2026-02-20", known_at=before.isoformat())
    assert then | {"known_at": None} == old | {"known_at": None}
    assert paid.position(on="2026-02-20")["late"] != old["late"]


def test_both_stay_among_the_facts_of_the_loan(paid):
    take(paid)
    facts = paid.get("/loans/5000001/facts")["items"]
    assert [(fact["kind"], fact["reference"]) for fact in facts] == [
        ("payment_received", "VIR-1"),
        ("payment_returned", "RET-1"),
    ]
    amount = due(paid, FEBRUARY)
    assert facts[1]["body"] == {"payment": "VIR-1", "amount": amount, "why": "Provision insuffisante"}
    assert facts[1]["value_on"] == RETURNED_ON


def test_a_payment_that_comes_after_a_return_settles_what_is_due_again(paid):
    take(paid)
    cost = paid.position(on="2026-02-20")["late_interest"]
    paid.on(date(2026, 2, 20))
    paid.pay(str(Decimal(due(paid, FEBRUARY)) + Decimal(cost)), "2026-02-20")
    position = paid.position(on="2026-02-20")
    assert (position["late"], position["late_interest"], position["credit"]) == ("0.00", "0.00", "0.00")


def test_a_return_is_taken_once_whichever_way_it_comes_again(paid):
    take(paid)
    assert take(paid)["outcome"] == "already_known"
    answer = by_hand(paid)
    assert (answer.status_code, answer.json["outcome"]) == (200, "already_known")
    assert answer.json["parts"] == [{"loan_number": "5000001", "amount": due(paid, FEBRUARY)}]
    assert len(paid.scalars(sa.select(LoanFact).where(LoanFact.kind == "payment_returned"))) == 1


@pytest.mark.parametrize("other", [{"value_on": "2026-02-02"}, {"reference": "RET-2"}], ids=str)
def test_another_return_of_the_same_name_or_of_the_same_payment_is_refused(paid, other):
    take(paid)
    answer = by_hand(paid, **other)
    assert (answer.status_code, answer.json["type"]) == (409, "/problems/return-contradicted")
    assert len(paid.scalars(sa.select(PaymentReturn))) == 1


@pytest.mark.parametrize(
    ("wrong", "kind"),
    [
        ({"returns": "VIR-9"}, "unknown-payment"),
        ({"value_on": "2026-01-31"}, "returned-before-paid"),
        ({"value_on": MARCH}, "paid-too-early"),
        ({"amount": "1.00"}, "returned-in-part"),
    ],
    ids=str,
)
def test_a_return_that_cannot_be_is_refused_with_the_reason_and_leaves_nothing(paid, wrong, kind):
    assert by_hand(paid, **wrong).json["type"] == f"/problems/{kind}"
    with pytest.raises(Refused) as refused:
        take(paid, **wrong)
    assert refused.value.answer["type"] == f"/problems/{kind}"
    assert paid.scalars(sa.select(PaymentReturn)) == []
    assert paid.position(on="2026-02-20")["late"] == "0.00"


@pytest.mark.parametrize(
    "mixed", [{"loan_number": "5000001"}, {"contract_number": "20001"}, {"payer": "Ville"}], ids=str
)
def test_a_message_is_a_payment_or_a_return_and_never_both(paid, mixed):
    with pytest.raises(Refused):
        take(paid, **mixed)
    payment = {"reference": "VIR-2", "loan_number": "5000001", "value_on": FEBRUARY, "amount": "1.00"}
    with pytest.raises(Refused):
        paid.command(payment | {"why": "Provision insuffisante"}, queue="bank.payments")
    assert paid.command(payment, queue="bank.payments")["outcome"] == "accepted"


def test_every_line_that_got_a_part_of_a_contracts_payment_gives_it_back(desk):
    contract = {"contract_number": "30000"}
    desk.enter(line(1, **contract, terms=MONTHLY), line(2, **contract, terms=MONTHLY))
    desk.bill(MARCH)
    whole = str(2 * Decimal(due(desk, FEBRUARY)) + 30)
    shared = desk.pay(whole, FEBRUARY, reference="VIR-1", **contract)["parts"]
    assert take(desk, amount=whole)["parts"] == shared
    for loan_number in ("5000001", "5000002"):
        position = desk.position(loan_number, on=RETURNED_ON)
        assert (position["paid"], position["credit"]) == ("0.00", "0.00")
        assert position["late"] == due(desk, FEBRUARY, loan_number)


def test_payments_and_returns_by_hand_need_a_right_of_their_own(paid):
    """Whoever agrees terms with borrowers does not say by that right that money came."""
    payment = {"reference": "VIR-2", "loan_number": "5000001", "value_on": FEBRUARY, "amount": "1.00"}
    assert paid.post("/payments", payment, paid.headers("lending.agent")).status_code == 403
    assert by_hand(paid, paid.headers("lending.agent")).status_code == 403
    assert paid.post("/payments", payment, paid.cashier).status_code == 200
    assert by_hand(paid).status_code == 200
    assert paid.status("/loans/5000001", paid.cashier) == 404
