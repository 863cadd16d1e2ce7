"""The short-lived signed tokens with which people and systems present themselves: their form, written once.

identity issues them (`issue_token`) and publishes its keys as a JSON Web Key Set; every other service reads
them by itself (`read_token`) with the keys it fetched (`TokenKeys`).
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared import clock, logs
from shared.errors import Refusal
from shared.key_sets import fetch_keys

ISSUER = "identity"
AUDIENCE = "espace-prets"
ALGORITHM = "Ed25519"
TYPE = "at+jwt"
LIFETIME_SECONDS_MAX = 300
LEEWAY_SECONDS = 5

KEYS_FRESH_SECONDS = 300
KEYS_RETRY_SECONDS = 10
FIRST_RETRY_SECONDS = 1
_log = logs.get_logger(__name__)


class TokenInvalid(Refusal):
    """No token, or one that cannot be believed; the reason is for the logs, not for whoever sent it."""

    status = 401
    french = "Identifiez-vous : il manque un jeton d'accès valable."
    english = "Authenticate yourself: a valid access token is missing."


class KeysUnreachable(Refusal):
    """The keys that sign tokens were never read, so nobody can be recognised yet."""

    status = 503
    french = "L'identification est momentanément impossible. Réessayez dans quelques secondes."
    english = "Authentication is impossible for the moment. Try again in a few seconds."


@dataclass(frozen=True)
class Subject:
    """Who a token speaks of: a person of the bank or of a client, or another system of the bank."""

    id: UUID
    kind: Literal["person", "system"]
    name: str


def issue_token(key: OKPKey, subject: Subject, lifetime_seconds: int = LIFETIME_SECONDS_MAX) -> str:
    """A token for this subject from now on, signed with a private key that has its own id (kid)."""
    now = int(clock.now().timestamp())
    header = {"alg": ALGORITHM, "typ": TYPE, "kid": key.kid}
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(subject.id),
        "kind": subject.kind,
        "name": subject.name,
        "iat": now,
        "exp": now + lifetime_seconds,
    }
    return jwt.encode(header, claims, key, algorithms=[ALGORITHM])


def read_token(token: str, find_key: Callable[[str], OKPKey | None]) -> Subject:
    """Who presents this token; raises TokenInvalid unless signature, issuer, audience and times are right."""
    try:
        read = jwt.decode(token, lambda jws: _known(find_key, jws.headers()), algorithms=[ALGORITHM])
        _CLAIMS.validate(read.claims)
        return _subject(read.header, read.claims)
    except (JoseError, ValueError, TypeError, AttributeError, KeyError) as error:
        # What a stranger may send has no end: whatever cannot be read is no token.
        _log.info("token_refused", reason=f"{type(error).__name__}: {error}"[:200])
        raise TokenInvalid() from None


def _known(find_key: Callable[[str], OKPKey | None], header: dict[str, Any]) -> OKPKey:
    key = find_key(header["kid"])
    if key is None:
        raise KeyError("unknown key")
    return key


_CLAIMS = jwt.JWTClaimsRegistry(
    now=lambda: int(clock.now().timestamp()),
    leeway=LEEWAY_SECONDS,
    iss={"essential": True, "value": ISSUER},
    aud={"essential": True, "value": AUDIENCE},
    sub={"essential": True},
    kind={"essential": True, "values": ["person", "system"]},
    name={"essential": True, "allow_blank": True},
    iat={"essential": True},
    exp={"essential": True},
)


def _subject(header: dict[str, Any], claims: dict[str, Any]) -> Subject:
    if header.get("typ") != TYPE:
        raise ValueError("not an access token")
    if claims["exp"] - claims["iat"] > LIFETIME_SECONDS_MAX:
        raise ValueError("lives too long")
    return Subject(UUID(claims["sub"]), claims["kind"], str(claims["name"]))


class TokenKeys:
    """The public keys identity publishes, kept for some minutes and through any outage of their source.

    url  http(s):// or file:// address of a JSON Web Key Set
    """

    def __init__(self, url: str):
        self.url = url
        self._keys: dict[str, OKPKey] = {}
        self._read_at: float | None = None
        self._tried_at = float("-inf")
        self._lock = threading.Lock()

    def find(self, kid: str) -> OKPKey | None:
        """The key of this id; the source is asked again when keys are old or the id is unknown."""
        if kid not in self._keys or self._are_old():
            self._refresh(wait=kid not in self._keys)
        if self._read_at is None:
            raise KeysUnreachable(retry_after_seconds=FIRST_RETRY_SECONDS)
        return self._keys.get(kid)

    def _are_old(self) -> bool:
        return self._read_at is None or time.monotonic() - self._read_at > KEYS_FRESH_SECONDS

    def _refresh(self, wait: bool) -> None:
        """Read the source, in one thread at a time; who holds a known key need not wait for it."""
        if not self._lock.acquire(blocking=wait):
            return
        try:
            if time.monotonic() - self._tried_at >= self._pause_seconds():
                self._read_source()
        finally:
            self._lock.release()

    def _pause_seconds(self) -> float:
        # Without any key nobody can be recognised: the long pause is for later.
        return FIRST_RETRY_SECONDS if self._read_at is None else KEYS_RETRY_SECONDS

    def _read_source(self) -> None:
        try:
            self._keys = _fetched(self.url)
            self._read_at = time.monotonic()
        except (OSError, ValueError, KeyError, TypeError, AttributeError, JoseError) as error:
            _log.warning("token_keys_unreachable", url=self.url, reason=str(error))
        self._tried_at = time.monotonic()


def _fetched(url: str) -> dict[str, OKPKey]:
    ours = [key for key in fetch_keys(url) if key.get("kty") == "OKP" and key.get("crv") == "Ed25519"]
    return {key["kid"]: OKPKey.import_key(key) for key in ours}
