import enum

import pytest
from marshmallow import RAISE, Schema, ValidationError, fields, validate, validates_schema

from shared.errors import Bilingual, problem
from shared.validation import refusal_of


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Line(Schema):
    share = fields.Integer(required=True, strict=True, validate=validate.Range(1, 100))
    day = fields.Date()


class Everything(Schema):
    class Meta:
        unknown = RAISE

    name = fields.String(validate=validate.Length(1, 5))
    siren = fields.String(
        validate=validate.Regexp(
            r"^\d{9}$", error=Bilingual("Un SIREN a 9 chiffres.", "A SIREN has 9 digits.")
        )
    )
    kind = fields.String(validate=validate.OneOf(["sem", "oph"]))
    colour = fields.Enum(Colour)
    lines = fields.List(fields.Nested(Line), validate=validate.Length(max=3))
    others = fields.Nested(Line, many=True)
    pairs = fields.Dict(keys=fields.String(validate=validate.Length(max=2)), values=fields.Integer())
    both = fields.Tuple((fields.Integer(), fields.String()))
    renamed = fields.UUID(data_key="uid")
    at = fields.AwareDateTime()
    sure = fields.Boolean()

    @validates_schema
    def agree(self, data, **_options):
        if data.get("name") == "wrong":
            raise ValidationError(Bilingual("Tout est faux.", "All is wrong."))


def refused(data, language="fr", schema=None) -> list[dict]:
    schema = schema or Everything()
    with pytest.raises(ValidationError) as caught:
        schema.load(data)
    return problem(refusal_of(caught.value, data, schema), language)["errors"]


CASES = {
    "missing": ({"lines": [{}]}, "lines.0.share", None, "Ce champ est obligatoire."),
    "null": ({"sure": None}, "sure", None, "Ce champ ne peut pas être vide."),
    "unknown": ({"colour": "RED", "zz": 1}, "zz", 1, "Ce champ n'existe pas ici."),
    "length": (
        {"name": "longer"},
        "name",
        "longer",
        "Cette valeur est refusée ; attendu : un texte, de 1 à 5 caractères.",
    ),
    "own sentence": ({"siren": "12"}, "siren", "12", "Un SIREN a 9 chiffres."),
    "choice": ({"kind": "x"}, "kind", "x", "Cette valeur est refusée ; attendu : sem, oph."),
    "enumeration": (
        {"colour": "GREEN"},
        "colour",
        "GREEN",
        "Cette valeur est refusée ; attendu : RED, BLUE.",
    ),
    "bounds": (
        {"lines": [{"share": 1}, {"share": 101}]},
        "lines.1.share",
        101,
        "Cette valeur est refusée ; attendu : un nombre entier, ≥ 1 et ≤ 100.",
    ),
    "date": (
        {"lines": [{"share": 1, "day": "2026-02-30"}]},
        "lines.0.day",
        "2026-02-30",
        "Cette valeur est refusée ; attendu : une date AAAA-MM-JJ.",
    ),
    "too many": (
        {"lines": [{"share": 1}] * 4},
        "lines",
        [{"share": 1}] * 4,
        "Cette valeur est refusée ; attendu : une liste, d'au plus 3 éléments.",
    ),
    "no object": ({"lines": [3]}, "lines.0", 3, "Cette valeur est refusée ; attendu : un objet."),
    "no list": ({"others": {}}, "others", {}, "Cette valeur est refusée ; attendu : une liste d'objets."),
    "nested many": ({"others": [{"share": 0}]}, "others.0.share", 0, None),
    "key of a mapping": (
        {"pairs": {"abc": 1}},
        "pairs.abc",
        "abc",
        "Cette valeur est refusée ; attendu : un texte, d'au plus 2 caractères.",
    ),
    "value of a mapping": ({"pairs": {"ab": "x"}}, "pairs.ab", "x", None),
    "tuple": ({"both": [1, 2]}, "both.1", 2, "Cette valeur est refusée ; attendu : un texte."),
    "name in the data": (
        {"uid": "x"},
        "uid",
        "x",
        "Cette valeur est refusée ; attendu : un identifiant UUID.",
    ),
    "naive instant": (
        {"at": "2026-02-01T08:00:00"},
        "at",
        "2026-02-01T08:00:00",
        "Cette valeur est refusée ; attendu : un instant ISO 8601 avec son fuseau.",
    ),
    "schema": ({"name": "wrong"}, "body", {"name": "wrong"}, None),
    "whole": (3, "body", 3, "Cette valeur est refusée ; attendu : un objet."),
}


@pytest.mark.parametrize(("data", "field", "value", "sentence"), CASES.values(), ids=CASES.keys())
def test_a_refused_field_is_named_with_what_was_received_and_what_is_allowed(data, field, value, sentence):
    (error,) = refused(data)
    assert (error["field"], error["value"]) == (field, value)
    assert sentence is None or error["detail"] == sentence


def test_an_unknown_field_is_told_which_fields_there_are():
    (error,) = refused({"lines": [{"share": 1, "zz": 1}]})
    assert error["allowed"] == ["share", "day"]


def test_choices_stay_a_list_for_machines():
    (error,) = refused({"kind": "x"})
    assert error["allowed"] == ["sem", "oph"]


def test_the_english_sentence_is_the_library_s():
    assert refused({"name": "longer"}, "en")[0]["detail"] == "Length must be between 1 and 5."


def test_a_schema_that_speaks_both_languages_is_heard_in_both():
    assert refused({"siren": "1"}, "en")[0]["detail"] == "A SIREN has 9 digits."
    assert refused({"name": "wrong"}, "en")[0]["detail"] == "All is wrong."


def test_rows_of_a_list_are_named_by_their_place():
    errors = refused([{}, {"share": "x"}, 4], schema=Line(many=True))
    assert [error["field"] for error in errors] == ["0.share", "1.share", "2"]
    assert errors[2]["allowed"] == "un objet"


def test_without_its_schema_an_error_still_names_field_and_value():
    with pytest.raises(ValidationError) as caught:
        Line().load({"share": "x"})
    (error,) = problem(refusal_of(caught.value, {"share": "x"}))["errors"]
    assert (error["field"], error["value"]) == ("share", "x")
    assert error["detail"] == "Cette valeur est refusée."
