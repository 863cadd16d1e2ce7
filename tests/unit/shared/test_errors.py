from datetime import date
from decimal import Decimal

import pytest

from shared.errors import (
    ERRORS_SHOWN_MAX,
    Bilingual,
    Conflict,
    FieldError,
    Forbidden,
    Invalid,
    Missing,
    Refusal,
    problem,
)


class FixingOutOfCalendar(Refusal):
    french = "Le {effective_on} n'est pas une date de révision permise ({allowed})."
    english = "{effective_on} is not an allowed revision date ({allowed})."


def out_of_calendar() -> FixingOutOfCalendar:
    day = date(2026, 3, 1)
    return FixingOutOfCalendar(
        effective_on=day,
        field="effective_on",
        value=day,
        allowed=Bilingual("1er février ou 1er août", "1 February or 1 August"),
    )


def test_a_refusal_is_a_problem_in_french_first():
    assert problem(out_of_calendar()) == {
        "type": "/problems/fixing-out-of-calendar",
        "title": "Demande refusée",
        "status": 422,
        "detail": "Le 01/03/2026 n'est pas une date de révision permise (1er février ou 1er août).",
        "errors": [
            {
                "field": "effective_on",
                "value": "2026-03-01",
                "allowed": "1er février ou 1er août",
                "detail": "Le 01/03/2026 n'est pas une date de révision permise (1er février ou 1er août).",
            }
        ],
    }


def test_the_same_refusal_reads_in_english_and_keeps_its_type():
    french, english = problem(out_of_calendar(), "fr"), problem(out_of_calendar(), "en")
    assert english["type"] == french["type"]
    assert english["title"] == "Request refused"
    assert english["detail"] == "2026-03-01 is not an allowed revision date (1 February or 1 August)."
    assert english["errors"][0]["allowed"] == "1 February or 1 August"


def test_a_refusal_without_a_field_names_no_fields():
    assert "errors" not in problem(Conflict())


@pytest.mark.parametrize(
    ("refusal", "status"), [(Missing, 404), (Forbidden, 403), (Conflict, 409), (Refusal, 422)]
)
def test_each_kind_of_refusal_has_its_status(refusal, status):
    assert problem(refusal())["status"] == status


def test_a_refusal_that_lacks_a_fact_of_its_sentences_fails_where_it_is_raised():
    with pytest.raises(KeyError, match="effective_on"):
        FixingOutOfCalendar(allowed="…")


@pytest.mark.parametrize("name", ["password", "secret", "code", "token", "client_secret", "new_password"])
def test_a_secret_is_never_said_back(name):
    error = FieldError(field=f"account.{name}", value="hunter2", french="Refusé.", english="Refused.")
    answer = problem(Invalid([error]))
    assert answer["errors"][0]["value"] == "***"
    assert "hunter2" not in str(answer)


def test_a_secret_inside_a_refused_object_is_masked_too():
    error = FieldError(field="account", value={"login": "claire", "password": "x"}, french="", english="")
    assert problem(Invalid([error]))["errors"][0]["value"] == {"login": "claire", "password": "***"}


def test_the_received_value_of_a_secret_field_does_not_fill_a_sentence():
    class Weak(Refusal):
        french = "{value} est trop faible."
        english = "{value} is too weak."

    assert "hunter2" not in str(problem(Weak(field="password", value="hunter2")))


@pytest.mark.parametrize("name", ["postal_code", "code_postal", "legal_category_code"])
def test_a_field_that_only_sounds_like_a_secret_is_said_back(name):
    error = FieldError(field=name, value="75007", french="", english="")
    assert problem(Invalid([error]))["errors"][0]["value"] == "75007"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Decimal("0.0170"), "0.0170"),
        (date(2026, 2, 1), "2026-02-01"),
        (float("nan"), "nan"),
        (10**30, hex(10**30)),
        ("é\ud800\x00", "é??"),
        ("x" * 500, "x" * 200 + "…"),
        (list(range(50)), list(range(20))),
        ({"a": {"b": {"c": {"d": 1}}}}, {"a": {"b": {"c": "…"}}}),
        (None, None),
        (True, True),
    ],
)
def test_whatever_was_received_is_said_back_in_json_of_a_readable_size(value, said):
    error = FieldError(field="field", value=value, french="", english="")
    assert problem(Invalid([error]))["errors"][0]["value"] == said


def test_an_answer_never_lists_more_than_a_hundred_fields():
    errors = [FieldError(field=f"lines.{n}", french="", english="") for n in range(1_000)]
    assert len(problem(Invalid(errors))["errors"]) == ERRORS_SHOWN_MAX


def test_invalid_names_the_fields_it_is_about_once_each():
    errors = [FieldError(field="siren", french="", english="")] * 2
    assert problem(Invalid(errors), "en")["detail"] == "The request holds values that are refused: siren."


def test_a_bilingual_text_is_a_string_that_fills_in_both_languages():
    text = Bilingual("de {low} à {high}", "from {low} to {high}").format(low=1, high=2)
    assert text == "de 1 à 2"
    assert text.english == "from 1 to 2"
