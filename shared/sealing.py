"""Secrets that travel in events: sealed for notifications, which alone can open them.

What a message must say and nobody else may read (a code, a link, the address of someone who has no account yet) is
encrypted where it is made, with the public key that notifications publishes:

    seal({"code": code}, purpose=f"letter/{letter_id}")                              in identity, in habilitations
    unseal(sealed, purpose=f"letter/{letter_id}", file=settings.sealing_keys_file)   in notifications

JSON Web Encryption (RFC 7516), compact: ECDH-ES on X25519 (RFC 8037) with a key of its own for each secret, then
AES-256-GCM. The purpose is sealed in too: a secret moved to another message does not open.
"""

import json
import threading
import time
from functools import cache
from pathlib import Path

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey

from shared import clock, logs
from shared.errors import Refusal
from shared.key_files import KeysMissing, read_keys, write_keys
from shared.key_sets import fetch_keys
from shared.service import current_service

CURVE = "X25519"
ALGORITHMS = ("ECDH-ES", "A256GCM")
KEY_FRESH_SECONDS = 300
RETRY_SECONDS = 5
_PUBLIC = ("kty", "crv", "x", "kid")
_log = logs.get_logger(__name__)


class SealingImpossible(Refusal):
    """Nobody has told us yet with which key notifications reads secrets; nothing was changed."""

    status = 503
    french = "Aucun message confidentiel ne peut partir pour le moment. Réessayez dans quelques secondes."
    english = "No confidential message can leave for the moment. Try again in a few seconds."


class SealBroken(Exception):
    """A sealed secret that was changed, made for another purpose, or whose key is gone."""


def seal(secret: dict, purpose: str) -> str:
    """The secret for notifications only. JSON values; `purpose` names the one message it is for.

    Raises SealingImpossible while the public key was never read from SEALING_KEYS_URL.
    """
    key = _key_at(current_service().settings.sealing_keys_url).newest()
    protected = {"alg": ALGORITHMS[0], "enc": ALGORITHMS[1], "kid": key.kid}
    content = json.dumps({"purpose": purpose, "secret": secret}, ensure_ascii=False)
    return jwe.encrypt_compact(protected, content, key, algorithms=list(ALGORITHMS))


def unseal(sealed: str, purpose: str, file: Path) -> dict:
    """What was sealed for this purpose, with the private keys of a file; raises SealBroken."""
    try:
        opened = jwe.decrypt_compact(sealed, _private_key(sealed, file), algorithms=list(ALGORITHMS))
        content = json.loads(opened.plaintext or b"")
        made_for, secret = content["purpose"], content["secret"]
    except (JoseError, KeysMissing, ValueError, KeyError, TypeError) as error:
        raise SealBroken(type(error).__name__) from None
    if made_for != purpose:
        raise SealBroken("made for another purpose")
    return secret


def ensure_sealing_keys(file: Path) -> None:
    """Make a file with one private key, unless it is there."""
    if not file.exists():
        write_keys(file, [_new_key()], only_if_absent=True)


def rotate_sealing_key(file: Path) -> str:
    """Add a key that secrets are sealed with from now on; the older ones still open theirs. Returns its id."""
    key = _new_key()
    write_keys(file, [*read_keys(file), key])
    return key["kid"]


def published_sealing_keys(file: Path) -> dict:
    """The public key to seal with, as a JSON Web Key Set: the newest only."""
    newest = read_keys(file)[-1]
    return {"keys": [{name: newest[name] for name in _PUBLIC} | {"use": "enc", "alg": ALGORITHMS[0]}]}


class SealingKey:
    """The public key that notifications publishes, kept for some minutes and through any outage of its source."""

    def __init__(self, url: str):
        self.url = url
        self._key: OKPKey | None = None
        self._tried_at = float("-inf")
        self._lock = threading.Lock()

    def newest(self) -> OKPKey:
        """The key to seal with; raises SealingImpossible."""
        wait_seconds = KEY_FRESH_SECONDS if self._key else RETRY_SECONDS
        with self._lock:
            if time.monotonic() - self._tried_at >= wait_seconds:
                self._read_source()
        if self._key is None:
            raise SealingImpossible(retry_after_seconds=RETRY_SECONDS)
        return self._key

    def _read_source(self) -> None:
        try:
            entry = next(key for key in fetch_keys(self.url) if key.get("crv") == CURVE)
            self._key = OKPKey.import_key({name: entry[name] for name in _PUBLIC})
        except (OSError, ValueError, KeyError, TypeError, AttributeError, StopIteration, JoseError) as error:
            _log.warning("sealing_key_unreachable", url=self.url, reason=f"{type(error).__name__}: {error}")
        self._tried_at = time.monotonic()


@cache
def _key_at(url: str) -> SealingKey:
    return SealingKey(url)


def _private_key(sealed: str, file: Path) -> OKPKey:
    kid = jwe.extract_compact(sealed.encode(), jwe.default_registry).protected["kid"]
    entry = next((key for key in read_keys(file) if key["kid"] == kid), None)
    if entry is None:
        raise KeyError("unknown key")
    return OKPKey.import_key({name: value for name, value in entry.items() if name != "made_at"})


def _new_key() -> dict:
    key = OKPKey.generate_key(CURVE, private=True)
    return key.as_dict(private=True) | {"kid": key.thumbprint(), "made_at": clock.now().isoformat()}
