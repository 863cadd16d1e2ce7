"""Reading a request: its type, its size, its JSON, and what no database could keep."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

import marshmallow
from flask import Request, g, request
from webargs.flaskparser import FlaskParser

from shared.errors import Bilingual
from shared.keepable import refuse_unkeepable
from shared.said_once import SaidTwice, object_said_once
from shared.validation import refusal_of
from shared.web.problems import BodyTooLarge, MediaTypeRefused, RequestUnreadable

BODY_BYTES_MAX = 10_000_000
_JSON = "application/json"
_View = TypeVar("_View", bound=Callable)


@dataclass(frozen=True)
class Intake:
    """What a route reads: types of body, and at most how many bytes."""

    types: tuple[str, ...] = (_JSON,)
    bytes_max: int = BODY_BYTES_MAX


def accepts(*types: str, body_bytes_max: int = BODY_BYTES_MAX) -> Callable[[_View], _View]:
    """Let a route read other bodies than 10 MB of JSON: `@accepts("text/csv", body_bytes_max=50_000_000)`."""

    def mark(view: _View) -> _View:
        view.intake = Intake(types or (_JSON,), body_bytes_max)
        return view

    return mark


def intake_of(view: Callable) -> Intake:
    """What a view reads."""
    return getattr(view, "intake", Intake())


def check_request(intake: Intake) -> None:
    """Refuse what the route of this moment does not read, and values that could not be kept."""
    refuse_unkeepable(request.view_args)
    refuse_unkeepable(dict(request.args.lists()))
    if not _has_body():
        return
    if request.mimetype not in intake.types:
        raise MediaTypeRefused(
            received=request.mimetype or "?",
            field="Content-Type",
            value=request.mimetype,
            allowed=list(intake.types),
        )
    _read_body(intake.bytes_max)
    if request.mimetype == _JSON:
        refuse_unkeepable(json_body())


def _read_body(bytes_max: int) -> None:
    """Read the whole body, or refuse it: werkzeug cuts a body of unannounced length at the limit, silently."""
    request.max_content_length = bytes_max + 1
    if (request.content_length or 0) > bytes_max or len(request.get_data(cache=True)) > bytes_max:
        raise BodyTooLarge(bytes_max=bytes_max)


def _has_body() -> bool:
    return bool(request.content_length) or "chunked" in request.headers.get("Transfer-Encoding", "").lower()


def json_body() -> Any:
    """The body of this request, read as strict JSON once; marshmallow's `missing` when there is none."""
    if "json_body" not in g:
        data = request.get_data(cache=True)
        g.json_body = read_json(data) if data else marshmallow.missing
    return g.json_body


def read_json(data: bytes) -> Any:
    """Strict JSON, or RequestUnreadable."""
    try:
        text = data.decode("utf-8")
        return json.loads(text, object_pairs_hook=object_said_once, parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise _unreadable(f"octet {error.start} : UTF-8", f"byte {error.start}: UTF-8") from None
    except json.JSONDecodeError as error:
        place = error.lineno, error.colno
        raise _unreadable(
            "JSON, ligne {}, colonne {}".format(*place), "JSON, line {}, column {}".format(*place)
        ) from None
    except SaidTwice as twice:
        raise _unreadable(f"{twice.field} est dit deux fois", f"{twice.field} is said twice") from None
    except (RecursionError, ValueError):  # nested beyond the parser, a number of thousands of digits
        raise _unreadable("JSON démesuré", "JSON beyond measure") from None


def _refuse_constant(name: str) -> NoReturn:
    raise _unreadable(f"{name} n'est pas du JSON", f"{name} is no JSON")


def _unreadable(french: str, english: str) -> RequestUnreadable:
    return RequestUnreadable(reason=Bilingual(french, english))


class StrictParser(FlaskParser):
    """Gives schemas what a request holds: strict JSON, no unknown parameter, refusals field by field."""

    DEFAULT_UNKNOWN_BY_LOCATION = FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION | {
        "query": marshmallow.RAISE,
        "form": marshmallow.RAISE,
    }

    def parse(self, *arguments: Any, **options: Any) -> Any:
        """Read one location; numbers that arrived as text are checked once they are numbers."""
        read = super().parse(*arguments, **options)
        refuse_unkeepable(read)
        return read

    def _raw_load_json(self, req: Request) -> Any:
        return json_body() if req.mimetype == _JSON else marshmallow.missing

    def handle_error(
        self, error: marshmallow.ValidationError, req: Request, schema: marshmallow.Schema, **_options: Any
    ) -> NoReturn:
        """Say what the schema refuses as a problem."""
        (location,) = error.messages
        error.messages = error.messages[location]
        raise refusal_of(error, error.data, schema, whole="body" if location == "json" else location)
