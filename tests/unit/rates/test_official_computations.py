"""The 31 official calculations of the Livret A that are documented, with the inputs of their time."""

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from services.rates.domain.computation import Past, Result, compute
from services.rates.domain.measures import given
from services.rates.reference import rulebook

with (Path(__file__).parent / "livret_a_worked_examples.csv").open(encoding="utf-8") as lines:
    EXAMPLES = list(csv.DictReader(lines))


def _id(example: dict) -> str:
    approximate = example["approximate_input"]
    return f"{example['effective_date']}-{example['regime']}" + (
        f"-approximate-{approximate}" if approximate else ""
    )


def _fraction(percent: str) -> Decimal:
    return Decimal(percent).scaleb(-2)


def _inputs(example: dict) -> dict:
    overnight = "estr" if example["regime"] == "F2021" else "eonia"
    columns = {
        "inflation": "inflation_pct",
        "euribor_3m": "euribor3m_pct",
        overnight: "overnight_pct_eonia_or_estr",
    }
    return {
        series: given(series, _fraction(example[column]))
        for series, column in columns.items()
        if example[column]
    }


def _past(example: dict) -> Past:
    """The fixing before, and the earlier results. F2008's first example comes after a rate of 3.00 %."""
    earlier = [row for row in EXAMPLES if row["effective_date"] < example["effective_date"]]
    return Past(
        value=_fraction(earlier[-1]["fixed_rate_pct"]) if earlier else Decimal("0.03"),
        results=tuple(
            Result(
                effective_on=date.fromisoformat(row["effective_date"]),
                value=_fraction(row["rounded_computed_pct"]),
            )
            for row in earlier
        ),
    )


def _computed(example: dict):
    effective_on = date.fromisoformat(example["effective_date"])
    book = rulebook().as_if(example["regime"])
    return compute(book, "livret_a", effective_on, _inputs(example), _past(example))


def test_there_are_31_official_calculations():
    assert len(EXAMPLES) == 31


@pytest.mark.parametrize("example", EXAMPLES, ids=_id)
def test_the_formula_gives_the_official_raw_and_rounded_rates(example):
    """Raw to four decimals of a percent, then rounded as published.

    Inputs named approximate in the id are means that the sources give rounded or that press figures imply
    (Eonia of early 2017, of late 2019; €STR of late 2022): the raw rate is exact for those figures only.
    """
    computation = _computed(example)
    assert round(computation.raw * 100, 4) == Decimal(example["raw_computed_pct"])
    assert computation.rounded * 100 == Decimal(example["rounded_computed_pct"])


@pytest.mark.parametrize("example", EXAMPLES, ids=_id)
def test_the_regime_in_force_that_day_is_the_one_of_the_example(example):
    """But for the first one, which is what the former formula would have given on the day it was replaced."""
    in_force = rulebook().regime_on(date.fromisoformat(example["effective_date"])).code
    assert in_force == example["regime"] or example is EXAMPLES[0]


@pytest.mark.parametrize("example", EXAMPLES, ids=_id)
def test_a_rate_that_differs_from_its_formula_is_a_derogation(example):
    """The sources judge before the limit between two fixings, which alone explains February 2009."""
    differs = example["fixed_rate_pct"] != example["rounded_computed_pct"]
    assert differs == (example["is_derogation"] == "yes")


def _example(day: str) -> dict:
    return next(row for row in EXAMPLES if row["effective_date"] == day and row["regime"] != "F2004")


@pytest.mark.parametrize(
    ("day", "official"),
    [
        pytest.param("2009-02-01", "0.025", id="from 4.00 %, 2.00 % becomes 2.50 %, as fixed"),
        pytest.param("2009-05-01", "0.01", id="from 2.50 %, 0.75 % becomes 1.00 %, as the press said"),
        pytest.param("2009-08-01", "0.0025", id="from 1.75 %, 0.25 % is just within the limit"),
    ],
)
def test_the_change_between_two_fixings_is_limited_to_one_point_and_a_half(day, official):
    assert _computed(_example(day)).value == Decimal(official)


def test_the_transitional_limit_had_lapsed_when_the_rate_doubled_in_august_2022():
    computation = _computed(_example("2022-08-01"))
    assert computation.cap is None
    assert computation.value == Decimal("0.02")
    assert "cap_lapsed" in [step.name for step in computation.steps]
