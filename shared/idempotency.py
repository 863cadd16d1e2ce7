"""A request repeated with the same Idempotency-Key gets the answer of the first, and changes nothing again.

The reservation of the key, what the action changes and the stored answer are one transaction: a request that
is refused or interrupted leaves no key behind, and may be sent again. A key belongs to one caller and route.
"""

import hashlib
import re
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import sqlalchemy as sa
from flask import Response, g, request
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from shared import clock
from shared.db import insert_once, transaction
from shared.errors import Bilingual, Conflict, Refusal
from shared.tables import idempotency_keys

HEADER = "Idempotency-Key"
KEY_PATTERN = "^[!-~]{1,128}$"
KEPT_HOURS = 24
WAIT_SECONDS_MAX = 10
_KEPT_HEADERS = ("Content-Type", "Location")
_LOCK_NOT_AVAILABLE = "55P03"
_View = TypeVar("_View", bound=Callable)


class KeyUnreadable(Refusal):
    """The Idempotency-Key is empty, too long, or has invisible characters."""

    french = "La clé d'idempotence est illisible ; attendu : {allowed}."
    english = "The idempotency key is unreadable; expected: {allowed}."


class KeyReused(Refusal):
    """The same key came with another request."""

    french = "Cette clé d'idempotence a déjà servi pour une autre demande."
    english = "This idempotency key was already used for another request."


class RequestInProgress(Conflict):
    """The first request with this key is still being served."""

    french = "La première demande portant cette clé est encore en cours. Réessayez dans un instant."
    english = "The first request with this key is still in progress. Try again in a moment."


def idempotent(view: _View) -> _View:
    """Let callers repeat this state change safely: the application honours the header Idempotency-Key."""
    view.idempotent = True
    return view


def is_idempotent(view: Callable) -> bool:
    """Whether a view is marked `@idempotent`."""
    return getattr(view, "idempotent", False)


def answer_once(run: Callable[[], Response]) -> Response:
    """Serve the request of this moment, or repeat the answer it was given before."""
    if HEADER not in request.headers:
        return run()
    key = _key()
    try:
        with transaction() as session:
            if not _reserve(session, key):
                return _replayed(session, key)
            return _kept(session, key, run())
    except _NotKept as refused:
        return refused.answer


def purge_idempotency_keys(session: Session) -> int:
    """Forget keys older than KEPT_HOURS; returns how many."""
    horizon = clock.now() - timedelta(hours=KEPT_HOURS)
    old = sa.delete(idempotency_keys).where(idempotency_keys.c.created_at < horizon)
    return session.execute(old).rowcount


class _NotKept(Exception):
    """Unwinds the transaction of a request that was answered with a refusal."""

    def __init__(self, answer: Response):
        self.answer = answer


def _key() -> dict[str, str]:
    given = request.headers[HEADER]
    if not re.fullmatch(KEY_PATTERN, given):
        allowed = Bilingual("1 à 128 caractères ASCII visibles", "1 to 128 visible ASCII characters")
        raise KeyUnreadable(field=HEADER, value=given, allowed=allowed)
    subject = g.caller.subject_id if "caller" in g else "public"
    return {"scope": f"{subject} {request.method} {request.url_rule}"[:200], "key": given}


def _reserve(session: Session, key: dict[str, str]) -> bool:
    """Take the key, after waiting for whoever holds it; False when it was used before."""
    row = key | {"request_hash": _request_hash(), "created_at": clock.now()}
    if session.get_bind().dialect.name != "postgresql":
        return bool(insert_once(session, idempotency_keys, row))
    session.execute(sa.text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS_MAX}s'"))
    try:
        new = insert_once(session, idempotency_keys, row)
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) == _LOCK_NOT_AVAILABLE:
            raise RequestInProgress(retry_after_seconds=1) from None
        raise
    session.execute(sa.text("SET LOCAL lock_timeout TO DEFAULT"))
    return bool(new)


def _request_hash() -> str:
    """The request as the client sent it: another path, type or body is another request."""
    parts = (request.full_path.encode(), request.mimetype.encode(), request.get_data(cache=True))
    return hashlib.sha256(b"".join(b"%d:" % len(part) + part for part in parts)).hexdigest()


def _kept(session: Session, key: dict[str, str], answer: Response) -> Response:
    if answer.status_code >= 400:
        raise _NotKept(answer)
    headers = {name: answer.headers[name] for name in _KEPT_HEADERS if name in answer.headers}
    session.execute(
        sa.update(idempotency_keys)
        .where(*_is(key))
        .values(status=answer.status_code, headers=headers, body=answer.get_data(as_text=True))
    )
    return answer


def _replayed(session: Session, key: dict[str, str]) -> Response:
    stored = session.execute(sa.select(idempotency_keys).where(*_is(key))).one()
    if stored.request_hash != _request_hash():
        raise KeyReused(field=HEADER, value=key["key"])
    return Response(
        stored.body, status=stored.status, headers=stored.headers | {"Idempotency-Replayed": "true"}
    )


def _is(key: dict[str, str]) -> list[sa.ColumnElement[bool]]:
    return [idempotency_keys.c[name] == value for name, value in key.items()]
