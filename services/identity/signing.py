"""The keys that sign tokens: a file of private keys, read again whenever it changes.

{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": …, "d": …, "kid": …, "signs_from": instant in ISO 8601}]}
"""

import json
import os
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from joserfc.jwk import OKPKey

from services.identity.domain.keys import SigningKey, current_key, kept_keys
from services.identity.settings import Settings
from shared import clock, tokens

ANNOUNCED = timedelta(seconds=2 * tokens.KEYS_FRESH_SECONDS)
"""A new key is published that long before it signs: every service reads the published keys more often."""
TOKEN_LIFE = timedelta(seconds=tokens.LIFETIME_SECONDS_MAX + tokens.LEEWAY_SECONDS)


class SigningKeysMissing(Exception):
    """There is no file of signing keys, and none may be made here."""


def signing_key(settings: Settings) -> OKPKey:
    """The key that signs now."""
    key = current_key(_keys(settings), clock.now())
    return _imported(json.dumps(key.jwk | {"kid": key.kid}))


def published_keys(settings: Settings) -> dict:
    """The public keys, as a JSON Web Key Set (RFC 7517)."""
    kept = kept_keys(_keys(settings), clock.now(), TOKEN_LIFE)
    return {"keys": [key.published() for key in kept]}


def rotate(settings: Settings) -> str:
    """Add a key that will sign once every service knows it, drop those of no use; returns the new key's id."""
    now = clock.now()
    key = _new_key(signs_from=now + ANNOUNCED)
    _write(settings.signing_keys_file, [*kept_keys(_keys(settings), now, TOKEN_LIFE), key])
    return key.kid


def ensure_keys(settings: Settings) -> None:
    """Make the file of keys if it is absent and may be made; raises SigningKeysMissing otherwise."""
    path = settings.signing_keys_file
    if path.exists():
        return
    if not settings.signing_keys_create:
        raise SigningKeysMissing(
            f"SIGNING_KEYS_FILE={path} does not exist; SIGNING_KEYS_CREATE=true would make it."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(path, [_new_key(signs_from=clock.now())], only_if_absent=True)


def _keys(settings: Settings) -> list[SigningKey]:
    ensure_keys(settings)
    path = settings.signing_keys_file
    return _read(path, path.stat().st_mtime_ns)


@cache
def _read(path: Path, _changed_at: int) -> list[SigningKey]:
    return [_from_json(key) for key in json.loads(path.read_text(encoding="ascii"))["keys"]]


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


def _write(path: Path, keys: list[SigningKey], only_if_absent: bool = False) -> None:
    """Put the whole file in its place at once, readable by its owner only."""
    entries = [key.jwk | {"kid": key.kid, "signs_from": key.signs_from.isoformat()} for key in keys]
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        json.dump({"keys": entries}, file)
    if only_if_absent:
        _link_unless_there(draft, path)
    else:
        draft.replace(path)


def _link_unless_there(draft: Path, path: Path) -> None:
    """Two processes that start together agree on one file: the first one's."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
