"""Many at the same instant: nothing is lost, nothing is done twice, nobody waits for ever."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date

import sqlalchemy as sa

from services.lending.portfolio.store import lock_portfolio
from services.lending.portfolio.tables import Loan
from services.lending.portfolio.upcoming import roll_next_instalments
from services.lending.revisions.running import hear_fixing
from shared.db import transaction
from tests.integration.lending.desk import FIXED, NEW_VALUE_ON, TOWN, fixing, guaranteed, line, terms

RACERS = 4
MONTHLY = {"months_between_instalments": 1, "instalments": 120}
SECONDS_TO_COMPUTE = 0.5
IMPORTED = "lending.loans_imported.v1"
COMPLETED = "lending.revision_completed.v1"


def race(*acts: Callable) -> list:
    """What these give when they are all done at once."""
    gate = threading.Barrier(len(acts))

    def start(act: Callable):
        gate.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as threads:
        return [done.result() for done in [threads.submit(start, act) for act in acts]]


@contextmanager
def held_portfolio(desk, *waiting: Callable):
    """Others start, compute what they can, and wait for the portfolio, which this transaction holds."""
    with ThreadPoolExecutor(len(waiting)) as threads:
        with desk.service.active(), transaction() as session:
            lock_portfolio(session)
            futures: list[Future] = [threads.submit(act) for act in waiting]
            time.sleep(SECONDS_TO_COMPUTE)
            yield session, futures
        for future in futures:
            future.result()


def send(desk, *lines) -> dict:
    answer = desk.new_client().post("/imports", json=list(lines), headers=desk.loan_system)
    assert answer.status_code == 200, answer.text
    return answer.json


def is_whole(desk) -> bool:
    """Each loan has a place of its own, and its schedule there."""
    loans = desk.scalars(sa.select(Loan))
    places = {(loan.chunk, loan.slot) for loan in loans}
    return len(places) == len(loans) == desk.get("/portfolio")["loans"] and desk.verify() == []


def test_the_same_lines_sent_at_once_enter_once(desk):
    lines = [line(n) for n in range(1, 6)]
    reports = race(*[lambda: send(desk, *lines)] * RACERS)
    assert sorted(report["accepted"] for report in reports) == [0] * (RACERS - 1) + [5]
    assert sum(report["already_known"] for report in reports) == 5 * (RACERS - 1)
    assert len(desk.told(IMPORTED)) == 1
    assert is_whole(desk)


def test_other_lines_sent_at_once_all_enter(desk):
    reports = race(*[lambda n=n: send(desk, *[line(10 * n + k) for k in range(4)]) for n in range(RACERS)])
    assert [report["accepted"] for report in reports] == [4] * RACERS
    assert is_whole(desk)


def test_contradicting_lines_sent_at_once_leave_one(desk):
    def other(n: int) -> dict:
        return line(1, terms={"principal": f"{1_000 + n}"})

    reports = race(*[lambda n=n: send(desk, other(n)) for n in range(RACERS)])
    assert sum(report["accepted"] for report in reports) == 1
    kinds = {refused["problem"]["type"] for report in reports for refused in report["refused"]}
    assert kinds == {"/problems/loan-number-taken"}


def test_lines_of_one_contract_sent_at_once_agree_on_it(desk):
    reports = race(*[lambda n=n: send(desk, line(n, contract_number="20001")) for n in range(RACERS)])
    assert sum(report["accepted"] for report in reports) == RACERS
    assert desk.get("/portfolio")["contracts"] == 1


def test_a_value_that_comes_while_lines_are_computed_is_in_their_schedules(desk):
    desk.enter(line(1))
    event = fixing(NEW_VALUE_ON, "0.015")
    with held_portfolio(desk, lambda: send(desk, line(2))) as (session, _):
        hear_fixing(session, event)
    assert desk.rows("5000002")[-1]["rate"] == "0.021"
    desk.work()
    assert desk.revision_of(event)["loans_read"] == 1, "the second loan knew the value already"
    assert desk.rows("5000001") == desk.rows("5000002")
    assert is_whole(desk)


def test_lines_that_come_while_others_are_computed_are_seen_by_them(desk):
    with held_portfolio(desk, lambda: send(desk, line(1), line(2)), lambda: send(desk, line(2), line(3))):
        pass
    assert desk.get("/portfolio")["loans"] == 3
    assert len(desk.told(IMPORTED)) == 2
    assert is_whole(desk)


def test_loans_that_come_in_during_a_revision_are_left_out_of_it_and_in_the_next_one(desk):
    desk.enter(*[line(n) for n in range(1, 5)])
    first, second = desk.publish(NEW_VALUE_ON, "0.015"), desk.publish("2026-08-01", "0.0125")
    desk.work(at_most=1)
    desk.enter(line(5), line(6))
    assert desk.rows("5000005")[-1]["rate"] == "0.0185"
    desk.work()
    assert [desk.revision_of(event)["loans_read"] for event in (first, second)] == [4, 4]
    third = desk.revise("2027-02-01", "0.01")
    assert third["loans_read"] == 6
    assert len({str(desk.rows(f"500000{n}")) for n in range(1, 7)}) == 1
    assert is_whole(desk)


def test_after_a_revision_a_loan_may_fill_up_the_chunk_that_it_made(desk):
    desk.enter(line(1))
    desk.revise()
    desk.enter(line(2))
    assert [(loan.chunk, loan.slot) for loan in desk.scalars(sa.select(Loan).order_by(Loan.slot))] == [
        (0, 0),
        (0, 1),
    ]
    assert desk.revise("2026-08-01", "0.0125")["loans_revised"] == 2
    assert is_whole(desk)


def test_workers_that_do_all_chunks_at_once_and_then_tell_at_once_end_the_revision_once(desk):
    desk.enter(*[line(n, terms=FIXED if n % 5 == 0 else {}, **guaranteed((TOWN, "1"))) for n in range(1, 13)])
    event = desk.publish(NEW_VALUE_ON, "0.015")
    do_all_at_once(desk)
    assert (desk.revision_of(event)["state"], desk.revision_of(event)["chunks_done"]) == ("running", 4)
    assert len(desk.due()) == 2
    do_all_at_once(desk)
    revision = desk.revision_of(event)
    assert revision["state"] == "completed"
    assert (revision["loans_read"], revision["loans_revised"]) == (12, 10)
    assert len(desk.told(COMPLETED)) == 1
    assert is_whole(desk)


def do_all_at_once(desk) -> None:
    race(*[lambda due=due: desk.do(*due) for due in desk.due()])


def test_the_same_chunk_or_share_done_at_once_by_two_is_done_once(desk):
    desk.enter(line(1), line(2))
    event = desk.publish(NEW_VALUE_ON, "0.015")
    for _chunk_then_share in range(2):
        ((message_id, body),) = desk.due()
        race(*[lambda n=n: desk.do(f"{message_id}/{n}", body) for n in range(RACERS)])  # noqa: B023
        desk.do(message_id, body)
    assert desk.revision_of(event)["chunks_done"] == 1
    assert len(desk.told("lending.structure_revised.v1")) == 1
    assert len(desk.told(COMPLETED)) == 1


def test_values_heard_at_once_are_revised_one_after_the_other(desk):
    desk.enter(line(1), line(2))
    values = {"2026-02-01": "0.015", "2026-08-01": "0.0125", "2027-02-01": "0.02", "2027-08-01": "0.01"}
    race(*[lambda day=day, value=value: desk.publish(day, value) for day, value in values.items()])
    desk.work()
    assert [run["state"] for run in desk.get("/revisions")["items"]] == ["completed"] * len(values)
    simulated = desk.post("/simulations", terms()).json["rows"]
    assert desk.rows("5000001") == desk.rows("5000002") == simulated
    assert is_whole(desk)


def test_a_value_and_a_call_at_once_leave_what_was_called_in_the_schedule(desk):
    desk.enter(*[line(n, terms=MONTHLY) for n in range(1, 5)])

    def bill() -> int:
        body = {"due_until": "2026-03-31"}
        return desk.new_client().post("/billing-runs", json=body, headers=desk.agent).status_code

    status, _ = race(bill, lambda: desk.publish(NEW_VALUE_ON, "0.015"))
    desk.work()
    assert status in {200, 409}
    assert bill() == 200
    assert is_whole(desk)


def test_everything_at_once_ends_well(desk):
    """Imports, values, calls, previews, loops and workers, each doing its part again and again."""
    desk.enter(*[line(n, terms=MONTHLY) for n in range(1, 5)])
    over = threading.Event()

    def work():
        while not (over.is_set() and not desk.due()):
            for due in desk.due():
                desk.do(*due)

    def loops():
        while not over.is_set():
            with desk.service.active():
                roll_next_instalments()

    def imports():
        for n in range(10, 40, 3):
            send(desk, *[line(n + k, terms=MONTHLY) for k in range(3)])

    def values():
        for month in range(2, 9):
            desk.publish(date(2026, month, 1), f"0.0{10 + month}")

    def calls():
        for day in ("2026-02-01", "2026-03-01", "2026-04-01"):
            body = {"due_until": day}
            answer = desk.new_client().post("/billing-runs", json=body, headers=desk.agent)
            assert answer.status_code in {200, 409}, answer.text

    def previews():
        for _ in range(3):
            desk.preview("0.03", "2027-02-01")

    with ThreadPoolExecutor(3) as workers:
        working = [workers.submit(work), workers.submit(work), workers.submit(loops)]
        race(imports, values, calls, previews)
        over.set()
        for worker in working:
            worker.result()
    runs = desk.get("/revisions")["items"]
    assert [run["state"] for run in runs] == ["completed"] * 7
    assert desk.get("/portfolio")["loans"] == 34
    assert {desk.rows(f"{5_000_000 + n}")[-1]["rate"] for n in (1, 10, 39)} == {"0.024"}
    assert is_whole(desk)
