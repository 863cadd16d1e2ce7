"""What may become official, and which rule a refusal names."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.rates.domain.calendar import check_revision_date, coming_revisions
from services.rates.domain.computation import Past, compute
from services.rates.domain.measures import given
from services.rates.domain.proposal import Proposal, check_place, check_proposal
from services.rates.domain.refusals import (
    DerogationImpossible,
    DerogationWithoutDeviation,
    FixingBelowFloor,
    FixingBeyondCap,
    FixingDiffersFromComputation,
    FixingNotRounded,
    FixingOutOfCalendar,
    IndexNotProposable,
    RevisionSuspended,
)
from services.rates.reference import rulebook
from tests.unit.rates.test_computation import LAPSED, inputs

FEBRUARY_2026 = date(2026, 2, 1)


def judge(value: str, *, derogation: bool = False) -> None:
    """Judge a Livret A of February 2026, where the formula gives 1.40 %."""
    computation = compute(rulebook(), "livret_a", FEBRUARY_2026, inputs("0.0088", "0.0193"), LAPSED)
    proposal = Proposal(
        index="livret_a", effective_on=FEBRUARY_2026, value=Decimal(value), derogation=derogation
    )
    check_proposal(rulebook(), proposal, computation, LAPSED)


def test_the_computed_rate_is_accepted():
    judge("0.014")


def test_the_minister_may_derogate_from_the_computed_rate():
    judge("0.015", derogation=True)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 2, 1), "normal"),
        (date(2026, 8, 1), "normal"),
        (date(2026, 5, 1), "exceptional"),
        (date(2026, 11, 1), "exceptional"),
    ],
)
def test_may_and_november_are_exceptional_revision_dates(day, kind):
    assert check_place(rulebook(), "livret_a", day) == kind


@pytest.mark.parametrize(
    ("after", "days"),
    [
        (date(2026, 1, 29), ["2026-02-01", "(2026-05-01)", "2026-08-01"]),
        (date(2026, 2, 1), ["(2026-05-01)", "2026-08-01", "(2026-11-01)", "2027-02-01"]),
        (date(2026, 11, 22), ["2027-02-01", "(2027-05-01)", "2027-08-01"]),
    ],
)
def test_the_two_next_normal_days_are_told_with_the_exceptional_ones_between(after, days):
    told = coming_revisions(rulebook(), "livret_a", after)
    assert [str(day) if kind == "normal" else f"({day})" for day, kind in told] == days


def test_no_day_is_told_within_a_suspension():
    suspension = rulebook().suspensions[0]
    days = [day for day, _ in coming_revisions(rulebook(), suspension.indexes[0], suspension.fixed_on)]
    assert days
    assert all(day > suspension.until for day in days)


def test_without_derogation_a_rate_that_differs_is_refused_with_the_computed_one():
    with pytest.raises(FixingDiffersFromComputation) as refusal:
        judge("0.015")
    assert "1.40%" in refusal.value.sentences.english
    assert "1,40\u00a0%" in refusal.value.sentences.french
    assert "JORFTEXT000043114027" in refusal.value.sentences.english


def test_a_derogation_to_the_computed_rate_is_refused():
    with pytest.raises(DerogationWithoutDeviation):
        judge("0.014", derogation=True)


@pytest.mark.parametrize("derogation", [False, True])
def test_a_rate_off_the_rounding_step_is_refused_even_by_derogation(derogation):
    with pytest.raises(FixingNotRounded) as refusal:
        judge("0.0145", derogation=derogation)
    assert refusal.value.facts["field"] == "value"
    assert "0.10" in refusal.value.sentences.english


def test_a_rate_below_the_minimum_is_refused_even_by_derogation():
    with pytest.raises(FixingBelowFloor) as refusal:
        judge("0.004", derogation=True)
    assert "0.50%" in refusal.value.sentences.english


def test_the_minimum_itself_is_allowed():
    judge("0.005", derogation=True)


def judge_in_2012(value: str) -> None:
    """Judge a Livret A where the formula of 2008 gives 2.75 % after 2.25 %."""
    figures = {"inflation": "0.024", "euribor_3m": "0.014261", "eonia": "0.00627"}
    taken = {series: given(series, Decimal(figure)) for series, figure in figures.items()}
    past = Past(value=Decimal("0.0225"))
    computation = compute(rulebook(), "livret_a", date(2012, 2, 1), taken, past)
    proposal = Proposal(
        index="livret_a", effective_on=date(2012, 2, 1), value=Decimal(value), derogation=True
    )
    check_proposal(rulebook(), proposal, computation, past)


@pytest.mark.parametrize("value", ["0.0375", "0.0075"])
def test_a_change_of_one_point_and_a_half_is_allowed(value):
    judge_in_2012(value)


@pytest.mark.parametrize("value", ["0.04", "0.005"])
def test_a_greater_change_is_refused_with_the_text_and_what_is_allowed(value):
    with pytest.raises(FixingBeyondCap) as refusal:
        judge_in_2012(value)
    assert "JORFTEXT000020168340" in refusal.value.sentences.french
    assert refusal.value.facts["allowed"].english == "from 0.75% to 3.75%"


@pytest.mark.parametrize(
    "day",
    [
        pytest.param(date(2026, 2, 2), id="the day after"),
        pytest.param(date(2026, 1, 31), id="the day before"),
        pytest.param(date(2026, 3, 1), id="another month"),
        pytest.param(date(2008, 5, 1), id="1 May before the text of 2009"),
    ],
)
def test_another_day_is_refused_with_the_days_allowed(day):
    with pytest.raises(FixingOutOfCalendar) as refusal:
        check_revision_date(rulebook(), "livret_a", day)
    assert "1er février et 1er août" in refusal.value.sentences.french


def test_before_the_first_formula_the_authorities_chose_the_day():
    assert check_revision_date(rulebook(), "livret_a", date(1986, 5, 16)) == "normal"


@pytest.mark.parametrize(
    ("index", "day"),
    [
        ("livret_a", date(2018, 8, 1)),
        ("lep", date(2019, 2, 1)),
        ("livret_a", date(2024, 2, 1)),
        ("livret_a", date(2024, 11, 1)),
    ],
)
def test_no_revision_is_possible_while_a_text_fixes_the_rate(index, day):
    with pytest.raises(RevisionSuspended):
        check_revision_date(rulebook(), index, day)


def test_the_lep_was_still_revised_while_the_livret_a_was_fixed_at_three_percent():
    assert check_revision_date(rulebook(), "lep", date(2024, 2, 1)) == "normal"


@pytest.mark.parametrize("index", ["ldds", "cel"])
def test_an_index_that_follows_the_livret_a_is_not_proposed(index):
    with pytest.raises(IndexNotProposable):
        check_place(rulebook(), index, FEBRUARY_2026)


def test_the_lep_has_neither_the_minimum_nor_the_limit_of_the_livret_a():
    computation = compute(rulebook(), "lep", FEBRUARY_2026, inputs("0.0088", "0.0193"), LAPSED)
    proposal = Proposal(index="lep", effective_on=FEBRUARY_2026, value=Decimal("0.025"), derogation=True)
    check_proposal(rulebook(), proposal, computation, replace(LAPSED, value=Decimal("0.09")))


def test_inflation_is_observed_and_nobody_derogates_from_it():
    taken = {"inflation": given("inflation", Decimal("0.007"))}
    computation = compute(rulebook(), "inflation", FEBRUARY_2026, taken, Past())
    proposal = Proposal(index="inflation", effective_on=FEBRUARY_2026, value=Decimal("0.01"), derogation=True)
    with pytest.raises(DerogationImpossible):
        check_proposal(rulebook(), proposal, computation, Past())
