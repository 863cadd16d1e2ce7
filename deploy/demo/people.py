"""The people and systems of the demonstration bank. Their secrets are public: nothing else runs with them."""

from typing import Any

from deploy.demo import bank
from services.habilitations import actions as habilitations
from services.identity import actions as identity
from services.rates import actions as rates
from shared.service import Service

DEMONSTRATION_PASSWORD = "Demonstration-2026"  # noqa: S105 - of invented people, shown by the summary


def demonstration_secret(client_id: str) -> str:
    """What a system of the demonstration bank presents itself with."""
    return f"demonstration-{client_id}"
