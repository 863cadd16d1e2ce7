"""Every route says who may call it, and whether it may be repeated."""

import pytest

from deploy import platform
from deploy.documents import OPERATIONS
from shared.auth import access_to, unmarked_routes
from shared.health import ALL_QUESTIONS, OPEN_QUESTIONS
from shared.idempotency import is_idempotent

APPS = (*platform.SERVICES, OPERATIONS)

PUBLIC = {
    "identity POST /sessions": "who logs in has no token yet",
    "identity DELETE /sessions/current": "presents its session instead of a token",
    "identity POST /browser-sessions": "who logs in has no token yet",
    "identity DELETE /browser-sessions/current": "presents its cookie instead of a token",
    "identity POST /tokens": "presents a session or credentials, and gets a token",
    "identity POST /tokens/exchange": "presents its cookie, by the gateway only, which keeps the route inside",
    "identity POST /registrations": "who registers has no account yet",
    "identity POST /registrations/code": "presents the secret of the registration",
    "identity POST /registrations/confirmation": "presents the secret of the registration, and its code",
    "identity POST /reminders": "who forgot cannot log in",
    "identity POST /password-resets": "presents the secret of the link that was sent",
    "identity POST /password-changes": "presents the password; one that was just given opens no session",
    "identity GET /.well-known/jwks.json": "public keys: services check tokens with them",
    "lending POST /simulations": "who thinks of borrowing has no account yet; nothing is stored",
    "lending GET /fixings": "official values, published by the Journal officiel and INSEE",
    "rates GET /indexes": "official values, published by the Journal officiel and INSEE",
    "rates GET /indexes/<index>/coming-dates": "the calendar of the orders, published by the Journal officiel",
    "rates GET /indexes/<index>/fixings": "official values, published by the Journal officiel and INSEE",
    "notifications POST /visitor-assistance-requests": "who cannot log in asks for help; three mails a day each",
    "notifications GET /.well-known/sealing-keys.json": "a public key: services seal secrets with it",
}
PUBLIC_EVERYWHERE = {"GET /openapi.json": "says what the API is; holds no secret"} | {
    f"GET {path}": "probes of the platform; the gateway keeps them inside" for path in OPEN_QUESTIONS
}
NOT_REPEATABLE = {
    "identity POST /sessions": "the answer holds a secret, which must not be kept",
    "identity DELETE /sessions/current": "ends what may have ended: the same answer each time",
    "identity POST /browser-sessions": "the answer holds a secret, which must not be kept",
    "identity DELETE /browser-sessions/current": "ends what may have ended: the same answer each time",
    "identity POST /tokens/exchange": "the answer holds a secret; another token does no harm",
    "identity POST /registrations": "the answer holds a secret; a second registration does no harm",
    "identity POST /registrations/code": "the answer holds a secret; at most three codes",
    "identity POST /registrations/confirmation": "the body holds secrets; a code is good once",
    "identity POST /reminders": "a second reminder does no harm",
    "identity POST /password-resets": "the body holds secrets; a link is good once",
    "identity POST /profile/address": "the answer holds a secret; the last confirmed address wins",
    "identity POST /profile/address/code": "the answer holds a secret; at most three codes",
    "identity POST /profile/address/confirmation": "the body holds secrets; a code is good once",
    "identity POST /profile/closure": "the body holds a secret; what is closed is gone",
    "identity DELETE /profile/sessions": "ends what may have ended: the same answer each time",
    "identity DELETE /profile/sessions/<uuid:session_id>": "ends what may have ended: the same answer each time",
    "identity POST /tokens": "the answer holds a secret; another token does no harm",
    "identity POST /password-changes": "the body holds secrets; a second time the old password is wrong",
    "identity POST /staff": "the answer holds a secret; an identifier is taken once",
    "identity POST /staff/<uuid:person_id>/initial-password": "the answer holds a secret",
    "identity DELETE /staff/<uuid:person_id>": "what is closed stays closed",
    "identity POST /bank-systems": "the answer holds a secret; a client id is taken once",
    "identity POST /bank-systems/<uuid:system_id>/secret": "the answer holds a secret",
    "identity DELETE /bank-systems/<uuid:system_id>": "what is closed stays closed",
    "structures DELETE /memberships/<uuid:structure_id>": "who has left has left: the same answer as for no structure",
    "habilitations POST /structures/<uuid:structure_id>/activation": "each try is counted, and stays so when refused",
    "habilitations DELETE /grants/<uuid:grant_id>": "what has ended stays ended",
    "rates POST /computations": "changes nothing",
    "lending POST /loans/<loan_number>/early-repayment-quotes": "changes nothing",
    "lending POST /loans/<loan_number>/rearrangement-previews": "changes nothing",
    "lending POST /simulations": "changes nothing",
    "operations POST /dead-letters/<letter_id>/replay": "a letter sent back is no longer there",
    "operations DELETE /dead-letters/<letter_id>": "a letter dropped is no longer there",
}
_READING = {"GET", "HEAD", "OPTIONS"}


@pytest.mark.parametrize("name", APPS)
def test_every_route_says_who_may_call_it(apps, name):
    assert unmarked_routes(apps[name]) == []


def test_only_the_listed_routes_are_public(apps):
    expected = PUBLIC.keys() | {f"{name} {route}" for name in APPS for route in PUBLIC_EVERYWHERE}
    public = {
        f"{name} {route}" for name in APPS for route, view in _routes(apps[name]) if access_to(view).public
    }
    assert public == expected


def test_every_route_that_changes_something_can_be_repeated_safely_or_is_listed(apps):
    unsafe = {
        f"{name} {route}"
        for name in APPS
        for route, view in _routes(apps[name])
        if route.split()[0] not in _READING and not is_idempotent(view)
    }
    assert unsafe == NOT_REPEATABLE.keys()


def test_a_route_that_only_reads_takes_no_idempotency_key(apps):
    marked = [
        f"{name} {route}"
        for name in APPS
        for route, view in _routes(apps[name])
        if route.split()[0] in _READING and is_idempotent(view)
    ]
    assert marked == []


@pytest.mark.parametrize("name", APPS)
def test_details_of_health_are_for_operators(apps, name):
    views = dict(_routes(apps[name]))
    for path in ALL_QUESTIONS.keys() - OPEN_QUESTIONS.keys():
        assert access_to(views[f"GET {path}"]).rights == ("operator",)


def _routes(app):
    """(method and path, view) of each route."""
    for rule in app.url_map.iter_rules():
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield f"{method} {rule.rule}", app.view_functions[rule.endpoint]
