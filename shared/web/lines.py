"""Imports: a body of many lines, of which the good ones enter and each bad one is reported.

@accepts(*LINE_TYPES)
def import_loans():
    report = actions.import_loans(lines_of_request(lines_max=1_000))
    return {"accepted": report.accepted, "refused": [refused_line(*line) for line in report.refused]}
"""

from typing import Any

from flask import g, request
from marshmallow import Schema, fields

from shared.errors import Bilingual, Refusal, problem
from shared.keepable import refuse_unkeepable
from shared.web.bodies import json_body, read_json
from shared.web.openapi import Problem
from shared.web.problems import RequestUnreadable, language

JSON_LINES = "application/x-ndjson"
LINE_TYPES = ("application/json", JSON_LINES)


class TooManyLines(Refusal):
    """One import is one transaction: larger files are sent in several."""

    status = 413
    french = "Cet envoi contient {value} lignes ; au plus {allowed} à la fois."
    english = "This import holds {value} lines; at most {allowed} at a time."


class RefusedLine(Schema):
    """A line that did not enter, and why."""

    line = fields.Integer(required=True, metadata={"description": "Its number in the body, from 1"})
    key = fields.String(required=True, allow_none=True, metadata={"description": "What it is about"})
    problem = fields.Nested(Problem, required=True)


def body_of_lines(line: type[Schema], lines_max: int) -> dict[str, Any]:
    """What such a body is, for `@blueprint.doc(requestBody=…)`."""
    items = {"type": "array", "items": line, "maxItems": lines_max}
    return {"required": True, "content": {"application/json": {"schema": items}}}


def lines_of_request(lines_max: int) -> list[tuple[int, Any]]:
    """The lines of this request with their numbers: items of a JSON array, or JSON objects one a line.

    A line that cannot be read comes as the Refusal that says why; a body that is neither is refused whole.
    """
    lines = _lines() if request.mimetype == JSON_LINES else _items()
    if len(lines) > lines_max:
        raise TooManyLines(field="body", value=len(lines), allowed=lines_max)
    return lines


def refused_line(number: int, key: str | None, refusal: Refusal) -> dict[str, Any]:
    """A line's refusal as `RefusedLine` writes it, in the language of this request."""
    said = problem(refusal, language()) | {"reference": g.request_id}
    return {"line": number, "key": key, "problem": said}


def _items() -> list[tuple[int, Any]]:
    body = json_body()
    if not isinstance(body, list):
        raise RequestUnreadable(reason=Bilingual("un tableau JSON est attendu", "a JSON array is expected"))
    return list(enumerate(body, start=1))


def _lines() -> list[tuple[int, Any]]:
    lines = enumerate(request.get_data(cache=True).split(b"\n"), start=1)
    return [(number, _line(text)) for number, text in lines if text.strip()]


def _line(text: bytes) -> Any:
    try:
        content = read_json(text)
        refuse_unkeepable(content)
    except Refusal as refusal:
        return refusal
    return content
