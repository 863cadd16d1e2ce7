"""How a request presents its session and its device: cookies in a browser, headers anywhere else.

Both cookies are opaque, for this very host (`__Host-`), out of reach of scripts, and not sent along from other sites.
"""

from datetime import timedelta

from flask import Response, request

from services.identity.devices import KNOWN_FOR, Visitor
from services.identity.sessions import OpenedSession
from shared.audit import client_address
from shared.service import current_service

SESSION_COOKIE, DEVICE_COOKIE = "__Host-session", "__Host-device"
SESSION_HEADER, DEVICE_HEADER = "Session", "Device"
BROWSER_CHARACTERS_MAX = 200
_COOKIE = {"path": "/", "secure": True, "httponly": True, "samesite": "Lax"}


def visitor() -> Visitor:
    """From where the request of this moment comes."""
    device = request.cookies.get(DEVICE_COOKIE) or request.headers.get(DEVICE_HEADER, "")
    browser = request.headers.get("User-Agent", "")
    readable = "".join(sign for sign in browser if sign.isprintable())
    return Visitor(device, client_address(), readable[:BROWSER_CHARACTERS_MAX], presented_session())


def presented_session() -> str:
    """The secret of the session that the request of this moment presents; empty where it presents none."""
    return request.cookies.get(SESSION_COOKIE) or request.headers.get(SESSION_HEADER, "")


def hand_over(response: Response, opened: OpenedSession) -> Response:
    """Give a browser its session and its device to keep."""
    lasts = timedelta(hours=current_service().settings.session_hours_max)
    response.set_cookie(SESSION_COOKIE, opened.session, max_age=lasts, **_COOKIE)
    response.set_cookie(DEVICE_COOKIE, opened.device, max_age=KNOWN_FOR, **_COOKIE)
    return response


def take_back(response: Response) -> Response:
    """Take its session from a browser; the device stays known."""
    response.delete_cookie(SESSION_COOKIE, **_COOKIE)
    return response
