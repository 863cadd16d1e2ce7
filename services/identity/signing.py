"""The keys that sign tokens: a file of private keys, read again whenever it changes.

{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": …, "d": …, "kid": …, "signs_from": instant in ISO 8601}]}
"""

import json
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from joserfc.jwk import OKPKey

from services.identity.domain.keys import SigningKey, current_key, kept_keys
from services.identity.settings import Settings
from shared import clock, tokens
from shared.key_files import KeysMissing, read_keys, write_keys

ANNOUNCED = timedelta(seconds=2 * tokens.KEYS_FRESH_SECONDS)
"""A new key is published that long before it signs: every service reads the published keys more often."""
TOKEN_LIFE = timedelta(seconds=tokens.LIFETIME_SECONDS_MAX + tokens.LEEWAY_SECONDS)


def signing_key(settings: Settings) -> OKPKey:
    """The key that signs now."""
    key = current_key(_keys(settings), clock.now())
    return _imported(json.dumps(key.jwk | {"kid": key.kid}))


def published_keys(settings: Settings) -> dict:
    """The public keys, as a JSON Web Key Set (RFC 7517)."""
    kept = kept_keys(_keys(settings), clock.now(), TOKEN_LIFE)
    return {"keys": [key.published() for key in kept]}


def rotate(file: Path) -> str:
    """Add a key that will sign once every service knows it, drop those of no use; returns the new key's id."""
    now = clock.now()
    key = _new_key(signs_from=now + ANNOUNCED)
    kept = [*kept_keys([_from_json(each) for each in read_keys(file)], now, TOKEN_LIFE), key]
    write_keys(file, [_to_json(each) for each in kept])
    return key.kid


def ensure_keys(settings: Settings) -> None:
    """Make the file of keys if it is absent and may be made; raises KeysMissing otherwise."""
    path = settings.signing_keys_file
    if path.exists():
        return
    if not settings.signing_keys_create:
        raise KeysMissing(f"SIGNING_KEYS_FILE={path} does not exist; SIGNING_KEYS_CREATE=true would make it.")
    write_keys(path, [_to_json(_new_key(signs_from=clock.now()))], only_if_absent=True)


def _keys(settings: Settings) -> list[SigningKey]:
    ensure_keys(settings)
    return [_from_json(key) for key in read_keys(settings.signing_keys_file)]


@cache
def _imported(jwk: str) -> OKPKey:
    return OKPKey.import_key(json.loads(jwk))


def _new_key(signs_from: datetime) -> SigningKey:
    key = OKPKey.generate_key("Ed25519", private=True)
    return SigningKey(kid=key.thumbprint(), signs_from=signs_from, jwk=key.as_dict(private=True))


def _from_json(entry: dict) -> SigningKey:
    times = {"kid", "signs_from"}
    return SigningKey(
        kid=entry["kid"],
        signs_from=datetime.fromisoformat(entry["signs_from"]),
        jwk={name: value for name, value in entry.items() if name not in times},
    )


def _to_json(key: SigningKey) -> dict:
    return key.jwk | {"kid": key.kid, "signs_from": key.signs_from.isoformat()}
