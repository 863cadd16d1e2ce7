"""The OpenAPI document of a service, drawn from its routes: nothing in it is written a second time."""

import http
import threading
from collections.abc import Callable
from typing import Any

import flask_smorest
from flask import Flask, Response, json
from marshmallow import Schema, fields

from shared import idempotency
from shared.auth import Access, access_to
from shared.web.bodies import StrictParser, intake_of
from shared.web.problems import PROBLEM_JSON, answer_http

VERSION = "3.1.0"
RIGHTS = "x-rights"
"""Where an operation lists the rights of which a caller needs one."""
_IDEMPOTENCY_HEADER = {
    "in": "header",
    "name": idempotency.HEADER,
    "required": False,
    "schema": {"type": "string", "pattern": idempotency.KEY_PATTERN},
    "description": "The same key again gets the first answer again, and changes nothing.",
}


class FieldProblem(Schema):
    """One field of a request that was refused."""

    field = fields.String(required=True, metadata={"description": "Path of the field, such as lines.3.share"})
    value = fields.Raw(allow_none=True, metadata={"description": "What was received, secrets masked"})
    allowed = fields.Raw(allow_none=True, metadata={"description": "What would be accepted"})
    detail = fields.String(required=True)


class Problem(Schema):
    """Why a request was refused (RFC 9457), in the language it asked for."""

    type = fields.String(required=True, metadata={"description": "Stable name of the kind of refusal"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True)
    reference = fields.String(required=True, metadata={"description": "To quote to the support"})
    errors = fields.List(fields.Nested(FieldProblem))


class Api(flask_smorest.Api):
    """flask-smorest's, with problems for errors and fields that publish themselves."""

    ERROR_SCHEMA = Problem

    def __init__(self, app: Flask, title: str, service: str):
        app.config.update(API_TITLE=title, API_VERSION="v1", OPENAPI_VERSION=VERSION)
        super().__init__(
            app, spec_kwargs={"security": [{"bearer": []}], "servers": [{"url": f"/api/{service}"}]}
        )
        self.spec.components.security_scheme(
            "bearer", {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
        )
        self.ma_plugin.converter.add_attribute_function(_published)
        self._undocumented: list[Blueprint] = []
        self._document = ""
        self._drawing = threading.Lock()

    def register_blueprint(self, blueprint: "Blueprint") -> None:
        """Serve its routes. They are drawn with the document: nobody asks most processes for it."""
        self._app.register_blueprint(blueprint)
        self._undocumented.append(blueprint)

    def document(self) -> str:
        """The OpenAPI document as JSON, drawn the first time."""
        with self._drawing:
            self._document = self._document or self._draw()
        return self._document

    def _draw(self) -> str:
        self._draw_responses()
        for blueprint in self._undocumented:
            blueprint.register_views_in_doc(self, self._app, self.spec, name=blueprint.name, parameters=None)
            self.spec.tag({"name": blueprint.name, "description": blueprint.description})
        return json.dumps(self.spec.to_dict(), indent=2)

    def handle_http_exception(self, error: Any) -> Response:
        """Answer werkzeug's exceptions as problems, with the headers they need (405 keeps its Allow)."""
        return answer_http(error)

    def _register_responses(self) -> None:
        """They are many: drawn with the document."""

    def _draw_responses(self) -> None:
        for status in http.HTTPStatus:
            self._register_problem(status.name, status.phrase)
        self._register_problem(self.DEFAULT_ERROR_RESPONSE_NAME, "Any other refusal")

    def _register_pagination_header(self) -> None:
        """Lists here are paged by cursor (`shared.pagination`), not by flask-smorest's header."""

    def _register_problem(self, name: str, description: str) -> None:
        content = {PROBLEM_JSON: {"schema": self.ERROR_SCHEMA}}
        self.spec.components.response(name, {"description": description, "content": content}, lazy=True)


def _published(_converter: Any, field: fields.Field, **_options: Any) -> dict[str, Any]:
    """A field of our own says with an attribute `openapi` what it is in JSON."""
    own = dict(getattr(field, "openapi", {}))
    if own and field.allow_none:
        own["type"] = [own["type"], "null"]
    return own


class Blueprint(flask_smorest.Blueprint):
    """Routes of a service. What their decorators say of them is documented by itself."""

    ARGUMENTS_PARSER = StrictParser()

    def __init__(self, name: str, import_name: str, **options: Any):
        super().__init__(name, import_name, **options)
        self._prepare_doc_cbks.append(self._document_route)

    def _document_route(self, doc: dict, info: dict, *, app: Flask, method: str, **_context: Any) -> dict:
        rule = next(app.url_map.iter_rules(f"{self.name}.{info['view'].endpoint}"))
        if rule.arguments:
            _document_problem(doc, http.HTTPStatus.NOT_FOUND)
        return _document_marks(doc, info, method)

    def _store_endpoint_docs(
        self, endpoint: str, obj: Any, parameters: Any, tags: Any, **options: Any
    ) -> None:
        super()._store_endpoint_docs(endpoint, obj, parameters, tags, **options)
        if not obj.__doc__:
            raise TypeError(f"{obj.__module__}.{endpoint} needs a docstring: it is the summary of the route")
        for method, info in self._docs[endpoint].items():
            if method != "parameters":
                info["view"] = _ViewMarks(obj, endpoint)


class _ViewMarks:
    """What a view function says of itself; shared, not copied, when flask-smorest copies its notes."""

    def __init__(self, view: Callable, endpoint: str):
        self.view = view
        self.endpoint = endpoint

    def __deepcopy__(self, _memo: dict) -> "_ViewMarks":
        return self


def _document_marks(doc: dict, info: dict, method: str) -> dict:
    marks = info["view"]
    doc["operationId"] = marks.endpoint
    _document_access(doc, info["docstring"], access_to(marks.view) or Access())
    if idempotency.is_idempotent(marks.view):
        doc.setdefault("parameters", []).append(_IDEMPOTENCY_HEADER)
        _document_problem(doc, http.HTTPStatus.CONFLICT, http.HTTPStatus.UNPROCESSABLE_ENTITY)
    if method in ("post", "put", "patch"):
        _document_body(doc, intake_of(marks.view).types)
    return doc


def _document_access(doc: dict, docstring: dict, access: Access) -> None:
    if access.public:
        doc["security"] = []
        return
    _document_problem(doc, http.HTTPStatus.UNAUTHORIZED)
    if access.rights:
        _document_problem(doc, http.HTTPStatus.FORBIDDEN)
        doc[RIGHTS] = list(access.rights)
        needed = f"Needs one of these rights: {', '.join(access.rights)}."
        docstring["description"] = "\n\n".join(filter(None, (docstring.get("description"), needed)))


def _document_body(doc: dict, types: tuple[str, ...]) -> None:
    problems = (http.HTTPStatus.BAD_REQUEST, http.HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    _document_problem(doc, http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE, *problems)
    for media_type in types:
        if media_type != "application/json":
            body = doc.setdefault("requestBody", {"required": True, "content": {}})
            body["content"].setdefault(media_type, {"schema": {"type": "string"}})


def _document_problem(doc: dict, *statuses: http.HTTPStatus) -> None:
    for status in statuses:
        doc.setdefault("responses", {}).setdefault(status.value, status.name)
