"""Commands of other bank systems: what asyncapi.json shows is what is taken, once, with an answer."""

import json
from uuid import uuid4

import pytest

from deploy.demo import bank as demonstration
from deploy.demo.main_job import INPUTS
from shared.bus import Delivery, Refused
from shared.inbox import receive
from tests.contract.documents import ROOT
from tests.contract.small_bank import LOANS
from tests.contract.watch import Watch

DOCUMENT = json.loads((ROOT / "docs" / "asyncapi.json").read_text(encoding="utf-8"))
QUEUES = {
    "bank.index-values": "rates",
    "bank.loans": "lending",
    "bank.mail-status": "notifications",
    "bank.payments": "lending",
    "bank.structures": "structures",
}
PAYMENT = {
    "loan_number": next(demonstration.loan_lines(1))["loan_number"],
    "value_on": "2026-01-29",
    "amount": "100.00",
}
each_queue = pytest.mark.parametrize("queue", QUEUES)


def _good(bank, queue: str) -> dict:
    """A command that the small bank has not had yet."""
    return {
        "bank.index-values": {"inputs": [INPUTS[0] | {"published_on": "2026-01-20"}]},
        "bank.loans": list(demonstration.loan_lines(LOANS + 1))[-1],
        "bank.mail-status": _news_of_a_letter(bank),
        "bank.payments": PAYMENT | {"reference": uuid4().hex},
        "bank.structures": demonstration.structures()[0] | {"name": f"Renamed {uuid4().hex[:6]}"},
    }[queue]


def _news_of_a_letter(bank) -> dict:
    """Something new about a letter that the mailing house has."""
    for batch in bank.ask("notifications", "GET", "/batches")["items"]:
        if batch["state"] == "closed":
            bank.ask("notifications", "POST", f"/batches/{batch['id']}/hand-over")
    letters = bank.ask("notifications", "GET", "/messages?kind=letter")["items"]
    posted = next(each for each in letters if each["state"] in {"handed_over", "delivered", "returned"})
    news = "returned" if posted["state"] == "delivered" else "delivered"
    return {"reference": posted["reference"], "state": news}


def _sent(queue: str, body: object) -> Delivery:
    return Delivery(queue=queue, id=str(uuid4()), type=queue, body=body, reply_to="replies.test")


@each_queue
def test_the_example_of_a_command_is_one(bank, queue):
    line = bank.services[QUEUES[queue]].handlers.find(queue, queue)
    (example,) = DOCUMENT["components"]["messages"][queue]["examples"]
    assert line.contract().load(example["payload"])


@each_queue
def test_a_command_is_taken_once_and_answered_the_same_each_time(bank, queue):
    service = bank.services[QUEUES[queue]]
    watch, delivery = Watch(service), _sent(queue, _good(bank, queue))
    answer = receive(service, delivery)
    assert json.loads(json.dumps(answer))
    assert "inbox" in watch.changed()
    assert receive(service, delivery) == answer
    assert watch.changed() == set()
    watch.close()


@each_queue
@pytest.mark.parametrize("body", [None, [], "text", {}, {"stranger": 1}], ids=repr)
def test_what_is_no_command_is_refused_in_both_languages_and_changes_nothing(bank, queue, body):
    service = bank.services[QUEUES[queue]]
    watch = Watch(service)
    with pytest.raises(Refused) as refused:
        receive(service, _sent(queue, body))
    answer = refused.value.answer
    assert answer["status"] == 422
    assert answer["errors"]
    assert answer["detail"] != answer["detail_en"] == refused.value.reason
    assert watch.changed() == set()
    watch.close()


@each_queue
def test_a_command_names_each_field_at_fault(bank, queue):
    body = _good(bank, queue) | {"stranger": 1}
    with pytest.raises(Refused) as refused:
        receive(bank.services[QUEUES[queue]], _sent(queue, body))
    assert [error["field"] for error in refused.value.answer["errors"]] == ["stranger"]
