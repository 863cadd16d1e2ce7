"""Who is calling, and what they may do: checked here by every service for itself.

Every route says who may call it, in any place among its decorators; the application enforces it before
anything of the request is read, and refuses a route that says nothing:

    @public                      anyone
    @authenticated               any valid token
    @requires("rates.officer")   a valid token whose subject holds one of these rights over the whole bank

Rights live in each service's own table `rights`, a projection of what habilitations announces.
"""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Literal, TypeVar
from uuid import UUID

import sqlalchemy as sa
from flask import Flask, g, has_request_context, request
from sqlalchemy.orm import Session

from shared import logs
from shared.db import insert_once, reading
from shared.errors import Forbidden, Missing
from shared.events.habilitations import RightGranted, RightRevoked
from shared.handlers import Handlers
from shared.tables import rights as rights_table
from shared.tokens import TokenInvalid, TokenKeys, read_token

_View = TypeVar("_View", bound=Callable)
_WHOLE_BANK = ""
_HELD = (
    sa.select(sa.literal(1))
    .where(
        rights_table.c.subject_id == sa.bindparam("subject_id"),
        rights_table.c.right.in_(sa.bindparam("rights", expanding=True)),
        rights_table.c.structure_id.in_((_WHOLE_BANK, sa.bindparam("scope"))),
        rights_table.c.granted,
    )
    .limit(1)
)
"""Made once: every request asks it, and making it takes longer than running it."""


class RightMissing(Forbidden):
    """The caller is known but holds none of the rights the operation asks for."""

    french = "Il vous manque le droit nécessaire à cette opération : {rights}."
    english = "You lack the right to this operation: {rights}."


@dataclass(frozen=True)
class Caller:
    """Who makes this request: a person or another system of the bank."""

    subject_id: UUID
    kind: Literal["person", "system"]
    name: str

    def holds(self, right: str, structure_id: UUID | None = None) -> bool:
        """Whether the caller has a right over the whole bank, or over this one structure."""
        return self.holds_any((right,), structure_id)

    def holds_any(
        self, rights: Iterable[str], structure_id: UUID | None = None, session: Session | None = None
    ) -> bool:
        """Whether the caller has one of these rights; asked in a session where one is open."""
        with nullcontext(session) if session else reading() as asked:
            wanted = {"subject_id": self.subject_id, "rights": list(rights), "scope": _scope(structure_id)}
            return asked.connection().execute(_HELD, wanted).first() is not None

    def must_hold(self, right: str, structure_id: UUID | None = None) -> None:
        """Refuse the operation to a caller without this right; about a structure, as if it did not exist."""
        if self.holds(right, structure_id):
            return
        raise RightMissing(rights=[right]) if structure_id is None else Missing()


@dataclass(frozen=True)
class Access:
    """Who may call a route."""

    rights: tuple[str, ...] = ()
    public: bool = False


def public(view: _View) -> _View:
    """Open a route to anyone."""
    view.access = Access(public=True)
    return view


def authenticated(view: _View) -> _View:
    """Open a route to whoever presents a valid token; what they see is the action's to decide."""
    view.access = Access()
    return view


def requires(*rights: str) -> Callable[[_View], _View]:
    """Open a route to those who hold one of these rights over the whole bank."""
    if not rights:
        raise TypeError("name at least one right, or use @authenticated")

    def mark(view: _View) -> _View:
        view.access = Access(rights=rights)
        return view

    return mark


def unmarked_routes(app: Flask) -> list[str]:
    """Rules of this application that say nothing of who may call them; nobody can."""
    return sorted(
        rule.rule for rule in app.url_map.iter_rules() if access_to(app.view_functions[rule.endpoint]) is None
    )


def access_to(view: Callable) -> Access | None:
    """What a view says of who may call it; None when it says nothing."""
    return getattr(view, "access", None)


def authorise(access: Access | None, keys: TokenKeys, confirm: Callable[[UUID, str], None]) -> None:
    """Let the request of this moment pass, or raise TokenInvalid (401) or Forbidden (403).

    confirm  brings the copy of a caller's rights up to date, given the header with their token (shared.confirming)
    """
    if access is None:
        raise Forbidden()
    if access.public:
        return
    g.caller = _presented(keys)
    confirm(g.caller.subject_id, request.headers["Authorization"])
    logs.bind(actor=str(g.caller.subject_id))
    if access.rights and not g.caller.holds_any(access.rights):
        raise RightMissing(rights=access.rights)


def caller() -> Caller:
    """Who makes the request of this moment; only a route that is not public has a caller."""
    if not has_request_context() or "caller" not in g:
        raise RuntimeError("There is no caller here: the route is public, or this is no request.")
    return g.caller


def _presented(keys: TokenKeys) -> Caller:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.isascii():
        raise TokenInvalid()
    subject = read_token(token.strip(), keys.find)
    return Caller(subject.id, subject.kind, subject.name)


def project_rights(handlers: Handlers) -> None:
    """Keep this service's table of rights as habilitations announces them."""
    handlers.on(RightGranted)(record_grant)
    handlers.on(RightRevoked)(record_revocation)


def record_grant(event: RightGranted, session: Session) -> None:
    """A subject may do something from now on."""
    _record(session, event, granted=True)


def record_revocation(event: RightRevoked, session: Session) -> None:
    """A subject may no longer do something. The row stays: an older grant that arrives late is ignored."""
    _record(session, event, granted=False)


def _record(session: Session, event: RightGranted | RightRevoked, granted: bool) -> None:
    key = {
        "subject_id": event.subject_id,
        "right": event.right,
        "structure_id": _scope(event.structure_id),
    }
    insert_once(session, rights_table, key | {"granted": False, "version": 0})
    session.execute(
        sa.update(rights_table)
        .where(*(rights_table.c[name] == value for name, value in key.items()))
        .where(rights_table.c.version < event.version)
        .values(granted=granted, version=event.version)
    )


def _scope(structure_id: UUID | None) -> str:
    return _WHOLE_BANK if structure_id is None else str(structure_id)
