"""Reading a request: its type, its size, its JSON, and what no database could keep."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NoReturn, TypeVar

import marshmallow
from flask import Request, g, request
from webargs.flaskparser import FlaskParser

from shared.errors import Bilingual, FieldError, Invalid
from shared.validation import refusal_of
from shared.web.problems import BodyTooLarge, MediaTypeRefused, RequestUnreadable

BODY_BYTES_MAX = 10_000_000
JSON_DEPTH_MAX = 32
INTEGER_MAX = 2**63 - 1
_JSON = "application/json"
_ERRORS_MAX = 20
# PostgreSQL keeps no NUL character, and UTF-8 has no lone surrogates.
_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")
_View = TypeVar("_View", bound=Callable)

_TEXT = Bilingual("un texte sans caractère nul ni demi-caractère", "a text without null or half characters")
_NUMBER = Bilingual("un nombre d'au plus 64 bits", "a number of at most 64 bits")


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
        return json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except UnicodeDecodeError as error:
        raise _unreadable(f"octet {error.start} : UTF-8", f"byte {error.start}: UTF-8") from None
    except json.JSONDecodeError as error:
        place = error.lineno, error.colno
        raise _unreadable(
            "JSON, ligne {}, colonne {}".format(*place), "JSON, line {}, column {}".format(*place)
        ) from None
    except (RecursionError, ValueError):  # nested beyond the parser, a number of thousands of digits
        raise _unreadable("JSON démesuré", "JSON beyond measure") from None


def _refuse_constant(name: str) -> NoReturn:
    raise _unreadable(f"{name} n'est pas du JSON", f"{name} is no JSON")


def _unreadable(french: str, english: str) -> RequestUnreadable:
    return RequestUnreadable(reason=Bilingual(french, english))


def refuse_unkeepable(value: Any) -> None:
    """Refuse NUL characters, lone surrogates, numbers beyond 64 bits and bottomless nesting, anywhere."""
    errors = []
    for path, found in _unkeepable(value, ()):
        errors.append(_unkeepable_error(path, found))
        if len(errors) == _ERRORS_MAX:
            break
    if errors:
        raise Invalid(errors)


def _unkeepable_error(path: tuple[Any, ...], found: Any) -> FieldError:
    allowed = _TEXT if isinstance(found, str) else _NUMBER
    return FieldError(
        field=".".join(str(step) for step in path) or "body",
        value=found,
        allowed=allowed,
        french=f"Cette valeur ne peut pas être conservée ; attendu : {allowed.french}.",
        english=f"This value cannot be kept; expected: {allowed.english}.",
    )


def _unkeepable(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, str):
        if _UNKEEPABLE.search(value):
            yield path, value
    elif isinstance(value, dict | list | tuple):
        if len(path) == JSON_DEPTH_MAX:
            raise _unreadable(f"plus de {JSON_DEPTH_MAX} niveaux", f"more than {JSON_DEPTH_MAX} levels")
        yield from _unkeepable_inside(value, path)
    elif isinstance(value, int | float) and not -INTEGER_MAX <= value <= INTEGER_MAX:
        yield path, value


def _unkeepable_inside(value: Any, path: tuple[Any, ...]) -> Iterator[tuple[tuple[Any, ...], Any]]:
    is_object = isinstance(value, dict)
    for key, item in value.items() if is_object else enumerate(value):
        if is_object and isinstance(key, str):
            yield from _unkeepable(key, path)
        yield from _unkeepable(item, (*path, key))


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
