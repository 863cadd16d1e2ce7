"""What falls due soon is called each business day, without anyone asking."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa

from services.lending.portfolio.daily_billing import call_instalments_daily, probe_billing
from services.lending.portfolio.tables import BilledInstalment
from services.lending.settings import DAYS_AHEAD_MAX, Settings
from shared.settings import SettingRefused
from tests.integration.lending.desk import NEW_VALUE_ON, TODAY, lending, line
from tests.integration.lending.test_at_once import race
from tests.integration.lending.test_billing import CALLED, MONTHLY, QUARTERLY


@pytest.fixture
def desk(database_url, tmp_path):
    """Instalments are called a month ahead."""
    with lending(database_url, tmp_path, billing_days_ahead=31) as at_work:
        yield at_work


def a_round(desk) -> None:
    """The loop of a worker comes round."""
    with desk.service.active():
        call_instalments_daily()


def called(desk) -> list[str]:
    """Due dates of what was called."""
    return sorted(str(day) for day in desk.scalars(sa.select(BilledInstalment.due_on)))


def health(desk) -> tuple[str, object]:
    probe = probe_billing(desk.service)
    return probe.status, probe.observed


def test_what_falls_due_within_the_days_is_called_once_a_day(desk):
    desk.enter(line(1, terms=MONTHLY), line(2, terms=QUARTERLY))
    for _ in range(3):
        a_round(desk)
    assert called(desk) == ["2026-02-01", "2026-02-01", "2026-03-01"]
    (run,) = desk.get("/billing-runs")["items"]
    assert (run["source"], run["called_on"], run["due_until"]) == ("daily", str(TODAY), "2026-03-01")
    assert run["instalments"] == 3
    (told,) = desk.told(CALLED)
    assert told["run_id"] == run["run_id"]
    assert Decimal(run["amount"]) * 100 == told["amount_cents"]
    assert desk.verify() == []


def test_the_next_day_calls_what_that_day_adds_and_nothing_again(desk):
    desk.enter(line(1, terms=MONTHLY))
    a_round(desk)
    desk.on(TODAY + timedelta(1))
    a_round(desk)
    assert [run["instalments"] for run in desk.get("/billing-runs")["items"]] == [0, 2]
    desk.on(date(2026, 3, 1))
    a_round(desk)
    assert called(desk) == ["2026-02-01", "2026-03-01", "2026-04-01"]
    assert len(desk.told(CALLED)) == 2


def test_what_missed_days_would_have_called_is_called_by_the_next_run(desk):
    desk.enter(line(1, terms=MONTHLY))
    desk.on(date(2026, 5, 20))
    a_round(desk)
    assert called(desk) == ["2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01", "2026-06-01"]


def test_a_loan_that_enters_after_the_days_run_waits_for_the_next(desk):
    a_round(desk)
    desk.enter(line(1, terms=MONTHLY))
    a_round(desk)
    assert called(desk) == []
    desk.on(TODAY + timedelta(1))
    a_round(desk)
    assert len(called(desk)) == 2


def test_a_run_that_an_agent_asked_for_does_not_take_the_place_of_the_days(desk):
    desk.enter(line(1, terms=MONTHLY))
    desk.bill("2026-02-01")
    a_round(desk)
    sources = [run["source"] for run in desk.get("/billing-runs")["items"]]
    assert sources[0] == "daily"
    assert sources[1] != "daily"
    assert called(desk) == ["2026-02-01", "2026-03-01"]


def test_a_revision_at_work_is_waited_for(desk):
    desk.enter(line(1, terms=MONTHLY))
    desk.publish(NEW_VALUE_ON, "0.015")
    a_round(desk)
    assert called(desk) == []
    desk.work()
    a_round(desk)
    assert len(called(desk)) == 2
    assert desk.verify() == []


def test_several_workers_make_one_run(desk):
    desk.enter(*[line(n, terms=MONTHLY) for n in range(1, 5)])
    race(*[lambda: a_round(desk)] * 3)
    assert len(desk.get("/billing-runs")["items"]) == 1
    assert len(called(desk)) == 8
    assert len(desk.told(CALLED)) == 1


def test_health_warns_where_no_run_was_made_and_something_waits(desk):
    assert health(desk) == ("pass", {"called_on": None, "loans_waiting": 0})
    desk.enter(line(1, terms=MONTHLY))
    assert health(desk) == ("warn", {"called_on": None, "loans_waiting": 1})
    a_round(desk)
    assert health(desk) == ("pass", {"called_on": str(TODAY), "loans_waiting": 0})
    desk.on(date(2026, 3, 2))
    assert health(desk)[0] == "warn"
    assert desk.service.probes["billing"]().status == "warn"


def test_without_the_setting_nobody_calls_unless_asked(database_url, tmp_path):
    with lending(database_url, tmp_path) as desk:
        desk.enter(line(1, terms=MONTHLY))
        a_round(desk)
        assert called(desk) == []
        assert health(desk) == ("pass", "only when asked")


@pytest.mark.parametrize("days", [-1, DAYS_AHEAD_MAX + 1])
def test_a_number_of_days_that_would_freeze_years_is_refused_at_the_start(days):
    needed = {"DATABASE_URL": "sqlite://", "BROKER_URL": "embedded://", "TOKEN_KEYS_URL": "file:///keys"}
    with pytest.raises(SettingRefused, match="BILLING_DAYS_AHEAD"):
        Settings.from_environment(needed | {"BILLING_DAYS_AHEAD": str(days)})


def test_only_who_may_read_every_loan_sees_the_runs(desk):
    assert desk.status("/billing-runs", desk.loan_system) == 403
    assert desk.status("/billing-runs", desk.headers("bank.read", kind="system")) == 200
