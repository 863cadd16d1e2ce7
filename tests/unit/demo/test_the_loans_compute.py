"""Every loan line of the demonstration bank is one that lending takes and computes, at the real published rates."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

import services.rates
from deploy.demo import bank, portfolio
from services.lending.domain.fixings import Fixing, IndexHistory
from services.lending.domain.schedule import schedule
from services.lending.portfolio.schemas import LoanLineSchema

PUBLISHED = Path(services.rates.__file__).parent / "data" / "livret_a_fixings.csv"
DEFERRED_SHARE_MAX = Decimal("0.15")
"""Interest put off by falling instalments and rising rates: a little is true to life, more is a wrong portfolio."""


@pytest.fixture(scope="module")
def schedules():
    """Each line's terms and schedule, at the rates published up to February 2026."""
    with PUBLISHED.open(encoding="utf-8") as file:
        published = IndexHistory(
            Fixing(date.fromisoformat(row["effective_on"]), Decimal(row["value_percent"]) / 100)
            for row in csv.DictReader(file)
        )
    schema = LoanLineSchema()
    loans = [schema.load(line) for line in bank.loan_lines()]
    return [schedule(loan.terms, published) for loan in loans]


def test_every_loan_is_repaid_whole(schedules):
    assert len(schedules) == portfolio.LINES
    assert all(found.rows[-1].outstanding_cents == 0 for found in schedules)
    assert all(found.rows[-1].deferred_interest_cents == 0 for found in schedules)


def test_every_loan_has_an_instalment_to_come(schedules):
    assert all(found.rows[-1].due_on > portfolio.ALIVE_ON for found in schedules)


def test_no_loan_is_buried_under_its_interest(schedules):
    for found in schedules:
        deferred = max(row.deferred_interest_cents for row in found.rows)
        assert deferred <= DEFERRED_SHARE_MAX * found.principal_cents


def test_the_bank_lends_billions_as_such_a_bank_does(schedules):
    lent_euros = sum(found.principal_cents for found in schedules) // 100
    assert 3 * 10**9 < lent_euros < 6 * 10**9
