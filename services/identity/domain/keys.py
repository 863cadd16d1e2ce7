"""When a signing key is published and when it signs, so that no token is ever refused because keys changed.

A new key is published at once and signs later, once every service has read it; the key before it stays
published until the last token it signed has expired.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class SigningKey:
    """A private key with its times. jwk holds its parameters (RFC 8037)."""

    kid: str
    signs_from: datetime
    jwk: dict

    def published(self) -> dict:
        """What the others may read of it."""
        return {name: value for name, value in self.jwk.items() if name in {"kty", "crv", "x"}} | {
            "kid": self.kid,
            "use": "sig",
            "alg": "Ed25519",
        }


def current_key(keys: Sequence[SigningKey], now: datetime) -> SigningKey:
    """The newest key whose time has come; the first one ever where none has."""
    ordered = sorted(keys, key=lambda key: key.signs_from)
    return next((key for key in reversed(ordered) if key.signs_from <= now), ordered[0])


def kept_keys(keys: Sequence[SigningKey], now: datetime, token_life: timedelta) -> list[SigningKey]:
    """Keys still of use: the current one, those to come, and the one before until its tokens have expired."""
    current = current_key(keys, now)
    return [
        key
        for key in sorted(keys, key=lambda key: key.signs_from)
        if key.signs_from >= current.signs_from or current.signs_from + token_life > now
    ]
