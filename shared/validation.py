"""What marshmallow refuses, as a refusal that names each field, what was received and what is allowed.

The French sentence follows from the key of the message in the field's own table and from what the field
allows; the English one is the library's. A schema says more with a `Bilingual` as its message, and a field of
our own says what it takes with an attribute `allowed`. What the domain refuses comes as whole
`FieldError`s: see `error_of`.
"""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate
from marshmallow.exceptions import SCHEMA

from shared.errors import Bilingual, FieldError, Invalid

_REQUIRED = Bilingual("Ce champ est obligatoire.", "This field is required.")
_NULL = Bilingual("Ce champ ne peut pas être vide.", "This field may not be null.")
_UNKNOWN = Bilingual("Ce champ n'existe pas ici.", "There is no such field here.")

_KINDS: tuple[tuple[type[fields.Field], Bilingual], ...] = (
    (fields.UUID, Bilingual("un identifiant UUID", "a UUID")),
    (fields.Email, Bilingual("une adresse électronique", "an e-mail address")),
    (fields.Url, Bilingual("une adresse web", "a web address")),
    (fields.String, Bilingual("un texte", "a text")),
    (fields.Boolean, Bilingual("vrai (true) ou faux (false)", "true or false")),
    (fields.Integer, Bilingual("un nombre entier", "a whole number")),
    (fields.Number, Bilingual("un nombre", "a number")),
    (fields.Date, Bilingual("une date AAAA-MM-JJ", "a date YYYY-MM-DD")),
    (fields.DateTime, Bilingual("un instant ISO 8601 avec son fuseau", "an ISO 8601 instant with its zone")),
    (fields.List, Bilingual("une liste", "a list")),
    (fields.Tuple, Bilingual("une liste", "a list")),
    (fields.Mapping, Bilingual("un objet", "an object")),
)


def refusal_of(
    error: ValidationError, data: Any, schema: Schema | None = None, whole: str = "body"
) -> Invalid:
    """A validation error, field by field.

    data    what was validated
    schema  what validated it, to say what each field allows
    whole   what to call the data when the error is about all of it
    """
    return Invalid(_field_errors(error.messages, _Place((), data, schema, whole)))


def error_of(refusal: Invalid) -> ValidationError:
    """A refusal of the domain as a schema raises it, so that its fields are named from where the schema stands."""
    messages: dict[str | int, Any] = {}
    for error in refusal.field_errors():
        *outer, last = (int(step) if step.isdigit() else step for step in error.field.split("."))
        inner = messages
        for step in outer:
            inner = inner.setdefault(step, {})
        inner.setdefault(last, []).append(error)
    return ValidationError(messages)


def allowed_by(field: Any) -> Any:
    """What a field takes: a list of choices, or a text in both languages; None when it cannot tell."""
    own = getattr(field, "allowed", None)
    if own is not None:
        return own
    if isinstance(field, fields.Nested | Schema):
        return _one_or_many(field)
    validators = getattr(field, "validators", ())
    choices = next((check.choices for check in validators if isinstance(check, validate.OneOf)), None)
    if choices is not None:
        return list(choices)
    if isinstance(field, fields.Enum):
        return field.choices_text.split(", ")
    kind = next((text for type_, text in _KINDS if isinstance(field, type_)), None)
    return _joined([kind, *(_bounds(check, field) for check in validators)]) if kind else None


@dataclass(frozen=True)
class _Place:
    """Somewhere in the data: the path to it, the value there, and the schema or field that judged it."""

    path: tuple[Any, ...]
    value: Any
    judge: Any
    whole: str
    neighbours: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return ".".join(str(step) for step in self.path) or self.whole


def _field_errors(messages: Any, place: _Place) -> Iterator[FieldError]:
    if isinstance(messages, FieldError):
        yield replace(messages, field=place.name)
    elif isinstance(messages, str):
        yield _field_error(messages, place)
    elif isinstance(messages, Mapping):
        for key, inner in messages.items():
            yield from _field_errors(inner, place if key == SCHEMA else _inside(place, key))
    else:
        for message in messages:
            yield from _field_errors(message, place)


def _field_error(message: str, place: _Place) -> FieldError:
    sentence = _sentence(message, place)
    allowed = list(place.neighbours) if sentence is _UNKNOWN else allowed_by(place.judge)
    return FieldError(
        field=place.name,
        value=place.value,
        allowed=allowed,
        french=sentence.french,
        english=sentence.english,
    )


def _sentence(message: str, place: _Place) -> Bilingual:
    if isinstance(message, Bilingual):
        return message
    if place.neighbours and place.judge is None:
        return _UNKNOWN
    own = getattr(place.judge, "error_messages", {})
    if message == own.get("required"):
        return _REQUIRED
    if message == own.get("null"):
        return _NULL
    allowed = allowed_by(place.judge)
    return Bilingual(f"Cette valeur est refusée{_expected(allowed)}.", message)


def _expected(allowed: Any) -> str:
    if allowed is None:
        return ""
    return " ; attendu : " + (allowed if isinstance(allowed, str) else ", ".join(map(str, allowed)))


def _inside(place: _Place, key: Any) -> _Place:
    """One step down: into a field of a schema, an item of a list, an entry of a mapping."""
    judge = place.judge.schema if isinstance(place.judge, fields.Nested) else place.judge
    if isinstance(judge, Schema) and not isinstance(key, int):
        return _named(place, judge, key)
    inner = _of_items(judge, key)
    if isinstance(judge, _Entry):  # the two inner names are no step of the path
        return replace(place, judge=inner, value=place.path[-1] if key == "key" else place.value)
    return _Place((*place.path, key), _item(place.value, key), inner, place.whole)


def _named(place: _Place, schema: Schema, key: str) -> _Place:
    names = {field.data_key or name: field for name, field in schema.load_fields.items()}
    return _Place((*place.path, key), _item(place.value, key), names.get(key), place.whole, tuple(names))


def _of_items(judge: Any, key: Any) -> Any:
    if isinstance(judge, fields.List):
        return judge.inner
    if isinstance(judge, fields.Tuple):
        return judge.tuple_fields[key]
    if isinstance(judge, fields.Mapping):
        return _Entry(judge)
    if isinstance(judge, _Entry):
        return judge.mapping.key_field if key == "key" else judge.mapping.value_field
    return _of_one(judge) if isinstance(judge, Schema) else None


def _of_one(schema: Schema) -> Schema:
    """The same schema for one object of the many."""
    single = copy(schema)
    single.many = False
    return single


@dataclass(frozen=True)
class _Entry:
    """An entry of a mapping, which marshmallow judges twice: {"key": […], "value": […]}."""

    mapping: fields.Mapping


def _item(value: Any, key: Any) -> Any:
    """The value under a key or an index; None where the data has no such thing."""
    if isinstance(value, Mapping):
        return value.get(key)
    if isinstance(value, Sequence) and not isinstance(value, str) and isinstance(key, int):
        return value[key] if key < len(value) else None
    return None


def _one_or_many(nested: fields.Nested | Schema) -> Bilingual:
    schema = nested.schema if isinstance(nested, fields.Nested) else nested
    return (
        Bilingual("une liste d'objets", "a list of objects")
        if schema.many
        else Bilingual("un objet", "an object")
    )


def _bounds(check: Any, field: Any) -> Bilingual | None:
    """What a validator adds to the kind of a field, if it can be said in a few words."""
    if isinstance(check, validate.Length):
        return _length(check, field)
    if isinstance(check, validate.Range):
        return _range(check)
    if isinstance(check, validate.Regexp):
        return Bilingual(f"de la forme {check.regex.pattern}", f"of the form {check.regex.pattern}")
    return None


def _length(check: validate.Length, field: Any) -> Bilingual:
    unit = (
        Bilingual("caractères", "characters")
        if isinstance(field, fields.String)
        else Bilingual("éléments", "items")
    )
    low, high = (check.equal, check.equal) if check.equal is not None else (check.min, check.max)
    if high is None:
        return Bilingual(f"d'au moins {low} {unit.french}", f"of at least {low} {unit.english}")
    if low is None or low == 0:
        return Bilingual(f"d'au plus {high} {unit.french}", f"of at most {high} {unit.english}")
    return Bilingual(f"de {low} à {high} {unit.french}", f"of {low} to {high} {unit.english}")


def _range(check: validate.Range) -> Bilingual | None:
    low = _limit(check.min, ("≥", ">")[not check.min_inclusive])
    high = _limit(check.max, ("≤", "<")[not check.max_inclusive])
    limits = [limit for limit in (low, high) if limit]
    return Bilingual(" et ".join(limits), " and ".join(limits)) if limits else None


def _limit(bound: Any, sign: str) -> str:
    return "" if bound is None else f"{sign} {bound}"


def _joined(texts: list[Bilingual | None]) -> Bilingual:
    said = [text for text in texts if text]
    return Bilingual(", ".join(text.french for text in said), ", ".join(text.english for text in said))
