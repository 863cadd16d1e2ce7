"""The public format of terms: what is refused, naming the field, the value and what is allowed."""

import copy
import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given

from services.lending.domain.rows import COLUMNS, published_row, rows_csv
from services.lending.domain.schedule import schedule
from services.lending.domain.terms import Resumption
from services.lending.schemas import RowSchema, ScheduleSchema, stored_terms, terms_from_json, terms_to_json
from shared.errors import Invalid, problem
from tests.unit.lending.loans import fixed_loan
from tests.unit.lending.strategies import terms, with_early_repayments

FIXED = {
    "principal": "1000000",
    "starts_on": "2022-05-01",
    "instalments": 40,
    "months_between_instalments": 12,
    "rate": {"kind": "fixed", "value": "0.0275"},
}
INDEXED = FIXED | {"revision": "DR", "rate": {"kind": "index", "index": "livret_a", "margin": "0.006"}}
CAPITAL = FIXED | {"profile": "capital_priority"}
PREFINANCED = {name: value for name, value in FIXED.items() if name != "principal"} | {
    "prefinancing": {
        "disbursements": [{"on": "2022-03-15", "amount": "300000"}],
        "settlement": "capitalised",
    }
}
EARLY = FIXED | {
    "early_repayments": [
        {"on": "2030-05-01", "amount": "100000", "indemnity": {"kind": "percent", "value": "0.03"}}
    ]
}
ACTUARIAL = FIXED | {
    "early_repayments": [
        {
            "on": "2030-05-01",
            "amount": "100000",
            "indemnity": {
                "kind": "actuarial",
                "curve": [{"months": 12, "rate": "0.02"}, {"months": 120, "rate": "-0.001"}],
            },
        }
    ]
}
SWITCHED = INDEXED | {
    "rate": {
        "kind": "index",
        "index": "inflation",
        "margin": "0.01",
        "switch": {"on": "2030-05-01", "index": "livret_a", "margin": "0.006"},
    }
}
ABSENT = object()


def changed(terms, path, value):
    """The terms with one field set, or taken away."""
    terms = copy.deepcopy(terms)
    *outer, last = path.split(".")
    inner = terms
    for step in outer:
        inner = inner[int(step)] if step.isdigit() else inner.setdefault(step, {})
    if value is ABSENT:
        del inner[last]
    else:
        inner[last] = value
    return terms


def refused(terms) -> dict:
    """The first error of the answer."""
    with pytest.raises(Invalid) as refusal:
        terms_from_json(terms)
    return problem(refusal.value)["errors"][0]


REFUSED = [
    (FIXED, "principal", ABSENT),
    (FIXED, "principal", 1000000),
    (FIXED, "principal", 1000000.5),
    (FIXED, "principal", "0"),
    (FIXED, "principal", "-5"),
    (FIXED, "principal", "1.234"),
    (FIXED, "principal", "1e6"),
    (FIXED, "principal", "1 000"),
    (FIXED, "principal", "NaN"),
    (FIXED, "principal", "١٢"),
    (FIXED, "principal", "1000000000000.01"),
    (FIXED, "starts_on", ABSENT),
    (FIXED, "starts_on", None),
    (FIXED, "starts_on", "20220501"),
    (FIXED, "starts_on", "2022-02-30"),
    (FIXED, "starts_on", "9999-01-01"),
    (FIXED, "first_due_on", "2022-05-01"),
    (FIXED, "first_due_on", "2022-04-30"),
    (FIXED, "first_due_on", "2027-05-02"),
    (FIXED, "instalments", ABSENT),
    (FIXED, "instalments", 0),
    (FIXED, "instalments", "40"),
    (FIXED, "instalments", 40.0),
    (FIXED, "instalments", True),
    (FIXED, "instalments", 81),
    (FIXED, "months_between_instalments", ABSENT),
    (FIXED, "months_between_instalments", 4),
    (FIXED, "profile", "constant"),
    (FIXED, "profile", None),
    (FIXED, "progressivity", "0.51"),
    (FIXED, "progressivity", 0.01),
    (FIXED, "progressivity", "0.0000000000001"),
    (FIXED, "progressivity_applies", "monthly"),
    (FIXED, "capital_progressivity", "0.01"),
    (FIXED, "revision", "DR"),
    (FIXED, "revision", "SR"),
    (FIXED, "revision", "TR"),
    (FIXED, "progressivity_floor", "0.001"),
    (FIXED, "rate", ABSENT),
    (FIXED, "rate.kind", "floating"),
    (FIXED, "rate.value", ABSENT),
    (FIXED, "rate.value", "2.75"),
    (FIXED, "rate.value", "-0.01"),
    (FIXED, "rate.margin", "0.006"),
    (FIXED, "rate.index", "livret_a"),
    (FIXED, "fixings", [{"effective_on": "2022-02-01", "value": "0.01"}]),
    (FIXED, "interest_mode", "simple"),
    (FIXED, "day_count", "30E/360"),
    (FIXED, "deferral", {"instalments": 40, "interest": "paid"}),
    (FIXED, "deferral", {"instalments": 2}),
    (FIXED, "deferral", {"instalments": 2, "interest": "lost"}),
    (FIXED, "deferral", 2),
    (FIXED, "surprise", 1),
    (INDEXED, "rate.index", ABSENT),
    (INDEXED, "rate.index", "euribor"),
    (INDEXED, "rate.margin", ABSENT),
    (INDEXED, "rate.value", "0.02"),
    (INDEXED, "rate.rate_floor", "-0.01"),
    (INDEXED, "progressivity_floor", "0.001"),
    (INDEXED, "profile", "capital_priority"),
    (INDEXED, "profile", "in_fine"),
    (INDEXED, "fixings", [{"effective_on": "2022-02-01"}]),
    (CAPITAL, "progressivity", "0.01"),
    (PREFINANCED, "principal", "1000000"),
    (PREFINANCED, "prefinancing.disbursements", []),
    (PREFINANCED, "prefinancing.disbursements.0.on", "2022-05-02"),
    (PREFINANCED, "prefinancing.disbursements.0.on", "2019-04-30"),
    (PREFINANCED, "prefinancing.settlement", ABSENT),
    (EARLY, "early_repayments.0.on", "2022-04-30"),
    (EARLY, "early_repayments.0.on", "2062-05-01"),
    (EARLY, "early_repayments.0.amount", "0"),
    (EARLY, "early_repayments.0.indemnity", ABSENT),
    (EARLY, "early_repayments.0.indemnity.kind", "market"),
    (EARLY, "early_repayments.0.indemnity.curve", [{"months": 12, "rate": "0.02"}]),
    (ACTUARIAL, "early_repayments.0.indemnity.curve", ABSENT),
    (ACTUARIAL, "early_repayments.0.indemnity.curve", []),
    (ACTUARIAL, "early_repayments.0.indemnity.curve.0.months", 0),
    (ACTUARIAL, "early_repayments.0.indemnity.curve.0.months", 1201),
    (ACTUARIAL, "early_repayments.0.indemnity.curve.0.rate", "2"),
    (ACTUARIAL, "early_repayments.0.indemnity.curve.1.months", 12),
    (ACTUARIAL, "early_repayments.0.indemnity.value", "0.03"),
    (SWITCHED, "rate.switch.on", "2022-05-01"),
    (SWITCHED, "rate.switch.on", ABSENT),
    (SWITCHED, "rate.switch.index", "inflation"),
    (SWITCHED, "rate.switch.index", "euribor"),
    (SWITCHED, "rate.switch.margin", ABSENT),
    (SWITCHED, "rate.switch.margin", "0.6"),
    (SWITCHED, "rate.switch.surprise", 1),
    (FIXED, "rate.switch", {"on": "2030-05-01", "index": "livret_a", "margin": "0.006"}),
    (EARLY, "early_repayments.0.indemnity.value", ABSENT),
    (EARLY, "early_repayments.0.indemnity.value", "3"),
]


@pytest.mark.parametrize(
    ("terms", "path", "value"), REFUSED, ids=lambda part: part if isinstance(part, str) else ""
)
def test_a_field_at_fault_is_refused_by_name_with_what_is_allowed(terms, path, value):
    assert terms_from_json(terms)
    error = refused(changed(terms, path, value))
    assert _about(error["field"], path)
    assert error["allowed"]
    assert error["detail"]


def _about(field: str, path: str) -> bool:
    """The field named is the one that was spoilt, inside it, or the other half of the contradiction."""
    halves = {
        "profile": {"revision"},
    }
    return field == path or field.startswith(path + ".") or field in halves.get(path, set())


@pytest.mark.parametrize("body", [None, [], "terms", 3])
def test_terms_that_are_no_object_are_refused(body):
    assert refused(body)["field"] == "terms"


def test_the_answer_says_the_value_received():
    assert refused(FIXED | {"instalments": 81})["value"] == 81
    assert refused(FIXED | {"surprise": "x"})["value"] == "x"


def test_a_cap_below_the_floor_is_refused():
    rate = INDEXED["rate"] | {"rate_floor": "0.02", "rate_cap": "0.01"}
    assert refused(INDEXED | {"rate": rate})["field"] == "rate.rate_cap"


@pytest.mark.parametrize(
    ("given", "value", "missing"),
    [
        ("rate.fixed_until", "2027-05-01", "rate.fixed_value"),
        ("rate.fixed_value", "0.0275", "rate.fixed_until"),
    ],
)
def test_a_first_fixed_period_needs_both_its_end_and_its_rate(given, value, missing):
    error = refused(changed(INDEXED, given, value))
    assert (error["field"], error["value"]) == (missing, None)


def test_a_first_fixed_period_needs_a_revision_and_an_end_after_the_start():
    rate = INDEXED["rate"] | {"fixed_until": "2027-05-01", "fixed_value": "0.0275"}
    assert terms_from_json(INDEXED | {"rate": rate})
    assert refused(INDEXED | {"rate": rate, "revision": "none"})["field"] == "revision"
    ended = rate | {"fixed_until": "2022-05-01"}
    assert refused(INDEXED | {"rate": ended})["field"] == "rate.fixed_until"


@pytest.mark.parametrize("kind", ["none", "six_months"])
def test_an_indemnity_without_value_refuses_one(kind):
    body = changed(EARLY, "early_repayments.0.indemnity", {"kind": kind, "value": "0.03"})
    assert refused(body)["field"] == "early_repayments.0.indemnity.value"
    assert terms_from_json(changed(EARLY, "early_repayments.0.indemnity", {"kind": kind, "value": None}))


def test_a_switch_needs_a_revision_and_another_index():
    assert refused(SWITCHED | {"revision": "none"})["field"] == "revision"
    same = SWITCHED["rate"] | {"index": "livret_a"}
    assert refused(SWITCHED | {"rate": same})["field"] == "rate.switch.index"


@pytest.mark.parametrize(
    ("given", "missing"), [("fixings", "rate.switch.fixings"), ("rate.switch.fixings", "fixings")]
)
def test_a_switch_with_the_fixings_of_one_index_only_misses_those_of_the_other(given, missing):
    error = refused(changed(SWITCHED, given, [{"effective_on": "2022-02-01", "value": "0.01"}]))
    assert (error["field"], error["value"]) == (missing, None)


def test_a_switch_with_the_fixings_of_both_indexes_is_accepted():
    own = [{"effective_on": "2022-02-01", "value": "0.01"}]
    terms = changed(SWITCHED | {"fixings": own}, "rate.switch.fixings", own)
    assert schedule(terms_from_json(terms)).rows


def test_null_says_the_same_as_leaving_out():
    nothing = {
        "first_due_on": None,
        "fixings": None,
        "deferral": None,
        "prefinancing": None,
        "rate": INDEXED["rate"] | {"contract_rate": None, "index_floor": None, "rate_cap": None},
    }
    assert terms_from_json(INDEXED | nothing) == terms_from_json(INDEXED)


def test_neutral_values_contradict_nothing():
    neutral = {
        "progressivity": "0",
        "capital_progressivity": "0",
        "progressivity_floor": "0",
        "deferral": {"instalments": 0, "interest": "paid"},
        "early_repayments": [],
        "fixings": [],
    }
    assert schedule(terms_from_json(FIXED | neutral)).rows == schedule(terms_from_json(FIXED)).rows


@given(terms(switches=True))
def test_any_terms_survive_the_public_format(loan):
    assert terms_from_json(json.loads(json.dumps(terms_to_json(loan)))) == loan


@given(terms(plain=True).flatmap(with_early_repayments))
def test_early_repayments_survive_the_public_format(loan):
    assert terms_from_json(json.loads(json.dumps(terms_to_json(loan)))) == loan


def test_the_csv_has_the_columns_of_the_json_in_their_order():
    rows = schedule(fixed_loan("0.0275", instalments=1)).rows
    assert rows_csv(rows) == (
        "number,event,due_on,rate,progressivity,instalment,interest_due,interest_paid,"
        "principal_repaid,deferred_interest,outstanding\n"
        "1,instalment,2023-05-01,0.0275,0,1027500.00,27500.00,27500.00,1000000.00,0.00,0.00\n"
    )
    assert tuple(published_row(rows[0])) == COLUMNS == tuple(RowSchema().fields)


def test_the_schema_of_a_schedule_passes_published_rows_unchanged():
    rows = [published_row(row) for row in schedule(fixed_loan()).rows]
    assert ScheduleSchema().dump({"rows": rows}) == {"rows": rows}


def test_a_change_of_periodicity_is_kept_with_terms_and_taken_from_nobody():
    resumes = Resumption(after=4, on=date(2026, 5, 1), day_of_month=1)
    loan = replace(terms_from_json(FIXED), months_between_instalments=3, instalments=40, resumes=resumes)
    written = json.loads(json.dumps(terms_to_json(loan)))
    assert stored_terms(written) == loan
    with pytest.raises(Invalid) as refusal:
        terms_from_json(written)
    assert [error.field for error in refusal.value.errors] == ["resumes"]
