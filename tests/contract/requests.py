"""Requests to an operation, right and wrong: drawn from its schema, or good ones spoilt."""

from typing import Any
from urllib.parse import quote

import schemathesis
from flask import Flask
from hypothesis import strategies as st
from schemathesis import GenerationMode

from deploy.documents.examples import example_of
from tests.contract import junk
from tests.contract.documents import resolved

JSON = "application/json"


class Operation:
    """One operation of an OpenAPI document, and how to make requests to it.

    known  values that the service knows, by name of the parameter: an address of junk alone would meet nothing
    """

    def __init__(self, app: Flask, path: str, method: str, known: dict[str, list[str]]):
        document = app.test_client().get("/openapi.json").get_json()
        self.app = app
        self.document = {**document, "servers": [{"url": "/"}]}
        self.path, self.method = path, method
        self.definition = document["paths"][path][method]
        self.known = known
        self.parameters = [
            resolved(document, each)
            for each in (
                *document["paths"][path].get("parameters", ()),
                *self.definition.get("parameters", ()),
            )
        ]

    def from_schema(self) -> st.SearchStrategy[dict[str, Any]]:
        """Requests that the schema allows, and requests that it does not."""
        schema = schemathesis.openapi.from_dict(self.document)
        schema.app = self.app
        operation = schema[self.path][self.method.upper()]
        modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
        cases = st.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes))
        return cases.map(lambda case: case.as_transport_kwargs())

    def spoilt(self) -> st.SearchStrategy[dict[str, Any]]:
        """Requests about things that are there, with a good body spoilt in a few places, or with junk."""
        return st.composite(lambda draw: self._place(draw) | self._body(draw))()

    def _place(self, draw: st.DrawFn) -> dict[str, Any]:
        request: dict[str, Any] = {
            "method": self.method,
            "path": self.path,
            "headers": {},
            "query_string": {},
        }
        for parameter in self.parameters:
            place, name = parameter["in"], parameter["name"]
            if place == "path":
                value = quote(_sendable(draw(self._known(name))), safe="")
                request["path"] = request["path"].replace(f"{{{name}}}", value)
            elif place == "query" and draw(st.booleans()):
                request["query_string"][name] = _sendable(draw(self._value_of(name, parameter["schema"])))
        return request

    def _value_of(self, name: str, schema: dict[str, Any]) -> st.SearchStrategy[str]:
        good = example_of(schema, self.document["components"]["schemas"])
        return st.sampled_from([str(good), *map(str, schema.get("enum", ()))]) | self._known(name)

    def _known(self, name: str) -> st.SearchStrategy[str]:
        """Mostly what exists under that name; else something of another name, or junk."""
        anything = sorted(value for values in self.known.values() for value in values)
        strange = st.sampled_from(anything) | junk.JUNK.map(str)
        right = st.sampled_from(self.known[name]) if self.known.get(name) else strange
        return st.one_of(right, right, strange)

    def _body(self, draw: st.DrawFn) -> dict[str, Any]:
        content = resolved(self.document, self.definition.get("requestBody", {})).get("content", {})
        if not content:
            return {}
        media_type = draw(st.sampled_from([*content, *content, JSON, "text/plain", "application/xml"]))
        if draw(st.integers(0, 9)) == 0:
            return {"data": draw(junk.BYTES), "content_type": media_type}
        schema = content.get(JSON, {"schema": {}})["schema"]
        example = example_of(schema, self.document["components"]["schemas"])
        body = draw(st.just(example) | junk.spoilt(example) | junk.spoilt(example))
        if media_type.endswith("ndjson") and isinstance(body, list):
            return {"data": "\n".join(map(junk.as_json, body)), "content_type": media_type}
        return {"data": junk.as_json(body), "content_type": media_type}


def _sendable(text: str) -> str:
    """What an address can carry: half characters it cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")
