"""Whatever goes wrong in a request, as problem+json in the caller's language: a reference, no stack trace."""

from flask import Flask, Response, g, json, request
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NoResultFound, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, MethodNotAllowed

from shared import logs
from shared.errors import Conflict, Language, Missing, Refusal, problem

PROBLEM_JSON = "application/problem+json"
RETRY_SECONDS = 2
_log = logs.get_logger(__name__)


class RequestUnreadable(Refusal):
    """The request breaks the rules of HTTP or of its own format."""

    status = 400
    french = "La demande est illisible : {reason}."
    english = "The request is unreadable: {reason}."


class AddressUnknown(Refusal):
    """No route has this path."""

    status = 404
    french = "Cette adresse n'existe pas : {path}."
    english = "There is no such address: {path}."


class MethodRefused(Refusal):
    """The path exists, for other methods."""

    status = 405
    french = "La méthode {method} n'est pas permise ici ; sont permises : {allowed}."
    english = "The method {method} is not allowed here; allowed are: {allowed}."


class BodyTooLarge(Refusal):
    """The body exceeds what this route reads."""

    status = 413
    french = "La demande dépasse la taille permise de {bytes_max} octets."
    english = "The request exceeds the allowed size of {bytes_max} bytes."


class MediaTypeRefused(Refusal):
    """The body is of a type this route does not read."""

    status = 415
    french = "Le type {received} n'est pas lu ici ; attendu : {allowed}."
    english = "The type {received} is not read here; expected: {allowed}."


class InternalError(Refusal):
    """A fault of ours; the logs hold the rest under the same reference."""

    status = 500
    french = "Une erreur interne est survenue. Au support, donnez la référence {reference}."
    english = "An internal error occurred. Give the reference {reference} to the support."


class ServiceUnavailable(Refusal):
    """The database does not answer; nothing was changed."""

    status = 503
    french = "Le service est momentanément indisponible. Rien n'a été changé ; réessayez dans un instant."
    english = "The service is unavailable for the moment. Nothing was changed; try again in a moment."


def language() -> Language:
    """The language to answer in: French unless the caller prefers English."""
    accepted = (tag.partition("-")[0].lower() for tag in request.accept_languages.values())
    return next((tag for tag in accepted if tag in ("fr", "en")), "fr")


def answer(refusal: Refusal) -> Response:
    """The refusal as the response of the request of this moment."""
    body = problem(refusal, language()) | {"reference": g.get("request_id", "")}
    response = Response(json.dumps(body), status=refusal.status, content_type=PROBLEM_JSON)
    response.headers["Content-Language"] = language()
    response.vary.add("Accept-Language")
    if refusal.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="espace-prets"'
    if "retry_after_seconds" in refusal.facts:
        response.headers["Retry-After"] = str(refusal.facts["retry_after_seconds"])
    return response


def register_problems(app: Flask) -> None:
    """Answer every failure of this application as a problem."""
    app.register_error_handler(Refusal, answer)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(NoResultFound, lambda _error: answer(Missing()))
    app.register_error_handler(PoolTimeout, _answer_unavailable)
    app.register_error_handler(DBAPIError, _answer_database)
    app.register_error_handler(Exception, _answer_fault)


def answer_http(error: HTTPException) -> Response:
    """What werkzeug refuses (or a redirection, which passes as it is)."""
    if error.code is None or error.code < 400 or error.response is not None:
        return error.get_response()
    response = answer(_refusal_of(error))
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.allow.update(error.valid_methods)
    return response


def _refusal_of(error: HTTPException) -> Refusal:
    match error.code:
        case 404:
            return AddressUnknown(path=request.path) if request.url_rule is None else Missing()
        case 405:
            return MethodRefused(method=request.method, allowed=sorted(error.valid_methods or ()))
        case 413:
            return BodyTooLarge(bytes_max=request.max_content_length)
        case code if code >= 500:
            return InternalError(reference=g.request_id)
        case code:
            return _with_status(RequestUnreadable(reason=error.name), code)


def _with_status(refusal: Refusal, status: int) -> Refusal:
    refusal.status = status
    return refusal


def _answer_database(error: DBAPIError) -> Response:
    """A database that is down is no fault of the request; a value it cannot hold is; the rest is ours."""
    if error.connection_invalidated or isinstance(error, OperationalError):
        return _answer_unavailable(error.orig)
    if isinstance(error, IntegrityError):
        _log.warning("integrity_refused", reason=str(error.orig))
        return answer(Conflict())
    if isinstance(error, DataError):
        _log.warning("value_refused_by_database", reason=str(error.orig))
        return answer(Refusal())
    return _answer_fault(error)


def _answer_unavailable(error: Exception) -> Response:
    _log.error("database_unavailable", reason=str(error))
    return answer(ServiceUnavailable(retry_after_seconds=RETRY_SECONDS))


def _answer_fault(_error: Exception) -> Response:
    _log.exception("request_failed")
    return answer(InternalError(reference=g.request_id))
