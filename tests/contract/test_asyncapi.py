"""asyncapi.json says all of the bus, in the form that the specification asks for."""

import json

import jsonschema_rs
import pytest

from shared.events import registry
from tests.contract import asyncapi_3
from tests.contract.documents import ROOT

DOCUMENT = json.loads((ROOT / "docs" / "asyncapi.json").read_text(encoding="utf-8"))
OPERATIONS = DOCUMENT["operations"]
MESSAGES = DOCUMENT["components"]["messages"]
SPOKEN = {name: message for name, message in MESSAGES.items() if "examples" in message}
QUEUES = {"bank.index-values", "bank.loans", "bank.mail-status", "bank.payments", "bank.structures"}


def test_the_document_is_asyncapi_3():
    jsonschema_rs.validate(asyncapi_3.DOCUMENT, DOCUMENT)


def test_every_reference_leads_somewhere():
    for reference in asyncapi_3.references(DOCUMENT):
        assert asyncapi_3.resolve(DOCUMENT, reference) is not None, reference


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_speaks_of_messages_of_its_own_channel(name):
    """The specification: a subset of the messages of the channel, referred to there and not in the components."""
    operation = OPERATIONS[name]
    for part in (operation, operation.get("reply", {"messages": []})):
        for message in part["messages"]:
            assert message["$ref"].startswith(f"{part['channel']['$ref']}/messages/")


def test_every_event_is_sent_and_every_inbound_queue_is_received_from():
    assert {name for name in OPERATIONS if name.startswith("send-")} == {
        f"send-{name}" for name in registry()
    }
    assert {name for name in OPERATIONS if name.startswith("receive-")} == {
        f"receive-{name}" for name in QUEUES
    }
    assert all(OPERATIONS[name]["action"] == name.partition("-")[0] for name in OPERATIONS)
    assert all(OPERATIONS[f"receive-{name}"]["reply"] for name in QUEUES)


@pytest.mark.parametrize("name", SPOKEN)
def test_a_message_says_what_it_holds_with_types_and_an_example(name):
    message = MESSAGES[name]
    schema = asyncapi_3.resolve(DOCUMENT, message["payload"]["$ref"])
    assert message["summary"]
    assert schema["type"] == "object"
    assert schema["required"]
    assert list(_untyped(schema, name)) == []
    for example in message["examples"]:
        jsonschema_rs.validate(schema, example["payload"], validate_formats=True)


def test_ids_days_instants_and_rates_say_their_form():
    fixing = DOCUMENT["components"]["schemas"]["rates.fixing_published.v1"]["properties"]
    assert fixing["fixing_id"]["format"] == "uuid"
    assert fixing["effective_on"]["format"] == "date"
    assert fixing["value"]["pattern"]
    assert fixing["value"]["description"].startswith("fraction of 1")
    assert fixing["supersedes"]["type"] == ["string", "null"]
    sent = DOCUMENT["components"]["schemas"]["notifications.messages_sent.v1"]["properties"]["messages"]
    assert sent["items"]["properties"]["sent_at"]["format"] == "date-time"


def test_every_fact_carries_the_attributes_of_cloudevents():
    for name in registry():
        (trait,) = MESSAGES[name]["traits"]
        headers = asyncapi_3.resolve(DOCUMENT, trait["$ref"])["headers"]
        assert {"cloudEvents:id", "cloudEvents:type", "cloudEvents:source", "cloudEvents:specversion"} <= set(
            headers["required"]
        )


def _untyped(schema, path):
    """Places whose type is not said."""
    if not schema.get("type"):
        yield path
    for name, inner in schema.get("properties", {}).items():
        yield from _untyped(inner, f"{path}.{name}")
    if "items" in schema:
        yield from _untyped(schema["items"], f"{path}[]")
