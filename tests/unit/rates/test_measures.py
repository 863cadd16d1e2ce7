"""Which months a formula reads."""

from datetime import date
from decimal import Decimal

import pytest

from services.rates.domain.calendar import last_known_month
from services.rates.domain.measures import LAST_MONTH, SIX_MONTH_MEAN, Observation, half_year, measure

FEBRUARY_2026 = date(2026, 2, 1)


def estr(month: date, value: str, months: int = 1) -> Observation:
    return Observation(series="estr", month=month, months=months, value=Decimal(value))


SIX_MONTHS = [estr(month, "0.019") for month in half_year(date(2025, 12, 1))]


@pytest.mark.parametrize(
    ("effective_on", "month"),
    [
        (date(2026, 2, 1), date(2025, 12, 1)),
        (date(2026, 5, 1), date(2026, 3, 1)),
        (date(2026, 8, 1), date(2026, 6, 1)),
        (date(2026, 11, 1), date(2026, 9, 1)),
    ],
)
def test_the_last_known_month_ends_one_month_before_the_revision(effective_on, month):
    assert last_known_month(effective_on) == month


def test_a_regime_of_the_last_month_reads_that_month_alone():
    taken = measure("estr", LAST_MONTH, FEBRUARY_2026, [*SIX_MONTHS[:-1], estr(date(2025, 12, 1), "0.02")])
    assert taken.value == Decimal("0.02")
    assert len(taken.observations) == 1


def test_a_six_month_mean_reads_july_to_december_for_february():
    other = estr(date(2025, 6, 1), "0.5")
    taken = measure("estr", SIX_MONTH_MEAN, FEBRUARY_2026, [other, *SIX_MONTHS])
    assert taken.value == Decimal("0.019")
    assert [seen.month for seen in taken.observations] == half_year(date(2025, 12, 1))


def test_a_published_mean_serves_when_a_month_is_missing():
    taken = measure(
        "estr", SIX_MONTH_MEAN, FEBRUARY_2026, [*SIX_MONTHS[1:], estr(date(2025, 12, 1), "0.0193", months=6)]
    )
    assert taken.value == Decimal("0.0193")


def test_six_monthly_figures_are_preferred_to_a_published_mean():
    taken = measure(
        "estr", SIX_MONTH_MEAN, FEBRUARY_2026, [*SIX_MONTHS, estr(date(2025, 12, 1), "0.5", months=6)]
    )
    assert taken.value == Decimal("0.019")


def test_nothing_is_taken_when_a_month_is_missing():
    assert measure("estr", SIX_MONTH_MEAN, FEBRUARY_2026, SIX_MONTHS[1:]) is None
    assert measure("estr", LAST_MONTH, FEBRUARY_2026, SIX_MONTHS[:-1]) is None
