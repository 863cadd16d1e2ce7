"""What befalls a page in real life, brought about on purpose: services that do not answer, or fail."""

import json
from collections.abc import Callable

from playwright.sync_api import Route

EVERY_ROUTE = "**/api/**"
SLOW_MILLISECONDS = 7_000
REFERENCE = "4f3c2b1a"
WHO_IS_HERE = ("/api/identity/profile", "/api/habilitations/my-")


def but_who_is_here(answer: Callable[[Route], None]) -> Callable[[Route], None]:
    """Let the page know who is here, and answer all else in this way."""

    def decide(route: Route) -> None:
        if any(each in route.request.url for each in WHO_IS_HERE):
            route.continue_()
        else:
            answer(route)

    return decide


def never(route: Route) -> None:
    """The service does not answer."""


def fail(route: Route) -> None:
    """A fault of ours, as a service tells it."""
    told = {"type": "/problems/internal-error", "title": "Erreur interne", "status": 500}
    told |= {"detail": "Une erreur interne est survenue.", "reference": REFERENCE}
    route.fulfill(status=500, content_type="application/problem+json", body=json.dumps(told))


def nothing(route: Route) -> None:
    """There is nothing on the list."""
    route.fulfill(content_type="application/json", body=json.dumps({"items": [], "next": None}))
