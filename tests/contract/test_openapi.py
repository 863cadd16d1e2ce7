"""The OpenAPI document of each service is valid, and says all that a caller needs."""

import json

import jsonschema_rs
import pytest
import schemathesis

from deploy import platform
from deploy.documents import OPERATIONS
from deploy.documents.examples import example_of
from tests.contract.documents import OPENAPI, operations, resolved

EVERY = operations()
each_document = pytest.mark.parametrize("name", OPENAPI)
each_operation = pytest.mark.parametrize("name", EVERY)
PROBLEM = "application/problem+json"


def test_every_service_has_its_document():
    assert set(OPENAPI) == {*platform.SERVICES, OPERATIONS}


@each_document
def test_a_document_is_openapi_3_1(name):
    """Against the published schema of OpenAPI 3.1, which schemathesis brings."""
    schemathesis.openapi.from_dict(OPENAPI[name]).validate()
    assert OPENAPI[name]["openapi"].startswith("3.1")


@each_document
def test_a_document_says_how_callers_present_themselves_and_where(name):
    document = OPENAPI[name]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert document["security"] == [{"bearer": []}]
    assert document["servers"][0]["url"].startswith("/api/")
    assert document["info"]["title"]


@each_document
def test_operations_have_names_of_their_own(name):
    ids = [operation["operationId"] for key, (_, _, operation) in EVERY.items() if key.startswith(f"{name} ")]
    assert len(ids) == len(set(ids))


@each_operation
def test_an_operation_says_what_it_does(name):
    _, _, operation = EVERY[name]
    assert operation["summary"].endswith(".")
    assert operation["tags"]


@each_operation
def test_an_operation_says_what_it_answers_when_all_is_well(name):
    document, _, operation = EVERY[name]
    good = {status: answer for status, answer in operation["responses"].items() if status.startswith("2")}
    assert len(good) == 1
    (status, answer), *_ = good.items()
    assert (status == "204") == (not resolved(document, answer).get("content"))


@each_operation
def test_an_operation_says_how_it_refuses(name):
    """Each refusal is a problem; those that every caller of such a route may meet are named."""
    document, path, operation = EVERY[name]
    refusals = {
        status: answer for status, answer in operation["responses"].items() if not status.startswith("2")
    }
    assert _expected(path, operation) <= refusals.keys()
    for answer in refusals.values():
        schema = resolved(document, answer)["content"][PROBLEM]["schema"]
        assert resolved(document, schema)["required"] == ["detail", "reference", "status", "title", "type"]


@each_operation
def test_every_parameter_and_body_says_its_type_and_bounds(name):
    document, path, operation = EVERY[name]
    parameters = [resolved(document, each) for each in _parameters(document, path, operation)]
    assert [each["name"] for each in parameters if not _is_typed(document, each["schema"])] == []
    unbounded = [each["name"] for each in parameters if each["in"] == "query" and _unbounded(each["schema"])]
    assert unbounded == []


@each_operation
def test_texts_of_a_request_have_a_longest_length(name):
    document, schema = _body(name)
    assert list(_unbounded_texts(document, schema, "body")) == []


@each_operation
def test_the_example_of_a_body_is_one(name):
    document, schema = _body(name)
    example = example_of(schema, document["components"]["schemas"])
    jsonschema_rs.validate(schema | {"components": document["components"]}, example)


def _body(name):
    """The document of an operation, and the schema of its JSON body: one that allows anything where it has none."""
    document, _, operation = EVERY[name]
    content = resolved(document, operation.get("requestBody", {})).get("content", {})
    return document, content.get("application/json", {"schema": {}})["schema"]


def _expected(path, operation) -> set[str]:
    is_public = operation.get("security") == []
    return {
        "default",
        *(() if is_public else ("401",)),
        *(("404",) if "{" in path else ()),
        *(("400", "413", "415") if "requestBody" in operation else ()),
    }


def _parameters(document, path, operation):
    return [*document["paths"][path].get("parameters", ()), *operation.get("parameters", ())]


def _is_typed(document, schema) -> bool:
    schema = resolved(document, schema)
    return bool(schema.get("type") or schema.get("enum"))


def _unbounded(schema) -> bool:
    bounds = ("maxLength", "enum", "format", "pattern", "const")
    return schema.get("type") == "string" and not any(bound in schema for bound in bounds)


def _unbounded_texts(document, schema, path, seen=()):
    key = json.dumps(schema, sort_keys=True)
    if key in seen:
        return
    schema = resolved(document, schema)
    kinds = schema.get("type", ())
    if "string" in ([kinds] if isinstance(kinds, str) else kinds) and _unbounded(
        {**schema, "type": "string"}
    ):
        yield path
    for name, inner in schema.get("properties", {}).items():
        yield from _unbounded_texts(document, inner, f"{path}.{name}", (*seen, key))
    if "items" in schema:
        yield from _unbounded_texts(document, schema["items"], f"{path}[]", (*seen, key))
