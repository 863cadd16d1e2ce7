"""The API of identity."""

from http import HTTPStatus

from flask import Response, jsonify

from services.identity import actions, sessions, signing
from services.identity.schemas import (
    BankSystemSchema,
    BrowserSessionSchema,
    CredentialsSchema,
    GrantSchema,
    InvitationSchema,
    KeySetSchema,
    LoginSchema,
    NewBankSystemSchema,
    NewStaffSchema,
    PasswordChangeSchema,
    SessionSchema,
    StaffAccountSchema,
    TokenSchema,
)
from services.identity.visitors import (
    DEVICE_HEADER,
    SESSION_COOKIE,
    SESSION_HEADER,
    hand_over,
    presented_session,
    take_back,
    visitor,
)
from shared.auth import caller, public, requires
from shared.pagination import PageArguments, page_of
from shared.service import current_service
from shared.web import Blueprint
from shared.web.acts import serve_acts

blueprint = Blueprint("identity", __name__)
SESSION_PARAMETER = {"in": "header", "name": SESSION_HEADER, "required": True, "schema": {"type": "string"}}
DEVICE_PARAMETER = {"in": "header", "name": DEVICE_HEADER, "required": False, "schema": {"type": "string"}}
SESSION_COOKIE_PARAMETER = {
    "in": "cookie",
    "name": SESSION_COOKIE,
    "required": False,
    "schema": {"type": "string"},
}


@blueprint.post("/sessions")
@public
@blueprint.doc(parameters=[DEVICE_PARAMETER])
@blueprint.arguments(LoginSchema)
@blueprint.response(201, SessionSchema)
def open_session(login):
    """Log in. Ten failures lock an account for an hour; the answers never tell whether it exists.

    A program that keeps `device` and presents it in the header `Device` is known: it gets in while others guess.
    """
    return sessions.open_session(**login, visitor=visitor())


@blueprint.post("/browser-sessions")
@public
@blueprint.arguments(LoginSchema)
@blueprint.response(201, BrowserSessionSchema)
def open_browser_session(login):
    """Log in with a browser: the session is an opaque cookie that no script can read."""
    opened = sessions.open_session(**login, visitor=visitor())
    answer = jsonify(BrowserSessionSchema().dump(opened))
    answer.status_code = HTTPStatus.CREATED
    return hand_over(answer, opened)


@blueprint.delete("/browser-sessions/current")
@public
@blueprint.doc(parameters=[SESSION_COOKIE_PARAMETER])
@blueprint.response(204)
def end_browser_session():
    """Log a browser out; a session that has ended already is no error."""
    sessions.end_session(presented_session())
    return take_back(Response(status=204))


@blueprint.delete("/sessions/current")
@public
@blueprint.doc(parameters=[SESSION_PARAMETER])
@blueprint.response(204)
def end_session():
    """Log out of the session that the header `Session` presents; one that has ended already is no error."""
    sessions.end_session(presented_session())


@blueprint.post("/tokens")
@public
@blueprint.arguments(GrantSchema)
@blueprint.response(201, TokenSchema)
def issue_token(grant):
    """A token for at most five minutes, for a session or for the credentials of a bank system."""
    if grant.pop("grant_type") == "session":
        return sessions.token_of_session(grant["session"])
    return sessions.token_of_system(**grant)


@blueprint.post("/tokens/exchange")
@public
@blueprint.doc(parameters=[SESSION_COOKIE_PARAMETER])
@blueprint.response(204)
def exchange_cookie():
    """For the gateway, which keeps this route inside: the token of a browser's session, in the header Authorization.

    A session that has ended gives none: what the request may then do is for the service that it is for.
    """
    token = sessions.token_if_any(presented_session())
    return Response(status=204, headers={"Authorization": f"Bearer {token.access_token}"} if token else {})


@blueprint.post("/password-changes")
@public
@blueprint.arguments(PasswordChangeSchema)
@blueprint.response(204)
def change_password(change):
    """Replace a password; whoever knows it may. Ends every session of the person."""
    sessions.change_password(**change, visitor=visitor())


@blueprint.get("/.well-known/jwks.json")
@public
@blueprint.response(200, KeySetSchema)
def published_keys():
    """The public keys that tokens are checked with."""
    return signing.published_keys(current_service().settings)


@blueprint.get("/staff")
@requires("operator")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, page_of(StaffAccountSchema))
def list_staff(wanted):
    """Accounts of people of the bank, in order of identifier."""
    return actions.list_staff(**wanted)


@blueprint.post("/staff")
@requires("operator")
@blueprint.arguments(NewStaffSchema)
@blueprint.response(201, InvitationSchema)
def invite_staff(person):
    """Open an account; the password in the answer is told once and opens no session until it is changed."""
    return actions.invite_staff(person, by=caller().subject_id)


@blueprint.post("/staff/<uuid:person_id>/initial-password")
@requires("operator")
@blueprint.response(201, InvitationSchema)
def reset_password(person_id):
    """A new password for someone who lost theirs; ends their sessions and any lock."""
    return actions.reset_password(person_id, by=caller().subject_id)


@blueprint.delete("/staff/<uuid:person_id>")
@requires("operator")
@blueprint.response(204)
def close_staff_account(person_id):
    """Close an account for good; its rights end with it."""
    actions.close_staff_account(person_id, by=caller().subject_id)


@blueprint.get("/bank-systems")
@requires("operator")
@blueprint.arguments(PageArguments, location="query")
@blueprint.response(200, page_of(BankSystemSchema))
def list_bank_systems(wanted):
    """Systems of the bank that may ask for tokens, in order of client id."""
    return actions.list_bank_systems(**wanted)


@blueprint.post("/bank-systems")
@requires("operator")
@blueprint.arguments(NewBankSystemSchema)
@blueprint.response(201, CredentialsSchema)
def add_bank_system(system):
    """Register a system; the secret in the answer is told once."""
    return actions.add_bank_system(**system, by=caller().subject_id)


@blueprint.post("/bank-systems/<uuid:system_id>/secret")
@requires("operator")
@blueprint.response(201, CredentialsSchema)
def renew_secret(system_id):
    """A new secret for a system; the old one ends at once."""
    return actions.renew_secret(system_id, by=caller().subject_id)


@blueprint.delete("/bank-systems/<uuid:system_id>")
@requires("operator")
@blueprint.response(204)
def close_bank_system(system_id):
    """Let a system have no token any more; its rights end with it."""
    actions.close_bank_system(system_id, by=caller().subject_id)


serve_acts(blueprint, "operator")
