import pytest
from marshmallow import fields

from shared.web.openapi import _published


@pytest.fixture
def document(client) -> dict:
    return client.get("/openapi.json").json


def operations(document: dict) -> dict[str, dict]:
    methods = ("get", "post", "put", "patch", "delete")
    return {
        path[method]["operationId"]: path[method]
        for path in document["paths"].values()
        for method in methods
        if method in path
    }


def test_the_document_is_openapi_3_1_and_says_where_the_gateway_puts_the_service(document):
    assert document["openapi"] == "3.1.0"
    assert document["info"]["title"] == "Notes"
    assert document["servers"] == [{"url": "/api/toy"}]


def test_every_operation_is_named_after_its_function_and_summed_up_by_its_docstring(document):
    summaries = {name: operation["summary"] for name, operation in operations(document).items()}
    assert summaries["write_note"] == "Write a note."
    assert all(summaries.values())


def test_the_document_asks_for_a_token_except_on_public_routes(document):
    assert document["security"] == [{"bearer": []}]
    assert document["components"]["securitySchemes"]["bearer"]["scheme"] == "bearer"
    assert operations(document)["find_place"]["security"] == []
    assert "security" not in operations(document)["write_note"]


def test_the_rights_an_operation_needs_are_written_down(document):
    assert "notes.writer, notes.importer" in operations(document)["import_notes"]["description"]


@pytest.mark.parametrize("status", ["400", "401", "403", "409", "413", "415", "422", "default"])
def test_refusals_are_documented_as_problems(document, status):
    reference = operations(document)["write_note"]["responses"][status]["$ref"]
    response = document["components"]["responses"][reference.rsplit("/", 1)[-1]]
    assert list(response["content"]) == ["application/problem+json"]


def test_an_idempotent_operation_documents_its_header(document):
    parameters = operations(document)["write_note"]["parameters"]
    assert [parameter["name"] for parameter in parameters] == ["Idempotency-Key"]


def test_a_route_that_reads_files_documents_their_type(document):
    assert list(operations(document)["import_notes"]["requestBody"]["content"]) == ["text/csv"]


def test_a_page_is_documented_with_its_items_and_its_cursor(document):
    page = document["components"]["schemas"]["NotePage"]
    assert page["properties"]["items"]["items"] == {"$ref": "#/components/schemas/Note"}
    assert page["properties"]["next"]["type"] == ["string", "null"]


def test_a_field_of_our_own_says_what_it_is_in_json():
    class Euros(fields.Field):
        openapi = {"type": "string", "pattern": r"^-?\d+\.\d\d$"}  # noqa: RUF012 - as fields declare it

    assert _published(None, Euros()) == Euros.openapi
    assert _published(None, Euros(allow_none=True))["type"] == ["string", "null"]
    assert _published(None, fields.String()) == {}
