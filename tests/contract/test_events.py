"""Every event says the same to who tells it and to who hears it, today and after it has grown."""

import copy
import dataclasses
import json

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from marshmallow import ValidationError

from deploy.documents.contracts import json_schema
from shared.events import contract as new_contract
from shared.events import from_json, part, registry, schema_of, to_json
from tests.contract import frozen
from tests.contract.strategies import event_of

CONTRACTS = registry()
each_event = pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
quickly = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@each_event
@quickly
@given(data=st.data())
def test_an_event_arrives_as_it_was_told(contract, data):
    event = data.draw(event_of(contract))
    assert from_json(contract, _travelled(event)) == event


@each_event
@quickly
@given(data=st.data())
def test_what_is_told_is_what_the_published_schema_says(contract, data):
    schema = json_schema(schema_of(contract))
    body = _travelled(data.draw(event_of(contract)))
    jsonschema_rs.validate(schema, body, validate_formats=True)


@each_event
@quickly
@given(data=st.data())
def test_fields_that_are_not_known_yet_are_ignored_at_any_depth(contract, data):
    event = data.draw(event_of(contract))
    body = _with_news(_travelled(event))
    assert from_json(contract, body) == event


@each_event
def test_a_missing_field_is_refused_and_named(contract):
    body = frozen.kept(contract.__contract__)["example"]
    for name in (name for name, field in schema_of(contract)().fields.items() if field.required):
        with pytest.raises(ValidationError) as refusal:
            from_json(contract, {key: value for key, value in body.items() if key != name})
        assert set(refusal.value.messages) == {name}


@each_event
def test_an_event_cannot_be_changed_once_made_and_says_what_it_means(contract):
    event = from_json(contract, frozen.kept(contract.__contract__)["example"])
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(event, dataclasses.fields(contract)[0].name, None)
    assert contract.__doc__


@each_event
def test_an_event_that_others_read_keeps_its_fields_and_their_types(contract):
    name = contract.__contract__
    kept = frozen.kept(name)
    broken = frozen.breaks(kept["schema"], json_schema(schema_of(contract)))
    assert not broken, f"{name}: {'; '.join(broken)}: keep it as it was and make a .v2 beside it"
    assert _within(kept["example"], _travelled(from_json(contract, kept["example"])))


def test_every_event_is_kept_and_every_kept_event_is_still_told():
    """`python -m tests.contract.frozen` keeps a new one."""
    assert {path.stem for path in frozen.FOLDER.glob("*.json")} == set(CONTRACTS)


@part
class Detail:
    """What a sample event contains."""

    share: int
    note: str | None = None


@pytest.fixture
def sample() -> dict:
    """The schema of an event that others read."""
    return json_schema(schema_of(Detail))


def test_a_field_with_a_default_may_be_added(sample):
    @part
    class Grown:
        share: int
        note: str | None = None
        colour: str = "blue"

    assert frozen.breaks(sample, json_schema(schema_of(Grown))) == []


def _grown_wrongly() -> dict[str, type]:
    @part
    class Renamed:
        part_share: int = 0
        note: str | None = None

    @part
    class Retyped:
        share: str
        note: str | None = None

    @part
    class Narrowed:
        share: int
        note: str = ""

    @part
    class Demanding:
        share: int
        colour: str
        note: str | None = None

    @part
    class Relaxed:
        share: int = 0
        note: str | None = None

    return {cls.__name__.lower(): cls for cls in (Renamed, Retyped, Narrowed, Demanding, Relaxed)}


@pytest.mark.parametrize(("case", "cls"), _grown_wrongly().items(), ids=_grown_wrongly())
def test_any_other_change_is_seen(sample, case, cls):
    assert frozen.breaks(sample, json_schema(schema_of(cls)))


def test_two_contracts_cannot_have_one_name():
    with pytest.raises(RuntimeError):
        new_contract("rates.fixing_published.v1")(Detail)


def _travelled(event: object) -> dict:
    return json.loads(json.dumps(to_json(event), ensure_ascii=False))


def _with_news(value):
    """The same with a field more in each object."""
    if isinstance(value, dict):
        return {key: _with_news(inner) for key, inner in value.items()} | {
            "added_next_year": [1, {"deep": None}]
        }
    return [_with_news(inner) for inner in value] if isinstance(value, list) else copy.copy(value)


def _within(before, now) -> bool:
    """Whether everything that was said is still said in the same words."""
    if isinstance(before, dict):
        return all(key in now and _within(inner, now[key]) for key, inner in before.items())
    if isinstance(before, list):
        return len(before) == len(now) and all(map(_within, before, now))
    return before == now
