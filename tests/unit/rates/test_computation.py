"""A computation at its edges: ties, negative rates, minimum, limit, missing inputs, other indexes."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from services.rates.domain.computation import Past, Result, compute, measures_of, round_to_step
from services.rates.domain.measures import Observation, given
from services.rates.domain.refusals import InputsMissing, NoFormula, PreviousFixingMissing, UnknownIndex
from services.rates.reference import rulebook

FEBRUARY_2026 = date(2026, 2, 1)
LAPSED = Past(
    value=Decimal("0.017"),
    results=(
        Result(effective_on=date(2021, 8, 1), value=Decimal("0.005")),
        Result(effective_on=date(2022, 2, 1), value=Decimal("0.008")),
    ),
)


def inputs(inflation: str, estr: str) -> dict:
    return {"inflation": given("inflation", Decimal(inflation)), "estr": given("estr", Decimal(estr))}


def value(index: str, inflation: str, estr: str, past: Past = LAPSED, on: date = FEBRUARY_2026) -> Decimal:
    return compute(rulebook(), index, on, inputs(inflation, estr), past).value


@pytest.mark.parametrize(
    ("raw", "step", "rounded"),
    [
        ("0.0125", "0.001", "0.013"),
        ("0.012499999", "0.001", "0.012"),
        ("0.01625", "0.0025", "0.0175"),
        ("0.016249", "0.0025", "0.0150"),
        ("-0.0005", "0.001", "0"),
        ("-0.000500001", "0.001", "-0.001"),
        ("-0.00375", "0.0025", "-0.0025"),
        ("0.0175", "0.0025", "0.0175"),
    ],
)
def test_a_rate_goes_to_the_nearest_step_and_a_tie_goes_up_even_below_zero(raw, step, rounded):
    assert round_to_step(Fraction(raw), Decimal(step)) == Decimal(rounded)


def test_a_tie_between_two_six_month_means_is_seen_although_neither_is_a_finite_decimal():
    months = [date(2025, month, 1) for month in range(7, 13)]
    inflation = ["0.005", "0.009", "0.009", "0.010", "0.010", "0.010"]  # sum 0.053: mean 0.00883…
    estr = ["0.016", "0.016", "0.016", "0.016", "0.016", "0.017"]  # sum 0.097: mean 0.01616…
    observations = [
        Observation(series=series, month=month, value=Decimal(figure))
        for series, figures in (("inflation", inflation), ("estr", estr))
        for month, figure in zip(months, figures, strict=True)
    ]
    taken = measures_of(rulebook(), "livret_a", FEBRUARY_2026, observations)
    computation = compute(rulebook(), "livret_a", FEBRUARY_2026, taken, LAPSED)
    assert computation.raw == Decimal("0.0125")
    assert computation.rounded == Decimal("0.013")


def test_the_rate_of_february_2026_is_one_forty_by_its_formula():
    computation = compute(rulebook(), "livret_a", FEBRUARY_2026, inputs("0.0088", "0.0193"), LAPSED)
    assert computation.raw == Decimal("0.01405")
    assert computation.value == Decimal("0.014")
    assert computation.regime == "F2021"
    assert "JORFTEXT000043114027" in computation.legal_reference


def test_every_step_is_explained_in_both_languages_in_the_order_of_the_text():
    computation = compute(rulebook(), "livret_a", FEBRUARY_2026, inputs("0.0088", "0.0193"), LAPSED)
    assert [step.name for step in computation.steps] == [
        "input.estr", "input.inflation", "term.a", "floor", "raw", "rounded", "cap_lapsed", "value",
    ]  # fmt: skip
    raw = computation.steps[4]
    assert raw.says.french == "le plus élevé : 1,405\u00a0%"
    assert raw.says.english == "the highest: 1.405%"


def test_the_minimum_of_half_a_point_holds_when_money_pays_nothing():
    assert value("livret_a", "-0.001", "-0.0058") == Decimal("0.005")


def test_before_2018_the_rate_had_no_minimum():
    taken = {series: given(series, Decimal("-0.01")) for series in ("euribor_3m", "eonia", "inflation")}
    computation = compute(rulebook(), "livret_a", date(2015, 2, 1), taken, Past(value=Decimal("0.001")))
    assert computation.value == Decimal("-0.0075")


@pytest.mark.parametrize(
    ("before", "inflation", "expected"),
    [
        pytest.param("0.005", "0.03", "0.01", id="rises by half a point at most"),
        pytest.param("0.03", "0.005", "0.025", id="falls by half a point at most"),
        pytest.param("0.005", "0.015", "0.01", id="half a point exactly is allowed"),
    ],
)
def test_the_transitional_limit_holds_until_two_successive_results_are_close(before, inflation, expected):
    apart = (
        Result(effective_on=date(2021, 8, 1), value=Decimal("0.005")),
        Result(effective_on=date(2022, 2, 1), value=Decimal("0.01")),
    )
    past = Past(value=Decimal(before), results=apart)
    assert value("livret_a", inflation, "0.005", past, date(2022, 8, 1)) == Decimal(expected)


def test_results_of_a_former_regime_do_not_end_the_limit_of_the_new_one():
    former = (
        Result(effective_on=date(2020, 2, 1), value=Decimal("0.005")),
        Result(effective_on=date(2021, 2, 1), value=Decimal("0.005")),
    )
    past = Past(value=Decimal("0.005"), results=former)
    assert value("livret_a", "0.03", "0.005", past, date(2021, 8, 1)) == Decimal("0.01")


def test_a_limit_cannot_be_checked_without_the_fixing_before():
    with pytest.raises(PreviousFixingMissing):
        value("livret_a", "0.0088", "0.0193", Past(), date(2021, 8, 1))


def test_all_missing_inputs_are_named_with_their_months():
    with pytest.raises(InputsMissing) as refusal:
        compute(rulebook(), "livret_a", FEBRUARY_2026, {}, LAPSED)
    assert "€STR, monthly mean from 2025-07 to 2025-12" in refusal.value.sentences.english
    assert "inflation sur douze mois hors tabac" in refusal.value.sentences.french


def test_no_formula_gave_the_rate_before_july_2004():
    with pytest.raises(NoFormula):
        compute(rulebook(), "livret_a", date(2004, 6, 30), {}, Past())


def test_an_unknown_index_is_refused_with_the_known_ones():
    with pytest.raises(UnknownIndex) as refusal:
        compute(rulebook(), "euribor", FEBRUARY_2026, {}, Past())
    assert "livret_a" in refusal.value.facts["allowed"]


@pytest.mark.parametrize(
    ("on", "inflation", "estr", "lep"),
    [
        pytest.param(date(2022, 2, 1), "0.022", "-0.0057", "0.022", id="2022-02 inflation is higher"),
        pytest.param(date(2022, 8, 1), "0.04567", "-0.0058", "0.046", id="2022-08 rounded to the tenth"),
        pytest.param(date(2025, 2, 1), "0.0138", "0.0341", "0.029", id="2025-02 Livret A plus half a point"),
        pytest.param(date(2025, 8, 1), "0.0088", "0.0244", "0.022", id="2025-08"),
        pytest.param(FEBRUARY_2026, "0.0088", "0.0193", "0.019", id="2026-02 from the computed Livret A"),
    ],
)
def test_the_lep_is_the_computed_livret_a_plus_half_a_point_or_inflation(on, inflation, estr, lep):
    assert value("lep", inflation, estr, LAPSED, on) == Decimal(lep)


@pytest.mark.parametrize(
    ("on", "mark_up"),
    [(date(2007, 8, 1), "0.01"), (date(2008, 2, 1), "0.0075"), (date(2008, 8, 1), "0.005")],
)
def test_the_mark_up_of_the_lep_changed_with_the_texts(on, mark_up):
    taken = {series: given(series, Decimal("0.03")) for series in ("euribor_3m", "eonia", "inflation")}
    livret_a = compute(rulebook(), "livret_a", on, taken, Past()).value
    assert compute(rulebook(), "lep", on, taken, Past()).value == livret_a + Decimal(mark_up)


def test_the_ldds_equals_the_livret_a():
    assert value("ldds", "0.0138", "0.0341") == value("livret_a", "0.0138", "0.0341") == Decimal("0.024")


@pytest.mark.parametrize(("estr", "cel"), [("0.0341", "0.015"), ("0.0200", "0.0125"), ("0.0162", "0.01")])
def test_the_cel_is_two_thirds_of_the_livret_a_to_the_quarter(estr, cel):
    assert value("cel", "0.0138", estr) == Decimal(cel)


def test_the_inflation_index_is_the_last_published_twelve_month_change():
    observations = [
        Observation(series="inflation", month=date(2025, 12, 1), value=Decimal("0.007")),
        Observation(series="inflation", month=date(2025, 11, 1), value=Decimal("0.008")),
    ]
    taken = measures_of(rulebook(), "inflation", FEBRUARY_2026, observations)
    assert compute(rulebook(), "inflation", FEBRUARY_2026, taken, Past()).value == Decimal("0.007")


def test_another_regime_can_be_asked_for_to_compare():
    taken = {series: given(series, Decimal("0.02")) for series in ("euribor_3m", "eonia", "inflation")}
    book = rulebook().as_if("F2008")
    assert compute(book, "livret_a", FEBRUARY_2026, taken, LAPSED).value == Decimal("0.0225")
